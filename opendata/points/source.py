"""What every reader of points takes and gives."""

from __future__ import annotations

import bisect
import difflib
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError
from .texts import Texts

CHUNK_ROWS = 1 << 20
"""Rows of a chunk: large enough that Python's part of the work vanishes, small enough for some 100 MB in all."""

STEP = "read points"

FAULTS_TOLD = 20
"""Rejected rows told one by one; of more there is only the number."""


RowNumbers = Callable[[NDArray[np.int64]], Iterable[int]]


@dataclass(frozen=True)
class Wanted:
    """Names of the columns to read; without ``x`` and ``y`` the geometries are read, of ``layer`` where a file holds several."""

    x: str = ""
    y: str = ""
    contributor: str = ""
    theme: str = ""
    layer: str = ""

    @property
    def columns(self) -> list[str]:
        """The named columns, each once."""
        return list(dict.fromkeys(name for name in (self.x, self.y, self.contributor, self.theme) if name))


@dataclass(frozen=True)
class Chunk:
    """n points: ``x`` and ``y`` (n,) float64 in the file's CRS, both NaN where a row has no readable coordinate."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    contributor: Texts | None
    theme: Texts | None
    numbers: RowNumbers
    """The numbers in the file, as staff see them, of rows of this chunk given by their indices."""

    def __len__(self) -> int:
        return len(self.x)


@dataclass
class Rejected:
    """Rows that are no points: how many, and the first of them by number (as staff see them, the header of a table is row 1).

    Whoever reads notes in one of its own: two threads never share one.
    """

    path: Path
    count: int = 0
    first: list[tuple[int, Fault]] = field(default_factory=list)
    """At most :data:`FAULTS_TOLD` rows with their numbers, in the order in which they are told."""

    @property
    def faults(self) -> list[Fault]:
        """The rows that are told."""
        return [fault for _, fault in self.first]

    def row(self, number: int, what: str, fix: str) -> None:
        """Note one row."""
        self.rows((number,), 1, what, fix)

    def rows(self, numbers: Iterable[int], count: int, what: str, fix: str) -> None:
        """Note ``count`` rows, of which ``numbers`` gives the first, rising, at least as many as are told."""
        self.count += count
        for number in itertools.islice(numbers, FAULTS_TOLD):
            if len(self.first) == FAULTS_TOLD and number >= self.first[-1][0]:
                return
            bisect.insort(self.first, (number, Fault(f"{self.path}:{number}", what, fix)), key=itemgetter(0))
            del self.first[FAULTS_TOLD:]

    def of_the_same(self, more: Rejected) -> None:
        """Note what else was rejected of the same rows."""
        self.count += more.count
        self.first = sorted([*self.first, *more.first], key=itemgetter(0))[:FAULTS_TOLD]

    def of_the_next(self, more: Rejected) -> None:
        """Note what was rejected of the next file, or of the next part of this one."""
        self.count += more.count
        self.first += more.first[: FAULTS_TOLD - len(self.first)]

    def lines(self) -> list[str]:
        """The rows told, one line each, and one that says how many more there are."""
        more = self.count - len(self.first)
        return [str(fault) for fault in self.faults] + ([f"{self.path}: {more} more rows like these"] if more else [])


def counted_from(first: int) -> RowNumbers:
    """Row numbers of a chunk whose first row is number ``first`` and in which none was left out."""
    return lambda rows: (int(row) + first for row in rows)


def together(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Make both coordinates NaN where one of them is not finite, in place; the indices of those rows."""
    bad = np.flatnonzero(~np.isfinite(x + y))
    # the sum of two huge finite numbers may overflow; such a row is no place on Earth either
    x[bad] = np.nan
    y[bad] = np.nan
    return bad


def require(where: str, wanted: Iterable[str], names: list[str]) -> None:
    """Raise :class:`InputError` for every column of ``wanted`` that is not in ``names``, or is there twice."""
    faults = []
    for name in wanted:
        if name not in names:
            close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f" (did you mean {close[0]}?)" if close else ""
            faults.append(Fault(where, f"has no column {name}{hint}", f"use one of {', '.join(names[:12])}"))
        elif names.count(name) > 1:
            faults.append(Fault(where, f"has {names.count(name)} columns {name}", "give each column its own name"))
    if faults:
        raise InputError(faults)
