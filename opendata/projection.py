"""From one CRS to another: the core takes a function, so that QGIS can hand in its own."""

from __future__ import annotations

import functools
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .cpu import cores
from .errors import Fault, InputError

Coordinates = NDArray[np.float64]
MANY = 100_000
"""Points for which a thread of their own pays."""


class Transform(Protocol):
    """Transform x (east, longitude) and y (north, latitude), both (n,) float64, between two ``EPSG:n`` systems.

    What cannot be transformed becomes NaN. Axis order is always east before north.
    """

    def __call__(self, x: Coordinates, y: Coordinates, from_crs: str, to_crs: str) -> tuple[Coordinates, Coordinates]: ...


def with_pyproj(x: Coordinates, y: Coordinates, from_crs: str, to_crs: str) -> tuple[Coordinates, Coordinates]:
    """A :class:`Transform` by pyproj; raises :class:`InputError` for a CRS that PROJ does not know.

    Many points are transformed by several threads: PROJ works outside Python's lock.
    """
    threads = min(cores(), len(x) // MANY)
    if from_crs == to_crs:
        east, north = np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
    elif threads < 2:
        east, north = _transformed(x, y, from_crs, to_crs)
    else:
        transform = functools.partial(_transformed, from_crs=from_crs, to_crs=to_crs)
        done = list(_pool().map(transform, np.array_split(x, threads), np.array_split(y, threads)))
        east, north = (np.concatenate(axis) for axis in zip(*done, strict=True))
    bad = ~(np.isfinite(east) & np.isfinite(north))
    if bad.any():
        east[bad], north[bad] = np.nan, np.nan
    return east, north


def _transformed(x: Coordinates, y: Coordinates, from_crs: str, to_crs: str) -> tuple[Coordinates, Coordinates]:
    east, north = _transformer(from_crs, to_crs).transform(x, y)
    return np.array(east, dtype=np.float64, ndmin=1), np.array(north, dtype=np.float64, ndmin=1)


@functools.cache
def _pool() -> Any:
    """Threads that stay, because pyproj keeps a transformer's inner part for each thread."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(cores(), "project")


@functools.lru_cache(maxsize=16)
def _transformer(from_crs: str, to_crs: str) -> Any:
    import pyproj

    try:
        return pyproj.Transformer.from_crs(from_crs, to_crs, always_xy=True)
    except pyproj.exceptions.CRSError:
        raise InputError(Fault("crs", f"{from_crs} or {to_crs} is not a coordinate system that PROJ knows", "write it as EPSG:n")) from None
