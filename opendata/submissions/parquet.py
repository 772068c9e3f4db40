"""Parquet and GeoParquet (1.x, geometries as WKB) through pyarrow, where it is installed: many submissions in seconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from ..progress import Progress
from .table import TOO_LONG, RowNote, Table, check_width, text_of, too_long, unique_names
from .vector import Geometry

MAGIC = b"PAR1"
LARGEST_UNPACKED = 4_000_000_000
"""Bytes of all cells; a file of a few kilobytes can claim any number."""
_STEP = 50_000


def read(path: Path, progress: Progress) -> Table:
    """Rows of a Parquet file, numbered from 1; ``geometry`` where its metadata name a column of it.

    Raises :class:`InputError` when it is broken, unpacks to more than :data:`LARGEST_UNPACKED` bytes, or pyarrow is not installed.
    """
    where = str(path)
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise InputError(Fault(where, "is a Parquet file, which needs pyarrow", "save it as GeoPackage or CSV")) from None

    numbers: list[int] = []
    rejected: list[RowNote] = []
    geometry: list[Geometry | None] = []
    seen = unpacked = 0
    try:
        with parquet.ParquetFile(path) as file:
            total = file.metadata.num_rows
            unpacked = sum(file.metadata.row_group(group).total_byte_size for group in range(file.metadata.num_row_groups))
            _check_size(unpacked, where)
            shapes, crs = geometry_of(file.schema_arrow.metadata or {})
            names = [name for name in file.schema_arrow.names if name != shapes]
            check_width(len(names), where)
            cells: list[list[str]] = [[] for _ in names]
            unpacked = 0
            for batch in file.iter_batches(batch_size=_STEP):
                unpacked += batch.nbytes
                _check_size(unpacked, where)
                columns = [[text_of(value) for value in _plain(batch.column(name))] for name in names]
                found = _shapes(batch.column(shapes)) if shapes in batch.schema.names else [None] * len(batch)
                for index, row in enumerate(zip(*columns, strict=True) if columns else [()] * len(batch)):
                    if too_long(row):
                        rejected.append(RowNote(seen + index + 1, TOO_LONG))
                    elif any(row) or found[index] is not None:
                        numbers.append(seen + index + 1)
                        geometry.append(found[index])
                        for column, cell in zip(cells, row, strict=True):
                            column.append(cell)
                seen += len(batch)
                progress("reading", seen, total)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise InputError(Fault(where, f"is not a Parquet file ({type(error).__name__})", "save it anew")) from None
    return Table(
        dict(zip(unique_names(names), cells, strict=True)),
        np.array(numbers, dtype=np.int64),
        len(numbers) + len(rejected),
        tuple(rejected),
        geometry if shapes else None,
        crs,
    )


def _check_size(unpacked: int, where: str) -> None:
    if unpacked > LARGEST_UNPACKED:
        raise InputError(Fault(where, f"unpacks to more than {LARGEST_UNPACKED // 10**6} MB", "keep the rows of this campaign only"))


def geometry_of(metadata: dict[bytes, bytes]) -> tuple[str, str]:
    """The primary geometry column, if it holds WKB, and its CRS: ``EPSG:n``, or empty where it has no such code."""
    try:
        geo = json.loads(metadata.get(b"geo", b"null"))
        name = str(geo["primary_column"])
        column = geo["columns"][name]
        if column["encoding"] != "WKB":
            return "", ""
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", ""
    # a file that says nothing of a CRS is in longitude and latitude
    return name, _epsg(column["crs"]) if "crs" in column else "EPSG:4326"


def _epsg(crs: Any) -> str:
    """The code of a CRS in PROJJSON; a shape whose CRS cannot be told stays a shape."""
    try:
        authority, code = crs["id"]["authority"], crs["id"]["code"]
        if (authority, code) == ("OGC", "CRS84"):
            return "EPSG:4326"
        return f"EPSG:{int(code)}" if authority == "EPSG" else ""
    except (ValueError, TypeError, KeyError):
        return ""


def _plain(column: Any) -> Sequence[Any]:
    """Values as plain Python; bytes, lists and structures have no text."""
    import pyarrow as pa

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return [None] * len(column)
    if pa.types.is_timestamp(kind) and kind.unit == "ns":  # datetime ends at microseconds
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    if pa.types.is_decimal(kind):
        return [None if value is None else format(value, "f") for value in column.to_pylist()]
    return column.to_pylist()  # type: ignore[no-any-return]


def _shapes(column: Any) -> list[Geometry | None]:
    """GeoJSON objects of well-known binary; None for what is none."""
    import shapely
    from shapely.geometry import mapping

    geometries = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    points = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    found: list[Geometry | None] = [None] * len(geometries)
    plain = shapely.is_geometry(geometries) & ~shapely.is_empty(geometries)
    for index, (east, north) in zip(
        np.flatnonzero(points & plain).tolist(), shapely.get_coordinates(geometries[points & plain]).tolist(), strict=True
    ):
        found[index] = {"type": "Point", "coordinates": [east, north]}
    for index in np.flatnonzero(~points & plain).tolist():
        found[index] = dict(mapping(geometries[index]))
    return found
