"""What the web page's script needs, as one file of plain JavaScript data: regions as columns, themes, classes of every map.

Columns and differences instead of objects keep 100,000 regions near 8 MB (1.5 MB on the wire) and quick to read on a telephone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .. import style
from ..geopackage import Box, Polygons, bounds
from ..release import ELSEWHERE, OTHER
from .about import LANGUAGES, About
from .context import Context
from .tables import Table

MICRODEGREES = 1_000_000
FOCUS_SHARE = 0.8
DENSITY, COUNT = "density", "count"
KEYS = frozenset(("epsg", "k", "sizes", "box", "focus", "elsewhere", "regions", "themes", "classes", "places", "boundary", "colours"))
"""All that ``page/data.js`` says."""
REGION_KEYS = frozenset(("suffix", "size", "east", "north", "area", "n", "unit", "shape"))
THEME_KEYS = frozenset(("code", "sv", "en", "counts"))


def text(
    about: About,
    contents: dict[str, Table],
    shapes: Sequence[Polygons],
    around: Context,
) -> str:
    """The file ``page/data.js``; ``shapes`` are in WGS84, one per region."""
    regions = _columns(contents["regions"])
    placed = {region_id: i for i, region_id in enumerate(regions["region_id"])}
    number = {unit: i for i, unit in enumerate(sorted({row[0] for row in contents["theme_regions"].rows}))}
    unit_of = [-1] * len(placed)
    for unit, region_id in contents["theme_regions"].rows:
        unit_of[placed[region_id]] = number[unit]
    box = bounds(shapes)
    data = {
        "epsg": about.epsg,
        "k": about.k,
        "sizes": list(about.sizes),
        "box": list(box) if box else None,
        "focus": list(focus(contents["regions"], shapes) or ()) or None,
        "elsewhere": ELSEWHERE,
        "regions": {
            "suffix": [suffix(i, c) for i, c in zip(regions["region_id"], regions["container_id"], strict=True)],
            "size": regions["size_m"],
            "east": regions["east_m"],
            "north": regions["north_m"],
            "area": regions["area_km2"],
            "n": regions["contributors"],
            "unit": unit_of,
            "shape": [_shape(polygons) for polygons in shapes],
        },
        "themes": _themes(contents, number),
        "classes": _classes(contents, number, unit_of),
        "places": [list(place) for place in around.places],
        "boundary": [_ring(ring) for ring in around.boundary],
        "colours": {"withheld": style.WITHHELD_FILL, "hatch": style.WITHHELD_LINE, "outline": style.OUTLINE},
    }
    return "window.trygghetsrutan=" + script_json(data) + ";\n"


def focus(regions: Table, shapes: Sequence[Polygons]) -> Box | None:
    """West, south, east, north of the small regions that together hold :data:`FOCUS_SHARE` of what is published: where to look first.

    In the coordinates of ``shapes``; None without any shape.
    """
    columns = _columns(regions)
    drawn = [i for i, polygons in enumerate(shapes) if polygons]
    drawn.sort(key=lambda i: (columns["size_m"][i], columns["region_id"][i]))
    figures = np.cumsum([columns["contributors"][i] or 0 for i in drawn])
    if not drawn:
        return None
    enough = int(np.searchsorted(figures, FOCUS_SHARE * figures[-1])) + 1
    return bounds(shapes[i] for i in drawn[:enough])


def script_json(value: Any) -> str:
    """JSON that is also JavaScript and safe inside a ``script`` element of HTML."""
    listed = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        listed = listed.replace(sign, f"\\u{ord(sign):04x}")
    return listed


def _columns(table: Table) -> dict[str, list[Any]]:
    columns = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.columns)
    return {name: list(column) for name, column in zip(table.columns, columns, strict=True)}


def suffix(region_id: str, container_id: str) -> str:
    """What a region's id adds to its container's, which the script makes from corner and size."""
    return "" if region_id == container_id == ELSEWHERE else region_id.removeprefix(container_id)


def _shape(polygons: Polygons) -> list[list[list[int]]]:
    return [[_ring(ring) for ring in rings] for rings in polygons]


def _ring(ring: Sequence[tuple[float, float]]) -> list[int]:
    """Microdegrees: the first corner, then differences; the closing corner is left out."""
    points = np.rint(np.asarray(ring[:-1]) * MICRODEGREES).astype(np.int64)
    points[1:] -= points[:-1].copy()
    return [int(value) for value in points.ravel()]


def _themes(contents: dict[str, Table], number: Mapping[str, int]) -> list[dict[str, Any]]:
    names = {row[0]: row for row in contents["themes"].rows}
    counts: dict[str, list[list[int | None]]] = {}
    for unit, theme, contributors, _ in contents["region_themes"].rows:
        counts.setdefault(theme, []).append([number.get(unit, -1), contributors])
    order = sorted(counts, key=lambda theme: (theme == OTHER, names[theme][1]))
    return [{"code": theme, "sv": names[theme][1], "en": names[theme][2], "counts": counts[theme]} for theme in order]


def _classes(contents: dict[str, Table], number: Mapping[str, int], unit_of: Sequence[int]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Classes per theme code ("" for all) and measure; for themes the values are those of the theme regions.

    ``number`` of each theme region by its id; ``unit_of``: that number for each region, -1 where it is in none.
    """
    regions = _columns(contents["regions"])
    count = np.array([np.nan if n is None else n for n in regions["contributors"]], dtype=np.float64)
    area = np.array([np.nan if a is None else a for a in regions["area_km2"]], dtype=np.float64)
    out = {"": {COUNT: _legend(count, whole=True), DENSITY: _legend(count / area, whole=False)}}
    unit_area = np.zeros(len(number))
    for unit, square_km in zip(unit_of, area, strict=True):
        if unit >= 0:
            unit_area[unit] += square_km
    for theme in sorted({row[1] for row in contents["region_themes"].rows}):
        rows = [row for row in contents["region_themes"].rows if row[1] == theme and row[0] in number]
        values = np.array([np.nan if row[2] is None else row[2] for row in rows], dtype=np.float64)
        areas = np.array([unit_area[number[row[0]]] for row in rows])
        out[theme] = {COUNT: _legend(values, whole=True), DENSITY: _legend(values / areas, whole=False)}
    return out


def _legend(values: style.Values, *, whole: bool) -> list[dict[str, Any]]:
    return [
        {"upper": entry.upper, "colour": entry.colour}
        | {language: style.label(entry.lower, entry.upper, first=i == 0, whole=whole, language=language) for language in LANGUAGES}
        for i, entry in enumerate(style.classes(values))
    ]
