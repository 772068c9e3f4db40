"""Points out of Parquet and GeoParquet, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from ..progress import Progress
from ..submissions.parquet import geometry_of
from .columns import chunk_of
from .source import STEP, Chunk, Rejected, Wanted, counted_from, require


def parquet(
    path: Path,
    wanted: Wanted,
    rejected: Rejected,
    progress: Progress,
    rows: int,
    filesystem: Any = None,
    row_groups: Sequence[int] | None = None,
    first_row: int = 0,
) -> Iterator[Chunk]:
    """Points of a Parquet file: columns of numbers (or of texts that are numbers), or the geometries of a GeoParquet file.

    With ``row_groups`` only those are read, the first of which begins after ``first_row`` rows of the file.
    """
    import pyarrow as pa
    from pyarrow import parquet as arrow_parquet

    try:
        schema = arrow_parquet.read_schema(path.as_posix(), filesystem=filesystem)
        # few themes stand in a file's own dictionary; of many contributors it holds the first only, and they are sooner told apart here
        few = [field.name for field in schema if field.name == wanted.theme != wanted.contributor and pa.types.is_string(field.type)]
        file = arrow_parquet.ParquetFile(path.as_posix(), filesystem=filesystem, read_dictionary=few)
    except (pa.ArrowException, OSError) as error:
        raise InputError(Fault(str(path), f"is not a Parquet file ({type(error).__name__})", "save it anew")) from None
    geometry = ""
    if not (wanted.x and wanted.y):
        geometry, _ = geometry_of(file.schema_arrow.metadata or {})
        if not geometry:
            raise InputError(Fault(str(path), "has no geometries", "name its columns of coordinates with --x and --y"))
    require(str(path), [*wanted.columns, *([geometry] if geometry else [])], file.schema_arrow.names)
    groups = tuple(range(file.num_row_groups)) if row_groups is None else tuple(row_groups)
    return _parquet(path, file, groups, first_row, geometry, wanted, rejected, progress, rows)


def _parquet(
    path: Path,
    file: Any,
    row_groups: tuple[int, ...],
    first_row: int,
    geometry: str,
    wanted: Wanted,
    rejected: Rejected,
    progress: Progress,
    rows: int,
) -> Iterator[Chunk]:
    import pyarrow as pa

    columns = [*wanted.columns, *([geometry] if geometry else [])]
    total, seen = sum(file.metadata.row_group(group).num_rows for group in row_groups), 0
    progress(STEP, 0, total)
    try:
        for part in file.iter_batches(batch_size=rows, row_groups=list(row_groups), columns=columns):
            yield chunk_of(part, wanted, rejected, counted_from(first_row + seen + 1), geometry)
            seen += len(part)
            progress(STEP, seen, total)
    except (pa.ArrowException, OSError) as error:
        raise InputError(Fault(str(path), f"cannot be read to its end ({type(error).__name__})", "save it anew")) from None
