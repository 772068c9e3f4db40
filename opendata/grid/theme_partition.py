"""Themes on unions of regions: which theme regions there are depends on published totals only, so their shape tells nothing of themes.

``docs/method.md`` states the rules and what an attacker may know from them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from ..release import PUBLISHED, ThemeCount, ThemeRegion
from .categories import OTHER, show
from .cells import Cell
from .partition import Partition
from .points import contributor_codes, distinct_values

ENOUGH = 4
"""A theme region gathers at least this many times k contributors, so that some theme can be expected to reach k."""


def theme_partition(
    partition: Partition,
    contributor: ArrayLike | None,
    theme: ArrayLike,
    k: int,
    width: int,
    themes: Sequence[str] | None = None,
    times: NDArray[np.int64] | None = None,
    tree: Sequence[ThemeRegion] | None = None,
) -> tuple[tuple[ThemeCount, ...], tuple[ThemeRegion, ...]]:
    """Counts of themes per theme region, and the list of regions that each theme region unites.

    ``contributor``, ``theme``: ``(n,)`` of the points that were partitioned (themes that are integers are indices into ``themes``).
    ``themes``: all themes of the codebook; those of the points when None. ``times``: ``(n,)`` points that each row stands for when rows
    were partitioned; one each when None. ``tree``: the theme regions of the campaign's first release; an update keeps them, because
    other unions of the same regions could be subtracted from them.

    A contributor has one voice per region and gives it to the theme it names most there (the first in the alphabet when several tie), so
    the counts of a theme region, ``other`` included, add up to the contributors of its regions.

    A theme that is shown has at least ``k`` voices of at least ``k`` different contributors. Raises :class:`InputError` when the
    arrays do not fit the partition or a theme is not in ``themes``.
    """
    n = len(partition.point_region)
    names = np.asarray(theme)
    if names.shape != (n,):
        raise InputError(Fault("theme", f"{len(names)} themes for {n} points", "give one per point"))
    if themes is not None and np.issubdtype(names.dtype, np.integer):
        present, of_point = np.asarray(themes).astype(str), names
    else:
        present, of_point = np.unique(names.astype(str), return_inverse=True)
    codebook = sorted(set(present.tolist()) if themes is None else set(themes))
    if not set(present.tolist()) <= set(codebook):
        raise InputError(Fault("theme", "a theme is not in the codebook", "use the codebook the points were classified with"))
    if OTHER in codebook:
        raise InputError(Fault("theme", f"{OTHER!r} is the name of the line that sums small themes", "give that theme another id"))
    unions = _unions(partition, ENOUGH * k) if tree is None else _kept(partition, tree)
    owner = np.full(len(partition.sizes), -1, dtype=np.int64)
    for number, members in enumerate(unions):
        owner[members] = number
    published = partition.point_region >= 0
    published[published] = owner[partition.point_region[published]] >= 0
    code = np.searchsorted(np.asarray(codebook), present)[of_point[published]] if codebook else np.zeros(0, dtype=np.int64)
    region = partition.point_region[published]
    person = people_codes(contributor, n)[published]
    often = None if times is None else times[published]
    if contributor is None and often is not None:
        # every point of a row is a voice of its own
        voice_region, voice_person, voice_code, weight = region, person, code, often
    else:
        voice_region, voice_person, voice_code = voices(region, person, code, len(codebook), often)
        weight = np.ones(len(voice_region), dtype=np.int64)

    table = np.zeros((len(unions), len(codebook)), dtype=np.int64)
    np.add.at(table, (owner[voice_region], voice_code), weight)
    if contributor is None:
        people = table.copy()
    else:
        line = owner[voice_region] * len(codebook) + voice_code
        people = distinct_people(line, voice_person, table.size).reshape(table.shape)
    figures = np.asarray([np.maximum(partition.contributors[members], 0).sum() for members in unions], dtype=np.int64)
    people += settle(table, figures)

    counts, lists = [], []
    for number, members in enumerate(unions):
        ids = sorted(partition.regions[i].region_id for i in members)
        name = "q:" + ids[0]
        lists += [ThemeRegion(name, region_id) for region_id in ids]
        row = table[number].tolist()
        shown = show(row, k, width, (people[number] >= k).tolist())
        counts += [ThemeCount(name, codebook[i], row[i], PUBLISHED) for i in shown.categories]
        if shown.other:
            counts.append(ThemeCount(name, OTHER, shown.other, PUBLISHED))
    return (
        tuple(sorted(counts, key=lambda c: (c.region_id, c.theme))),
        tuple(sorted(lists, key=lambda t: (t.theme_region_id, t.region_id))),
    )


def settle(table: NDArray[np.int64], figures: NDArray[np.int64]) -> NDArray[np.int64]:
    """Make each row of ``table`` add up to its figure, in place; what was taken from or given to the cells (never above 0).

    A full region shows fewer contributors than it has, and elsewhere shows them instead. A row that has too many loses one at a time
    from whichever category is largest then (the first in order when several are), and the row of elsewhere gets what was taken.
    """
    taken = np.zeros_like(table)
    spare = table.sum(axis=1) - figures
    for row in np.flatnonzero(spare > 0).tolist():
        for _ in range(int(spare[row])):
            largest = int(table[row].argmax())
            table[row, largest] -= 1
            taken[row, largest] -= 1
    pool = -taken.sum(axis=0)
    for row in np.flatnonzero(spare < 0).tolist():
        for _ in range(int(-spare[row])):
            largest = int(pool.argmax())
            pool[largest] -= 1
            table[row, largest] += 1
    return taken


def voices(
    region: NDArray[np.int64], person: NDArray[np.int64], code: NDArray[np.int64], codes: int, often: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """One line per distinct (region, person): both, and the code most frequent among its points (the smallest when several tie).

    ``often``: ``(n,)`` points that each line of the input stands for; one each when None.
    """
    people = int(person.max()) + 1 if len(person) else 1
    codes = max(codes, 1)
    triple = (region * people + person) * codes + code
    if often is None or often.max(initial=0) <= 1:
        # sorting values is several times faster than sorting an order
        triple.sort()
        starts = _starts(triple)
        times = np.diff(starts, append=len(triple))
    else:
        order = np.argsort(triple, kind="stable")
        triple = triple[order]
        starts = _starts(triple)
        times = np.add.reduceat(often[order], starts)
    triple = triple[starts]
    pair = triple // codes
    starts = _starts(pair)
    if not len(starts):
        return pair, pair, pair
    # of a pair's codes the one with the largest of: times, then how early in the alphabet
    best = np.maximum.reduceat(times * codes + (codes - 1 - triple % codes), starts)
    pair = pair[starts]
    return pair // people, pair % people, codes - 1 - best % codes


def _starts(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of the first of each run of equal values."""
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return np.flatnonzero(first)


def distinct_people(group: NDArray[np.int64], person: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Different persons per group, ``(groups,)``."""
    people = int(person.max()) + 1 if len(person) else 1
    return np.bincount(distinct_values(group * people + person) // people, minlength=groups)


def people_codes(contributor: ArrayLike | None, n: int) -> NDArray[np.int64]:
    """Contributors as integers from 0, ``(n,)``; each point its own when None. Raises :class:`InputError` when lengths differ."""
    codes = None if contributor is None else contributor_codes(contributor, n)
    return np.arange(n, dtype=np.int64) if codes is None else codes


def _kept(partition: Partition, tree: Sequence[ThemeRegion]) -> list[list[int]]:
    """The unions of an earlier release; a region that it has in none (elsewhere, when it was withheld then) stays in none."""
    number = {region.region_id: i for i, region in enumerate(partition.regions)}
    members: dict[str, list[int]] = {}
    for line in tree:
        if line.region_id not in number:
            raise InputError(Fault("tree", f"{line.region_id} is no region of this partition", "use a release with the same partition"))
        members.setdefault(line.theme_region_id, []).append(number[line.region_id])
    return [sorted(members[name]) for name in sorted(members)]


def _unions(partition: Partition, enough: int) -> list[list[int]]:
    """Regions united along the tree until each union has ``enough`` contributors; decided on published figures alone.

    Going up from the finest size, the regions whose container lies in a cell wait there until together they have enough. What still
    waits at the coarsest size joins the last union, with elsewhere if that is published; the last union takes in whatever else is
    needed in the order of ids when it has too few.
    """
    waiting: dict[Cell, list[int]] = {}
    by_size: dict[int, list[tuple[Cell, int]]] = {}
    last: list[int] = []
    for number, (size, (east, north), figure) in enumerate(
        zip(partition.sizes.tolist(), partition.corners.tolist(), partition.contributors.tolist(), strict=True)
    ):
        if figure < 0:
            continue
        if size:
            by_size.setdefault(size, []).append((Cell(size, east, north), number))
        else:
            last.append(number)
    unions: list[list[int]] = []

    def total(members: list[int]) -> int:
        return int(partition.contributors[members].sum())

    for size in partition.chain.sizes:
        above: dict[Cell, list[int]] = {}
        for cell, members in waiting.items():
            above.setdefault(Cell(size, cell.east // size * size, cell.north // size * size), []).extend(members)
        for cell, number in by_size.get(size, ()):
            above.setdefault(cell, []).append(number)
        waiting = {}
        for cell in sorted(above):
            if total(above[cell]) >= enough:
                unions.append(sorted(above[cell]))
            else:
                waiting[cell] = above[cell]
    last += [number for cell in sorted(waiting) for number in waiting[cell]]
    if last and total(last) < enough and unions:
        unions[-1] = sorted([*unions[-1], *last])
    elif last:
        unions.append(sorted(last))
    return unions
