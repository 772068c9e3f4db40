"""Theme tables that share unknowns: with campaign totals per theme, and where theme regions overlap.

Inside one theme region "other" is one sum over the themes that are hidden there. A campaign total per theme ties the hidden counts of all
theme regions together: what it leaves after the shown ones is a second sum over them, and the two kinds form rings. Most hidden counts
are seen to be free by swaps (two regions exchange a contributor of one theme for one of another, which no sum notices); only the rest is
given to the linear program.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from ..release import OTHER
from .layout import Float
from .system import CERTAIN, Builder, Contradiction, System, solve
from .verdict import MOST_FIGURES, Disclosure

UNTHEMED = "(no themes)"
UNNAMED = "(unnamed)"

MOST_OVERLAPPING = 4000
"""More unknowns than this in overlapping theme regions are not solved: the release is refused already."""


@dataclass(frozen=True)
class Lump:
    """Theme regions whose hidden themes a campaign total ties together.

    ``names`` (regions,); ``themes`` (themes,); ``hidden`` (regions, themes) bool; ``other`` (regions,) int64. ``sums``: each a set of
    themes (by index) and what the campaign's totals leave for them after the shown ones. The row :data:`UNTHEMED`, last where there is
    one, is all ground that no theme region covers: there everything is hidden and no rule limits it.
    """

    names: tuple[str, ...]
    themes: tuple[str, ...]
    hidden: NDArray[np.bool_]
    other: NDArray[np.int64]
    sums: tuple[tuple[tuple[int, ...], int], ...]


def lump(
    rows: Mapping[str, Mapping[str, int | None]], known: Collection[str], complete: bool, totals: Mapping[str, int | None], unthemed: int
) -> Lump | None:
    """The tied system of theme rows and campaign totals per theme; None where there is nothing to tie or a figure is missing.

    ``known``: themes the attacker knows of; unless that is ``complete`` he allows for one more. ``unthemed``: contributors of the regions
    that have no theme rows.
    """
    if not totals or not rows or None in totals.values() or any(None in row.values() for row in rows.values()):
        return None
    themes = (*sorted(known), *(() if complete else (UNNAMED,)))
    names = (*rows, *((UNTHEMED,) if unthemed else ()))
    shown = np.array([[rows[name].get(theme) or 0 for theme in themes] for name in rows], dtype=np.int64).sum(axis=0)
    other = np.array([*(rows[name].get(OTHER) or 0 for name in rows), *([unthemed] if unthemed else [])], dtype=np.int64)
    hidden = np.array([[theme not in rows.get(name, {}) for theme in themes] for name in names], dtype=bool) & (other > 0)[:, None]
    sums: list[tuple[tuple[int, ...], int]] = [
        ((i,), (totals[theme] or 0) - int(shown[i])) for i, theme in enumerate(themes) if theme in totals
    ]
    rest = tuple(i for i, theme in enumerate(themes) if theme not in totals)
    if rest:
        sums.append((rest, (totals.get(OTHER) or 0) - int(shown[list(rest)].sum())))
    return Lump(names, themes, hidden, other, tuple(sums))


def attack_lump(tied: Lump, width: int, most: float, progress: Progress) -> tuple[list[Disclosure], int, float] | None:
    """Disclosures in the tied system, hidden counts tried, and the narrowest interval found (``width`` where it stops looking).

    ``most`` is what a hidden count can hold at most (k - 1 with rule knowledge, infinity without). None where no counts satisfy the sums
    and ``most`` together: the attacker then knows that ``most`` does not hold.
    """
    where = np.argwhere(tied.hidden)
    if not len(where):
        return [], 0, np.nan
    try:
        suspects, found = _by_flows(tied, where, width, most) or _by_programs(tied, where, width, most, progress)
    except Contradiction:
        return None
    gap = found[:, 1] - found[:, 0]
    told = [
        _told(tied, where[i].tolist(), interval, width)
        for i, interval, span in zip(suspects.tolist(), found.tolist(), gap.tolist(), strict=True)
        if span < width - CERTAIN
    ]
    return told, len(where), float(min([width, *gap.tolist()]))


def _by_programs(tied: Lump, where: NDArray[np.int64], width: int, most: float, progress: Progress) -> tuple[NDArray[np.int64], Float]:
    """All hidden counts and their intervals."""
    every = np.arange(len(where))
    return every, solve(_system(tied, where, most), every, below=float(width), progress=progress)[: len(where)]


def _system(tied: Lump, where: NDArray[np.int64], most: float) -> System:
    """One unknown per hidden count; a sum per theme region and one per published total."""
    build = Builder()
    by_region: dict[int, list[int]] = defaultdict(list)
    by_theme: dict[int, list[int]] = defaultdict(list)
    for region, theme in where.tolist():
        unknown = build.unknown(0.0, np.inf if tied.names[region] == UNTHEMED else most)
        by_region[region].append(unknown)
        by_theme[theme].append(unknown)
    for region, unknowns in by_region.items():
        build.sum(unknowns, float(tied.other[region]))
    for themes, left in tied.sums:
        build.sum([unknown for theme in themes for unknown in by_theme[theme]], float(left))
    return build.build()


def _by_flows(tied: Lump, where: NDArray[np.int64], width: int, most: float) -> tuple[NDArray[np.int64], Float] | None:
    """Hidden counts whose intervals are not seen to be ``width`` wide at once, and their intervals, exact in whole numbers.

    None where a total sums several themes: that is no network. In one solution a region can trade one contributor of theme a for one of
    theme b wherever another region can trade b for a. Where more than ``width`` regions can, so many trades never meet, and a count moves
    as far as its own region's counts allow; what is left is bisected, a flow a step.
    """
    column = np.full(len(tied.themes), -1, dtype=np.int64)
    for number, (themes, _) in enumerate(tied.sums):
        if len(themes) > 1:
            return None
        column[themes[0]] = number
    from .lp import Network

    supply = np.where(tied.hidden.any(axis=1), tied.other, 0)
    upper = np.array([np.inf if name == UNTHEMED else most for name in tied.names])
    limit = np.minimum(upper, supply).astype(np.int64)[where[:, 0]]
    network = Network(supply, np.array([left for _, left in tied.sums], dtype=np.int64), where[:, 0], column[where[:, 1]], limit)
    point = network.flow()
    table, room = np.zeros(tied.hidden.shape, dtype=np.int64), np.zeros(tied.hidden.shape, dtype=np.int64)
    table[where[:, 0], where[:, 1]] = point
    room[where[:, 0], where[:, 1]] = np.minimum(upper[where[:, 0]] - point, width).astype(np.int64)
    trades = ((table > 0).astype(np.int64).T @ (room > 0).astype(np.int64)) > width
    np.fill_diagonal(trades, False)
    up = np.minimum(np.minimum(room, table @ trades.T.astype(np.int64)), width)
    down = np.minimum(np.minimum(table, room @ trades.astype(np.int64)), width)
    suspects = np.nonzero((up + down < width)[where[:, 0], where[:, 1]])[0]
    found = [network.interval(i, int(point[i])) for i in suspects.tolist()]
    return suspects, np.array(found, dtype=np.float64).reshape(-1, 2)


def _told(tied: Lump, place: list[int], interval: list[float], width: int) -> Disclosure:
    region, theme = tied.names[place[0]], tied.themes[place[1]]
    low, high = int(np.ceil(interval[0] - CERTAIN)), int(np.floor(interval[1] + CERTAIN))
    figures = [f"{theme}: {left}" for themes, left in tied.sums if themes == (place[1],)]
    figures.append(f"{region} / {OTHER} = {tied.other[place[0]]}")
    sv = f"exakt {low}" if low == high else f"{low}–{high}, snävare än {width}"
    en = f"exactly {low}" if low == high else f"{low} to {high}, narrower than {width}"
    return Disclosure(
        "linked themes",
        f"{region} / {theme}",
        tuple(figures),
        f"Kampanjens total för {theme} minus det som visas, tillsammans med övrigt i varje område, ger {theme} i {region}: {sv}.",
        f'The campaign\'s total of {theme} minus what is shown, with "other" in each region, gives {theme} in {region}: {en}.',
        low,
        high,
    )


def overlapping_themes(
    rows: Mapping[str, Mapping[str, int | None]], members: Mapping[str, Sequence[str]], counted: Mapping[str, int | None], k: int
) -> Iterator[Disclosure]:
    """Certain counts that theme regions of different trees give away together: total minus what the others show."""
    share = Counter(region for name in rows for region in set(members.get(name, ())))
    twice = {region for region, times in share.items() if times > 1}
    tangled = {name for name in rows if twice.intersection(members.get(name, ()))}
    regions = sorted({region for name in tangled for region in members[name]})
    themes = sorted({theme for name in tangled for theme in rows[name]} - {OTHER})
    if not tangled or len(regions) * (len(themes) + 1) > MOST_OVERLAPPING:
        return
    build = Builder()
    table = {(region, theme): build.unknown() for region in regions for theme in [*themes, OTHER]}
    for region in regions:
        if counted.get(region) is not None:
            build.sum([table[region, theme] for theme in [*themes, OTHER]], float(counted[region] or 0))
    for name in sorted(tangled):
        for theme, count in rows[name].items():
            lumped = [t for t in [*themes, OTHER] if t not in rows[name] or t == OTHER] if theme == OTHER else [theme]
            if count is not None:
                build.sum([table[region, t] for region in dict.fromkeys(members[name]) for t in lumped], float(count))
    try:
        found = solve(build.build())
    except Contradiction:
        return
    for (region, theme), unknown in table.items():
        low, high = found[unknown]
        if high - low < CERTAIN and 0 < round(float(low)) < k:
            yield _certain(region, theme, round(float(low)), [name for name in sorted(tangled) if region in members[name]], rows, counted)


def _certain(
    region: str, theme: str, count: int, names: list[str], rows: Mapping[str, Mapping[str, int | None]], counted: Mapping[str, int | None]
) -> Disclosure:
    figures = [f"{region} = {counted.get(region)}"]
    figures += [f"{name} / {t} = {n}" for name in names for t, n in sorted(rows[name].items())]
    return Disclosure(
        "certain count",
        f"{region} / {theme}",
        tuple(figures[:MOST_FIGURES]),
        f"Temaområden som skär varandra ger tillsammans exakt {count} för {theme} i {region}.",
        f"Theme regions that cut each other together give exactly {count} for {theme} in {region}.",
        count,
        count,
    )
