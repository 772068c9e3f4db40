"""QGIS' way to transform coordinates, in the shape that the core takes."""

from __future__ import annotations

import struct

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
)
from qgis.PyQt.QtCore import QByteArray

from ..opendata.errors import Fault, InputError
from ..opendata.projection import Coordinates


def crs_of(name: str) -> QgsCoordinateReferenceSystem:
    """The coordinate system called ``name``; raises :class:`InputError` when QGIS does not know it."""
    crs = QgsCoordinateReferenceSystem(name)
    if not crs.isValid():
        raise InputError(Fault("crs", f"{name} is not a coordinate system that QGIS knows", "write it as EPSG:n"))
    return crs


def transform(x: Coordinates, y: Coordinates, from_crs: str, to_crs: str) -> tuple[Coordinates, Coordinates]:
    """A :class:`~..opendata.projection.Transform` by QgsCoordinateTransform."""
    return transform_with(x, y, crs_of(from_crs), crs_of(to_crs), QgsCoordinateTransformContext())


def transform_with(
    x: Coordinates,
    y: Coordinates,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> tuple[Coordinates, Coordinates]:
    """Transform (n,) float64 coordinates with a project's choice of operations; what cannot be transformed becomes NaN."""
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if source == target:
        return x.copy(), y.copy()
    operation = QgsCoordinateTransform(source, target, context)
    east, north = np.full(len(x), np.nan), np.full(len(y), np.nan)
    finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if len(finite):
        east[finite], north[finite] = _transform_all(x[finite], y[finite], operation)
    bad = ~(np.isfinite(east) & np.isfinite(north))
    east[bad] = north[bad] = np.nan
    return east, north


def _transform_all(x: Coordinates, y: Coordinates, operation: QgsCoordinateTransform) -> tuple[Coordinates, Coordinates]:
    """All points as one line through WKB, which spares a Python object per point; one by one when any of them fails."""
    line = QgsGeometry()
    line.fromWkb(QByteArray(struct.pack("<BII", 1, 2, len(x)) + np.column_stack((x, y)).astype("<f8").tobytes()))
    try:
        line.transform(operation)
    except QgsCsException:
        return _transform_each(x, y, operation)
    pairs = np.frombuffer(line.asWkb().data(), dtype="<f8", offset=9).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _transform_each(x: Coordinates, y: Coordinates, operation: QgsCoordinateTransform) -> tuple[Coordinates, Coordinates]:
    east, north = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for i, point in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        try:
            moved = operation.transform(QgsPointXY(*point))
        except QgsCsException:
            continue
        east[i], north[i] = moved.x(), moved.y()
    return east, north
