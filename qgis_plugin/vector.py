"""QGIS as a reader of vector files: the same rows that the publisher's reader gives outside QGIS."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from qgis.core import NULL, Qgis, QgsFeature, QgsGeometry, QgsProviderRegistry, QgsProviderSublayerDetails, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ..opendata.errors import Fault, InputError
from ..opendata.progress import Progress
from ..opendata.submissions.vector import DRIVERS, Geometry, VectorLayer

_STEP = 5000
_DIGITS = 15  # decimals of a coordinate in JSON: all that a double holds


def read_vector(path: Path, layer: str, encoding: str, progress: Progress) -> VectorLayer:
    """A :class:`~..opendata.submissions.vector.VectorReader` by QGIS' OGR provider; raises :class:`InputError` for what it cannot read."""
    if not path.is_file() and not path.is_dir():
        raise InputError(Fault(str(path), "there is no such file", "correct the file's name"))
    found = {part.name(): part for part in _sublayers(path)}
    if not found:
        raise InputError(Fault(str(path), "cannot be read as a vector file", "open it in QGIS and save it as GeoPackage"))
    layers = tuple(found)
    if layer and layer not in found:
        raise InputError(Fault(str(path), f"has no layer {layer!r}", f"name one of {', '.join(layers)}"))
    if not layer and len(layers) != 1:
        return VectorLayer("", layers, (), (), (), "")
    name = layer or layers[0]
    source = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    if not source.isValid():
        raise InputError(Fault(str(path), "cannot be read as a vector file", "open it in QGIS and save it as GeoPackage"))
    if encoding:
        source.setProviderEncoding(encoding)
    names = [field.name() for field in source.fields()]
    keep = [i for i, column in enumerate(names) if i not in _identity(source, names)]
    rows: list[list[Any]] = []
    geometries: list[Geometry | None] = []
    total = max(source.featureCount(), 0)
    feature = QgsFeature()
    features = source.getFeatures()
    while features.nextFeature(feature):
        values = feature.attributes()
        rows.append([plain(values[i]) for i in keep])
        geometries.append(geometry_of(feature.geometry()) if feature.hasGeometry() else None)
        if len(rows) % _STEP == 0:
            progress("reading", len(rows), max(total, len(rows)))
    authority = source.crs().authid()
    return VectorLayer(name, layers, tuple(names[i] for i in keep), rows, geometries, authority if authority.startswith("EPSG:") else "")


def _sublayers(path: Path) -> list[QgsProviderSublayerDetails]:
    """Layers that one of :data:`~..opendata.submissions.vector.DRIVERS` opens: a virtual one would give other files' rows."""
    metadata = QgsProviderRegistry.instance().providerMetadata("ogr")
    parts = metadata.querySublayers(str(path), Qgis.SublayerQueryFlags())
    return [part for part in parts if part.type() == Qgis.LayerType.Vector and part.driverName() in DRIVERS]


def _identity(source: QgsVectorLayer, names: list[str]) -> set[int]:
    """Columns that QGIS makes of the driver's own row number (``fid``), which other readers do not list."""
    if source.storageType() not in ("GPKG", "SQLite"):
        return set()
    return {i for i in source.primaryKeyAttributes() if names[i].lower() in ("fid", "ogc_fid")}


def plain(value: Any) -> Any:
    """A field's value as plain Python: null as None, Qt's dates as Python's, anything else that is not text or number as text."""
    if value is None or value == NULL:
        return None
    if isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, QDateTime):
        return value.toPyDateTime() if value.isValid() else None
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    if isinstance(value, QTime):
        return datetime.time(value.hour(), value.minute(), value.second()) if value.isValid() else None
    if isinstance(value, (list, tuple)):
        return "; ".join(str(plain(part)) for part in value)
    if isinstance(value, (bytes, bytearray)) or type(value).__name__ == "QByteArray":
        return None
    return str(value)


def geometry_of(geometry: QgsGeometry) -> Geometry | None:
    """A geometry as a GeoJSON object, or None when it is empty."""
    if geometry.isEmpty():
        return None
    if geometry.wkbType() == QgsWkbTypes.Type.Point:
        point = geometry.asPoint()
        return {"type": "Point", "coordinates": [point.x(), point.y()]}
    parsed: Geometry = json.loads(geometry.asJson(_DIGITS))
    return parsed
