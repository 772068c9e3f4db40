"""The gazetteer from the municipality's own files, and the geometry it stands on."""

import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.campaign import Campaign, Gazetteer
from trygghetsrutan.opendata.errors import Cancelled, InputError
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.submissions import gazetteer, plane
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

from .test_load import ABOUT

LINE = {"type": "LineString", "coordinates": [[14.50, 59.33], [14.52, 59.33]]}
BOX = [[14.5, 59.3], [14.52, 59.3], [14.52, 59.31], [14.5, 59.31], [14.5, 59.3]]
FEATURES = [
    ({"name": "Boforsvägen", "kind": "street"}, LINE),
    ({"name": "Boforsvägen", "kind": "street"}, {"type": "LineString", "coordinates": [[14.52, 59.33], [14.54, 59.33]]}),
    ({"name": "Bofors", "kind": "district"}, {"type": "Polygon", "coordinates": [BOX]}),
    ({"name": "Boforstorget", "kind": "square", "aliases": "Nobeltorget; torget"}, {"type": "Point", "coordinates": [14.51, 59.305]}),
    ({"name": "", "kind": "square"}, {"type": "Point", "coordinates": [14.5, 59.3]}),
    ({"name": "Utan plats", "kind": "square"}, None),
]  # fmt: skip


def loaded(folder: Path, spec: Gazetteer, features: object = FEATURES) -> gazetteer.Gazetteer:
    listed = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]  # type: ignore[attr-defined]
    (folder / "g.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": listed}))
    return gazetteer.load(Campaign(ABOUT, gazetteer=spec, folder=folder), with_pyproj, read_vector)


def test_points_lines_and_areas_become_places_with_their_reach(tmp_path: Path) -> None:
    places = {place.name: place for place in loaded(tmp_path, Gazetteer(("g.geojson",))).places}
    assert set(places) == {"Boforsvägen", "Bofors", "Boforstorget"}
    assert len(places["Boforsvägen"].paths) == 2
    assert places["Boforsvägen"].accuracy_m > 1000
    assert places["Bofors"].accuracy_m == pytest.approx(math.sqrt(1137 * 1114 / math.pi), rel=0.02)
    assert places["Boforstorget"].aliases == ("Nobeltorget", "torget")


def test_what_has_no_name_or_place_is_told(tmp_path: Path) -> None:
    assert loaded(tmp_path, Gazetteer(("g.geojson",))).notes == ("g.geojson: 2 entries without name or geometry left out",)


def test_several_files_are_one_gazetteer(tmp_path: Path) -> None:
    assert len(loaded(tmp_path, Gazetteer(("g.geojson", "g.geojson"))).places) == 5


def test_a_swedish_name_column_is_found(tmp_path: Path) -> None:
    assert len(loaded(tmp_path, Gazetteer(("g.geojson",)), [({"Namn": "Åsen"}, LINE)]).places) == 1


def test_no_name_column_is_an_error_that_lists_the_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="columns: id"):
        loaded(tmp_path, Gazetteer(("g.geojson",)), [({"id": 1}, LINE)])


def test_reading_it_can_be_cancelled(tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        raise Cancelled

    loaded(tmp_path, Gazetteer(("g.geojson",)))
    with pytest.raises(Cancelled):
        gazetteer.load(Campaign(ABOUT, gazetteer=Gazetteer(("g.geojson",)), folder=tmp_path), with_pyproj, read_vector, stop)


def test_a_campaign_without_gazetteer_has_an_empty_one(tmp_path: Path) -> None:
    assert loaded(tmp_path, Gazetteer()).places == ()


def test_the_boundary_file_goes_before_the_box(tmp_path: Path) -> None:
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.opendata.submissions.boundary import area_of

    listed = [{"type": "Feature", "properties": {}, "geometry": FEATURES[2][1]}]
    (tmp_path / "b.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": listed}))
    campaign = Campaign(dataclasses.replace(ABOUT, boundary="b.geojson"), folder=tmp_path)
    area = area_of(campaign, with_pyproj, read_vector, silent)
    x, y = with_pyproj(np.array([14.51, 14.6]), np.array([59.305, 59.4]), "EPSG:4326", "EPSG:3006")
    assert area.contains(x, y).tolist() == [True, False]


SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]])
HORSESHOE = np.array([[0, 0], [10, 0], [10, 10], [8, 10], [8, 2], [2, 2], [2, 10], [0, 10], [0, 0]], dtype=float)


def test_a_place_on_an_area_lies_in_it_even_when_the_centroid_does_not() -> None:
    x, y = plane.representative("area", [HORSESHOE])
    assert plane.inside(np.array([x]), np.array([y]), [HORSESHOE])[0]


@given(st.floats(-5, 15), st.floats(-5, 15))
def test_inside_is_what_the_square_says(x: float, y: float) -> None:
    found = bool(plane.inside(np.array([x]), np.array([y]), [SQUARE])[0])
    if not (x in (0, 10) or y in (0, 10)):
        assert found == (0 < x < 10 and 0 < y < 10)


def test_a_hole_is_outside() -> None:
    assert not plane.inside(np.array([5.0]), np.array([5.0]), [SQUARE, SQUARE * 0.2 + 4])[0]


def test_streets_cross_where_their_lines_do() -> None:
    assert plane.crossing([np.array([[0.0, 0], [10, 0]])], [np.array([[4.0, -5], [4, 5]])], 5) == (4.0, 0.0, 0.0)


def test_streets_that_almost_meet_do_within_reach_only() -> None:
    one, other = [np.array([[0.0, 0], [10, 0]])], [np.array([[4.0, 3], [4, 9]])]
    assert plane.crossing(one, other, 5) == (4.0, 1.5, 3.0)
    assert plane.crossing(one, other, 2) is None


def test_streets_that_cross_twice_far_apart_have_no_one_crossing() -> None:
    zigzag = [np.array([[1.0, -5], [1, 5], [900, 5], [900, -5]])]
    assert plane.crossing([np.array([[0.0, 0], [1000, 0]])], zigzag, 40) is None
