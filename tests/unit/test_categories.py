"""What a table of categories shows, and what it leaves open."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.grid.categories import Shown, show, show_rows

from ..enumeration import tables


@given(st.lists(st.integers(0, 30), min_size=1, max_size=9), st.sampled_from([(3, 2), (5, 2), (5, 4)]))
def test_what_is_shown_adds_up_to_the_total(counts, rule):
    shown = show(counts, *rule)
    assert sum(counts[i] for i in shown.categories) + shown.other == sum(counts)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=9).filter(lambda c: sum(c) >= 5), st.sampled_from([(3, 2), (5, 2), (5, 4)]))
def test_everything_shown_is_at_least_k(counts, rule):
    shown = show(counts, *rule)
    assert all(counts[i] >= rule[0] for i in shown.categories)
    assert shown.other == 0 or shown.other >= rule[0]


@given(
    st.integers(1, 5).flatmap(
        lambda c: st.lists(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=c, max_size=c), min_size=1, max_size=6)
    ),
    st.sampled_from([(3, 2), (5, 2), (5, 4)]),
)
def test_many_tables_at_once_show_what_each_alone_shows(tables_, rule):
    counts, enough = (np.array([[cell[part] for cell in row] for row in tables_]) for part in (0, 1))
    shown, other = show_rows(counts, enough, *rule)
    for i in range(len(counts)):
        alone = show(counts[i].tolist(), *rule, enough[i].tolist())
        assert Shown(tuple(np.flatnonzero(shown[i] >= 0).tolist()), int(other[i])) == alone
        assert (shown[i, list(alone.categories)] == counts[i, list(alone.categories)]).all()


@pytest.mark.parametrize(("categories", "k", "width", "top"), tables.QUICK)
def test_no_set_of_hidden_categories_is_certain_and_every_interval_is_as_wide_as_the_rule_says(categories, k, width, top):
    found = tables.enumerate_tables(categories, k, width, top)
    assert found.leaking == 0
    assert found.narrowest >= width


def test_small_categories_that_nearly_fill_their_sum_take_another_along():
    assert show([4, 4, 4, 9, 20], 5, 2) == Shown((4,), 21)


def test_categories_are_hidden_until_nobody_can_tell_which_was_the_small_one():
    assert show([2, 3, 4, 20], 3, 2) == Shown((3,), 9)


def test_small_categories_with_room_are_summed():
    assert show([2, 1, 3, 9, 20], 5, 2) == Shown((3, 4), 6)


def test_a_small_leftover_takes_the_smallest_category_along():
    assert show([1, 0, 0, 7, 20, 0], 5, 2) == Shown((4,), 8)


def test_a_category_of_too_few_people_is_small():
    assert show([9, 20, 3, 0, 4], 5, 2, [False, True, False, False, False]).categories == ()
