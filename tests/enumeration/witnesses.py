"""The attacker on trees too large to enumerate: solve for the smallest and largest count of a set of hidden cells, then prove it.

From a release alone the system of docs/method.md ("What an attacker may know") is set up as an integer program. Its extreme solutions are
worlds; each world is put through the real partition, which must publish the very same regions. So the interval found is one the
attacker is truly left with, not one that our reading of the rules makes up.

    python tests/enumeration/witnesses.py [worlds]     # the long form: 8 x 8 and 16 x 16 cells, every k of 3 … 5 and every w
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from trygghetsrutan.opendata.grid.cells import Cell, Chain, parse_cell_id
from trygghetsrutan.opendata.grid.partition import partition
from trygghetsrutan.opendata.release import ELSEWHERE, Region

FINEST = 125
Counts = dict[tuple[int, int], int]
"""Contributors per finest cell, by column and row."""


def make(counts: Counts, levels: int, k: int, width: int) -> tuple[Region, ...]:
    """What the partition publishes of these counts."""
    cells = np.asarray(list(counts), dtype=np.int64).reshape(-1, 2)
    times = np.asarray(list(counts.values()), dtype=np.int64)
    where = np.repeat((cells + 0.5) * FINEST, times, axis=0)
    return partition(where[:, 0], where[:, 1], None, Chain(3006, tuple(FINEST << i for i in range(levels))), k, width).regions


@dataclass
class System:
    """Loads of parts as variables, and what the release says of them."""

    upper: list[float]
    rows: list[dict[int, float]]
    low: list[float]
    high: list[float]
    finest: dict[tuple[int, int], int]
    """Variable of each hidden finest cell."""
    shown: Counts
    """Figures of finest cells that are regions."""

    def solve(self, chosen: Sequence[tuple[int, int]], sign: int) -> tuple[int, Counts]:
        """The smallest (``sign`` 1) or largest (-1) count over the chosen hidden cells, and a world that has it."""
        cost = np.zeros(len(self.upper))
        cost[[self.finest[cell] for cell in chosen]] = sign
        matrix = np.zeros((len(self.rows), len(self.upper)))
        for row, coefficients in zip(matrix, self.rows, strict=True):
            for variable, value in coefficients.items():
                row[variable] = value
        found = milp(cost, constraints=LinearConstraint(matrix, self.low, self.high), bounds=Bounds(0, self.upper), integrality=1)
        if not found.success:
            raise AssertionError("the system of a release must hold at least the world it was made of")
        loads = np.rint(found.x).astype(int)
        world = self.shown | {cell: int(loads[variable]) for cell, variable in self.finest.items()}
        return sign * round(found.fun), world


def system(regions: Sequence[Region], coarsest: Sequence[tuple[int, int]], levels: int, k: int, width: int) -> System:
    """The attacker's system for a release whose ground is the given coarsest cells (columns and rows in coarsest cells)."""
    figure: dict[Cell, int] = {}
    last: int | None = None
    for region in regions:
        if region.container_id == ELSEWHERE:
            last = region.contributors
        else:
            figure[parse_cell_id(region.container_id)[1]] = region.contributors or 0
    built = System([], [], [], [], {}, {})

    def variable(most: float) -> int:
        built.upper.append(most)
        return len(built.upper) - 1

    def row(coefficients: dict[int, float], low: float, high: float) -> None:
        built.rows.append(coefficients)
        built.low.append(low)
        built.high.append(high)

    def visit(cell: Cell) -> tuple[int | None, int, bool, bool]:
        """Variable of the cell's load, its capacity, whether it has open ground, whether a region is seen in it."""
        if cell.size == FINEST:
            place = (cell.east // FINEST, cell.north // FINEST)
            if cell in figure:
                built.shown[place] = figure[cell]
                return None, 0, False, True
            built.finest[place] = variable(k - 1)
            return built.finest[place], k - 1, True, False
        half = cell.size // 2
        children = [visit(Cell(half, cell.east + dx, cell.north + dy)) for dx in (0, half) for dy in (0, half)]
        content = sum(child[1] for child in children)
        inside: dict[int, float] = {child[0]: 1.0 for child in children if child[0] is not None}
        ground, seen = any(child[2] for child in children), any(child[3] for child in children)
        if cell in figure:
            if figure[cell] == content - width:
                load = variable(width)
                row(inside | {load: -1.0}, figure[cell], figure[cell])
                return load, width, False, True
            row(inside, figure[cell], figure[cell])
            return None, 0, False, True
        if not inside:
            return None, 0, False, seen
        capacity = k - 1 if ground and content - width >= k else content
        load = variable(capacity)
        row(inside | {load: -1.0}, 0, 0)
        return load, capacity, ground, seen

    size = FINEST << (levels - 1)
    tops = [visit(Cell(size, column * size, line * size)) for column, line in coarsest]
    content = sum(top[1] for top in tops if top[3])
    room = content - width
    loads: dict[int, float] = {top[0]: 1.0 for top in tops if top[0] is not None}
    if loads:
        if last is not None:
            row(loads, last, np.inf if last == room else last)
        else:
            row(loads, 0, k - 1 if room >= k else np.inf)
    return built


def narrowest(counts: Counts, levels: int, k: int, width: int, random: np.random.Generator, sets: int) -> int | None:
    """Narrowest interval among some sets of hidden cells of one world's release, each end proved by a world with the same release.

    Raises :class:`AssertionError` when an end is not proved. None when nothing is hidden from a set that is not made of whole regions.
    """
    across = 1 << (levels - 1)
    coarsest = sorted({(column // across, line // across) for column, line in counts})
    regions = make(counts, levels, k, width)
    built = system(regions, coarsest, levels, k, width)
    home = _homes(built, regions)
    hidden = sorted(built.finest)
    found = None
    for chosen in _sets(hidden, home, random, sets):
        whole = all(len({cell in chosen for cell in hidden if home[cell] == region}) == 1 for region in {home[cell] for cell in chosen})
        if whole:
            continue
        low, least = built.solve(chosen, 1)
        high, most = built.solve(chosen, -1)
        for world in (least, most):
            if make(world, levels, k, width) != regions:
                raise AssertionError(f"a world of the system has another release: {world}")
        if low == high and 1 <= low < k:
            raise AssertionError(f"a set of cells is certain to hold {low}")
        found = high - low if found is None else min(found, high - low)
    return found


def _homes(built: System, regions: Sequence[Region]) -> dict[tuple[int, int], str]:
    """The region each hidden finest cell lies in: the one with the smallest container around it."""
    homes: dict[tuple[int, int], str] = {}
    drawn = sorted((parse_cell_id(r.container_id)[1], r.region_id) for r in regions if r.container_id != ELSEWHERE)
    for column, line in built.finest:
        cell = Cell(FINEST, column * FINEST, line * FINEST)
        homes[column, line] = next((name for container, name in drawn if cell.within(container)), ELSEWHERE)
    return homes


def _sets(
    hidden: list[tuple[int, int]], home: dict[tuple[int, int], str], random: np.random.Generator, sets: int
) -> list[frozenset[tuple[int, int]]]:
    """Single cells, blocks, all of a region but one cell, and sets at random; ``sets`` of them."""
    found = []
    for _ in range(sets if hidden else 0):
        one = hidden[random.integers(len(hidden))]
        same = [cell for cell in hidden if home[cell] == home[one]]
        kind = random.integers(4)
        if kind == 0:
            found.append(frozenset([one]))
        elif kind == 1:
            bits = random.integers(1, 3)
            found.append(frozenset(cell for cell in hidden if (cell[0] >> bits, cell[1] >> bits) == (one[0] >> bits, one[1] >> bits)))
        elif kind == 2:
            found.append(frozenset(same) - {one} or frozenset([one]))
        else:
            found.append(frozenset(cell for cell in hidden if random.random() < 0.5) or frozenset([one]))
    return found


def world(levels: int, coarsest: int, k: int, random: np.random.Generator) -> Counts:
    """Counts at random that make many full remainders: mostly just below k, some empty, some far above."""
    across = 1 << (levels - 1)
    shape = (across * coarsest, across)
    near: NDArray[np.int64] = random.choice([0, 1, k - 2, k - 1, k, 3 * k], size=shape, p=_mixture(random))
    return {(int(c), int(r)): int(near[c, r]) for c in range(shape[0]) for r in range(shape[1])}


def _mixture(random: np.random.Generator) -> NDArray[np.float64]:
    return random.dirichlet(random.choice([0.3, 1.0], size=6))


def main() -> int:
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    random = np.random.default_rng(1)
    print("| cells | k | w | worlds | sets tried | narrowest |")
    print("|---|---|---|---|---|---|")
    bad = 0
    for levels, name in ((4, "8 x 8"), (5, "16 x 16")):
        for k in (3, 4, 5):
            for width in range(2, k):
                least = [narrowest(world(levels, 1 + i % 2, k, random), levels, k, width, random, 8) for i in range(worlds)]
                widths = [value for value in least if value is not None]
                print(f"| {name} | {k} | {width} | {worlds} | {8 * worlds} | {min(widths)} |", flush=True)
                bad |= min(widths) < width
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
