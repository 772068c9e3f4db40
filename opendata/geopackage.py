"""GeoPackage 1.3 (OGC 12-128r17) by the standard library's SQLite: polygons, points and plain tables, the same bytes every time.

Every layer is written in one pass into a new file and nothing is ever deleted in it, so there are no free pages with old content.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import Fault, InputError
from .files import replacing
from .progress import Progress, silent

Ring = tuple[tuple[float, float], ...]
Polygons = tuple[tuple[Ring, ...], ...]
Box = tuple[float, float, float, float]
"""West, south, east, north, in the coordinates of what it is around."""

APPLICATION_ID = 0x47504B47  # "GPKG", OGC 12-128r17 requirement 2
USER_VERSION = 10300
LARGEST_BYTES = 2_000_000_000
_STEP = 20_000
UNDATED = "1970-01-01T00:00:00.000Z"
"""Stands where the time of a change would: that has no place in a file whose bytes shall repeat."""


@dataclass(frozen=True)
class Layer:
    """A table: ``columns`` maps names to TEXT, INTEGER or REAL.

    ``geometries`` is None for a plain table, else per row either polygons (a tuple of polygons of rings, empty for no shape) or a
    point (x, y) or None.
    """

    name: str
    columns: dict[str, str]
    rows: Sequence[tuple[Any, ...]]
    geometries: Sequence[Any] | None = None
    point: bool = False


def write_layers(path: Path, layers: Sequence[Layer], epsg: int, *, private: bool = False, progress: Progress = silent) -> None:
    """Write ``layers`` to a new GeoPackage at ``path`` with coordinates in ``EPSG:epsg``, whole or not at all."""
    with replacing(path, private=private) as beside:
        with closing(sqlite3.connect(beside)) as db:
            db.execute("PRAGMA page_size = 4096")
            db.execute("PRAGMA journal_mode = MEMORY")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {USER_VERSION}")
            db.executescript(_CATALOGUE)
            db.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", _reference_systems(epsg))
            for layer in layers:
                _write_layer(db, layer, epsg, progress)
            db.commit()
        steady_header(beside)


def read_layers(path: Path, progress: Progress = silent) -> dict[str, Layer]:
    """All layers of a GeoPackage written by :func:`write_layers` (columns without ``fid`` and ``geom``).

    Raises :class:`InputError` when there is no such file, or it is not a GeoPackage, or one that cannot be ours.
    """
    if not path.is_file():
        raise InputError(Fault(str(path), "there is no such file", "give the path of a GeoPackage"))
    if path.stat().st_size > LARGEST_BYTES:
        raise InputError(Fault(str(path), "is larger than 2 GB", "give the file that the program wrote"))
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            db.execute("PRAGMA trusted_schema = OFF")
            names = [row[0] for row in db.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name")]
            return {name: _read_layer(db, name, progress) for name in names}
    except (sqlite3.Error, struct.error, IndexError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise InputError(Fault(str(path), f"is not a GeoPackage of ours ({error})", "give the file that the program wrote")) from None


def _write_layer(db: sqlite3.Connection, layer: Layer, epsg: int, progress: Progress) -> None:
    spatial = layer.geometries is not None
    kind = "POINT" if layer.point else "MULTIPOLYGON"
    columns = {"fid": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"} | ({"geom": kind} if spatial else {}) | layer.columns
    db.execute(f"CREATE TABLE {_quoted(layer.name)} ({', '.join(f'{_quoted(name)} {kind}' for name, kind in columns.items())})")
    shapes = layer.geometries or ()
    box = _around([point for point in shapes if point is not None]) if layer.point else bounds(shapes)
    db.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?)",
        (layer.name, "features" if spatial else "attributes", layer.name, UNDATED, *(box or (None,) * 4), epsg if spatial else 0),
    )
    if spatial:
        db.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (layer.name, kind, epsg))
    marks = ", ".join("?" * len(columns))
    encode = _point_blob if layer.point else _polygons_blob
    db.executemany(
        f"INSERT INTO {_quoted(layer.name)} VALUES ({marks})",  # nosec B608 - the name is quoted and ours
        (
            (fid, *((encode(layer.geometries[fid - 1], epsg),) if layer.geometries is not None else ()), *row)
            for fid, row in enumerate(_told(layer.rows, len(layer.rows), "writing rows", progress), 1)
        ),
    )


def _read_layer(db: sqlite3.Connection, name: str, progress: Progress) -> Layer:
    cursor = db.execute(f"SELECT * FROM {_quoted(name)} ORDER BY fid")  # nosec B608 - the name is quoted
    names = [column[0] for column in cursor.description]
    total = db.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()[0]  # nosec B608 - the name is quoted
    rows = list(_told(cursor, total, "reading rows", progress))
    keep = [i for i, column in enumerate(names) if column not in ("fid", "geom")]
    kinds = {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({_quoted(name)})")}
    geometries: list[Any] | None = None
    if "geom" in names:
        place = names.index("geom")
        decode = _point_of if kinds["geom"] == "POINT" else _polygons_of
        geometries = [decode(row[place]) for row in rows]
    return Layer(
        name,
        {names[i]: kinds[names[i]] for i in keep},
        [tuple(row[i] for i in keep) for row in rows],
        geometries,
        kinds.get("geom") == "POINT",
    )


def _told(rows: Iterable[Any], total: int, step: str, progress: Progress) -> Iterator[Any]:
    """The rows, with a word now and then on how many have passed."""
    for done, row in enumerate(rows):
        if done % _STEP == 0 and done:
            progress(step, done, total)
        yield row


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def bounds(shapes: Iterable[Polygons]) -> Box | None:
    """The box around ``shapes``; None without any."""
    return _around([point for polygons in shapes for rings in polygons for point in rings[0]])


def _around(points: Sequence[tuple[float, float]]) -> Box | None:
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _point_blob(point: tuple[float, float] | None, epsg: int) -> bytes | None:
    if point is None:
        return None
    return b"GP" + struct.pack("<BBi", 0, 0b00000001, epsg) + struct.pack("<BIdd", 1, 1, *point)


def _polygons_blob(polygons: Polygons, epsg: int) -> bytes | None:
    box = bounds([polygons])
    if box is None:
        return None
    west, south, east, north = box
    # GeoPackageBinary: version 0, flags (little-endian, an envelope of four numbers), CRS, envelope
    return b"GP" + struct.pack("<BBi4d", 0, 0b00000011, epsg, west, east, south, north) + multipolygon_wkb(polygons)


def polygon_wkb(rings: Sequence[Ring]) -> bytes:
    """A Polygon as little-endian WKB (OGC 06-103r4)."""
    drawn = [struct.pack(f"<I{2 * len(ring)}d", len(ring), *(c for point in ring for c in point)) for ring in rings]
    return struct.pack("<BII", 1, 3, len(rings)) + b"".join(drawn)


def multipolygon_wkb(polygons: Polygons) -> bytes:
    """A MultiPolygon, as :func:`polygon_wkb` does one."""
    return struct.pack("<BII", 1, 6, len(polygons)) + b"".join(polygon_wkb(rings) for rings in polygons)


def _body(blob: bytes) -> int:
    """Where the WKB begins: after the header, whose envelope may be absent, 4, 6 or 8 doubles."""
    return 8 + (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]


def _point_of(blob: bytes | None) -> tuple[float, float] | None:
    if blob is None:
        return None
    _, _, x, y = struct.unpack_from("<BIdd", blob, _body(blob))
    return x, y


def _polygons_of(blob: bytes | None) -> Polygons:
    if blob is None:
        return ()
    at = _body(blob)
    _, kind, count = struct.unpack_from("<BII", blob, at)
    at += 9
    if kind != 6:
        raise struct.error("not a MultiPolygon")
    polygons = []
    for _ in range(count):
        _, _, ring_count = struct.unpack_from("<BII", blob, at)
        at += 9
        rings = []
        for _ in range(ring_count):
            (length,) = struct.unpack_from("<I", blob, at)
            numbers = struct.unpack_from(f"<{2 * length}d", blob, at + 4)
            at += 4 + 16 * length
            rings.append(tuple((_whole(x), _whole(y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)))
        polygons.append(tuple(rings))
    return tuple(polygons)


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number


def steady_header(path: Path) -> None:
    """Overwrite the SQLite version that wrote the file (bytes 96-99, informative only), so that two Pythons write the same file."""
    with path.open("r+b") as stream:
        stream.seek(96)
        stream.write(struct.pack(">I", 3_040_000))


def _reference_systems(epsg: int) -> list[tuple[Any, ...]]:
    systems: list[tuple[Any, ...]] = [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
        ("WGS 84 geodetic", 4326, "EPSG", 4326, _WKT[4326]),
    ]
    return systems + ([(f"EPSG:{epsg}", epsg, "EPSG", epsg, _WKT[epsg])] if epsg != 4326 else [])


def _wkt_projected(name: str, projection: str, parameters: dict[str, float], axes: tuple[str, str], epsg: int) -> str:
    geographic = (
        'GEOGCS["{}",DATUM["{}",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","{}"]],'
        'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
        'AUTHORITY["EPSG","{}"]]'
    ).format(
        *(("SWEREF99", "SWEREF99", 6619, 4619) if epsg == 3006 else ("ETRS89", "European_Terrestrial_Reference_System_1989", 6258, 4258))
    )
    listed = "".join(f'PARAMETER["{key}",{value}],' for key, value in parameters.items())
    return (
        f'PROJCS["{name}",{geographic},PROJECTION["{projection}"],{listed}UNIT["metre",1,AUTHORITY["EPSG","9001"]],'
        f'AXIS["{axes[0]}",NORTH],AXIS["{axes[1]}",EAST],AUTHORITY["EPSG","{epsg}"]]'
    )


_WKT = {
    4326: (
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],'
        'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
        'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
    ),
    3006: _wkt_projected(
        "SWEREF99 TM",
        "Transverse_Mercator",
        {"latitude_of_origin": 0, "central_meridian": 15, "scale_factor": 0.9996, "false_easting": 500000, "false_northing": 0},
        ("Northing", "Easting"),
        3006,
    ),
    3035: _wkt_projected(
        "ETRS89-extended / LAEA Europe",
        "Lambert_Azimuthal_Equal_Area",
        {"latitude_of_center": 52, "longitude_of_center": 10, "false_easting": 4321000, "false_northing": 3210000},
        ("Northing", "Easting"),
        3035,
    ),
}

_CATALOGUE = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
