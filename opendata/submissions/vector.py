"""What a reader of vector files gives, so that QGIS and fiona are two doors to the same rows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..errors import Fault, InputError
from ..progress import Progress

DRIVERS = (
    "GPKG", "SQLite", "ESRI Shapefile", "FlatGeobuf", "MapInfo File", "GML", "GPX", "DXF", "TopoJSON", "GeoJSON", "KML", "ODS", "XLSX",
)  # fmt: skip
"""What of OGR may open a file from outside. OGR goes by the content: any other driver could be a virtual one, which opens other files."""
_VIRTUAL = (b"<OGRVRTDataSource", b"<OGRWFSDataSource")
"""What OGR knows its virtual formats by, wherever in the beginning of a file it stands."""
_SQLITE = b"SQLite format 3\0"
_IS_VIRTUAL = re.compile(r"\s*CREATE(?:\s|/\*.*?\*/|--[^\n]*\n)+VIRTUAL\b", re.IGNORECASE | re.DOTALL)
_OWN = re.compile(
    r"""\s*CREATE\s+VIRTUAL\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:"[^"]*"|'[^']*'|\w+)\s+USING\s+"?
    (?:rtree|rtree_i32|fts[345]|virtualspatialindex|virtualelementary|virtualknn2?|virtualrouting|virtualnetwork)"?\s*(?:\(|$)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Virtual tables that read nothing but their own database, written plainly; VirtualOGR and VirtualText are not among them."""
_IS_TABLE = re.compile(r"\s*CREATE\s+TABLE\b", re.IGNORECASE)
_CALLS = re.compile(r"\b(?:ogr|gdal)_\w", re.IGNORECASE)

Geometry = dict[str, Any]
"""A GeoJSON geometry object: ``{"type": "Point", "coordinates": [east, north]}``."""


@dataclass(frozen=True)
class VectorLayer:
    """One layer of a vector file, as its driver sees it.

    Values are plain Python: str, int, float, bool, date, time, datetime, or None for null. ``crs`` is ``EPSG:n``, or empty when the file
    names none that has an EPSG code.
    """

    layer: str
    layers: tuple[str, ...]
    """Names of all layers in the file; when there are several and none was asked for, the reader gives no rows."""
    names: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    geometries: Sequence[Geometry | None]
    crs: str


class VectorReader(Protocol):
    """Read a layer of a file that OGR can read.

    ``layer`` empty: the only one. ``encoding`` empty: the driver's own choice (a .cpg file, else ISO 8859-1 for .dbf). Raises
    :class:`~trygghetsrutan.opendata.errors.InputError` when the file cannot be read or has no such layer.
    """

    def __call__(self, path: Path, layer: str, encoding: str, progress: Progress) -> VectorLayer: ...


def refuse_virtual(path: Path) -> None:
    """Raises :class:`InputError` for a file that would make OGR open other files or addresses, whatever its suffix."""
    with path.open("rb") as stream:
        head = stream.read(1 << 16)
    if any(mark in head for mark in _VIRTUAL) or (head.startswith(_SQLITE) and _reaches_out(path)):
        raise InputError(Fault(str(path), "points to other files or addresses", "export the data itself"))


def _reaches_out(path: Path) -> bool:
    """Whether a table of a database is one that OGR or SpatiaLite reads out of another file, or a view calls their functions."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            schema = [str(sql) for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    except sqlite3.Error:
        raise InputError(Fault(str(path), "cannot be read as a vector file", "open it in QGIS and save it as GeoPackage")) from None
    return any((_IS_VIRTUAL.match(sql) and not _OWN.match(sql)) or (not _IS_TABLE.match(sql) and _CALLS.search(sql)) for sql in schema)
