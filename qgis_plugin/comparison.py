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
    "kind": str,
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
}
"""Columns of the table; shares are 0-1 of all located submissions."""


@dataclass(frozen=True)
class Choice:
    """One setting; ``width`` None is the usual one for k."""

    k: int
    width: int | None
    finest: int
    coarsest: int


@dataclass(frozen=True)
class Outcome:
    """A choice, its row of the table and the regions it gives (for a picture)."""

    choice: Choice
    row: dict[str, Any]
    regions: tuple[Any, ...]


def compare(campaign: Campaign, results: Results, choices: Sequence[Choice], progress: Progress) -> list[Outcome]:
    """Partition the located submissions once per choice; nothing is written.

    Raises :class:`InputError` when nothing was loaded, nothing is located, or a choice cannot be.
    """
    from ..opendata import chain
    from ..opendata.grid import utility
    from ..opendata.grid.cells import chain as chain_of
    from ..opendata.grid.partition import check_rule, default_width, partition

    submissions = chain.state(results.folder)
    placed = submissions.take(np.flatnonzero(submissions.located))
    if not len(placed):
        raise InputError(Fault(str(results.submissions), "no submission is located", "locate them first: the load report says why"))
    outcomes = []
    for done, choice in enumerate(choices):
        progress("comparing", done, len(choices))
        width = default_width(choice.k) if choice.width is None else choice.width
        check_rule(choice.k, width)
        nested = chain_of(campaign.grid.crs, choice.finest, choice.coarsest)
        parts = partition(placed.x, placed.y, placed.contributor, nested, choice.k, width)
        told = utility.summary(parts, placed.x, placed.y)
        outcomes.append(Outcome(choice, row_of("cells", choice.k, width, choice.finest, told), parts.regions))
    progress("comparing", len(choices), len(choices))
    return outcomes


def row_of(kind: str, k: int, width: int, finest: int, told: dict[str, Any]) -> dict[str, Any]:
    """One row of the table out of ``utility.summary``; a size that is not in the chain has the share of the next smaller one."""
    shares = {int(size): share for size, share in told["share_at_or_below"].items()}

    def share_at(size: int) -> float:
        below = [known for known in shares if known <= size]
        return round(shares[max(below)], 4) if below else 0.0

    return {
        "kind": kind,
        "k": k,
        "width": width,
        "finest_m": finest,
        "published": round(told["share_published"], 4),
        **{f"at_{size}_m": share_at(size) for size in SIZES},
        "median_m": told["weighted_median_size_m"],
        "hellinger": round(told["hellinger"], 4),
        "narrowest": told["narrowest_interval"],
        "regions": told["regions"],
    }
