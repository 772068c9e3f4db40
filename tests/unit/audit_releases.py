"""Small releases made by hand for the auditor's tests: what a careless protector would have written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trygghetsrutan.opendata.grid.cells import Cell, cell_id
from trygghetsrutan.opendata.release import Marginal, Region, Release, ThemeCount, ThemeRegion

EAST, NORTH = 400_000, 6_400_000


def cell(size: int, column: int, row: int) -> str:
    """Id of the cell of ``size`` m that is ``column`` and ``row`` cells of its size from the south-west corner of the test area."""
    return cell_id(Cell(size, EAST + column * size, NORTH + row * size), 3006)


def whole(size: int, column: int, row: int, count: int | None) -> Region:
    name = cell(size, column, row)
    return Region(name, "cell", size, name, (), count, "published" if count is not None else "withheld")


def rest(size: int, column: int, row: int, without: Sequence[str], count: int | None, suffix: str = "_r") -> Region:
    name = cell(size, column, row)
    status = "published" if count is not None else "withheld"
    return Region(name + suffix, "remainder", size, name, tuple(sorted(without)), count, status)


def elsewhere(count: int | None) -> Region:
    return Region("elsewhere", "remainder", 0, "elsewhere", (), count, "published" if count is not None else "withheld")


def make(
    regions: Sequence[Region],
    rows: dict[str, dict[str, int | None]] | None = None,
    unions: dict[str, Sequence[str]] | None = None,
    marginals: dict[str, dict[str, int | None]] | None = None,
    k: int = 5,
    width: int = 2,
    sizes: Sequence[int] = (250, 500, 1000),
    **facts: Any,
) -> Release:
    return Release(
        regions=tuple(sorted(regions, key=lambda region: region.region_id)),
        theme_counts=tuple(
            ThemeCount(q, theme, n, "published" if n is not None else "withheld")
            for q, counts in sorted((rows or {}).items())
            for theme, n in sorted(counts.items())
        ),
        theme_regions=tuple(ThemeRegion(q, name) for q, names in sorted((unions or {}).items()) for name in sorted(names)),
        marginals=tuple(
            Marginal(dimension, value, n, "published" if n is not None else "withheld")
            for dimension, values in sorted((marginals or {}).items())
            for value, n in sorted(values.items())
        ),
        facts={"campaign": "test", "k": k, "width": width, "chain": {"epsg": 3006, "sizes": list(sizes)}} | facts,
    )
