"""Layers and refusals that several tests use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def refusal(run: Callable[..., dict[str, Any]], name: str, **parameters: Any) -> str:
    """What an algorithm says that must refuse its input."""
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException) as caught:
        run(name, **parameters)
    return str(caught.value)


def points(count: int = 60, crs: str = "EPSG:3006", kind: str = "Point", spread: float = 150.0) -> Any:
    """A layer of points in a town (or of lines or areas there), with who sent them and a theme."""
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

    layer = QgsVectorLayer(f"{kind}?crs={crs}&field=who:string&field=what:string", "punkter", "memory")
    features = []
    for i in range(count):
        feature = QgsFeature(layer.fields())
        at = QgsPointXY(472_007 + (i * 37 % 17) * spread, 6_576_007 + (i * 53 % 13) * spread)
        end = QgsPointXY(at.x() + spread, at.y() + spread)
        made = {
            "Point": lambda at=at, end=end: QgsGeometry.fromPointXY(at),
            "LineString": lambda at=at, end=end: QgsGeometry.fromPolylineXY([at, end]),
            "Polygon": lambda at=at, end=end: QgsGeometry.fromPolygonXY([[at, QgsPointXY(end.x(), at.y()), end, at]]),
        }
        feature.setGeometry(made[kind]())
        feature.setAttributes([f"p{i // 2}", "dark" if i % 3 else "traffic"])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer
