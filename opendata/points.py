"""Points out of a file with columns (CSV, Parquet) or with geometries (anything OGR reads), as arrays."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import Fault, InputError
from .progress import Progress, silent
from .projection import Transform

FAULTS_TOLD = 20
"""Rejected rows told one by one; of more there is only the number."""


@dataclass(frozen=True)
class Points:
    """n points in the file's order: ``x`` and ``y`` (n,) float64 in the file's CRS, NaN where a row has no readable coordinate."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    contributor: NDArray[Any] | None
    theme: NDArray[Any] | None

    def __len__(self) -> int:
        return len(self.x)


def read(path: Path, x: str, y: str, contributor: str = "", theme: str = "", progress: Progress = silent) -> Points:
    """Read columns ``x`` and ``y`` (and those of contributor and theme) of a CSV or Parquet file.

    Raises :class:`InputError` when there is no such file, it cannot be read, or a column is not in it (with a suggestion).
    """
    if not path.is_file():
        raise InputError(Fault(str(path), "there is no such file", "give the path of a file of points"))
    progress("read points", 0, 1)
    wanted = [name for name in (x, y, contributor, theme) if name]
    table = _parquet(path, wanted) if path.suffix.lower() in (".parquet", ".geoparquet") else _csv(path, wanted)
    progress("read points", 1, 1)
    return Points(
        _numbers(table[x]),
        _numbers(table[y]),
        _texts(table[contributor]) if contributor else None,
        _texts(table[theme]) if theme else None,
    )


def to_grid(points: Points, crs: str, grid_crs: str, transform: Transform) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East and north of each point in the grid's CRS, (n,) float64 metres; NaN where there is none."""
    return transform(points.x, points.y, crs, grid_crs)


def _csv(path: Path, wanted: list[str]) -> dict[str, Any]:
    import pyarrow as pa
    from pyarrow import csv

    try:
        with path.open("rb") as stream:
            head = stream.readline(1_000_000).decode("utf-8-sig", errors="replace")
        delimiter = max(",;\t|", key=head.count)
        header = csv.open_csv(path, parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)).schema.names
        _require(path, wanted, header)
        table = csv.read_csv(
            path,
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                include_columns=wanted, column_types={name: pa.string() for name in wanted[2:]}, null_values=["", "NULL", "NA"]
            ),
        )
    except pa.ArrowInvalid as error:
        reason = " ".join(str(error).split("\n")[0].split())[:120]
        raise InputError(
            Fault(str(path), f"is not a table of rows with equal columns ({reason})", "mend the file or save it anew as CSV")
        ) from None
    return {name: table.column(name) for name in wanted}


def _parquet(path: Path, wanted: list[str]) -> dict[str, Any]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        _require(path, wanted, parquet.read_schema(path).names)
        table = parquet.read_table(path, columns=wanted)
    except (pa.ArrowInvalid, pa.ArrowIOError) as error:
        raise InputError(Fault(str(path), f"is not a Parquet file ({type(error).__name__})", "save it anew")) from None
    return {name: table.column(name) for name in wanted}


def _require(path: Path, wanted: list[str], header: Iterable[str]) -> None:
    names = list(header)
    faults = []
    for name in wanted:
        if name not in names:
            close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f" (did you mean {close[0]}?)" if close else ""
            faults.append(Fault(str(path), f"has no column {name}{hint}", f"use one of {', '.join(names[:12])}"))
    if faults:
        raise InputError(faults)


def _numbers(column: Any) -> NDArray[np.float64]:
    """Float64 of a column; text is read with decimal point or comma, what is no number becomes NaN."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        texts = pc.replace_substring(pc.utf8_trim_whitespace(column), ",", ".")
        ok = pc.match_substring_regex(texts, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
        column = pc.cast(pc.if_else(ok, texts, None), pa.float64())
    elif not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        return np.full(len(column), np.nan)
    numbers: NDArray[np.float64] = np.asarray(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _texts(column: Any) -> NDArray[Any]:
    """Codes of a column: integers that are equal where the texts are, in the order of the sorted texts, or the texts themselves."""
    import pyarrow as pa

    texts = column.cast(pa.string()).fill_null("").combine_chunks()
    return np.asarray(texts.to_numpy(zero_copy_only=False), dtype=object)
