"""XLSX and ODS by the standard library, XLS through xlrd: the same rows inside QGIS and outside.

Workbooks are ECMA-376 (SpreadsheetML) and OASIS OpenDocument 1.3. Only values are read: a formula counts with the value stored beside
it, a style only where it makes a number a date.
"""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..campaign import Source
from ..errors import Fault, InputError
from ..progress import Progress
from .headings import header_index
from .mapping import is_known_heading
from .table import MOST_COLUMNS, Table, table_of, text_of
from .xmlstream import XmlRefused, parse

LARGEST_PART = 400_000_000
"""Bytes of one unpacked part; a sheet of a million rows of text is below it, a zip bomb is above."""
MOST_CELLS = 20_000_000
_MOST_REPEATED = 1000
_STEP = 20_000
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_ORDINARY = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


@dataclass
class Sheet:
    """A sheet as rows of text; ``rows`` maps row numbers (from 1) to cells, blank rows left out."""

    name: str
    rows: dict[int, list[str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(first row, first column, last row, last column), from 1 and from 0."""
    without_value: int = 0
    """Formula cells that no program has calculated."""


def read(path: Path, source: Source, progress: Progress) -> Table:
    """The one sheet of a workbook that holds submissions, or the one that ``layer`` names.

    Raises :class:`InputError` for a broken or hostile file, an unknown sheet, several sheets that could be meant, no rows.
    """
    where = str(path)
    with _workbook(path, where) as book:
        return _table(book, where, source, progress)


@dataclass
class _Book:
    names: list[str]
    load: Callable[[str, Progress], Sheet]


def _table(book: _Book, where: str, source: Source, progress: Progress) -> Table:
    notes: list[str] = []
    if source.layer:
        if source.layer not in book.names:
            raise InputError(Fault(where, f"has no sheet {source.layer!r}", f"name one of {', '.join(book.names)} as layer"))
        sheet = book.load(source.layer, progress)
    else:
        sheet = _only_sheet([book.load(name, progress) for name in book.names], where)
        if len(book.names) > 1:
            notes.append(f"sheet {sheet.name} read, of {', '.join(book.names)}")
    if not sheet.rows:
        raise InputError(Fault(where, f"sheet {sheet.name!r} is empty", "name the right sheet as layer in campaign.toml"))
    if sheet.without_value:
        notes.append(f"{sheet.without_value} formula cells hold no value; open the file in a spreadsheet program and save it")
    numbers = sorted(sheet.rows)
    if source.header_row:
        if source.header_row not in sheet.rows:
            raise InputError(Fault(where, f"row {source.header_row} is empty", "correct header_row in campaign.toml"))
        header = numbers.index(source.header_row)
    else:
        header = header_index([sheet.rows[number] for number in numbers[:100]])
        if numbers[header] > 1:
            notes.append(f"headings found in row {numbers[header]}")
    headings, first = _headings(sheet, numbers, header)
    if not any(headings):
        raise InputError(Fault(where, "has no headings", "write the names of the columns in the first row"))
    return table_of(headings, ((number, sheet.rows[number]) for number in numbers[first:]), where, notes)


def _only_sheet(sheets: list[Sheet], where: str) -> Sheet:
    filled = [sheet for sheet in sheets if len(sheet.rows) > 1]
    if len(filled) > 1:
        known = [sheet for sheet in filled if _known_headings(sheet) >= 2]
        filled = known or filled
    if len(filled) > 1:
        names = ", ".join(repr(sheet.name) for sheet in filled)
        raise InputError(Fault(where, f"several sheets could be meant: {names}", "name one as layer in campaign.toml"))
    if filled:
        return filled[0]
    return next((sheet for sheet in sheets if sheet.rows), sheets[0])


def _known_headings(sheet: Sheet) -> int:
    rows = [sheet.rows[number] for number in sorted(sheet.rows)[:25]]
    return max((sum(map(is_known_heading, row)) for row in rows), default=0)


def _headings(sheet: Sheet, numbers: list[int], header: int) -> tuple[list[str], int]:
    """Headings and the index of the first data row: a merged heading goes over its columns and is joined with the row below it."""
    number = numbers[header]
    cells = list(sheet.rows[number])
    first = header + 1
    over = [m for m in sheet.merged if m[0] <= number <= m[2] and m[3] > m[1]]
    if over and first < len(numbers) and numbers[first] == number + 1:
        below = sheet.rows[numbers[first]]
        under = [below[c] for _, left, _, right in over for c in range(left, min(right + 1, len(below))) if below[c]]
        if len(under) > 1 and all(is_known_heading(cell) for cell in under):
            width = max(len(cells), len(below))
            cells += [""] * (width - len(cells))
            joined = list(cells)
            for column in range(width):
                parent = next((cells[left] for _, left, _, right in over if left <= column <= right), cells[column])
                child = below[column] if column < len(below) else ""
                joined[column] = f"{parent} {child}".strip() if child and child != parent else parent
            return joined, first + 1
    return cells, first


@contextmanager
def _workbook(path: Path, where: str) -> Iterator[_Book]:
    broken = InputError(Fault(where, "is a broken workbook", "open it in a spreadsheet program and save it again"))
    with path.open("rb") as stream:
        magic = stream.read(8)
    if magic.startswith(b"\xd0\xcf\x11\xe0"):
        yield _xls(path, where)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if info.file_size > LARGEST_PART:
                    raise InputError(
                        Fault(where, f"unpacks to more than {LARGEST_PART // 10**6} MB", "keep the rows of this campaign only")
                    )
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                yield _xlsx(archive)
            elif "content.xml" in names:
                yield _ods(archive)
            else:
                raise InputError(Fault(where, "is a zip file, not a workbook", "unpack it and name the file inside"))
    except XmlRefused as error:
        raise InputError(Fault(where, f"is not read: {error}", "open it in a spreadsheet program and save it again")) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError, OSError, IndexError):
        raise broken from None


def _open(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    return archive.open(name)


# --- XLSX


def _xlsx(archive: zipfile.ZipFile) -> _Book:
    sheets: list[tuple[str, str, bool]] = []
    facts = {"1904": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append((attributes.get("name", ""), attributes.get("id", ""), attributes.get("state", "visible") == "visible"))
        elif name == "workbookPr":
            facts["1904"] = attributes.get("date1904") in ("1", "true")

    with _open(archive, "xl/workbook.xml") as stream:
        parse(stream, start, _ignore, _ignore)
    targets = _relations(archive)
    shared = _shared_strings(archive)
    dates = _date_styles(archive)
    parts = {
        name: targets[relation]
        for name, relation, visible in sheets
        if relation in targets and visible and "worksheets" in targets[relation]
    }
    if not parts:
        raise ValueError("no sheet")

    def load(name: str, progress: Progress) -> Sheet:
        sheet = Sheet(name)
        with _open(archive, parts[name]) as stream:
            _read_xlsx_sheet(stream, sheet, shared, dates, facts["1904"], progress)
        return sheet

    return _Book(list(parts), load)


def _relations(archive: zipfile.ZipFile) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else "xl/" + target

    with _open(archive, "xl/_rels/workbook.xml.rels") as stream:
        parse(stream, start, _ignore, _ignore)
    return targets


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    strings: list[str] = []
    if "xl/sharedStrings.xml" not in archive.namelist():
        return strings
    piece: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            piece.clear()
        elif name == "t":
            state["text"] = True
        elif name == "rPh":
            state["phonetic"] = True

    def end(name: str) -> None:
        if name == "t":
            state["text"] = False
        elif name == "rPh":
            state["phonetic"] = False
        elif name == "si":
            strings.append("".join(piece))

    def text(data: str) -> None:
        if state["text"] and not state["phonetic"]:
            piece.append(data)

    with _open(archive, "xl/sharedStrings.xml") as stream:
        parse(stream, start, end, text)
    return strings


def _date_styles(archive: zipfile.ZipFile) -> list[bool]:
    """Per cell style whether it shows a number as a date or time (ECMA-376 part 1, 18.8.30)."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    own: dict[str, bool] = {}
    styles: list[bool] = []
    state = {"cells": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            plain = _ORDINARY.sub("", attributes.get("formatCode", "")).lower()
            own[attributes.get("numFmtId", "")] = any(mark in plain for mark in ("yy", "dd", "d/", "d.", "mmm", "hh", "h:", "åå"))
        elif name == "cellXfs":
            state["cells"] = True
        elif name == "xf" and state["cells"]:
            code = attributes.get("numFmtId", "0")
            styles.append(own[code] if code in own else code.isdigit() and int(code) in _DATE_FORMATS)

    def end(name: str) -> None:
        if name == "cellXfs":
            state["cells"] = False

    with _open(archive, "xl/styles.xml") as stream:
        parse(stream, start, end, _ignore)
    return styles


def _read_xlsx_sheet(stream: IO[bytes], sheet: Sheet, shared: list[str], dates: list[bool], since_1904: bool, progress: Progress) -> None:
    row: list[str] = []
    at: dict[str, Any] = {"row": 0, "column": 0, "type": "", "date": False, "in": False, "formula": False, "cells": 0}
    piece: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            reference = attributes.get("r", "")
            at["column"] = _column(reference) if reference else at["column"] + 1
            at["type"] = attributes.get("t", "n")
            style = attributes.get("s", "")
            at["date"] = style.isdigit() and int(style) < len(dates) and dates[int(style)]
            at["formula"] = False
            piece.clear()
        elif name == "row":
            number = attributes.get("r", "")
            at["row"] = int(number) if number.isdigit() and int(number) > at["row"] else at["row"] + 1
            at["column"] = -1
            row.clear()
        elif name in ("v", "t"):
            at["in"] = True
        elif name == "f":
            at["formula"] = True
        elif name == "mergeCell":
            merged = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", attributes.get("ref", ""))
            if merged and len(sheet.merged) < 10_000:
                sheet.merged.append((int(merged[2]), _column(merged[1]), int(merged[4]), _column(merged[3])))

    def end(name: str) -> None:
        if name == "c":
            value = _xlsx_value("".join(piece), at["type"], at["date"], shared, since_1904)
            if not value and at["formula"] and at["type"] != "str":
                sheet.without_value += 1
            if value:
                at["cells"] += 1
                if at["cells"] > MOST_CELLS:
                    raise XmlRefused(f"it holds more than {MOST_CELLS:,} cells")
                column = at["column"]
                if column > 16_383:
                    raise XmlRefused("it has a column beyond XFD")
                if column >= len(row):
                    row.extend([""] * (column + 1 - len(row)))
                row[column] = value
        elif name in ("v", "t"):
            at["in"] = False
        elif name == "row":
            if any(row):
                sheet.rows[at["row"]] = row.copy()
            if at["row"] % _STEP == 0:
                progress("reading", at["row"], at["row"])

    def text(data: str) -> None:
        if at["in"]:
            piece.append(data)

    parse(stream, start, end, text)


def _xlsx_value(raw: str, kind: str, date: bool, shared: list[str], since_1904: bool) -> str:
    if kind == "s":
        return shared[int(raw)].strip() if raw.isdigit() and int(raw) < len(shared) else ""
    if kind == "b":
        return "true" if raw == "1" else "false"
    if kind == "e":
        return ""
    if kind == "n" and raw:
        try:
            number = float(raw)
        except ValueError:
            return raw.strip()
        return from_serial(number, since_1904) if date else text_of(number)
    return raw.strip()


def from_serial(serial: float, since_1904: bool = False) -> str:
    """ISO text of a spreadsheet's date serial: days since 1899-12-30, or 1904-01-01; below one day a time."""
    start = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 30)
    try:
        moment = start + datetime.timedelta(seconds=round(serial * 86400))
    except (OverflowError, ValueError):
        return text_of(serial)
    if 0 <= serial < 1 and not since_1904:
        return moment.time().isoformat()
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat(sep=" ")


def _column(reference: str) -> int:
    number = 0
    for character in reference:
        if not "A" <= character <= "Z":
            break
        number = number * 26 + ord(character) - 64
    return number - 1


# --- ODS


def _ods(archive: zipfile.ZipFile) -> _Book:
    sheets: dict[str, Sheet] = {}
    with _open(archive, "content.xml") as stream:
        for sheet in _read_ods(stream):
            sheets.setdefault(sheet.name, sheet)
    if not sheets:
        raise ValueError("no sheet")
    return _Book(list(sheets), lambda name, progress: sheets[name])


def _read_ods(stream: IO[bytes]) -> list[Sheet]:
    sheets: list[Sheet] = []
    row: list[str] = []
    piece: list[str] = []
    at: dict[str, Any] = {"row": 0, "rows": 1, "cell": None, "covered": False, "paragraphs": 0, "note": 0, "cells": 0, "depth": 0}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            at["depth"] += 1
            if at["depth"] == 1:
                sheets.append(Sheet(attributes.get("name", f"sheet {len(sheets) + 1}")))
                at["row"] = 0
        elif name == "table-row":
            at["rows"] = _repeated(attributes, "number-rows-repeated")
            row.clear()
        elif name in ("table-cell", "covered-table-cell"):
            at["cell"] = attributes
            at["paragraphs"] = 0
            piece.clear()
        elif name == "annotation":
            at["note"] += 1
        elif at["cell"] is not None and not at["note"]:
            if name == "p":
                at["paragraphs"] += 1
                if at["paragraphs"] > 1:
                    piece.append("\n")
            elif name == "s":
                piece.append(" " * min(_repeated(attributes, "c"), 1000))
            elif name in ("tab", "line-break"):
                piece.append("\t" if name == "tab" else "\n")

    def end(name: str) -> None:
        if name in ("table-cell", "covered-table-cell") and at["cell"] is not None:
            value = _ods_value(at["cell"], "".join(piece))
            repeat = _repeated(at["cell"], "number-columns-repeated")
            across = _repeated(at["cell"], "number-columns-spanned")
            if across > 1 and sheets and len(sheets[-1].merged) < 10_000:
                down = _repeated(at["cell"], "number-rows-spanned")
                first = at["row"] + 1
                sheets[-1].merged.append((first, len(row), first + down - 1, len(row) + across - 1))
            if value and repeat > MOST_COLUMNS:
                raise XmlRefused(f"it repeats a cell {repeat:,} times")
            if len(row) + (repeat if value else 0) > 16_384:
                raise XmlRefused("a row has more than 16,384 cells")
            row.extend([value] * min(repeat, 16_384 - len(row)))
            at["cells"] += repeat if value else 0
            if at["cells"] > MOST_CELLS:
                raise XmlRefused(f"it holds more than {MOST_CELLS:,} cells")
            at["cell"] = None
        elif name == "annotation":
            at["note"] -= 1
        elif name == "table":
            at["depth"] -= 1
        elif name == "table-row" and sheets and at["depth"] == 1:
            while row and not row[-1]:
                row.pop()
            if row:
                if at["rows"] > _MOST_REPEATED:
                    raise XmlRefused(f"it repeats a row {at['rows']:,} times")
                for offset in range(at["rows"]):
                    sheets[-1].rows[at["row"] + 1 + offset] = row.copy()
            at["row"] += at["rows"]

    def text(data: str) -> None:
        if at["cell"] is not None and at["paragraphs"] and not at["note"]:
            piece.append(data)

    parse(stream, start, end, text)
    return sheets


def _repeated(attributes: dict[str, str], key: str) -> int:
    value = attributes.get(key, "1")
    return max(1, min(int(value), 10_000_000)) if value.isdigit() and len(value) < 10 else 1


def _ods_value(attributes: dict[str, str], shown: str) -> str:
    kind = attributes.get("value-type", "")
    if kind == "date":
        return attributes.get("date-value", shown).replace("T", " ").removesuffix(" 00:00:00")
    if kind == "time":
        clock = re.fullmatch(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S", attributes.get("time-value", ""))
        return f"{int(clock[1]):02d}:{int(clock[2]):02d}:{int(clock[3]):02d}" if clock else shown.strip()
    if kind in ("float", "currency", "percentage"):
        try:
            return text_of(float(attributes.get("value", shown)))
        except ValueError:
            return shown.strip()
    if kind == "boolean":
        return attributes.get("boolean-value", shown)
    return shown.strip()


# --- XLS


def _xls(path: Path, where: str) -> _Book:
    try:
        import xlrd
    except ImportError:
        raise InputError(Fault(where, "is an old .xls workbook, which is not read here", "save it as .xlsx")) from None
    if path.stat().st_size > LARGEST_PART:
        raise InputError(Fault(where, f"is larger than {LARGEST_PART // 10**6} MB", "save it as .xlsx")) from None
    try:
        with open_quietly() as log:
            book = xlrd.open_workbook(str(path), logfile=log, formatting_info=False)
    except Exception:  # xlrd raises whatever its parser stumbles over in a broken file; all of it means the same to staff
        raise InputError(
            Fault(where, "is a broken or locked .xls workbook", "open it in a spreadsheet program and save it as .xlsx")
        ) from None

    def load(name: str, progress: Progress) -> Sheet:
        grid = book.sheet_by_name(name)
        sheet = Sheet(name, merged=[(r0 + 1, c0, r1, c1 - 1) for r0, r1, c0, c1 in grid.merged_cells])
        for index in range(grid.nrows):
            cells = [_xls_value(xlrd, cell, book.datemode == 1) for cell in grid.row(index)]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                sheet.rows[index + 1] = cells
        return sheet

    return _Book([name for name in book.sheet_names() if book.sheet_by_name(name).visibility == 0], load)


def _xls_value(xlrd: Any, cell: Any, since_1904: bool) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return from_serial(cell.value, since_1904)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "true" if cell.value else "false"
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    return text_of(cell.value)


@contextmanager
def open_quietly() -> Iterator[IO[str]]:
    """A place where a chatty library may write its warnings."""
    import io

    yield io.StringIO()


def _ignore(*_: Any) -> None:
    """No interest in this event."""
