"""Regions as files for maps: GeoJSON (RFC 7946), GeoPackage (OGC 12-128r17) with styles and metadata, GeoParquet 1.1.

All three carry the same rows as ``data/regions.csv``. GeoJSON is WGS84 as the RFC demands; the others keep the grid's CRS, where the
squares are square. Elsewhere has a row without a shape in each.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from ..geopackage import Layer, Polygons, steady_header, write_layers
from ..progress import Progress, silent
from ..projection import Transform, with_pyproj
from .about import About
from .tables import Table, schema

DECIMALS = 7
"""Decimals of a degree in GeoJSON: 1 cm; RFC 7946 section 11.2 advises against more."""
LONGEST_EDGE_M = 1000
"""Edges are cut to this length before they become longitude and latitude: the bend of a 1 km grid line is then 3 cm, of 8 km 2 m."""

ISO_19139, QGIS_METADATA = "http://www.isotc211.org/2005/gmd", "http://mrcc.com/qgis.dtd"
STYLES = "layer_styles"
BESIDE = (
    "gpkg_spatial_ref_sys",
    "gpkg_contents",
    "gpkg_geometry_columns",
    STYLES,
    "gpkg_metadata",
    "gpkg_metadata_reference",
    "gpkg_extensions",
)
"""Tables of the GeoPackage beside the published ones."""
_KINDS = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL"}
_UNDATED = "1970-01-01T00:00:00.000Z"


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
    """Write the regions as an RFC 7946 FeatureCollection, a feature a line; ``shapes`` are in WGS84 (:func:`lonlat`)."""
    points = [point for polygons in shapes for rings in polygons for point in rings[0]]
    head: dict[str, Any] = {"type": "FeatureCollection", "name": about.name, "title": about.title, "license": "CC0-1.0"}
    if points:
        lons, lats = zip(*points, strict=True)
        head["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
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

    ``layer_styles`` is where QGIS looks for a style by itself; ``gpkg_metadata`` is OGC 12-128r17 annex F.8.
    """
    layers = []
    for name, table in tables.items():
        kinds = {field["name"]: _KINDS[field["type"]] for field in schema(name)["fields"]}
        layers.append(Layer(name, kinds, table.rows, shapes if name == "regions" else None))
    write_layers(path, layers, about.epsg)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = MEMORY")
        db.executescript(_STYLES_AND_METADATA)
        title = about.title["sv"]
        db.execute(
            "INSERT INTO layer_styles VALUES (1, '', '', 'regions', 'geom', ?, ?, ?, 1, ?, '', NULL, ?)",
            (about.name, qml, sld, title, _UNDATED),
        )
        for number, standard, metadata in ((1, ISO_19139, iso_metadata), (2, QGIS_METADATA, qgis_metadata)):
            db.execute("INSERT INTO gpkg_metadata VALUES (?, 'dataset', ?, 'text/xml', ?)", (number, standard, metadata))
            db.execute("INSERT INTO gpkg_metadata_reference VALUES ('table', 'regions', NULL, NULL, ?, ?, NULL)", (_UNDATED, number))
        for name in tables:
            about_table = schema(name)
            db.execute(
                "UPDATE gpkg_contents SET description = ? WHERE table_name = ?",
                (f"{about_table['description_sv']} / {about_table['description']}", name),
            )
        db.commit()
    steady_header(path)


def write_geoparquet(path: Path, regions: Table, shapes: Sequence[Polygons], about: About) -> None:
    """Write the regions as GeoParquet 1.1 (WKB, the grid's CRS as PROJJSON)."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import pyproj

    kinds = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    fields = schema("regions")["fields"]
    columns = list(zip(*regions.rows, strict=True)) if regions.rows else [()] * len(fields)
    arrays = [pa.array(column, kinds[field["type"]]) for field, column in zip(fields, columns, strict=True)]
    arrays.append(pa.array([_wkb(polygons) for polygons in shapes], pa.binary()))
    points = [point for polygons in shapes for rings in polygons for point in rings[0]]
    geometry: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({_kind(polygons) for polygons in shapes if polygons}),
        "crs": pyproj.CRS.from_epsg(about.epsg).to_json_dict(),
        "orientation": "counterclockwise",
    }
    if points:
        xs, ys = zip(*points, strict=True)
        geometry["bbox"] = [min(xs), min(ys), max(xs), max(ys)]
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
    """Little-endian WKB (OGC 06-103r4): a Polygon where one is enough."""
    if not polygons:
        return None
    parts = []
    for rings in polygons:
        body = [struct.pack("<BII", 1, 3, len(rings))]
        body += [struct.pack(f"<I{2 * len(ring)}d", len(ring), *(c for point in ring for c in point)) for ring in rings]
        parts.append(b"".join(body))
    return parts[0] if len(parts) == 1 else struct.pack("<BII", 1, 6, len(parts)) + b"".join(parts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


_STYLES_AND_METADATA = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
INSERT INTO gpkg_contents VALUES ('layer_styles', 'attributes', 'layer_styles', '', '1970-01-01T00:00:00.000Z', NULL, NULL, NULL, NULL, 0);
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata',
  'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');
INSERT INTO gpkg_extensions VALUES ('gpkg_metadata_reference', NULL, 'gpkg_metadata',
  'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');
"""
