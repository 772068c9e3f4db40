"""One file as a table, whatever kind it is: the content decides, not the name."""

from __future__ import annotations

from pathlib import Path

from ..campaign import Source
from ..errors import Fault, InputError
from ..progress import Progress
from . import delimited, geojson, mail, parquet, spreadsheet
from .table import Table, layer_table
from .vector import VectorReader, refuse_virtual

LARGEST_FILE = 2_000_000_000
LARGEST_TEXT = 500_000_000
"""Bytes of a file that is read as a whole (CSV, GeoJSON, mail)."""

VECTOR_SUFFIXES = frozenset((".shp", ".gpkg", ".fgb", ".tab", ".mif", ".gml", ".gpx", ".dxf", ".sqlite", ".topojson", ".dbf"))
"""Formats left to OGR: those that neither reach out to other files and addresses (VRT) nor run anything."""

_NOT_DATA = {
    b"%PDF": "is a PDF",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
    b"GIF8": "is a picture",
    b"MZ": "is a program",
    b"\x7fELF": "is a program",
    b"Rar!": "is a RAR archive",
    b"7z\xbc\xaf": "is a 7z archive",
    b"\x1f\x8b": "is a gzip archive",
    b"{\\rtf": "is a word-processor document",
}


def read(source: Source, folder: Path, vector: VectorReader, progress: Progress) -> Table:
    """Read the file of a source.

    Raises :class:`InputError` in one line when the file is missing, is no data, is broken as a whole, or has several layers or sheets
    that could be meant; rows that are broken by themselves are in ``Table.rejected``.
    """
    path = folder / source.file
    where = str(path)
    if not path.is_file():
        raise InputError(
            Fault(where, "there is no such file" if not path.exists() else "is no file", f"correct the file of source {source.name!r}")
        )
    size = path.stat().st_size
    if size == 0:
        raise InputError(Fault(where, "is empty", "export it again"))
    if size > LARGEST_FILE:
        raise InputError(Fault(where, "is larger than 2 GB", "keep the rows of this campaign only"))
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
        return _read(path, head, size, source, vector, progress)
    except PermissionError:
        raise InputError(Fault(where, "may not be read", "close it in other programs or change its permissions")) from None
    except MemoryError:
        raise InputError(Fault(where, "does not fit in memory", "keep the rows of this campaign only")) from None


def _read(path: Path, head: bytes, size: int, source: Source, vector: VectorReader, progress: Progress) -> Table:
    where = str(path)
    suffix = path.suffix.lower()
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", *spreadsheet.XLS)):
        return spreadsheet.read(path, source, progress)
    for magic, what in _NOT_DATA.items():
        if head.startswith(magic):
            raise InputError(Fault(where, what, "export the submissions as CSV, XLSX or GeoJSON"))
    if head.startswith(b"SQLite format 3\0") or head[:8] in (b"fgb\x03fgb\x00", b"fgb\x03fgb\x01") or suffix in VECTOR_SUFFIXES:
        refuse_virtual(path)
        _refuse_entities(path, head)
        return layer_table(vector(path, source.layer, source.encoding, progress), where)
    if head.startswith(parquet.MAGIC):
        return parquet.read(path, progress)
    if size > LARGEST_TEXT:
        raise InputError(Fault(where, f"is larger than {LARGEST_TEXT // 10**6} MB", "keep the rows of this campaign only"))
    start = _beginning(head)
    if start.startswith(("{", "[")):
        return geojson.read_geojson(path, source.encoding, progress)
    if start.startswith("<"):
        if "<kml" in start[:2000]:
            return geojson.read_kml(path, progress)
        what = "is a web page" if "<html" in start[:2000].lower() or "<!doctype html" in start.lower() else "is XML of an unknown kind"
        raise InputError(Fault(where, what, "save it as CSV, XLSX or GeoJSON"))
    if mail.looks_like_mail(head):
        return mail.read(path, progress)
    if suffix in (".mbox", ".eml", ".mbx"):
        raise InputError(Fault(where, "is no mail export", "export the mailbox as mbox or the message as .eml"))
    if suffix in (".geojson", ".json", ".kml", ".xlsx", ".ods", ".xls"):
        readable = delimited.decode(path.read_bytes(), where, source.encoding)[0]
        if not any(mark in readable for mark in delimited.DELIMITERS):
            raise InputError(Fault(where, f"is no {suffix[1:]} file", "export it again"))
    return delimited.read(path, source, progress)


def _beginning(head: bytes) -> str:
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if head.startswith(mark):
            return head[: len(head) // 2 * 2].decode(name, errors="ignore").lstrip()
    return head.decode("latin-1").lstrip()


def _refuse_entities(path: Path, head: bytes) -> None:
    """GML and GPX are XML: what declares a document type is not handed to a parser that expands entities."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<!DOCTYPE" in head.upper().replace(b"<!ENTITY", b"<!DOCTYPE"):
        raise InputError(Fault(str(path), "declares a document type, which may hold entities", "export it again"))
