"""The finest unions of ground of which two releases both publish a sum."""

from __future__ import annotations

import numpy as np

from ..release import ELSEWHERE, Release
from .layout import Int, Layout


def common_unions(release: Release, layout: Layout, old: Release, old_layout: Layout) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The finest unions that are unions of regions in both releases: per union the new regions and the old ones, by index.

    -1 stands for all ground that no region covers, in a release that does not list elsewhere.
    """
    cuts = np.unique(np.concatenate((layout.pieces_low, layout.pieces_high, old_layout.pieces_low, old_layout.pieces_high)))
    here, there = _owner(layout, cuts, _elsewhere(release)), _owner(old_layout, cuts, _elsewhere(old))
    both = np.append(np.stack((here, there)), [[_elsewhere(release)], [_elsewhere(old)]], axis=1)
    pairs = np.unique(both, axis=1)
    parent = {int(node): int(node) for node in np.concatenate((pairs[0] * 2, pairs[1] * 2 + 1))}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in pairs.T.tolist():
        parent[root(2 * a)] = root(2 * b + 1)
    unions: dict[int, tuple[list[int], list[int]]] = {}
    for node in sorted(parent):
        unions.setdefault(root(node), ([], []))[node % 2].append(node // 2)
    return sorted((tuple(new), tuple(old_ids)) for new, old_ids in unions.values())


def _elsewhere(release: Release) -> int:
    return next((i for i, region in enumerate(release.regions) if region.container_id == ELSEWHERE), -1)


def _owner(layout: Layout, cuts: Int, elsewhere: int) -> Int:
    """Region that holds each elementary interval beginning at ``cuts``; ``elsewhere`` where none does."""
    if not len(layout.pieces_low):
        return np.full(len(cuts), elsewhere, dtype=np.int64)
    i = np.searchsorted(layout.pieces_low, cuts, side="right") - 1
    inside = (i >= 0) & (cuts < layout.pieces_high[np.maximum(i, 0)])
    return np.where(inside, layout.pieces_region[np.maximum(i, 0)], elsewhere)


def is_shown(release: Release, ids: tuple[int, ...]) -> bool:
    """Whether the figures of all regions ``ids`` are published (-1: not listed)."""
    return bool(ids) and all(i >= 0 and release.regions[i].contributors is not None for i in ids)
