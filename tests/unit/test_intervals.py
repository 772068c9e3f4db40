"""The closed form is what counting every possibility gives."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.disclosure.intervals import hidden, plain_widths, rule_widths
from trygghetsrutan.opendata.disclosure.layout import NotOfTheChain, lay_out
from trygghetsrutan.opendata.grid.cells import Cell
from trygghetsrutan.opendata.grid.fixed import coarsened
from trygghetsrutan.opendata.release import Region

from .audit_releases import cell, rest, whole

SIZES = (250, 500, 1000)


def remainder(shown: set[tuple[int, int]], count: int) -> Region:
    """The remainder of a 1000 m cell of which the 250 m cells (column, row) in ``shown`` are published."""
    excluded = coarsened([Cell(250, 400_000 + 250 * c, 6_400_000 + 250 * r) for c, r in shown], 1000)
    return rest(1000, 0, 0, [f"SE_CRS3006RES{e.size}mN{e.north}E{e.east}" for e in excluded], count)


def every_possibility(free: list[tuple[int, int]], k: int, width: int, count: int) -> np.ndarray:
    """All assignments to the cells ``free`` that the rules allow, (assignments, cells), by trying all."""
    tried = np.array(list(itertools.product(range(k), repeat=len(free))))
    tried = tried[tried.sum(axis=1) == count]
    for quarter in itertools.product((0, 1), repeat=2):
        inside = [i for i, (c, r) in enumerate(free) if (c // 2, r // 2) == quarter]
        content = len(inside) * (k - 1)
        capacity = k - 1 if content - width >= k else content
        tried = tried[tried[:, inside].sum(axis=1) <= capacity]
    return tried


@settings(max_examples=150, deadline=None)
@given(
    shown=st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=10, max_size=14),
    k=st.integers(3, 5),
    width=st.integers(2, 4),
    count=st.integers(3, 14),
)
def test_narrowest_interval_of_any_set_of_hidden_cells(shown: set[tuple[int, int]], k: int, width: int, count: int) -> None:
    assume(width < k <= count)
    free = [place for place in itertools.product(range(4), repeat=2) if place not in shown]
    layout = lay_out([remainder(shown, count), *(whole(250, c, r, k) for c, r in shown)], 3006, SIZES)
    within = hidden(layout, np.array([count] + [k] * len(shown)), 3, k, width)
    found = float(rule_widths(np.array([count]), within.content[:1], k - 1)[0])
    possible = every_possibility(free, k, width, count)
    if np.isnan(found):
        assert len(possible) == 0
        return
    sets = np.array([[bits >> i & 1 for i in range(len(free))] for bits in range(1, 2 ** len(free) - 1)])
    sums = possible @ sets.T
    assert found == (sums.max(axis=0) - sums.min(axis=0)).min()


def test_without_rules_anything_up_to_the_total_is_possible() -> None:
    assert plain_widths(np.array([9, 9]), np.array([4, 1])).tolist()[0] == 9
    assert np.isnan(plain_widths(np.array([9]), np.array([1]))[0])


def test_a_whole_cell_holds_four_quarters() -> None:
    within = hidden(lay_out([whole(1000, 0, 0, 9), whole(250, 9, 9, 9)], 3006, SIZES), np.array([9, 9]), 3, 5, 2)
    assert within.content.tolist() == [16, 4]
    assert within.cells.tolist() == [16, 1]
    assert within.elsewhere == 4  # the 1000 m cell around the 250 m cell


def test_a_full_region_lets_its_width_wait_in_the_cell_around_it() -> None:
    regions = [whole(500, 0, 0, 14), whole(500, 1, 0, 13)]
    within = hidden(lay_out(regions, 3006, SIZES), np.array([14, 13]), 3, 5, 2)
    assert within.elsewhere == 4  # two whole quarters of 4 and 2 beyond the full one are 10, less 2 reaches k: at most 4


def test_in_a_fixed_grid_only_cells_have_a_capacity() -> None:
    within = hidden(lay_out([remainder({(0, 0)}, 9), whole(250, 0, 0, 9)], 3006, SIZES), np.array([9, 9]), 3, 5, 2, blocks=False)
    assert within.content.tolist() == [60, 4]


@pytest.mark.parametrize(
    "region",
    [
        whole(300, 0, 0, 9),
        whole(2000, 0, 0, 9),
        rest(500, 0, 0, ["x"], 9),
        rest(500, 0, 0, [cell(250, 7, 7)], 9),
        rest(500, 0, 0, [cell(500, 0, 0)], 9),
        rest(1000, 0, 0, [cell(500, 0, 0), cell(250, 0, 0)], 9),
        Region("SE_CRS3035RES250mN0E0", "cell", 250, "SE_CRS3035RES250mN0E0", (), 9, "published"),
        Region(cell(250, 0, 0), "cell", 500, cell(250, 0, 0), (), 9, "published"),
        Region(f"SE_CRS3006RES250mN{10**18}E0", "cell", 250, f"SE_CRS3006RES250mN{10**18}E0", (), 9, "published"),
    ],
)
def test_what_is_not_on_the_chain_is_refused(region: Region) -> None:
    with pytest.raises(NotOfTheChain):
        lay_out([region], 3006, SIZES)


def test_overlaps_and_cover() -> None:
    layout = lay_out([whole(500, 0, 0, 9), whole(250, 1, 1, 9), rest(1000, 0, 0, [cell(500, 0, 0)], 9)], 3006, SIZES)
    assert layout.overlaps() == [(0, 1)]
    apart = lay_out([whole(500, 0, 0, 9), rest(1000, 0, 0, [cell(500, 0, 0), cell(500, 1, 1)], 9)], 3006, SIZES)
    assert apart.overlaps() == []
    assert apart.covered(apart.ex_low, apart.ex_low + apart.ex_length).tolist() == [4, 0]
