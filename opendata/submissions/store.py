"""``internal/submissions.gpkg``: the submissions between two steps, readable by their owner only and by QGIS as a layer."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from ..geopackage import Layer, read_layers, write_layers
from ..progress import Progress, silent
from .model import Submissions, blank

LAYER = "submissions"
_JSON = ("flags", "identifiers", "other_themes")
_COLUMNS = {
    "source": "TEXT",
    "row": "INTEGER",
    "channel": "TEXT",
    "text": "TEXT",
    "place": "TEXT",
    "received": "TEXT",
    "day_part": "TEXT",
    "season": "TEXT",
    "located_by": "TEXT",
    "accuracy_m": "REAL",
    "score": "REAL",
    "flags": "TEXT",
    "identifiers": "TEXT",
    "contributor": "TEXT",
    "duplicate_of": "INTEGER",
    "theme": "TEXT",
    "other_themes": "TEXT",
    "masked": "TEXT",
}


def write(submissions: Submissions, path: Path, epsg: int, progress: Progress = silent) -> None:
    """Write a GeoPackage of points (no shape: unlocated), 0600, whole or not at all; equal submissions give equal bytes."""
    located = submissions.located
    columns: list[list[Any]] = []
    for number, (name, kind) in enumerate(_COLUMNS.items()):
        progress("columns", number, len(_COLUMNS))
        column = getattr(submissions, name)
        if name == "received":
            columns.append(["" if text == "NaT" else text for text in np.datetime_as_string(column, unit="s").tolist()])
        elif name in _JSON:
            columns.append(_each(functools.partial(json.dumps, ensure_ascii=False), column.tolist()))
        elif kind == "REAL":
            columns.append([None if value != value else value for value in column.tolist()])
        else:
            columns.append(column.tolist())
    points = [(x, y) if here else None for x, y, here in zip(submissions.x.tolist(), submissions.y.tolist(), located.tolist(), strict=True)]
    rows = list(zip(*columns, strict=True))
    write_layers(path, [Layer(LAYER, _COLUMNS, rows, points, point=True)], epsg, private=True, progress=progress)


def read(path: Path, progress: Progress = silent) -> Submissions:
    """Read back what :func:`write` wrote, equal in every column.

    Raises :class:`InputError` when the file is missing or is not one of ours.
    """
    layers = read_layers(path, progress)
    layer = layers.get(LAYER)
    absent = [name for name in _COLUMNS if layer is None or name not in layer.columns]
    if layer is None or absent or layer.geometries is None:
        raise InputError(Fault(str(path), "holds no submissions of ours", "load the submissions again"))
    order = {name: position for position, name in enumerate(layer.columns)}
    n = len(layer.rows)
    result = blank(n)
    try:
        for number, name in enumerate(_COLUMNS):
            progress("columns", number, len(_COLUMNS))
            cells = [row[order[name]] for row in layer.rows]
            _fill(getattr(result, name), name, cells)
        for i, point in enumerate(layer.geometries):
            if point is not None:
                result.x[i], result.y[i] = point
    except (ValueError, TypeError, RecursionError):
        raise InputError(Fault(str(path), "holds submissions that cannot be read", "load the submissions again")) from None
    return result


def _fill(column: Any, name: str, cells: list[Any]) -> None:
    if name == "received":
        column[:] = np.array([cell or "NaT" for cell in cells], dtype="datetime64[s]")
    elif name == "identifiers":
        column[:] = _cells(_each(lambda cell: tuple((str(kind), str(value)) for kind, value in json.loads(cell)), cells))
    elif name in _JSON:
        column[:] = _cells(_each(lambda cell: tuple(map(str, json.loads(cell))), cells))
    elif _COLUMNS[name] == "REAL":
        column[:] = [np.nan if cell is None else cell for cell in cells]
    elif _COLUMNS[name] == "TEXT":
        column[:] = [str(cell or "") for cell in cells]
    else:
        column[:] = cells


def _each(work: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    """``[work(value) for value in values]``, of each different value once: most rows have the same flags, or none."""
    done = {value: work(value) for value in set(values)}
    return [done[value] for value in values]


def _cells(values: list[Any]) -> Any:
    """An array of objects; of tuples of one length numpy would otherwise make a table."""
    return np.fromiter(values, dtype=object, count=len(values))
