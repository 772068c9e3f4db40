"""Columns of ``pyarrow`` as points: numbers or texts that are numbers, shapes, who and what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .source import Chunk, Rejected, RowNumbers, Wanted, together
from .texts import texts
from .wkb import wkb_points

NO_COORDINATE = ("has no readable coordinate", "write both coordinates as numbers, with decimal point or comma")
NO_POINT = ("has no point", "give each row one point as its geometry")


def chunk_of(part: Any, wanted: Wanted, rejected: Rejected, numbered: RowNumbers, geometry: str = "") -> Chunk:
    """A ``pyarrow`` batch as points: by the columns that are ``wanted``, or by its column ``geometry`` of well-known binary."""
    if geometry:
        return shaped(*wkb_points(part.column(geometry)), part, wanted, rejected, numbered)
    return _chunk(numbers(part.column(wanted.x)), numbers(part.column(wanted.y)), part, wanted, rejected, numbered, NO_COORDINATE)


def shaped(x: NDArray[np.float64], y: NDArray[np.float64], part: Any, wanted: Wanted, rejected: Rejected, numbered: RowNumbers) -> Chunk:
    """As :func:`chunk_of`, of shapes that are coordinates already, NaN where one is not a point."""
    return _chunk(x, y, part, wanted, rejected, numbered, NO_POINT)


def _chunk(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    part: Any,
    wanted: Wanted,
    rejected: Rejected,
    numbered: RowNumbers,
    why: tuple[str, str],
) -> Chunk:
    bad = together(x, y)
    if len(bad):
        rejected.rows(numbered(bad), len(bad), *why)
    who, what = (texts(part.column(name)) if name else None for name in (wanted.contributor, wanted.theme))
    return Chunk(x, y, who, what, numbered)


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
