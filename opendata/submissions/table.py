"""A file as columns of text, whatever kind of file it was; what could not be read stands beside it with a reason."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError
from .vector import Geometry, VectorLayer

MOST_COLUMNS = 1000
LONGEST_CELL = 100_000
"""Characters; a longer cell is no citizen's text but a file gone wrong (a quotation mark never closed, a picture pasted in)."""
TOO_LONG = f"holds a cell of more than {LONGEST_CELL:,} characters; shorten it"


@dataclass(frozen=True)
class RowNote:
    """What is to be said of a row: why it is not among the submissions, or what of it could not be read."""

    row: int
    reason: str


@dataclass(frozen=True)
class Table:
    """``columns`` maps headings (unique) to n cells of text each; ``numbers`` are their rows as staff count them, from 1.

    ``geometry`` is None when the file has no geometry of its own. ``crs`` is what the file itself says, ``EPSG:n`` or empty.
    Blank rows are no rows. ``rows_in`` is what the reader counted: n and the rejected.
    """

    columns: dict[str, list[str]]
    numbers: NDArray[np.int64]
    rows_in: int
    rejected: tuple[RowNote, ...] = ()
    geometry: list[Geometry | None] | None = None
    crs: str = ""
    notes: tuple[str, ...] = ()
    fixed_fields: dict[str, str] = field(default_factory=dict)
    """What the reader itself knows about its columns (mail): field to column; no suggesting needed."""

    def __len__(self) -> int:
        return len(self.numbers)


def unique_names(headings: Sequence[str]) -> list[str]:
    """Headings without surrounding or repeated white space; an empty one is called after its column, a repeated one gets a number."""
    names: list[str] = []
    taken: set[str] = set()
    times: dict[str, int] = {}
    for position, heading in enumerate(headings, 1):
        name = " ".join(heading.split())[:200] or f"column {position}"
        candidate = name
        while candidate in taken:
            times[name] = times.get(name, 1) + 1
            candidate = f"{name} ({times[name]})"
        taken.add(candidate)
        names.append(candidate)
    return names


def table_of(
    headings: Sequence[str],
    records: Iterable[tuple[int, list[str]]],
    where: str,
    notes: Sequence[str] = (),
    rejected: Sequence[RowNote] = (),
) -> Table:
    """Rows of cells under their headings: short rows are filled up, blank rows are skipped, rows with too many cells are rejected.

    Raises :class:`InputError` when there are more than :data:`MOST_COLUMNS` columns.
    """
    width = len(headings)
    check_width(width, where)
    names = unique_names(headings)
    repeated = [heading.strip() for heading in headings]
    refused = list(rejected)
    numbers: list[int] = []
    rows: list[list[str]] = []
    for number, cells in records:
        if not any(cells):
            continue
        if len(cells) != width:
            if any(cells[width:]):
                refused.append(RowNote(number, f"has {len(cells)} cells under {width} headings; put quotation marks around the text"))
                continue
            cells = cells[:width] + [""] * (width - len(cells))
        if cells[0] == repeated[0] and cells == repeated and width > 1:
            refused.append(RowNote(number, "repeats the headings; it is no submission"))
            continue
        if too_long(cells):
            refused.append(RowNote(number, TOO_LONG))
            continue
        numbers.append(number)
        rows.append(cells)
    columns: dict[str, list[str]] = (
        dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {name: [] for name in names}
    )
    refused.sort(key=lambda each: each.row)
    if not numbers and not refused:
        notes = [*notes, "it holds headings and no rows"]
    return Table(columns, np.array(numbers, dtype=np.int64), len(numbers) + len(refused), tuple(refused), notes=tuple(notes))


def layer_table(layer: VectorLayer, where: str) -> Table:
    """A layer as a table. Raises :class:`InputError` naming the layers when there are several and none was asked for."""
    if not layer.layer:
        if not layer.layers:
            raise InputError(Fault(where, "has no layers", "export it again"))
        raise InputError(Fault(where, f"has several layers: {', '.join(layer.layers)}", "name one as layer in campaign.toml"))
    check_width(len(layer.names), where)
    rows = [[text_of(value) for value in row] for row in layer.rows]
    good = [index for index, row in enumerate(rows) if not too_long(row)]
    rejected = tuple(RowNote(index + 1, TOO_LONG) for index in sorted(set(range(len(rows))) - set(good)))
    columns = {name: [rows[index][position] for index in good] for position, name in enumerate(unique_names(layer.names))}
    geometry = [layer.geometries[index] for index in good]
    return Table(columns, np.array(good, dtype=np.int64) + 1, len(rows), rejected, geometry, layer.crs, (f"layer {layer.layer}",))


def check_width(columns: int, where: str) -> None:
    """Raises :class:`InputError` for more than :data:`MOST_COLUMNS` columns."""
    if columns > MOST_COLUMNS:
        raise InputError(Fault(where, f"has {columns:,} columns", f"keep the columns needed, at most {MOST_COLUMNS:,}"))


def too_long(cells: Sequence[str]) -> bool:
    """Whether one of a row's cells is longer than :data:`LONGEST_CELL`."""
    return sum(map(len, cells)) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL


def text_of(value: Any) -> str:
    """One value as the text that stands for it in every reader: ISO dates, shortest decimals, whole floats without ``.0``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)
