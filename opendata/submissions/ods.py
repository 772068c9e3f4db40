"""ODS (OASIS OpenDocument 1.3) by the standard library."""

from __future__ import annotations

import re
import zipfile
from typing import IO, Any

from .sheet import MOST_CELLS, Book, Sheet
from .table import MOST_COLUMNS, text_of
from .xmlstream import XmlRefused, parse

_MOST_REPEATED = 1000
"""Rows; a row with content is repeated that often by a slip of the mouse, never on purpose."""


def read_book(archive: zipfile.ZipFile) -> Book:
    """The workbook in ``archive``; raises ValueError, KeyError, :class:`XmlRefused` or zipfile's errors for a broken one."""
    sheets: dict[str, Sheet] = {}
    with archive.open("content.xml") as stream:
        for sheet in _read_ods(stream):
            sheets.setdefault(sheet.name, sheet)
    if not sheets:
        raise ValueError("no sheet")
    return Book(list(sheets), lambda name, progress: sheets[name])


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
