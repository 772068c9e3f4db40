"""The regions of a release as intervals of finest cells along a Z-order curve, read from nothing but the ids that were published.

A cell of a doubling chain is one unbroken interval of the curve (Morton 1966), so a region (container minus excluded cells) is a
short list of intervals, and overlap, tiling and the common refinement of two releases become sorting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..grid.cells import Cell, parse_cell_id
from ..release import ELSEWHERE, Region

Int = NDArray[np.int64]
Float = NDArray[np.float64]

_INDEX_LIMIT = 1 << 30
"""Column and row of a finest cell fit in 30 bits, so a place on the curve fits in 60."""


OVERLAPS_SHOWN = 100
"""One is enough to refuse a release; a hostile one could hold millions."""


class NotOfTheChain(ValueError):
    """An id that is no cell of the release's chain; the message says which and why."""


@dataclass(frozen=True)
class Layout:
    """Where every region lies.

    ``low``, ``length``: (regions,) int64, the container's interval in finest cells (elsewhere: 0, 0). ``ex_region``, ``ex_low``,
    ``ex_length``: (excluded cells,) int64, one row per excluded cell, sorted by region and then by place. ``pieces_low``,
    ``pieces_high``, ``pieces_region``: the regions' own intervals, sorted by place (elsewhere has none).
    """

    low: Int
    length: Int
    ex_region: Int
    ex_low: Int
    ex_length: Int
    pieces_low: Int
    pieces_high: Int
    pieces_region: Int

    @property
    def cells(self) -> Int:
        """Finest cells of each region's own ground, (regions,) int64."""
        excluded = np.bincount(self.ex_region, weights=self.ex_length, minlength=len(self.low))
        return self.length - excluded.astype(np.int64)

    def overlaps(self) -> list[tuple[int, int]]:
        """Pairs of regions that share ground, each once, in order of place; the first :data:`OVERLAPS_SHOWN` when there are more."""
        reach = np.maximum.accumulate(self.pieces_high)
        (at,) = np.nonzero(self.pieces_low[1:] < reach[:-1])
        pairs: set[tuple[int, int]] = set()
        for i in at[:OVERLAPS_SHOWN].tolist():
            earlier = np.nonzero(self.pieces_high[: i + 1] > self.pieces_low[i + 1])[0]
            pairs.update((int(self.pieces_region[j]), int(self.pieces_region[i + 1])) for j in earlier[-4:])
        return sorted(pairs)

    def ground(self, region: int) -> tuple[Int, Int]:
        """The region's own intervals, (intervals,) int64 first and behind-last places."""
        mine = self.pieces_region == region
        return self.pieces_low[mine], self.pieces_high[mine]

    def covered(self, low: Int, high: Int) -> Int:
        """How many finest cells of each interval lie in a region; right only where regions do not overlap."""
        before = np.concatenate(([0], np.cumsum(self.pieces_high - self.pieces_low)))

        def measure(place: Int) -> Int:
            i = np.searchsorted(self.pieces_low, place, side="right")
            inside = np.where(i > 0, np.minimum(place, self.pieces_high[i - 1]) - self.pieces_low[i - 1], 0) if len(before) > 1 else 0
            return np.asarray(before[np.maximum(i - 1, 0)] + inside, dtype=np.int64)

        return measure(high) - measure(low)


def lay_out(regions: Sequence[Region], epsg: int, sizes: Sequence[int]) -> Layout:
    """Place ``regions`` on the curve of the chain ``sizes`` (metres, finest first, each twice the one below).

    Raises :class:`NotOfTheChain` for an id that is no cell of the chain, a cell excluded outside its container or twice, and a
    container whose size is not the one the region states.
    """
    finest, allowed = sizes[0], frozenset(sizes)
    cells: list[Cell] = []
    owner: list[int] = []
    excluded: list[Cell] = []
    places = np.full(len(regions), -1, dtype=np.int64)
    for i, region in enumerate(regions):
        if region.container_id == ELSEWHERE:
            continue
        container = _cell(region.container_id, epsg, allowed, region.region_id)
        if container.size != region.size_m:
            raise NotOfTheChain(f"{region.region_id} says {region.size_m} m, but its container is {container.size} m")
        places[i] = len(cells)
        cells.append(container)
        for text in region.excludes:
            cell = _cell(text, epsg, allowed, region.region_id)
            if cell == container or not cell.within(container):
                raise NotOfTheChain(f"{region.region_id} excludes {text}, which is no part of its container")
            owner.append(i)
            excluded.append(cell)
    low = np.zeros(len(regions), dtype=np.int64)
    length = np.zeros(len(regions), dtype=np.int64)
    drawn = places >= 0
    low[drawn], length[drawn] = intervals(cells, finest)
    ex_region = np.array(owner, dtype=np.int64)
    ex_low, ex_length = intervals(excluded, finest)
    order = np.lexsort((ex_low, ex_region))
    ex_region, ex_low, ex_length = ex_region[order], ex_low[order], ex_length[order]
    twice = (ex_region[1:] == ex_region[:-1]) & (ex_low[1:] < (ex_low + ex_length)[:-1])
    if twice.any():
        raise NotOfTheChain(f"{regions[int(ex_region[int(np.argmax(twice))])].region_id} excludes the same ground twice")
    return Layout(low, length, ex_region, ex_low, ex_length, *_pieces(low, length, ex_region, ex_low, ex_length))


def intervals(cells: Sequence[Cell], finest: int) -> tuple[Int, Int]:
    """First place on the curve and number of finest cells of each cell, two (n,) int64 arrays."""
    column = np.array([cell.east // finest for cell in cells], dtype=np.int64)
    row = np.array([cell.north // finest for cell in cells], dtype=np.int64)
    length = np.array([(cell.size // finest) ** 2 for cell in cells], dtype=np.int64)
    return _spread(column) | (_spread(row) << 1), length


def _cell(text: str, epsg: int, allowed: frozenset[int], region_id: str) -> Cell:
    try:
        code, cell = parse_cell_id(text)
    except (ValueError, TypeError):
        raise NotOfTheChain(f"{region_id} names {str(text)[:60]!r}, which is no cell id") from None
    if code != epsg or cell.size not in allowed:
        raise NotOfTheChain(f"{region_id} names a cell of {cell.size} m in EPSG:{code}, which is not on the chain of the release")
    if max(cell.east, cell.north) // min(allowed) >= _INDEX_LIMIT:
        raise NotOfTheChain(f"{region_id} lies outside the grid")
    return cell


def _spread(value: Int) -> Int:
    """The 30 low bits of each number with a zero between every two."""
    v = value.copy()
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        v = (v | (v << shift)) & mask
    return v


def _pieces(low: Int, length: Int, ex_region: Int, ex_low: Int, ex_length: Int) -> tuple[Int, Int, Int]:
    """Container minus excluded cells, as intervals sorted by place: begins at the container or behind an excluded cell."""
    region = np.concatenate((np.arange(len(low)), ex_region))
    starts = np.concatenate((low, ex_low + ex_length))
    stops = np.concatenate((ex_low, low + length))
    stop_region = np.concatenate((ex_region, np.arange(len(low))))
    a, b = np.lexsort((starts, region)), np.lexsort((stops, stop_region))
    starts, stops, region = starts[a], stops[b], region[a]
    kept = stops > starts
    starts, stops, region = starts[kept], stops[kept], region[kept]
    order = np.argsort(starts, kind="stable")
    return starts[order], stops[order], region[order]
