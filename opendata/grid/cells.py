"""Cells: squares of a statistical grid, their ids and back.

Grids are anchored at multiples of their size in the CRS, never at the data. In EPSG:3006 (SWEREF 99 TM) the cells are Statistics
Sweden's own; in EPSG:3035 (ETRS89-LAEA) they are those of Regulation (EU) 2018/1799, article 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError

GRIDS = (3006, 3035)
"""EPSG codes of the grids we publish on; the two do not nest, so a release is on one of them."""

AREA = {3006: (100_000, 6_000_000, 1_100_000, 7_800_000), 3035: (900_000, 900_000, 7_400_000, 7_400_000)}
"""West, south, east, north in metres: Sweden with its waters, and the extent of Eurostat's reference grids, both rounded outwards."""

FINEST_ALLOWED = 100
COARSEST_ALLOWED = 1_024_000

_LONG = re.compile(r"(?:SE_)?CRS(3006|3035)RES(\d+)mN(\d+)E(\d+)")


@dataclass(frozen=True)
class Chain:
    """A strictly nested chain of cell sizes, each twice the one below: ``sizes[0]`` is the finest."""

    epsg: int
    sizes: tuple[int, ...]

    @property
    def crs(self) -> str:
        """``EPSG:n``."""
        return f"EPSG:{self.epsg}"

    @property
    def finest(self) -> int:
        return self.sizes[0]

    @property
    def coarsest(self) -> int:
        return self.sizes[-1]

    @property
    def levels(self) -> int:
        return len(self.sizes)


@dataclass(frozen=True, order=True)
class Cell:
    """One cell by its size and lower-left corner, whole metres in the grid's CRS."""

    size: int
    east: int
    north: int

    def within(self, other: Cell) -> bool:
        """Whether this cell lies in ``other`` (or is it)."""
        return (
            self.size <= other.size
            and other.east <= self.east < other.east + other.size
            and other.north <= self.north < other.north + other.size
        )


def chain_of(crs: str, finest: int, coarsest: int) -> Chain:
    """The chain from ``finest`` to ``coarsest`` metres on ``crs`` (``EPSG:3006`` or ``EPSG:3035``).

    Raises :class:`InputError` for another CRS and for sizes that do not nest by doubling: 100 m and 250 m cells, for instance, cut each
    other, and two grids that cut each other reveal the strips between their lines (50 m here) by subtraction.
    """
    faults = []
    match = re.fullmatch(r"EPSG:(\d+)", crs)
    epsg = int(match.group(1)) if match else 0
    if epsg not in GRIDS:
        faults.append(Fault("grid", f"{crs} is not a grid we publish on", "use EPSG:3006 or EPSG:3035"))
    if not FINEST_ALLOWED <= finest <= coarsest <= COARSEST_ALLOWED:
        faults.append(
            Fault(
                "grid",
                f"cells from {finest} to {coarsest} m are not offered",
                f"use {FINEST_ALLOWED} <= finest <= coarsest <= {COARSEST_ALLOWED}",
            )
        )
    else:
        sizes = [finest]
        while sizes[-1] < coarsest:
            sizes.append(sizes[-1] * 2)
        if sizes[-1] != coarsest:
            faults.append(
                Fault(
                    "grid",
                    f"cells of {finest} m and {coarsest} m do not nest by doubling: together they would reveal the strips between "
                    "their lines",
                    f"use {sizes[-2]} or {sizes[-1]} as coarsest",
                )
            )
        elif not _on_a_known_grid(finest):
            faults.append(
                Fault(
                    "grid", f"{finest} m is not a cell size of this grid", "use 125, 250, 500, 1000 m or a doubling of them, or 100 x 2^n"
                )
            )
    if faults:
        raise InputError(faults)
    return Chain(epsg, tuple(sizes))


def _on_a_known_grid(size: int) -> bool:
    """Whether ``size`` is 125 m or 100 m (or 1000 m …) times a power of two."""
    for base in (125, 200, 100):
        quotient, rest = divmod(size, base)
        if rest == 0 and quotient & (quotient - 1) == 0:
            return True
    return False


def covers(epsg: int, east: NDArray[np.float64], north: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(n,) bool: which points, (n,) metres, lie on the ground that the grid is made for; False for NaN."""
    low_east, low_north, high_east, high_north = AREA[epsg]
    with np.errstate(invalid="ignore"):
        return (east >= low_east) & (east < high_east) & (north >= low_north) & (north < high_north)


def cell_index(coordinate: NDArray[np.float64], size: int) -> NDArray[np.int64]:
    """Column (or row) of the cell that holds each coordinate: floor, so a point on a line belongs to the cell above it."""
    return np.floor(np.asarray(coordinate, dtype=np.float64) / size).astype(np.int64)


def cell_id(cell: Cell, epsg: int) -> str:
    """The national long form, which carries CRS and size: ``SE_CRS3006RES1000mN6133000E394000``."""
    return f"SE_CRS{epsg}RES{cell.size}mN{cell.north}E{cell.east}"


def parse_cell_id(text: str) -> tuple[int, Cell]:
    """EPSG code and cell of a long form id (with or without country prefix).

    Raises :class:`ValueError` when it is not one, or when the corner is not a multiple of the size.
    """
    match = _LONG.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a cell id")
    epsg, size, north, east = (int(part) for part in match.groups())
    if size == 0 or north % size or east % size:
        raise ValueError(f"{text!r} is not anchored at a multiple of its size")
    return epsg, Cell(size, east, north)


def scb_id(cell: Cell) -> str:
    """Statistics Sweden's 13 digits, E then N: ``3940006133000``. It does not carry the size, so it is never a key alone."""
    return f"{cell.east:06d}{cell.north:07d}"
