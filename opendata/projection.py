"""From one CRS to another: the core takes a function, so that QGIS can hand in its own."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .errors import Fault, InputError

Coordinates = NDArray[np.float64]


class Transform(Protocol):
    """Transform x (east, longitude) and y (north, latitude), both (n,) float64, between two ``EPSG:n`` systems.

    What cannot be transformed becomes NaN. Axis order is always east before north.
    """

    def __call__(self, x: Coordinates, y: Coordinates, from_crs: str, to_crs: str) -> tuple[Coordinates, Coordinates]: ...


def with_pyproj(x: Coordinates, y: Coordinates, from_crs: str, to_crs: str) -> tuple[Coordinates, Coordinates]:
    """A :class:`Transform` by pyproj; raises :class:`InputError` for a CRS that PROJ does not know."""
    import pyproj

    try:
        transformer = pyproj.Transformer.from_crs(from_crs, to_crs, always_xy=True)
    except pyproj.exceptions.CRSError:
        raise InputError(Fault("crs", f"{from_crs} or {to_crs} is not a coordinate system that PROJ knows", "write it as EPSG:n")) from None
    east, north = transformer.transform(x, y)
    east, north = np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)
    bad = ~(np.isfinite(east) & np.isfinite(north))
    return np.where(bad, np.nan, east), np.where(bad, np.nan, north)
