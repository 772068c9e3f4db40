"""GeoJSON (RFC 7946, and the older files that name their CRS) and KML (OGC 12-007r2), by the standard library."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from ..progress import Progress
from .delimited import decode
from .table import MOST_COLUMNS, TOO_LONG, RowNote, Table, text_of, too_long, unique_names
from .vector import Geometry
from .xmlstream import XmlRefused, parse

_STEP = 20_000
_CRS = re.compile(r"(?:EPSG:+|EPSG/0/|epsg\.xml#)(?:[\d.]*:)?(\d{4,5})$", re.IGNORECASE)


def read_geojson(path: Path, encoding: str, progress: Progress) -> Table:
    """Features as rows; a feature that is none is rejected. Raises :class:`InputError` for what is not GeoJSON."""
    where = str(path)
    text, notes = decode(path.read_bytes(), where, encoding)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = _lines(text)
        if document is None:
            raise InputError(Fault(where, "is broken JSON", "export it again; it may be cut off")) from None
    features = _features(document)
    if features is None:
        raise InputError(Fault(where, "is JSON but no GeoJSON", "export it as GeoJSON or CSV"))
    return features_table(features, where, crs_of(document), notes, progress)


def features_table(features: list[Any], where: str, crs: str, notes: list[str], progress: Progress) -> Table:
    """A table of GeoJSON feature objects; the order of columns is that of their first appearance."""
    keys: dict[str, None] = {}
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(properties, dict):
            keys.update(dict.fromkeys(properties))
    if len(keys) > MOST_COLUMNS:
        raise InputError(Fault(where, f"has {len(keys):,} properties", f"keep those needed, at most {MOST_COLUMNS:,}"))
    names = unique_names(list(keys))
    columns: dict[str, list[str]] = {name: [] for name in names}
    numbers: list[int] = []
    geometry: list[Geometry | None] = []
    rejected: list[RowNote] = []
    for number, feature in enumerate(features, 1):
        if number % _STEP == 0:
            progress("reading", number, len(features))
        if not isinstance(feature, dict) or feature.get("type", "Feature") != "Feature":
            rejected.append(RowNote(number, "is no GeoJSON feature; remove it"))
            continue
        properties = feature.get("properties")
        cells = [_value(properties.get(key)) for key in keys] if isinstance(properties, dict) else [""] * len(names)
        if too_long(cells):
            rejected.append(RowNote(number, TOO_LONG))
            continue
        for name, cell in zip(names, cells, strict=True):
            columns[name].append(cell)
        numbers.append(number)
        shape = feature.get("geometry")
        geometry.append(shape if isinstance(shape, dict) else None)
    return Table(columns, np.array(numbers, dtype=np.int64), len(features), tuple(rejected), geometry, crs, tuple(notes))


def crs_of(document: Any) -> str:
    """``EPSG:n`` that the file names, else WGS84 as RFC 7946 says; empty for a name without an EPSG code."""
    member = document.get("crs") if isinstance(document, dict) else None
    if not isinstance(member, dict):
        return "EPSG:4326"
    properties = member.get("properties")
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if name.endswith("CRS84"):
        return "EPSG:4326"
    found = _CRS.search(name)
    return f"EPSG:{found[1]}" if found else ""


def read_kml(path: Path, progress: Progress) -> Table:
    """Placemarks as rows: name, description, when, and their extended data. Raises :class:`InputError` for what is not KML."""
    where = str(path)
    features: list[dict[str, Any]] = []
    state: dict[str, Any] = {"key": "", "feature": None, "shape": ""}
    piece: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Placemark":
            state["feature"] = {"type": "Feature", "properties": {}, "geometry": None}
            state["key"] = ""
        elif name in ("Data", "SimpleData"):
            state["key"] = attributes.get("name", "")
        elif name in ("Point", "LineString", "Polygon"):
            state["shape"] = name
        piece.clear()

    def end(name: str) -> None:
        feature = state["feature"]
        if feature is None:
            return
        said = "".join(piece).strip()
        piece.clear()
        if name == "Placemark":
            features.append(feature)
            state["feature"] = None
            if len(features) % _STEP == 0:
                progress("reading", len(features), len(features))
        elif name in ("name", "description", "when", "address") and not state["key"]:
            feature["properties"].setdefault(name, said)
        elif name in ("value", "SimpleData") and state["key"]:
            feature["properties"][state["key"]] = said
        elif name == "coordinates" and state["shape"] and feature["geometry"] is None:
            feature["geometry"] = _kml_shape(state["shape"], said)
        if name in ("Data", "SimpleData"):
            state["key"] = ""

    try:
        with path.open("rb") as stream:
            parse(stream, start, end, piece.append)
    except XmlRefused as error:
        raise InputError(Fault(where, f"is not read: {error}", "export it again")) from None
    return features_table(features, where, "EPSG:4326", [], progress)


def _kml_shape(kind: str, coordinates: str) -> Geometry | None:
    points: list[list[float]] = []
    for part in coordinates.split():
        try:
            points.append([float(number) for number in part.split(",")[:2]])
        except ValueError:
            return None
    points = [point for point in points if len(point) == 2]
    if not points:
        return None
    if kind == "Point":
        return {"type": "Point", "coordinates": points[0]}
    return {"type": kind, "coordinates": points if kind == "LineString" else [points]}


def _lines(text: str) -> list[Any] | None:
    """Features one a line (GeoJSON text sequences, RFC 8142, with or without the separator)."""
    lines = [line.strip("\x1e \t\r") for line in text.split("\n")]
    lines = [line for line in lines if line]
    if not lines or not all(line.startswith("{") and line.endswith("}") for line in lines):
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def _features(document: Any) -> list[Any] | None:
    if isinstance(document, list):
        return document if all(isinstance(item, dict) for item in document[:1]) and document else None
    if not isinstance(document, dict):
        return None
    if isinstance(document.get("features"), list):
        return list(document["features"])
    if document.get("type") == "Feature":
        return [document]
    if document.get("type") == "GeometryCollection" and isinstance(document.get("geometries"), list):
        return [{"type": "Feature", "properties": {}, "geometry": shape} for shape in document["geometries"]]
    return None


def _value(value: Any) -> str:
    if isinstance(value, (dict, list)):
        try:
            return json.dumps(value, ensure_ascii=False)
        except RecursionError:
            return ""
    return text_of(value)
