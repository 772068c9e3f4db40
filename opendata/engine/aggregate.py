"""A file of points straight to an audited release, or to a comparison: what ``trygghetsrutan aggregate`` does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ..aggregation import Rule, certify, draft_rows, write_release
from ..comparison import Comparison, compare
from ..errors import InputError
from ..grid.cells import chain_of, covers
from ..points import Wanted, read
from ..points.texts import own_codes
from ..progress import Progress, Timer, silent
from ..projection import Transform
from .counting import count_file, nowhere

KS = (3, 5, 10)
"""Values of k that a comparison always shows."""


def aggregate_file(
    points: str,
    out: Path | None,
    transform: Transform,
    *,
    x: str = "",
    y: str = "",
    layer: str = "",
    crs: str,
    grid: str,
    contributor: str = "",
    theme: str = "",
    k: int,
    width: int | None,
    finest: int,
    coarsest: int,
    engine: str = "local",
    scheduler: str = "",
    progress: Progress = silent,
) -> dict[str, Any]:
    """A file of points to an audited release at ``out`` (nowhere when None); the summary of ``aggregate --json``.

    ``points`` is a path; for the engine ``dask`` also a folder, a pattern or an address of object storage. Both engines give the same
    release. Raises :class:`InputError` for bad input, :class:`CheckFailed` when the auditor finds a disclosure; nothing is written then.
    """
    chain = chain_of(grid, finest, coarsest)
    wanted = Wanted(x, y, contributor, theme, layer)
    timer = Timer()
    with timer.step("count"):
        if engine == "dask":
            from .cluster import count_parts

            rejected, tally, themes = count_parts(points, wanted, crs, chain, scheduler, progress)
        else:
            rejected, tally, themes = count_file(points, wanted, crs, chain, transform, progress)
    with timer.step("partition"):
        made = replace(draft_rows(tally, themes, Rule(chain, k, width), progress), left_out=rejected.count)
    with timer.step("audit"):
        release, verdict = certify(made.release, progress=progress)
    if out is not None:
        with timer.step("write"):
            write_release(release, out, progress)
    return (
        made.summary(verdict)
        | {"seconds": timer.seconds, "rejected": rejected.lines()}
        | ({"release": str(out)} if out is not None else {})
    )


def compare_file(
    points: str,
    transform: Transform,
    *,
    x: str = "",
    y: str = "",
    layer: str = "",
    crs: str,
    grid: str,
    contributor: str = "",
    k: int,
    finest: int,
    coarsest: int,
    progress: Progress = silent,
) -> Comparison:
    """The partition beside fixed grids for ``k`` and the usual choices of it (:data:`KS`), on a file of points.

    Raises :class:`InputError` for bad input.
    """
    chain = chain_of(grid, finest, coarsest)
    found = read(Path(points), x, y, contributor, layer=layer, progress=progress)
    east, north = transform(found.x, found.y, crs, grid)
    placed = covers(chain.epsg, east, north)
    if not placed.any():
        raise InputError(nowhere(points, crs, chain))
    people = own_codes(found.contributor)[placed] if found.contributor is not None else None
    return compare(east[placed], north[placed], people, chain, sorted({k, *KS}), progress=progress)
