"""A file of points, chunk by chunk, to the rows that a partition is made of."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import points
from ..errors import Fault, InputError
from ..grid.cells import Chain, covers
from ..grid.tally import Tally, count, merge, recoded
from ..points import CHUNK_ROWS, Chunk, Rejected, Texts, Wanted
from ..points.from_csv import delimited
from ..points.from_parquet import parquet
from ..points.texts import MISSING, own_codes, unified
from ..progress import Progress, silent
from ..projection import Transform
from .parts import Part, files

UNKNOWN = "unknown"
"""Theme of a point that names none."""
AHEAD = 2
"""Chunks that are read while one is being counted."""
MERGE_AT = 1 << 22
"""Rows of finished chunks that are put together once there are so many, when contributors need not be known apart."""


@dataclass(frozen=True)
class Rows:
    """Rows and what their codes mean."""

    tally: Tally
    names: Any
    """Distinct names of the contributors (a ``pyarrow`` array) in the order of their codes; None without contributors."""
    codes: int
    """How many codes of contributors there are: those of the names, then those of contributors without one."""
    themes: list[str] | None
    """Names of the themes in the order of their codes; None without themes."""


class Counted:
    """What is known of the points counted so far: rows under codes, and the names of those codes."""

    def __init__(self, contributor: bool, theme: bool) -> None:
        self._by_contributor, self._by_theme = contributor, theme
        self._themes: dict[str, int] = {}
        self._tallies: list[Tally] = []
        self._waiting = 0
        self._names: list[Any] = []
        """Of each tally, the distinct names of its contributors (a ``pyarrow`` array)."""
        self._nameless: list[int] = []
        """Of each tally, how many contributors without a name; their codes follow those of the names."""

    def add(self, east: NDArray[np.float64], north: NDArray[np.float64], who: Texts | None, what: Texts | None, finest: int) -> None:
        """Count points, all with finite coordinates in metres of the grid; ``finest`` metres."""
        if not len(east):
            return
        theme = None if what is None else self._theme_codes(what)
        contributor = None
        if who is not None:
            contributor = own_codes(who)
            self._names.append(who.distinct)
            self._nameless.append(int(np.count_nonzero(who.codes == MISSING)))
        self._tallies.append(count(east, north, contributor, theme, finest))
        self._waiting += len(self._tallies[-1])
        if contributor is None and self._waiting > max(MERGE_AT, 2 * len(self._tallies[0])):
            self._tallies = [merge(self._tallies)]
            self._waiting = len(self._tallies[0])

    def rows(self) -> Rows:
        """All rows under common codes. What was counted is given away: nothing can be added afterwards."""
        tallies, self._tallies = self._tallies, []
        distinct, codes = None, 0
        if self._by_contributor and tallies:
            distinct, into = unified(self._names)
            codes = len(distinct)
            for i, (new, nameless) in enumerate(zip(into, self._nameless, strict=True)):
                tallies[i] = recoded(tallies[i], np.concatenate([new, codes + np.arange(nameless)]), None)
                codes += nameless
        return Rows(merge(tallies), distinct, codes, list(self._themes) if self._by_theme else None)

    def _theme_codes(self, what: Texts) -> NDArray[np.int64]:
        names = [*what.names(), UNKNOWN]
        present = np.flatnonzero(np.bincount(what.codes + 1)) - 1
        into = np.zeros(len(names), dtype=np.int64)
        for code in present.tolist():
            into[code] = self._themes.setdefault(names[code], len(self._themes))
        return into[what.codes]


def placed(
    chunk: Chunk, crs: str, grid: Chain, transform: Transform, outside: Rejected
) -> tuple[NDArray[np.float64], NDArray[np.float64], Texts | None, Texts | None]:
    """East and north in the grid's CRS, contributor and theme of the points that have a place there; the others are noted.

    The reader of the chunk may be at the next one in another thread: ``outside`` is not what it notes in.
    """
    east, north = transform(chunk.x, chunk.y, crs, grid.crs)
    good = covers(grid.epsg, east, north)
    if good.all():
        return east, north, chunk.contributor, chunk.theme
    rows = np.flatnonzero(~good & np.isfinite(chunk.x))
    if len(rows):
        what = f"read as {crs}, lies outside the ground of the grid {grid.crs}"
        outside.rows(chunk.numbers(rows), len(rows), what, "correct its coordinates or --crs")
    who, what_of = (None if column is None else column.at(good) for column in (chunk.contributor, chunk.theme))
    return east[good], north[good], who, what_of


def count_file(
    location: str, wanted: Wanted, crs: str, grid: Chain, transform: Transform, progress: Progress = silent
) -> tuple[Rejected, Tally, list[str] | None]:
    """What was left out, the rows of the points, and the names of their themes (None without), of a file or of many (:func:`.parts.files`).

    A chunk is read while the one before is counted; memory grows with rows, not with points. Raises :class:`InputError` when a file
    cannot be read or no point has a place on the grid.
    """
    counted = Counted(bool(wanted.contributor), bool(wanted.theme))
    rejected = Rejected(Path(location))
    found = files(location)
    for number, part in enumerate(found):
        if len(found) > 1:
            progress("read files", number, len(found))
        unread, outside = Rejected(Path(part.path)), Rejected(Path(part.path))
        for chunk in _ahead(chunks_of(part, wanted, unread, progress if len(found) == 1 else silent)):
            counted.add(*placed(chunk, crs, grid, transform, outside), grid.finest)
        unread.of_the_same(outside)
        rejected.of_the_next(unread)
    rows = counted.rows()
    if not len(rows.tally):
        raise InputError(nowhere(location, crs, grid))
    return rejected, rows.tally, rows.themes


def chunks_of(part: Part, wanted: Wanted, rejected: Rejected, progress: Progress = silent) -> Iterator[Chunk]:
    """The chunks of a part."""
    path, name = Path(part.path), part.path.lower()
    if part.filesystem is None and part.row_groups is None:
        return points.chunks(path, wanted, rejected, progress)
    if name.endswith(points.PARQUET):
        return parquet(path, wanted, rejected, progress, CHUNK_ROWS, part.filesystem, part.row_groups, part.first_row)
    if name.endswith(points.DELIMITED):
        return delimited(path, wanted, rejected, progress, CHUNK_ROWS, part.filesystem)
    raise InputError(Fault(part.path, "is neither CSV nor Parquet", "only those are read from object storage"))


def nowhere(location: str, crs: str, grid: Chain) -> Fault:
    """The fault of a file none of whose points lies on the grid."""
    return Fault(location, f"no row, read as {crs}, lies on the ground of the grid {grid.crs}", "check --x, --y and --crs")


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The same chunks, read in a thread of their own; what goes wrong there is raised here."""
    ready: queue.Queue[Chunk | BaseException | None] = queue.Queue(AHEAD)
    stop = threading.Event()

    def give(item: Chunk | BaseException | None) -> bool:
        while not stop.is_set():
            try:
                ready.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def read() -> None:
        try:
            for chunk in chunks:
                if not give(chunk):
                    return
            give(None)
        except BaseException as error:  # handed over to the thread that waits for the chunk
            give(error)

    reader = threading.Thread(target=read, name="read points", daemon=True)
    reader.start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        reader.join()
