"""Coordinates in every system staff meet: one place each, or none."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.submissions.coordinate_cells import number, point_of, shape_of_text
from trygghetsrutan.opendata.submissions.coordinates import CANDIDATES, LOCAL_ZONES, Area, from_box, resolve

LON, LAT = 14.5238, 59.3275
AREA = from_box((14.2, 59.2, 14.8, 59.6), with_pyproj, "EPSG:3006")
EAST, NORTH = (float(column[0]) for column in with_pyproj(np.array([LON]), np.array([LAT]), "EPSG:4326", "EPSG:3006"))


def one(x: float, y: float, declared: str = "", area: Area = AREA):  # type: ignore[no-untyped-def]
    return resolve(np.array([x]), np.array([y]), declared, area, with_pyproj)


@pytest.mark.parametrize("crs", [crs for crs in CANDIDATES if crs not in LOCAL_ZONES] + ["EPSG:3008", "EPSG:3009"])
@pytest.mark.parametrize("swap", [False, True])
def test_each_system_is_detected_in_both_orders(crs: str, swap: bool) -> None:
    x, y = (float(column[0]) for column in with_pyproj(np.array([LON]), np.array([LAT]), "EPSG:4326", crs))
    found = one(y, x) if swap else one(x, y)
    assert math.hypot(found.x[0] - EAST, found.y[0] - NORTH) < 1.5
    assert bool(found.swapped[0]) is swap


def test_a_declared_system_goes_first() -> None:
    found = one(EAST, NORTH, "EPSG:3006")
    assert (found.x[0], found.y[0], bool(found.detected[0])) == (pytest.approx(EAST), pytest.approx(NORTH), False)


def test_a_declared_local_zone_may_be_far_from_its_meridian() -> None:
    x, y = (float(column[0]) for column in with_pyproj(np.array([LON]), np.array([LAT]), "EPSG:4326", "EPSG:3010"))
    assert np.isnan(one(x, y).x[0])
    assert one(x, y, "EPSG:3010").x[0] == pytest.approx(EAST, abs=1.5)


def test_another_system_than_declared_is_flagged() -> None:
    found = one(EAST, NORTH, "EPSG:4326")
    assert found.x[0] == pytest.approx(EAST)
    assert found.detected[0]


def test_outside_the_municipality_is_kept_and_flagged() -> None:
    found = one(18.07, 59.33, "EPSG:4326")
    assert np.isfinite(found.x[0])
    assert found.outside[0]


def test_the_system_of_most_others_is_flagged_where_it_is_not_the_declared_one() -> None:
    outside = with_pyproj(np.array([18.07]), np.array([59.33]), "EPSG:4326", "EPSG:3006")
    x, y = (np.append([given] * 3, other) for given, other in zip((EAST, NORTH), outside, strict=True))
    found = resolve(x, y, "EPSG:4326", AREA, with_pyproj)
    assert (found.outside.tolist(), found.detected.tolist()) == ([False] * 3 + [True], [True] * 4)
    assert not resolve(x, y, "", AREA, with_pyproj).detected.any()


def test_a_number_too_large_for_any_map_is_no_coordinate() -> None:
    huge = int("9" * 400)
    assert np.isnan(point_of({"type": "Point", "coordinates": [huge, 1]})).all()
    assert np.isnan(point_of({"type": "LineString", "coordinates": [[huge, 1], [2, 3]]})).all()


def test_what_fits_several_places_is_in_none() -> None:
    wide = from_box((11.0, 58.0, 18.0, 61.0), with_pyproj, "EPSG:3006")
    found = one(150_000.0, 6_577_000.0, area=wide)
    assert np.isnan(found.x[0])
    assert "several places" in found.why[0]


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (math.nan, 59.3), (math.nan, math.nan), (1e300, -1e300), (180.0, 90.0)])
def test_what_is_no_place_in_sweden_is_unlocated(x: float, y: float) -> None:
    assert np.isnan(one(x, y).x[0])


@settings(max_examples=40, deadline=None)
@given(st.floats(14.21, 14.79), st.floats(59.21, 59.59), st.sampled_from(["EPSG:4326", "EPSG:3006", "EPSG:3021", "EPSG:3008", "EPSG:3857"]))
def test_whatever_is_in_the_municipality_comes_out_where_it_is(lon: float, lat: float, crs: str) -> None:
    x, y = with_pyproj(np.array([lon]), np.array([lat]), "EPSG:4326", crs)
    east, north = with_pyproj(np.array([lon]), np.array([lat]), "EPSG:4326", "EPSG:3006")
    found = resolve(x, y, "", AREA, with_pyproj)
    assert np.isnan(found.x[0]) or math.hypot(found.x[0] - east[0], found.y[0] - north[0]) < 1.5


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("59.3275", 59.3275),
        ("59,3275", 59.3275),
        ("6 576 916,37", 6576916.37),
        ("6\u00a0576\u00a0916", 6576916.0),
        ("6.576.916,37", 6576916.37),
        ("6,576,916.37", 6576916.37),
        ("59°19'39\"N", 59.3275),
        ("59° 19' 39'' N", 59.3275),
        ("59°19,65'", 59.3275),
        ("N 59° 19.65'", 59.3275),
        ("14°31′25.68″E", 14.5238),
        ("59 19 39 N", 59.3275),
        ("E 472648", 472648.0),
        ("472648 m", 472648.0),
        ("-14,5", -14.5),
        ("14.5 V", -14.5),
    ],
)
def test_numbers_are_read_as_people_write_them(cell: str, value: float) -> None:
    assert number(cell) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize("cell", ["", "torget", "12 345 678 901 234 567 890 123 456 789 012 345", "nan", "inf", "1_000", "--5", "59°75'"])
def test_what_is_no_number_is_none(cell: str) -> None:
    assert number(cell) is None


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("POINT (14.5238 59.3275)", (14.5238, 59.3275, "")),
        ("SRID=3006;POINT(472648.5 6576916.3)", (472648.5, 6576916.3, "EPSG:3006")),
        ("POINT Z (14.5238 59.3275 12)", (14.5238, 59.3275, "")),
        ("LINESTRING (0 0, 10 0)", (5.0, 0.0, "")),
        ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))", (5.0, 5.0, "")),
        ("59.3275, 14.5238", (59.3275, 14.5238, "")),
        ("59,3275; 14,5238", (59.3275, 14.5238, "")),
        ("(59.3275 14.5238)", (59.3275, 14.5238, "")),
        ("59°19'39\"N 14°31'26\"E", (59.3275, 14.5239, "")),
    ],
)
def test_pairs_and_wkt_are_read(cell: str, pair: tuple[float, float, str]) -> None:
    found = shape_of_text(cell)
    assert found is not None
    assert found[:2] == pytest.approx(pair[:2], abs=1e-3)
    assert found[2] == pair[2]


@pytest.mark.parametrize("cell", ["", "POINT EMPTY", "POINT (x y)", "vid torget", "POINT (1)", "1"])
def test_what_is_no_pair_is_none(cell: str) -> None:
    assert shape_of_text(cell) is None


@given(st.text(max_size=60))
def test_no_text_makes_reading_fail(text: str) -> None:
    number(text)
    shape_of_text(text)
