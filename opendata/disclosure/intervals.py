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

from .layout import Int, Layout

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Hidden:
    """What lies unpublished in each region, (regions,) int64 each.

    ``cells``: hidden finest cells; ``content``: the most contributors they can hold by rule; ``parts``: hidden quarters of the container.
    """

    cells: Int
    content: Int
    parts: Int


def hidden(layout: Layout, levels: int, k: int, width: int) -> Hidden:
    """Content of every region's container by the rules of the partition, before the region was made.

    A hidden finest cell holds at most k - 1. A larger cell whose content (sum of its quarters' capacities) minus ``width`` reaches k would
    have been shown with k contributors or more, so it holds at most k - 1 too; otherwise it holds up to its content.
    """
    n = len(layout.low)
    cells = layout.length - np.bincount(layout.ex_region, weights=layout.ex_length, minlength=n).astype(np.int64)
    content = np.where(layout.length > 1, 4 * (k - 1), np.where(layout.length == 1, k - 1, 0))
    parts = np.where(layout.length > 1, 4, layout.length)
    owner, low, capacity = (np.zeros(0, dtype=np.int64) for _ in range(3))
    length = 1
    for _ in range(levels):
        here = layout.ex_length == length
        owner = np.concatenate((owner, layout.ex_region[here]))
        low = np.concatenate((low, layout.ex_low[here]))
        capacity = np.concatenate((capacity, np.zeros(int(here.sum()), dtype=np.int64)))
        if len(owner):
            owner, low, capacity, total, left = _climb(owner, low, capacity, length, k, width)
            top = layout.length[owner] == 4 * length
            content[owner[top]], parts[owner[top]] = total[top], left[top]
            owner, low, capacity = owner[~top], low[~top], capacity[~top]
        length *= 4
    return Hidden(cells, content, parts)


def _climb(owner: Int, low: Int, capacity: Int, length: int, k: int, width: int) -> tuple[Int, Int, Int, Int, Int]:
    """Parents of the blocks that are not wholly hidden: owner, place, capacity, content and hidden quarters."""
    parent = low // (4 * length) * (4 * length)
    order = np.lexsort((parent, owner))
    owner, parent, capacity = owner[order], parent[order], capacity[order]
    first = np.ones(len(owner), dtype=bool)
    first[1:] = (owner[1:] != owner[:-1]) | (parent[1:] != parent[:-1])
    starts = np.nonzero(first)[0]
    known = np.diff(np.append(starts, len(owner)))
    total = np.add.reduceat(capacity, starts) + (4 - known) * (k - 1)
    left = 4 - known + np.add.reduceat((capacity > 0).astype(np.int64), starts)
    return owner[starts], parent[starts], np.where(total - width >= k, k - 1, total), total, left


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
