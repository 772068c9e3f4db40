"""Contributors as codes, and how many different ones stand in each group."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from .runs import distinct_values

NO_NAME = ("", "NULL", "NA", "nan")
"""What databases, R and numpy write where there is no value."""


def contributor_codes(contributor: ArrayLike, n: int) -> NDArray[np.int64] | None:
    """Contributors as integers from 0, equal for equal contributors, ``(n,)``; None when each has one point only.

    Who has no name (:data:`NO_NAME`, None) is a contributor of its own, as in files of points: nobody can say that two of them are one.
    Raises :class:`InputError` when there is not one contributor per point.
    """
    values = np.asarray(contributor)
    if values.shape != (n,):
        raise InputError(Fault("contributor", f"{values.shape[0] if values.ndim else 1} contributors for {n} points", "give one per point"))
    if n and values.dtype.kind in "iu":
        low, high = int(values.min()), int(values.max())
        if high - low <= 4 * n:
            codes = values.astype(np.int64, copy=False)
            if low:
                codes = codes - low
            # with fewer values than points somebody has several
            return None if high - low >= n - 1 and np.bincount(codes).max() == 1 else codes
    if values.dtype.kind in "iub":
        distinct, inverse = np.unique(values, return_inverse=True)
        return None if len(distinct) == n else inverse.astype(np.int64)
    if values.dtype == object:
        values = np.array(["" if value is None else str(value) for value in values.tolist()], dtype=str)
    distinct, inverse = np.unique(np.char.strip(values.astype(str)), return_inverse=True)
    codes = inverse.astype(np.int64)
    nameless = np.flatnonzero(np.isin(distinct, NO_NAME)[codes]) if n else codes
    codes[nameless] = len(distinct) + np.arange(len(nameless))
    return None if len(distinct) - bool(len(nameless)) + len(nameless) >= n else codes


def people_codes(contributor: ArrayLike | None, n: int) -> NDArray[np.int64]:
    """Contributors as integers from 0, ``(n,)``; each point its own when None. Raises :class:`InputError` when lengths differ."""
    codes = None if contributor is None else contributor_codes(contributor, n)
    return np.arange(n, dtype=np.int64) if codes is None else codes


def distinct_people(group: NDArray[np.int64], person: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Different persons per group, ``(groups,)``."""
    people = int(person.max()) + 1 if len(person) else 1
    return np.bincount(distinct_values(group * people + person) // people, minlength=groups)
