"""A comparison as small maps side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape  # nosec B406 - writes XML, parses none

import numpy as np
from numpy.typing import NDArray

from .grid.partition import Partition

if TYPE_CHECKING:
    from .comparison import Comparison

COLOURS = ("#fff3c4", "#f6c445", "#e08214", "#a63a0a", "#4a1486")
"""Five steps from light to dark, told apart by lightness alone (so also by colour-blind readers and in grey)."""

_MAP = 220  # px, one small map
_GAP = 12
_CAPTION = 46

_TEXTS = {
    "sv": {"partition": "uppdelning", "fixed": "fast rutnät", "kept": "visas", "failed": "RÖJER", "title": "Jämförelse av metoder"},
    "en": {"partition": "partition", "fixed": "fixed grid", "kept": "shown", "failed": "DISCLOSES", "title": "Methods compared"},
}


def svg(comparison: Comparison, language: str) -> str:
    """Small maps side by side (SVG 1.1, no scripts), darker where more contributors live per square kilometre, one scale for all."""
    words = _TEXTS[language]
    boxes = [_box(one) for one in comparison.partitions]
    drawn = [box for box in boxes if box is not None]
    count = len(comparison.rows)
    total = count * (_MAP + _GAP) + _GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {_MAP + _CAPTION + 2 * _GAP}" role="img" '
        f'aria-label="{escape(words["title"])}" font-family="sans-serif" font-size="12">'
    ]
    if drawn:
        west, south = min(b[0] for b in drawn), min(b[1] for b in drawn)
        side = max(max(b[2] for b in drawn) - west, max(b[3] for b in drawn) - south)
        breaks = _breaks(comparison.partitions)
        for i, (row, one) in enumerate(zip(comparison.rows, comparison.partitions, strict=True)):
            left = _GAP + i * (_MAP + _GAP)
            name = f"{words[row.method]}" + (f" {row.size} m" if row.size else "") + f", k = {row.k}"
            share = f"{100 * row.share_published:.1f} % {words['kept']}".replace(".", "," if language == "sv" else ".")
            verdict = "" if row.audit_passed else f" – {words['failed']}"
            scale = _MAP / side
            parts.append(f'<g transform="translate({left} {_GAP})"><rect width="{_MAP}" height="{_MAP}" fill="#f2f2f2"/>')
            parts.append(f'<g transform="matrix({scale:.8g} 0 0 {-scale:.8g} 0 {_MAP})" fill-rule="evenodd">')
            parts += [
                f'<path fill="{colour}" d="{path}"/>'
                for colour, path in zip(COLOURS, _paths(one, breaks, west, south), strict=True)
                if path
            ]
            parts.append(f'</g><text y="{_MAP + 18}">{escape(name)}</text><text y="{_MAP + 36}">{escape(share + verdict)}</text></g>')
    parts.append("</svg>\n")
    return "\n".join(parts)


def _box(one: Partition) -> tuple[int, int, int, int] | None:
    """West, south, east and north of the ground that is drawn."""
    drawn = one.sizes > 0
    if not drawn.any():
        return None
    corners, size = one.corners[drawn], one.sizes[drawn, np.newaxis]
    west, south = corners.min(axis=0).tolist()
    east, north = (corners + size).max(axis=0).tolist()
    return west, south, east, north


def _breaks(partitions: Sequence[Partition]) -> NDArray[np.float64]:
    """Four densities that cut all regions of all maps into five classes, evenly in the logarithm."""
    every = np.concatenate([one.densities() for one in partitions])
    every = every[every > 0]
    if not len(every):
        return np.zeros(len(COLOURS) - 1)
    return np.geomspace(every.min(), every.max(), len(COLOURS) + 1)[1:-1]


def _paths(one: Partition, breaks: NDArray[np.float64], west: int, south: int) -> list[str]:
    """One path per class, metres from the south-west corner."""
    paths: list[list[str]] = [[] for _ in COLOURS]
    for region, density in zip(one.regions, one.densities().tolist(), strict=True):
        if density <= 0:
            continue
        rings = [ring for polygon in region.polygons for ring in polygon]
        for ring in rings:
            corners = " ".join(f"{x - west} {y - south}" for x, y in ring[:-1])
            paths[int(np.searchsorted(breaks, density))].append(f"M{corners}z")
    return ["".join(pieces) for pieces in paths]
