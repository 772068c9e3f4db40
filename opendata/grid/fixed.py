"""Fixed grids with suppression: the usual method, as an alternative and for comparison.

Every cell of one size with at least k contributors is published. The rest of each coarsest cell is published as one figure, because
readers want totals to be complete; where that figure would give the hidden cells away, the smallest published cells are suppressed with
them (complementary suppression), and where nothing is left to suppress the rest goes to "elsewhere".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from ..progress import Progress, silent
from ..release import CELL, ELSEWHERE, REMAINDER
from .cells import Cell, Chain, cell_id, cell_index, parse_cell_id
from .partition import Partition
from .people import distinct_people, people_codes
from .rule import check_rule

Int = NDArray[np.int64]

METHOD = "fixed"
"""What the release's fact ``method`` is called, so that the auditor plays an attacker who knows this method's rules."""


def fixed_grid(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    contributor: ArrayLike | None,
    chain: Chain,
    size: int,
    k: int,
    width: int,
    progress: Progress = silent,
) -> Partition:
    """Publish the cells of ``size`` metres of ``chain`` that hold k distinct contributors or more, and safe rests.

    ``x``, ``y`` (points,) float64 metres in the chain's CRS; ``contributor`` (points,) strings or integers, None when each point is its
    own; ``k``, ``width`` as for the partition. The result's chain begins at ``size``, which is what the release shall state with
    ``method`` = :data:`METHOD`. Raises :class:`InputError` for a size that is not on the chain and a rule that protects nobody.
    """
    check_rule(k, width)
    if size not in chain.sizes:
        raise InputError(Fault("grid", f"{size} m is not a size of the chain", f"use one of {', '.join(map(str, chain.sizes))}"))
    person = people_codes(contributor, len(x))
    progress("fixed grid", 0, 3)
    column, row = cell_index(x, size), cell_index(y, size)
    cells, cell_of = np.unique(np.stack((column, row)), axis=1, return_inverse=True)
    cell_of = cell_of.reshape(-1)
    shown = distinct_people(cell_of, person, cells.shape[1]) >= k
    progress("fixed grid", 1, 3)
    step = chain.coarsest // size
    blocks, block_of = np.unique(cells // step, axis=1, return_inverse=True)
    rest = _Rest(cell_of, person, shown, block_of.reshape(-1), step * step, k, width)
    rest.protect()
    progress("fixed grid", 2, 3)
    return _regions(cells, blocks, rest, Chain(chain.epsg, chain.sizes[chain.sizes.index(size) :]))


class _Rest:
    """What is not published as a cell, per coarsest cell, and how it is made safe."""

    def __init__(self, cell_of: Int, contributor: Int, shown: NDArray[np.bool_], block_of: Int, room: int, k: int, width: int) -> None:
        self.cell_of, self.contributor, self.block_of = cell_of, contributor, block_of
        self.shown, self.room, self.k, self.width = shown, room, k, width
        self.blocks = int(block_of.max()) + 1 if len(block_of) else 0
        self.counts = distinct_people(cell_of, contributor, len(shown))
        self.rest = self._count()

    def _count(self) -> Int:
        hidden = ~self.shown[self.cell_of]
        return distinct_people(self.block_of[self.cell_of[hidden]], self.contributor[hidden], self.blocks)

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
            self.rest = self._count()
        self.own = self._safe() & (self.rest > 0)

    def elsewhere(self, members: Int) -> int:
        """Contributors of the cells that are in no region, -1 where that is too few or leaves the seen blocks too little to hide behind."""
        count = len(np.unique(self.contributor[np.isin(self.cell_of, members)]))
        shows = np.bincount(self.block_of[self.shown], minlength=self.blocks)
        room = int((self.room - shows)[(shows > 0) & ~self.own].sum()) * (self.k - 1)
        return count if count >= self.k and not room - self.width < count <= room else -1


def _regions(cells: Int, blocks: Int, rest: _Rest, chain: Chain) -> Partition:
    """Shown cells, safe rests and elsewhere as a partition, in the order of their ids."""
    found: list[tuple[str, str, tuple[Cell, ...], int, int, Int]] = []
    """Per region: kind, container, excluded cells, size, contributors (-1: withheld), members (indices of cells)."""
    corner = (cells * chain.finest).T.tolist()
    shown_of_block: dict[int, list[Cell]] = {}
    for i in np.nonzero(rest.shown)[0].tolist():
        cell = Cell(chain.finest, *corner[i])
        shown_of_block.setdefault(int(rest.block_of[i]), []).append(cell)
        found.append((CELL, cell_id(cell, chain.epsg), (), chain.finest, int(rest.counts[i]), np.array([i])))
    order = np.argsort(rest.block_of, kind="stable")
    order = order[~rest.shown[order]]
    starts = np.searchsorted(rest.block_of[order], np.arange(rest.blocks + 1))
    for b in np.nonzero(rest.own)[0].tolist():
        container = cell_id(Cell(chain.coarsest, *(blocks[:, b] * chain.coarsest).tolist()), chain.epsg)
        without = tuple(coarsened(shown_of_block.get(b, []), chain.coarsest))
        kind = REMAINDER if without else CELL
        found.append((kind, container, without, chain.coarsest, int(rest.rest[b]), order[starts[b] : starts[b + 1]]))
    left = np.nonzero(~rest.shown & ~rest.own[rest.block_of])[0]
    found.append((REMAINDER, ELSEWHERE, (), 0, rest.elsewhere(left), left))
    last = found.pop()
    found = [*sorted(found, key=lambda region: region[1] + "_r" if region[2] else region[1]), last]
    own = np.full(cells.shape[1], -1, dtype=np.int64)
    for number, (*_, count, members) in enumerate(found):
        own[members] = number if count >= 0 else -1
    containers = [parse_cell_id(container)[1] if size else Cell(0, 0, 0) for _, container, _, size, _, _ in found]
    figures = np.array([region[4] for region in found], dtype=np.int64)
    holes = [[number, cell.size, cell.east, cell.north] for number, region in enumerate(found) for cell in sorted(region[2])]
    return Partition(
        chain,
        rest.k,
        rest.width,
        np.array([region[3] for region in found], dtype=np.int64),
        np.array([[cell.east, cell.north] for cell in containers], dtype=np.int64),
        np.array(holes, dtype=np.int64).reshape(-1, 4),
        figures,
        np.maximum(figures, 0),
        np.array([0 if size in (0, chain.finest) else _content(size, excluded, chain, rest.k) for *_, excluded, size, _, _ in found]),
        rest.cell_of.astype(np.int32),
        own,
    )


def _content(size: int, excluded: Sequence[Cell], chain: Chain, k: int) -> int:
    """The most contributors that the hidden cells of a rest can hold, k - 1 each."""
    return ((size // chain.finest) ** 2 - sum((cell.size // chain.finest) ** 2 for cell in excluded)) * (k - 1)


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
