"""``internal/review_places.csv``: words that point to several places or to none surely, for people to decide; read back on the next run."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..campaign import Source
from ..errors import Fault, InputError
from ..files import write_text
from ..progress import silent
from ..projection import Transform
from . import delimited
from .coordinates import Area, resolve, shape_of_text
from .gazetteer import Gazetteer, Place
from .swedish import fold
from .table import Table

FILE = "review_places.csv"
HEADINGS = (
    "key",
    "decision",
    "words",
    "reason",
    "rows",
    "first",
    "candidate 1",
    "candidate 2",
    "candidate 3",
    "candidate 4",
    "candidate 5",
    "candidate 6",
)
NOWHERE = frozenset(("-", "ingen", "inget", "ingenstans", "none", "no"))
DECIDED_ACCURACY_M = 50.0
_EXCERPT = 300


@dataclass(frozen=True)
class Candidate:
    """A place that words may mean; metres in the grid's CRS."""

    name: str
    x: float
    y: float
    accuracy_m: float
    score: float


@dataclass(frozen=True)
class PlaceReview:
    """Words that people shall decide about, with the rows they stand in."""

    key: str
    words: str
    reason: str
    candidates: tuple[Candidate, ...]
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Decision:
    """What people decided: a point in metres, or nowhere (None); ``said`` is what they wrote, kept as it is."""

    x: float | None
    y: float | None
    accuracy_m: float
    said: str
    line: tuple[str, ...] = ()


Decisions = Mapping[str, Decision]


def key_of(words: str) -> str:
    """A short key of words that is the same however they are spaced and capitalised."""
    return hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()[:12]


def write(reviews: Sequence[PlaceReview], decisions: Decisions, path: Path) -> None:
    """Write the list (0600), most frequent words first; lines decided before are kept below, so that nothing decided is lost.

    Semicolons and a byte-order mark, because that is what Swedish Excel opens by a double click.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for review in reviews:
        first = f"{review.rows[0][0]}:{review.rows[0][1]}"
        listed = [f"{candidate.name} ({round(candidate.x)}, {round(candidate.y)})" for candidate in review.candidates]
        cells = [review.key, "", review.words[:_EXCERPT].replace("\n", " "), review.reason, str(len(review.rows)), first, *listed]
        writer.writerow([harmless(cell) for cell in cells])
    for key in sorted(set(decisions) - {review.key for review in reviews}):
        writer.writerow([harmless(cell) for cell in decisions[key].line])
    write_text(path, "\ufeff" + stream.getvalue(), private=True)


def read(path: Path, gazetteer: Gazetteer, area: Area, transform: Transform, crs: str) -> dict[str, Decision]:
    """Decisions by key; an empty dict when there is no such file yet.

    A decision is the number of a candidate, a name of the gazetteer, coordinates in any form that submissions may have, or ``-``
    (nowhere). Raises :class:`InputError` naming the rows whose decision is none of these.
    """
    if not path.exists():
        return {}
    table = delimited.read(path, Source("review", path.name, "map", header_row=1), silent)
    missing = [name for name in ("key", "decision") if name not in table.columns]
    if missing:
        raise InputError(Fault(str(path), f"has no column {', '.join(missing)}", "delete the file and run again"))
    result: dict[str, Decision] = {}
    faults: list[Fault] = []
    names = {" ".join(map(fold, label.split())): place for place in reversed(gazetteer.places) for label in (place.name, *place.aliases)}
    for at in range(len(table)):
        said = table.columns["decision"][at].lstrip("'").strip()
        if not said:
            continue
        line = tuple(table.columns[name][at] if name in table.columns else "" for name in HEADINGS)
        spot = _decided(said, table, at, names, area, transform, crs)
        if spot is None:
            faults.append(
                Fault(
                    f"{path}:{table.numbers[at]}",
                    "the decision is no candidate, name or coordinate",
                    "write 1-6, a gazetteer name, E N, or -",
                )
            )
            continue
        result[table.columns["key"][at].lstrip("'")] = Decision(*spot, said, line)
    if faults:
        raise InputError(faults)
    return result


def _decided(
    said: str, table: Table, at: int, names: dict[str, Place], area: Area, transform: Transform, crs: str
) -> tuple[float | None, float | None, float] | None:
    if said.lower() in NOWHERE:
        return None, None, math.nan
    if re.fullmatch("[1-6]", said):
        listed = table.columns.get(f"candidate {said}", [""] * len(table))[at]
        found = re.search(r"\((-?\d+), (-?\d+)\)$", listed)
        return (float(found[1]), float(found[2]), DECIDED_ACCURACY_M) if found else None
    place = names.get(" ".join(map(fold, said.split())))
    if place is not None:
        return place.x, place.y, place.accuracy_m
    pair = shape_of_text(said)
    if pair is None:
        return None
    located = resolve(np.array([pair[0]]), np.array([pair[1]]), pair[2], area, transform, crs)
    return (float(located.x[0]), float(located.y[0]), 20.0) if np.isfinite(located.x[0]) else None


def harmless(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and len(cell) > 1) else cell
