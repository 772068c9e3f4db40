"""Layers that help to place words on the map: place names, and the submissions located so far, in memory only.

In memory, because the file behind them is replaced by every step and holds what is personal: a project must not keep a link to it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProject,
    QgsProviderRegistry,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from ...opendata.campaign import Campaign
from ..i18n import tr
from ..paths import Results
from ..styling.label import words

MARK = "trygghetsrutan/context"
"""Custom property of our layers: what they show and of which state."""


def show_context(iface: Any, campaign: Campaign, results: Results) -> None:
    """Add place names and located submissions to the project, or renew them when their files have changed."""
    begin(iface, campaign.grid.crs)
    _renew("submissions", results.submissions, lambda: _submissions(results, campaign.grid.crs))
    for name in campaign.gazetteer.files:
        path = campaign.path(name)
        _renew("places", path, functools.partial(_places, path, campaign.gazetteer.name_field))
    _show(True)


def hide_context() -> None:
    """Untick them: they are for placing words, not for the map of squares."""
    _show(False)


def unsaved(paths: Sequence[Path]) -> list[str]:
    """Names of the project's layers on these files that are being edited: what is not saved is not in the file."""
    files = {path.resolve() for path in paths}
    found = []
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.isEditable() and layer.isModified():
            source = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path", "")
            if source and Path(source).resolve() in files:
                found.append(layer.name())
    return sorted(found)


def _show(visible: bool) -> None:
    project = QgsProject.instance()
    for layer in project.mapLayers().values():
        node = project.layerTreeRoot().findLayer(layer.id()) if layer.customProperty(MARK) else None
        if node is not None:
            node.setItemVisibilityChecked(visible)


def begin(iface: Any, crs: str) -> None:
    """Let a project without layers use the grid's coordinate system, so that squares are square on the screen.

    QGIS would give it that of its first layer, and zoom to that layer, a moment after the layer was added.
    """
    project = QgsProject.instance()
    if not project.mapLayers():
        iface.layerTreeCanvasBridge().setAutoSetupOnFirstLayer(False)
        project.setCrs(QgsCoordinateReferenceSystem(crs))
        iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem(crs))


def _renew(kind: str, path: Path, make: Callable[[], QgsVectorLayer]) -> None:
    if not path.exists():
        return
    project = QgsProject.instance()
    state = f"{kind}:{path}:{path.stat().st_mtime}"
    ours = [layer for layer in project.mapLayers().values() if str(layer.customProperty(MARK, "")).startswith(f"{kind}:{path}")]
    if any(layer.customProperty(MARK) == state for layer in ours):
        return
    for layer in ours:
        project.removeMapLayer(layer.id())
    layer = make()
    if layer.isValid():
        layer.setCustomProperty(MARK, state)
        layer.setCustomProperty("skipMemoryLayersCheck", 1)
        project.addMapLayer(layer)


def _submissions(results: Results, crs: str) -> QgsVectorLayer:
    from ...opendata.submissions import store

    found = store.read(results.submissions)
    layer = QgsVectorLayer(f"Point?crs={crs}", tr("Submissions (internal)"), "memory")
    features = []
    for x, y in zip(found.x[found.located].tolist(), found.y[found.located].tolist(), strict=True):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    look = {"name": "circle", "size": "1.6", "color": "88,163,179,150", "outline_style": "no"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(look)))
    return layer


def _places(path: Path, name_field: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(str(path), tr("Place names"), "ogr")
    if layer.isValid() and layer.fields().indexFromName(name_field) >= 0:
        settings = QgsPalLayerSettings()
        settings.fieldName = name_field
        settings.setFormat(words(colour="#4a4a4a"))
        layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
        layer.setLabelsEnabled(True)
        if layer.geometryType() == Qgis.GeometryType.Point:
            look = {"name": "circle", "size": "1.2", "color": "#8a8578", "outline_style": "no"}
            layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(look)))
    return layer
