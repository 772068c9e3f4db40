"""One voice per person and region, and tables of voices that add up to what the regions show; for themes and for totals alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .runs import run_starts


def voices(
    region: NDArray[np.int64], person: NDArray[np.int64], code: NDArray[np.int64], codes: int, often: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """One line per distinct (region, person): both, and the code most frequent among its points (the smallest when several tie).

    ``often``: ``(n,)`` points that each line of the input stands for; one each when None.
    """
    people = int(person.max()) + 1 if len(person) else 1
    codes = max(codes, 1)
    triple = (region * people + person) * codes + code
    if often is None or often.max(initial=0) <= 1:
        # sorting values is several times faster than sorting an order
        triple.sort()
        starts = run_starts(triple)
        times = np.diff(starts, append=len(triple))
    else:
        order = np.argsort(triple, kind="stable")
        triple = triple[order]
        starts = run_starts(triple)
        times = np.add.reduceat(often[order], starts)
    triple = triple[starts]
    pair = triple // codes
    starts = run_starts(pair)
    if not len(starts):
        return pair, pair, pair
    # of a pair's codes the one with the largest of: times, then how early in the alphabet
    best = np.maximum.reduceat(times * codes + (codes - 1 - triple % codes), starts)
    pair = pair[starts]
    return pair // people, pair % people, codes - 1 - best % codes


def settle(table: NDArray[np.int64], figures: NDArray[np.int64]) -> NDArray[np.int64]:
    """Make each row of ``table`` add up to its figure, in place; what was taken from or given to the cells (never above 0).

    A full region shows fewer contributors than it has, and elsewhere shows them instead. A row that has too many loses one at a time
    from whichever category is largest then (the first in order when several are), and the row of elsewhere gets what was taken.
    """
    taken = np.zeros_like(table)
    spare = table.sum(axis=1) - figures
    for row in np.flatnonzero(spare > 0).tolist():
        for _ in range(int(spare[row])):
            largest = int(table[row].argmax())
            table[row, largest] -= 1
            taken[row, largest] -= 1
    pool = -taken.sum(axis=0)
    for row in np.flatnonzero(spare < 0).tolist():
        for _ in range(int(-spare[row])):
            largest = int(pool.argmax())
            pool[largest] -= 1
            table[row, largest] += 1
    return taken
