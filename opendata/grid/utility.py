"""How much a partition keeps: shares at or below each size, weighted median size, distance to the raw grid."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .cells import cell_index
from .partition import Partition


def summary(partition: Partition, x: ArrayLike, y: ArrayLike) -> dict[str, Any]:
    """What ``aggregate --json`` tells of a partition of the points ``x``, ``y`` (``(n,)`` metres).

    Keys: ``points_in``, ``points_published``, ``share_published``, ``regions`` (published), ``k``, ``width``, ``share_at_or_below`` (size
    in metres as text -> share of all points published in a region no larger; remainders count with their container),
    ``weighted_median_size_m`` (over published points, None when nothing is published), ``hellinger`` (distance between the raw counts
    in finest cells and the published figures spread evenly over their regions' ground, both as shares) and ``narrowest_interval`` (how
    many values at least an attacker who knows the rules must leave open for any hidden cell, minus one; None when nothing is hidden).
    """
    n = len(partition.point_region)
    published = partition.point_region >= 0
    size = partition.sizes[partition.point_region[published]]
    drawn = size[size > 0]
    ordered = np.sort(np.where(size > 0, size, np.iinfo(np.int64).max))
    median = int(ordered[(len(ordered) - 1) // 2]) if len(ordered) else None
    return {
        "points_in": n,
        "points_published": int(published.sum()),
        "share_published": float(published.sum() / n) if n else 0.0,
        "regions": int((partition.contributors >= 0).sum()),
        "k": partition.k,
        "width": partition.width,
        "share_at_or_below": {str(s): float((drawn <= s).sum() / n) if n else 0.0 for s in partition.chain.sizes},
        "weighted_median_size_m": median if median is None or median <= partition.chain.coarsest else 0,
        "hellinger": _hellinger(partition, np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)),
        "narrowest_interval": narrowest_interval(partition),
    }


def narrowest_interval(partition: Partition) -> int | None:
    """Width of the narrowest interval of a hidden cell or block that the rules leave open, from published figures in closed form."""
    narrowest = None
    for region, figure in zip(partition.regions, partition.contributors.tolist(), strict=True):
        if figure >= 0 and region.size_m > partition.chain.finest:
            width = min(partition.k - 1, figure)
            narrowest = width if narrowest is None else min(narrowest, width)
    return narrowest


def _hellinger(partition: Partition, x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Hellinger distance, 0 … 1, between raw shares and published shares over finest cells.

    A region spreads its figure evenly over its ground; raw cells outside every drawn region meet nothing.
    """
    if not len(x):
        return 0.0
    finest = partition.chain.finest
    column, row = cell_index(x, finest), cell_index(y, finest)
    column -= column.min()
    cells, first, raw = np.unique((row - row.min()) * (int(column.max()) + 1) + column, return_index=True, return_counts=True)
    region = partition.point_region[first]
    total = partition.contributors[partition.contributors >= 0].sum()
    if total == 0:
        return 1.0
    ground = _ground(partition)
    inside = region >= 0
    spread = np.zeros(len(cells))
    drawn = inside.copy()
    drawn[inside] = ground[region[inside]] > 0
    spread[drawn] = partition.contributors[region[drawn]] / ground[region[drawn]] / total
    # where the raw grid is empty the product of the two shares is nothing, so occupied cells are enough
    overlap = float(np.sqrt(spread * (raw / raw.sum())).sum())
    return float(np.sqrt(max(0.0, 1.0 - overlap)))


def _ground(partition: Partition) -> NDArray[np.int64]:
    """Finest cells in each region, 0 for elsewhere."""
    finest = partition.chain.finest
    return np.asarray([(size // finest) ** 2 for size in partition.sizes.tolist()], dtype=np.int64) - np.asarray(
        [sum((cell.size // finest) ** 2 for cell in excluded) for _, _, excluded in partition.outlines], dtype=np.int64
    )
