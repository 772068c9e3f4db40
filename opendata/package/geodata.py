"""Regions as files for maps: GeoJSON (RFC 7946), GeoPackage (OGC 12-128r17) with styles and metadata, GeoParquet 1.1.

All three carry the same rows as ``data/regions.csv``. GeoJSON is WGS84 as the RFC demands; the others keep the grid's CRS, where the
squares are square. Elsewhere has a row without a shape in each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..geopackage import Layer, Polygons, bounds, multipolygon_wkb, polygon_wkb, write_layers
from ..geopackage_styles import ISO_19139, QGIS_METADATA, TABLES, Metadata, Style, add_styles_and_metadata
from ..progress import Progress, silent
from ..projection import Transform, with_pyproj
from .about import LICENCE_NAME, About
from .tables import Table, schema

DECIMALS = 7
"""Decimals of a degree in GeoJSON: 1 cm; RFC 7946 section 11.2 advises against more."""
LONGEST_EDGE_M = 1000
"""Edges are cut to this length before they become longitude and latitude: the bend of a 1 km grid line is then 3 cm, of 8 km 2 m."""

BESIDE = ("gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns", *TABLES)
"""Tables of the GeoPackage beside the published ones."""
_KINDS = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL"}


def lonlat(shapes: Sequence[Polygons], epsg: int, transform: Transform = with_pyproj, longest_m: int = LONGEST_EDGE_M) -> list[Polygons]:
    """The same polygons in WGS84 as (longitude, latitude), rounded to :data:`DECIMALS`, long edges cut.

    All corners are transformed in one call; a corner that two regions share stays one point.
    """
    rings = [_cut(ring, longest_m) for polygons in shapes for rings in polygons for ring in rings]
    flat = np.concatenate(rings) if rings else np.zeros((0, 2))
    lon, lat = transform(flat[:, 0], flat[:, 1], f"EPSG:{epsg}", "EPSG:4326")
    points = list(zip(np.round(lon, DECIMALS).tolist(), np.round(lat, DECIMALS).tolist(), strict=True))
    at, lengths = 0, iter(len(ring) for ring in rings)
    out: list[Polygons] = []
    for polygons in shapes:
        turned = []
        for ring_group in polygons:
            group = []
            for _ in ring_group:
                length = next(lengths)
                group.append(tuple(points[at : at + length]))
                at += length
            turned.append(tuple(group))
        out.append(tuple(turned))
    return out


def write_geojson(path: Path, regions: Table, shapes: Sequence[Polygons], about: About, progress: Progress = silent) -> None:
    """Write the regions as an RFC 7946 FeatureCollection, a feature a line.

    ``shapes`` are in WGS84 (:func:`lonlat`), one for each row of ``regions`` and in their order; empty where a region is not drawn.
    """
    head: dict[str, Any] = {"type": "FeatureCollection", "name": about.name, "title": about.title, "license": LICENCE_NAME}
    box = bounds(shapes)
    if box:
        head["bbox"] = box
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_json(head)[:-1] + ',"features":[')
        for i, (row, polygons) in enumerate(zip(regions.rows, shapes, strict=True)):
            feature = {
                "type": "Feature",
                "geometry": _geometry(polygons),
                "properties": dict(zip(regions.columns, row, strict=True)),
            }
            stream.write((",\n" if i else "\n") + _json(feature))
            if i % 5000 == 0:
                progress("geojson", i, len(regions.rows))
        stream.write("\n]}\n")


def write_geopackage(
    path: Path,
    tables: dict[str, Table],
    shapes: Sequence[Polygons],
    about: About,
    *,
    qml: str,
    sld: str,
    iso_metadata: str,
    qgis_metadata: str,
) -> None:
    """Write every table as a layer; ``regions`` has shapes, a default style (QML and SLD) and metadata (ISO 19139 and QGIS' own).

    ``shapes`` are in the grid's CRS, one for each row of ``regions`` and in their order.
    """
    layers = []
    for name, table in tables.items():
        kinds = {field["name"]: _KINDS[field["type"]] for field in schema(name)["fields"]}
        layers.append(Layer(name, kinds, table.rows, shapes if name == "regions" else None))
    write_layers(path, layers, about.epsg)
    described = {name: f"{schema(name)['description_sv']} / {schema(name)['description']}" for name in tables}
    add_styles_and_metadata(
        path,
        [Style("regions", about.name, qml, sld, about.title["sv"])],
        [Metadata("regions", ISO_19139, iso_metadata), Metadata("regions", QGIS_METADATA, qgis_metadata)],
        described,
    )


def write_geoparquet(path: Path, regions: Table, shapes: Sequence[Polygons], about: About) -> None:
    """Write the regions as GeoParquet 1.1 (WKB, the grid's CRS as PROJJSON); ``shapes`` as in :func:`write_geopackage`."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import pyproj

    kinds = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    fields = schema("regions")["fields"]
    columns = list(zip(*regions.rows, strict=True)) if regions.rows else [()] * len(fields)
    arrays = [pa.array(column, kinds[field["type"]]) for field, column in zip(fields, columns, strict=True)]
    arrays.append(pa.array([_wkb(polygons) for polygons in shapes], pa.binary()))
    geometry: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({_kind(polygons) for polygons in shapes if polygons}),
        "crs": pyproj.CRS.from_epsg(about.epsg).to_json_dict(),
        "orientation": "counterclockwise",
    }
    box = bounds(shapes)
    if box:
        geometry["bbox"] = box
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    names = [*regions.columns, "geometry"]
    pq.write_table(pa.table(arrays, names=names).replace_schema_metadata({"geo": _json(geo)}), path, compression="zstd")


def _cut(ring: Sequence[tuple[float, float]], longest: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    corners = np.asarray(ring, dtype=np.float64)
    lengths = np.abs(np.diff(corners, axis=0)).max(axis=1)
    if lengths.max() <= longest:
        return corners
    parts = [
        corners[i] + (corners[i + 1] - corners[i]) * np.arange(steps)[:, None] / steps
        for i, steps in enumerate(np.ceil(lengths / longest).astype(int))
    ]
    return np.concatenate([*parts, corners[-1:]])


def _geometry(polygons: Polygons) -> dict[str, Any] | None:
    if not polygons:
        return None
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _kind(polygons: Polygons) -> str:
    return "Polygon" if len(polygons) == 1 else "MultiPolygon"


def _wkb(polygons: Polygons) -> bytes | None:
    """WKB: a Polygon where one is enough."""
    if not polygons:
        return None
    return polygon_wkb(polygons[0]) if len(polygons) == 1 else multipolygon_wkb(polygons)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
