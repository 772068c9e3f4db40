"""The codebook of a package: the program's own codes, the themes and parties of the campaign, and what else its tables use, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..codes import Code
from ..release import ELSEWHERE, OTHER, UNCLASSIFIED
from .about import line

THEME, PARTY = "theme", "responsible"
"""Lists of the codebook."""

IN_NO_CODEBOOK = {
    OTHER: ("Övrigt", "Other"),
    UNCLASSIFIED: ("Utan tema", "Unclassified"),
    "unknown": ("Okänt", "Unknown"),
    ELSEWHERE: ("Övrig plats", "Elsewhere"),
}
_OTHER_THEMES = (
    "Teman som var för sig har för få deltagare på platsen, räknade tillsammans.",
    "Themes that each have too few contributors in the place, counted together.",
)


def themes(codebook: Path | None) -> tuple[Code, ...]:
    """The lines of the theme codebook (the program's own when ``codebook`` is None): its themes and the parties responsible."""
    from ..submissions.codebook import load_codebook

    book = load_codebook(codebook)
    parties = (Code(PARTY, party, line(names[0]) or party, line(names[1]) or party) for party, names in book.parties.items())
    return (*(_theme(theme) for theme in book.themes), *parties)


def complete(known: Iterable[Code], used: Iterable[tuple[str, str]]) -> tuple[Code, ...]:
    """The codebook of a release: ``known`` lines and one for every (list, code) that is ``used`` and not yet known, sorted.

    A code nobody has put into words is its own name.
    """
    lines = {(code.list, code.code): code for code in known}
    for name, code in used:
        if (name, code) not in lines:
            lines[name, code] = _unknown(name, code)
    return tuple(lines[key] for key in sorted(lines))


def _unknown(name: str, code: str) -> Code:
    week = re.fullmatch(r"(\d{4})-?W(\d{1,2})", code)
    if week:
        return Code(name, code, f"Vecka {int(week[2])}, {week[1]}", f"Week {int(week[2])}, {week[1]}")
    sv, en = IN_NO_CODEBOOK.get(code, (code, code))
    return Code(name, code, sv, en, *(_OTHER_THEMES if (name, code) == (THEME, OTHER) else ()))


def _theme(theme: Any) -> Code:
    return Code(
        THEME,
        theme.id,
        line(theme.name_sv) or theme.id,
        line(theme.name_en) or theme.id,
        line(theme.definition_sv),
        line(theme.definition_en),
        line(theme.responsible),
    )
