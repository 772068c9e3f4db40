"""Occupied finest cells and the distinct contributors in each: all that the partition may look at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from ..parallel import in_halves
from . import morton
from .cells import Cell, Chain
from .people import contributor_codes
from .runs import distinct_values
from .tally import BIAS, Tally
from .waiting import Heads, Pairs, People, Waiting

_CHUNK = 1 << 17
"""Points handled at a time, so that the intermediate arrays stay in the processor's cache."""

_DENSE = 8
"""A table over all cells of the points' extent is used while it has at most this many entries per point; else keys are sorted."""


class Occupied:
    """Distinct pairs of finest cell and contributor, cells in Morton order from the lower-left coarsest cell that holds any.

    ``cells``: ``(m,)`` keys of occupied cells, ``point_cell``: ``(n,)`` each point's index into them, ``origin``: metres.
    """

    def __init__(
        self,
        origin: tuple[int, int],
        cells: NDArray[np.int64],
        point_cell: NDArray[np.int32],
        count: NDArray[np.int64],
        pairs: Pairs | None,
    ):
        """``count``: ``(m,)`` points per cell. ``pairs``: who is in each cell; None when each point is its own contributor."""
        self.origin, self.cells, self.point_cell, self._count, self._pairs = origin, cells, point_cell, count, pairs

    @classmethod
    def of_points(
        cls, east: NDArray[np.float64], north: NDArray[np.float64], contributor: ArrayLike | None, chain: Chain, more: Sequence[Cell]
    ) -> Occupied:
        """Points at ``east``, ``north`` (``(n,)`` metres) of ``contributor`` (``(n,)`` strings or integers; None when each is its own).

        ``more``: cells to be known though no point lies there. Raises :class:`InputError` for what are no points.
        """
        if east.shape != north.shape or east.ndim != 1:
            raise InputError(Fault("points", f"{east.shape} eastings for {north.shape} northings", "give one of each per point"))
        codes = None if contributor is None else contributor_codes(contributor, len(east))
        origin, extent = _extent(east, north, chain, more)
        if extent[0] * extent[1] <= min(_DENSE * len(east) + (1 << 20), np.iinfo(np.int32).max):
            cells, point_cell, count = _by_table(east, north, origin, extent, chain.finest)
        else:
            cells, point_cell, count = _by_sorting(east, north, origin, chain.finest)
        if more:
            column = np.asarray([cell.east - origin[0] for cell in more], dtype=np.int64) // chain.finest
            row = np.asarray([cell.north - origin[1] for cell in more], dtype=np.int64) // chain.finest
            known, cells = cells, np.union1d(cells, morton.encode(column, row))
            place = np.searchsorted(cells, known)
            point_cell = place[point_cell].astype(np.int32)
            count = np.bincount(place, weights=count, minlength=len(cells)).astype(np.int64)
        if codes is None or not len(codes):
            return cls(origin, cells, point_cell, count, None)
        return cls(origin, cells, point_cell, count, _pairs_of(point_cell, codes, len(cells)))

    @classmethod
    def of_rows(cls, tally: Tally, chain: Chain) -> Occupied:
        """Points that were counted before; ``point_cell`` is then of the tally's rows."""
        column, row = morton.decode(tally.cells)
        across = chain.coarsest // chain.finest
        west, south = (int(index.min()) // across * across if len(index) else BIAS for index in (column, row))
        key = morton.encode(column - west, row - south)
        order = np.argsort(key)
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        start, number = tally.starts, np.diff(tally.starts, append=len(tally))
        row_cell = np.repeat(place, number)
        origin = ((west - BIAS) * chain.finest, (south - BIAS) * chain.finest)
        count = np.add.reduceat(tally.points, start)[order] if len(start) else start
        if tally.contributor is None or not len(tally):
            return cls(origin, key[order], row_cell, count, None)
        code = tally.contributor
        if tally.theme is not None:
            # a contributor's rows of several themes in one cell follow one another
            first = np.ones(len(tally), dtype=bool)
            np.not_equal(code[1:], code[:-1], out=first[1:])
            first[start] = True
            code = code[first]
            before = np.append(0, np.cumsum(first))
            start, number = before[start], before[start + number] - before[start]
        return cls(origin, key[order], row_cell, count, Pairs(start[order], number[order], code))

    def waiting(self) -> Waiting:
        """Everybody, before there are regions."""
        return Heads(self._count) if self._pairs is None else People(self.cells, self._pairs)


def _pairs_of(point_cell: NDArray[np.int32], codes: NDArray[np.int64], cells: int) -> Pairs:
    """The distinct pairs of n points."""
    bits = int(codes.max()).bit_length()
    packed = np.empty(len(codes), dtype=np.int64)

    def pack(start: int, stop: int) -> None:
        for a in range(start, stop, _CHUNK):
            b = min(a + _CHUNK, stop)
            part = packed[a:b]
            part[:] = point_cell[a:b]
            part <<= bits
            part |= codes[a:b]

    in_halves(pack, len(codes))
    packed = distinct_values(packed)
    ends = np.searchsorted(packed, np.arange(cells + 1, dtype=np.int64) << bits)
    packed &= (1 << bits) - 1
    return Pairs(ends[:-1], np.diff(ends), packed)


def _extent(
    east: NDArray[np.float64], north: NDArray[np.float64], chain: Chain, more: Sequence[Cell]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Lower-left corner (metres) of the coarsest cells that hold the points and ``more``, and columns and rows of finest cells from it."""
    corner, count = [], []
    for values, added in ((east, [cell.east for cell in more]), (north, [cell.north for cell in more])):
        ends = [float(added[i]) for i in range(len(added))]
        if len(values):
            ends += [float(values.min()), float(values.max())]
        if not all(np.isfinite(ends)):
            raise InputError(Fault("points", "a coordinate is not a finite number", "leave out points without coordinates"))
        low, high = (min(ends), max(ends)) if ends else (0.0, 0.0)
        start = int(low // chain.coarsest) * chain.coarsest
        columns = int((high - start) // chain.finest) + 1
        if columns >= 1 << morton.MAX_BITS or abs(start) > 1 << 52:
            raise InputError(Fault("points", "the points lie too far apart", "check the CRS of the coordinates"))
        corner.append(start)
        count.append(columns)
    return (corner[0], corner[1]), (count[0], count[1])


def _by_table(
    east: NDArray[np.float64], north: NDArray[np.float64], origin: tuple[int, int], extent: tuple[int, int], finest: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Occupied cells, each point's index into them, points per cell: by counting in a table of all cells of the extent."""
    entries = extent[0] * extent[1]
    place = np.empty(len(east), dtype=np.int32)
    # adding a table for each block must cost no more than counting the block
    block = max(_CHUNK, entries)

    def count(start: int, stop: int) -> NDArray[np.int64]:
        table = np.zeros(0, dtype=np.int64)
        across, up = np.empty(_CHUNK), np.empty(_CHUNK)
        for a in range(start, stop, block):
            for b in range(a, min(a + block, stop), _CHUNK):
                end = min(b + _CHUNK, a + block, stop)
                column, row = across[: end - b], up[: end - b]
                _index(north[b:end], origin[1], finest, row)
                _index(east[b:end], origin[0], finest, column)
                # whole numbers below 2**53, so exact in floating point
                row *= extent[0]
                row += column
                np.copyto(place[b:end], row, casting="unsafe")
            counted = np.bincount(place[a : min(a + block, stop)], minlength=entries)
            table = np.add(table, counted, out=table) if len(table) else counted
        return table

    # each thread has a table of its own; a large one is worth more than half the time
    table, *rest = in_halves(count, len(east)) if 4 * entries <= len(east) else [count(0, len(east))]
    for half in rest:
        table += half
    occupied = np.flatnonzero(table)
    key = morton.encode(occupied % extent[0], occupied // extent[0])
    order = np.argsort(key)
    number = table[occupied[order]]
    rank = np.empty(len(table), dtype=np.int32)
    rank[occupied[order]] = np.arange(len(occupied), dtype=np.int32)

    def look_up(start: int, stop: int) -> None:
        for a in range(start, stop, _CHUNK):
            b = min(a + _CHUNK, stop)
            np.take(rank, place[a:b], out=place[a:b], mode="clip")

    in_halves(look_up, len(east))
    return key[order], place, number


def _by_sorting(
    east: NDArray[np.float64], north: NDArray[np.float64], origin: tuple[int, int], finest: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """The same for points so far apart that a table of all cells would be large beside them."""
    key = morton.encode(*(_index(v, o, finest, np.empty(len(v))).astype(np.int64) for v, o in ((east, origin[0]), (north, origin[1]))))
    cells, point_cell, count = np.unique(key, return_inverse=True, return_counts=True)
    return cells, point_cell.astype(np.int32), count.astype(np.int64)


def _index(values: NDArray[np.float64], origin: int, finest: int, out: NDArray[np.float64]) -> NDArray[np.float64]:
    """Column (or row) of each coordinate, into ``out``: by the cell's own lines, so that a point's place in its cell does not matter."""
    np.divide(values, finest, out=out)
    np.floor(out, out=out)
    out -= origin // finest
    return out
