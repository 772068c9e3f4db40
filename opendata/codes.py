"""The program's own codes in words, Swedish and English: what the published tables, the plugin and the reports call them.

A channel has its line here and nowhere else; themes are in the theme codebook.
"""

from __future__ import annotations

from dataclasses import dataclass


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


CHANNELS: tuple[Code, ...] = (
    Code(
        "channel", "map", "Webbkarta", "Map on the web", "Punkt i kartan på kommunens webbplats.", "A point on the municipality's web map."
    ),
    Code("channel", "postcard", "Vykort", "Postcard", "Ifyllt vykort.", "A postcard filled in by hand."),
    Code("channel", "email", "E-post", "E-mail", "E-post till kommunens kontaktcenter.", "E-mail to the municipality's service centre."),
    Code("channel", "telephone", "Telefon", "Telephone", "Samtal till kontaktcenter.", "A call to the service centre."),
    Code("channel", "visit", "Besök", "Visit", "Besök i kontaktcenter.", "A visit to the service centre."),
    Code("channel", "walk", "Trygghetsvandring", "Safety walk", "Vandring på plats i grupp.", "A walk on the spot in a group."),
)
"""Ways a submission comes in."""

FIXED: tuple[Code, ...] = (
    *CHANNELS,
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


def name(listed: str, code: str, language: str) -> str:
    """What ``code`` of the list ``listed`` is called in ``language`` (sv, else English); itself when it has no line."""
    found = _NAMES.get((listed, code), (code, code))
    return found[0 if language == "sv" else 1]


_NAMES = {(code.list, code.code): (code.name_sv, code.name_en) for code in FIXED}
