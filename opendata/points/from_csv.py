"""Points out of tables of text, plain or gzipped, through pyarrow, a chunk at a time."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError
from ..progress import Progress
from .columns import chunk_of, gathered
from .source import STEP, Chunk, Rejected, Wanted, require

BLOCK = 1 << 21
"""Bytes of CSV parsed at once, which stay in the processor's cache; no row may be longer."""
HEADER_LONGEST = 1 << 20
BROKEN_MOST = 100_000
"""Rows with a wrong number of cells that are left out; a file with more is not the table it claims to be."""


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
                    # a copy, because more may break while the chunk is being counted in another thread
                    numbered = functools.partial(_row_numbers, seen, np.array(broken, dtype=np.int64))
                    yield chunk_of(part, wanted, rejected, numbered)
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


def _row_numbers(first: int, broken: NDArray[np.int64], rows: NDArray[np.int64]) -> Iterator[int]:
    """Numbers in the file (the header is 1) of data rows, counted from row ``first`` of those that are not ``broken``."""
    rows = rows + first
    gaps = broken - np.arange(len(broken)) - 2
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
