"""``internal/review_themes.csv``: the theme of every wording, for people to correct; what they decide is kept across runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..campaign import Source
from ..errors import Fault, InputError
from ..files import write_text
from ..progress import silent
from . import delimited
from .place_review import harmless, key_of

FILE = "review_themes.csv"
HEADINGS = ("key", "decision", "theme", "because", "times", "text")
_EXCERPT = 400

__all__ = ["FILE", "Line", "key_of", "read", "write"]


@dataclass(frozen=True)
class Line:
    """A text, its main theme as given, and the (theme, word) pairs that gave it."""

    text: str
    theme: str
    because: tuple[tuple[str, str], ...]


def read(path: Path, names: Mapping[str, str]) -> dict[str, str]:
    """Theme ids that people decided, by key of the text; empty when there is no such file yet.

    ``names`` maps what may stand there (ids, names in both languages, folded) to ids. Raises :class:`InputError` for anything else.
    """
    if not path.exists():
        return {}
    table = delimited.read(path, Source("review", path.name, "map", header_row=1), silent)
    missing = [name for name in ("key", "decision") if name not in table.columns]
    if missing:
        raise InputError(Fault(str(path), f"has no column {', '.join(missing)}", "delete the file and run again"))
    decided: dict[str, str] = {}
    faults = []
    for number, key, said in zip(table.numbers.tolist(), table.columns["key"], table.columns["decision"], strict=True):
        if not said:
            continue
        theme = names.get(said.casefold())
        if theme is None:
            faults.append(
                Fault(
                    f"{path}:{number}", "the decision is no theme of the codebook", f"write one of {', '.join(sorted(set(names.values())))}"
                )
            )
        else:
            decided[key.lstrip("'")] = theme
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
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for key in sorted(first, key=lambda each: (first[each].theme != "unclassified", -times[each], first[each].theme, each)):
        line = first[key]
        because = ", ".join(f"{theme}: {word}" for theme, word in line.because)
        text = " ".join(line.text.split())[:_EXCERPT]
        writer.writerow([harmless(cell) for cell in (key, decisions.get(key, ""), line.theme, because, str(times[key]), text)])
    for key in sorted(set(decisions) - set(first)):
        writer.writerow([key, decisions[key], decisions[key], "", "0", ""])
    write_text(path, "\ufeff" + stream.getvalue(), private=True)
