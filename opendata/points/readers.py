"""A file of points by what its name says: CSV and Parquet by their columns, everything else by its geometries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError
from ..progress import Progress, silent
from .source import CHUNK_ROWS, Chunk, Rejected, Wanted
from .texts import Texts, joined

PARQUET = (".parquet", ".geoparquet", ".pq")
DELIMITED = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")


@dataclass(frozen=True)
class Points:
    """All points of a file: ``x`` and ``y`` (n,) float64 in the file's CRS, NaN where a row has no readable coordinate."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    contributor: Texts | None
    theme: Texts | None
    rejected: Rejected

    def __len__(self) -> int:
        return len(self.x)


def chunks(path: Path, wanted: Wanted, rejected: Rejected, progress: Progress = silent, rows: int = CHUNK_ROWS) -> Iterator[Chunk]:
    """The points of ``path`` in the file's order, at most ``rows`` a chunk; what is no point is noted in ``rejected``.

    Raises :class:`InputError` when there is no such file, it cannot be read, or a column or layer is not in it (with a suggestion).
    """
    if not path.is_file():
        raise InputError(Fault(str(path), "there is no such file", "give the path of a file of points"))
    name = path.name.lower()
    if name.endswith(PARQUET):
        from .from_parquet import parquet

        return parquet(path, wanted, rejected, progress, rows)
    if name.endswith(DELIMITED):
        from .from_csv import delimited

        return delimited(path, wanted, rejected, progress, rows)
    from .from_layers import layers

    return layers(path, wanted, rejected, progress, rows)


def read(
    path: Path, x: str = "", y: str = "", contributor: str = "", theme: str = "", *, layer: str = "", progress: Progress = silent
) -> Points:
    """All points of ``path`` at once, for what fits in memory; as :func:`chunks`."""
    rejected = Rejected(path)
    parts = list(chunks(path, Wanted(x, y, contributor, theme, layer), rejected, progress))
    return Points(
        np.concatenate([np.zeros(0), *(part.x for part in parts)]),
        np.concatenate([np.zeros(0), *(part.y for part in parts)]),
        joined([part.contributor for part in parts if part.contributor is not None]) if contributor else None,
        joined([part.theme for part in parts if part.theme is not None]) if theme else None,
        rejected,
    )
