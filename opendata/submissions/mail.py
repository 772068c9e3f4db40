"""Mail as submissions: mbox (RFC 4155) and single messages (RFC 5322), only what the citizen wrote this time.

Reply chains are cut, and a signature is kept apart from the text, because it tells who wrote and not where it is unsafe.
"""

from __future__ import annotations

import email
import email.header
import email.policy
import email.utils
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import numpy as np

from ..errors import Fault, InputError
from ..progress import Progress
from .dates import to_stockholm
from .delimited import decode
from .table import LONGEST_CELL, RowNote, Table

COLUMNS = ("subject", "text", "received", "name", "email", "signature")
FIELDS = {"text": "text", "received": "received", "name": "name", "email": "email"}
_DEEPEST = 30
_FROM_LINE = re.compile(rb"^From (?=\S+.*\d\d:\d\d|.*\d{4}\s*$)", re.MULTILINE)
_HEADER = re.compile(
    rb"^(?:Return-Path|Received|From|To|Subject|Date|MIME-Version|Message-ID|Delivered-To|X-[\w-]+|Content-Type)\s*:", re.I
)

_QUOTE_START = re.compile(
    r"""^\s*(?:
      -{2,}\s*(?:Ursprungligt\ meddelande|Original\ message|Vidarebefordrat\ meddelande|Forwarded\ message|Ursprungligt\ mejl)\s*-{2,}
    | _{20,}
    | (?:Från|From|Fra)\s*:\s.*(?:\n\s*(?:Skickat|Sent|Datum|Date|Till|To|Ämne|Subject)\s*:.*)
    | (?:Den|On|Op)\s[^\n]{6,200}?(?:\n[^\n]{0,120})?\s(?:skrev|wrote)[^\n]{0,120}:\s*$
    | \d{4}-\d\d-\d\d[^\n]{0,80}(?:skrev|wrote)[^\n]{0,120}:\s*$
    )""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$|^(?:skickat|skickad|sent|hämta|get)\s(?:från|from|outlook)\b[^\n]*$", re.MULTILINE | re.IGNORECASE)
_GREETING = re.compile(
    r"^\s*(?:m\.?v\.?h\.?|med\s+v[äa]nlig(?:a)?\s+h[äa]lsning(?:ar)?|v[äa]nlig(?:a|en)?\s*(?:h[äa]lsning(?:ar)?)?|(?:b[äa]sta\s+)?h[äa]lsning(?:ar)?"
    r"|hälsar|kind\s+regards|best\s+regards|regards|tack\s+på\s+förhand|//+)(?=[\s,.!/]|$)[^\n]{0,60}$",
    re.MULTILINE | re.IGNORECASE,
)


def looks_like_mail(head: bytes) -> str:
    """``mbox``, ``eml`` or empty, from the first bytes of a file."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if head.startswith(b"From ") and _FROM_LINE.match(head):
        return "mbox"
    lines = head.splitlines()[:12]
    headers = sum(bool(_HEADER.match(line)) for line in lines)
    return "eml" if headers >= 2 and lines and _HEADER.match(lines[0]) else ""


def read(path: Path, progress: Progress) -> Table:
    """Messages as rows, numbered from 1; one that cannot be read is rejected. Raises :class:`InputError` when there is none."""
    data = path.read_bytes()
    parts = _split(data) if looks_like_mail(data[:4000]) == "mbox" else [data]
    if not parts:
        raise InputError(Fault(str(path), "holds no message", "export the mailbox again"))
    columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
    numbers: list[int] = []
    rejected: list[RowNote] = []
    attachments = 0
    for number, part in enumerate(parts, 1):
        if number % 200 == 0:
            progress("reading", number, len(parts))
        try:
            message = email.message_from_bytes(part, policy=email.policy.default)
            cells, count = _cells(message)
        except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError, KeyError, AssertionError):
            # the standard library's header parser raises all of these on malformed headers
            rejected.append(RowNote(number, "is a message that cannot be read; forward it as plain text"))
            continue
        if len(cells["text"]) > LONGEST_CELL:
            rejected.append(RowNote(number, f"holds more than {LONGEST_CELL:,} characters; shorten it"))
            continue
        attachments += count
        numbers.append(number)
        for name in COLUMNS:
            columns[name].append(cells[name])
    notes = [f"{attachments} attachments not read; look at them by hand"] if attachments else []
    return Table(columns, np.array(numbers, dtype=np.int64), len(parts), tuple(rejected), notes=tuple(notes), fixed_fields=FIELDS)


def _split(data: bytes) -> list[bytes]:
    """Messages of an mbox; a From line counts after a blank line only, ``>From`` is unescaped (mboxrd)."""
    starts = [match.start() for match in _FROM_LINE.finditer(data)]
    first = len(data) - len(data.lstrip())
    starts = [at for at in starts if at <= first or data.endswith((b"\n\n", b"\r\n\r\n", b"\r\r"), 0, at)]
    parts = []
    for at, to in zip(starts, [*starts[1:], len(data)], strict=True):
        body = data[at:to].partition(b"\n")[2]
        parts.append(re.sub(rb"^>(>*From )", rb"\1", body, flags=re.MULTILINE))
    return parts


def _cells(message: EmailMessage) -> tuple[dict[str, str], int]:
    plain, attachments = _body(message)
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    subject = _header(message, "subject")
    written, signature = split_text(plain)
    name, address = email.utils.parseaddr(_header(message, "from"))
    said = re.sub(r"^(?:(?:re|sv|fw|fwd|vb|vs)\s*:\s*)+", "", subject, flags=re.IGNORECASE)
    return {
        "subject": said,
        "text": "\n".join(part for part in (said, written) if part),
        "received": _date(message),
        "name": name,
        "email": address,
        "signature": signature,
    }, attachments


def split_text(plain: str) -> tuple[str, str]:
    """What was written this time, and the signature under it; quoted messages are left out."""
    quote = _QUOTE_START.search(plain)
    above = plain[: quote.start()] if quote else plain
    if not _unquoted(above) and quote:  # the answer stands below what it quotes
        above = plain[quote.end() :]
    above = _unquoted(above)
    at = len(above)
    for pattern in (_SIGNATURE, _GREETING):
        found = pattern.search(above, min(1, len(above)))
        if found and found.start() < at and above[: found.start()].strip():
            at = found.start()
    written, signature = above[:at].strip(), above[at:].strip()
    if len(signature) > 600 or signature.count("\n") > 12:  # a long "signature" is text after a greeting
        return above.strip(), ""
    return re.sub(r"\n{3,}", "\n\n", written), signature


def _unquoted(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">")).strip()


def _body(message: EmailMessage) -> tuple[str, int]:
    """The plain text, else the HTML as text; and how many attachments there are."""
    plain: list[str] = []
    html: list[str] = []
    attachments = 0
    for depth, part in enumerate(message.walk()):
        if depth > 20 * _DEEPEST:
            break
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            attachments += 1
            continue
        (plain if kind == "text/plain" else html).append(_part_text(part))
    said = "\n".join(text for text in plain if text.strip())
    return (said or "\n".join(html_text(text) for text in html)), attachments


def _part_text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "surrogateescape")
    declared = part.get_content_charset() or ""
    for charset in (declared, "utf-8"):
        if charset:
            try:
                return data.decode(charset)
            except (LookupError, UnicodeError):
                continue
    try:
        return decode(data, "message")[0]
    except InputError:
        return data.decode("ascii", errors="ignore")


def _header(message: EmailMessage, name: str) -> str:
    raw = str(message.get(name, "") or "")
    if any("\udc80" <= character <= "\udcff" for character in raw):  # bytes that no header may hold: 8-bit text sent raw
        raw = decode(raw.encode("ascii", "surrogateescape"), "message")[0]
    return " ".join(raw.split())[:1000]


def _date(message: EmailMessage) -> str:
    """The date as wall time in Europe/Stockholm, ISO; empty when there is none."""
    for name in ("date", "delivery-date", "received"):
        raw = str(message.get(name, "") or "").rpartition(";")[2].strip()
        if not raw:
            continue
        try:
            moment = email.utils.parsedate_to_datetime(raw)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return to_stockholm(moment).isoformat(sep=" ", timespec="seconds")
    return ""


class _Text(HTMLParser):
    """HTML as text: block elements end lines, styles and scripts are left out, quoted messages too."""

    _BLOCKS = frozenset(("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr"))
    _SILENT = frozenset(("style", "script", "head", "title", "blockquote"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self._BLOCKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def html_text(html: str) -> str:
    """The readable text of an HTML message, at most one blank line between paragraphs."""
    parser = _Text()
    parser.feed(html[: 10 * LONGEST_CELL])
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
