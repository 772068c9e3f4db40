"""XLSX and ODS by the standard library, XLS through xlrd: the same rows inside QGIS and outside.

Workbooks are ECMA-376 (SpreadsheetML) and OASIS OpenDocument 1.3. Only values are read: a formula counts with the value stored beside
it, a style only where it makes a number a date.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..campaign import Source
from ..errors import Fault, InputError
from ..progress import Progress
from . import ods, xlsx
from .headings import find as headings_row
from .mapping import is_known_heading
from .sheet import LARGEST_PART, Book, Sheet, from_serial
from .table import Table, table_of, text_of
from .xmlstream import XmlRefused

XLS = (b"\xd0\xcf\x11\xe0", b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How .xls files begin: since Excel 5 in an OLE container, before that bare."""


def read(path: Path, source: Source, progress: Progress) -> Table:
    """The one sheet of a workbook that holds submissions, or the one that ``layer`` names.

    Raises :class:`InputError` for a broken or hostile file, an unknown sheet, several sheets that could be meant, no rows.
    """
    where = str(path)
    with _workbook(path, where) as book:
        return _table(book, where, source, progress)


def _table(book: Book, where: str, source: Source, progress: Progress) -> Table:
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
    header, found = headings_row([(number, sheet.rows[number]) for number in numbers], source.header_row, where)
    notes += found
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
def _workbook(path: Path, where: str) -> Iterator[Book]:
    broken = InputError(Fault(where, "is a broken workbook", "open it in a spreadsheet program and save it again"))
    with path.open("rb") as stream:
        magic = stream.read(8)
    if magic.startswith(XLS):
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
                yield xlsx.read_book(archive)
            elif "content.xml" in names:
                yield ods.read_book(archive)
            else:
                raise InputError(Fault(where, "is a zip file, not a workbook", "unpack it and name the file inside"))
    except XmlRefused as error:
        raise InputError(Fault(where, f"is not read: {error}", "open it in a spreadsheet program and save it again")) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError, OSError, IndexError):
        raise broken from None


def _xls(path: Path, where: str) -> Book:
    try:
        import xlrd
    except ImportError:
        raise InputError(Fault(where, "is an old .xls workbook, which is not read here", "save it as .xlsx")) from None
    if path.stat().st_size > LARGEST_PART:
        raise InputError(Fault(where, f"is larger than {LARGEST_PART // 10**6} MB", "save it as .xlsx")) from None
    try:
        # xlrd is chatty about odd files
        book = xlrd.open_workbook(str(path), logfile=io.StringIO(), formatting_info=False)
    except Exception:  # xlrd raises whatever its parser stumbles over in a broken file; all of it means the same to staff
        raise InputError(
            Fault(where, "is a broken or locked .xls workbook", "open it in a spreadsheet program and save it as .xlsx")
        ) from None

    def load(name: str, progress: Progress) -> Sheet:
        grid = book.sheet_by_name(name)
        sheet = Sheet(name)  # xlrd tells no merged cells without the formatting, which costs much memory
        for index in range(grid.nrows):
            cells = [_xls_value(xlrd, cell, book.datemode == 1) for cell in grid.row(index)]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                sheet.rows[index + 1] = cells
        return sheet

    return Book([name for name in book.sheet_names() if book.sheet_by_name(name).visibility == 0], load)


def _xls_value(xlrd: Any, cell: Any, since_1904: bool) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return from_serial(cell.value, since_1904)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "true" if cell.value else "false"
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_ERROR):
        return ""
    return text_of(cell.value)
