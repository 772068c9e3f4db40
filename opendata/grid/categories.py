"""One table of categories over one total: which counts are shown and what "other" holds.

The rule looks at nothing but the table itself, and does not know one category from another, so what it does can be worked out from
what it shows. ``docs/method.md`` states it for those who check it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Shown:
    """Indices of the categories shown with their counts, and the sum of all the rest (0 when there is nothing left to sum)."""

    categories: tuple[int, ...]
    other: int


def show(counts: Sequence[int], k: int, width: int, enough: Sequence[bool] | None = None) -> Shown:
    """Choose what to show of a table whose total is known to be the sum of ``counts``.

    A category is small below ``k`` (or where ``enough`` is false: too few people stand behind its count). The small ones are summed. That
    is all when the sum lies between ``k`` and what as many small categories can hold with ``width`` to spare: each of them may then
    still be anything from 0 to ``k - 1`` as far as the sum allows. Otherwise the next larger category joins them, all of equal size
    together, until there is room again, or until the sum is plainly more than small ones can hold and what is hidden can be told apart no
    better than ``width``, given that the largest of it is smaller than the smallest category shown (see :func:`_told_apart`). Where no
    such sum exists nothing but the sum of all is shown.

    Sums and counts are voices (distinct contributors of a region), so shown categories and ``other`` always add up to the total.
    """
    if enough is None:
        enough = [True] * len(counts)
    small = [i for i, count in enumerate(counts) if count < k or not enough[i]]
    other = sum(counts[i] for i in small)
    larger = sorted(set(range(len(counts))) - set(small), key=lambda i: (counts[i], i))
    if len(counts) == 2 and small:
        return Shown((), sum(counts))
    if other == 0:
        return Shown(tuple(sorted(larger)), 0)
    if k <= other <= len(small) * (k - 1) - width:
        return Shown(tuple(sorted(larger)), other)
    hidden = len(small)
    while larger:
        least = counts[larger[0]]
        while larger and counts[larger[0]] == least:
            other += counts[larger.pop(0)]
            hidden += 1
        slack = hidden * (k - 1) - other
        if larger and (slack >= width or (slack < 0 and _told_apart(other, hidden, counts[larger[0]]) >= width)):
            return Shown(tuple(sorted(larger)), other)
    return Shown((), sum(counts))


def show_rows(counts: NDArray[np.int64], enough: NDArray[np.bool_], k: int, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """:func:`show` of every row of ``counts``, ``(t, c)``: the counts shown, -1 where one is not, and ``(t,)`` the sums of all the rest.

    Rows that need no next larger category, which are nearly all, are done together.
    """
    small = (counts < k) | ~enough
    hidden, other = small.sum(axis=1), np.where(small, counts, 0).sum(axis=1)
    shown = np.where(small, -1, counts)
    plain = (other == 0) | ((k <= other) & (other <= hidden * (k - 1) - width))
    if counts.shape[1] == 2:
        plain &= hidden == 0
    for row in np.flatnonzero(~plain).tolist():
        one = show(counts[row].tolist(), k, width, enough[row].tolist())
        shown[row] = -1
        shown[row, list(one.categories)] = counts[row, list(one.categories)]
        other[row] = one.other
    return shown, other


def _told_apart(other: int, hidden: int, least_shown: int) -> int:
    """Width of what a hidden category's count may be, once one of at least ``k`` has joined the small ones.

    Nobody can tell which of the ``hidden`` ones that is, so each may be as small as 1 or what the rest cannot hold, and as large as
    just below the smallest category shown. That no narrower interval is left, for one category or several together, was checked by
    enumerating all tables of 3 to 5 categories (tests/enumeration/tables.py).
    """
    most = least_shown - 1
    return most - max(1, other - (hidden - 1) * most)
