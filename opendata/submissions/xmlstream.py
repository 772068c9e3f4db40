"""XML from outside, read as a stream by expat: no tree in memory, no document type, no entities, no depth without end."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO
from xml.parsers import expat  # nosec B407 - document types and entities are refused below; depth and size are bounded

DEEPEST = 200
_CHUNK = 1 << 16

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class XmlRefused(ValueError):
    """The document is not well formed, or asks for what no spreadsheet or map needs."""


def ignore(_: str) -> None:
    """No interest in this event."""


def parse(stream: IO[bytes], start: Start, end: End = ignore, text: Text = ignore) -> None:
    """Call back for every element (names without their namespace) and piece of text.

    Raises :class:`XmlRefused` for a document type declaration (where entity bombs and external entities live), nesting beyond
    :data:`DEEPEST`, and what is not well formed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise XmlRefused(f"elements are nested deeper than {DEEPEST}")
        start(local(name), {local(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(local(name))

    def on_doctype(*_: object) -> None:
        raise XmlRefused("it declares a document type, which may hold entities")

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = on_doctype
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise XmlRefused(f"its XML is broken at line {error.lineno}") from None


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]
