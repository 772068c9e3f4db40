"""Fixed grids with suppression: the usual method, as an alternative and for comparison.

Every cell of one size with at least k contributors is published. The rest of each coarsest cell is published as one figure, because
readers want totals to be complete; where that figure would give the hidden cells away, the smallest published cells are suppressed with
them (complementary suppression), and where nothing is left to suppress the rest goes to "elsewhere".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError
from ..progress import Progress, silent
from ..release import CELL, ELSEWHERE, PUBLISHED, REMAINDER, WITHHELD, Region, Release
from .cells import Cell, Chain, cell_id, cell_index

Int = NDArray[np.int64]


@dataclass(frozen=True)
class FixedGrid:
    """A grid of one size with suppression.

    ``regions`` sorted by id; ``point_region``: (points,) int64, index of the region each point is published in, -1 where withheld;
    ``chain`` from the grid's size to the coarsest; ``suppressed``: cells hidden only to protect others.
    """

    regions: tuple[Region, ...]
    point_region: Int
    chain: Chain
    k: int
    width: int
    suppressed: int

    def release(self, facts: dict[str, Any]) -> Release:
        """The grid as a release without themes; ``facts`` are added to those of the method."""
        chain = {"epsg": self.chain.epsg, "sizes": list(self.chain.sizes)}
        return Release(self.regions, facts={"method": "fixed", "k": self.k, "width": self.width, "chain": chain} | facts)


def fixed_grid(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    contributor: Int,
    chain: Chain,
    size: int,
    k: int,
    width: int | None = None,
    progress: Progress = silent,
) -> FixedGrid:
    """Publish the cells of ``size`` metres of ``chain`` that hold k distinct contributors or more, and safe rests.

    ``x``, ``y`` (points,) float64 metres in the chain's CRS; ``contributor`` (points,) int64; ``width`` as for the partition, default
    max(2, k // 2). Raises :class:`InputError` for a size that is not on the chain.
    """
    if size not in chain.sizes:
        raise InputError(Fault("grid", f"{size} m is not a size of the chain", f"use one of {', '.join(map(str, chain.sizes))}"))
    width = max(2, k // 2) if width is None else width
    progress("fixed grid", 0, 3)
    column, row = cell_index(x, size), cell_index(y, size)
    cells, cell_of = np.unique(np.stack((column, row)), axis=1, return_inverse=True)
    cell_of = cell_of.reshape(-1)
    shown = distinct(cell_of, contributor, cells.shape[1]) >= k
    progress("fixed grid", 1, 3)
    step = chain.coarsest // size
    blocks, block_of = np.unique(cells // step, axis=1, return_inverse=True)
    rest = _Rest(cell_of, contributor, shown, block_of.reshape(-1), step * step, k, width)
    rest.protect()
    progress("fixed grid", 2, 3)
    return _regions(cells, blocks, rest, Chain(chain.epsg, chain.sizes[chain.sizes.index(size) :]))


def distinct(group: Int, contributor: Int, groups: int) -> Int:
    """Distinct contributors of each group, (groups,) int64."""
    if not len(group):
        return np.zeros(groups, dtype=np.int64)
    order = np.lexsort((contributor, group))
    g, c = group[order], contributor[order]
    first = np.ones(len(g), dtype=bool)
    first[1:] = (g[1:] != g[:-1]) | (c[1:] != c[:-1])
    return np.bincount(g[first], minlength=groups).astype(np.int64)


class _Rest:
    """What is not published as a cell, per coarsest cell, and how it is made safe."""

    def __init__(self, cell_of: Int, contributor: Int, shown: NDArray[np.bool_], block_of: Int, room: int, k: int, width: int) -> None:
        self.cell_of, self.contributor, self.block_of = cell_of, contributor, block_of
        self.shown, self.room, self.k, self.width = shown, room, k, width
        self.blocks = int(block_of.max()) + 1 if len(block_of) else 0
        self.counts = distinct(cell_of, contributor, len(shown))
        self.suppressed = 0
        self.rest = self._count()

    def _count(self) -> Int:
        hidden = ~self.shown[self.cell_of]
        return distinct(self.block_of[self.cell_of[hidden]], self.contributor[hidden], self.blocks)

    def _safe(self) -> NDArray[np.bool_]:
        """Whether each rest may be shown (or is none): at least k, and no hidden cell within the width of being known."""
        hidden_cells = self.room - np.bincount(self.block_of[self.shown], minlength=self.blocks)
        slack = hidden_cells * (self.k - 1) - self.rest
        wide = (hidden_cells > 1) & ((slack >= self.width) | (slack < 0))
        return np.asarray((self.rest == 0) | ((self.rest >= self.k) & wide))

    def protect(self) -> None:
        """Suppress the smallest published cell of each unsafe block, until every block is safe or shows no cell."""
        while True:
            unsafe = ~self._safe()
            candidates = np.nonzero(self.shown & unsafe[self.block_of])[0]
            if not len(candidates):
                break
            order = np.lexsort((candidates, self.counts[candidates], self.block_of[candidates]))
            candidates = candidates[order]
            first = np.unique(self.block_of[candidates], return_index=True)[1]
            self.shown[candidates[first]] = False
            self.suppressed += len(first)
            self.rest = self._count()
        self.own = self._safe() & (self.rest > 0)


def _regions(cells: Int, blocks: Int, rest: _Rest, chain: Chain) -> FixedGrid:
    size, coarsest = chain.finest, chain.coarsest
    listed: list[tuple[Region, Int]] = []
    corner = (cells * size).T.tolist()
    shown_of_block: dict[int, list[Cell]] = {}
    for i in np.nonzero(rest.shown)[0].tolist():
        cell = Cell(size, *corner[i])
        shown_of_block.setdefault(int(rest.block_of[i]), []).append(cell)
        name = cell_id(cell, chain.epsg)
        listed.append((Region(name, CELL, size, name, (), int(rest.counts[i]), PUBLISHED), np.array([i])))
    hidden_of_block = np.argsort(rest.block_of, kind="stable")
    hidden_of_block = hidden_of_block[~rest.shown[hidden_of_block]]
    starts = np.searchsorted(rest.block_of[hidden_of_block], np.arange(rest.blocks + 1))
    for b in np.nonzero(rest.own)[0].tolist():
        block = Cell(coarsest, *(blocks[:, b] * coarsest).tolist())
        members = hidden_of_block[starts[b] : starts[b + 1]]
        without = [cell_id(cell, chain.epsg) for cell in coarsened(shown_of_block.get(b, []), coarsest)]
        container, count = cell_id(block, chain.epsg), int(rest.rest[b])
        if without:
            listed.append((Region(container + "_r", REMAINDER, coarsest, container, tuple(sorted(without)), count, PUBLISHED), members))
        else:
            listed.append((Region(container, CELL, coarsest, container, (), count, PUBLISHED), members))
    listed += _elsewhere(rest)
    listed.sort(key=lambda item: item[0].region_id)
    region_of_cell = np.full(cells.shape[1], -1, dtype=np.int64)
    for number, (region, members) in enumerate(listed):
        if region.status == PUBLISHED:
            region_of_cell[members] = number
    return FixedGrid(tuple(region for region, _ in listed), region_of_cell[rest.cell_of], chain, rest.k, rest.width, rest.suppressed)


def _elsewhere(rest: _Rest) -> list[tuple[Region, Int]]:
    members = np.nonzero(~rest.shown & ~rest.own[rest.block_of])[0] if rest.blocks else np.zeros(0, dtype=np.int64)
    if not len(members):
        return []
    count = len(np.unique(rest.contributor[np.isin(rest.cell_of, members)]))
    status = PUBLISHED if count >= rest.k else WITHHELD
    return [(Region(ELSEWHERE, REMAINDER, 0, ELSEWHERE, (), count if count >= rest.k else None, status), members)]


def coarsened(cells: Sequence[Cell], coarsest: int) -> list[Cell]:
    """The same ground in as few cells as possible: four quarters become their parent, up to below ``coarsest``."""
    done: list[Cell] = []
    now = sorted(cells)
    while now:
        size = now[0].size
        parents: dict[Cell, list[Cell]] = {}
        for cell in now:
            up = Cell(2 * size, cell.east // (2 * size) * 2 * size, cell.north // (2 * size) * 2 * size)
            parents.setdefault(up, []).append(cell)
        full = [parent for parent, four in parents.items() if len(four) == 4 and parent.size < coarsest]
        done += [cell for parent, part in parents.items() if parent not in set(full) for cell in part]
        now = full
    return sorted(done)
