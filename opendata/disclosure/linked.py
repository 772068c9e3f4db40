"""Theme tables that share unknowns: with campaign totals per theme, and where theme regions overlap.

Inside one theme region "other" is one sum over the themes that are hidden there. A campaign total per theme ties the hidden counts of all
theme regions together: what it leaves after the shown ones is a second sum over them, and the two kinds form rings. Most hidden counts
are seen to be free by swaps (two regions exchange a contributor of one theme for one of another, which no sum notices); only the rest is
given to the linear program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from .structure import OTHER
from .system import Builder, Contradiction, System, solve
from .verdict import Disclosure

_FIGURES = 12
_CERTAIN = 1e-6
MOST_OVERLAPPING = 4000
"""More unknowns than this in overlapping theme regions are not solved: the release is refused already."""


@dataclass(frozen=True)
class Lump:
    """Theme regions whose hidden themes a campaign total ties together.

    ``names`` (regions,); ``themes`` (themes,); ``hidden`` (regions, themes) bool; ``other`` (regions,) int64; ``left`` (themes,) int64:
    campaign total minus what the regions show, -1 where the campaign hides the theme's total; ``left_hidden``: their sum, -1 unknown.
    """

    names: tuple[str, ...]
    themes: tuple[str, ...]
    hidden: NDArray[np.bool_]
    other: NDArray[np.int64]
    left: NDArray[np.int64]


def lump(rows: Mapping[str, Mapping[str, int | None]], known: Sequence[str], totals: Mapping[str, int | None]) -> Lump | None:
    """The tied system of theme rows and campaign totals per theme; None where there is nothing to tie."""
    if not totals or not rows:
        return None
    names, themes = tuple(rows), tuple(known)
    hidden = np.array([[theme not in rows[name] for theme in themes] for name in names], dtype=bool)
    other = np.array([rows[name].get(OTHER) or 0 for name in names], dtype=np.int64)
    shown = np.array([[rows[name].get(theme) or 0 for theme in themes] for name in names], dtype=np.int64).sum(axis=0)
    left = np.array([-1 if totals.get(theme) is None else int(totals[theme] or 0) for theme in themes], dtype=np.int64)
    left = np.where(left >= 0, left - shown, -1)
    return Lump(names, themes, hidden & (other > 0)[:, None], other, left)


def attack_lump(tied: Lump, k: int, width: int, most: float, progress: Progress) -> tuple[list[Disclosure], int, float]:
    """Disclosures in the tied system, hidden counts tried, and the narrowest interval found.

    ``most`` is what a hidden count can hold at most (k - 1 with rule knowledge, infinity without). Where no counts satisfy the sums and
    ``most`` together, the attacker knows that ``most`` does not hold and nothing is reported for it.
    """
    where = np.argwhere(tied.hidden)
    if not len(where):
        return [], 0, np.nan
    system = _system(tied, where, most)
    try:
        point = solve(system, np.zeros(0, dtype=np.int64))
        suspects = _suspects(tied, where, system, point, width)
        found = solve(system, suspects, below=float(width), progress=progress)
    except Contradiction:
        return [], len(where), np.nan
    gap = found[suspects, 1] - found[suspects, 0]
    told = []
    for i in suspects[gap < width - _CERTAIN].tolist():
        told.append(_told(tied, int(where[i, 0]), int(where[i, 1]), found[i], width))
    return told, len(where), float(gap.min()) if len(gap) else float(width)


def _system(tied: Lump, where: NDArray[np.int64], most: float) -> System:
    build = Builder()
    by_region: dict[int, list[int]] = defaultdict(list)
    by_theme: dict[int, list[int]] = defaultdict(list)
    for region, theme in where.tolist():
        unknown = build.unknown(0.0, most)
        by_region[region].append(unknown)
        by_theme[theme].append(unknown)
    for region, unknowns in by_region.items():
        build.sum(unknowns, float(tied.other[region]))
    for theme, unknowns in by_theme.items():
        if tied.left[theme] >= 0:
            build.sum(unknowns, float(tied.left[theme]))
    return build.build()
