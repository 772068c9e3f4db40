"""The partition: every published figure stands on at least k distinct contributors, in cells as small as that allows.

Bottom-up along one strictly nested chain. ``docs/method.md`` states the rules and what an attacker may know from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from ..progress import Progress, silent
from ..release import CELL, ELSEWHERE, PUBLISHED, REMAINDER, WITHHELD, Region
from . import morton
from .cells import Cell, Chain, cell_id, parse_cell_id
from .geometry import region_polygons

SMALLEST_K = 3
SMALLEST_WIDTH = 2
"""Below a width of 2 an attacker who knows the rules is left with exact counts (see docs/method.md)."""


def default_width(k: int) -> int:
    """The protection width that goes with ``k`` when none is chosen."""
    return max(SMALLEST_WIDTH, k // 2)


def check_rule(k: int, width: int) -> None:
    """Raise :class:`InputError` unless ``k`` and ``width`` can protect anybody."""
    faults = []
    if k < SMALLEST_K:
        faults.append(Fault("k", f"{k} protects nobody", f"use at least {SMALLEST_K}"))
    elif not SMALLEST_WIDTH <= width <= k - 1:
        faults.append(Fault("width", f"{width} does not go with k = {k}", f"use {SMALLEST_WIDTH} to {k - 1}"))
    if faults:
        raise InputError(faults)


@dataclass(frozen=True)
class Partition:
    """Regions and where each point went.

    ``regions`` are sorted by id; the region ``elsewhere`` is always among them, published or withheld, so that its being listed says
    nothing. ``point_region`` is ``(n,)`` int64: index into ``regions``, -1 for points whose region is withheld.
    """

    chain: Chain
    k: int
    width: int
    point_region: NDArray[np.int64]
    sizes: NDArray[np.int64]
    """``(r,)`` size in metres of each region's cell or container, 0 for elsewhere."""
    contributors: NDArray[np.int64]
    """``(r,)`` distinct contributors; -1 when withheld."""
    outlines: tuple[tuple[str, str, tuple[Cell, ...]], ...]

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions with their shapes, made when first asked for."""
        regions = []
        for (kind, container, excluded), size, count in zip(self.outlines, self.sizes.tolist(), self.contributors.tolist(), strict=True):
            drawn = container != ELSEWHERE
            regions.append(
                Region(
                    region_id=container + "_r" if excluded else container,
                    kind=kind,
                    size_m=size,
                    container_id=container,
                    excludes=tuple(sorted(cell_id(cell, self.chain.epsg) for cell in excluded)),
                    contributors=count if count >= 0 else None,
                    status=PUBLISHED if count >= 0 else WITHHELD,
                    polygons=region_polygons(parse_cell_id(container)[1], excluded) if drawn else (),
                )
            )
        return tuple(regions)


class _Points:
    """Points as distinct (finest cell, contributor) pairs, cells in Morton order."""

    def __init__(self, column: NDArray[np.int64], row: NDArray[np.int64], contributor: NDArray[np.int64] | None):
        key = morton.encode(column, row)
        self.cells, self.point_cell = np.unique(key, return_inverse=True)
        self.owner = np.full(len(self.cells), -1, dtype=np.int64)
        if contributor is None:
            self.pair_cell = np.arange(len(self.cells))
            self.pair_code = None
            self.weight = np.bincount(self.point_cell, minlength=len(self.cells))
        else:
            codes = int(contributor.max()) + 1
            pair = np.unique(self.point_cell * codes + contributor)
            self.pair_cell, self.pair_code = pair // codes, pair % codes
            self.codes = codes

    def distinct(self, group: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
        """Distinct contributors of each group; ``group`` gives each cell's, -1 for none."""
        of_pair = group[self.pair_cell]
        chosen = of_pair >= 0
        if self.pair_code is None:
            return np.bincount(of_pair[chosen], weights=self.weight[chosen], minlength=groups).astype(np.int64)
        pairs = np.unique(of_pair[chosen] * self.codes + self.pair_code[chosen])
        return np.bincount(pairs // self.codes, minlength=groups)


def partition(
    x: ArrayLike,
    y: ArrayLike,
    contributor: ArrayLike | None,
    chain: Chain,
    k: int,
    width: int,
    progress: Progress = silent,
    tree: Sequence[Region] | None = None,
) -> Partition:
    """Partition points into regions of at least ``k`` distinct contributors.

    ``x``, ``y``: ``(n,)`` metres in the chain's CRS. ``contributor``: ``(n,)`` strings or integers, or None when each point is its own.
    ``tree``: the regions of the campaign's earlier release; an update keeps them all and only counts anew (a region that now has
    fewer than ``k`` is withheld), because two different partitions of the same people can be subtracted from each other.

    The result depends on the set of (finest cell, contributor) pairs only: not on the order of input, on names of contributors, or on
    where in its finest cell a point lies. Raises :class:`InputError` for a rule that protects nobody and for coordinates that are not
    finite numbers or span more than the keys can hold.
    """
    check_rule(k, width)
    east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    progress("cells", 0, chain.levels + 1)
    origin, column, row = _finest(east, north, chain)
    points = _Points(column, row, None if contributor is None else _codes(contributor, len(east)))
    if tree is not None:
        return _frozen(points, origin, chain, k, width, tree)
    grown = _Grown(points, origin, chain, k, width)
    for level in range(chain.levels):
        progress("partition", level + 1, chain.levels + 1)
        grown.rise(level)
    return grown.finish()


def _codes(contributor: ArrayLike, n: int) -> NDArray[np.int64] | None:
    """Contributors as ``0 .. m - 1``; None when each has one point only."""
    values = np.asarray(contributor)
    if values.shape != (n,):
        raise InputError(Fault("contributor", f"{values.shape[0] if values.ndim else 1} contributors for {n} points", "give one per point"))
    if n == 0:
        return None
    if values.dtype == object:
        values = values.astype(str)
    distinct, codes = np.unique(values, return_inverse=True)
    return None if len(distinct) == n else codes.astype(np.int64)


def _finest(
    east: NDArray[np.float64], north: NDArray[np.float64], chain: Chain
) -> tuple[tuple[int, int], NDArray[np.int64], NDArray[np.int64]]:
    """Columns and rows of the finest cells from the lower-left coarsest cell that holds a point, and that cell's corner in metres."""
    if east.shape != north.shape or east.ndim != 1:
        raise InputError(Fault("points", f"{east.shape} eastings for {north.shape} northings", "give one of each per point"))
    if not len(east):
        empty = np.zeros(0, dtype=np.int64)
        return (0, 0), empty, empty
    if not (np.isfinite(east).all() and np.isfinite(north).all()):
        raise InputError(Fault("points", "a coordinate is not a finite number", "leave out points without coordinates"))
    columns, rows = np.floor(east / chain.finest), np.floor(north / chain.finest)
    across = chain.coarsest // chain.finest
    low = [float(np.floor(v.min() / across) * across) for v in (columns, rows)]
    if max(columns.max() - low[0], rows.max() - low[1]) >= 1 << morton.MAX_BITS or max(map(abs, low)) > 1 << 52:
        raise InputError(Fault("points", "the points lie too far apart", "check the CRS of the coordinates"))
    origin = (int(low[0]) * chain.finest, int(low[1]) * chain.finest)
    return origin, (columns - low[0]).astype(np.int64), (rows - low[1]).astype(np.int64)


class _Grown:
    """A partition growing from the finest level to the coarsest."""

    def __init__(self, points: _Points, origin: tuple[int, int], chain: Chain, k: int, width: int):
        self.points, self.origin, self.chain, self.k, self.width = points, origin, chain, k, width
        self.node = np.arange(len(points.cells))
        """Index into ``keys`` of each finest cell's node at the present level."""
        self.keys = points.cells
        self.hidden = np.ones(len(points.cells), dtype=bool)
        """Whether a node holds ground that is in no region yet."""
        self.pending_node = np.zeros(0, dtype=np.int64)
        """For every covered cell that a remainder around it must exclude: its node now, its level and its key."""
        self.pending_level = np.zeros(0, dtype=np.int64)
        self.pending_key = np.zeros(0, dtype=np.int64)
        self.found: list[tuple[int, NDArray[np.int64], NDArray[np.int64], list[NDArray[np.int64]]]] = []
        self.count = 0

    def rise(self, level: int) -> None:
        """Publish at ``level`` what may be published there."""
        if level:
            self._climb(level)
            parts = self.parts
        else:
            parts = np.full(len(self.keys), 1)
        floating = np.where(self.points.owner < 0, self.node, -1)
        figures = self.points.distinct(floating, len(self.keys))
        publish = figures >= self.k
        if level:
            # a box of `parts` counts of 0 .. k-1 each: any of them, and any sum of some, keeps an interval of at least `width`
            publish &= figures <= parts * (self.k - 1) - self.width
        self._publish(level, publish, figures)

    def _climb(self, level: int) -> None:
        parents, up = np.unique(self.keys >> 2, return_inverse=True)
        covered = np.bincount(up[~self.hidden], minlength=len(parents))
        self.parts = 4 - covered
        self.pending_node = up[self.pending_node]
        partly = ~self.hidden & (self.parts[up] > 0)
        self.pending_node = np.concatenate([self.pending_node, up[partly]])
        self.pending_level = np.concatenate([self.pending_level, np.full(partly.sum(), level - 1)])
        self.pending_key = np.concatenate([self.pending_key, self.keys[partly]])
        self.node = up[self.node]
        self.keys = parents
        self.hidden = self.parts > 0

    def _publish(self, level: int, publish: NDArray[np.bool_], figures: NDArray[np.int64]) -> None:
        """Make regions of the floating ground of the chosen nodes."""
        chosen = np.flatnonzero(publish)
        number = np.full(len(publish), -1, dtype=np.int64)
        number[chosen] = self.count + np.arange(len(chosen))
        floating = self.points.owner < 0
        self.points.owner[floating] = number[self.node[floating]]
        taken = publish[self.pending_node]
        excluded = [(number[self.pending_node])[taken], self.pending_level[taken], self.pending_key[taken]]
        self.found.append((level, self.keys[chosen], figures[chosen], excluded))
        keep = ~taken
        self.pending_node, self.pending_level, self.pending_key = (
            self.pending_node[keep],
            self.pending_level[keep],
            self.pending_key[keep],
        )
        self.hidden &= ~publish
        self.count += len(chosen)

    def finish(self) -> Partition:
        """Elsewhere under the same rule, and everything in the order of ids."""
        points = self.points
        floating = np.where(points.owner < 0, 0, -1)
        figure = int(points.distinct(floating, 1)[0])
        # a coarsest cell without any region is not seen from outside, so it may not count towards what elsewhere can hold
        seen = np.zeros(len(self.keys), dtype=bool)
        seen[self.node[points.owner >= 0]] = True
        parts = int((seen & self.hidden).sum())
        published = self.k <= figure <= parts * (self.k - 1) - self.width
        points.owner[points.owner < 0] = self.count if published else -1
        outlines: list[tuple[str, str, tuple[Cell, ...]]] = []
        sizes, figures = [], []
        for level, keys, counts, (owner, levels, excluded) in self.found:
            first = len(outlines)
            lists: dict[int, list[Cell]] = {}
            for number, cell in zip(owner.tolist(), self._cells(levels, excluded), strict=True):
                lists.setdefault(number, []).append(cell)
            for offset, container in enumerate(self._cells(np.full(len(keys), level), keys)):
                inside = tuple(sorted(lists.get(first + offset, ())))
                outlines.append((REMAINDER if inside else CELL, cell_id(container, self.chain.epsg), inside))
            sizes += [self.chain.sizes[level]] * len(keys)
            figures += counts.tolist()
        outlines.append((REMAINDER, ELSEWHERE, ()))
        return _ordered(self.points, self.chain, self.k, self.width, outlines, [*sizes, 0], [*figures, figure if published else -1])

    def _cells(self, levels: NDArray[np.int64], keys: NDArray[np.int64]) -> list[Cell]:
        column, row = morton.decode(keys)
        size = np.asarray(self.chain.sizes, dtype=np.int64)[levels]
        east, north = self.origin[0] + column * size, self.origin[1] + row * size
        return [Cell(*values) for values in zip(size.tolist(), east.tolist(), north.tolist(), strict=True)]


def _ordered(
    points: _Points,
    chain: Chain,
    k: int,
    width: int,
    outlines: list[tuple[str, str, tuple[Cell, ...]]],
    sizes: list[int],
    figures: list[int],
) -> Partition:
    """The partition with its regions in the order of their ids; ``points.owner`` refers to the order given."""
    ids = [container + "_r" if excluded else container for _, container, excluded in outlines]
    order = np.asarray(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    rank = np.empty(len(ids) + 1, dtype=np.int64)
    rank[order] = np.arange(len(ids))
    rank[-1] = -1
    counts = np.asarray(figures, dtype=np.int64)[order]
    where = rank[points.owner]
    where[(where >= 0) & (counts[where] < 0)] = -1
    return Partition(
        chain,
        k,
        width,
        where[points.point_cell],
        np.asarray(sizes, dtype=np.int64)[order],
        counts,
        tuple(outlines[i] for i in order.tolist()),
    )


def _frozen(points: _Points, origin: tuple[int, int], chain: Chain, k: int, width: int, tree: Sequence[Region]) -> Partition:
    """Count anew in the regions of an earlier release: a cell belongs to the smallest container that holds it and does not exclude it."""
    outlines: list[tuple[str, str, tuple[Cell, ...]]] = []
    sizes: list[int] = []
    withheld_before = []
    by_container: dict[tuple[int, int], list[int]] = {}
    for number, region in enumerate(tree):
        excluded: tuple[Cell, ...] = ()
        if region.container_id == ELSEWHERE:
            last = number
        else:
            epsg, container = parse_cell_id(region.container_id)
            if epsg != chain.epsg or container.size not in chain.sizes:
                raise InputError(Fault("tree", "the earlier release is on another grid", "use the grid of the campaign's first release"))
            excluded = tuple(sorted(parse_cell_id(text)[1] for text in region.excludes))
            level = chain.sizes.index(container.size)
            column, row = (container.east - origin[0]) // container.size, (container.north - origin[1]) // container.size
            if column >= 0 and row >= 0:
                key = int(morton.encode(np.asarray([column]), np.asarray([row]))[0])
                by_container.setdefault((level, key), []).append(number)
        outlines.append((region.kind, region.container_id, excluded))
        sizes.append(region.size_m)
        withheld_before.append(region.status == WITHHELD)
    if ELSEWHERE not in {container for _, container, _ in outlines}:
        raise InputError(Fault("tree", "the earlier release has no region elsewhere", "use a release that this program made"))
    owner = np.full(len(points.cells), -1, dtype=np.int64)
    for level in range(chain.levels):
        here = sorted((key, number) for (at, key), numbers in by_container.items() if at == level for number in numbers)
        if not here:
            continue
        keys, numbers_here = (np.asarray(column, dtype=np.int64) for column in zip(*here, strict=True))
        above = points.cells >> (2 * level)
        spot = np.minimum(np.searchsorted(keys, above), len(keys) - 1)
        owner = np.where((owner < 0) & (keys[spot] == above), numbers_here[spot], owner)
    points.owner = np.where(owner < 0, last, owner)
    figures = points.distinct(points.owner, len(outlines))
    figures[(figures < k) | np.asarray(withheld_before)] = -1
    return _ordered(points, chain, k, width, outlines, sizes, figures.tolist())
