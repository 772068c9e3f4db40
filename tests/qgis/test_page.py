"""The page for print as it is laid out: its language, and that nothing runs off a sheet, not even in an atlas of large and small areas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PARTS = ("title", "subtitle", "map", "legend", "scale bar", "north arrow", "logo", "notes")
SIZES = {"Stora": 30_000, "Lilla": 300, "Mellan": 3000}


@pytest.fixture
def make(plugin: Any, chain: dict[str, dict[str, Any]], campaign: str, out: Path) -> Iterator[Callable[..., Any]]:
    """A layout of the sample's map, in a project that lives as long as the test."""
    from qgis.core import QgsProject

    from trygghetsrutan.opendata import campaign as settings
    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.qgis_plugin.styling import picture
    from trygghetsrutan.qgis_plugin.styling.renderer import Look

    projects = []

    def go(language: str = "sv", paper: str = "A4", coverage: Any = None, named: bool = True, classes: int = 5) -> Any:
        projects.append(QgsProject())
        release, look = contract.read(out / "internal" / "draft.gpkg"), Look(language=language, classes=classes)
        layers = out / "map" / "grid.gpkg"
        told = settings.load(Path(campaign))
        return picture.make_page(projects[-1], release, layers, look, told, (), paper, "", coverage, "name" if coverage and named else "")

    yield go
    projects.clear()  # while QGIS is there: a layout that outlives it brings Python down


@pytest.fixture
def districts(plugin: Any) -> Any:
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

    layer = QgsVectorLayer("Polygon?crs=EPSG:3006&field=name:string", "stadsdelar", "memory")
    for name, size in SIZES.items():
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(472_000, 6_575_000, 472_000 + size, 6_575_000 + size)))
        feature.setAttributes([name])
        layer.dataProvider().addFeatures([feature])
    return layer


def legend(layout: Any) -> list[str]:
    """What the legend says beside its symbols."""
    item = layout.itemById("legend")
    return [node.data(0) for each in item.model().rootGroup().findLayers() for node in item.model().layerLegendNodes(each)]


@pytest.mark.parametrize(("language", "words", "foreign"), [("sv", "högst", "over|Not|Dashed"), ("en", "Dashed", "över|högst|Visas")])
def test_the_legend_speaks_the_language_of_the_page_whatever_the_file_speaks(
    make: Callable[..., Any], language: str, words: str, foreign: str
) -> None:
    told = legend(make(language))
    assert any(words in line for line in told)
    assert not [line for line in told if re.match(foreign, line)]


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_no_part_of_a_sheet_runs_off_it(make: Callable[..., Any], districts: Any, paper: str) -> None:
    from qgis.core import QgsLayoutExporter
    from qgis.PyQt.QtCore import QRectF

    layout = make(paper=paper, coverage=districts)
    sheet = layout.pageCollection().page(0).rect()
    atlas = layout.atlas()
    atlas.beginRender()
    for number in range(atlas.updateFeatures()):
        atlas.seekTo(number)
        QgsLayoutExporter(layout).renderPageToImage(0, dpi=20)  # legend and scale bar find their size when they are drawn
        for name in PARTS:
            item = layout.itemById(name)
            assert sheet.contains(QRectF(item.scenePos(), item.rect().size())), (name, number)
    atlas.endRender()


def test_every_sheet_of_an_atlas_names_its_area(make: Callable[..., Any], districts: Any) -> None:
    layout = make(coverage=districts)
    atlas = layout.atlas()
    atlas.beginRender()
    named = []
    for number in range(atlas.updateFeatures()):
        atlas.seekTo(number)
        named.append(layout.itemById("subtitle").currentText().rpartition(" – ")[2])
    atlas.endRender()
    assert named == sorted(SIZES)


def test_an_atlas_whose_areas_have_no_name_numbers_its_sheets(make: Callable[..., Any], districts: Any) -> None:
    layout = make(coverage=districts, named=False)
    atlas = layout.atlas()
    atlas.beginRender()
    told = []
    for number in range(atlas.updateFeatures()):
        atlas.seekTo(number)
        told.append(layout.itemById("subtitle").currentText().rpartition(" – ")[2])
    atlas.endRender()
    assert told == ["Blad 1 av 3", "Blad 2 av 3", "Blad 3 av 3"]


def test_the_legend_of_an_atlas_tells_what_the_boundaries_are(make: Callable[..., Any], districts: Any) -> None:
    layout = make(coverage=districts)
    layers = layout.itemById("legend").model().rootGroup().findLayers()
    assert [layer.name() for layer in layers] == ["Personer per km²", "Områdesgräns"]


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_longest_legend_ends_above_the_scale_bar(make: Callable[..., Any], districts: Any, paper: str) -> None:
    from qgis.core import QgsLayoutExporter

    layout = make(paper=paper, coverage=districts, classes=9)
    atlas = layout.atlas()
    atlas.beginRender()
    atlas.first()
    QgsLayoutExporter(layout).renderPageToImage(0, dpi=20)  # the legend finds its size when it is drawn
    legend, bar = layout.itemById("legend"), layout.itemById("scale bar")
    atlas.endRender()
    assert len(layout.itemById("legend").model().rootGroup().findLayers()) == 2
    assert legend.scenePos().y() + legend.rect().height() < bar.scenePos().y()


def test_figures_grow_with_the_sheet(make: Callable[..., Any]) -> None:
    def size(paper: str) -> float:
        layout = make(paper=paper)
        layers = layout.itemById("map").layers()
        grid = next(layer for layer in layers if layer.fields().indexFromName("region_id") >= 0)
        return float(grid.labeling().settings().format().size())

    assert size("A3") == pytest.approx(size("A4") * 420 / 297)


def test_the_page_and_the_panel_show_where_the_cells_are(plugin: Any, chain: dict[str, dict[str, Any]], out: Path) -> None:
    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.qgis_plugin.styling import grid_file, page

    cells = [region for region in contract.read(out / "internal" / "draft.gpkg").regions if region.kind == contract.CELL]
    xs, ys = zip(*(point for region in cells for rings in region.polygons for point in rings[0]), strict=True)
    grid = grid_file.open_layer(out / "map" / "grid.gpkg", grid_file.GRID)
    shown, air = page.heart(grid), 0.06 * max(max(xs) - min(xs), max(ys) - min(ys))
    told = (shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum())
    everything = page.around(grid.extent())
    assert told == pytest.approx(
        (
            max(min(xs) - air, everything.xMinimum()),
            max(min(ys) - air, everything.yMinimum()),
            min(max(xs) + air, everything.xMaximum()),
            min(max(ys) + air, everything.yMaximum()),
        )
    )
    grid.setSubsetString("kind <> 'cell'")
    assert page.heart(grid) == page.around(grid.extent())
