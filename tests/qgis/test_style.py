"""The styled squares as they are drawn: every way to class, what has no figure told apart, figures that can be read, SLD beside QML."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

METHODS = {"equal_count": (), "natural": (), "pretty": (), "head_tail": (), "manual": (9.0, 24.0, 99.0)}
WITHHELD, ZERO = 1, 2
"""Which of the cells, by their order, is withheld and which is zero in :func:`release`."""


@pytest.fixture(scope="module")
def release(plugin: Any, out: Path) -> Any:
    """The sample's squares with one withheld and one that nobody told of."""
    from trygghetsrutan.opendata import release as contract

    told = contract.read(out / "internal" / "draft.gpkg")
    cells = [i for i, region in enumerate(told.regions) if region.kind == contract.CELL]
    regions = list(told.regions)
    regions[cells[WITHHELD]] = dataclasses.replace(regions[cells[WITHHELD]], contributors=None, status=contract.WITHHELD)
    regions[cells[ZERO]] = dataclasses.replace(regions[cells[ZERO]], contributors=0)
    return dataclasses.replace(told, regions=tuple(regions))


def styled(release: Any, folder: Path, method: str = "equal_count", language: str = "sv") -> Any:
    from trygghetsrutan.qgis_plugin.styling import grid_file, picture
    from trygghetsrutan.qgis_plugin.styling.renderer import Look

    look = Look(method=method, manual=METHODS[method], density=method != "manual", language=language)
    picture.style_release(release, folder / "grid.gpkg", look, None)
    return grid_file.open_layer(folder / "grid.gpkg", "grid")


def drawn(layer: Any, feature: Any, labels: bool = False) -> set[int]:
    """The colours of the inner half of one square, drawn alone, without its edge; with its figure when ``labels``."""
    from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings
    from qgis.PyQt.QtCore import QSize

    alone = layer.clone()
    alone.setSubsetString(f"region_id = '{feature['region_id']}'")
    alone.setLabelsEnabled(labels)
    settings = QgsMapSettings()
    settings.setLayers([alone])
    settings.setOutputSize(QSize(120, 120))
    box = feature.geometry().boundingBox()
    box.scale(0.5)
    settings.setExtent(box)
    settings.setDestinationCrs(layer.crs())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return {image.pixel(x, y) for x in range(120) for y in range(120)}


def cells(layer: Any) -> list[Any]:
    found = [feature for feature in layer.getFeatures() if feature["kind"] == "cell"]
    return sorted(found, key=lambda feature: str(feature["region_id"]))


def with_status(layer: Any, status: str, *, zero: bool) -> list[Any]:
    return [each for each in cells(layer) if each["status"] == status and (each["contributors"] == 0) == zero]


@pytest.mark.parametrize("method", METHODS)
def test_zero_withheld_and_the_classes_look_different(release: Any, tmp_path: Path, method: str) -> None:
    layer = styled(release, tmp_path, method)
    (withheld,) = with_status(layer, "withheld", zero=False)
    (zero,) = with_status(layer, "published", zero=True)
    figures = [drawn(layer, each) for each in with_status(layer, "published", zero=False)]
    assert len(drawn(layer, withheld)) > 1  # hatched
    assert len(drawn(layer, zero)) == 1
    assert all(len(colours) == 1 for colours in figures)
    assert drawn(layer, zero) not in figures
    assert len({colours.copy().pop() for colours in figures}) >= 2


@pytest.mark.parametrize("method", METHODS)
def test_the_sld_beside_the_file_draws_what_the_qml_draws(release: Any, tmp_path: Path, method: str) -> None:
    layer = styled(release, tmp_path, method)
    other = layer.clone()
    assert other.loadSldStyle(str(tmp_path / "grid.sld")) == ("", True)
    for each in (*with_status(layer, "published", zero=False)[:12], *with_status(layer, "published", zero=True)):
        assert drawn(layer, each) == drawn(other, each)


@pytest.mark.parametrize(("language", "last"), [("sv", "Tema: Övrigt"), ("en", "Theme: Other")])
def test_every_theme_has_a_style_with_a_name_in_the_maps_language(release: Any, tmp_path: Path, language: str, last: str) -> None:
    from qgis.core import QgsVectorLayer

    styled(release, tmp_path, language=language)
    layer = QgsVectorLayer(f"{tmp_path / 'grid.gpkg'}|layername=themes", "themes", "ogr")
    names = [name for name in layer.listStylesInDatabase()[2] if ": " in name]
    assert last in names
    assert not [name for name in names if name.split(": ")[1] in {count.theme for count in release.theme_counts}]


def test_the_style_of_a_theme_draws_that_theme(release: Any, tmp_path: Path) -> None:
    from qgis.core import QgsVectorLayer
    from qgis.PyQt.QtXml import QDomDocument

    styled(release, tmp_path)
    layer = QgsVectorLayer(f"{tmp_path / 'grid.gpkg'}|layername=themes", "themes", "ogr")
    _, ids, names, _, _ = layer.listStylesInDatabase()
    fields = {}
    for number, name in zip(ids, names, strict=True):
        if name.startswith("Tema: "):
            document = QDomDocument()
            document.setContent(layer.getStyleFromDatabase(number)[0])
            assert layer.importNamedStyle(document)[0], name
            fields[name] = layer.renderer().rootRule().children()[0].filterExpression().split('"')[1]
    assert len(set(fields.values())) == len(fields) >= 5


def test_the_layers_metadata_is_valid_in_both_layers(release: Any, tmp_path: Path) -> None:
    from qgis.core import QgsNativeMetadataValidator, QgsVectorLayer

    styled(release, tmp_path)
    for name in ("grid", "themes"):
        layer = QgsVectorLayer(f"{tmp_path / 'grid.gpkg'}|layername={name}", name, "ogr")
        valid, found = QgsNativeMetadataValidator().validate(layer.metadata())
        # Without a campaign there is nobody to name as contact; the validator says so and nothing else.
        assert valid or {each.section for each in found} <= {"contacts"}


def test_figures_are_dark_on_light_and_light_on_dark_squares(release: Any, tmp_path: Path) -> None:
    from qgis.PyQt.QtGui import qGray

    layer = styled(release, tmp_path)
    figures = sorted(with_status(layer, "published", zero=False), key=lambda each: each["per_km2"])
    for each, light in ((figures[0], True), (figures[-1], False)):
        fill = next(iter(drawn(layer, each)))
        shades = [qGray(colour) for colour in drawn(layer, each, labels=True)]
        assert (qGray(fill) > 140) == light
        assert (min(shades) < 60) if light else (max(shades) > 200)


@pytest.mark.parametrize(("scale", "shown"), [(59_000, True), (61_000, False)])
def test_figures_are_written_from_a_scale_on_at_which_they_fit(release: Any, tmp_path: Path, scale: int, shown: bool) -> None:
    layer = styled(release, tmp_path)  # kept: its labelling dies with it
    settings = layer.labeling().settings()
    assert settings.scaleVisibility
    assert (scale <= settings.minimumScale) == shown


def test_no_font_is_named_that_qgis_would_download(out: Path) -> None:
    families = re.findall(r'fontFamily="([^"]*)"', (out / "map" / "grid.qml").read_text(encoding="utf-8"))
    assert families
    assert "Open Sans" not in families
