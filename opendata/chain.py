"""The chain: the rooms in the order data flows, one function a step, the same for the command line and for QGIS.

Between the steps of a campaign the state is ``internal/submissions.gpkg``; what leaves is only what :func:`export_release` writes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from . import release as contract
from .aggregation import Timer, certify, draft, measures, write_release
from .disclosure import ledger as ledgers
from .disclosure.audit import Verdict, audit
from .errors import Fault, InputError
from .grid.cells import chain as chain_of
from .points import read as read_points
from .points import to_grid
from .progress import Progress, silent
from .projection import Transform
from .release import Release

INTERNAL, RELEASE, PACKAGE = "internal", "release", "package"


def aggregate_file(
    points: Path,
    out: Path | None,
    transform: Transform,
    *,
    x: str,
    y: str,
    crs: str,
    grid: str,
    contributor: str = "",
    theme: str = "",
    k: int,
    width: int | None,
    finest: int,
    coarsest: int,
    progress: Progress = silent,
) -> dict[str, Any]:
    """A file of points straight to an audited release at ``out`` (nowhere when None); the summary of ``aggregate --json``.

    Raises :class:`InputError` for bad input, :class:`CheckFailed` when the auditor finds a disclosure; nothing is written then.
    """
    chain = chain_of(grid, finest, coarsest)
    timer = Timer()
    with timer.step("read"):
        table = read_points(points, x, y, contributor, theme, progress)
    with timer.step("project"):
        east, north = to_grid(table, crs, grid, transform)
    placed = ~(np.isnan(east) | np.isnan(north))
    if not placed.any():
        raise InputError(Fault(str(points), f"no row has coordinates in {crs}", "check --x, --y and --crs"))
    with timer.step("partition"):
        release, parts = draft(
            east[placed],
            north[placed],
            table.contributor[placed] if table.contributor is not None else None,
            table.theme[placed] if table.theme is not None else None,
            chain,
            k,
            width,
            progress=progress,
        )
    with timer.step("audit"):
        release, verdict = certify(release, progress=progress)
    if out is not None:
        with timer.step("write"):
            write_release(release, out)
    summary = measures(parts, east[placed], north[placed], verdict, int((~placed).sum()))
    return summary | {"seconds": timer.seconds} | ({"release": str(out)} if out is not None else {})


def audit_path(path: Path, ledger: Path | None = None, progress: Progress = silent) -> Verdict:
    """Attack the release or the package at ``path``, with ``ledger`` together with the campaign's earlier releases."""
    release = published(path)
    earlier = ledgers.history(ledger, ledgers.campaign_name(release)) if ledger is not None else []
    return audit(release, [old for old in earlier if contract.table_hashes(old) != contract.table_hashes(release)], progress)


def published(path: Path) -> Release:
    """The published figures of a release file, or of a package folder. Raises :class:`InputError` when it is neither."""
    if path.is_dir():
        from .package.read import read_release

        return read_release(path)
    return contract.read(path)
