"""Morton (Z-order) keys: one integer per cell such that the key of a cell's parent is the key shifted right by two bits.

Morton, G. M. (1966): A computer oriented geodetic data base and a new technique in file sequencing. IBM, Ottawa.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MAX_BITS = 31
"""Columns and rows fit in this many bits, so that a key fits in 62."""

_MASKS = (0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF, 0x0F0F0F0F0F0F0F0F, 0x3333333333333333, 0x5555555555555555)
_SHIFTS = (16, 8, 4, 2, 1)


def encode(column: NDArray[np.int64], row: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keys of cells by column and row, each in ``0 .. 2**31 - 1``; the column takes the even bits."""
    return _spread(column) | (_spread(row) << 1)


def decode(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Column and row of each key."""
    return _gather(key), _gather(key >> 1)


def _spread(value: NDArray[np.int64]) -> NDArray[np.int64]:
    out = value.astype(np.int64, copy=True)
    for shift, mask in zip(_SHIFTS, _MASKS, strict=True):
        out |= out << shift
        out &= mask
    return out


def _gather(value: NDArray[np.int64]) -> NDArray[np.int64]:
    out = value & _MASKS[-1]
    for shift, mask in zip(reversed(_SHIFTS[1:]), reversed(_MASKS[:-1]), strict=True):
        out |= out >> shift
        out &= mask
    out |= out >> _SHIFTS[0]
    return out & 0xFFFFFFFF
