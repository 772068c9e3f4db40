"""What an attacker can know of the hidden cells of a region, in closed form: no linear program, numpy only.

Every hidden block has a capacity that follows from published ids alone (``docs/method.md``). Capacities of nested blocks make the most a
set of cells can hold a rank function, and a region of figure f and content C leaves every set S of its hidden cells an interval of width
min(f, r(S), r(rest), r(S) + r(rest) - f) (Edmonds 1970 for the polymatroid; Fréchet 1940 and Hoeffding 1940 for a single row). The
narrowest over all S is min(f, k - 1, C - f). Disjoint regions share no cell, so no combination of regions tells more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .layout import Float, Int, Layout


@dataclass(frozen=True)
class Hidden:
    """What lies unpublished: ``cells``, ``content`` (regions,) int64, hidden finest cells and the most contributors they can hold by rule;
    ``elsewhere``: the same most for what is in no region, as far as it is seen to exist."""

    cells: Int
    content: Int
    elsewhere: int


@dataclass(frozen=True)
class _Nodes:
    """Cells of one size that hold a region: place, most contributors that may wait there, whether any ground is in no region."""

    low: Int
    capacity: Int
    ground: NDArray[np.bool_]


def hidden(layout: Layout, figure: Int, levels: int, k: int, width: int, blocks: bool = True) -> Hidden:
    """Content of every region before it was made, by the rules of the partition. ``figure`` (regions,) int64, below nought: withheld.

    A hidden finest cell holds at most k - 1. A larger cell with hidden ground whose content (sum of its quarters' capacities) minus
    ``width`` reaches k would have been shown with k contributors or more, so it holds at most k - 1 too; otherwise it holds up to its
    content. A region that shows its content minus ``width`` is full: up to ``width`` contributors more wait in the cells around it. Without
    ``blocks`` (fixed grids) only finest cells have a capacity of their own.
    """
    n = len(layout.low)
    cells = layout.cells
    content = np.zeros(n, dtype=np.int64)
    nodes = _Nodes(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool))
    length, unseen = 1, k - 1
    for level in range(levels):
        mine = np.nonzero(layout.length == length)[0]
        if level:
            nodes = _climb(nodes, layout.low[mine], length, unseen)
            unseen = k - 1 if blocks else 4 * unseen
        else:
            low = np.unique(layout.low[mine])
            nodes = _Nodes(low, np.full(len(low), k - 1), np.ones(len(low), dtype=bool))
        at = np.searchsorted(nodes.low, layout.low[mine])
        content[mine] = nodes.capacity[at]
        capacity = np.where(nodes.ground & (nodes.capacity - width >= k) & blocks, k - 1, nodes.capacity)
        full = blocks & (level > 0) & (figure[mine] == content[mine] - width)
        capacity[at] = np.where(full, width, 0)
        ground = nodes.ground.copy()
        ground[at] = False
        nodes = _Nodes(nodes.low, capacity, ground)
        length *= 4
    return Hidden(cells, content, int(nodes.capacity.sum()))


def _climb(nodes: _Nodes, containers: Int, length: int, unseen: int) -> _Nodes:
    """The cells of ``length`` around ``nodes`` and at ``containers``, with contents; a quarter that is no node holds ``unseen``."""
    low, up = np.unique(np.concatenate((nodes.low // length * length, containers)), return_inverse=True)
    up = up.reshape(-1)[: len(nodes.low)]
    empty = 4 - np.bincount(up, minlength=len(low))
    content = np.bincount(up, weights=nodes.capacity, minlength=len(low)).astype(np.int64) + empty * unseen
    ground = (empty > 0) | (np.bincount(up[nodes.ground], minlength=len(low)) > 0)
    return _Nodes(low, content, ground)


def rule_widths(total: Int, content: Int, most: int) -> Float:
    """Narrowest interval over all sets of hidden cells that add up to ``total``, of ``most`` each and ``content`` together.

    NaN where the content cannot hold the total: there the attacker knows that the rule does not say what he thought, and has only
    x >= 0 (a single hidden cell is such a case, its count is the published one).
    """
    width: Float = np.minimum(np.minimum(most, total), content - total).astype(np.float64)
    width[width < 0] = np.nan
    return width


def plain_widths(total: Int, cells: Int) -> Float:
    """The same for an attacker who knows no rule, only that nobody counts less than nought: the width is the total itself."""
    width: Float = total.astype(np.float64)
    width[cells < 2] = np.nan
    return width
