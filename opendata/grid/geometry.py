"""Shapes of regions: a container cell minus the cells it excludes, as polygons with whole-metre corners.

All edges lie on grid lines, so the shape is traced exactly in integers; nothing is rounded and nothing can overlap by a hair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from .cells import Cell

Ring = tuple[tuple[int, int], ...]
Polygon = tuple[Ring, ...]


def cell_polygon(cell: Cell) -> tuple[Polygon, ...]:
    """The square of one cell: one closed counter-clockwise ring of (east, north) metres from its lower-left corner."""
    west, south, east, north = cell.east, cell.north, cell.east + cell.size, cell.north + cell.size
    return ((((west, south), (east, south), (east, north), (west, north), (west, south)),),)


def region_polygons(container: Cell, excluded: Iterable[Cell]) -> tuple[Polygon, ...]:
    """Polygons of ``container`` minus ``excluded``: closed rings of (east, north) metres, shell counter-clockwise, holes clockwise.

    Parts that touch in a corner only are separate polygons and holes never touch their shell along a line, so every polygon is valid
    in the sense of OGC simple features. Polygons and rings start at their smallest corner and are sorted.

    Raises :class:`ValueError` when an excluded cell is not inside the container or two of them overlap.
    """
    cells = sorted(excluded)
    if not cells:
        return cell_polygon(container)
    kept = _raster(container, cells)
    unit = min(cell.size for cell in cells)
    polygons: list[Polygon] = []
    for part in _parts(kept):
        rings = [_simplify(ring) for ring in _trace(part)]
        shells = [ring for ring in rings if _twice_area(ring) > 0]
        holes = sorted(ring for ring in rings if _twice_area(ring) < 0)
        scaled = [tuple((container.east + x * unit, container.north + y * unit) for x, y in ring) for ring in (*shells, *holes)]
        polygons.append(tuple(scaled))
    return tuple(sorted(polygons))


def area(polygons: Iterable[Polygon]) -> int:
    """Square metres of polygons whose shells run counter-clockwise and whose holes run clockwise."""
    return sum(_twice_area(ring) for polygon in polygons for ring in polygon) // 2


def _raster(container: Cell, excluded: list[Cell]) -> np.ndarray:
    """Which squares of the smallest excluded size are kept; ``[row, column]`` from the lower-left corner."""
    unit = min(cell.size for cell in excluded)
    side, rest = divmod(container.size, unit)
    kept = np.ones((side, side), dtype=bool)
    for cell in excluded:
        if rest or not cell.within(container):
            raise ValueError("an excluded cell is not inside its container")
        column, row, width = (cell.east - container.east) // unit, (cell.north - container.north) // unit, cell.size // unit
        block = kept[row : row + width, column : column + width]
        if not block.all():
            raise ValueError("two excluded cells overlap")
        block[:] = False
    return kept


def _parts(kept: np.ndarray) -> list[np.ndarray]:
    """Parts that hang together by edges, each as a raster, in the order of their first square."""
    label = np.zeros(kept.shape, dtype=np.int64)
    number = 0
    for row, column in np.argwhere(kept).tolist():
        if label[row, column]:
            continue
        number += 1
        label[row, column] = number
        stack = [(row, column)]
        while stack:
            r, c = stack.pop()
            for rr, cc in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if 0 <= rr < kept.shape[0] and 0 <= cc < kept.shape[1] and kept[rr, cc] and not label[rr, cc]:
                    label[rr, cc] = number
                    stack.append((rr, cc))
    return [label == part for part in range(1, number + 1)]


def _trace(part: np.ndarray) -> list[list[tuple[int, int]]]:
    """Rings around one part with the inside on the left. Where two squares of the part meet in a corner the ring turns right there.

    Turning right keeps to the same piece of outside, so a shell never touches itself: what the two squares enclose becomes a hole
    that touches the shell in that one point, as OGC allows.
    """
    padded = np.pad(part, 1)
    after: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)

    def edges(mask: np.ndarray, start: tuple[int, int], end: tuple[int, int]) -> None:
        for row, column in np.argwhere(mask).tolist():
            after[(column + start[0], row + start[1])].append((column + end[0], row + end[1]))

    edges(part & ~padded[:-2, 1:-1], (0, 0), (1, 0))
    edges(part & ~padded[1:-1, 2:], (1, 0), (1, 1))
    edges(part & ~padded[2:, 1:-1], (1, 1), (0, 1))
    edges(part & ~padded[1:-1, :-2], (0, 1), (0, 0))
    rings = []
    while after:
        start = min(after)
        ring = [start]
        here, came = start, (0, 0)
        while True:
            choices = after[here]
            if len(choices) > 1:
                right = (came[1], -came[0])
                there = next((c for c in choices if (c[0] - here[0], c[1] - here[1]) == right), choices[0])
            else:
                there = choices[0]
            choices.remove(there)
            if not choices:
                del after[here]
            came = (there[0] - here[0], there[1] - here[1])
            here = there
            ring.append(here)
            if here == start:
                break
        rings.append(ring)
    return rings


def _simplify(ring: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The closed ring without corners on straight lines, from its smallest corner."""
    points = ring[:-1]
    corners = [
        point
        for before, point, after in zip(points[-1:] + points[:-1], points, points[1:] + points[:1], strict=True)
        if (point[0] - before[0]) * (after[1] - point[1]) != (point[1] - before[1]) * (after[0] - point[0])
    ]
    first = corners.index(min(corners))
    corners = corners[first:] + corners[:first]
    return (*corners, corners[0])


def _twice_area(ring: tuple[tuple[int, int], ...]) -> int:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
