"""What each choice of settings would keep, for the comparison table and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..opendata.campaign import Campaign
from ..opendata.errors import Fault, InputError
from ..opendata.progress import Progress
from .paths import Results

SIZES = (250, 500, 1000)
COLUMNS: dict[str, type] = {
    "method": str,
    "fixed_m": int,
    "k": int,
    "width": int,
    "finest_m": int,
    "published": float,
    "at_250_m": float,
    "at_500_m": float,
    "at_1000_m": float,
    "median_m": int,
    "hellinger": float,
    "narrowest": int,
    "regions": int,
    "audit": str,
}
"""Columns of the table; shares are 0-1 of all located submissions."""


@dataclass(frozen=True)
class Outcome:
    """One choice: its row of the table and the regions it gives (for a picture)."""

    row: dict[str, Any]
    regions: tuple[Any, ...]


def compare(
    campaign: Campaign, results: Results, ks: Sequence[int], finests: Sequence[int], width: int | None, progress: Progress
) -> list[Outcome]:
    """The partition for every k and every smallest square, and fixed squares beside those of the campaign's own; nothing is written.

    Raises :class:`InputError` when nothing was loaded, nothing is located, or a choice cannot be.
    """
    from ..opendata import chain
    from ..opendata import comparison as core
    from ..opendata.grid.cells import chain_of

    submissions = chain.state(results.folder)
    placed = submissions.take(np.flatnonzero(submissions.located))
    if not len(placed):
        raise InputError(Fault(str(results.submissions), "no submission is located", "locate them first: the load report says why"))
    outcomes = []
    for finest in finests:
        nested = chain_of(campaign.grid.crs, finest, campaign.grid.coarsest)
        sizes = SIZES if finest == campaign.grid.finest else ()
        told = core.compare(placed.x, placed.y, placed.contributor, nested, ks, width, sizes, progress)
        outcomes += [Outcome(_row(row, finest), one.regions) for row, one in zip(told.rows, told.partitions, strict=True)]
    return outcomes


def _row(row: Any, finest: int) -> dict[str, Any]:
    """A row of the core's comparison under our columns; a size that is not in the chain has the share of the next smaller one."""
    shares = {int(size): share for size, share in row.share_at_or_below.items()}

    def share_at(size: int) -> float:
        below = [known for known in shares if known <= size]
        return round(shares[max(below)], 4) if below else 0.0

    return {
        "method": row.method,
        "fixed_m": row.size,
        "k": row.k,
        "width": row.width,
        "finest_m": finest,
        "published": round(row.share_published, 4),
        **{f"at_{size}_m": share_at(size) for size in SIZES},
        "median_m": row.weighted_median_size_m,
        "hellinger": round(row.hellinger, 4),
        "narrowest": row.narrowest_interval,
        "regions": row.regions,
        "audit": "passed" if row.audit_passed else "failed",
    }
