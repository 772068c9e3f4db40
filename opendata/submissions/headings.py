"""Which row of a sheet holds the headings, when title rows stand above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import Fault, InputError
from .mapping import is_known_heading

_LOOK_AT = 25
_SAMPLE = 4 * _LOOK_AT
_NUMBER = re.compile(r"[+-]?[\d\s.,:°'\"/-]+")


def find(rows: Sequence[tuple[int, list[str]]], wanted: int, where: str) -> tuple[int, list[str]]:
    """Index of the heading row among (row number, cells), and a note when titles stand above it.

    ``wanted`` is the number of the row that ``campaign.toml`` names; 0: found by :func:`header_index`. Raises :class:`InputError` when that
    row is not there or blank.
    """
    if wanted:
        for index, (number, cells) in enumerate(rows):
            if number == wanted and any(cells):
                return index, []
        what = f"row {wanted} is empty" if rows and wanted < rows[-1][0] else f"has no row {wanted}"
        raise InputError(Fault(where, what, "correct header_row in campaign.toml"))
    index = header_index([cells for _, cells in rows[:_SAMPLE]])
    number = rows[index][0]
    return index, [f"headings found in row {number}"] if number > 1 else []


def header_index(rows: Sequence[Sequence[str]]) -> int:
    """Index of the heading row among the first rows: the one with most known headings, else the first that is as wide as the data.

    Raises nothing; an empty sheet gives 0.
    """
    best, best_score = 0, -1.0
    widths = sorted(sum(map(bool, row)) for row in rows[:_SAMPLE] if any(row))
    usual = widths[len(widths) // 2] if widths else 0
    for index, row in enumerate(rows[:_LOOK_AT]):
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        different = set(filled)
        known = sum(map(is_known_heading, different))
        words = sum(not _NUMBER.fullmatch(cell) and len(cell) <= 60 for cell in filled)
        score = 3.0 * known + words / len(filled) + min(len(filled), usual) / max(usual, 1)
        score -= 2.0 * (len(different) < len(filled) - 2) + 4.0 * (2 * len(filled) < usual)
        if score > best_score + 1e-9:
            best, best_score = index, score
    return best
