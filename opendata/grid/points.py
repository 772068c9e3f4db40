"""Points as distinct (finest cell, contributor) pairs: all that the partition may look at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Points:
    """Distinct pairs of finest cell and contributor, cells in Morton order."""

    def __init__(self, key: NDArray[np.int64], n: int, contributor: NDArray[np.int64] | None):
        """``key``: Morton keys of the ``n`` points' cells, then of cells to be known though no point lies there.

        ``contributor``: ``(n,)`` codes ``0 .. m - 1``, None when each point is its own.
        """
        self.cells, inverse = np.unique(key, return_inverse=True)
        self.point_cell = inverse[:n]
        """``(n,)`` index into ``cells``."""
        self._weight = np.zeros(0, dtype=np.int64)
        self._pair_cell = self._pair_code = np.zeros(0, dtype=np.int64)
        self._codes = 0
        if contributor is None:
            self._weight = np.bincount(self.point_cell, minlength=len(self.cells))
        elif n:
            self._codes = int(contributor.max()) + 1
            pair = np.unique(self.point_cell * self._codes + contributor)
            self._pair_cell, self._pair_code = pair // self._codes, pair % self._codes

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
        value = self.cells.astype(np.uint64) + _GOLDEN
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
            value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
        total = np.zeros(self._codes, dtype=np.uint64)
        np.add.at(total, self._pair_code, value[self._pair_cell])
        return total
