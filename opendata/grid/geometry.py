"""Shapes of regions: a container cell minus the cells it excludes, as polygons with whole-metre corners.

All edges lie on grid lines, so the shape is traced exactly in integers; nothing is rounded and nothing can overlap by a hair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .cells import Cell

Point = tuple[int, int]
Ring = tuple[Point, ...]
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
    unit = min(cell.size for cell in cells)
    shells: list[Ring] = []
    holes: list[Ring] = []
    for ring in _simple(_trace(_edges(_raster(container, cells, unit)))):
        (shells if _twice_area(ring) > 0 else holes).append(ring)
    polygons: dict[Ring, list[Ring]] = {shell: [] for shell in shells}
    for hole in holes:
        # the square to the left of a hole's lower left corner is ground: it lies in the smallest shell around it
        x, y = hole[0]
        around = [shell for shell in shells if _inside(x - 0.5, y + 0.5, shell)] if len(shells) > 1 else shells
        polygons[min(around, key=_twice_area)].append(hole)

    def metres(ring: Ring) -> Ring:
        return tuple((container.east + x * unit, container.north + y * unit) for x, y in ring)

    return tuple(sorted((metres(shell), *sorted(map(metres, within))) for shell, within in polygons.items()))


def area(polygons: Iterable[Polygon]) -> int:
    """Square metres of polygons whose shells run counter-clockwise and whose holes run clockwise."""
    return sum(_twice_area(ring) for polygon in polygons for ring in polygon) // 2


def _raster(container: Cell, excluded: list[Cell], unit: int) -> NDArray[np.bool_]:
    """Which squares of ``unit`` metres are kept, with a frame of one that is not; ``[row, column]`` from the lower-left corner."""
    side, rest = divmod(container.size, unit)
    kept = np.zeros((side + 2, side + 2), dtype=bool)
    kept[1:-1, 1:-1] = True
    for cell in excluded:
        if rest or not cell.within(container):
            raise ValueError("an excluded cell is not inside its container")
        column, row, width = (cell.east - container.east) // unit + 1, (cell.north - container.north) // unit + 1, cell.size // unit
        block = kept[row : row + width, column : column + width]
        if not block.all():
            raise ValueError("two excluded cells overlap")
        block[:] = False
    return kept


def _edges(kept: NDArray[np.bool_]) -> dict[Point, list[Point]]:
    """Edges between kept squares and others, by their start, with the kept square on the left."""
    after: dict[Point, list[Point]] = {}
    # a row (column) of a difference is the line below (left of) the squares of that row (column)
    lines = np.diff(kept.astype(np.int8), axis=0)[:, 1:-1]
    for row, column in np.argwhere(lines > 0).tolist():
        after.setdefault((column, row), []).append((column + 1, row))
    for row, column in np.argwhere(lines < 0).tolist():
        after.setdefault((column + 1, row), []).append((column, row))
    lines = np.diff(kept.astype(np.int8), axis=1)[1:-1]
    for row, column in np.argwhere(lines > 0).tolist():
        after.setdefault((column, row + 1), []).append((column, row))
    for row, column in np.argwhere(lines < 0).tolist():
        after.setdefault((column, row), []).append((column, row + 1))
    return after


def _trace(after: dict[Point, list[Point]]) -> Iterator[list[Point]]:
    """Closed walks along all edges, each edge once; the last point is not repeated.

    Where kept squares meet in a corner only a walk turns left, so that it stays with squares that hang together by edges.
    """
    while after:
        start = here = next(iter(after))
        walk: list[Point] = []
        while True:
            ends = after[here]
            there = ends[0]
            if len(ends) > 1 and walk:
                before = walk[-1]
                left = (here[0] - here[1] + before[1], here[1] + here[0] - before[0])
                there = left if left in ends else there
            ends.remove(there)
            if not ends:
                del after[here]
            walk.append(here)
            here = there
            if here == start:
                break
        yield walk


def _simple(walks: Iterable[list[Point]]) -> Iterator[Ring]:
    """Rings that pass no point twice, closed, without corners on straight lines, from their smallest corner.

    Where kept squares meet in a corner only, a walk may come by twice. Cut there it falls into rings that touch in that point, as OGC
    allows: two shells, or a shell and its hole.
    """
    for walk in walks:
        path: list[Point] = []
        place: dict[Point, int] = {}
        for point in [*walk, walk[0]]:
            if point in place:
                cut = place[point]
                yield _corners(path[cut:])
                for passed in path[cut + 1 :]:
                    del place[passed]
                del path[cut + 1 :]
            else:
                place[point] = len(path)
                path.append(point)


def _corners(points: list[Point]) -> Ring:
    corners = [
        point
        for before, point, after in zip(points[-1:] + points[:-1], points, points[1:] + points[:1], strict=True)
        if (point[0] - before[0]) * (after[1] - point[1]) != (point[1] - before[1]) * (after[0] - point[0])
    ]
    first = corners.index(min(corners))
    return (*corners[first:], *corners[: first + 1])


def _inside(x: float, y: float, ring: Ring) -> bool:
    """Whether a point that is on no line lies inside: a ray to the right crosses an odd number of edges."""
    return sum((y0 > y) != (y1 > y) and x0 > x for (x0, y0), (_, y1) in pairwise(ring)) % 2 == 1


def _twice_area(ring: Ring) -> int:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
