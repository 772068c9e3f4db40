"""Points out of well-known binary (OGC 06-103r4), many at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

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
