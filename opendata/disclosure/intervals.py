"""What an attacker can know of the hidden cells of a region, in closed form: no linear program, numpy only.

A region of N contributors whose hidden blocks hold at most c_1 … c_m contributors leaves, for any set S of them, an interval of width
min(c(S), c(not S), N, C - N), C = c_1 + … + c_m: the transportation bounds of Fréchet (1940) and Hoeffding (1940) for one row. Disjoint
regions share no cell, so this is exact for a partition, and no combination of regions tells more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .layout import Int, Layout


@dataclass(frozen=True)
class Hidden:
    """What lies unpublished in each region, (regions,) int64 each.

    ``blocks``: hidden blocks one step below the smallest cell that holds the whole region; 0 for a single finest cell and 1 never.
    ``cells``: hidden finest cells.
    """

    blocks: Int
    cells: Int


def hidden_blocks(layout: Layout) -> Hidden:
    """Count the hidden blocks of every region; a region that leaves ground in one quarter only is looked at inside that quarter."""
    n = len(layout.low)
    low, length = layout.low.copy(), layout.length.copy()
    blocks = np.zeros(n, dtype=np.int64)
    cells = layout.length - np.bincount(layout.ex_region, weights=layout.ex_length, minlength=n).astype(np.int64)
    open_ = (length > 1) & (cells > 0)
    while open_.any():
        quarter = np.maximum(length // 4, 1)
        gone = np.zeros((n, 4), dtype=np.int64)
        mine = layout.ex_region
        inside = (layout.ex_low >= low[mine]) & (layout.ex_low + layout.ex_length <= low[mine] + length[mine]) & open_[mine]
        child = (layout.ex_low[inside] - low[mine[inside]]) // quarter[mine[inside]]
        np.add.at(gone, (mine[inside], child), layout.ex_length[inside])
        left = gone < quarter[:, None]
        count = left.sum(axis=1)
        done = open_ & (count > 1)
        blocks[done] = count[done]
        single = open_ & (count == 1)
        low = np.where(single, low + np.argmax(left, axis=1) * quarter, low)
        length = np.where(single, quarter, length)
        open_ = single & (length > 1)
    return Hidden(blocks, cells)


def rule_widths(total: Int, parts: Int, most: int) -> NDArray[np.float64]:
    """Narrowest interval over all sets of ``parts`` hidden parts of ``most`` contributors at most that add up to ``total``.

    NaN where nothing is hidden (fewer than two parts), and where the parts cannot hold the total: there the attacker knows that the
    rule does not say what he thought, and has only x >= 0.
    """
    slack = parts * most - total
    width: NDArray[np.float64] = np.minimum(np.minimum(most, total), slack).astype(np.float64)
    width[(parts < 2) | (slack < 0)] = np.nan
    return width


def plain_widths(total: Int, parts: Int) -> NDArray[np.float64]:
    """The same for an attacker who knows no rule, only that nobody counts less than nought: the width is the total itself."""
    width: NDArray[np.float64] = total.astype(np.float64)
    width[parts < 2] = np.nan
    return width
