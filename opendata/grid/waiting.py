"""Who waits for a region, level by level: in cells that lie in no region yet, or passed over by a region that may not show them.

At every level the cells of the level below are grouped to nodes, four to one. A node's contributors are counted once each, however
many of its cells they are in.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from .runs import by_run, distinct_values

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Waiting(Protocol):
    """What the partition asks at each level. Arrays have an element per node of the present level."""

    def climb(self, up: Ints, starts: Ints) -> None:
        """Go to the next level: ``up`` is the parent of each node, ascending, and ``starts`` the first child of each parent."""

    def figures(self) -> Ints:
        """Distinct contributors who wait."""

    def own(self, figures: Ints, asked: Bools) -> Ints:
        """``figures``, where asked without those who were passed over elsewhere in the node."""

    def leave(self, published: Bools, excess: Ints) -> None:
        """Those of ``published`` nodes wait no longer, but for ``excess`` of each, who are passed over."""

    def rest(self) -> tuple[int, int]:
        """Distinct contributors who wait at the end, and how many of them in cells without a region."""


class Heads:
    """Every point is its own contributor: numbers tell all."""

    def __init__(self, count: Ints):
        """``count``: ``(m,)`` points per occupied cell."""
        self._inside, self._passed = count, np.zeros(len(count), dtype=np.int64)

    def climb(self, up: Ints, starts: Ints) -> None:
        """As :meth:`Waiting.climb`."""
        self._inside, self._passed = by_run(np.add, self._inside, starts), by_run(np.add, self._passed, starts)

    def figures(self) -> Ints:
        """As :meth:`Waiting.figures`."""
        return self._inside + self._passed

    def own(self, figures: Ints, asked: Bools) -> Ints:
        """As :meth:`Waiting.own`."""
        return np.where(asked, self._inside, figures)

    def leave(self, published: Bools, excess: Ints) -> None:
        """As :meth:`Waiting.leave`."""
        self._inside = np.where(published, 0, self._inside)
        self._passed = np.where(published, excess, self._passed)

    def rest(self) -> tuple[int, int]:
        """As :meth:`Waiting.rest`."""
        inside = int(self._inside.sum())
        return inside + int(self._passed.sum()), inside


class Pairs(NamedTuple):
    """Contributors cell by cell: those of cell ``i`` are ``code[start[i] : start[i] + number[i]]``, each once."""

    start: Ints
    number: Ints
    code: Ints

    def of(self, cells: Ints) -> Ints:
        """Indices into ``code`` of the contributors of these cells, cell after cell."""
        number = self.number[cells]
        before = np.cumsum(number) - number
        return np.repeat(self.start[cells] - before, number) + np.arange(int(number.sum()))

    def cell_of(self, index: Ints) -> Ints:
        """The cell of each index into ``code``."""
        some = np.flatnonzero(self.number)
        order = some[np.argsort(self.start[some])]
        return order[np.searchsorted(self.start[order], index, side="right") - 1]


class _Passed(NamedTuple):
    """Contributors passed over: the node of each and the code."""

    node: Ints
    code: Ints

    def among(self, chosen: Bools) -> _Passed:
        return _Passed(self.node[chosen], self.code[chosen])


_NOBODY = _Passed(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class People:
    """Contributors with codes, who may be in several cells."""

    def __init__(self, keys: Ints, pairs: Pairs):
        """``keys``: ``(m,)`` Morton keys of the occupied cells, ``pairs``: who is in each."""
        self._keys, self._pairs = keys, pairs
        self._codes = int(pairs.code.max()) + 1
        self._bits = (self._codes - 1).bit_length()
        """Bits that a contributor's code needs."""
        self._cell, self._node, self._nodes = np.arange(len(keys)), np.arange(len(keys)), len(keys)
        """Cells without a region and the node of each."""
        self._passed = _NOBODY

    def climb(self, up: Ints, starts: Ints) -> None:
        """As :meth:`Waiting.climb`."""
        self._node, self._nodes = up[self._node], len(starts)
        self._passed = _Passed(up[self._passed.node], self._passed.code)

    def figures(self) -> Ints:
        """As :meth:`Waiting.figures`."""
        # within one cell pairs are distinct already; only nodes of several cells, or with passed-over ones, must be looked through
        alone = np.bincount(self._node, minlength=self._nodes) == 1
        alone[self._passed.node] = False
        single = alone[self._node]
        found = self._distinct(~single, self._passed)
        found[self._node[single]] = self._pairs.number[self._cell[single]]
        return found

    def own(self, figures: Ints, asked: Bools) -> Ints:
        """As :meth:`Waiting.own`."""
        mixed = np.zeros(self._nodes, dtype=bool)
        mixed[self._passed.node] = True
        mixed &= asked
        if not mixed.any():
            return figures
        return np.where(mixed, self._distinct(mixed[self._node], _NOBODY), figures)

    def leave(self, published: Bools, excess: Ints) -> None:
        """As :meth:`Waiting.leave`.

        Who is passed over is decided by where they have been, not by their names: contributors with the same cells are interchangeable,
        so names change no figure.
        """
        giving = excess > 0
        left = _NOBODY
        if giving.any():
            pairs = self._in_nodes(giving[self._node], self._passed.among(giving[self._passed.node]))
            node, code = pairs >> self._bits, pairs & ((1 << self._bits) - 1)
            order = np.lexsort((self._signature(code), node))
            node, code = node[order], code[order]
            leaves = np.arange(len(node)) - np.searchsorted(node, node) < excess[node]
            left = _Passed(node[leaves], code[leaves])
        still = ~published[self._node]
        self._cell, self._node = self._cell[still], self._node[still]
        kept = self._passed.among(~published[self._passed.node])
        self._passed = _Passed(np.concatenate([kept.node, left.node]), np.concatenate([kept.code, left.code]))

    def rest(self) -> tuple[int, int]:
        """As :meth:`Waiting.rest`."""
        own = self._pairs.code[self._pairs.of(self._cell)]
        return len(distinct_values(np.concatenate([own, self._passed.code]))), len(distinct_values(own))

    def _distinct(self, chosen: Bools, passed: _Passed) -> Ints:
        return np.bincount(self._in_nodes(chosen, passed) >> self._bits, minlength=self._nodes)

    def _in_nodes(self, chosen: Bools, passed: _Passed) -> Ints:
        """Distinct pairs of node and contributor of the ``chosen`` waiting cells, packed as ``node << bits | contributor``, sorted."""
        cell, node = self._cell[chosen], self._node[chosen]
        pairs = np.repeat(node << self._bits, self._pairs.number[cell])
        pairs |= self._pairs.code[self._pairs.of(cell)]
        return distinct_values(np.concatenate([pairs, passed.node << self._bits | passed.code]))

    def _signature(self, code: Ints) -> NDArray[np.uint64]:
        """A number for each contributor's set of cells, the same whatever the contributor is called and wherever the grid begins."""
        value = self._keys.astype(np.uint64) + _GOLDEN
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
            value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
        asked = np.zeros(self._codes, dtype=bool)
        asked[code] = True
        where = np.flatnonzero(asked[self._pairs.code])
        total = np.zeros(self._codes, dtype=np.uint64)
        np.add.at(total, self._pairs.code[where], value[self._pairs.cell_of(where)])
        return total[code]
