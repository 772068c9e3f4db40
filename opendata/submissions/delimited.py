"""CSV and its relatives: encoding, delimiter and heading row are detected, shown, and can be fixed in ``campaign.toml``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from ..campaign import Source
from ..errors import Fault, InputError
from ..progress import Progress
from .headings import find as headings_row
from .table import LONGEST_CELL, RowNote, Table, table_of

DELIMITERS = ",;\t|"
LONGEST_RECORD = 200
"""Lines; a record that runs over more began with a quotation mark that nobody closed."""

_SWEDISH = frozenset("åäöÅÄÖéÉüÜ")
_DOUBLY = re.compile("[ÃÂ][\x80-\xbf\u2013-\u2122\u0152-\u0192]")
_STEP = 20_000
_NAMES = {"utf8": "utf-8", "windows-1252": "cp1252", "ansi": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso-8859-1": "cp1252"}


def read(path: Path, source: Source, progress: Progress) -> Table:
    """A delimited text file as a table.

    Raises :class:`InputError` for a file that is no text, an encoding or delimiter in ``campaign.toml`` that does not fit, or no rows.
    """
    where = str(path)
    text, notes = decode(path.read_bytes(), where, source.encoding)
    lines = list(io.StringIO(text, newline=""))
    if not any(line.strip() for line in lines):
        raise InputError(Fault(where, "is empty", "export it again"))
    if len(source.delimiter) > 1 or source.delimiter in ('"', "\n", "\r"):
        raise InputError(Fault("campaign.toml", f"sources {source.name!r}: a delimiter is one character", f"use one of {DELIMITERS!r}"))
    delimiter = source.delimiter or _delimiter(lines)
    if not source.delimiter:
        notes.append(f"delimiter {'tab' if delimiter == chr(9) else delimiter} detected")
    broken: list[RowNote] = []
    records = list(_records(lines, delimiter, broken, progress))
    if not records:
        raise InputError(Fault(where, "holds no row that can be read", "check its quotation marks, or export it again"))
    header, found = headings_row(records, source.header_row, where)
    notes += found
    headings = list(records[header][1])
    while (
        headings
        and not headings[-1]
        and not any(len(cells) >= len(headings) and cells[len(headings) - 1] for _, cells in records[header + 1 :])
    ):
        headings.pop()
    if not headings:
        raise InputError(Fault(where, "has no headings", "write the names of the columns in the first row"))
    return table_of(headings, records[header + 1 :], where, notes, broken)


def decode(data: bytes, where: str, encoding: str = "") -> tuple[str, list[str]]:
    """The text of a file and notes on how it was read.

    A byte-order mark decides, else UTF-8 where the bytes allow it (line by line: a file glued together from two is read too), else the
    one of cp1252, Mac Roman and cp850 that gives most Swedish letters. Raises :class:`InputError` for what is no text.
    """
    if encoding:
        name = _NAMES.get(encoding.lower(), encoding)
        try:
            return data.decode(name).removeprefix("\ufeff").replace("\0", ""), []
        except LookupError:
            raise InputError(Fault("campaign.toml", f"unknown encoding {encoding!r}", "use utf-8, cp1252, utf-16 or mac_roman")) from None
        except UnicodeError:
            raise InputError(Fault(where, f"is not {encoding}", "correct or remove encoding in campaign.toml")) from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").replace("\0", ""), ["encoding utf-16 (byte-order mark)"]
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    data = data.rstrip(b"\0") if data.endswith(4 * b"\0") and data.count(0) < len(data) else data  # what a crash left of the file's tail
    nul = data.count(0)
    if nul > len(data) * 0.3 and len(data) >= 4:
        little = data[1::2].count(0) > data[::2].count(0)
        text = data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
        if _printable(text):
            return text.replace("\0", ""), ["encoding utf-16 without byte-order mark detected"]
    control = sum(data[:100_000].count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if nul > max(16, len(data) // 50) or control > max(16, min(len(data), 100_000) // 200):
        raise InputError(Fault(where, "is not a text file", "export it as CSV, XLSX or GeoJSON"))
    notes: list[str] = []
    if nul:
        data = data.replace(b"\0", b"")
        notes.append(f"{nul} NUL bytes left out")
    try:
        text = data.decode("utf-8")
        notes.insert(0, "encoding utf-8" if not text.isascii() else "encoding ascii")
    except UnicodeDecodeError:
        text, note = _not_utf8(data)
        notes.insert(0, note)
    if _DOUBLY.search(text):
        text, repaired = _undouble(text)
        if repaired:
            notes.append(f"{repaired} lines were UTF-8 encoded twice and are repaired")
    return text, notes


def _not_utf8(data: bytes) -> tuple[str, str]:
    best = max(("cp1252", "mac_roman", "cp850"), key=lambda name: _swedishness(data, name))
    lines = data.split(b"\n")
    whole = sum(1 for line in lines if not line.isascii() and _is_utf8(line))
    others = sum(1 for line in lines if not line.isascii()) - whole
    if whole > others:
        text = "\n".join(line.decode("utf-8") if _is_utf8(line) else line.decode(best, errors="replace") for line in lines)
        return text, f"encoding utf-8, but {others} lines are {best}"
    return data.decode(best, errors="replace"), f"encoding {best} detected"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _swedishness(data: bytes, name: str) -> float:
    high = bytes(byte for byte in data[:1_000_000] if byte >= 0x80)
    decoded = high.decode(name, errors="replace")
    letters = sum(character in _SWEDISH for character in decoded)
    strange = sum(not character.isalpha() and character not in "–—’‘”“…§°½ \u00a0" for character in decoded)
    return letters - 2.0 * strange


def _printable(text: str) -> bool:
    sample = text[:10_000]
    return sum(character.isprintable() or character in "\r\n\t" for character in sample) > 0.97 * len(sample)


def _undouble(text: str) -> tuple[str, int]:
    repaired = 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if _DOUBLY.search(line):
            try:
                lines[index] = line.encode("cp1252").decode("utf-8")
                repaired += 1
            except UnicodeError:
                continue
    return "\n".join(lines), repaired


def _delimiter(lines: list[str]) -> str:
    """The delimiter that gives the same number of cells in most rows, and most cells."""
    sample = [line[:LONGEST_CELL] for line in lines[:300]]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        counts: dict[int, int] = {}
        for _, cells in _records(sample, delimiter, [], None):
            if any(cells):
                counts[len(cells)] = counts.get(len(cells), 0) + 1
        wide = {width: count for width, count in counts.items() if width > 1}
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        score = count / sum(counts.values()) + 0.02 * min(width, 20)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(lines: list[str], delimiter: str, broken: list[RowNote], progress: Progress | None) -> Iterator[tuple[int, list[str]]]:
    """(record number from 1, cells). Where quotation marks do not pair up, the line is taken alone, so that no line swallows another."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        at = number = 0
        while at < len(lines):
            start = at
            reader = csv.reader((lines[i] for i in range(start, len(lines))), delimiter=delimiter, strict=True)
            alone: list[str] | None = None
            try:
                for cells in reader:
                    end = start + reader.line_num
                    if end - at > LONGEST_RECORD:
                        alone = _alone(lines[at], delimiter)
                        break
                    number, at = number + 1, end
                    if progress is not None and number % _STEP == 0:
                        progress("reading", at, len(lines))
                    yield number, [cell.strip() for cell in cells]
                else:
                    return
            except csv.Error:
                alone = _alone(lines[at], delimiter)
            number += 1
            if alone is None:
                broken.append(RowNote(number, "opens a quotation mark that is never closed; close it or remove it"))
            else:
                yield number, alone
            at += 1
    finally:
        csv.field_size_limit(limit)


def _alone(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line whose quotation marks are part of the text ("hej" sa han), or None when one of them has no partner."""
    if line.count('"') % 2:
        return None
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
