"""Class breaks and ramps: every value has a class, NULL is no number, and colours stay apart for every kind of sight."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata import style
from trygghetsrutan.opendata.errors import InputError

COMPUTED = [method for method in style.METHODS if method != style.MANUAL]
counts = st.lists(st.integers(1, 5000), min_size=1, max_size=80)


@given(counts, st.sampled_from(COMPUTED), st.integers(1, 9))
def test_bounds_rise_and_cover_every_value(values: list[int], method: str, n: int) -> None:
    bounds = style.breaks(np.array(values, dtype=float), method, n)
    assert 1 <= len(bounds) <= n
    assert all(a < b for a, b in itertools.pairwise(bounds))
    assert bounds[-1] >= max(values)


@given(counts, st.sampled_from(COMPUTED))
def test_null_and_zero_change_no_break(values: list[int], method: str) -> None:
    plain = np.array(values, dtype=float)
    assert style.breaks(np.concatenate([[np.nan, 0.0], plain, [np.nan]]), method) == style.breaks(plain, method)


@given(counts, st.sampled_from([m for m in COMPUTED if m != style.PRETTY]))
def test_no_class_is_empty(values: list[int], method: str) -> None:
    array = np.array(values, dtype=float)
    bounds = style.breaks(array, method)
    assert set(style.classify(array, bounds)) == set(range(len(bounds)))


@given(st.lists(st.integers(1, 60), min_size=4, max_size=9, unique=True), st.integers(2, 3))
def test_natural_breaks_have_the_least_deviation_of_all_cuts(values: list[int], n: int) -> None:
    ordered = np.sort(np.array(values, dtype=float))

    def deviation(ends: tuple[int, ...]) -> float:
        return sum(float(((part - part.mean()) ** 2).sum()) for part in np.split(ordered, ends))

    best = min(deviation(ends) for ends in itertools.combinations(range(1, len(ordered)), n - 1))
    got = tuple(int(np.searchsorted(ordered, bound, side="right")) for bound in style.breaks(ordered, style.NATURAL, n)[:-1])
    assert deviation(got) == pytest.approx(best)


def test_natural_breaks_of_many_distinct_values_take_no_more_memory_than_the_groups() -> None:
    values = np.exp(np.random.default_rng(1).normal(size=50_000))
    bounds = style.breaks(values, style.NATURAL, 5)
    assert len(bounds) == 5
    assert bounds[-1] == values.max()


def test_pretty_gives_round_bounds() -> None:
    assert style.breaks(np.array([5.0, 7, 23, 88]), style.PRETTY, 5) == (20.0, 40.0, 60.0, 80.0, 100.0)


@pytest.mark.parametrize("method", COMPUTED)
def test_nothing_but_null_and_zero_gives_no_classes(method: str) -> None:
    assert style.breaks(np.array([np.nan, 0.0]), method) == ()
    assert style.classes(np.array([np.nan, 0.0]), method) == ()


def test_manual_bounds_are_kept_and_the_largest_value_is_not_lost() -> None:
    assert style.breaks(np.array([5.0, 120]), style.MANUAL, manual=(9, 24)) == (9.0, 24.0, 120.0)


@pytest.mark.parametrize("manual", [(), (9, 9), (24, 9), (0, 5), (float("nan"),)])
def test_manual_bounds_that_do_not_rise_are_refused(manual: tuple[float, ...]) -> None:
    with pytest.raises(InputError):
        style.breaks(np.array([5.0]), style.MANUAL, manual=manual)


@pytest.mark.parametrize(("method", "n"), [("jenks", 5), (style.NATURAL, 0), (style.NATURAL, 10)])
def test_unknown_methods_and_numbers_of_classes_are_refused(method: str, n: int) -> None:
    with pytest.raises(InputError):
        style.breaks(np.array([5.0]), method, n)


def test_withheld_zero_and_no_figure_are_three_things() -> None:
    got = style.classify(np.array([np.nan, np.nan, 0, 7, 99]), (9.0, 50.0), np.array([True, False, False, False, False]))
    assert list(got) == [style.WITHHELD, style.NO_FIGURE, style.ZERO, 0, 1]


@given(st.lists(st.floats(0.01, 5000), min_size=1, max_size=60))
def test_rounded_bounds_change_no_class(values: list[float]) -> None:
    array = np.array(values)
    bounds = style.breaks(array)
    assert list(style.classify(array, style.rounded(bounds, array))) == list(style.classify(array, bounds))


def test_rounded_bounds_are_short() -> None:
    assert style.rounded((42.6667, 208.0, 831.7), np.array([5, 42.6667, 112, 208, 624, 831.7])) == (50.0, 300.0, 900.0)


def test_manual_bounds_are_not_rounded() -> None:
    assert [c.upper for c in style.classes(np.array([5.0, 120]), style.MANUAL, manual=(24, 150))] == [24.0, 150.0]


def test_labels_say_the_counts_a_class_holds() -> None:
    assert style.label(5, 9, first=True, whole=True) == "5–9"
    assert style.label(9, 10, first=False, whole=True) == "10"
    assert style.label(1.5, 3, first=False, whole=False, language="sv") == "över 1,5 till 3"


# Simulation of missing cones in linear RGB by Viénot, Brettel & Mollon 1999 (protan, deutan) and Machado et al. 2009 (tritan).
SIGHT = {
    "normal": np.eye(3),
    "protan": np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
    "deutan": np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
    "tritan": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def _cielab(colour: str, sight: str) -> np.ndarray:
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(SIGHT[sight] @ linear, 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("ramp", style.RAMPS)
@pytest.mark.parametrize("n", [3, 5, 7])
def test_neighbours_of_a_ramp_stay_apart_for_every_kind_of_sight(ramp: str, sight: str, n: int) -> None:
    lab = [_cielab(colour, sight) for colour in style.colours(n, ramp)]
    nearest = min(float(np.linalg.norm(a - b)) for a, b in itertools.pairwise(lab))
    assert nearest >= (60 if sight != "grey" else 50) / n


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("ramp", style.RAMPS)
def test_more_is_darker_for_every_kind_of_sight(ramp: str, sight: str) -> None:
    lightness = [_cielab(colour, sight)[0] for colour in style.colours(9, ramp)]
    assert all(a > b for a, b in itertools.pairwise(lightness))


@pytest.mark.parametrize("ramp", style.RAMPS)
def test_ends_of_a_ramp_are_its_anchors(ramp: str) -> None:
    assert style.colours(5, ramp) == style.RAMPS[ramp].anchors


def test_an_unknown_ramp_is_refused() -> None:
    with pytest.raises(InputError):
        style.colours(5, "rainbow")
