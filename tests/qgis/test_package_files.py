"""The package's map files in a real QGIS: style and metadata come along, withheld is told apart, both styles draw the same."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("releases", sys.argv[1])
releases = importlib.util.module_from_spec(spec); sys.modules["releases"] = releases; spec.loader.exec_module(releases)
from trygghetsrutan.opendata.package.build import build
build(releases.make_release(60, withheld=True), releases.make_campaign(), pathlib.Path(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package made by the publisher, whose environment is not QGIS'."""
    out = tmp_path_factory.mktemp("package") / "package"
    generator = ROOT / "tests" / "support" / "releases.py"
    subprocess.run([ROOT / ".venv/bin/python", "-c", MAKE, str(generator), str(out)], check=True, timeout=180)
    return out


def _layer(package: Path) -> Any:
    # Opened inside each test: a fixture's layer would outlive QgsApplication.exitQgis and crash at the end.
    from qgis.core import QgsVectorLayer

    return QgsVectorLayer(f"{package}/data/regions.gpkg|layername=regions", "regions", "ogr")


def _picture(layer: Any) -> Any:
    from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings
    from qgis.PyQt.QtCore import QSize

    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(400, 250))
    settings.setExtent(layer.extent())
    settings.setDestinationCrs(layer.crs())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def test_the_geopackage_opens_in_its_grid_with_its_own_style(qgis: Any, package: Path) -> None:
    layer = _layer(package)
    assert (layer.isValid(), layer.crs().authid(), type(layer.renderer()).__name__) == (True, "EPSG:3006", "QgsRuleBasedRenderer")


def test_withheld_has_a_rule_of_its_own(qgis: Any, package: Path) -> None:
    layer = _layer(package)
    assert "\"status\" = 'withheld'" in [rule.filterExpression() for rule in layer.renderer().rootRule().children()]


def test_every_region_with_a_shape_is_drawn_by_one_class(qgis: Any, package: Path) -> None:
    layer = _layer(package)
    from qgis.core import QgsExpression, QgsExpressionContext, QgsFeatureRequest

    rules = [QgsExpression(r.filterExpression()) for r in layer.renderer().rootRule().children() if "kind" not in r.filterExpression()]
    context = QgsExpressionContext()
    hits = set()
    for feature in layer.getFeatures(QgsFeatureRequest()):
        if feature.hasGeometry():
            context.setFeature(feature)
            hits.add(sum(bool(rule.evaluate(context)) for rule in rules))
    assert hits == {1}


def test_qgis_finds_no_fault_in_the_layers_metadata(qgis: Any, package: Path) -> None:
    layer = _layer(package)
    from qgis.core import QgsNativeMetadataValidator

    passed, faults = QgsNativeMetadataValidator().validate(layer.metadata())
    assert (passed, [fault.note for fault in faults]) == (True, [])


def test_sld_gives_the_classes_of_qml(qgis: Any, package: Path) -> None:
    layer = _layer(package)
    before = [rule.label() for rule in layer.renderer().rootRule().children()]
    message, loaded = layer.loadSldStyle(f"{package}/style/regions.sld")
    assert (loaded, message) == (True, "")
    assert [rule.label() for rule in layer.renderer().rootRule().children()] == before


def test_the_map_is_more_than_one_colour(qgis: Any, package: Path) -> None:
    layer = _layer(package)
    image = _picture(layer)
    assert len({image.pixel(x, y) for x in range(0, 400, 2) for y in range(0, 250, 2)}) > 4


def test_the_geojson_lies_on_the_geopackage(qgis: Any, package: Path) -> None:
    layer = _layer(package)
    from qgis.core import QgsCoordinateTransform, QgsProject, QgsVectorLayer

    other = QgsVectorLayer(f"{package}/data/regions.geojson", "regions", "ogr")
    turned = QgsCoordinateTransform(other.crs(), layer.crs(), QgsProject.instance()).transformBoundingBox(other.extent())
    extent = layer.extent()
    assert other.featureCount() == layer.featureCount()
    assert max(abs(turned.xMinimum() - extent.xMinimum()), abs(turned.yMaximum() - extent.yMaximum())) < 200
