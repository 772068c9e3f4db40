"""The codes of the published tables in words, Swedish and English: the codebook's lines that do not come from the theme codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .about import line

THEME, PARTY = "theme", "responsible"


@dataclass(frozen=True)
class Code:
    """One code of one list in words."""

    list: str
    code: str
    name_sv: str
    name_en: str
    definition_sv: str = ""
    definition_en: str = ""
    responsible: str = ""


FIXED: tuple[Code, ...] = (
    Code(
        "channel", "map", "Webbkarta", "Map on the web", "Punkt i kartan på kommunens webbplats.", "A point on the municipality's web map."
    ),
    Code("channel", "postcard", "Vykort", "Postcard", "Ifyllt vykort.", "A postcard filled in by hand."),
    Code("channel", "email", "E-post", "E-mail", "E-post till kommunens kontaktcenter.", "E-mail to the municipality's service centre."),
    Code("channel", "telephone", "Telefon", "Telephone", "Samtal till kontaktcenter.", "A call to the service centre."),
    Code("channel", "visit", "Besök", "Visit", "Besök i kontaktcenter.", "A visit to the service centre."),
    Code("channel", "walk", "Trygghetsvandring", "Safety walk", "Vandring på plats i grupp.", "A walk on the spot in a group."),
    Code("day_part", "morning", "Morgon", "Morning"),
    Code("day_part", "forenoon", "Förmiddag", "Forenoon"),
    Code("day_part", "day", "Dag", "Daytime"),
    Code("day_part", "afternoon", "Eftermiddag", "Afternoon"),
    Code("day_part", "evening", "Kväll", "Evening"),
    Code("day_part", "night", "Natt", "Night"),
    Code("day_part", "unknown", "Tid okänd", "Time unknown"),
    Code("kind", "cell", "Ruta", "Cell", "En ruta i rutnätet.", "A square of the grid."),
    Code(
        "kind",
        "remainder",
        "Rest",
        "Remainder",
        "Det som är kvar av en större ruta när dess publicerade rutor räknats bort.",
        "What is left of a larger square when its published cells are taken out.",
    ),
    Code("status", "published", "Publicerat", "Published", "Siffran anges.", "The figure is given."),
    Code(
        "status",
        "withheld",
        "Undanhållet",
        "Withheld",
        "För få deltagare; siffran anges inte. Det är varken noll eller okänt.",
        "Too few contributors; the figure is not given. It is neither zero nor unknown.",
    ),
)

OTHER = {
    "other": ("Övrigt", "Other"),
    "unclassified": ("Utan tema", "Unclassified"),
    "unknown": ("Okänt", "Unknown"),
    "elsewhere": ("Övrig plats", "Elsewhere"),
}
OTHER_THEMES = (
    "Teman som var för sig har för få deltagare på platsen, räknade tillsammans.",
    "Themes that each have too few contributors in the place, counted together.",
)


def themes(codebook: Path | None) -> tuple[Code, ...]:
    """The lines of the theme codebook (the program's own when ``codebook`` is None): its themes and the parties responsible."""
    from ..submissions.themes import load_codebook

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
    sv, en = OTHER.get(code, (code, code))
    return Code(name, code, sv, en, *(OTHER_THEMES if (name, code) == (THEME, "other") else ()))


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
