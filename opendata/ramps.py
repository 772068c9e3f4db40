"""Colours from light to dark that are told apart by every kind of colour vision and in grey print, interpolated in OKLab."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .errors import Fault, InputError


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
