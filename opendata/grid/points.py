"""Points as distinct (finest cell, contributor) pairs: all that the partition may look at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import morton
from .tally import Tally

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Points:
    """Distinct pairs of finest cell and contributor, cells in Morton order."""

    def __init__(self, tally: Tally, more: NDArray[np.int64]):
        """``more``: keys of cells to be known though no point may lie there."""
        self.cells, self.row_cell = tally.cells, tally.row_cell
        """Keys of the cells, and for each row of the tally the index of its cell."""
        if len(more):
            self.cells = np.union1d(tally.cells, more)
            self.row_cell = np.searchsorted(self.cells, tally.cells)[tally.row_cell]
        self._weight = np.zeros(0, dtype=np.int64)
        self._pair_cell = self._pair_code = np.zeros(0, dtype=np.int64)
        self._codes = 0
        if tally.contributor is None:
            self._weight = np.bincount(self.row_cell, tally.points, len(self.cells)).astype(np.int64)
        elif len(tally):
            self._codes = int(tally.contributor.max()) + 1
            first = np.ones(len(tally), dtype=bool)
            if tally.theme is not None:
                # a contributor's rows of several themes in one cell follow one another
                first[1:] = (self.row_cell[1:] != self.row_cell[:-1]) | (tally.contributor[1:] != tally.contributor[:-1])
            self._pair_cell, self._pair_code = self.row_cell[first], tally.contributor[first]

    def distinct(self, group: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
        """Distinct contributors of each group; ``group`` gives each cell's, -1 for none."""
        if not self._codes:
            chosen = group >= 0
            weight = self._weight if len(self._weight) else np.zeros(len(group), dtype=np.int64)
            return np.bincount(group[chosen], weights=weight[chosen], minlength=groups).astype(np.int64)
        pairs = self._distinct_pairs(group)
        return np.bincount(pairs // self._codes, minlength=groups)

    def _distinct_pairs(self, group: NDArray[np.int64]) -> NDArray[np.int64]:
        of_pair = group[self._pair_cell]
        chosen = of_pair >= 0
        return np.unique(of_pair[chosen] * self._codes + self._pair_code[chosen])

    def distinct_elsewhere(self, owner: NDArray[np.int64], excess: NDArray[np.int64]) -> int:
        """Distinct contributors among the cells that wait (``owner`` -1) and ``excess[i]`` contributors of each region ``i``.

        Whom a region gives up is decided by where they have been, not by their names: contributors with the same cells are
        interchangeable, so names change no figure.
        """
        waiting = np.where(owner < 0, 0, -1)
        if not self._codes:
            return int(self.distinct(waiting, 1)[0] + excess.sum())
        people = [self._distinct_pairs(waiting)]
        giving = np.flatnonzero(excess)
        if len(giving):
            pairs = self._distinct_pairs(np.where(np.isin(owner, giving), owner, -1))
            region, code = pairs // self._codes, pairs % self._codes
            order = np.lexsort((self._signature()[code], region))
            region, code = region[order], code[order]
            first = np.searchsorted(region, giving)
            place = np.arange(len(region)) - np.repeat(first, np.diff(np.append(first, len(region))))
            people.append(code[place < excess[region]])
        return len(np.unique(np.concatenate(people)))

    def _signature(self) -> NDArray[np.uint64]:
        """A number for each contributor's set of cells, the same whatever the contributor is called and wherever the grid begins."""
        column, row = morton.decode(self.cells)
        value = morton.encode(column - column.min(), row - row.min()).astype(np.uint64) + _GOLDEN
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
            value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
        total = np.zeros(self._codes, dtype=np.uint64)
        np.add.at(total, self._pair_code, value[self._pair_cell])
        return total
