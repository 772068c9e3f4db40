"""Points as rows: distinct (finest cell, contributor, theme), each with the number of its points.

All that a partition may know of points is in these rows, so a file can be read chunk by chunk, or on many machines, and the rows put
together: the release is the same. Kernels are written for memory bandwidth: blocks that stay in cache, one pass over the
coordinates, one integer per point, no Python object per point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError
from ..parallel import in_halves
from . import morton
from .runs import run_starts, sort

Ints = NDArray[np.int64]

BIAS = 1 << 17
"""Columns and rows are counted from so many cells west and south of the CRS's origin, so that they are never negative (16,000 km at
125 m). A multiple of every coarsest size, in finest cells, that a chain may have."""
BLOCK = 1 << 16
"""Points worked on at once: half a megabyte per array, which stays in a core's second-level cache."""
DENSE = 4
"""A table of all cells of the points' rectangle is used when it has at most so many cells per point; 8 bytes each."""
DENSE_LEAST = 1 << 20
KEY_BITS = 63
"""Bits of a packed row in a signed integer."""


@dataclass(frozen=True)
class Tally:
    """m rows, sorted by cell, contributor, theme, without repetitions."""

    key: Ints
    """(m,) Morton key of the finest cell (key 0 is :data:`BIAS` cells west and south of the CRS' origin)."""
    contributor: Ints | None
    """(m,) codes from 0; None when every point is its own contributor."""
    theme: Ints | None
    """(m,) codes from 0; None when there are no themes."""
    points: Ints
    """(m,) number of points."""

    def __len__(self) -> int:
        return len(self.key)

    @cached_property
    def starts(self) -> Ints:
        """(c,) index of the first row of each occupied cell."""
        return run_starts(self.key)

    @cached_property
    def cells(self) -> Ints:
        """(c,) keys of the occupied cells, ascending."""
        return self.key[self.starts]

    @cached_property
    def row_cell(self) -> Ints:
        """(m,) index into ``cells`` of each row."""
        return np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self.key))))

    def centres(self, finest: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """East and north, (m,) float64 metres, of the middle of each row's cell."""
        column, row = morton.decode(self.key)
        return np.asarray((column - BIAS + 0.5) * finest, np.float64), np.asarray((row - BIAS + 0.5) * finest, np.float64)


def count(x: NDArray[np.float64], y: NDArray[np.float64], contributor: Ints | None, theme: Ints | None, finest: int) -> Tally:
    """The rows of n points.

    ``x``, ``y``: (n,) float64 metres. ``contributor``, ``theme``: (n,) codes from 0, or None. ``finest``: metres.
    Raises :class:`InputError` for coordinates that are not finite or lie so far out that they cannot be of this Earth.
    """
    n = len(x)
    if not n:
        return _nothing(contributor, theme)
    low_column, columns = _extent(x, finest)
    low_row, rows = _extent(y, finest)
    themes = 1 if theme is None else int(theme.max()) + 1
    cells = columns * rows * themes
    if contributor is None and cells <= max(DENSE_LEAST, DENSE * n):

        def counted(start: int, stop: int) -> Ints:
            table = np.zeros(cells, dtype=np.int64)
            for a, inside in _blocks(x[start:stop], y[start:stop], finest, low_column, low_row, columns, cells):
                if theme is not None:
                    inside *= themes
                    inside += theme[start + a : start + a + len(inside)]
                table += np.bincount(inside, minlength=cells)
            return table

        # each thread has a table of its own; a large one is worth more than half the time
        table, *rest = in_halves(counted, n) if 4 * cells <= n else [counted(0, n)]
        for half in rest:
            table += half
        found = np.flatnonzero(table)
        cell, code = (found, None) if theme is None else (found // themes, found % themes)
        key = morton.encode(cell % columns + low_column, cell // columns + low_row)
        return _sorted(key, code, table[found])
    key = _keys(x, y, finest, low_column, low_row, columns, rows)
    return _summed(key, contributor, theme, None)


def merge(tallies: Sequence[Tally]) -> Tally:
    """The rows of all points of several tallies with common codes."""
    if len(tallies) == 1:
        return tallies[0]
    if not tallies:
        return _nothing(None, None)
    rows = sum(map(len, tallies))
    themes = _most([tally.theme for tally in tallies])
    if tallies[0].contributor is None and rows:
        corners = [_rectangle(tally.key) for tally in tallies if len(tally)]
        west, south = min(c[0] for c in corners), min(c[1] for c in corners)
        columns, height = max(c[2] for c in corners) - west + 1, max(c[3] for c in corners) - south + 1
        if columns * height * themes <= max(DENSE_LEAST, DENSE * rows):
            table = np.zeros(columns * height * themes, dtype=np.int64)
            for tally in tallies:
                column, row = morton.decode(tally.key)
                inside = (row - south) * columns + (column - west)
                if tally.theme is not None:
                    inside = inside * themes + tally.theme
                # the rows of one tally are distinct, so plain indexing adds each of them
                table[inside] += tally.points
            found = np.flatnonzero(table)
            cell, code = (found, None) if tallies[0].theme is None else (found // themes, found % themes)
            return _sorted(morton.encode(cell % columns + west, cell // columns + south), code, table[found])
    key = np.concatenate([tally.key for tally in tallies])
    contributor = _together([tally.contributor for tally in tallies])
    theme = _together([tally.theme for tally in tallies])
    points = np.concatenate([tally.points for tally in tallies])
    return _summed(key, contributor, theme, points if points.max(initial=0) > 1 else None)


def recoded(tally: Tally, contributor: Ints | None, theme: Ints | None) -> Tally:
    """The same rows under other codes: ``contributor[i]`` and ``theme[i]`` is the new code of what was ``i``; None keeps the codes.

    Rows are no longer in order among those of one cell; :func:`merge` puts them in order again.
    """
    return Tally(
        tally.key,
        tally.contributor if contributor is None or tally.contributor is None else contributor[tally.contributor],
        tally.theme if theme is None or tally.theme is None else theme[tally.theme],
        tally.points,
    )


def _extent(values: NDArray[np.float64], finest: int) -> tuple[int, int]:
    """The lowest index of a cell (with the bias) and how many there are up to the highest."""
    low, high = float(values.min()), float(values.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise InputError(Fault("points", "a coordinate is not a finite number", "leave out points without coordinates"))
    first, last = np.floor(low / finest) + BIAS, np.floor(high / finest) + BIAS
    if first < 0 or last >= 1 << morton.MAX_BITS:
        raise InputError(Fault("points", "the points lie too far from the grid", "check the CRS of the coordinates"))
    return int(first), int(last - first) + 1


def _blocks(
    x: NDArray[np.float64], y: NDArray[np.float64], finest: int, low_column: int, low_row: int, columns: int, cells: int
) -> Iterator[tuple[int, Ints]]:
    """Yield (start, index of each point's cell in the rectangle, row by row) block by block; the array may be written to."""
    n = len(x)
    # a block has at least as many points as the table has cells, so that adding tables costs no more than counting
    block = n if cells > n // 2 else max(BLOCK, cells)
    length = min(BLOCK, n)
    across, up = np.empty(length), np.empty(length)
    inside = np.empty(min(block, n), dtype=np.int64)
    for start in range(0, n, block):
        stop = min(start + block, n)
        for a in range(start, stop, length):
            b = min(a + length, stop)
            u, v = across[: b - a], up[: b - a]
            np.floor(np.divide(x[a:b], finest, out=u), out=u)
            np.floor(np.divide(y[a:b], finest, out=v), out=v)
            # whole numbers below 2**53, so exact in floating point
            v -= low_row - BIAS
            v *= columns
            u -= low_column - BIAS
            v += u
            inside[a - start : b - start] = v
        yield start, inside[: stop - start]


def _keys(x: NDArray[np.float64], y: NDArray[np.float64], finest: int, low_column: int, low_row: int, columns: int, rows: int) -> Ints:
    """Morton keys of n points, from two small tables that hold every column's and every row's part of the key."""
    n = len(x)
    key = np.empty(n, dtype=np.int64)
    small = columns <= BLOCK * 16 and rows <= BLOCK * 16
    nothing = np.zeros(1, dtype=np.int64)
    if small:
        of_column = morton.encode(np.arange(low_column, low_column + columns), nothing)
        of_row = morton.encode(nothing, np.arange(low_row, low_row + rows))

    def encode(start: int, stop: int) -> None:
        index, part = np.empty(BLOCK, dtype=np.int64), np.empty(BLOCK, dtype=np.int64)
        buffer = np.empty(BLOCK)
        for a in range(start, stop, BLOCK):
            b = min(a + BLOCK, stop)
            f, i, p, out = buffer[: b - a], index[: b - a], part[: b - a], key[a:b]
            for values, low, axis in ((x, low_column, 0), (y, low_row, 1)):
                np.floor(np.divide(values[a:b], finest, out=f), out=f)
                f -= low - BIAS
                i[:] = f
                if not small:
                    out[:] = morton.encode(i + low, nothing) if axis == 0 else out | morton.encode(nothing, i + low)
                elif axis == 0:
                    np.take(of_column, i, out=out, mode="clip")
                else:
                    np.take(of_row, i, out=p, mode="clip")
                    out |= p

    in_halves(encode, n)
    return key


def _summed(key: Ints, contributor: Ints | None, theme: Ints | None, points: Ints | None) -> Tally:
    """Rows in order, the points of equal ones added; ``points`` None when there is one of each."""
    columns = [column for column in (theme, contributor, key) if column is not None]
    packing = _Packing.of(key, contributor, theme)
    if packing is None:
        order = np.lexsort(columns)
        fresh = np.ones(len(key), dtype=bool)
        fresh[1:] = np.any([column[order][1:] != column[order][:-1] for column in columns], axis=0)
        starts = np.flatnonzero(fresh)
        often = np.ones(len(key), dtype=np.int64) if points is None else points[order]
        contributor, theme = (None if column is None else column[order][starts] for column in (contributor, theme))
        return Tally(key[order][starts], contributor, theme, np.add.reduceat(often, starts))
    packed = packing.pack(key, contributor, theme)
    if points is None:
        # nothing to carry along: sorting values is several times faster than sorting an order
        sort(packed)
        starts = run_starts(packed)
        if len(starts) == len(packed):
            return packing.unpack(packed, np.ones(len(packed), dtype=np.int64))
        return packing.unpack(packed[starts], np.diff(starts, append=len(packed)))
    order = np.argsort(packed, kind="stable")
    packed = packed[order]
    starts = run_starts(packed)
    return packing.unpack(packed[starts], np.add.reduceat(points[order], starts) if len(starts) else points)


def _sorted(key: Ints, theme: Ints | None, points: Ints) -> Tally:
    """Distinct rows without contributors, in order."""
    order = np.argsort(key) if theme is None else np.lexsort((theme, key))
    return Tally(key[order], None, None if theme is None else theme[order], points[order])


@dataclass(frozen=True)
class _Packing:
    """Rows as one integer each: what differs of the key, then the contributor, then the theme."""

    base: int
    contributor_bits: int
    theme_bits: int
    contributors: bool
    themes: bool

    @classmethod
    def of(cls, key: Ints, contributor: Ints | None, theme: Ints | None) -> _Packing | None:
        """The packing of these columns; None when the three together need more than 63 bits."""
        low, high = (int(key.min()), int(key.max())) if len(key) else (0, 0)
        differing = (low ^ high).bit_length()
        contributor_bits, theme_bits = ((_most([column]) - 1).bit_length() for column in (contributor, theme))
        if differing + contributor_bits + theme_bits > KEY_BITS:
            return None
        return cls(low >> differing << differing, contributor_bits, theme_bits, contributor is not None, theme is not None)

    def pack(self, key: Ints, contributor: Ints | None, theme: Ints | None) -> Ints:
        packed: Ints = key - self.base
        if contributor is not None:
            packed <<= self.contributor_bits
            packed |= contributor
        if theme is not None:
            packed <<= self.theme_bits
            packed |= theme
        return packed

    def unpack(self, packed: Ints, points: Ints) -> Tally:
        """The rows again; ``packed`` is used up."""
        theme = contributor = None
        if self.themes:
            theme = packed & ((1 << self.theme_bits) - 1)
            packed >>= self.theme_bits
        if self.contributors:
            contributor = packed & ((1 << self.contributor_bits) - 1)
            packed >>= self.contributor_bits
        packed += self.base
        return Tally(packed, contributor, theme, points)


def _rectangle(key: Ints) -> tuple[int, int, int, int]:
    column, row = morton.decode(key)
    return int(column.min()), int(row.min()), int(column.max()), int(row.max())


def _most(columns: Sequence[Ints | None]) -> int:
    """How many codes there can be."""
    return max((int(column.max()) + 1 for column in columns if column is not None and len(column)), default=1)


def _together(columns: Sequence[Ints | None]) -> Ints | None:
    present = [column for column in columns if column is not None]
    return np.concatenate(present) if present else None


def _nothing(contributor: Ints | None, theme: Ints | None) -> Tally:
    empty = np.zeros(0, dtype=np.int64)
    return Tally(empty, None if contributor is None else empty, None if theme is None else empty, empty)
