"""Sums over ground that cut each other: laid on their common refinement and solved, to say what they give away.

Disjoint regions never come here. Overlapping regions, theme regions of different trees and updates with another partition do: they are
refused by rule, and this finds the figures an attacker would combine, so that staff see why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..release import ELSEWHERE, Release
from .layout import Int, Layout
from .system import CERTAIN, Builder, Contradiction, solve
from .unions import common_unions, is_shown
from .verdict import MOST_FIGURES, Disclosure

MOST_PIECES = 2000
"""More pieces than this are not solved: the release is refused already, and a few examples say enough."""


@dataclass(frozen=True)
class Sum:
    """A published figure and the ground it counts: intervals ``low`` <= place < ``high``, (intervals,) int64 each."""

    name: str
    figure: int
    low: Int
    high: Int


def overlapping(release: Release, layout: Layout) -> list[Sum]:
    """The regions that share ground with another, as sums; none in a release that keeps the rules."""
    tangled = sorted({i for pair in layout.overlaps() for i in pair})
    regions = release.regions
    return [
        Sum(regions[i].region_id, regions[i].contributors or 0, *layout.ground(i)) for i in tangled if regions[i].contributors is not None
    ]


def together(release: Release, layout: Layout, old: Release, old_layout: Layout) -> list[Sum]:
    """Regions of two releases that are not the same ground, on unions whose sum did not change: as if nobody came or went."""
    sums = []
    for new_ids, old_ids in common_unions(release, layout, old, old_layout):
        if len(new_ids) + len(old_ids) <= 2 or not is_shown(release, new_ids) or not is_shown(old, old_ids):
            continue
        now, was = [release.regions[i] for i in new_ids], [old.regions[i] for i in old_ids]
        if any(region.container_id == ELSEWHERE for region in (*now, *was)):
            continue
        if sum(r.contributors or 0 for r in now) == sum(r.contributors or 0 for r in was):
            sums += [Sum(r.region_id, r.contributors or 0, *layout.ground(i)) for i, r in zip(new_ids, now, strict=True)]
            sums += [Sum(f"({r.region_id})", r.contributors or 0, *old_layout.ground(i)) for i, r in zip(old_ids, was, strict=True)]
    return sums


def attack(sums: Sequence[Sum], k: int) -> Iterator[Disclosure]:
    """Pieces of ground for which the sums together leave a certain count of 1 … k-1, told with the figures they follow from."""
    cuts = np.unique(np.concatenate([np.concatenate((s.low, s.high)) for s in sums] or [np.zeros(0, dtype=np.int64)]))
    if len(cuts) > MOST_PIECES * 4 or len(cuts) < 2:
        return
    inside = np.zeros((len(sums), len(cuts) - 1), dtype=bool)
    for number, one in enumerate(sums):
        for low, high in zip(one.low.tolist(), one.high.tolist(), strict=True):
            inside[number, np.searchsorted(cuts, low) : np.searchsorted(cuts, high)] = True
    pieces = np.unique(inside[:, inside.any(axis=0)], axis=1)
    if pieces.shape[1] > MOST_PIECES:
        return
    build = Builder()
    unknown = [build.unknown() for _ in range(pieces.shape[1])]
    for number, one in enumerate(sums):
        build.sum([unknown[i] for i in np.nonzero(pieces[number])[0].tolist()], one.figure)
    try:
        found = solve(build.build())
    except Contradiction:
        return
    certain = np.abs(found[:, 1] - found[:, 0]) < CERTAIN
    for i in np.nonzero(certain)[0].tolist():
        count = int(np.rint(found[i, 0]))
        if 0 < count < k:
            yield _told(sums, pieces[:, i], pieces, count)


def _told(sums: Sequence[Sum], member: NDArray[np.bool_], pieces: NDArray[np.bool_], count: int) -> Disclosure:
    """One certain count, with the sums that cover the piece and those that cut them."""
    near = np.asarray(pieces[:, pieces[member].any(axis=0)].any(axis=1))
    names = [s.name for s, here in zip(sums, member.tolist(), strict=True) if here]
    figures = tuple(f"{s.name} = {s.figure}" for s, here in zip(sums, near.tolist(), strict=True) if here)[:MOST_FIGURES]
    where = " ∩ ".join(names)
    return Disclosure(
        "certain count",
        where,
        figures,
        f"Talen {'; '.join(figures)} ger tillsammans exakt {count} för det som ligger i {where} och inte i de andra.",
        f"The figures {'; '.join(figures)} together give exactly {count} for what lies in {where} and in none of the others.",
        count,
        count,
    )
