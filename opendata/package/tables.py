"""The package's tables: rows made from a release after the Table Schemas in ``schemas/``, and their two ways of being written as CSV."""

from __future__ import annotations

import csv
import importlib.resources
import io
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..codes import FIXED, Code
from ..errors import Fault, InputError
from ..grid.cells import Cell, parse_cell_id, scb_id
from ..release import CELL, ELSEWHERE, Region, Release
from .about import About
from .codes import THEME, complete

NAMES = ("regions", "exclusions", "theme_regions", "region_themes", "marginals", "themes", "codebook", "releases")
"""The tables in the order in which a reader wants them."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]*")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SQUARE_METRES = 1_000_000


@dataclass(frozen=True)
class Table:
    """One table: ``rows`` hold str, int, float (area only) or None, in the order of the schema's fields."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@cache
def schema(name: str) -> dict[str, Any]:
    """The Table Schema of a table, with title and description in both languages (treat it as read-only)."""
    from ... import schemas

    text = importlib.resources.files(schemas).joinpath(f"{name}.table.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def columns(name: str) -> tuple[str, ...]:
    """The column names of a table."""
    return tuple(field["name"] for field in schema(name)["fields"])


def tables(release: Release, about: About, themes: Iterable[Code]) -> dict[str, Table]:
    """All tables of a package, by name; ``themes`` are the lines of the theme codebook.

    Raises :class:`InputError` when the release holds an id or code that no table may hold.
    """
    _check_codes(release)
    used = [(THEME, count.theme) for count in release.theme_counts] + [(m.dimension, m.value) for m in release.marginals]
    codebook = complete((*FIXED, *themes), used)
    rows: dict[str, list[tuple[Any, ...]]] = {
        "regions": [region_row(region) for region in release.regions],
        "exclusions": [(region.region_id, excluded) for region in release.regions for excluded in region.excludes],
        "theme_regions": [(t.theme_region_id, t.region_id) for t in release.theme_regions],
        "region_themes": [(t.region_id, t.theme, t.contributors, t.status) for t in release.theme_counts],
        "marginals": [(m.dimension, m.value, m.contributors, m.status) for m in release.marginals],
        "themes": [
            (c.code, c.name_sv, c.name_en, c.definition_sv or None, c.definition_en or None, c.responsible or None)
            for c in codebook
            if c.list == THEME
        ],
        "codebook": [(c.list, c.code, c.name_sv, c.name_en, c.definition_sv or None, c.definition_en or None) for c in codebook],
        "releases": _releases(about),
    }
    return {name: Table(name, columns(name), rows[name]) for name in NAMES}


def region_row(region: Region) -> tuple[Any, ...]:
    """A region as a line of the table ``regions``."""
    ids: tuple[str | None, str | None, str | None] = (None, None, None)
    corner: tuple[int | None, int | None] = (None, None)
    area = None
    if region.container_id != ELSEWHERE:
        epsg, container = _cell(region.container_id)
        corner = (container.east, container.north)
        area = area_km2(container, [_cell(excluded)[1] for excluded in region.excludes])
        if region.kind == CELL and epsg == 3006:
            ids = (region.region_id, scb_id(container), None)
        elif region.kind == CELL:
            ids = (None, None, region.region_id.removeprefix("SE_"))
    return (
        region.region_id,
        region.kind,
        region.size_m,
        region.container_id,
        *ids,
        *corner,
        area,
        region.contributors,
        region.status,
    )


def area_km2(container: Cell, excluded: Iterable[Cell]) -> float:
    """Area of a container without the disjoint cells excluded, in the grid's plane."""
    return (container.size**2 - sum(cell.size**2 for cell in excluded)) / _SQUARE_METRES


def machine_csv(table: Table) -> str:
    """RFC 4180 for programs: comma, decimal point, ``\\n``, empty for no value, quotes only where needed."""
    return _csv(table.columns, ([plain(value) for value in row] for row in table.rows), ",")


def excel_csv(table: Table) -> str:
    """For Swedish Excel: semicolon, decimal comma, Swedish headings (the caller adds the byte order mark)."""
    headings = [field["title_sv"] for field in schema(table.name)["fields"]]
    return _csv(
        headings,
        ([plain(value).replace(".", ",") if isinstance(value, float) else plain(value) for value in row] for row in table.rows),
        ";",
    )


def _csv(header: Sequence[str], rows: Iterable[list[str]], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def plain(value: Any) -> str:
    """A value as it stands in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    # A spreadsheet takes a text that begins like this for a formula: the apostrophe makes it text (OWASP, CSV injection).
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else str(value)


def _cell(text: str) -> tuple[int, Cell]:
    try:
        return parse_cell_id(text)
    except ValueError as error:
        raise InputError(Fault("release:regions", str(error), "make the release anew")) from None


def _check_codes(release: Release) -> None:
    """Codes are keys and go into file formats of every kind: letters, digits and a few signs only."""
    for where, codes in (
        ("release:region_themes", (count.theme for count in release.theme_counts)),
        ("release:marginals", (code for marginal in release.marginals for code in (marginal.dimension, marginal.value))),
    ):
        for code in codes:
            if not _CODE.fullmatch(code):
                raise InputError(
                    Fault(where, f"{code[:40]!r} cannot be a code", "use letters a-z, digits and _ . : + - in the codebook's ids")
                )


def check_shapes(release: Release) -> None:
    """Raise :class:`InputError` unless rings are closed and of finite numbers: nothing after this shall stumble over another's release."""
    for region in release.regions:
        for rings in region.polygons:
            for ring in rings or ((),):
                if len(ring) < 4 or ring[0] != ring[-1] or not all(math.isfinite(c) for point in ring for c in point):
                    raise InputError(
                        Fault("release:regions", f"the shape of {region.region_id[:80]} is not closed", "make the release anew")
                    )


def _releases(about: About) -> list[tuple[Any, ...]]:
    named = columns("releases")
    for entry in about.earlier:
        if not {"version", "campaign", "period_start", "period_end", "k", "width", "regions"} <= set(entry):
            raise InputError(Fault("release", "its list of earlier releases lacks something", "make the release anew"))
    rows = [tuple(entry.get(name) for name in named) for entry in about.earlier]
    return [
        *rows,
        (
            about.version,
            about.title["sv"],
            about.start.isoformat(),
            about.end.isoformat(),
            about.k,
            about.width,
            about.regions,
            about.contributors,
            about.changes or None,
        ),
    ]
