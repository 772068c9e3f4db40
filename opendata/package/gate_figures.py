"""The gates about the figures themselves: the tables agree with the rules and the certificate, and the auditor attacks them once more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ..release import CELL, ELSEWHERE, PUBLISHED, REMAINDER, WITHHELD, Marginal, Region, Release, ThemeCount, table_hashes
from . import manifest, read, tables
from .manifest import CERTIFICATE, csv_path
from .opened import Package
from .report import Finding

GATE = "figures"
AUDIT = "audit"
_ANEW = "make the package anew from an audited release"


def check(package: Package) -> Iterator[Finding]:
    """Every finding of the gate ``figures``: statuses, k, derived columns, hashes, certificate, releases."""
    release = package.release
    yield from _statuses(release)
    yield from _derived(package, release)
    yield from _certificate(package, release)
    yield from _history(package, release)


def check_audit(package: Package) -> Iterator[Finding]:
    """The auditor on what is published, from the package's tables alone."""
    from ..disclosure.audit import audit

    for disclosure in audit(package.release).disclosures:
        yield Finding(
            AUDIT, csv_path("regions"), None, f"{disclosure.where}: {disclosure.en}", "choose a larger k or width, or coarser cells"
        )


def _statuses(release: Release) -> Iterator[Finding]:
    k = release.facts.get("k")
    k = k if isinstance(k, int) else 0
    counted: tuple[tuple[str, Sequence[Region | ThemeCount | Marginal]], ...] = (
        ("regions", release.regions),
        ("region_themes", release.theme_counts),
        ("marginals", release.marginals),
    )
    for name, rows in counted:
        for number, row in enumerate(rows, 2):
            if (row.status == PUBLISHED) is (row.contributors is None) or row.status not in (PUBLISHED, WITHHELD):
                yield Finding(GATE, csv_path(name), number, f"status {row.status[:20]!r} does not fit its figure", _ANEW)
            elif row.contributors is not None and row.contributors < k:
                yield Finding(GATE, csv_path(name), number, f"its figure is below k = {k}", _ANEW)


def _derived(package: Package, release: Release) -> Iterator[Finding]:
    """Ids, corners and areas again from container and exclusions."""
    for region, (where, row) in zip(release.regions, read.rows(package.folder, "regions"), strict=True):
        number = int(where.rpartition(":")[2])
        if region.kind not in (CELL, REMAINDER) or (region.kind == CELL) is not (region.region_id == region.container_id != ELSEWHERE):
            yield Finding(GATE, csv_path("regions"), number, "its kind does not fit its id", _ANEW)
            continue
        for column, value in zip(tables.columns("regions"), tables.region_row(region), strict=True):
            if tables.plain(value) != row[column]:
                yield Finding(GATE, csv_path("regions"), number, f"{column} is not what its id says", _ANEW)


def _certificate(package: Package, release: Release) -> Iterator[Finding]:
    hashes, verdict = release.facts.get("hashes"), release.facts.get("audit")
    if not isinstance(hashes, dict):
        yield Finding(GATE, CERTIFICATE, None, "carries no hashes of the tables", _ANEW)
    else:
        now = table_hashes(release)
        for name in sorted(now):
            if hashes.get(name) != now[name]:
                where = CERTIFICATE if name == "release" else csv_path(name)
                yield Finding(GATE, where, None, "was changed after the audit (hash differs)", _ANEW)
    if not isinstance(verdict, dict) or verdict.get("passed") is not True:
        yield Finding(GATE, CERTIFICATE, None, "carries no certificate of a passed audit", _ANEW)
    try:
        told = json.loads((package.folder / manifest.AUDIT).read_bytes())
    except (ValueError, RecursionError):
        told = None
    if told != {"audit": verdict, "hashes": hashes}:
        yield Finding(GATE, manifest.AUDIT, None, "does not say what release.json says", _ANEW)


def _history(package: Package, release: Release) -> Iterator[Finding]:
    rows = [row for _, row in read.rows(package.folder, "releases")]
    last = rows[-1] if rows else {}
    published = [region.contributors for region in release.regions if region.contributors is not None]
    wanted = {
        "version": str(package.descriptor.get("version")),
        "k": str(release.facts.get("k")),
        "width": str(release.facts.get("width")),
        "regions": str(len(release.regions)),
        "contributors": str(sum(published)) if published else "",
    }
    for column, text in wanted.items():
        if last.get(column) != text:
            yield Finding(GATE, csv_path("releases"), len(rows) + 1, f"{column} of this release is not {text}", _ANEW)
    if package.descriptor.get("crs") != f"EPSG:{release.epsg}":
        yield Finding(GATE, manifest.DESCRIPTOR, None, f"crs is not EPSG:{release.epsg}", _ANEW)
