"""How much a partition keeps: shares at or below each size, weighted median size, distance to the raw grid."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .cells import cell_index
from .partition import Partition


def summary(partition: Partition, x: ArrayLike, y: ArrayLike, times: NDArray[np.int64] | None = None) -> dict[str, Any]:
    """What ``aggregate --json`` tells of a partition of the points ``x``, ``y`` (``(n,)`` metres).

    ``times``: ``(n,)`` points that each row stands for when rows were partitioned; one each when None.

    Keys: ``points_in``, ``points_published``, ``share_published``, ``regions`` (published), ``k``, ``width``, ``share_at_or_below`` (size
    in metres as text -> share of all points published in a region no larger; remainders count with their container),
    ``weighted_median_size_m`` (of published points; None when half of them are elsewhere), ``hellinger`` (distance between the raw counts
    in finest cells and the published figures spread evenly over their regions' ground, both as shares) and ``narrowest_interval`` (the
    width of the narrowest interval that an attacker who knows the rules is left with for any hidden cell or combination of hidden cells
    of a region; None when nothing is hidden).
    """
    often = np.ones(len(partition.point_region), dtype=np.int64) if times is None else times
    n = int(often.sum())
    held = partition.point_region >= 0
    points = np.bincount(partition.point_region[held], often[held], len(partition.sizes))
    shown = np.maximum(partition.contributors, 0)
    # what a full remainder does not show is published in a larger region or not at all: points follow their contributors there
    weight = np.where(partition.own > 0, points / np.maximum(partition.own, 1), 1.0) * shown
    kept = {size: float(weight[(partition.sizes > 0) & (partition.sizes <= size)].sum()) for size in partition.chain.sizes}
    published = min(float(weight.sum()), float(points.sum()))
    return {
        "points_in": n,
        "points_published": round(published),
        "share_published": published / n if n else 0.0,
        "regions": int((partition.contributors >= 0).sum()),
        "k": partition.k,
        "width": partition.width,
        "share_at_or_below": {str(size): value / n if n else 0.0 for size, value in kept.items()},
        "weighted_median_size_m": next((size for size, value in kept.items() if value > 0 and value >= published / 2), None),
        "hellinger": _hellinger(partition, np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64), often),
        "narrowest_interval": narrowest_interval(partition),
    }


def narrowest_interval(partition: Partition) -> int | None:
    """Width of the narrowest interval of a hidden cell or block that the rules leave open, from published figures in closed form."""
    hides = (partition.contributors >= 0) & (partition.content > 0)
    left = (partition.content - partition.contributors)[hides]
    return min(partition.k - 1, int(left.min())) if len(left) else None


def _hellinger(partition: Partition, x: NDArray[np.float64], y: NDArray[np.float64], often: NDArray[np.int64]) -> float:
    """Hellinger distance, 0 … 1, between raw shares and published shares over finest cells.

    A region spreads its figure evenly over its ground; raw cells outside every drawn region meet nothing.
    """
    if not len(x):
        return 0.0
    finest = partition.chain.finest
    column, row = cell_index(x, finest), cell_index(y, finest)
    column -= column.min()
    cells, first, inverse = np.unique((row - row.min()) * (int(column.max()) + 1) + column, return_index=True, return_inverse=True)
    raw = np.bincount(inverse, often, len(cells))
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
    ground = (partition.sizes // partition.chain.finest) ** 2
    region, size = partition.excluded[:, 0], partition.excluded[:, 1]
    np.subtract.at(ground, region, (size // partition.chain.finest) ** 2)
    return ground
