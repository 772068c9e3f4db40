"""A review list (semicolons, byte-order mark) with its decisions changed in place; every other cell stays as it was."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from ...opendata.files import write_text

CANDIDATES = 6
_POINT = re.compile(r"^(.*) \((-?\d+), (-?\d+)\)$")


@dataclass(frozen=True)
class Candidate:
    """A place that words may mean; metres in the grid's coordinate system."""

    name: str
    x: float
    y: float


def read(path: Path) -> list[dict[str, str]]:
    """The lines of the list; empty when there is none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{str(k): v or "" for k, v in line.items() if k is not None} for line in csv.DictReader(stream, delimiter=";")]


def decide(path: Path, index: int, decision: str) -> None:
    """Write ``decision`` into line ``index``; the file is replaced whole, readable by its owner only."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream, delimiter=";"))
    column = lines[0].index("decision")
    lines[index + 1][column] = decision
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(lines)
    write_text(path, "\ufeff" + out.getvalue(), private=True)


def candidates(line: dict[str, str]) -> list[Candidate]:
    """The candidates of a line, in their order."""
    found = []
    for i in range(1, CANDIDATES + 1):
        match = _POINT.match(line.get(f"candidate {i}", ""))
        if match:
            found.append(Candidate(match[1], float(match[2]), float(match[3])))
    return found
