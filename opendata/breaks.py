"""Where the classes of a map begin and end: five ways to cut values, and bounds rounded so that no value changes its class."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .errors import Fault, InputError

Values = NDArray[np.float64]

EQUAL_COUNT, NATURAL, PRETTY, HEAD_TAIL, MANUAL = "equal_count", "natural", "pretty", "head_tail", "manual"
METHODS = (EQUAL_COUNT, NATURAL, PRETTY, HEAD_TAIL, MANUAL)

CLASSES_MOST = 9
HEAD_SHARE = 0.4
"""Head/tail breaks stop where the head is no longer a minority: at most 40 % of the values (Jiang 2013)."""
GROUPS_MOST = 1000
"""Natural breaks are exact for up to this many distinct values; more are first gathered into this many groups of equal count."""


def breaks(values: Values, method: str = NATURAL, classes: int = 5, manual: Sequence[float] = ()) -> tuple[float, ...]:
    """Upper bounds of at most ``classes`` classes, strictly rising; the last is at or above the largest value.

    ``values``: (n,) float64. NaN (withheld, no figure) and values at or below zero take no part: neither is a class. Without any value
    left there are no classes. Fewer distinct values than classes give one class each.

    Methods: ``equal_count`` (quantiles that are values of the data), ``natural`` (Fisher 1958, Jenks 1977: least squared deviation within
    classes), ``pretty`` (steps of 1, 2 or 5 times a power of ten), ``head_tail`` (Jiang 2013, for heavy tails), ``manual`` (the bounds
    given, and the largest value if it lies above them).

    Raises :class:`InputError` for an unknown method, a number of classes outside 1-9, and manual bounds that do not rise.
    """
    _check(method, classes, manual)
    values = np.asarray(values, dtype=np.float64)
    values = np.sort(values[np.isfinite(values) & (values > 0)])
    if not len(values):
        return ()
    if method == MANUAL:
        bounds = [float(bound) for bound in manual]
        return tuple(bounds if bounds[-1] >= values[-1] else [*bounds, float(values[-1])])
    distinct = np.unique(values)
    if len(distinct) <= classes and method != PRETTY:
        return tuple(float(value) for value in distinct)
    if method == EQUAL_COUNT:
        return _equal_count(values, classes)
    if method == HEAD_TAIL:
        return _head_tail(values, classes)
    return _pretty(values, classes) if method == PRETTY else _natural(values, classes)


def rounded(bounds: Sequence[float], values: Values) -> tuple[float, ...]:
    """Each bound rounded up to the fewest significant digits at which no value of ``values`` changes its class.

    Legends become readable (43, not 42.6667), and a bound lies beside the values, not on one of them, so that two programs that divide
    counts by areas cannot disagree by the last bit.
    """
    values = np.sort(np.asarray(values, dtype=np.float64))
    values = values[np.isfinite(values)]
    out = []
    for bound in bounds:
        above = values[np.searchsorted(values, bound, side="right") :]
        limit = float(above[0]) if len(above) else np.inf
        out.append(next((nice for digits in (1, 2, 3, 4, 5, 6) if bound <= (nice := _up(bound, digits)) < limit), float(bound)))
    return tuple(out)


def _up(value: float, digits: int) -> float:
    """``value`` rounded up to so many significant digits."""
    exponent = int(np.floor(np.log10(value))) - digits + 1
    steps = np.ceil(value / 10.0**exponent - 1e-9)
    return float(f"{steps * 10.0**exponent:.{digits}g}")


def _check(method: str, count: int, manual: Sequence[float]) -> None:
    if method not in METHODS:
        raise InputError(Fault("style", f"there is no way to class called {method!r}", f"use one of {', '.join(METHODS)}"))
    if not 1 <= count <= CLASSES_MOST:
        raise InputError(Fault("style", f"{count} classes are not offered", f"use 1 to {CLASSES_MOST}"))
    if method != MANUAL:
        return
    bounds = [float(bound) for bound in manual]
    if not bounds or not all(np.isfinite(bounds)) or bounds[0] <= 0 or any(a >= b for a, b in itertools.pairwise(bounds)):
        raise InputError(Fault("style", "the bounds given do not rise from above zero", "give rising upper bounds, such as 9, 24, 99"))


def _equal_count(values: Values, count: int) -> tuple[float, ...]:
    ranks = np.ceil(np.arange(1, count + 1) * len(values) / count).astype(np.int64) - 1
    return tuple(float(value) for value in np.unique(values[ranks]))


def _head_tail(values: Values, count: int) -> tuple[float, ...]:
    bounds: list[float] = []
    head = values
    while len(bounds) < count - 1:
        mean = float(head.mean())
        above = head[head > mean]
        if not len(above) or len(above) > HEAD_SHARE * len(head):
            break
        # The bound is the largest value at or below the mean, so that legends of counts show counts.
        bounds.append(float(head[head <= mean][-1]))
        head = above
    return (*bounds, float(values[-1]))


def _pretty(values: Values, count: int) -> tuple[float, ...]:
    low, high = float(values[0]), float(values[-1])
    raw = (high - low) / count if high > low else high
    power = 10.0 ** np.floor(np.log10(raw))
    for factor in (1.0, 2.0, 5.0, 10.0, 20.0):
        step = factor * power
        begin = np.floor(low / step) if low % step else low / step - 1
        # Whole steps from the first bound above the lowest value to the first at or above the highest.
        first, last = int(begin) + 1, int(np.ceil(high / step - 1e-9))
        if last - first + 1 <= count:
            return tuple(float(f"{i * step:.12g}") for i in range(first, last + 1))
    return (high,)


def _natural(values: Values, count: int) -> tuple[float, ...]:
    distinct, weight = np.unique(values, return_counts=True)
    upper = distinct
    centre = distinct
    if len(distinct) > GROUPS_MOST:
        group = np.minimum((np.cumsum(weight) - 1) * GROUPS_MOST // int(weight.sum()), GROUPS_MOST - 1)
        last = np.flatnonzero(np.append(group[1:] != group[:-1], True))
        first = np.append(0, last[:-1] + 1)
        total = np.add.reduceat(weight, first)
        centre = np.add.reduceat(distinct * weight, first) / total
        upper, weight = distinct[last], total
    n = len(centre)
    # Fisher's dynamic programme: cost[j] = least squared deviation of the first j values in c classes, over all cuts at once.
    w = np.append(0.0, np.cumsum(weight, dtype=np.float64))
    s = np.append(0.0, np.cumsum(weight * (centre - centre.mean())))
    q = np.append(0.0, np.cumsum(weight * (centre - centre.mean()) ** 2))
    i, j = np.arange(n + 1)[:, None], np.arange(n + 1)[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        within = (q[j] - q[i]) - (s[j] - s[i]) ** 2 / (w[j] - w[i])
    within = np.where(i < j, np.maximum(within, 0.0), np.inf)
    cost = within[0].copy()
    cuts = []
    for _ in range(count - 1):
        table = cost[:, None] + within
        cuts.append(np.argmin(table, axis=0))
        cost = np.min(table, axis=0)
    ends = [n]
    for cut in reversed(cuts):
        ends.append(int(cut[ends[-1]]))
    return tuple(float(upper[end - 1]) for end in sorted(ends))
