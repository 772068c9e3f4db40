"""Coordinates row by row: what a pair of cells can mean, and which reading puts it inside the municipality.

A declared CRS is tried first, then every system Swedish staff meet, in both axis orders. A point that fits in two places is in none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..projection import Transform
from .plane import Line, inside

Column = NDArray[np.float64]

WGS84 = "EPSG:4326"
SWEDEN = (10.0, 55.0, 24.5, 69.5)
"""West, south, east, north in WGS84 degrees, with a margin."""
SAME_PLACE_M = 30.0
"""Readings closer than this are one place (the datums of WGS84 and SWEREF 99, a town near two zones' shared meridian)."""
LOCAL_ZONES = tuple(f"EPSG:{code}" for code in range(3007, 3019))
ZONE_REACH = 80_000.0
"""Metres from a local zone's meridian within which its coordinates are used."""

# Ranges of (east, north) in which a system's coordinates of Swedish places lie; Lantmäteriet's own extents with a margin.
_RANGES = {
    WGS84: (10.0, 25.0, 55.0, 69.5),
    "EPSG:3006": (200_000.0, 950_000.0, 6_080_000.0, 7_720_000.0),
    **dict.fromkeys(LOCAL_ZONES, (150000.0 - ZONE_REACH, 150000.0 + ZONE_REACH, 6080000.0, 7720000.0)),
    "EPSG:3021": (1_150_000.0, 1_920_000.0, 6_080_000.0, 7_730_000.0),
    "EPSG:3857": (1_110_000.0, 2_760_000.0, 7_360_000.0, 10_900_000.0),
}
CANDIDATES = tuple(_RANGES)


@dataclass(frozen=True)
class Area:
    """Where submissions are to be expected: the municipality's rings in ``crs``; no rings: all of Sweden."""

    rings: tuple[Line, ...]
    crs: str

    def contains(self, x: Column, y: Column) -> NDArray[np.bool_]:
        """(n,) bool of points in the area's own CRS."""
        return inside(x, y, self.rings)

    @property
    def known(self) -> bool:
        return bool(self.rings)


@dataclass(frozen=True)
class Located:
    """Per row: metres in the area's CRS (NaN: unlocated), flags, and why it is unlocated (empty: located, or nothing was given)."""

    x: Column
    y: Column
    swapped: NDArray[np.bool_]
    detected: NDArray[np.bool_]
    outside: NDArray[np.bool_]
    why: list[str]
    notes: tuple[str, ...]


def from_box(box: tuple[float, float, float, float], transform: Transform, target: str) -> Area:
    """An :class:`Area` in ``target`` from west, south, east, north in degrees; its sides are bent as the projection bends them."""
    west, south, east, north = box
    steps = np.linspace(0, 1, 17)
    lon = np.concatenate((west + (east - west) * steps, np.full(17, east), east - (east - west) * steps, np.full(17, west)))
    lat = np.concatenate((np.full(17, south), south + (north - south) * steps, np.full(17, north), north - (north - south) * steps))
    x, y = transform(lon, lat, WGS84, target)
    return Area((np.column_stack((x, y)),), target)


def resolve(x: Column, y: Column, declared: str, area: Area, transform: Transform) -> Located:
    """Metres in the area's CRS for pairs of numbers of unknown or declared meaning.

    ``x`` and ``y`` are (n,) float64 as they stand in the file, NaN where nothing (readable) is given. Order of attempts: the declared
    CRS, in the area; declared with swapped axes, in the area; any one other system, in the area; declared, in Sweden (kept, outside);
    the system most other rows have, in Sweden (kept, outside); else unlocated.
    """
    work = _Work(x, y, declared, transform, area.crs)
    sweden = from_box(SWEDEN, transform, area.crs)
    plausible = area if area.known else sweden
    notes: list[str] = []
    if declared:
        work.settle(*work.attempt(declared, False, plausible))
        rows, east, north = work.attempt(declared, True, plausible)
        work.swapped[rows] = True
        work.settle(rows, east, north)
    systems = work.detect([crs for crs in CANDIDATES if crs != declared], plausible)
    if declared:
        work.detected[list(systems)] = True
    most = _most_common(list(systems.values()))
    if most and not declared:
        notes.append(f"coordinates read as {most[0]}{' with swapped axes' if most[1] else ''} (detected)")
    elif systems:
        notes.append(f"{len(systems)} rows are not in {declared} but fit {', '.join(sorted({crs for crs, _ in systems.values()}))}")
    for crs, swap in ((declared, False), most or ("", False), ("" if declared or most else WGS84, False)):
        if crs:
            rows, east, north = work.attempt(crs, swap, sweden)
            work.outside[rows] = area.known
            work.swapped[rows] = swap
            work.detected[rows] = bool(declared) and crs != declared
            work.settle(rows, east, north)
    for index in np.flatnonzero(work.open):
        work.why[index] = "its coordinates fit no known system in Sweden"
    return Located(work.result_x, work.result_y, work.swapped, work.detected, work.outside, work.why, tuple(notes))


class _Work:
    """What is settled and what is still open while the readings of a file's coordinates are tried one after the other."""

    def __init__(self, x: Column, y: Column, declared: str, transform: Transform, target: str):
        n = len(x)
        self.x, self.y, self.declared, self.transform, self.target = x, y, declared, transform, target
        self.result_x, self.result_y = np.full(n, np.nan), np.full(n, np.nan)
        self.swapped, self.detected, self.outside = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
        self.why = [""] * n
        zero = (x == 0) & (y == 0)
        self.open = np.isfinite(x) & np.isfinite(y) & ~zero
        for index in np.flatnonzero(zero):
            self.why[index] = "its coordinates are 0/0"
        for index in np.flatnonzero(np.isfinite(x) ^ np.isfinite(y)):
            self.why[index] = "only one of its two coordinates can be read"

    def attempt(self, crs: str, swap: bool, where: Area) -> tuple[NDArray[np.int64], Column, Column]:
        """Open rows that lie in ``where`` when read as ``crs``, and their metres."""
        rows = np.flatnonzero(self.open)
        east, north = (self.y[rows], self.x[rows]) if swap else (self.x[rows], self.y[rows])
        if crs in _RANGES and crs != self.declared:
            low_x, high_x, low_y, high_y = _RANGES[crs]
            fits = (east >= low_x) & (east <= high_x) & (north >= low_y) & (north <= high_y)
            rows, east, north = rows[fits], east[fits], north[fits]
        if not len(rows):
            return rows, east, north
        east, north = self.transform(east, north, crs, self.target)
        good = where.contains(east, north)
        return rows[good], east[good], north[good]

    def settle(self, rows: NDArray[np.int64], east: Column, north: Column) -> None:
        """These rows lie there."""
        self.result_x[rows], self.result_y[rows] = east, north
        self.open[rows] = False

    def detect(self, systems: Sequence[str], where: Area) -> dict[int, tuple[str, bool]]:
        """Settle the open rows that only one place fits; (system, swapped) by row. Rows that several places fit are closed, unlocated."""
        found: dict[int, list[tuple[str, bool, float, float]]] = {}
        for crs in systems:
            for swap in (False, True):
                for row, east, north in zip(*(column.tolist() for column in self.attempt(crs, swap, where)), strict=True):
                    found.setdefault(row, []).append((crs, swap, east, north))
        chosen: dict[int, tuple[str, bool]] = {}
        for row, readings in found.items():
            crs, swap, east, north = readings[0]
            if all(math.hypot(other[2] - east, other[3] - north) <= SAME_PLACE_M for other in readings):
                chosen[row] = crs, swap
            else:
                self.why[row] = "its coordinates fit several places; name their crs in campaign.toml"
                self.open[row] = False
        rows = np.fromiter(chosen, dtype=np.int64, count=len(chosen))
        self.settle(rows, np.array([found[row][0][2] for row in chosen]), np.array([found[row][0][3] for row in chosen]))
        self.swapped[rows] = [swap for _, swap in chosen.values()]
        return chosen


def _most_common(systems: Sequence[tuple[str, bool]]) -> tuple[str, bool] | None:
    counts: dict[tuple[str, bool], int] = {}
    for system in systems:
        counts[system] = counts.get(system, 0) + 1
    return max(counts, key=lambda system: (counts[system], system)) if counts else None
