"""Map files and styles."""

import json
from pathlib import Path
from xml.etree import ElementTree

from trygghetsrutan.opendata.package import about, geodata, symbology

from ...support import releases


def test_geojson_follows_the_right_hand_rule_and_seven_decimals(good: Path) -> None:
    collection = json.loads((good / "data/regions.geojson").read_text(encoding="utf-8"), parse_float=str)
    assert "crs" not in collection
    corners = [c for x in collection["features"] if x["geometry"] for c in str(x["geometry"]["coordinates"]).replace("'", "").split(",")]
    assert max(len(corner.strip("[] ").partition(".")[2]) for corner in corners) <= geodata.DECIMALS


def test_long_edges_are_cut_so_that_they_bend_with_the_grid() -> None:
    ring = ((464000, 6568000), (472000, 6568000), (472000, 6576000), (464000, 6576000), (464000, 6568000))
    (turned,) = geodata.lonlat([((ring,),)], 3006)
    assert len(turned[0][0]) == 4 * 8 + 1


def test_styles_are_well_formed_whatever_the_title() -> None:
    release = releases.make_release(14)
    said = about.gather(release, releases.hostile_campaign())
    regions = releases.make_tables(14)["regions"]
    for text in (
        symbology.qml(regions),
        symbology.sld(regions, said),
        symbology.iso_metadata(said, None),
        symbology.qgis_metadata(said, (1, 2, 3, 4)),
    ):
        ElementTree.fromstring(text)
