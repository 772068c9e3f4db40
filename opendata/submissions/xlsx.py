"""XLSX (ECMA-376, SpreadsheetML) by the standard library: values only; a formula counts with the value stored beside it."""

from __future__ import annotations

import re
import zipfile
from typing import IO, Any

from ..progress import Progress
from .sheet import MOST_CELLS, STEP, Book, Sheet, from_serial
from .table import text_of
from .xmlstream import XmlRefused, parse

_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_ORDINARY = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


def read_book(archive: zipfile.ZipFile) -> Book:
    """The workbook in ``archive``; raises ValueError, KeyError, :class:`XmlRefused` or zipfile's errors for a broken one."""
    sheets: list[tuple[str, str, bool]] = []
    facts = {"1904": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append((attributes.get("name", ""), attributes.get("id", ""), attributes.get("state", "visible") == "visible"))
        elif name == "workbookPr":
            facts["1904"] = attributes.get("date1904") in ("1", "true")

    with archive.open("xl/workbook.xml") as stream:
        parse(stream, start)
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
        with archive.open(parts[name]) as stream:
            _read_xlsx_sheet(stream, sheet, shared, dates, facts["1904"], progress)
        return sheet

    return Book(list(parts), load)


def _relations(archive: zipfile.ZipFile) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else "xl/" + target

    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        parse(stream, start)
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

    with archive.open("xl/sharedStrings.xml") as stream:
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

    with archive.open("xl/styles.xml") as stream:
        parse(stream, start, end)
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
            if at["row"] % STEP == 0:
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


def _column(reference: str) -> int:
    number = 0
    for character in reference:
        if not "A" <= character <= "Z":
            break
        number = number * 26 + ord(character) - 64
    return number - 1
