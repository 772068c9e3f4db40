"""The partition: every published figure stands on at least k distinct contributors, in cells as small as that allows.

Bottom-up along one strictly nested chain. ``docs/method.md`` states the rules and what an attacker may know from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from ..progress import Progress, silent
from ..release import CELL, ELSEWHERE, PUBLISHED, REMAINDER, WITHHELD, Region
from . import morton
from .cells import Cell, Chain, cell_id, parse_cell_id
from .geometry import region_polygons
from .occupied import Occupied
from .rule import check_rule
from .runs import by_run, run_starts
from .tally import Tally


@dataclass(frozen=True)
class Partition:
    """Regions and where each point lies.

    Regions are sorted by id; the region ``elsewhere`` is always the last of them, published or withheld, so that its being listed says
    nothing.
    """

    chain: Chain
    k: int
    width: int
    sizes: NDArray[np.int64]
    """``(r,)`` size in metres of each region's cell or container, 0 for elsewhere."""
    corners: NDArray[np.int64]
    """``(r, 2)`` east and north of its lower-left corner in metres, 0 for elsewhere."""
    excluded: NDArray[np.int64]
    """``(m, 4)`` what remainders exclude, sorted: region, size, east, north."""
    contributors: NDArray[np.int64]
    """``(r,)`` published figure; -1 when withheld."""
    own: NDArray[np.int64]
    """``(r,)`` distinct contributors in the region's ground. Of a remainder this may be more than its figure, or fewer. Never leaves."""
    content: NDArray[np.int64]
    """``(r,)`` most contributors that could wait where each region was made, by the rules; 0 for finest cells."""
    point_cell: NDArray[np.int32]
    """``(n,)`` index of each point's finest cell among the occupied ones."""
    cell_region: NDArray[np.int64]
    """Region of each occupied finest cell, -1 when that is withheld."""

    @cached_property
    def point_region(self) -> NDArray[np.int64]:
        """``(n,)`` index into ``regions``, -1 for points whose region is withheld."""
        return self.cell_region[self.point_cell]

    def densities(self) -> NDArray[np.float64]:
        """Contributors per square metre of each region's ground, ``(r,)``; nought where withheld or not drawn."""
        ground = self.sizes.astype(np.float64) ** 2
        np.subtract.at(ground, self.excluded[:, 0], self.excluded[:, 1].astype(np.float64) ** 2)
        return np.where((ground > 0) & (self.contributors > 0), self.contributors / np.maximum(ground, 1.0), 0.0)

    def showing(self, regions: Sequence[Region]) -> Partition:
        """The same regions with the figures of ``regions``: those of a release that holds changes back."""
        figures = {region.region_id: region.contributors for region in regions}
        shown = [figures[region.region_id] for region in self.regions]
        return replace(self, contributors=np.array([-1 if figure is None else figure for figure in shown], dtype=np.int64))

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions with their shapes, made when first asked for."""
        epsg = self.chain.epsg
        starts = np.searchsorted(self.excluded[:, 0], np.arange(len(self.sizes) + 1)).tolist()
        excluded = [Cell(*row) for row in self.excluded[:, 1:].tolist()]
        regions = []
        for i, (size, (east, north), count) in enumerate(
            zip(self.sizes.tolist(), self.corners.tolist(), self.contributors.tolist(), strict=True)
        ):
            holes = excluded[starts[i] : starts[i + 1]]
            cell = Cell(size, east, north)
            container = cell_id(cell, epsg) if size else ELSEWHERE
            regions.append(
                Region(
                    region_id=container + "_r" if holes else container,
                    kind=REMAINDER if holes or not size else CELL,
                    size_m=size,
                    container_id=container,
                    excludes=tuple(sorted(cell_id(hole, epsg) for hole in holes)) if holes else (),
                    contributors=count if count >= 0 else None,
                    status=PUBLISHED if count >= 0 else WITHHELD,
                    polygons=region_polygons(cell, holes) if size else (),
                )
            )
        return tuple(regions)


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
    ``tree``: the regions of the campaign's first release; an update keeps them all and only counts anew (a region that now has
    fewer than ``k`` is withheld), because two different partitions of the same people can be subtracted from each other.

    Regions and figures depend on the set of (finest cell, contributor) pairs only: not on the order of input, on names of contributors,
    or on where in its finest cell a point lies. Raises :class:`InputError` for a rule that protects nobody and for coordinates that
    are not finite numbers or span more than the keys can hold.
    """
    check_rule(k, width)
    east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    progress("cells", 0, chain.levels + 1)
    frozen = None if tree is None else _Frozen(tree, chain)
    points = Occupied.of_points(east, north, contributor, chain, () if frozen is None else frozen.ground)
    return _risen(_Rise(points, chain, k, width, frozen), progress)


def partition_rows(tally: Tally, chain: Chain, k: int, width: int, progress: Progress = silent) -> Partition:
    """As :func:`partition`, of points that were counted before; ``point_cell`` and ``point_region`` are then ``(m,)``, of the rows."""
    check_rule(k, width)
    progress("cells", 0, chain.levels + 1)
    return _risen(_Rise(Occupied.of_rows(tally, chain), chain, k, width, None), progress)


def _risen(rise: _Rise, progress: Progress) -> Partition:
    chain = rise.chain
    for level in range(chain.levels):
        progress("partition", level + 1, chain.levels + 1)
        rise.to(level)
    return rise.finish()


def shown_elsewhere(contributors: int, content: int, k: int, width: int) -> int:
    """The figure of elsewhere, -1 when it is withheld."""
    room = content - width
    return min(contributors, room) if contributors >= k and room >= k else -1


class _Frozen:
    """The tree of an earlier release: which cells are containers, and one finest cell in each region's ground so that none is forgotten."""

    def __init__(self, tree: Sequence[Region], chain: Chain):
        self.containers: list[list[Cell]] = [[] for _ in chain.sizes]
        self.ground: list[Cell] = []
        for region in tree:
            if region.container_id == ELSEWHERE:
                continue
            epsg, container, excluded = _parsed(region)
            if epsg != chain.epsg or container.size not in chain.sizes:
                raise InputError(Fault("tree", "the earlier release is on another grid", "use the grid of the campaign's first release"))
            self.containers[chain.sizes.index(container.size)].append(container)
            self.ground.append(_free_cell(container, excluded, chain.finest))

    def at(self, level: int, origin: tuple[int, int], keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of the nodes ``keys`` at ``level`` are containers."""
        cells = self.containers[level]
        column = np.asarray([(cell.east - origin[0]) // cell.size for cell in cells], dtype=np.int64)
        row = np.asarray([(cell.north - origin[1]) // cell.size for cell in cells], dtype=np.int64)
        return np.isin(keys, morton.encode(column, row))


def _parsed(region: Region) -> tuple[int, Cell, list[Cell]]:
    """EPSG code, container and excluded cells of a drawn region that comes from a file."""
    try:
        epsg, container = parse_cell_id(region.container_id)
        return epsg, container, [parse_cell_id(text)[1] for text in region.excludes]
    except ValueError as error:
        raise InputError(Fault("tree", f"the earlier release is damaged: {error}", "use the release as the program wrote it")) from None


def _free_cell(container: Cell, excluded: list[Cell], finest: int) -> Cell:
    """Some finest cell of the container that no excluded cell covers."""
    cell = container
    while cell.size > finest:
        half = cell.size // 2
        for dx, dy in ((0, 0), (half, 0), (0, half), (half, half)):
            quarter = Cell(half, cell.east + dx, cell.north + dy)
            inside = sum(e.size**2 for e in excluded if e.within(quarter))
            if inside < half**2 and not any(quarter.within(e) for e in excluded):
                cell = quarter
                break
        else:
            raise InputError(Fault("tree", "a region of the earlier release excludes all its ground", "use a release of this program"))
    return cell


class _Rise:
    """A partition on its way from the finest level to the coarsest. Rules, capacities and the words for them: docs/method.md."""

    def __init__(self, points: Occupied, chain: Chain, k: int, width: int, frozen: _Frozen | None):
        self.points, self.chain, self.k, self.width, self.frozen = points, chain, k, width, frozen
        self.waiting = points.waiting()
        self.regions: list[NDArray[np.int64]] = []
        """By level the region that each node was made, in the order found, or -1."""
        self.parents: list[NDArray[np.int64]] = []
        """By level, from the second, where each node of the level below is among its nodes."""
        self.keys = points.cells
        """Morton keys of the present level's nodes, ascending."""
        self.ground = np.ones(len(points.cells), dtype=bool)
        """Whether some ground of each node is in no region yet."""
        self.capacity = np.full(len(points.cells), k - 1, dtype=np.int64)
        """Most contributors of each node that can wait once its level is done."""
        self.unseen = k - 1
        """The same for a node without any point."""
        self.seen = np.zeros(len(points.cells), dtype=bool)
        """Whether there is a region in each node."""
        self.pending = np.zeros((3, 0), dtype=np.int64)
        """Covered cells that the next remainder around them excludes: index of their node now, their level, their key."""
        self.found: list[_Found] = []
        self.count = 0

    def to(self, level: int) -> None:
        """Publish at ``level`` what may be published there. Levels come one after the other from 0."""
        if level:
            content = self._climb(level)
            room = content - self.width
            self.capacity = np.where(self.ground & (room >= self.k), self.k - 1, content)
            self.unseen = self.k - 1 if 4 * self.unseen - self.width >= self.k else 4 * self.unseen
        else:
            content = np.zeros(len(self.keys), dtype=np.int64)
            room = np.full(len(self.keys), np.iinfo(np.int64).max)
        figures = self.waiting.figures()
        if self.frozen is None:
            publish = self.ground & (figures >= self.k) & (room >= self.k)
            shown = np.minimum(figures, room)
        else:
            publish = self.frozen.at(level, self.points.origin, self.keys)
            shown = np.where((figures > room) & (figures <= content), room, figures)
            shown = np.where(figures < self.k, -1, shown)
        own = self.waiting.own(figures, publish)
        self.waiting.leave(publish, np.where(publish & (shown >= 0), figures - shown, 0))
        self.capacity[publish] = np.where((shown == room)[publish], self.width, 0)
        self._publish(level, publish, shown, own, content)

    def _climb(self, level: int) -> NDArray[np.int64]:
        """Go up to the parents; their contents."""
        above = self.keys >> 2
        starts = run_starts(above)
        parents, children = above[starts], np.diff(starts, append=len(above))
        up = np.repeat(np.arange(len(parents)), children)
        empty = 4 - children
        content: NDArray[np.int64] = by_run(np.add, self.capacity, starts) + empty * self.unseen
        ground = (empty > 0) | by_run(np.logical_or, self.ground, starts)
        partly = np.flatnonzero(~self.ground & ground[up])
        fresh = np.stack([up[partly], np.full(len(partly), level - 1), self.keys[partly]])
        self.pending[0] = up[self.pending[0]]
        self.pending = np.concatenate([self.pending, fresh], axis=1)
        self.waiting.climb(up, starts)
        self.parents.append(up)
        self.seen = by_run(np.logical_or, self.seen, starts)
        self.keys, self.ground = parents, ground
        return content

    def _publish(
        self,
        level: int,
        publish: NDArray[np.bool_],
        shown: NDArray[np.int64],
        own: NDArray[np.int64],
        content: NDArray[np.int64],
    ) -> None:
        """Make regions of the ground that waits in the chosen nodes."""
        chosen = np.flatnonzero(publish)
        number = np.full(len(publish), -1, dtype=np.int64)
        number[chosen] = self.count + np.arange(len(chosen))
        self.regions.append(number)
        self.seen |= publish
        taken = publish[self.pending[0]]
        excluded = self.pending[:, taken]
        excluded[0] = number[excluded[0]]
        self.pending = self.pending[:, ~taken]
        self.found.append(_Found(level, self.keys[chosen], shown[chosen], own[chosen], content[chosen], excluded))
        self.ground[chosen] = False
        self.count += len(chosen)

    def finish(self) -> Partition:
        """Elsewhere under the same rule, and everything in the order of ids."""
        # a coarsest cell without any region is not seen from outside, so it may not count towards what elsewhere can hold
        content = int(self.capacity[self.seen].sum())
        last, own = self.waiting.rest()
        figure = np.concatenate([*(found.shown for found in self.found), [shown_elsewhere(last, content, self.k, self.width)]])
        level = np.repeat(np.arange(len(self.found)), [len(found.keys) for found in self.found])
        size, corner = self._cells(level, np.concatenate([found.keys for found in self.found]))
        order = np.append(_by_id(size, corner), self.count)
        place = np.empty(self.count + 1, dtype=np.int64)
        place[order] = np.arange(self.count + 1)
        around, excluded_level, excluded_key = np.concatenate([found.excluded for found in self.found], axis=1)
        excluded_size, excluded_corner = self._cells(excluded_level, excluded_key)
        excluded = np.column_stack([place[around], excluded_size, excluded_corner])
        return Partition(
            self.chain,
            self.k,
            self.width,
            np.append(size, 0)[order],
            np.concatenate([corner, [[0, 0]]])[order],
            excluded[np.lexsort(excluded.T[::-1])],
            figure[order],
            np.concatenate([*(found.own for found in self.found), [own]])[order],
            np.concatenate([*(found.content for found in self.found), [content]])[order],
            self.points.point_cell,
            np.where(figure >= 0, place, -1)[self._owner()],
        )

    def _owner(self) -> NDArray[np.int64]:
        """Region of each occupied finest cell, in the order found: the first that was made around it; the last of all is elsewhere."""
        owner = np.full(len(self.keys), self.count)
        for level in reversed(range(len(self.regions))):
            made = self.regions[level]
            owner = np.where(made >= 0, made, owner if level == len(self.parents) else owner[self.parents[level]])
        return owner

    def _cells(self, level: NDArray[np.int64], key: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Sizes and ``(…, 2)`` lower-left corners of nodes."""
        size = np.asarray(self.chain.sizes, dtype=np.int64)[level]
        return size, np.column_stack([self.points.origin[axis] + index * size for axis, index in enumerate(morton.decode(key))])


def _by_id(size: NDArray[np.int64], corner: NDArray[np.int64]) -> NDArray[np.int64]:
    """The order of the ids of these cells as text: ``…RES<size>mN<north>E<east>``."""
    columns = [corner[:, 0], corner[:, 1], size]
    same_digits = all(len(c) == 0 or (c.min() > 0 and len(str(c.min())) == len(str(c.max()))) for c in columns[:2])
    if same_digits:
        sizes = np.unique(size)
        as_text = np.argsort([f"{value}m" for value in sizes.tolist()])
        columns[2] = np.argsort(as_text)[np.searchsorted(sizes, size)]
        return np.lexsort(columns)
    ids = [cell_id(Cell(*row), 0) for row in np.column_stack([size, corner]).tolist()]
    return np.asarray(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)


@dataclass(frozen=True)
class _Found:
    """Regions of one level: keys of containers, figures, contributors in the ground, contents, what is excluded (region, level, key)."""

    level: int
    keys: NDArray[np.int64]
    shown: NDArray[np.int64]
    own: NDArray[np.int64]
    content: NDArray[np.int64]
    excluded: NDArray[np.int64]
