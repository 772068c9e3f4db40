"""Plane geometry that needs no library: representative points, lengths, point in polygon, where two lines cross."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .vector import Geometry

Line = NDArray[np.float64]
"""(n, 2) float64: east, north."""


def parts(geometry: Geometry | None) -> tuple[str, list[Line]]:
    """("point" | "line" | "area" | "", its paths): points as (1, 2), lines as they are, areas as rings.

    Anything malformed gives an empty kind.
    """
    if not isinstance(geometry, dict):
        return "", []
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    try:
        if kind == "Point":
            return "point", [_path([coordinates])] if coordinates else []
        if kind == "MultiPoint":
            return "point", [_path([point]) for point in coordinates or ()]
        if kind == "LineString":
            return "line", [_path(coordinates)] if coordinates else []
        if kind == "MultiLineString":
            return "line", [_path(line) for line in coordinates or () if line]
        if kind == "Polygon":
            return "area", [_path(ring) for ring in coordinates or () if ring]
        if kind == "MultiPolygon":
            return "area", [_path(ring) for polygon in coordinates or () for ring in polygon if ring]
        if kind == "GeometryCollection":
            for member in geometry.get("geometries") or ():
                found, paths = parts(member)
                if paths:
                    return found, paths
    except (TypeError, ValueError, IndexError, OverflowError, RecursionError):
        return "", []
    return "", []


def _path(points: Any) -> Line:
    path = np.array([[float(point[0]), float(point[1])] for point in points], dtype=np.float64)
    if not len(path):
        raise ValueError("no points")
    return path


def representative(kind: str, paths: Sequence[Line]) -> tuple[float, float]:
    """A point on the feature: of several points their mean, halfway along the longest line, inside the largest ring. NaN when empty."""
    if not paths:
        return math.nan, math.nan
    if kind == "point":
        mean = np.concatenate(list(paths)).mean(axis=0)
        return float(mean[0]), float(mean[1])
    if kind == "line":
        return _halfway(max(paths, key=length))
    return _inside(max(paths, key=lambda ring: abs(area(ring))))


def extent(kind: str, paths: Sequence[Line]) -> float:
    """How far from the representative point the feature reaches, in its own units: half a line, the radius of a disc of an area's size."""
    if not paths:
        return math.nan
    if kind == "line":
        return sum(map(length, paths)) / 2
    if kind == "area":
        return math.sqrt(max(abs(area(ring)) for ring in paths) / math.pi)
    every = np.concatenate(list(paths))
    return float(np.hypot(*(every.max(axis=0) - every.min(axis=0)))) / 2


def length(line: Line) -> float:
    """Length of a line in its own units."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum()) if len(line) > 1 else 0.0


def area(ring: Line) -> float:
    """Signed area (counter-clockwise positive), shoelace formula."""
    x, y = (ring - ring[0]).T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def _halfway(line: Line) -> tuple[float, float]:
    steps = np.hypot(*np.diff(line, axis=0).T) if len(line) > 1 else np.zeros(0)
    total = float(steps.sum())
    if total == 0:
        return float(line[0, 0]), float(line[0, 1])
    along = np.concatenate(([0.0], np.cumsum(steps)))
    return float(np.interp(total / 2, along, line[:, 0])), float(np.interp(total / 2, along, line[:, 1]))


def _inside(ring: Line) -> tuple[float, float]:
    """The centroid when it lies inside, else the middle of the widest stretch of the ring at the centroid's height."""
    size = area(ring)
    if size == 0:
        return float(ring[:, 0].mean()), float(ring[:, 1].mean())
    x, y = (ring - ring[0]).T
    x1, y1 = np.roll(x, -1), np.roll(y, -1)
    cross = x * y1 - x1 * y
    cx = float(((x + x1) * cross).sum() / (6 * size) + ring[0, 0])
    cy = float(((y + y1) * cross).sum() / (6 * size) + ring[0, 1])
    if inside(np.array([cx]), np.array([cy]), [ring])[0]:
        return cx, cy
    xs, ys = ring.T
    x1, y1 = np.roll(xs, -1), np.roll(ys, -1)
    over = (ys > cy) != (y1 > cy)
    cuts = np.sort(xs[over] + (cy - ys[over]) / (y1[over] - ys[over]) * (x1[over] - xs[over]))
    if len(cuts) < 2:
        return cx, cy
    widest = int(np.argmax(cuts[1::2] - cuts[::2]))
    return float(cuts[2 * widest] + cuts[2 * widest + 1]) / 2, cy


def inside(x: NDArray[np.float64], y: NDArray[np.float64], rings: Sequence[Line]) -> NDArray[np.bool_]:
    """(n,) bool: in an odd number of rings (even-odd rule; holes are rings too). NaN is outside.

    Points are sorted by y once, so that each edge only looks at the points at its height.
    """
    crossings = np.zeros(len(x), dtype=np.int64)
    finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    order = finite[np.argsort(y[finite], kind="stable")]
    sx, sy = x[order], y[order]
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if ay == by:
                continue
            low, high = np.searchsorted(sy, [min(ay, by), max(ay, by)], side="left")
            if low < high:
                at = ax + (sy[low:high] - ay) / (by - ay) * (bx - ax)
                crossings[order[low:high]] += sx[low:high] < at
    odd: NDArray[np.bool_] = crossings % 2 == 1
    return odd


def crossing(one: Sequence[Line], other: Sequence[Line], near: float) -> tuple[float, float, float] | None:
    """Where two streets meet: (east, north, gap) of their crossing, or of where they come closest if within ``near``; else None.

    Several crossings give None unless all lie within ``near`` of their mean, for then it is one place (a dual carriageway).
    """
    points = [point for a in one for b in other for point in _crossings(a, b)]
    if points:
        found = np.array(points)
        mean = found.mean(axis=0)
        spread = float(np.hypot(*(found - mean).T).max())
        return (float(mean[0]), float(mean[1]), spread) if spread <= near else None
    best: tuple[float, float, float] | None = None
    for a in one:
        for b in other:
            for line, against in ((a, b), (b, a)):
                for point in line:
                    close, distance = nearest(point, against)
                    if distance <= near and (best is None or distance < best[2]):
                        best = (float(close[0] + point[0]) / 2, float(close[1] + point[1]) / 2, distance)
    return best


def nearest(point: NDArray[np.float64], line: Line) -> tuple[NDArray[np.float64], float]:
    """The point on ``line`` nearest to ``point``, and how far it is."""
    if len(line) == 1:
        return line[0], float(np.hypot(*(line[0] - point)))
    start, step = line[:-1], np.diff(line, axis=0)
    squared = (step**2).sum(axis=1)
    share = np.clip(((point - start) * step).sum(axis=1) / np.where(squared == 0, 1, squared), 0, 1)
    on = start + share[:, None] * step
    distances = np.hypot(*(on - point).T)
    best = int(np.argmin(distances))
    return on[best], float(distances[best])


def _crossings(a: Line, b: Line) -> list[tuple[float, float]]:
    found = []
    for start, end in pairwise(a):
        step = end - start
        other = np.diff(b, axis=0)
        cross = step[0] * other[:, 1] - step[1] * other[:, 0]
        away = b[:-1] - start
        with np.errstate(divide="ignore", invalid="ignore"):
            t = (away[:, 0] * other[:, 1] - away[:, 1] * other[:, 0]) / cross
            u = (away[:, 0] * step[1] - away[:, 1] * step[0]) / cross
        for hit in np.flatnonzero((cross != 0) & (t >= 0) & (t <= 1) & (u >= 0) & (u <= 1)):
            found.append((float(start[0] + t[hit] * step[0]), float(start[1] + t[hit] * step[1])))
    return found
