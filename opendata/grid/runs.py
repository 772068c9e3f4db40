"""Runs of equal values in ordered arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..parallel import in_halves, two_pay


def sort(values: NDArray[np.int64]) -> None:
    """Sort in place; a long array as two halves by two threads, of which the first holds what is smaller."""
    if two_pay(len(values)):
        values.partition(len(values) // 2)
    in_halves(lambda start, stop: values[start:stop].sort(), len(values))


def run_starts(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of the first of each run of equal values."""
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return np.flatnonzero(first)


def by_run(add: np.ufunc, values: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[Any]:
    """The values of each run put together by ``add``; ``starts``: where the runs begin."""
    return np.asarray(add.reduceat(values, starts)) if len(starts) else values


def distinct_values(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct values in order; sorts ``values`` in place. Some versions of ``numpy.unique`` hash instead, which is far slower here."""
    sort(values)
    first = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return values[first]
