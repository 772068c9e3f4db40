"""What the partition promises whatever the points are."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.grid.cells import Cell, Chain, cell_id, chain_of, parse_cell_id
from trygghetsrutan.opendata.grid.geometry import area, region_polygons
from trygghetsrutan.opendata.grid.marginals import marginals
from trygghetsrutan.opendata.grid.partition import Partition, partition
from trygghetsrutan.opendata.grid.theme_partition import theme_partition
from trygghetsrutan.opendata.grid.utility import summary
from trygghetsrutan.opendata.release import ELSEWHERE, WITHHELD

CHAIN = chain_of("EPSG:3006", 125, 1000)


@st.composite
def campaigns(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Up to 300 points of up to 60 contributors in clumps over a few kilometres."""
    seed = draw(st.integers(0, 2**32 - 1))
    n, people = draw(st.integers(0, 300)), draw(st.integers(1, 60))
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, 4000, size=(draw(st.integers(1, 6)), 2))
    where = centres[rng.integers(0, len(centres), n)] + rng.normal(0, draw(st.sampled_from([60, 300, 900])), size=(n, 2))
    return where[:, 0] + 400_000, where[:, 1] + 6_500_000, rng.integers(0, people, n)


rules = st.sampled_from([(3, 2), (4, 2), (5, 2), (5, 4), (7, 3)])


def figures(p: Partition) -> list[tuple[str, tuple[str, ...], int | None]]:
    return [(r.region_id, r.excludes, r.contributors) for r in p.regions]


@given(campaigns(), rules)
@settings(max_examples=60, deadline=None)
def test_every_figure_is_at_least_k_and_a_finest_cell_s_is_its_distinct_contributors(data, rule):
    x, y, who = data
    p = partition(x, y, who, CHAIN, *rule)
    for number, region in enumerate(p.regions):
        if region.contributors is not None:
            true = len(set(who[p.point_region == number]))
            assert true == p.own[number]
            if region.size_m == CHAIN.finest:
                assert region.contributors == true
            assert region.contributors >= rule[0]


@given(campaigns(), rules)
@settings(max_examples=60, deadline=None)
def test_every_point_lies_in_its_region_and_in_no_other(data, rule):
    x, y, who = data
    p = partition(x, y, who, CHAIN, *rule)
    for px, py, own in zip(x.tolist(), y.tolist(), p.point_region.tolist(), strict=True):
        point = Cell(0, int(px // 1), int(py // 1))
        holders = [number for number, region in enumerate(p.regions) if region.container_id != ELSEWHERE and _holds(region, point)]
        drawn_own = [own] if own >= 0 and p.regions[own].container_id != ELSEWHERE else []
        assert holders == drawn_own


def _holds(region, point: Cell) -> bool:
    inside = [parse_cell_id(text)[1] for text in (region.container_id, *region.excludes)]
    return point.within(inside[0]) and not any(point.within(cell) for cell in inside[1:])


@given(campaigns(), rules)
@settings(max_examples=60, deadline=None)
def test_drawn_regions_have_the_area_of_their_container_less_what_they_exclude(data, rule):
    p = partition(*data, CHAIN, *rule)
    for region in p.regions:
        if region.container_id != ELSEWHERE:
            excluded = [parse_cell_id(text)[1] for text in region.excludes]
            assert area(region.polygons) == region.size_m**2 - sum(cell.size**2 for cell in excluded)


@given(campaigns(), rules, st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_of_input_and_names_of_contributors_change_nothing(data, rule, random):
    x, y, who = data
    order = np.asarray(random.sample(range(len(x)), len(x)), dtype=int)
    names = np.asarray([f"person {hash((int(c), 7)) % 10**9}-{c}" for c in who], dtype=str)
    one, two = partition(x, y, who, CHAIN, *rule), partition(x[order], y[order], names[order], CHAIN, *rule)
    assert figures(one) == figures(two)
    assert (one.point_region[order] == two.point_region).all()


@given(campaigns(), rules, st.integers(-3, 3), st.integers(-3, 3))
@settings(max_examples=60, deadline=None)
def test_moving_everything_by_whole_coarsest_cells_moves_the_regions_along(data, rule, east, north):
    x, y, who = data
    one = partition(x, y, who, CHAIN, *rule)
    two = partition(x + east * 1000, y + north * 1000, who, CHAIN, *rule)
    moved = sorted(
        (_moved(r.container_id, east, north), tuple(sorted(_moved(e, east, north) for e in r.excludes)), r.contributors or 0)
        for r in one.regions
    )
    assert moved == sorted((r.container_id, r.excludes, r.contributors or 0) for r in two.regions)


def _moved(text: str, east: int, north: int) -> str:
    if text == ELSEWHERE:
        return text
    epsg, cell = parse_cell_id(text)
    return cell_id(Cell(cell.size, cell.east + east * 1000, cell.north + north * 1000), epsg)


@given(campaigns(), rules)
@settings(max_examples=60, deadline=None)
def test_a_point_moved_within_its_finest_cell_changes_nothing(data, rule):
    x, y, who = data
    centre = [np.floor(v / 125) * 125 + 62.5 for v in (x, y)]
    assert figures(partition(x, y, who, CHAIN, *rule)) == figures(partition(*centre, who, CHAIN, *rule))


def test_a_person_with_many_postcards_counts_once_in_a_cell():
    p = partition(np.full(9, 10.0), np.full(9, 10.0), [1] * 6 + [2, 3, 4], CHAIN, 5, 2)
    assert [r.contributors for r in p.regions] == [None]


def test_elsewhere_is_always_listed_so_that_its_being_listed_tells_nothing():
    assert [r.region_id for r in partition([], [], None, CHAIN, 5, 2).regions] == [ELSEWHERE]


@pytest.mark.parametrize(("k", "width"), [(2, 2), (5, 1), (5, 5)])
def test_a_rule_that_protects_nobody_is_refused(k, width):
    with pytest.raises(InputError):
        partition([1.0], [1.0], None, CHAIN, k, width)


def test_coordinates_that_are_no_numbers_are_refused():
    with pytest.raises(InputError):
        partition([np.nan], [1.0], None, CHAIN, 5, 2)


@given(campaigns(), campaigns(), rules)
@settings(max_examples=40, deadline=None)
def test_an_update_keeps_the_tree(data, later, rule):
    x, y, who = data
    first = partition(x, y, who, CHAIN, *rule)
    xx, yy, more = (np.concatenate(pair) for pair in zip(data, later, strict=True))
    second = partition(xx, yy, more, CHAIN, *rule, tree=first.regions)
    assert [(r.region_id, r.excludes) for r in first.regions] == [(r.region_id, r.excludes) for r in second.regions]


@given(campaigns(), rules)
@settings(max_examples=40, deadline=None)
def test_an_update_without_news_is_the_same_release(data, rule):
    first = partition(*data, CHAIN, *rule)
    again = partition(*data, CHAIN, *rule, tree=first.regions)
    assert first.regions == again.regions
    assert (first.point_region == again.point_region).all()


@given(campaigns(), rules)
@settings(max_examples=40, deadline=None)
def test_themes_add_up_to_the_contributors_of_the_regions_they_unite(data, rule):
    x, y, who = data
    p = partition(x, y, who, CHAIN, *rule)
    theme = np.asarray(["light", "traffic", "noise", "path"])[(np.arange(len(x)) * 7919 + who) % 4]
    counts, lists = theme_partition(p, who, theme)
    by_region = {r.region_id: r.contributors for r in p.regions if r.contributors is not None}
    assert sorted(line.region_id for line in lists) == sorted(by_region)
    for name in {line.theme_region_id for line in lists}:
        members = sum(by_region[line.region_id] for line in lists if line.theme_region_id == name)
        assert sum(c.contributors for c in counts if c.region_id == name) == members
    assert all(c.contributors >= rule[0] for c in counts)


@given(campaigns(), rules)
@settings(max_examples=40, deadline=None)
def test_marginals_add_up_to_the_published_regions(data, rule):
    x, y, who = data
    p = partition(x, y, who, CHAIN, *rule)
    channels = ["map", "postcard", "visit"]
    lines = marginals(p, who, {"channel": np.asarray(channels)[who % 3]}, {"channel": channels})
    total = sum(r.contributors or 0 for r in p.regions)
    assert sum(line.contributors or 0 for line in lines) == total or lines[0].status == WITHHELD


def test_personal_breakdown_where_nearly_everyone_is_alike_is_refused():
    p = partition(np.full(22, 10.0), np.full(22, 10.0), None, CHAIN, 5, 2)
    named = {"day_part": ["night"] * 20 + ["day"] * 2, "channel": ["map"] * 20 + ["visit"] * 2}
    lines = marginals(p, None, named, named)
    assert [(line.dimension, line.contributors is None) for line in lines] == [("channel", False), ("day_part", True)]


def test_the_summary_of_a_lone_full_cell():
    told = summary(partition(np.full(8, 10.0), np.full(8, 10.0), None, CHAIN, 5, 2), np.full(8, 10.0), np.full(8, 10.0))
    assert (told["share_at_or_below"]["125"], told["weighted_median_size_m"], told["hellinger"]) == (1.0, 125, 0.0)


def test_a_shell_never_touches_itself_where_two_squares_meet_in_a_corner():
    cells = [Cell(1, 1, 2), Cell(1, 2, 1)]
    polygons = region_polygons(Cell(4, 0, 0), cells)
    assert [len(set(ring[:-1])) == len(ring) - 1 for polygon in polygons for ring in polygon] == [True] * sum(map(len, polygons))


def test_region_polygons_agree_with_shapely():
    from shapely.geometry import MultiPolygon, Polygon, box
    from shapely.ops import unary_union

    rng = np.random.default_rng(5)
    for density in np.linspace(0.05, 0.95, 200):
        cells = [Cell(1, int(i % 8), int(i // 8)) for i in np.flatnonzero(rng.random(64) < density)]
        ours = MultiPolygon([Polygon(p[0], p[1:]) for p in region_polygons(Cell(8, 0, 0), cells)])
        holes = unary_union([box(c.east, c.north, c.east + 1, c.north + 1) for c in cells])
        assert ours.is_valid
        assert ours.equals(box(0, 0, 8, 8).difference(holes))


def test_excluded_cells_outside_the_container_are_refused():
    with pytest.raises(ValueError, match="not inside"):
        region_polygons(Cell(1000, 0, 0), [Cell(500, 1000, 0)])


def test_the_chain_is_what_was_asked():
    assert Chain(3006, (125, 250, 500, 1000)) == CHAIN


def test_a_partition_shows_the_figures_of_a_release_that_holds_back() -> None:
    random = np.random.default_rng(5)
    x, y = 472_000 + random.normal(0, 600, 300), 6_577_000 + random.normal(0, 600, 300)
    parts = partition(x, y, None, chain_of("EPSG:3006", 250, 4000), 5, 2)
    held = [dataclasses.replace(region, contributors=5 if region.contributors else None) for region in parts.regions]
    shown = parts.showing(held)
    assert sum(count for count in shown.contributors.tolist() if count > 0) == 5 * sum(region.contributors is not None for region in held)
