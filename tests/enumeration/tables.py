"""The attacker who tries every table: what the rule for categories leaves open, over all tables with the same outcome.

python tests/enumeration/tables.py     # the table of docs/method.md, some minutes
"""

from __future__ import annotations

import itertools
import sys
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from trygghetsrutan.opendata.grid.categories import show


@dataclass(frozen=True)
class Outcome:
    tables: int
    outputs: int
    leaking: int
    """Outputs in which some set of hidden categories has a certain count of 1 … k-1."""
    narrowest: int
    """Narrowest interval of any set of hidden categories that is neither none nor all of them."""


def enumerate_tables(categories: int, k: int, width: int, top: int) -> Outcome:
    """Every table of so many categories with counts 0 … ``top`` and a total of at least ``k``, which is published."""
    groups: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for table in itertools.product(range(top + 1), repeat=categories):
        if sum(table) >= k:
            shown = show(table, k, width)
            groups[tuple((i, table[i]) for i in shown.categories), shown.other].append(table)
    leaking, narrowest = 0, top * categories
    for (categories_shown, other), tables in groups.items():
        hidden = sorted(set(range(categories)) - {i for i, _ in categories_shown})
        if not other:
            continue
        counts = np.asarray(tables)[:, hidden]
        leaks = len(hidden) == 1 and other < k
        for some in range(1, len(hidden)):
            for chosen in itertools.combinations(range(len(hidden)), some):
                sums = counts[:, chosen].sum(axis=1)
                low, high = int(sums.min()), int(sums.max())
                leaks |= low == high and 1 <= low < k
                narrowest = min(narrowest, high - low)
        leaking += leaks
    return Outcome(sum(map(len, groups.values())), len(groups), leaking, narrowest)


QUICK = [(2, 3, 2, 9), (3, 3, 2, 9), (4, 3, 2, 5), (2, 5, 4, 12), (3, 5, 4, 12), (3, 5, 2, 12)]
LONG = [
    *((2, k, w, 3 * k) for k in (3, 4, 5) for w in range(2, k)),
    *((3, k, w, 3 * k) for k in (3, 4, 5) for w in range(2, k)),
    *((4, k, w, 2 * k + 2) for k in (3, 4, 5) for w in range(2, k)),
    (5, 3, 2, 5),
]


def main() -> int:
    print("| categories | k | w | counts up to | tables | outputs | outputs with a certain 1 … k-1 | narrowest |")
    print("|---|---|---|---|---|---|---|---|")
    bad = False
    for categories, k, width, top in LONG:
        found = enumerate_tables(categories, k, width, top)
        bad |= found.leaking > 0 or found.narrowest < width
        print(
            f"| {categories} | {k} | {width} | {top} | {found.tables:,} | {found.outputs:,} | {found.leaking} | {found.narrowest} |",
            flush=True,
        )
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
