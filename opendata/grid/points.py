"""Points as distinct (finest cell, contributor) pairs: all that the partition may look at."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import morton
from .tally import Tally

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Spare(NamedTuple):
    """Contributors that wait though the region they lie in is made: group by group, each with a code or, without ids, how many."""

    group: NDArray[np.int64]
    number: NDArray[np.int64]

    def among(self, chosen: NDArray[np.bool_]) -> Spare:
        return Spare(self.group[chosen], self.number[chosen])

    def and_also(self, more: Spare) -> Spare:
        return Spare(np.concatenate([self.group, more.group]), np.concatenate([self.number, more.number]))


NOBODY = Spare(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class Points:
    """Distinct pairs of finest cell and contributor, cells in Morton order."""

    def __init__(self, tally: Tally, more: NDArray[np.int64], levels: int):
        """``more``: keys of cells to be known though no point may lie there. ``levels``: doublings from finest to coarsest cells."""
        self._levels = levels
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

    def distinct(self, group: NDArray[np.int64], groups: int, spare: Spare) -> NDArray[np.int64]:
        """Distinct contributors of each group: those of its cells and its spare ones. ``group`` gives each cell's, -1 for none."""
        chosen = group >= 0
        if not self._codes:
            weight = self._weight if len(self._weight) else np.zeros(len(group), dtype=np.int64)
            own = np.bincount(group[chosen], weights=weight[chosen], minlength=groups).astype(np.int64)
            return own + np.bincount(spare.group, weights=spare.number, minlength=groups).astype(np.int64)
        return np.bincount(self._pairs(group, spare) // self._codes, minlength=groups)

    def leave(self, group: NDArray[np.int64], excess: NDArray[np.int64], spare: Spare) -> Spare:
        """The contributors that groups give up, ``excess[i]`` of group ``i``.

        Who that is is decided by where they have been, not by their names: contributors with the same cells are interchangeable, so
        names change no figure.
        """
        giving = np.flatnonzero(excess)
        if not self._codes:
            return Spare(giving, excess[giving])
        if not len(giving):
            return NOBODY
        gives = np.append(excess > 0, False)
        of_spare = gives[spare.group]
        pairs = self._pairs(np.where(gives[group], group, -1), spare.among(of_spare))
        from_group, code = pairs // self._codes, pairs % self._codes
        order = np.lexsort((self._signature[code], from_group))
        from_group, code = from_group[order], code[order]
        place = np.arange(len(from_group)) - np.searchsorted(from_group, from_group)
        leaves = place < excess[from_group]
        return Spare(from_group[leaves], code[leaves])

    def _pairs(self, group: NDArray[np.int64], spare: Spare) -> NDArray[np.int64]:
        """Distinct ``group * codes + contributor``, sorted."""
        of_pair = group[self._pair_cell]
        chosen = of_pair >= 0
        pairs = of_pair[chosen] * self._codes + self._pair_code[chosen]
        return np.unique(np.concatenate([pairs, spare.group * self._codes + spare.number]) if len(spare.group) else pairs)

    @cached_property
    def _signature(self) -> NDArray[np.uint64]:
        """A number for each contributor's set of cells, the same whatever the contributor is called and wherever the grid begins."""
        column, row = morton.decode(self.cells)
        column -= column.min() >> self._levels << self._levels
        row -= row.min() >> self._levels << self._levels
        value = morton.encode(column, row).astype(np.uint64) + _GOLDEN
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
            value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
        total = np.zeros(self._codes, dtype=np.uint64)
        np.add.at(total, self._pair_code, value[self._pair_cell])
        return total
