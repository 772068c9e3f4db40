"""The web page and its data: safe inside a script element, with what helps to find the way."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from trygghetsrutan.opendata.campaign import Gazetteer
from trygghetsrutan.opendata.package import context, pagedata, webpage

from ...support import releases
from ...support.told import told


def test_a_page_that_was_not_built_is_told(tmp_path: Path) -> None:
    line = "package: the web page's none.js has not been built; run scripts/build_page (it needs Node.js)"
    assert told(tmp_path, lambda: webpage.asset("none.js")) == line


@pytest.mark.parametrize(("count", "sv", "en"), [(812, "812 B", "812 B"), (1_400, "1,4 kB", "1.4 kB"), (12_000_000, "12 MB", "12 MB")])
def test_sizes_are_told_as_people_read_them(count: int, sv: str, en: str) -> None:
    assert (webpage.size(count, "sv").replace("\u00a0", " "), webpage.size(count, "en").replace("\u00a0", " ")) == (sv, en)


def test_page_data_are_javascript_that_cannot_leave_their_element() -> None:
    assert pagedata.script_json("</script><!--\u2028") == '"\\u003c/script\\u003e\\u003c!--\\u2028"'


def test_a_ring_is_differences_of_microdegrees(good: Path) -> None:
    text = (good / "page/data.js").read_text(encoding="utf-8")
    data = json.loads(text.removeprefix("window.trygghetsrutan=").removesuffix(";\n"))
    first = next(shape for shape in data["regions"]["shape"] if shape)
    assert 14_000_000 < first[0][0][0] < 15_000_000
    assert abs(first[0][0][2]) < 100_000


def _with_gazetteer(folder: Path) -> Any:
    features = [
        {"type": "Feature", "properties": {"name": name, "kind": kind}, "geometry": {"type": "Point", "coordinates": [14.5, 59.3]}}
        for name, kind in (("Provby", "village"), ("Hemliga gatan 4", "address"))
    ]
    (folder / "places.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    ring = [[14.3, 59.2], [14.7, 59.2], [14.7, 59.4], [14.3, 59.4], [14.3, 59.2]]
    area = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (folder / "boundary.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [area]}), encoding="utf-8")
    campaign = releases.make_campaign(boundary="boundary.geojson")
    return dataclasses.replace(campaign, folder=folder, gazetteer=Gazetteer(files=("places.geojson",)))


def test_villages_of_the_gazetteer_are_named_and_addresses_are_not(tmp_path: Path) -> None:
    assert [name for name, _, _ in context.gather(_with_gazetteer(tmp_path)).places] == ["Provby"]


def test_the_boundary_is_drawn_in_degrees(tmp_path: Path) -> None:
    (ring,) = context.gather(_with_gazetteer(tmp_path)).boundary
    assert ring[0] == ring[-1]
    assert {round(lon, 1) for lon, _ in ring} == {14.3, 14.7}


def test_files_that_are_not_at_hand_are_left_out(tmp_path: Path) -> None:
    campaign = _with_gazetteer(tmp_path)
    (tmp_path / "places.geojson").unlink()
    (tmp_path / "boundary.geojson").unlink()
    assert context.gather(campaign) == context.Context()
