"""Themes on unions of regions: which theme regions there are depends on published totals only, so their shape tells nothing of themes.

``docs/method.md`` states the rules and what an attacker may know from them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from ..release import OTHER, PUBLISHED, ThemeCount, ThemeRegion
from .categories import show_rows
from .partition import Partition
from .people import distinct_people, people_codes
from .voices import settle, voices

ENOUGH = 4
"""A theme region gathers at least this many times k contributors, so that some theme can be expected to reach k."""


def theme_partition(
    partition: Partition,
    contributor: ArrayLike | None,
    theme: ArrayLike,
    themes: Sequence[str] | None = None,
    times: NDArray[np.int64] | None = None,
    tree: Sequence[ThemeRegion] | None = None,
) -> tuple[tuple[ThemeCount, ...], tuple[ThemeRegion, ...]]:
    """Counts of themes per theme region, by the rule of the ``partition``, and the list of regions that each theme region unites.

    ``contributor``, ``theme``: ``(n,)`` of the points that were partitioned (themes that are integers are indices into ``themes``).
    ``themes``: all themes of the codebook; those of the points when None. ``times``: ``(n,)`` points that each row stands for when rows
    were partitioned; one each when None. ``tree``: the theme regions of the campaign's first release; an update keeps them, because
    other unions of the same regions could be subtracted from them.

    A contributor has one voice per region and gives it to the theme it names most there (the first in the alphabet when several tie), so
    the counts of a theme region, ``other`` included, add up to the contributors of its regions.

    A theme that is shown has at least ``k`` voices of at least ``k`` different contributors. Raises :class:`InputError` when the
    arrays do not fit the partition or a theme is not in ``themes``.
    """
    n, k = len(partition.point_region), partition.k
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
    owner, unions = _unions(partition, ENOUGH * k) if tree is None else _kept(partition, tree)
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
    line = owner[voice_region] * len(codebook) + voice_code
    # whole numbers below 2**53, so exact in floating point
    table = np.bincount(line, weight, unions * len(codebook)).astype(np.int64).reshape(unions, len(codebook))
    people = table.copy() if contributor is None else distinct_people(line, voice_person, table.size).reshape(table.shape)
    united = np.flatnonzero(owner >= 0)
    figures = np.bincount(owner[united], np.maximum(partition.contributors[united], 0), unions).astype(np.int64)
    people += settle(table, figures)
    return _lines(partition, owner, codebook, *show_rows(table, people >= k, k, partition.width))


def _lines(
    partition: Partition, owner: NDArray[np.int64], codebook: Sequence[str], shown: NDArray[np.int64], other: NDArray[np.int64]
) -> tuple[tuple[ThemeCount, ...], tuple[ThemeRegion, ...]]:
    """What is shown of each union, and what each unites, by id; a union is called after the first of its regions."""
    ids = [region.region_id for region in partition.regions]
    by_id = np.asarray(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    united = by_id[owner[by_id] >= 0]
    unions, first = np.unique(owner[united], return_index=True)
    in_order = unions[np.argsort(first)]
    place = np.zeros(len(other), dtype=np.int64)
    place[in_order] = np.arange(len(in_order))
    names = ["q:" + ids[i] for i in united[np.sort(first)].tolist()]
    members = united[np.argsort(place[owner[united]], kind="stable")]
    lists = [ThemeRegion(names[union], ids[i]) for union, i in zip(place[owner[members]].tolist(), members.tolist(), strict=True)]
    # the line of what is not shown stands where its name belongs in the alphabet
    labels = sorted([*codebook, OTHER])
    figures = np.insert(shown[in_order], labels.index(OTHER), np.where(other[in_order] > 0, other[in_order], -1), axis=1)
    row, column = np.nonzero(figures >= 0)
    cells = zip(row.tolist(), column.tolist(), figures[row, column].tolist(), strict=True)
    return tuple(ThemeCount(names[union], labels[label], figure, PUBLISHED) for union, label, figure in cells), tuple(lists)


def _kept(partition: Partition, tree: Sequence[ThemeRegion]) -> tuple[NDArray[np.int64], int]:
    """The unions of an earlier release; a region that it has in none (elsewhere, when it was withheld then) stays in none."""
    number = {region.region_id: i for i, region in enumerate(partition.regions)}
    unions = {name: i for i, name in enumerate(sorted({line.theme_region_id for line in tree}))}
    owner = np.full(len(partition.sizes), -1, dtype=np.int64)
    for line in tree:
        if line.region_id not in number:
            raise InputError(Fault("tree", f"{line.region_id} is no region of this partition", "use a release with the same partition"))
        owner[number[line.region_id]] = unions[line.theme_region_id]
    return owner, len(unions)


def _unions(partition: Partition, enough: int) -> tuple[NDArray[np.int64], int]:
    """Regions united along the tree until each union has ``enough`` contributors; decided on published figures alone.

    Returns the union of each region, ``(r,)``, -1 for those withheld, and how many unions there are. Going up from the finest size, the
    regions whose container lies in a cell wait there until together they have enough. What still waits at the coarsest size joins the
    last union, with elsewhere if that is published; the last union takes in whatever else is needed in the order of ids when it has too
    few.
    """
    owner = np.full(len(partition.sizes), -1, dtype=np.int64)
    figure = partition.contributors
    waiting = np.zeros(0, dtype=np.int64)
    unions = 0
    for size in partition.chain.sizes:
        waiting = np.append(waiting, np.flatnonzero((partition.sizes == size) & (figure >= 0)))
        column, row = np.floor_divide(partition.corners[waiting].T, size)
        # one number per cell, in the order of east, then north
        _, cell = np.unique(column * (1 << 32) + row, return_inverse=True)
        full = np.bincount(cell, figure[waiting]) >= enough
        number = np.where(full, unions + np.cumsum(full) - 1, -1)
        owner[waiting] = number[cell]
        waiting = waiting[~full[cell]]
        unions += int(full.sum())
    last = np.append(waiting, np.flatnonzero((partition.sizes == 0) & (figure >= 0)))
    if len(last):
        if not unions or figure[last].sum() >= enough:
            unions += 1
        owner[last] = unions - 1
    return owner, unions
