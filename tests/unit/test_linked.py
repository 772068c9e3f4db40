"""Hidden themes tied together by totals: what is reported is what trying every table gives."""

import itertools

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.disclosure.linked import attack_lump, lump
from trygghetsrutan.opendata.progress import silent

THEMES = ("a", "b", "c")


@settings(max_examples=40, deadline=None)
@given(
    table=st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=3),
    shown=st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=4),
    lumped=st.booleans(),
    width=st.integers(1, 3),
)
def test_reports_exactly_the_hidden_counts_that_are_too_narrow(
    table: list[list[int]], shown: set[tuple[int, int]], lumped: bool, width: int
) -> None:
    true = np.array(table)
    hidden = np.array([[(i, j) not in shown for j in range(3)] for i in range(len(true))])
    rows = {
        f"q:{i}": {THEMES[j]: int(true[i, j]) for j in range(3) if not hidden[i, j]} | {"other": int(true[i][hidden[i]].sum())}
        for i in range(len(true))
    }
    sums = true.sum(axis=0)
    totals = {"a": int(sums[0]), "other": int(sums[1:].sum())} if lumped else dict(zip(THEMES, sums.tolist(), strict=True))
    hidden &= np.array([rows[f"q:{i}"]["other"] > 0 for i in range(len(true))])[:, None]
    places = np.argwhere(hidden)
    assume(len(places))

    tied = lump(rows, THEMES, True, totals, 0)
    assert tied is not None
    answer = attack_lump(tied, width, 3.0, silent)
    assert answer is not None
    told = {(d.where, d.low, d.high) for d in answer[0]}

    every = np.array(list(itertools.product(range(4), repeat=len(places))), dtype=np.int64)
    for i in range(len(true)):
        if hidden[i].any():
            every = every[every[:, places[:, 0] == i].sum(axis=1) == rows[f"q:{i}"]["other"]]
    for themes in ((0,), (1, 2)) if lumped else ((0,), (1,), (2,)):
        mine = np.isin(places[:, 1], themes)
        every = every[every[:, mine].sum(axis=1) == true[places[mine, 0], places[mine, 1]].sum()]
    low, high = every.min(axis=0), every.max(axis=0)
    expected = {(f"q:{i} / {THEMES[j]}", int(a), int(b)) for (i, j), a, b in zip(places.tolist(), low, high, strict=True) if b - a < width}
    assert told == expected
