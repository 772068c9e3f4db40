"""Methods side by side: what the partition and fixed grids keep of the same points, as a table (as maps: :mod:`.comparison_map`).

Every line is a release that could be published, with the auditor's verdict on it, so that nobody compares a safe map with an unsafe one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .aggregation import METHOD
from .disclosure.audit import audit
from .grid.cells import Chain, cell_index
from .grid.fixed import METHOD as FIXED
from .grid.fixed import fixed_grid
from .grid.partition import Partition, partition
from .grid.rule import width_of
from .grid.utility import summary
from .progress import Progress, silent
from .release import Release

Float = NDArray[np.float64]

FIXED_SIZES = (250, 500, 1000)
LATTICE_LIMIT = 4_000_000
"""Cells of the lattice that spatial autocorrelation is measured on; above this the next coarser size is used."""


@dataclass(frozen=True)
class Row:
    """One method with one k. Shares are of all points; ``morans_i`` is None where nothing varies."""

    method: str
    """``partition`` or ``fixed``."""
    size: int
    """The fixed grid's cell size in metres; 0 for the partition."""
    k: int
    width: int
    regions: int
    share_published: float
    share_at_or_below: dict[str, float]
    weighted_median_size_m: int | None
    hellinger: float
    morans_i: float | None
    audit_passed: bool
    narrowest_interval: int | None

    def share_at(self, size: int) -> float:
        """The share in regions of ``size`` metres or finer; of the next finer size where the chain has none of ``size``."""
        return max((share for known, share in self.share_at_or_below.items() if int(known) <= size), default=0.0)


@dataclass(frozen=True)
class Comparison:
    """The rows, Moran's I of the raw grid, and the partitions they describe, in the same order."""

    rows: tuple[Row, ...]
    morans_i_raw: float | None
    partitions: tuple[Partition, ...]

    def to_json(self) -> dict[str, Any]:
        return {"morans_i_raw": self.morans_i_raw, "methods": [dict(vars(row)) for row in self.rows]}

    def text(self) -> str:
        """A table for the terminal, one line per method and k."""
        sizes = list(self.rows[0].share_at_or_below) if self.rows else []
        head = [
            "method",
            "k",
            "width",
            "regions",
            "published",
            *(f"<={size}" for size in sizes),
            "median m",
            "Hellinger",
            "Moran's I",
            "audit",
        ]
        lines = [head]
        for row in self.rows:
            name = row.method if not row.size else f"{row.method} {row.size} m"
            shares = [f"{share:.4f}" for share in (row.share_published, *row.share_at_or_below.values())]
            median = "-" if row.weighted_median_size_m is None else str(row.weighted_median_size_m)
            moran = "-" if row.morans_i is None else f"{row.morans_i:.3f}"
            verdict = "passed" if row.audit_passed else "FAILED"
            lines.append([name, str(row.k), str(row.width), str(row.regions), *shares, median, f"{row.hellinger:.3f}", moran, verdict])
        raw = "-" if self.morans_i_raw is None else f"{self.morans_i_raw:.3f}"
        lines.append(["raw grid", *[""] * (len(head) - 3), raw, ""])
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        return "\n".join(
            "  ".join(cell.rjust(w) if i else cell.ljust(w) for i, (cell, w) in enumerate(zip(line, widths, strict=True))).rstrip()
            for line in lines
        )

    def svg(self, language: str = "sv") -> str:
        """Small maps side by side (SVG 1.1, no scripts), darker where more contributors live per square kilometre, one scale for all."""
        from .comparison_map import svg

        return svg(self, language)


def compare(
    x: ArrayLike,
    y: ArrayLike,
    contributor: ArrayLike | None,
    chain: Chain,
    ks: Sequence[int] = (5,),
    width: int | None = None,
    sizes: Sequence[int] = FIXED_SIZES,
    progress: Progress = silent,
) -> Comparison:
    """The partition and the fixed grids of ``sizes`` metres (those on the chain) for every k.

    ``x``, ``y`` (points,) metres in the chain's CRS; ``contributor`` (points,) or None; ``width`` None: the default of each k. The
    Hellinger distance and Moran's I (rook neighbours, on the lattice of the points' coarsest cells) of every method are taken on the
    same finest cells. Raises :class:`InputError` as the partition does.
    """
    east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    lattice = _Lattice(east, north, chain)
    rows, made = [], []
    jobs = [(k, size) for k in ks for size in (0, *(size for size in sizes if size in chain.sizes))]
    for done, (k, size) in enumerate(jobs):
        progress("compare", done, len(jobs))
        w = width_of(k, width)
        one = fixed_grid(east, north, contributor, chain, size, k, w) if size else partition(east, north, contributor, chain, k, w)
        made.append(one)
        rows.append(_row(one, size, east, north, chain, lattice))
    progress("compare", len(jobs), len(jobs))
    return Comparison(tuple(rows), morans_i(lattice.raw(east, north)), tuple(made))


def _row(one: Partition, size: int, x: Float, y: Float, chain: Chain, lattice: _Lattice) -> Row:
    facts = {
        "method": FIXED if size else METHOD,
        "k": one.k,
        "width": one.width,
        "chain": {"epsg": one.chain.epsg, "sizes": list(one.chain.sizes)},
    }
    verdict = audit(Release(one.regions, facts=facts))
    figures = summary(replace(one, chain=chain), x, y)
    return Row(
        method="fixed" if size else "partition",
        size=size,
        k=one.k,
        width=one.width,
        regions=figures["regions"],
        share_published=figures["share_published"],
        share_at_or_below=figures["share_at_or_below"],
        weighted_median_size_m=figures["weighted_median_size_m"],
        hellinger=figures["hellinger"],
        morans_i=morans_i(lattice.surface(one)),
        audit_passed=verdict.passed,
        narrowest_interval=verdict.narrowest_interval,
    )


class _Lattice:
    """All cells of one size in the smallest box of coarsest cells around the points."""

    def __init__(self, x: Float, y: Float, chain: Chain):
        column, row = cell_index(x, chain.coarsest), cell_index(y, chain.coarsest)
        self.west, self.south = (int(v.min()) * chain.coarsest if len(v) else 0 for v in (column, row))
        across, up = (int(v.max() - v.min()) + 1 if len(v) else 0 for v in (column, row))
        fitting = [s for s in chain.sizes if across * up * (chain.coarsest // s) ** 2 <= LATTICE_LIMIT]
        self.size = fitting[0] if fitting else chain.coarsest
        side = chain.coarsest // self.size
        self.shape = (up * side, across * side)

    def raw(self, x: Float, y: Float) -> Float:
        """Points per cell, (rows, columns)."""
        column = cell_index(x, self.size) - self.west // self.size
        row = cell_index(y, self.size) - self.south // self.size
        flat = np.bincount(row * self.shape[1] + column, minlength=self.shape[0] * self.shape[1])
        return flat.reshape(self.shape).astype(np.float64)

    def surface(self, one: Partition) -> Float:
        """Published contributors per cell, every region spread evenly over its ground, (rows, columns); elsewhere has no place."""
        drawn = (one.contributors >= 0) & (one.sizes > 0)
        thickness = one.densities()
        hole = one.excluded[drawn[one.excluded[:, 0]]]
        east, north = np.concatenate([one.corners[drawn], hole[:, 2:]]).T
        size = np.concatenate([one.sizes[drawn], hole[:, 1]])
        density = np.concatenate([thickness[drawn], -thickness[hole[:, 0]]])
        steps = np.zeros((self.shape[0] + 1, self.shape[1] + 1))
        column, row = (east - self.west) // self.size, (north - self.south) // self.size
        reach = np.maximum(size // self.size, 1)
        share = density * np.minimum(size, self.size).astype(np.float64) ** 2
        for up, right, sign in ((0, 0, 1.0), (0, 1, -1.0), (1, 0, -1.0), (1, 1, 1.0)):
            np.add.at(steps, (row + up * reach, column + right * reach), sign * share)
        return np.asarray(steps.cumsum(axis=0).cumsum(axis=1)[:-1, :-1])


def morans_i(surface: Float) -> float | None:
    """Moran's I (1950) of a lattice, neighbours sharing an edge with equal weights; None where every cell is alike."""
    if surface.size < 2:
        return None
    z = surface - surface.mean()
    variation = float((z**2).sum())
    pairs = z[1:].size + z[:, 1:].size
    if variation <= 1e-12 * max(1.0, float((surface**2).sum())) or not pairs:
        return None
    together = float((z[1:] * z[:-1]).sum() + (z[:, 1:] * z[:, :-1]).sum())
    return float(surface.size / pairs * together / variation)
