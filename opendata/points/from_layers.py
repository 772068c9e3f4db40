"""Points out of vector files: GeoPackage and FlatGeobuf in columns through OGR's Arrow interface, everything else through fiona."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from ..progress import Progress
from ..submissions.vector import DRIVERS, refuse_virtual
from ..submissions.with_fiona import layers_of
from .columns import chunk_of, gathered, shaped
from .source import STEP, Chunk, Rejected, Wanted, counted_from, require

IN_COLUMNS = {".gpkg": b"SQLite format 3\0", ".fgb": b"fgb\x03"}
"""Formats that OGR hands out in columns, with the bytes such a file begins with."""


def layers(path: Path, wanted: Wanted, rejected: Rejected, progress: Progress, rows: int) -> Iterator[Chunk]:
    """Points of a layer: its geometries, or its columns ``x`` and ``y`` where those are named."""
    refuse_virtual(path)
    magic = IN_COLUMNS.get(path.suffix.lower())
    if magic:
        with path.open("rb") as stream:
            known = stream.read(len(magic)) == magic
        if not known:
            raise InputError(Fault(str(path), f"is not a {path.suffix[1:]} file", "save it anew"))
        try:
            import pyogrio
        except ImportError:
            return _by_feature(path, wanted, rejected, progress, rows)
        return _in_columns(pyogrio, path, wanted, rejected, progress, rows)
    return _by_feature(path, wanted, rejected, progress, rows)


def _layer(path: Path, wanted: str, names: list[str]) -> str:
    if wanted:
        require(f"{path} (layers)", [wanted], names)
        return wanted
    if len(names) != 1:
        told = ", ".join(names[:12]) or "none"
        raise InputError(Fault(str(path), f"has {len(names)} layers ({told})", "say which one holds the points with --layer"))
    return names[0]


def _in_columns(pyogrio: Any, path: Path, wanted: Wanted, rejected: Rejected, progress: Progress, rows: int) -> Iterator[Chunk]:
    import pyarrow as pa

    by_column = bool(wanted.x and wanted.y)
    try:
        names = [str(name) for name, kind in pyogrio.list_layers(path).tolist() if by_column or kind is not None]
        layer = _layer(path, wanted.layer, names)
        info = pyogrio.read_info(path, layer=layer)
        require(f"{path} ({layer})", wanted.columns, [str(name) for name in info["fields"]])
        total, seen = int(info["features"]), 0
        progress(STEP, 0, total)
        with pyogrio.open_arrow(
            path, layer=layer, columns=wanted.columns, read_geometry=not by_column, batch_size=min(rows, 1 << 16), use_pyarrow=True
        ) as (meta, batches):
            for part in gathered(batches, rows):
                geometry = "" if by_column else meta["geometry_name"] or "wkb_geometry"
                yield chunk_of(part, wanted, rejected, counted_from(seen + 1), geometry)
                seen += len(part)
                progress(STEP, min(seen, total), total)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError, pa.ArrowException) as error:
        raise InputError(_unreadable(path, error)) from None


def _by_feature(path: Path, wanted: Wanted, rejected: Rejected, progress: Progress, rows: int) -> Iterator[Chunk]:
    import fiona
    import pyarrow as pa
    from fiona.errors import FionaError

    by_column = bool(wanted.x and wanted.y)
    try:
        layer = _layer(path, wanted.layer, _with_geometries(path, list(layers_of(path)), by_column))
        with fiona.open(path, layer=layer, enabled_drivers=DRIVERS, ignore_geometry=by_column) as source:
            require(f"{path} ({layer})", wanted.columns, list(source.schema["properties"]))
            total = max(len(source), 0)
            progress(STEP, 0, total)
            features, seen = iter(source), 0
            while True:
                cells: list[list[Any]] = [[] for _ in wanted.columns]
                places: list[tuple[float, float]] = []
                for _, feature in zip(range(rows), features, strict=False):
                    for cell, name in zip(cells, wanted.columns, strict=True):
                        value = feature.properties[name]
                        cell.append(None if value is None else str(value))
                    places.append((np.nan, np.nan) if by_column else _place(feature.geometry))
                if not places:
                    return
                part = pa.table({name: pa.array(cell, pa.string()) for name, cell in zip(wanted.columns, cells, strict=True)})
                numbered = counted_from(seen + 1)
                if by_column:
                    yield chunk_of(part, wanted, rejected, numbered)
                else:
                    x, y = np.array(places, dtype=np.float64).T.copy()
                    yield shaped(x, y, part, wanted, rejected, numbered)
                seen += len(places)
                progress(STEP, min(seen, total), total)
    except (FionaError, sqlite3.Error, UnicodeDecodeError) as error:
        raise InputError(_unreadable(path, error)) from None


def _with_geometries(path: Path, names: list[str], by_column: bool) -> list[str]:
    """Layers that can hold points: all, or those with geometries where there are several."""
    import fiona

    if by_column or len(names) == 1:
        return names
    chosen = []
    for name in names:
        with fiona.open(path, layer=name, enabled_drivers=DRIVERS) as source:
            if source.schema["geometry"] not in (None, "None"):
                chosen.append(name)
    return chosen


def _place(geometry: Any) -> tuple[float, float]:
    """East and north of a point, or of a multipoint with one; NaN for everything else."""
    if geometry is not None and geometry.type.endswith("MultiPoint") and len(geometry.coordinates) == 1:
        return geometry.coordinates[0][:2]  # type: ignore[no-any-return]
    if geometry is not None and geometry.type.endswith("Point") and not geometry.type.endswith("MultiPoint"):
        return geometry.coordinates[:2]  # type: ignore[no-any-return]
    return np.nan, np.nan


def _unreadable(path: Path, error: Exception) -> Fault:
    return Fault(str(path), f"cannot be read as a file of points ({type(error).__name__})", "save it anew, for instance as GeoPackage")
