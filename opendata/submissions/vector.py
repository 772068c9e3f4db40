"""What a reader of vector files gives, so that QGIS and fiona are two doors to the same rows."""

from __future__ import annotations

from collections.abc import Sequence
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
    """Raises :class:`InputError` for a file that only names other files or addresses, whatever its suffix."""
    with path.open("rb") as stream:
        head = stream.read(1 << 16)
    if any(mark in head for mark in _VIRTUAL):
        raise InputError(Fault(str(path), "only points to other files", "export the data itself"))
