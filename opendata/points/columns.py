"""Points out of CSV and Parquet through pyarrow, a chunk at a time."""

from __future__ import annotations

import csv
import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError
from ..progress import Progress
from .source import Chunk, Rejected, Wanted, counted_from, require, together
from .texts import Texts, texts

STEP = "read points"
BLOCK = 1 << 21
"""Bytes of CSV parsed at once, which stay in the processor's cache; no row may be longer."""
HEADER_LONGEST = 1 << 20
BROKEN_MOST = 100_000
"""Rows with a wrong number of cells that are left out; a file with more is not the table it claims to be."""

NO_COORDINATE = ("has no readable coordinate", "write both coordinates as numbers, with decimal point or comma")
NO_POINT = ("has no point", "give each row one point as its geometry")


def delimited(path: Path, wanted: Wanted, rejected: Rejected, progress: Progress, rows: int, filesystem: Any = None) -> Iterator[Chunk]:
    """Points of a text file with a header and cells separated by comma, semicolon, tab or bar; UTF-8, plain or gzipped."""
    if not (wanted.x and wanted.y):
        raise InputError(Fault(str(path), "is a table", "name its columns of coordinates with --x and --y"))
    return _delimited(path, wanted, rejected, progress, rows, filesystem)


def _delimited(path: Path, wanted: Wanted, rejected: Rejected, progress: Progress, rows: int, filesystem: Any) -> Iterator[Chunk]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    delimiter = _header(path, wanted, filesystem)
    broken: list[int] = []

    def leave_out(row: Any) -> str:
        broken.append(row.number)
        rejected.row(row.number, f"has {row.actual_columns} cells where {row.expected_columns} are named", "mend the row")
        return "skip" if len(broken) <= BROKEN_MOST else "error"

    try:
        # without threads, because only then rows have numbers
        with _opened(path, filesystem) as raw, _unpacked(raw, path) as stream:
            size = raw.size()
            progress(STEP, 0, size)
            batches = arrow_csv.open_csv(
                stream,
                read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=leave_out
                ),
                convert_options=arrow_csv.ConvertOptions(
                    include_columns=wanted.columns, column_types=dict.fromkeys(wanted.columns, pa.string())
                ),
            )
            seen = 0
            for batch in gathered(_without_last_blank(batches), rows):
                for start in range(0, len(batch), rows):
                    part = batch.slice(start, rows)
                    x, y = numbers(part.column(wanted.x)), numbers(part.column(wanted.y))
                    bad = together(x, y)
                    numbered = functools.partial(_row_numbers, seen, broken)
                    if len(bad):
                        rejected.rows(numbered(bad), len(bad), *NO_COORDINATE)
                    yield Chunk(x, y, *attributes(part, wanted), numbered)
                    seen += len(part)
                    progress(STEP, min(raw.tell(), size), size)
    except pa.ArrowInvalid as error:
        raise InputError(_unreadable(path, str(error), len(broken))) from None
    except OSError as error:
        raise InputError(Fault(str(path), f"cannot be read to its end ({type(error).__name__})", "save it anew")) from None


def _opened(path: Path, filesystem: Any) -> Any:
    import pyarrow as pa

    return pa.OSFile(str(path)) if filesystem is None else filesystem.open_input_file(path.as_posix())


def _unpacked(raw: Any, path: Path) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(raw, "gzip") if path.suffix.lower() == ".gz" else raw


def _without_last_blank(batches: Any) -> Iterator[Any]:
    """The batches without the blank lines that end many files; blank lines between rows stay, they have row numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    blank_before = None
    for batch in batches:
        if not len(batch):
            continue
        filled = np.zeros(len(batch), dtype=bool)
        tail = batch.slice(max(0, len(batch) - 8))
        for column in tail.columns:
            filled[-len(tail) :] |= np.asarray(pc.not_equal(column.cast(pa.string()), "").fill_null(False).to_numpy(zero_copy_only=False))
        if blank_before is not None:
            yield blank_before
        last = int(np.flatnonzero(filled)[-1]) + 1 if filled.any() else max(0, len(batch) - 8)
        yield batch.slice(0, last)
        blank_before = batch.slice(last) if last < len(batch) else None


def gathered(batches: Iterable[Any], rows: int) -> Iterator[Any]:
    """Small batches put together to some of about ``rows``."""
    import pyarrow as pa

    held: list[Any] = []
    for batch in batches:
        if held and sum(map(len, held)) + len(batch) > rows:
            yield from pa.Table.from_batches(held).combine_chunks().to_batches()
            held = []
        if len(batch):
            held.append(batch)
    if held:
        yield from pa.Table.from_batches(held).combine_chunks().to_batches()


def _row_numbers(first: int, broken: list[int], rows: NDArray[np.int64]) -> Iterator[int]:
    """Numbers in the file (the header is 1) of data rows, counted from row ``first`` of those that are not ``broken``."""
    rows = rows + first
    if not broken:
        return (int(row) + 2 for row in rows)
    gaps = np.asarray(broken) - np.arange(len(broken)) - 2
    return (int(row + 2 + np.searchsorted(gaps, row, side="right")) for row in rows)


def _header(path: Path, wanted: Wanted, filesystem: Any) -> str:
    """The delimiter; raises :class:`InputError` when a wanted column is not in the header."""
    import pyarrow as pa

    try:
        with _opened(path, filesystem) as raw, _unpacked(raw, path) as stream:
            head = stream.read(HEADER_LONGEST).split(b"\n", 1)[0]
        line = head.decode("utf-8-sig").rstrip("\r")
    except (OSError, pa.ArrowException) as error:
        raise InputError(Fault(str(path), f"cannot be read ({type(error).__name__})", "save it anew")) from None
    except UnicodeDecodeError:
        raise InputError(Fault(f"{path}:1", "is not UTF-8", "save the table as CSV in UTF-8")) from None
    if not line.strip() or "\0" in line:
        raise InputError(Fault(str(path), "does not begin with the names of its columns", "save the table as CSV with a header row"))
    delimiter = max(",;\t|", key=line.count)
    require(str(path), wanted.columns, next(csv.reader([line], delimiter=delimiter)))
    return delimiter


def _unreadable(path: Path, reason: str, broken: int) -> Fault:
    if broken > BROKEN_MOST:
        return Fault(str(path), f"has more than {BROKEN_MOST} rows with too few or too many cells", "save the table as CSV anew")
    if "UTF8" in reason or "UTF-8" in reason:
        return Fault(str(path), "is not UTF-8", "save the table as CSV in UTF-8")
    if "straddling" in reason:
        return Fault(str(path), f"has a row longer than {BLOCK} bytes (a quotation mark that is never closed?)", "mend the quotation marks")
    return Fault(str(path), "is not a table of rows with equal columns", "mend the file or save it anew as CSV")


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
        geometry = _geometry_column(file.schema_arrow.metadata or {})
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
            if geometry:
                x, y = wkb_points(part.column(geometry))
            else:
                x, y = numbers(part.column(wanted.x)), numbers(part.column(wanted.y))
            bad = together(x, y)
            numbered = counted_from(first_row + seen + 1)
            if len(bad):
                rejected.rows(numbered(bad), len(bad), *(NO_POINT if geometry else NO_COORDINATE))
            yield Chunk(x, y, *attributes(part, wanted), numbered)
            seen += len(part)
            progress(STEP, seen, total)
    except (pa.ArrowException, OSError) as error:
        raise InputError(Fault(str(path), f"cannot be read to its end ({type(error).__name__})", "save it anew")) from None


def _geometry_column(metadata: dict[bytes, bytes]) -> str:
    """The primary geometry column of a GeoParquet file that stores it as WKB; empty when there is none."""
    try:
        geo = json.loads(metadata.get(b"geo", b"null"))
        name = geo["primary_column"]
        return str(name) if geo["columns"][name]["encoding"] == "WKB" else ""
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def attributes(part: Any, wanted: Wanted) -> tuple[Texts | None, Texts | None]:
    """Contributor and theme of a ``pyarrow`` batch, where they are wanted."""
    return (
        texts(part.column(wanted.contributor)) if wanted.contributor else None,
        texts(part.column(wanted.theme)) if wanted.theme else None,
    )


def numbers(column: Any) -> NDArray[np.float64]:
    """(n,) float64 of a ``pyarrow`` column; text is read with decimal point or comma, what is no number becomes NaN."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        try:
            column = pc.cast(column, pa.float64())
        except pa.ArrowInvalid:
            plain = pc.replace_substring(pc.utf8_trim_whitespace(column), ",", ".")
            is_number = pc.match_substring_regex(plain, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
            column = pc.cast(pc.if_else(is_number, plain, pa.scalar(None, plain.type)), pa.float64())
    elif not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type) or pa.types.is_decimal(column.type)):
        return np.full(len(column), np.nan)
    values = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return np.array(values, dtype=np.float64)


WKB_POINT = 21
"""Bytes of a point: byte order, type (4 bytes), x and y (8 bytes each); further dimensions follow."""
POINT_TYPES = (1, 1001, 2001, 3001, 0x80000001, 0x40000001, 0xC0000001)
"""Points with and without Z and M, in ISO's and in the older notation of well-known binary (OGC 06-103r4)."""
MULTI = 9
"""Bytes before the first point of a multipoint; one with a single point is that point."""


def wkb_points(column: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East and north, (n,) float64, of a ``pyarrow`` column of well-known binary; NaN for what is not one point."""
    import pyarrow as pa

    n = len(column)
    x, y = np.full(n, np.nan), np.full(n, np.nan)
    if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)) or not n:
        return x, y
    buffers = column.buffers()
    if buffers[2] is None:
        return x, y
    wide = np.int64 if pa.types.is_large_binary(column.type) else np.int32
    offsets = np.frombuffer(buffers[1], dtype=wide)[column.offset : column.offset + n + 1].astype(np.int64)
    data = np.frombuffer(buffers[2], dtype=np.uint8)
    length = np.diff(offsets)
    if column.null_count:
        length[np.asarray(column.is_null().to_numpy(zero_copy_only=False))] = 0
    for lead in (0, MULTI):
        rows = np.flatnonzero(length >= lead + WKB_POINT)
        if lead:
            head = data[offsets[rows, None] + np.arange(MULTI)]
            single = np.isin(_uint32(head[:, 1:5], head[:, 0]), [t + 3 for t in POINT_TYPES]) & (_uint32(head[:, 5:9], head[:, 0]) == 1)
            rows = rows[single]
        body = data[offsets[rows, None] + (np.arange(WKB_POINT) + lead)]
        point = np.isin(_uint32(body[:, 1:5], body[:, 0]), POINT_TYPES)
        rows, body = rows[point], body[point]
        little = body[:, 0] == 1
        for order, chosen in (("<f8", little), (">f8", ~little)):
            values = np.ascontiguousarray(body[chosen, 5:]).view(order)
            x[rows[chosen]], y[rows[chosen]] = values[:, 0], values[:, 1]
    return x, y


def _uint32(raw: NDArray[np.uint8], order: NDArray[np.uint8]) -> NDArray[np.int64]:
    raw = np.ascontiguousarray(raw)
    return np.where(order == 1, raw.view("<u4")[:, 0], raw.view(">u4")[:, 0]).astype(np.int64)
