"""A review list (semicolons, byte-order mark) with its decisions changed in place; every other cell stays as it was."""

from __future__ import annotations

import csv
import functools
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
    """The lines of the list; empty when there is none. The caller does not change them: they are kept until the file changes."""
    try:
        told = path.stat()
    except FileNotFoundError:
        return []
    return _lines(path, told.st_mtime_ns, told.st_size)


def decide(path: Path, index: int, decision: str) -> None:
    """Write ``decision`` into line ``index``; the file is replaced whole, readable by its owner only."""
    lines = _cells(path)
    lines[index + 1][lines[0].index("decision")] = decision
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(lines)
    write_text(path, "\ufeff" + out.getvalue(), private=True)


@functools.lru_cache(maxsize=8)
def _lines(path: Path, _changed: int, _size: int) -> list[dict[str, str]]:
    heading, *lines = _cells(path) or [[]]
    return [dict.fromkeys(heading, "") | dict(zip(heading, line, strict=False)) for line in lines]


def _cells(path: Path) -> list[list[str]]:
    """All cells, also of a list that a spreadsheet program saved in its own way."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    return [row for row in rows if any(row)]


def candidates(line: dict[str, str]) -> list[Candidate]:
    """The candidates of a line, in their order."""
    found = []
    for i in range(1, CANDIDATES + 1):
        match = _POINT.match(line.get(f"candidate {i}", ""))
        if match:
            found.append(Candidate(match[1], float(match[2]), float(match[3])))
    return found
