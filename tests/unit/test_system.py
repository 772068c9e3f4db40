"""The attacker's linear systems give the answers the literature gives."""

import itertools
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.disclosure.system import Builder, components, feasible_intervals, solve
from trygghetsrutan.opendata.errors import InputError


def table_system(
    shown: list[list[int | None]], rows: list[int], columns: list[int]
) -> tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]:
    """Sums of a two-way table over its suppressed cells (None): matrix, right side, and the place of each unknown."""
    places = [(i, j) for i, line in enumerate(shown) for j, value in enumerate(line) if value is None]
    matrix, right = [], []
    for i, total in enumerate(rows):
        matrix.append([float(place[0] == i) for place in places])
        right.append(total - sum(v or 0 for v in shown[i]))
    for j, total in enumerate(columns):
        matrix.append([float(place[1] == j) for place in places])
        right.append(total - sum(line[j] or 0 for line in shown))
    return np.array(matrix), np.array(right), places


def test_two_suppressions_per_row_and_column_can_still_yield_an_exact_count() -> None:
    # The pattern of Statistical Policy Working Paper 22, table 4: two rows minus two columns leave one cell alone.
    full = np.array([[15, 31, 23, 47], [20, 10, 10, 15], [33, 10, 10, 22], [12, 14, 7, 12]])
    hidden = [(0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (2, 0), (2, 3), (3, 0), (3, 3)]
    shown = [[None if (i, j) in hidden else int(full[i, j]) for j in range(4)] for i in range(4)]
    matrix, right, places = table_system(shown, full.sum(axis=1).tolist(), full.sum(axis=0).tolist())
    found = dict(zip(places, feasible_intervals(matrix, right).tolist(), strict=True))
    assert found[0, 3] == [47, 47]
    assert found[0, 1][1] - found[0, 1][0] > 5


def test_a_ring_of_suppressions_pinned_by_two_noughts_is_exact() -> None:
    full = np.array([[47, 0, 9, 9], [9, 8, 7, 9], [9, 9, 0, 12], [30, 9, 9, 11]])
    hidden = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 0)]
    shown = [[None if (i, j) in hidden else int(full[i, j]) for j in range(4)] for i in range(4)]
    matrix, right, places = table_system(shown, full.sum(axis=1).tolist(), full.sum(axis=0).tolist())
    found = dict(zip(places, feasible_intervals(matrix, right).tolist(), strict=True))
    assert found[0, 0] == [47, 47]


def test_two_linked_tables_reveal_together_what_each_hides() -> None:
    first, second, both = [1, 1, 0], [0, 1, 1], [1, 1, 1]
    assert feasible_intervals([first], [10])[0].tolist() == [0, 10]
    assert feasible_intervals([first, second, both], [10, 12, 15])[0].tolist() == [3, 3]
    assert feasible_intervals([first, both], [10, 15])[0].tolist() == [0, 10]


def test_two_hidden_cells_that_sum_to_eight_at_k_five_are_four_and_four() -> None:
    assert feasible_intervals([[1, 1]], [8], 0, 4).tolist() == [[4, 4], [4, 4]]


def test_whole_numbers_can_be_narrower_than_fractions() -> None:
    matrix, right = [[2, 2, 1, 0], [0, 2, 2, 1], [2, 0, 2, 1]], [6, 6, 6]
    wide = feasible_intervals(matrix, right, 0, [3, 3, 3, 1])
    whole = feasible_intervals(matrix, right, 0, [3, 3, 3, 1], integer=True)
    assert wide[3].tolist() == [0, 1]
    assert whole[3].tolist() == [0, 0]


def test_sums_that_cannot_be_are_told() -> None:
    with pytest.raises(InputError, match="no counts satisfy"):
        feasible_intervals([[1, 1]], [9], 0, 4)


def test_a_ring_without_scipy_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(InputError, match="install it"):
        feasible_intervals([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]], [9, 9, 9, 9])
    assert feasible_intervals([[1, 1, 0], [0, 1, 1]], [9, 4]).tolist() == [[5, 9], [0, 4], [0, 4]]


def test_components_and_rings() -> None:
    build = Builder()
    x = [build.unknown() for _ in range(6)]
    build.sum(x[:2], 5)
    build.sum(x[2:4], 5)
    build.sum(x[2:4], 5)
    label, ring = components(build.build())
    assert label.tolist() == [0, 0, 1, 1, 2, 3]
    assert ring.tolist() == [False, True, False, False]


def test_a_union_is_attacked_like_a_cell() -> None:
    build = Builder()
    x = [build.unknown(0, 4) for _ in range(3)]
    build.sum(x, 10)
    pair = build.union(x[:2])
    assert solve(build.build())[pair].tolist() == [6, 8]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(st.sampled_from([0, 0, 1]), min_size=4, max_size=4), min_size=1, max_size=4),
    point=st.lists(st.integers(0, 3), min_size=4, max_size=4),
)
def test_agrees_with_trying_every_count(rows: list[list[int]], point: list[int]) -> None:
    matrix = np.array(rows)
    right = matrix @ np.array(point)
    found = feasible_intervals(matrix, right, 0, 3, integer=True)
    every = np.array([x for x in itertools.product(range(4), repeat=4) if (matrix @ np.array(x) == right).all()])
    assert found.tolist() == np.stack((every.min(axis=0), every.max(axis=0)), axis=1).tolist()
