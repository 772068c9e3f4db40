"""What a sheet of any kind of workbook is, and what is too much of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from ..progress import Progress
from .table import text_of

LARGEST_PART = 400_000_000
"""Bytes of one unpacked part; a sheet of a million rows of text is below it, a zip bomb is above."""
MOST_CELLS = 20_000_000
STEP = 20_000


@dataclass
class Sheet:
    """A sheet as rows of text; ``rows`` maps row numbers (from 1) to cells, blank rows left out."""

    name: str
    rows: dict[int, list[str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(first row, first column, last row, last column), from 1 and from 0."""
    without_value: int = 0
    """Formula cells that no program has calculated."""


@dataclass
class Book:
    """Names of the visible sheets, and how to load one."""

    names: list[str]
    load: Callable[[str, Progress], Sheet]


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
