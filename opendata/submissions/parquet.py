"""Parquet and GeoParquet (1.x, geometries as WKB) through pyarrow, where it is installed: many submissions in seconds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from ..progress import Progress
from .arrow_values import bytes_of, has_text, shapes_of, texts_of
from .table import TOO_LONG, RowNote, Table, check_width, too_long, unique_names
from .vector import Geometry

MAGIC = b"PAR1"
LARGEST_UNPACKED = 4_000_000_000
"""Bytes of all cells; a file of a few kilobytes can claim any number."""
MOST_ROWS = 20_000_000
_STEP = 20_000
_EPSG_CODE = re.compile(r"\d{4,6}")


def read(path: Path, progress: Progress) -> Table:
    """Rows of a Parquet file, numbered from 1; ``geometry`` where its metadata name a column of it.

    Raises :class:`InputError` when it is broken, holds more than :data:`LARGEST_UNPACKED` bytes or :data:`MOST_ROWS` rows, or when
    pyarrow (with geometries: shapely) is not installed.
    """
    where = str(path)
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise InputError(Fault(where, "is a Parquet file, which needs pyarrow", "save it as GeoPackage or CSV")) from None
    try:
        with parquet.ParquetFile(path) as file:
            # text that recurs stays one text
            recurring = [
                field.name for field in file.schema_arrow if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
            ]
        with parquet.ParquetFile(path, read_dictionary=recurring) as file:
            return _read(file, where, progress)
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise InputError(Fault(where, f"is not a Parquet file ({type(error).__name__})", "save it anew")) from None


def _read(file: Any, where: str, progress: Progress) -> Table:
    schema, total = file.schema_arrow, file.metadata.num_rows
    check_width(len(schema), where)
    if total > MOST_ROWS:
        raise InputError(Fault(where, f"has {total:,} rows", "keep the rows of this campaign only"))
    _check_size(sum(file.metadata.row_group(group).total_byte_size for group in range(file.metadata.num_row_groups)), where)
    named, crs = geometry_of(schema.metadata or {})
    shapes = next((index for index, field in enumerate(schema) if field.name == named and has_text(field.type) is None), None)
    told = [index for index in range(len(schema)) if index != shapes]
    cells: list[list[str]] = [[] for _ in told]
    geometry: list[Geometry | None] = []
    numbers: list[int] = []
    rejected: list[RowNote] = []
    seen = unpacked = 0
    for batch in file.iter_batches(batch_size=_STEP):
        unpacked += sum(bytes_of(batch.column(index)) for index in range(len(schema)))
        _check_size(unpacked, where)
        columns = [texts_of(batch.column(index)) for index in told]
        found = [None] * len(batch) if shapes is None else shapes_of(batch.column(shapes), where)
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
    without = [schema.field(index).name for index in told if has_text(schema.field(index).type) is False]
    return Table(
        dict(zip(unique_names([schema.field(index).name for index in told]), cells, strict=True)),
        np.array(numbers, dtype=np.int64),
        len(numbers) + len(rejected),
        tuple(rejected),
        None if shapes is None else geometry,
        "" if shapes is None else crs,
        (f"columns that hold no text: {', '.join(without)}",) if without else (),
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
        authority, code = crs["id"]["authority"], str(crs["id"]["code"])
    except (TypeError, KeyError):
        return ""
    if (authority, code) == ("OGC", "CRS84"):
        return "EPSG:4326"
    return f"EPSG:{code}" if authority == "EPSG" and _EPSG_CODE.fullmatch(code) else ""
