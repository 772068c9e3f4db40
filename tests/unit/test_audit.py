"""The auditor refuses what gives somebody away, and nothing else."""

import dataclasses

import pytest

from trygghetsrutan.opendata.disclosure.audit import audit, certificate
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.release import Release

from .audit_releases import cell, elsewhere, make, rest, whole


def rules_broken(release: Release, *earlier: Release) -> set[str]:
    return {disclosure.rule for disclosure in audit(release, earlier).disclosures}


def safe(**changes: object) -> Release:
    """A 1000 m container with three published cells of different size and a remainder of hidden cells in three blocks."""
    shown = [whole(500, 0, 0, 9), whole(250, 2, 0, 7), whole(250, 0, 2, 6)]
    left = rest(1000, 0, 0, [region.region_id for region in shown], 10)
    themed = {
        "rows": {"q:all": {"lighting": 20, "traffic": 7, "other": 5}},
        "unions": {"q:all": [region.region_id for region in [*shown, left]]},
        "marginals": {"channel": {"map": 30, "visit": 10}},
    }
    return make([*shown, left, elsewhere(8)], **(themed | changes))  # type: ignore[arg-type]


def with_count(release: Release, region_id: str, count: int | None) -> Release:
    return dataclasses.replace(
        release,
        regions=tuple(dataclasses.replace(r, contributors=count) if r.region_id == region_id else r for r in release.regions),
    )


def test_a_safe_partition_passes() -> None:
    assert audit(safe()).disclosures == ()


def test_tells_the_narrowest_interval_with_and_without_the_rules() -> None:
    verdict = audit(safe(rows={}, unions={}))
    assert verdict.narrowest_interval == 2  # three blocks of at most 4 hold 12, and the figure is 10
    assert verdict.narrowest_without_rules == 8  # elsewhere: anybody of 0 to 8 anywhere


def test_two_hidden_cells_that_sum_to_their_capacity_are_known_exactly() -> None:
    shown = [whole(250, 0, 0, 9), whole(250, 1, 0, 9)]
    verdict = audit(make([*shown, rest(500, 0, 0, [r.region_id for r in shown], 8), elsewhere(9)]))
    (disclosure,) = verdict.disclosures
    assert (disclosure.rule, disclosure.low, disclosure.high) == ("protection width", 4, 4)
    assert "exakt 4" in disclosure.sv
    assert "exactly 4" in disclosure.en
    assert disclosure.figures == (f"{cell(500, 0, 0)}_r = 8", "content = 8 (k-1 = 4)")


@pytest.mark.parametrize(("count", "passed"), [(5, True), (6, True), (7, False), (8, False)])
def test_a_remainder_must_stay_a_width_below_its_capacity(count: int, passed: bool) -> None:
    shown = [whole(250, 0, 0, 9), whole(250, 1, 0, 9)]
    release = make([*shown, rest(500, 0, 0, [r.region_id for r in shown], count), elsewhere(9)])
    assert audit(release).passed is passed


def test_a_cell_with_hidden_quarters_needs_its_width_too() -> None:
    assert rules_broken(make([whole(500, 0, 0, 15)])) == {"protection width"}
    assert rules_broken(make([whole(500, 0, 0, 14)])) == set()


def test_a_finest_cell_hides_nothing() -> None:
    assert audit(make([whole(250, 0, 0, 1000)])).narrowest_interval is None


def test_a_remainder_inside_one_quarter_is_looked_at_there() -> None:
    three = [whole(500, 1, 0, 9), whole(500, 0, 1, 9), whole(500, 1, 1, 9)]
    inner = [whole(250, 0, 0, 9), whole(250, 1, 0, 9)]
    release = make([*three, *inner, rest(1000, 0, 0, [r.region_id for r in [*three, *inner]], 8)])
    assert [d.low for d in audit(release).disclosures] == [4]


def linked(lighting: int, traffic: int, litter: int, other: tuple[int, int] = (8, 6)) -> Release:
    """Two theme regions that show lighting and hide the rest, tied by totals of all themes."""
    cells = [whole(250, 0, 0, 10 + other[0]), whole(250, 1, 0, 20 + other[1])]
    unions = {"q:1": [cells[0].region_id], "q:2": [cells[1].region_id]}
    rows = {"q:1": {"lighting": 10, "other": other[0]}, "q:2": {"lighting": 20, "other": other[1]}}
    totals = {"theme": {"lighting": lighting, "traffic": traffic, "litter": litter}}
    return make(cells, rows, unions, totals, themes=["lighting", "traffic", "litter"], k=6)


def test_totals_per_theme_that_leave_room_pass() -> None:
    assert audit(linked(30, 7, 7)).disclosures == ()


def test_totals_per_theme_that_leave_no_room_are_refused() -> None:
    broken = audit(linked(30, 9, 5)).disclosures
    assert {d.rule for d in broken} >= {"linked themes"}


def test_a_theme_hidden_in_one_region_only_is_its_total_minus_the_rest() -> None:
    cells = [whole(250, 0, 0, 19), whole(250, 1, 0, 26)]
    unions = {"q:1": [cells[0].region_id], "q:2": [cells[1].region_id]}
    rows = {"q:1": {"lighting": 10, "other": 9}, "q:2": {"lighting": 10, "traffic": 8, "litter": 8}}
    totals = {"theme": {"lighting": 20, "traffic": 11, "litter": 14}}
    release = make(cells, rows, unions, totals, themes=["lighting", "traffic", "litter"], k=6)
    told = {(d.where, d.low, d.high) for d in audit(release).disclosures if d.rule == "linked themes"}
    assert ("q:1 / traffic", 3, 3) in told


class TestMutations:
    """Each safety rule switched off, one at a time."""

    def test_protection_width(self) -> None:
        assert "protection width" in rules_broken(with_count(safe(rows={}, unions={}), cell(1000, 0, 0) + "_r", 12))

    def test_a_width_below_two(self) -> None:
        assert "width" in rules_broken(safe(width=1))

    def test_k_below_three(self) -> None:
        assert "k" in rules_broken(safe(k=2))

    def test_noughts_shown(self) -> None:
        assert "hidden zeros" in rules_broken(make([whole(250, 0, 0, 0), whole(250, 1, 0, 9)]))

    def test_a_small_cell_listed_as_withheld(self) -> None:
        assert "hidden zeros" in rules_broken(make([whole(250, 0, 0, 9), whole(250, 1, 0, None)]))
        assert audit(make([whole(250, 0, 0, 9), whole(250, 1, 0, None)], tree="frozen", earlier=[{}])).passed

    def test_one_theme_withheld_among_shown_ones(self) -> None:
        cells = [whole(250, 0, 0, 6)]
        release = make(cells, {"q:1": {"traffic": 5, "lighting": None}}, {"q:1": [cells[0].region_id]})
        assert rules_broken(release) == {"partly withheld"}

    def test_one_total_withheld_among_shown_ones(self) -> None:
        release = make([whole(250, 0, 0, 60)], marginals={"channel": {"map": 57, "email": None}})
        assert rules_broken(release) == {"partly withheld"}

    @pytest.mark.parametrize(("value", "broken"), [("all", set()), ("email", {"partly withheld"})])
    def test_a_dimension_withheld_as_a_whole_names_none_of_its_values(self, value: str, broken: set[str]) -> None:
        assert rules_broken(make([whole(250, 0, 0, 60)], marginals={"channel": {value: None}})) == broken

    def test_a_first_release_that_calls_itself_an_update(self) -> None:
        full = make([whole(500, 0, 0, 16), elsewhere(None)], sizes=(250, 500))
        assert rules_broken(full) == {"protection width"}
        assert rules_broken(dataclasses.replace(full, facts=full.facts | {"tree": "frozen"})) == {"frozen tree"}

    def test_a_partition_that_calls_itself_a_fixed_grid(self) -> None:
        assert rules_broken(make([whole(500, 0, 0, 14)], method="fixed")) == {"method"}
        assert rules_broken(make([whole(250, 0, 0, 14)], method="fixed")) == set()

    def test_empty_cells_left_out_of_a_remainder(self) -> None:
        shown = whole(500, 0, 0, 9)
        release = make([shown, rest(1000, 0, 0, [shown.region_id, cell(250, 2, 2)], 9)])
        assert "hidden zeros" in rules_broken(release)

    def test_reports_counted_instead_of_contributors(self) -> None:
        assert "contributors" in rules_broken(safe(counts="submissions"))

    def test_reports_counted_in_regions_and_contributors_in_totals(self) -> None:
        release = make([whole(250, 0, 0, 12), whole(250, 1, 0, 9)], marginals={"channel": {"map": 11, "visit": 5}})
        (disclosure,) = audit(release).disclosures
        assert (disclosure.rule, disclosure.low) == ("totals", -5)

    def test_totals_that_tell_how_many_were_withheld(self) -> None:
        release = make([whole(250, 0, 0, 12), elsewhere(None)], marginals={"channel": {"map": 9, "visit": 5}})
        (disclosure,) = audit(release).disclosures
        assert (disclosure.rule, disclosure.low) == ("totals", 2)
        assert "färre än k" in disclosure.sv

    def test_another_tree_for_a_theme(self) -> None:
        cells = [whole(250, i, 0, 9) for i in range(3)]
        a, b, c = (r.region_id for r in cells)
        release = make(
            cells,
            {"q:1": {"lighting": 9, "traffic": 9}, "q:2": {"lighting": 13, "traffic": 5}},
            {"q:1": [a, b], "q:2": [b, c]},
        )
        assert "one tree" in rules_broken(release)

    def test_other_below_k(self) -> None:
        cells = [whole(250, 0, 0, 9)]
        release = make(cells, {"q:1": {"lighting": 6, "other": 3}}, {"q:1": [cells[0].region_id]})
        assert "below k" in rules_broken(release)

    def test_other_left_out(self) -> None:
        cells = [whole(250, 0, 0, 9)]
        release = make(cells, {"q:1": {"lighting": 6}}, {"q:1": [cells[0].region_id]})
        (disclosure,) = audit(release).disclosures
        assert (disclosure.rule, disclosure.low, disclosure.high) == ("themes add up", 3, 3)

    def test_a_tree_that_moves_between_updates(self) -> None:
        old = make([whole(500, 0, 0, 12), whole(250, 2, 0, 9)])
        new = make([whole(250, 0, 0, 10), rest(500, 0, 0, [cell(250, 0, 0)], 6), whole(250, 2, 0, 9)])
        assert "frozen tree" in rules_broken(new, old)

    def test_two_trees_of_the_same_people_are_subtracted(self) -> None:
        cells = [cell(250, i, j) for i in (0, 1) for j in (0, 1)]
        old = make([whole(250, 0, 0, 9), rest(500, 0, 0, [cells[0]], 10)])
        new = make([whole(250, 1, 1, 8), rest(500, 0, 0, [cells[3]], 11)])
        told = [d for d in audit(new, [old]).disclosures if d.rule == "certain count"]
        assert {d.low for d in told} == {2}
        assert f"{cells[3]} = 8" in told[0].figures

    def test_sizes_that_do_not_nest(self) -> None:
        assert "nesting" in rules_broken(make([whole(100, 0, 0, 9), whole(250, 8, 8, 9)], sizes=(100, 250)))

    def test_regions_that_overlap(self) -> None:
        release = make([whole(500, 0, 0, 9), whole(250, 1, 1, 6)])
        assert "overlap" in rules_broken(release)
        (certain,) = (d for d in audit(release).disclosures if d.rule == "certain count")
        assert certain.low == 3

    def test_figures_below_k(self) -> None:
        assert "below k" in rules_broken(make([whole(250, 0, 0, 4)]))

    def test_a_personal_dimension_that_nearly_everyone_shares(self) -> None:
        assert "group" in rules_broken(make([whole(250, 0, 0, 20)], marginals={"day_part": {"night": 15, "day": 2}}, k=3))


def test_what_is_personal_stands_on_more_people() -> None:
    made = make([whole(250, 0, 0, 40)], marginals={"day_part": {"day": 9, "evening": 12, "night": 19}}, k_sensitive=10)
    (disclosure,) = audit(made).disclosures
    assert (disclosure.rule, disclosure.where) == ("below k", "day_part = day")


def test_the_sum_of_hidden_values_of_a_total_must_leave_room() -> None:
    totals = {"channel": {"map": 33, "other": 7}}
    made = make([whole(250, 0, 0, 40)], marginals=totals, values={"channel": ["map", "visit", "email"]})
    assert rules_broken(made) == {"protection width"}


@pytest.mark.parametrize("table", ["regions", "region_themes", "theme_regions", "marginals", "release"])
def test_what_was_edited_after_the_audit_is_noticed(table: str) -> None:
    release = safe()
    signed = dataclasses.replace(release, facts=release.facts | certificate(release, audit(release)))
    assert audit(signed).passed
    changed = {
        "regions": with_count(signed, cell(500, 0, 0), 10),
        "region_themes": dataclasses.replace(
            signed, theme_counts=(dataclasses.replace(signed.theme_counts[0], contributors=6), *signed.theme_counts[1:])
        ),
        "theme_regions": dataclasses.replace(signed, theme_regions=signed.theme_regions[1:]),
        "marginals": dataclasses.replace(signed, marginals=signed.marginals[1:]),
        "release": dataclasses.replace(signed, facts=signed.facts | {"k": 4}),
    }[table]
    assert "edited" in rules_broken(changed)


def test_the_certificate_carries_no_figure_of_a_disclosure() -> None:
    release = make([whole(500, 0, 0, 16)])
    written = str(certificate(release, audit(release))["audit"])
    assert "= 16" not in written
    assert cell(500, 0, 0) not in written


@pytest.mark.parametrize("facts", [{}, {"k": 5, "width": 2}, {"k": "5", "width": 2, "chain": {"epsg": 3006, "sizes": [250]}}])
def test_a_release_that_does_not_state_its_rules_is_bad_input(facts: dict[str, object]) -> None:
    with pytest.raises(InputError):
        audit(Release((), facts=facts))


@pytest.mark.parametrize("count", ["9", 9.0, True, 10**30, -(10**30)])
def test_a_figure_that_is_no_number_of_people_is_bad_input(count: object) -> None:
    with pytest.raises(InputError, match="other types"):
        audit(make([dataclasses.replace(whole(250, 0, 0, 9), contributors=count)]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "facts", [{"hashes": ["x"]}, {"method": ["fixed"]}, {"themes": {"a": 1}}, {"values": 3}, {"tree": []}, {"counts": None}]
)
def test_strange_facts_raise_nothing(facts: dict[str, object]) -> None:
    assert audit(make([whole(250, 0, 0, 9)], **facts)).passed is ("hashes" not in facts)


class TestUpdates:
    def test_an_update_alone_must_tell_of_the_release_it_builds_on(self) -> None:
        told = make([whole(250, 0, 0, 9)], tree="frozen", earlier=[{"version": "1.0.0"}])
        verdict = audit(told)
        assert verdict.passed
        assert [(attempt.name, attempt.count) for attempt in verdict.tried if attempt.name == "not given"] == [("not given", 1)]
        assert "not given" not in {attempt.name for attempt in audit(told, [make([whole(250, 0, 0, 9)])]).tried}

    def test_nothing_changed(self) -> None:
        assert audit(safe(), [safe()]).passed

    @pytest.mark.parametrize(("change", "passed"), [(1, False), (4, False), (5, True), (-1, False), (-4, False)])
    def test_a_net_change_is_nought_or_at_least_k(self, change: int, passed: bool) -> None:
        old = make([whole(250, 0, 0, 10), whole(250, 1, 0, 9)])
        assert audit(with_count(old, cell(250, 0, 0), 10 + change), [old]).passed is passed

    def test_a_correction_that_moves_one_is_seen_in_both_regions(self) -> None:
        old = make([whole(250, 0, 0, 10), whole(250, 1, 0, 9)])
        new = make([whole(250, 0, 0, 9), whole(250, 1, 0, 10)])
        assert {d.where for d in audit(new, [old]).disclosures} == {cell(250, 0, 0), cell(250, 1, 0)}

    def test_every_earlier_release_counts_not_only_the_last(self) -> None:
        first, second, third = (make([whole(250, 0, 0, n)]) for n in (10, 16, 11))
        assert audit(second, [first]).passed
        assert audit(third, [second]).passed
        assert not audit(third, [first, second]).passed

    def test_theme_regions_are_frozen_too(self) -> None:
        cells = [whole(250, i, 0, 20) for i in range(3)]
        a, b, c = (r.region_id for r in cells)
        rows = {"q:1": {"lighting": 30, "traffic": 10}, "q:2": {"lighting": 10, "traffic": 10}}
        old, new = make(cells, rows, {"q:1": [a, b], "q:2": [c]}), make(cells, rows, {"q:1": [b, c], "q:2": [a]})
        assert audit(old).passed
        assert audit(new).passed
        assert rules_broken(new, old) == {"frozen tree"}


def test_a_withheld_region_may_not_be_counted_in_its_theme_region() -> None:
    cells = [whole(250, 0, 0, 20), whole(250, 1, 0, None)]
    release = make(cells, {"q:1": {"lighting": 15, "traffic": 8}}, {"q:1": [r.region_id for r in cells]}, tree="frozen", earlier=[{}])
    (disclosure,) = audit(release).disclosures
    assert (disclosure.rule, disclosure.low) == ("themes add up", 3)


def test_a_drawn_shape_must_be_the_ground_that_was_counted() -> None:
    square = ((((400_000, 6_400_000), (400_500, 6_400_000), (400_500, 6_400_250), (400_000, 6_400_250), (400_000, 6_400_000)),),)
    assert rules_broken(make([dataclasses.replace(whole(250, 0, 0, 9), polygons=square)])) == {"form"}
