"""How counts become colours: class breaks, colour-blind-safe ramps, and the colours of what has no count.

The QGIS styling, the package's QML and SLD, the preview and the web page all take their classes from here, so that one release looks the
same everywhere. NULL is never a number: withheld, zero and "no figure" are told apart before any break is computed.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

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

NO_FIGURE, WITHHELD, ZERO = -1, -2, -3
"""What :func:`classify` gives instead of a class."""


@dataclass(frozen=True)
class Ramp:
    """A sequential ramp from little (light) to much (dark): ``anchors`` are ``#rrggbb``, evenly spaced, interpolated in OKLab."""

    name: str
    title_sv: str
    title_en: str
    anchors: tuple[str, ...]


RAMPS: dict[str, Ramp] = {
    ramp.name: ramp
    for ramp in (
        Ramp("dusk", "Skymning", "Dusk", ("#f6e7b4", "#e5b07f", "#c2726f", "#84456c", "#3a2352")),
        Ramp("fjord", "Fjord", "Fjord", ("#eef6d2", "#a9d6bd", "#58a3b3", "#2a6496", "#151c50")),
        Ramp("ember", "Glöd", "Ember", ("#fbe9c6", "#f2b56b", "#d97a33", "#9c4420", "#4c1d16")),
        Ramp("slate", "Skiffer", "Slate", ("#eceff1", "#b9c3ca", "#8593a0", "#546373", "#253241")),
    )
}
DEFAULT_RAMP = "dusk"
"""Ramps of our own: lightness falls evenly, so neighbours stay apart for every kind of colour vision and in grey print (tested)."""

WITHHELD_FILL, WITHHELD_LINE = "#ffffff", "#5b6770"
"""Withheld is white with hatching in a dark grey: no class looks like that, in colour or in grey."""
ZERO_FILL = "#ffffff"
NO_FIGURE_FILL = "#ffffff"
OUTLINE = "#6b6b6b"
REMAINDER_OUTLINE = "#1c1c1c"
"""A remainder has its class's fill and a dashed dark line; it is drawn beneath the cells it excludes."""


@dataclass(frozen=True)
class Class:
    """One class of a legend: values with ``lower < value <= upper`` (the first class also holds ``lower``)."""

    lower: float
    upper: float
    colour: str


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


def classify(values: Values, bounds: Sequence[float], withheld: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """Class of each value, (n,) int64: 0 for the lowest; :data:`WITHHELD`, :data:`ZERO` or :data:`NO_FIGURE` (NaN) where there is none.

    ``withheld``: (n,) bool, true where the status says so. A value above the last bound falls into the last class.
    """
    values = np.asarray(values, dtype=np.float64)
    upper = np.asarray(bounds, dtype=np.float64)
    known = np.isfinite(values)
    index = np.minimum(np.searchsorted(upper, np.where(known, values, 0.0), side="left"), max(len(upper) - 1, 0)).astype(np.int64)
    index[~known] = NO_FIGURE
    index[known & (values <= 0)] = ZERO
    if withheld is not None:
        index[np.asarray(withheld, dtype=bool)] = WITHHELD
    return index


def colours(count: int, ramp: str = DEFAULT_RAMP) -> tuple[str, ...]:
    """``count`` colours of a ramp as ``#rrggbb``, light to dark, both ends included (one colour: the middle).

    Raises :class:`InputError` for an unknown ramp.
    """
    if ramp not in RAMPS:
        raise InputError(Fault("ramp", f"there is no ramp {ramp!r}", f"use one of {', '.join(RAMPS)}"))
    if count <= 0:
        return ()
    anchors = np.array([_to_oklab(colour) for colour in RAMPS[ramp].anchors])
    at = np.linspace(0, 1, count) if count > 1 else np.array([0.5])
    places = np.linspace(0, 1, len(anchors))
    return tuple(_from_oklab(np.array([np.interp(t, places, anchors[:, channel]) for channel in range(3)])) for t in at)


def classes(
    values: Values, method: str = NATURAL, count: int = 5, ramp: str = DEFAULT_RAMP, manual: Sequence[float] = ()
) -> tuple[Class, ...]:
    """Breaks and colours together; the first class begins at the smallest value above zero.

    Computed bounds are rounded up as far as no value changes its class (:func:`rounded`).
    """
    bounds = breaks(values, method, count, manual)
    if method not in (MANUAL, PRETTY):
        bounds = rounded(bounds, values)
    if not bounds:
        return ()
    values = np.asarray(values, dtype=np.float64)
    lowest = min(float(np.min(values[np.isfinite(values) & (values > 0)])), bounds[0])
    edges = (lowest, *bounds)
    return tuple(Class(edges[i], edges[i + 1], colour) for i, colour in enumerate(colours(len(bounds), ramp)))


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


def label(lower: float, upper: float, *, first: bool, whole: bool, language: str = "en") -> str:
    """A class in words: ``5–9`` for counts (``whole``: the bounds are whole numbers), ``over 1.5 to 3`` for densities, of which the first
    is ``at most 1.5``. Swedish writes a decimal comma. ``first``: the class holds its lower bound.
    """
    if whole:
        begin = int(lower) if first else int(lower) + 1
        return f"{begin}" if begin >= int(upper) else f"{begin}–{int(upper)}"
    low, high = _number(lower, language), _number(upper, language)
    if first:
        return f"högst {high}" if language == "sv" else f"at most {high}"
    return f"över {low} till {high}" if language == "sv" else f"over {low} to {high}"


def _number(value: float, language: str) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", "\u00a0" if language == "sv" else ",")
    text = f"{value:.3g}"
    return text.replace(".", ",") if language == "sv" else text


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


def _to_oklab(colour: str) -> NDArray[np.float64]:
    """OKLab of ``#rrggbb`` (Ottosson 2020)."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(_LMS_TO_LAB @ np.cbrt(_RGB_TO_LMS @ linear), dtype=np.float64)


def _from_oklab(lab: NDArray[np.float64]) -> str:
    linear = np.linalg.solve(_RGB_TO_LMS, np.linalg.solve(_LMS_TO_LAB, lab) ** 3)
    linear = np.clip(linear, 0, 1)
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(channel) * 255):02x}" for channel in srgb)


_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
