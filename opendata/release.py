"""The release: the contract between the plugin and the publisher, a GeoPackage that holds nothing personal.

Everything right of this file in the chain reads a release or a package and nothing else. What each layer and column means stands at the
classes below; the file is written with the standard library's SQLite so that every Python writes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import Fault, InputError
from .geopackage import Layer, read_layers, write_layers
from .progress import Progress, silent

ELSEWHERE = "elsewhere"
"""Container (and region) id of the last remainder: everything that is in no other region. It has no drawn shape."""

CELL, REMAINDER = "cell", "remainder"
PUBLISHED, WITHHELD = "published", "withheld"

ALL = "all"
"""The one value of a dimension that is withheld as a whole."""

OTHER = "other"
"""The theme (or value of a dimension) that small ones are lumped into."""

FROZEN = "frozen"
"""Value of the fact ``tree`` in an update, which counts anew in the regions of its campaign's first release."""

UNCLASSIFIED = "unclassified"
"""Theme of what has no theme of its own; every codebook has it."""


@dataclass(frozen=True)
class Region:
    """One region of the partition.

    A region is its container cell minus the cells it ``excludes``; a cell excludes none and is its own container. ``polygons`` is its
    shape in the grid's CRS: polygons of closed rings of (east, north) whole metres, shell counter-clockwise first, then holes.
    """

    region_id: str
    kind: str
    size_m: int
    """Size of the cell, or of the remainder's container; 0 for elsewhere."""
    container_id: str
    excludes: tuple[str, ...]
    """Ids of disjoint cells of the chain inside the container that are no part of this remainder, as coarse as possible, sorted."""
    contributors: int | None
    """Distinct contributors; None when withheld."""
    status: str
    polygons: tuple[tuple[tuple[tuple[int, int], ...], ...], ...] = ()


@dataclass(frozen=True)
class ThemeCount:
    """Distinct contributors of one theme in one theme region (a union of regions)."""

    region_id: str
    theme: str
    contributors: int | None
    status: str


@dataclass(frozen=True)
class ThemeRegion:
    """One line of the list that says which regions a theme region unites."""

    theme_region_id: str
    region_id: str


@dataclass(frozen=True)
class Marginal:
    """Distinct contributors of one value of one dimension (channel, day_part, week, theme) in the whole campaign."""

    dimension: str
    value: str
    contributors: int | None
    status: str


@dataclass(frozen=True)
class Release:
    """All that leaves: sorted by id, so the same data give the same bytes.

    ``facts`` are the rows of the table ``release``: campaign, method, k, width, chain (epsg, sizes), program version, and after the audit
    ``audit`` and ``hashes``.
    """

    regions: tuple[Region, ...]
    theme_counts: tuple[ThemeCount, ...] = ()
    theme_regions: tuple[ThemeRegion, ...] = ()
    marginals: tuple[Marginal, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def epsg(self) -> int:
        return int(self.facts["chain"]["epsg"])

    def members(self) -> dict[str, tuple[str, ...]]:
        """The regions that each theme region unites, in the order of the list."""
        found: dict[str, list[str]] = {}
        for line in self.theme_regions:
            found.setdefault(line.theme_region_id, []).append(line.region_id)
        return {name: tuple(regions) for name, regions in found.items()}

    def theme_rows(self) -> dict[str, dict[str, int | None]]:
        """Contributors by theme of each theme region."""
        found: dict[str, dict[str, int | None]] = {}
        for row in self.theme_counts:
            found.setdefault(row.region_id, {})[row.theme] = row.contributors
        return found

    def marginal_rows(self) -> dict[str, dict[str, int | None]]:
        """Contributors by value of each dimension."""
        found: dict[str, dict[str, int | None]] = {}
        for marginal in self.marginals:
            found.setdefault(marginal.dimension, {})[marginal.value] = marginal.contributors
        return found


def table_hashes(release: Release) -> dict[str, str]:
    """SHA-256 of each published table's canonical JSON, by table name; ``facts`` are hashed without ``audit`` and ``hashes``."""
    facts = {key: value for key, value in release.facts.items() if key not in ("audit", "hashes")}
    tables: dict[str, Any] = {name: _rows(release, name) for name in _COLUMNS} | {"release": facts}
    return {
        name: hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        for name, rows in tables.items()
    }


def write(release: Release, path: Path, *, private: bool = False, progress: Progress = silent) -> None:
    """Write the release as a GeoPackage, whole or not at all; equal releases give equal bytes."""
    layers = []
    for name, columns in _COLUMNS.items():
        geometries = [region.polygons for region in release.regions] if name == "regions" else None
        layers.append(Layer(name, columns, _rows(release, name), geometries))
    facts = [(key, json.dumps(value, ensure_ascii=False, sort_keys=True)) for key, value in sorted(release.facts.items())]
    layers.append(Layer("release", {"key": "TEXT", "value": "TEXT"}, facts))
    write_layers(path, layers, release.epsg, private=private, progress=progress)


def read(path: Path, progress: Progress = silent) -> Release:
    """Read a release.

    Raises :class:`InputError` when the file is missing, is not a release, or its tables do not have the columns of the contract.
    """
    layers = read_layers(path, progress)
    missing = [name for name in (*_COLUMNS, "release") if name not in layers]
    if missing:
        raise InputError(
            Fault(str(path), f"is not a release: no layer {', '.join(missing)}", "give the release.gpkg that the program wrote")
        )
    for name, columns in _COLUMNS.items():
        absent = [column for column in columns if column not in layers[name].columns]
        if absent:
            raise InputError(Fault(f"{path}:{name}", f"has no column {', '.join(absent)}", "make the release anew"))

    def rows(name: str) -> list[tuple[Any, ...]]:
        order = [list(layers[name].columns).index(column) for column in _COLUMNS[name]]
        return [tuple(row[i] for i in order) for row in layers[name].rows]

    geometries = layers["regions"].geometries or [()] * len(layers["regions"].rows)
    try:
        facts = {key: json.loads(value) for key, value in layers["release"].rows}
        return Release(
            regions=tuple(
                Region(r[0], r[1], r[2], r[3], tuple(json.loads(r[4])), r[5], r[6], polygons)
                for r, polygons in zip(rows("regions"), geometries, strict=True)
            ),
            theme_counts=tuple(ThemeCount(*r) for r in rows("region_themes")),
            theme_regions=tuple(ThemeRegion(*r) for r in rows("theme_regions")),
            marginals=tuple(Marginal(*r) for r in rows("marginals")),
            facts=facts,
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(Fault(str(path), f"holds what is no release ({type(error).__name__})", "make the release anew")) from None


_COLUMNS: dict[str, dict[str, str]] = {
    "regions": {
        "region_id": "TEXT",
        "kind": "TEXT",
        "size_m": "INTEGER",
        "container_id": "TEXT",
        "excludes": "TEXT",
        "contributors": "INTEGER",
        "status": "TEXT",
    },
    "region_themes": {"region_id": "TEXT", "theme": "TEXT", "contributors": "INTEGER", "status": "TEXT"},
    "theme_regions": {"theme_region_id": "TEXT", "region_id": "TEXT"},
    "marginals": {"dimension": "TEXT", "value": "TEXT", "contributors": "INTEGER", "status": "TEXT"},
}


def _rows(release: Release, table: str) -> list[tuple[Any, ...]]:
    if table == "regions":
        return [(r.region_id, r.kind, r.size_m, r.container_id, json.dumps(r.excludes), r.contributors, r.status) for r in release.regions]
    if table == "region_themes":
        return [(t.region_id, t.theme, t.contributors, t.status) for t in release.theme_counts]
    if table == "theme_regions":
        return [(t.theme_region_id, t.region_id) for t in release.theme_regions]
    return [(m.dimension, m.value, m.contributors, m.status) for m in release.marginals]
