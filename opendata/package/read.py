"""The published figures of a package back as a release: what the auditor, the ledger and the portal read, from the CSV tables alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from ..release import Marginal, Region, Release, ThemeCount, ThemeRegion
from . import tables
from .manifest import CERTIFICATE, csv_path

LARGEST_BYTES = 500_000_000
_FIX = "fetch the package anew from where it was published"


def read_release(package: Path) -> Release:
    """The release that the package in the folder ``package`` was made from, shapes apart (``polygons`` are empty).

    ``release.table_hashes`` of the result are those of the original. Raises :class:`InputError` with file and row when a table is
    missing, is not the CSV of the contract, or does not fit the others.
    """
    if not package.is_dir():
        raise InputError(Fault(str(package), "there is no such package", "give the folder that holds datapackage.json"))
    facts = _facts(package / CERTIFICATE)
    excludes: dict[str, list[str]] = {}
    for _, row in rows(package, "exclusions"):
        excludes.setdefault(row["region_id"], []).append(row["excluded_id"])
    regions = tuple(
        Region(
            row["region_id"],
            row["kind"],
            _whole(row, "size_m", where) or 0,
            row["container_id"],
            tuple(excludes.get(row["region_id"], ())),
            _whole(row, "contributors", where),
            row["status"],
        )
        for where, row in rows(package, "regions")
    )
    strangers = sorted(set(excludes) - {region.region_id for region in regions})
    if strangers:
        raise InputError(Fault(f"{package / csv_path('exclusions')}", f"names a region that is not there ({strangers[0][:80]})", _FIX))
    return Release(
        regions=regions,
        theme_counts=tuple(
            ThemeCount(row["theme_region_id"], row["theme"], _whole(row, "contributors", where), row["status"])
            for where, row in rows(package, "region_themes")
        ),
        theme_regions=tuple(ThemeRegion(row["theme_region_id"], row["region_id"]) for _, row in rows(package, "theme_regions")),
        marginals=tuple(
            Marginal(row["dimension"], row["value"], _whole(row, "contributors", where), row["status"])
            for where, row in rows(package, "marginals")
        ),
        facts=facts,
    )


def rows(package: Path, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The lines of one table as (``file:row``, values by column); rows are counted as an editor counts them, the header being 1.

    Raises :class:`InputError` when the file is not the CSV of the contract.
    """
    path = package / csv_path(name)
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != tables.columns(name):
            raise InputError(Fault(f"{path}:1", f"the columns are not {', '.join(tables.columns(name))}", _FIX))
        for line in reader:
            where = f"{path}:{reader.line_num}"
            if len(line) != len(header):
                raise InputError(Fault(where, f"has {len(line)} values where the table has {len(header)} columns", _FIX))
            yield where, dict(zip(header, line, strict=True))
    except csv.Error as error:
        raise InputError(Fault(f"{path}:{reader.line_num}", f"is not CSV ({error})", _FIX)) from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(Fault(str(path), f"is larger than {LARGEST_BYTES // 1_000_000} MB", _FIX))
        return path.read_bytes().decode("utf-8")
    except OSError:
        raise InputError(Fault(str(path), "is missing or cannot be read", _FIX)) from None
    except UnicodeDecodeError:
        raise InputError(Fault(str(path), "is not UTF-8", _FIX)) from None


def _facts(path: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(_text(path))
    except (ValueError, RecursionError):
        raise InputError(Fault(str(path), "is not JSON", _FIX)) from None
    if not isinstance(loaded, dict) or not isinstance(loaded.get("chain"), dict):
        raise InputError(Fault(str(path), "does not hold the facts of a release", _FIX))
    return loaded


def _whole(row: dict[str, str], column: str, where: str) -> int | None:
    text = row[column]
    if text == "":
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 15 or (len(text) > 1 and text[0] == "0"):
        raise InputError(Fault(where, f"{column} is not a whole number", _FIX))
    return int(text)
