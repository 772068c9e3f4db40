"""Which row of a sheet holds the headings, when title rows stand above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .mapping import is_known_heading

_LOOK_AT = 25
_NUMBER = re.compile(r"[+-]?[\d\s.,:°'\"/-]+")


def header_index(rows: Sequence[Sequence[str]]) -> int:
    """Index of the heading row among the first rows: the one with most known headings, else the first that is as wide as the data.

    Raises nothing; an empty sheet gives 0.
    """
    best, best_score = 0, -1.0
    widths = sorted(sum(map(bool, row)) for row in rows[: 4 * _LOOK_AT] if any(row))
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
