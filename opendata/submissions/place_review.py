"""``internal/review_places.csv``: words that point to several places or to none surely, for people to decide; read back on the next run."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import Fault, InputError
from ..projection import Transform
from . import worklist
from .coordinate_cells import shape_of_text
from .coordinates import Area, resolve
from .gazetteer import Gazetteer, Place
from .name_forms import fold

FILE = "review_places.csv"
MOST_CANDIDATES = 6
HEADINGS = (
    worklist.KEY,
    worklist.DECISION,
    "words",
    "reason",
    "rows",
    "first",
    *(f"candidate {number}" for number in range(1, MOST_CANDIDATES + 1)),
)
NOWHERE = frozenset(("-", "ingen", "inget", "ingenstans", "none", "no"))
DECIDED_ACCURACY_M = 50.0
_EXCERPT = 300
_POINT = re.compile(r"(.*) \((-?\d+), (-?\d+)\)", re.DOTALL)
_NUMBERS = frozenset(str(number) for number in range(1, MOST_CANDIDATES + 1))


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


@dataclass(frozen=True)
class Line:
    """A line of the list as people see it; ``decision`` is empty while it is open.

    ``rows`` is how many rows hold the words. Candidates have the accuracy that a decision for them has, and no score: it is not written.
    """

    key: str
    decision: str
    words: str
    reason: str
    rows: str
    candidates: tuple[Candidate, ...]


def write(reviews: Sequence[PlaceReview], decisions: Decisions, path: Path) -> None:
    """Write the list (0600), most frequent words first; lines decided before are kept below, so that nothing decided is lost."""
    lines: list[Sequence[str]] = []
    for review in reviews:
        first = f"{review.rows[0][0]}:{review.rows[0][1]}"
        listed = [f"{candidate.name} ({round(candidate.x)}, {round(candidate.y)})" for candidate in review.candidates]
        lines.append([review.key, "", review.words[:_EXCERPT].replace("\n", " "), review.reason, str(len(review.rows)), first, *listed])
    lines += [decisions[key].line for key in sorted(set(decisions) - {review.key for review in reviews})]
    worklist.write(path, HEADINGS, lines)


def lines(path: Path) -> tuple[Line, ...]:
    """The list in its order, decided or not; empty when there is no such file yet. Raises :class:`InputError` as :func:`worklist.lines`."""
    found = []
    for _, cells in worklist.lines(path):
        said = {name: cells.get(name, "") for name in HEADINGS}
        found.append(Line(said[worklist.KEY], said[worklist.DECISION], said["words"], said["reason"], said["rows"], _listed(said)))
    return tuple(found)


def _listed(cells: Mapping[str, str]) -> tuple[Candidate, ...]:
    """The candidates of a line up to the first that cannot be read, so that each has the number that stands over it in the list."""
    found = []
    for number in range(1, MOST_CANDIDATES + 1):
        said = _POINT.fullmatch(cells.get(f"candidate {number}", ""))
        if said is None:
            break
        found.append(Candidate(said[1], float(said[2]), float(said[3]), DECIDED_ACCURACY_M, math.nan))
    return tuple(found)


def read(path: Path, gazetteer: Gazetteer, area: Area, transform: Transform) -> dict[str, Decision]:
    """Decisions by key; an empty dict when there is no such file yet.

    A decision is the number of a candidate, a name of the gazetteer, coordinates in any form that submissions may have, or ``-``
    (nowhere). Raises :class:`InputError` naming the rows whose decision is none of these, or that cannot be read.
    """
    result: dict[str, Decision] = {}
    faults: list[Fault] = []
    names = {" ".join(map(fold, label.split())): place for place in reversed(gazetteer.places) for label in (place.name, *place.aliases)}
    for where, cells in worklist.read(path):
        spot = _decided(cells, names, area, transform)
        if spot is None:
            what = "the decision is no candidate, name or coordinate"
            faults.append(Fault(where, what, f"write 1-{MOST_CANDIDATES}, a gazetteer name, E N, or -"))
            continue
        line = tuple(cells.get(name, "") for name in HEADINGS)
        result[cells[worklist.KEY]] = Decision(*spot, cells[worklist.DECISION], line)
    if faults:
        raise InputError(faults)
    return result


def _decided(
    cells: Mapping[str, str], names: Mapping[str, Place], area: Area, transform: Transform
) -> tuple[float | None, float | None, float] | None:
    said = cells[worklist.DECISION]
    if said.lower() in NOWHERE:
        return None, None, math.nan
    if said in _NUMBERS:
        found = _POINT.fullmatch(cells.get(f"candidate {said}", ""))
        return (float(found[2]), float(found[3]), DECIDED_ACCURACY_M) if found else None
    place = names.get(" ".join(map(fold, said.split())))
    if place is not None:
        return place.x, place.y, place.accuracy_m
    pair = shape_of_text(said)
    if pair is None:
        return None
    located = resolve(np.array([pair[0]]), np.array([pair[1]]), pair[2], area, transform)
    return (float(located.x[0]), float(located.y[0]), 20.0) if np.isfinite(located.x[0]) else None
