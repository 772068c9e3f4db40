"""Coordinates in cells as people and programs write them: numbers, degrees, pairs, WKT, GeoJSON."""

from __future__ import annotations

import math
import re

import numpy as np

from .plane import parts, representative
from .vector import Geometry

_SPACES = re.compile("[\\s\u00a0\u202f']+")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$")
_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:([.,])\d{3}){2,}|\d{1,3}[.,]\d{3}(?=[.,]\d))(?:([.,])(\d+))?$")
_DMS = re.compile(
    r"""^(?P<side>[NSEWÖV])?\s*(?P<sign>[+-])?(?P<d>\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|deg|grader|d|\s)\s*
    (?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:'|′|’|´|min|m|\s|$)\s*)?(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:"|″|”|''|’’|´´|s|sek)?\s*)?(?P<after>[NSEWÖV])?$""",
    re.VERBOSE | re.IGNORECASE,
)


def number(cell: str) -> float | None:
    """A coordinate as a number: decimal comma or point, grouped digits, degrees-minutes-seconds, N/S/E/W (and Ö/V); None: it is none."""
    try:
        value = float(cell)
        return value if math.isfinite(value) and "_" not in cell else None
    except ValueError:
        pass  # the usual case of a decimal comma; every other reading follows
    said = cell.strip().rstrip(".,;")
    if not said or len(said) > 40 or not any(character.isdigit() for character in said):
        return None
    said = said.replace("\u2212", "-").replace("\u2013", "-")
    degrees = _degrees(said)
    if degrees is not None:
        return degrees
    said = re.sub(r"^(?:[NEXY]|lat|lon|long)\s*[:=]?\s*|\s*(?:m|meter|[NEÖ])$", "", said, flags=re.IGNORECASE)
    joined = _SPACES.sub("", said)
    if _PLAIN.match(joined):
        return float(joined.replace(",", "."))
    grouped = _GROUPED.match(joined)
    if grouped:
        whole = grouped[1] + re.sub("[.,]", "", grouped[2])
        return float(f"{whole}.{grouped[5] or 0}")
    return None


def _degrees(said: str) -> float | None:
    found = _DMS.match(said)
    if not found or not (found["m"] or found["side"] or found["after"] or "°" in said or "º" in said):
        return None
    degrees, minutes, seconds = (float((found[part] or "0").replace(",", ".")) for part in "dms")
    if degrees > 180 or minutes >= 60 or seconds >= 60 or (found["m"] and found["s"] and minutes != int(minutes)):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    negative = found["sign"] == "-" or (found["side"] or found["after"] or "").upper() in ("S", "W", "V")
    return -value if negative else value


_WKT = re.compile(r"^(?:SRID\s*=\s*(\d+)\s*;\s*)?(MULTI)?(POINT|LINESTRING|POLYGON)\s*(?:ZM?|M)?\s*\(", re.IGNORECASE)
_PAIR = re.compile(
    r"^[(\[]?\s*([^;/|]+?)\s*(?:[;/|]|,\s+|\s+(?=[NESWÖV+\-]?\d{1,3}[.,°]\d)|,(?=\s*-?\d+\.\d))\s*([^;/|]+?)\s*[)\]]?$", re.IGNORECASE
)


def shape_of_text(cell: str) -> tuple[float, float, str] | None:
    """(first, second, CRS or empty) of WKT or of a pair like ``59,3275; 14,5238``; a line or an area gives a point on it. None: neither."""
    said = cell.strip()
    if not said or len(said) > 100_000:
        return None
    wkt = _WKT.match(said)
    if wkt:
        kind = {"POINT": "point", "LINESTRING": "line", "POLYGON": "area"}[wkt[3].upper()]
        try:
            paths = [
                np.array([[float(c) for c in pair.split()[:2]] for pair in ring.split(",")])
                for ring in re.findall(r"\(([^()]+)\)", said[wkt.end() - 1 :])
            ]
            x, y = representative(kind, paths)
        except (ValueError, IndexError):
            return None
        return (x, y, f"EPSG:{wkt[1]}" if wkt[1] else "") if math.isfinite(x) and math.isfinite(y) else None
    if len(said) > 80:
        return None
    pair = _PAIR.match(said) or re.match(r"^(\S+)\s+(\S+)$", said)
    if not pair:
        return None
    first, second = number(pair[1]), number(pair[2])
    return None if first is None or second is None else (first, second, "")


def point_of(geometry: Geometry | None) -> tuple[float, float]:
    """East and north (as the file orders them) of a GeoJSON geometry; NaN when it has none."""
    if geometry is not None and geometry.get("type") == "Point":
        coordinates = geometry.get("coordinates")
        if isinstance(coordinates, (list, tuple)) and len(coordinates) >= 2 and all(isinstance(c, (int, float)) for c in coordinates[:2]):
            try:
                return float(coordinates[0]), float(coordinates[1])
            except OverflowError:  # an integer of hundreds of digits
                return math.nan, math.nan
        return math.nan, math.nan
    return representative(*parts(geometry))
