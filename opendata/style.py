"""How counts become colours: classes with their bounds and colours, in words too, and the colours of what has no count.

The QGIS styling, the package's QML and SLD, the preview and the web page all take their classes from here, so that one release looks the
same everywhere. NULL is never a number: withheld, zero and "no figure" are told apart before any break is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .breaks import CLASSES_MOST, EQUAL_COUNT, HEAD_TAIL, MANUAL, METHODS, NATURAL, PRETTY, Values, breaks, rounded
from .ramps import DEFAULT_RAMP, RAMPS, colours

__all__ = [
    "CLASSES_MOST",
    "DEFAULT_RAMP",
    "EQUAL_COUNT",
    "HEAD_TAIL",
    "MANUAL",
    "METHODS",
    "NATURAL",
    "NO_FIGURE",
    "NO_FIGURE_FILL",
    "OUTLINE",
    "PRETTY",
    "RAMPS",
    "REMAINDER_OUTLINE",
    "WITHHELD",
    "WITHHELD_FILL",
    "WITHHELD_LINE",
    "ZERO",
    "ZERO_FILL",
    "Class",
    "Values",
    "breaks",
    "classes",
    "classify",
    "colours",
    "label",
    "rounded",
]

NO_FIGURE, WITHHELD, ZERO = -1, -2, -3
"""What :func:`classify` gives instead of a class."""

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
