"""Rows of points: what they hold, and that counting in parts gives what counting at once gives."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata import parallel
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.grid import tally as tallies
from trygghetsrutan.opendata.grid.cells import chain_of
from trygghetsrutan.opendata.grid.partition import partition, partition_rows
from trygghetsrutan.opendata.grid.people import contributor_codes
from trygghetsrutan.opendata.grid.tally import Tally, count, merge, recoded
from trygghetsrutan.opendata.grid.theme_partition import theme_partition
from trygghetsrutan.opendata.grid.utility import summary

CHAIN = chain_of("EPSG:3006", 250, 2000)

points = st.lists(st.tuples(st.integers(-9, 30), st.integers(-9, 30), st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=60)


def _columns(rows: list[tuple[int, int, int, int]], seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    inside = np.random.default_rng(seed).uniform(0, 250, (2, len(rows)))
    column, row, who, what = np.array(rows, dtype=np.int64).T
    return column * 250 + inside[0], row * 250 + inside[1], who, what


def _as_counter(tally: Tally) -> Counter:
    east, north = tally.centres(250)
    found: Counter = Counter()
    for i in range(len(tally)):
        who = None if tally.contributor is None else int(tally.contributor[i])
        what = None if tally.theme is None else int(tally.theme[i])
        found[(int(east[i] // 250), int(north[i] // 250), who, what)] += int(tally.points[i])
    assert len(found) == len(tally)
    return found


@given(points, st.booleans(), st.booleans(), st.booleans())
def test_rows_are_the_distinct_cells_contributors_and_themes_with_their_points(
    rows: list[tuple[int, int, int, int]], who: bool, what: bool, sparse: bool
) -> None:
    x, y, contributor, theme = _columns(rows)
    with pytest.MonkeyPatch.context() as patch:
        if sparse:
            patch.setattr(tallies, "DENSE", 0)
            patch.setattr(tallies, "DENSE_LEAST", 0)
        tally = count(x, y, contributor if who else None, theme if what else None, 250)
    assert _as_counter(tally) == Counter((r[0], r[1], r[2] if who else None, r[3] if what else None) for r in rows)


@given(points, st.booleans(), st.booleans(), st.booleans(), st.integers(1, 7))
def test_tallies_of_parts_merge_to_the_tally_of_the_whole(
    rows: list[tuple[int, int, int, int]], who: bool, what: bool, sparse: bool, size: int
) -> None:
    x, y, contributor, theme = _columns(rows)
    whole = count(x, y, contributor if who else None, theme if what else None, 250)
    parts = []
    for start in range(0, len(rows), size):
        here = slice(start, start + size)
        parts.append(count(x[here], y[here], contributor[here] if who else None, theme[here] if what else None, 250))
    with pytest.MonkeyPatch.context() as patch:
        if sparse:
            patch.setattr(tallies, "DENSE", 0)
            patch.setattr(tallies, "DENSE_LEAST", 0)
        merged = merge(parts)
    for name in ("key", "contributor", "theme", "points"):
        a, b = getattr(merged, name), getattr(whole, name)
        assert (a is None) == (b is None)
        assert a is None or a.tolist() == b.tolist()


def test_rows_are_counted_when_codes_are_too_large_to_pack() -> None:
    x, y = np.array([10.0, 10.0, 300.0, 10.0]), np.array([10.0, 20.0, 10.0, 10.0])
    contributor, theme = np.array([1 << 40, 1 << 40, 3, 1 << 40]), np.array([1 << 30, 1 << 30, 1, 2])
    tally = count(x, y, contributor, theme, 250)
    assert tally.points.tolist() == [1, 2, 1]
    assert tally.theme.tolist() == [2, 1 << 30, 1]
    assert merge([tally, tally]).points.tolist() == [2, 4, 2]


def test_a_point_on_a_line_belongs_to_the_cell_above_it_and_one_just_below_does_not() -> None:
    x = np.array([250.0, np.nextafter(250.0, 0), 0.0, -0.0, -1e-9, -250.0])
    columns = [np.floor(count(x[i : i + 1], np.zeros(1), None, None, 250).centres(250)[0][0] / 250) for i in range(6)]
    assert columns == [1, 0, 0, 0, -1, -1]


def test_many_blocks_count_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = np.random.default_rng(1).uniform(0, 5000, (2, 1000))
    whole = count(x, y, None, None, 250)
    monkeypatch.setattr(tallies, "BLOCK", 64)
    assert count(x, y, None, None, 250).points.tolist() == whole.points.tolist()
    keys = count(x, y, np.zeros(1000, dtype=np.int64), None, 250)
    assert keys.key.tolist() == whole.key.tolist()


@pytest.mark.parametrize("who", [True, False])
@pytest.mark.parametrize("spread", [1500, 40000])
def test_two_threads_count_and_partition_as_one(monkeypatch: pytest.MonkeyPatch, who: bool, spread: int) -> None:
    x, y, contributor, theme = _many(spread=spread)
    codes = contributor if who else None

    def made() -> tuple[list[object], ...]:
        rows, parts = count(x, y, codes, theme, 250), partition(x, y, codes, CHAIN, 5, 2)
        columns = (rows.key, rows.contributor, rows.theme, rows.points, parts.contributors, parts.own, parts.content, parts.point_region)
        return tuple([] if column is None else column.tolist() for column in columns)

    alone = made()
    monkeypatch.setattr(parallel, "TWO_PAY_FROM", 100)
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    assert made() == alone


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e13, -1e9])
def test_coordinates_that_are_no_place_are_refused(bad: float) -> None:
    with pytest.raises(InputError):
        count(np.array([1.0, bad]), np.array([1.0, 1.0]), None, None, 250)


def test_no_points_give_no_rows() -> None:
    tally = count(np.zeros(0), np.zeros(0), None, None, 250)
    assert len(tally) == len(tally.cells) == len(merge([tally, tally])) == len(merge([])) == 0


def _many(n: int = 4000, seed: int = 5, spread: float = 1500) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(500000, spread, n), rng.normal(6500000, spread, n)
    return x, y, rng.integers(0, n // 3, n), rng.integers(0, 4, n)


@pytest.mark.parametrize("who", [True, False])
def test_the_partition_of_rows_is_the_partition_of_their_points(who: bool) -> None:
    x, y, contributor, theme = _many()
    codes = contributor if who else None
    names = np.array(["a", "b", "c", "d"])
    of_points = partition(x, y, codes, CHAIN, 5, 2)
    tally = count(x, y, codes, theme, CHAIN.finest)
    of_rows = partition_rows(tally, CHAIN, 5, 2)
    assert of_rows.regions == of_points.regions
    in_regions = [np.bincount(p.point_region + 1, often) for p, often in ((of_rows, tally.points), (of_points, np.ones(len(x))))]
    assert in_regions[0].tolist() == in_regions[1].tolist()
    east, north = tally.centres(CHAIN.finest)
    assert summary(of_rows, east, north, tally.points) == summary(of_points, x, y)
    by_rows = theme_partition(of_rows, tally.contributor, names[tally.theme], times=tally.points)
    assert by_rows == theme_partition(of_points, codes, names[theme])


def test_names_of_contributors_change_nothing() -> None:
    x, y, contributor, theme = _many()
    new = np.random.default_rng(1).permutation(int(contributor.max()) + 1)
    one = count(x, y, contributor, theme, CHAIN.finest)
    other = merge([recoded(one, new, None), count(x[:0], y[:0], contributor[:0], theme[:0], CHAIN.finest)])
    assert partition_rows(other, CHAIN, 5, 2).regions == partition_rows(one, CHAIN, 5, 2).regions


@pytest.mark.parametrize("nothing", ["", " ", None, "NULL"])
def test_who_has_no_name_is_a_contributor_of_its_own(nothing: str | None) -> None:
    codes = contributor_codes(np.array(["anna", nothing, "anna", nothing, nothing], dtype=object), 5)
    assert codes is not None
    assert len(set(codes.tolist())) == 4
    assert codes[0] == codes[2]


def test_nameless_contributors_alone_need_no_codes() -> None:
    assert contributor_codes(np.array(["", "anna", "", "bo"], dtype=object), 4) is None
