"""The page Sources: what cannot be used as a source says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk


def test_files_that_hold_no_submissions_are_named(desk: Desk, tmp_path: Path) -> None:
    from trygghetsrutan.qgis_plugin.panel.pages.sources import SourcesPage

    (tmp_path / "bild.png").write_bytes(b"x")
    page = SourcesPage(desk)
    page.add_files([tmp_path / "bild.png", tmp_path])
    assert "bild.png" in desk.told[0]
    assert len(desk.session.campaign.sources) == 5


def test_a_source_that_is_edited_in_qgis_is_not_loaded_until_it_is_saved(desk: Desk) -> None:
    from qgis.core import QgsProject, QgsVectorLayer

    from trygghetsrutan.qgis_plugin.panel.pages.sources import SourcesPage

    layer = QgsVectorLayer(str(desk.session.campaign.path("webbkarta.geojson")), "Webbkartan", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    page = SourcesPage(desk)
    page._load()
    assert not desk.session.busy
    assert "Webbkartan" in desk.told[0]
    layer.rollBack()
    page._load()
    desk.wait()
    assert "702" in desk.told[-1]
    QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"type": "FeatureCollection", "features": []}', "holds no rows"),
        (b"\x89PNG", "is a picture"),
        (b"", "is empty"),
    ],
)
def test_a_source_that_cannot_be_used_says_why_in_its_verdict(desk: Desk, content: bytes, words: str) -> None:
    from trygghetsrutan.opendata.campaign import Source
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.qgis_plugin.panel.pages.preview import preview

    path = desk.session.campaign.path("fel åäö.csv" if content[:1] != b"{" else "fel åäö.geojson")
    path.write_bytes(content)
    assert words in preview(desk.session.campaign, Source("fel", path.name, "map"), silent).trouble


def test_a_source_that_is_gone_or_a_folder_says_so(desk: Desk) -> None:
    from trygghetsrutan.opendata.campaign import Source
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.qgis_plugin.panel.pages.preview import preview

    desk.session.campaign.path("mapp.csv").mkdir()
    for name in ("borta.csv", "mapp.csv"):
        assert name in preview(desk.session.campaign, Source("fel", name, "map"), silent).trouble
