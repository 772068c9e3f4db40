"""Words of legends and pages in the language of the map, which need not be the language QGIS is set to."""

from __future__ import annotations

LANGUAGES = ("sv", "en")

_WORDS: dict[str, tuple[str, str]] = {
    "density": ("Personer per km²", "Persons per km²"),
    "count": ("Antal personer", "Number of persons"),
    "zero": ("Ingen har tyckt till här", "Nobody told us of this place"),
    "withheld": ("Visas inte: för få personer", "Not shown: too few persons"),
    "none_or_few": ("Ingen, eller för få: ingår i övriga teman", "None, or too few: counted under other themes"),
    "no_figure": ("Ingen uppgift", "No figure"),
    "remainder": ("Streckad: resten av en större ruta", "Dashed: the rest of a larger square"),
    "themes": ("Teman", "Themes"),
    "areas": ("Områdesgräns", "Boundary of an area"),
    "sheet": ("Blad {number} av {all}", "Sheet {number} of {all}"),
    "all_themes": ("Alla teman", "All themes"),
    "theme": ("Tema: {name}", "Theme: {name}"),
    "method": (
        "Varje siffra bygger på minst {k} personer eller hushåll. Rutor med färre har slagits ihop till större ytor, så att ingen enskild "
        "kan pekas ut. Kartan visar platser som människor har berättat om, inte brott och inte personer.",
        "Every figure stands on at least {k} persons or households. Squares with fewer were merged into larger areas, so that nobody can "
        "be singled out. The map shows places that people told about, not crimes and not persons.",
    ),
    "elsewhere": ("Utanför de ritade rutorna: {n} personer.", "Outside the squares drawn: {n} persons."),
    "some_withheld": ("Några uppgifter visas inte alls.", "Some figures are not shown at all."),
    "sources": ("Källa: {municipality} kommun, {title}, {start}–{end}.", "Source: {municipality} municipality, {title}, {start}–{end}."),
    "sources_points": ("Källa: egna punkter.", "Source: own points."),
    "system": ("Koordinatsystem: {crs}.", "Coordinate system: {crs}."),
    "title": ("Platser som känns otrygga", "Places that feel unsafe"),
    "abstract": (
        "Antal personer eller hushåll som har berättat om en otrygg plats, per ruta. Minst {k} bakom varje siffra.",
        "Number of persons or households who told about an unsafe place, per square. At least {k} behind every figure.",
    ),
    "figures": ("Siffran i en ruta är antalet personer.", "The figure in a square is the number of persons."),
}


def word(key: str, language: str, **values: object) -> str:
    """The text called ``key`` in ``language`` (``sv`` or ``en``) with ``values`` put in."""
    swedish, english = _WORDS[key]
    text = swedish if language == "sv" else english
    return text.format(**values) if values else text
