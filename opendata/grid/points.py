"""Points as distinct (finest cell, contributor) pairs: all that the partition may look at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from . import morton
from .cells import Cell, Chain
from .tally import BIAS, Tally

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)

_CHUNK = 1 << 17
"""Points handled at a time, so that the intermediate arrays stay in the processor's cache."""

_DENSE = 8
"""A table over all cells of the points' extent is used while it has at most this many entries per point; else keys are sorted."""


class Spare(NamedTuple):
    """Contributors that wait though the region they lie in is made: group by group, each with a code or, without ids, how many."""

    group: NDArray[np.int64]
    number: NDArray[np.int64]

    def among(self, chosen: NDArray[np.bool_]) -> Spare:
        return Spare(self.group[chosen], self.number[chosen])

    def and_also(self, more: Spare) -> Spare:
        return Spare(np.concatenate([self.group, more.group]), np.concatenate([self.number, more.number]))


NOBODY = Spare(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class Points:
    """Distinct pairs of finest cell and contributor, cells in Morton order from the lower-left coarsest cell that holds any.

    ``cells``: ``(m,)`` keys of occupied cells, ``point_cell``: ``(n,)`` each point's index into them, ``origin``: metres.
    """

    def __init__(
        self,
        origin: tuple[int, int],
        cells: NDArray[np.int64],
        point_cell: NDArray[np.int32],
        count: NDArray[np.int64],
        pairs: tuple[NDArray[np.int64], NDArray[np.int64]] | None,
    ):
        """``count``: ``(m,)`` points per cell. ``pairs``: cell and code of each contributor in it; None when each point is its own."""
        self.origin, self.cells, self.point_cell, self._count = origin, cells, point_cell, count
        nothing = np.zeros(0, dtype=np.int64)
        self._pair_cell, self._pair_code = (nothing, nothing) if pairs is None else pairs
        self._codes = int(self._pair_code.max()) + 1 if len(self._pair_code) else 0

    @classmethod
    def of_points(
        cls, east: NDArray[np.float64], north: NDArray[np.float64], contributor: ArrayLike | None, chain: Chain, more: Sequence[Cell]
    ) -> Points:
        """Points at ``east``, ``north`` (``(n,)`` metres) of ``contributor`` (``(n,)`` strings or integers; None when each is its own).

        ``more``: cells to be known though no point lies there. Raises :class:`InputError` for what are no points.
        """
        if east.shape != north.shape or east.ndim != 1:
            raise InputError(Fault("points", f"{east.shape} eastings for {north.shape} northings", "give one of each per point"))
        codes = None if contributor is None else contributor_codes(contributor, len(east))
        origin, extent = _extent(east, north, chain, more)
        if extent[0] * extent[1] <= _DENSE * len(east) + (1 << 20):
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
        most = int(codes.max()) + 1
        pair = point_cell.astype(np.int64)
        pair *= most
        pair += codes
        pair_cell, pair_code = np.divmod(distinct_values(pair), most)
        return cls(origin, cells, point_cell, count, (pair_cell, pair_code))

    @classmethod
    def of_rows(cls, tally: Tally, chain: Chain) -> Points:
        """Points that were counted before; ``point_cell`` is then of the tally's rows."""
        column, row = morton.decode(tally.cells)
        across = chain.coarsest // chain.finest
        west, south = (int(index.min()) // across * across if len(index) else BIAS for index in (column, row))
        key = morton.encode(column - west, row - south)
        order = np.argsort(key)
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        row_cell = place[tally.row_cell]
        origin = ((west - BIAS) * chain.finest, (south - BIAS) * chain.finest)
        count = np.bincount(row_cell, tally.points, len(key)).astype(np.int64)
        if tally.contributor is None or not len(tally):
            return cls(origin, key[order], row_cell, count, None)
        first = np.ones(len(tally), dtype=bool)
        if tally.theme is not None:
            # a contributor's rows of several themes in one cell follow one another
            first[1:] = (row_cell[1:] != row_cell[:-1]) | (tally.contributor[1:] != tally.contributor[:-1])
        return cls(origin, key[order], row_cell, count, (row_cell[first].astype(np.int64), tally.contributor[first]))

    def distinct(self, group: NDArray[np.int64], groups: int, spare: Spare) -> NDArray[np.int64]:
        """Distinct contributors of each group: those of its cells and its spare ones. ``group`` gives each cell's, -1 for none."""
        if not self._codes:
            # one more bin in front takes what is in no group
            own = np.bincount(group + 1, weights=self._count, minlength=groups + 1)[1:]
            return (own + np.bincount(spare.group, weights=spare.number, minlength=groups)).astype(np.int64)
        # within one cell pairs are distinct already; only groups of several cells, or with spare contributors, must be looked through
        alone = np.bincount(group + 1, minlength=groups + 1)[1:] == 1
        alone[spare.group] = False
        of_cell = np.append(alone, False)[group]
        several = self._pairs(np.where(of_cell, -1, group), spare)
        found = np.bincount(several // self._codes, minlength=groups)
        found[group[of_cell]] = self._per_cell[of_cell]
        return found

    def leave(self, group: NDArray[np.int64], excess: NDArray[np.int64], spare: Spare) -> Spare:
        """The contributors that groups give up, ``excess[i]`` of group ``i``.

        Who that is is decided by where they have been, not by their names: contributors with the same cells are interchangeable, so
        names change no figure.
        """
        giving = np.flatnonzero(excess)
        if not self._codes:
            return Spare(giving, excess[giving])
        if not len(giving):
            return NOBODY
        gives = np.append(excess > 0, False)
        pairs = self._pairs(np.where(gives[group], group, -1), spare.among(gives[spare.group]))
        from_group, code = pairs // self._codes, pairs % self._codes
        order = np.lexsort((self._signature[code], from_group))
        from_group, code = from_group[order], code[order]
        place = np.arange(len(from_group)) - np.searchsorted(from_group, from_group)
        leaves = place < excess[from_group]
        return Spare(from_group[leaves], code[leaves])

    def _pairs(self, group: NDArray[np.int64], spare: Spare) -> NDArray[np.int64]:
        """Distinct ``group * codes + contributor``, sorted."""
        in_some = group >= 0
        chosen = np.flatnonzero(in_some[self._pair_cell]) if in_some.any() else np.zeros(0, dtype=np.int64)
        pairs = group[self._pair_cell[chosen]] * self._codes + self._pair_code[chosen]
        return distinct_values(np.concatenate([pairs, spare.group * self._codes + spare.number]))

    @cached_property
    def _per_cell(self) -> NDArray[np.int64]:
        return np.bincount(self._pair_cell, minlength=len(self.cells))

    @cached_property
    def _signature(self) -> NDArray[np.uint64]:
        """A number for each contributor's set of cells, the same whatever the contributor is called and wherever the grid begins."""
        value = self.cells.astype(np.uint64) + _GOLDEN
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
            value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
        total = np.zeros(self._codes, dtype=np.uint64)
        np.add.at(total, self._pair_code, value[self._pair_cell])
        return total


def distinct_values(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct values in order; sorts ``values`` in place. Some versions of ``numpy.unique`` hash instead, which is far slower here."""
    values.sort()
    first = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return values[first]


def contributor_codes(contributor: ArrayLike, n: int) -> NDArray[np.int64] | None:
    """Contributors as integers from 0, equal for equal contributors, ``(n,)``; None when each has one point only.

    Raises :class:`InputError` when there is not one contributor per point.
    """
    values = np.asarray(contributor)
    if values.shape != (n,):
        raise InputError(Fault("contributor", f"{values.shape[0] if values.ndim else 1} contributors for {n} points", "give one per point"))
    if n and values.dtype.kind in "iu" and int(values.max()) - int(values.min()) <= 4 * n:
        codes = (values - values.min()).astype(np.int64)
        return None if np.bincount(codes).max() == 1 else codes
    if values.dtype == object:
        values = values.astype(str)
    distinct, inverse = np.unique(values, return_inverse=True)
    return None if len(distinct) == n else inverse.astype(np.int64)


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
    place = np.empty(len(east), dtype=np.int64)
    buffer = np.empty(_CHUNK)
    for start in range(0, len(east), _CHUNK):
        stop = min(start + _CHUNK, len(east))
        part, here = buffer[: stop - start], place[start:stop]
        _index(north[start:stop], origin[1], finest, part)
        np.copyto(here, part, casting="unsafe")
        here *= extent[0]
        _index(east[start:stop], origin[0], finest, part)
        here += part.astype(np.int64)
    table = np.bincount(place, minlength=extent[0] * extent[1])
    occupied = np.flatnonzero(table)
    key = morton.encode(occupied % extent[0], occupied // extent[0])
    order = np.argsort(key)
    count = table[occupied[order]]
    rank = np.empty(len(table), dtype=np.int32)
    rank[occupied[order]] = np.arange(len(occupied), dtype=np.int32)
    point_cell = np.empty(len(east), dtype=np.int32)
    for start in range(0, len(east), _CHUNK):
        np.take(rank, place[start : start + _CHUNK], out=point_cell[start : start + _CHUNK], mode="clip")
    return key[order], point_cell, count


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
