"""``internal/review_themes.csv``: the theme of every wording, for people to correct; what they decide is kept across runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Fault, InputError
from ..release import UNCLASSIFIED
from . import worklist
from .worklist import key_of

FILE = "review_themes.csv"
HEADINGS = (worklist.KEY, worklist.DECISION, "theme", "because", "times", "text")
_EXCERPT = 400


@dataclass(frozen=True)
class Line:
    """A text, its main theme as given, and the (theme, word) pairs that gave it."""

    text: str
    theme: str
    because: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Wording:
    """A line of the list as people see it; ``decision`` is empty while it is open.

    ``because`` is the words that gave the theme, ``times`` how many submissions say it.
    """

    key: str
    decision: str
    theme: str
    because: tuple[str, ...]
    times: str
    text: str


def lines(path: Path) -> tuple[Wording, ...]:
    """The list in its order, decided or not; empty when there is no such file yet. Raises :class:`InputError` as :func:`worklist.lines`."""
    found = []
    for _, cells in worklist.lines(path):
        said = {name: cells.get(name, "") for name in HEADINGS}
        because = tuple(part.partition(": ")[2] for part in said["because"].split(", "))
        found.append(Wording(said[worklist.KEY], said[worklist.DECISION], said["theme"], because, said["times"], said["text"]))
    return tuple(found)


def read(path: Path, names: Mapping[str, str]) -> dict[str, str]:
    """Theme ids that people decided, by key of the text; empty when there is no such file yet.

    ``names`` maps what may stand there (ids, names in both languages, folded) to ids. Raises :class:`InputError` for anything else.
    """
    decided: dict[str, str] = {}
    faults = []
    for where, cells in worklist.read(path):
        theme = names.get(cells[worklist.DECISION].casefold())
        if theme is None:
            listed = ", ".join(sorted(set(names.values())))
            faults.append(Fault(where, "the decision is no theme of the codebook", f"write one of {listed}"))
        else:
            decided[cells[worklist.KEY]] = theme
    if faults:
        raise InputError(faults)
    return decided


def write(lines: Sequence[Line], decisions: Mapping[str, str], path: Path) -> None:
    """Write the list (0600): one line per wording, unclassified first because they gain most from a look; nothing decided is lost."""
    times: dict[str, int] = {}
    first: dict[str, Line] = {}
    for line in lines:
        key = key_of(line.text)
        times[key] = times.get(key, 0) + 1
        first.setdefault(key, line)
    rows: list[Sequence[str]] = []
    for key in sorted(first, key=lambda each: (first[each].theme != UNCLASSIFIED, -times[each], first[each].theme, each)):
        line = first[key]
        because = ", ".join(f"{theme}: {word}" for theme, word in line.because)
        text = " ".join(line.text.split())[:_EXCERPT]
        rows.append((key, decisions.get(key, ""), line.theme, because, str(times[key]), text))
    rows += [(key, decisions[key], decisions[key], "", "0", "") for key in sorted(set(decisions) - set(first))]
    worklist.write(path, HEADINGS, rows)
