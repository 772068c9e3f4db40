"""The gate that compares the formats value by value: GeoJSON, GeoPackage, GeoParquet, the copies for Excel and the zip against the CSV.

GeoJSON and GeoPackage are read by OGR, which did not write them.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import zip_longest
from typing import Any

from ..geopackage_styles import STYLES
from . import geodata, manifest, read, tables
from .archive import LARGEST_ENTRY
from .opened import Package
from .report import ANEW, Finding

GATE = "formats"


def check(package: Package) -> Iterator[Finding]:
    """Every finding of this gate."""
    published = {name: [tuple(row.values()) for _, row in read.rows(package.folder, name)] for name in tables.NAMES}
    features = package.features
    for path, properties in (
        (manifest.GEOJSON, features.geojson_properties),
        (manifest.GEOPACKAGE, features.geopackage_properties),
        (manifest.PARQUET, features.parquet_properties),
    ):
        yield from _compare(path, "regions", published["regions"], properties)
    for name in tables.NAMES:
        if name != "regions":
            yield from _compare(manifest.GEOPACKAGE, name, published[name], features.geopackage_table(name))
        yield from _excel(package, name, published[name])
    yield from _strangers(package)
    yield from _zip(package)


def _compare(path: str, table: str, published: list[tuple[str, ...]], rows: Iterable[dict[str, Any]]) -> Iterator[Finding]:
    columns = tables.columns(table)
    for number, (wanted, row) in enumerate(zip_longest(published, rows), 1):
        if wanted is None or row is None:
            count = len(published)
            yield Finding(
                GATE, path, number, f"{table}: has {'more' if wanted is None else 'fewer'} than the {count} rows of the CSV", ANEW
            )
            return
        if set(row) != set(columns):
            yield Finding(GATE, path, number, f"{table}: its columns are not those of the CSV", ANEW)
            return
        for column, text in zip(columns, wanted, strict=True):
            if tables.plain(row[column]) != text:
                yield Finding(GATE, path, number, f"{table}.{column} is {tables.plain(row[column])[:60]!r}, in the CSV {text[:60]!r}", ANEW)


def _strangers(package: Package) -> Iterator[Finding]:
    """Tables of the GeoPackage that hold no part of the release; SQLite's own are kept by SQLite and hold nothing else."""
    with closing(sqlite3.connect(f"{(package.folder / manifest.GEOPACKAGE).resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        db.execute("PRAGMA trusted_schema = OFF")
        inside = db.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^'").fetchall()
        listed = [name for (name,) in db.execute("SELECT table_name FROM gpkg_contents")]
    expected = {("table", name) for name in (*tables.NAMES, *geodata.BESIDE)}
    for kind, name in sorted({*inside} - expected):
        yield Finding(GATE, manifest.GEOPACKAGE, None, f"holds a {kind} {name[:80]!r} that is no part of the release", ANEW)
    for name in sorted({*listed} - {*tables.NAMES, STYLES}):
        yield Finding(GATE, manifest.GEOPACKAGE, None, f"lists {name[:80]!r}, which is no part of the release", ANEW)


def _excel(package: Package, name: str, published: list[tuple[str, ...]]) -> Iterator[Finding]:
    path = manifest.excel_path(name)
    text = (package.folder / path).read_bytes().decode("utf-8-sig")
    numbers = [field["type"] == "number" for field in tables.schema(name)["fields"]]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))[1:]
    if len(rows) != len(published):
        yield Finding(GATE, path, None, f"has {len(rows)} rows where the CSV has {len(published)}", ANEW)
    for number, (row, wanted) in enumerate(zip(rows, published, strict=False), 2):
        expected = [value.replace(".", ",") if number_field else value for value, number_field in zip(wanted, numbers, strict=True)]
        if row != expected:
            yield Finding(GATE, path, number, "differs from the CSV", ANEW)


def _zip(package: Package) -> Iterator[Finding]:
    name = manifest.archive(str(package.descriptor["name"]), str(package.descriptor["version"]))
    wanted = {resource["path"] for resource in package.resources} | {manifest.DESCRIPTOR}
    try:
        with zipfile.ZipFile(package.folder / name) as archive:
            entries = archive.infolist()
            if sorted(entry.filename for entry in entries) != sorted(wanted):
                yield Finding(GATE, name, None, "does not hold the files that the descriptor lists, once each", ANEW)
                return
            for entry in entries:
                content = package.folder / entry.filename
                if (
                    entry.file_size > LARGEST_ENTRY
                    or entry.file_size != content.stat().st_size
                    or archive.read(entry) != content.read_bytes()
                ):
                    yield Finding(GATE, name, None, f"holds another {entry.filename}", ANEW)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        yield Finding(GATE, name, None, "is not a zip file", ANEW)
