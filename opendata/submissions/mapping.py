"""Which column holds what: suggested from Swedish and English headings and from the values, with a score and a reason."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ..campaign import Fields, Source
from ..errors import Fault, InputError
from .coordinate_cells import number, shape_of_text
from .dates import parse as parse_date
from .table import Table

SURE = 0.5
"""A column is taken for a field from this score on."""
TOO_CLOSE = 0.1
"""Two columns whose scores differ by less are ambiguous."""
JOIN = " + "
"""Between the names of several columns that together are one field: ``text = "Varför + Förslag"``."""


def _listed(headings: str) -> tuple[str, ...]:
    return tuple(" ".join(heading.split()) for heading in headings.split("|"))


# Per field: headings that say it exactly, in order of how well they say it; the first of two counts more.
_HEADINGS = {
    "text": _listed("""
        beskrivning|synpunkt|synpunkter|text|fritext|meddelande|ärendebeskrivning|berättelse|vad vill du berätta|beskriv|vad|
        vad sades|innehåll|ärendetext|svar|description|comment|message|body|submission|details|kommentar|kommentarer|anteckning|
        anteckningar|notering|rubrik och text|vad gör att du känner dig otrygg
    """),
    "why": _listed("""
        varför|orsak|anledning|why|reason|varför är platsen otrygg|varför känns det otryggt
    """),
    "proposal": _listed("""
        förslag|åtgärd|åtgärdsförslag|önskemål|vad föreslår du|förbättringsförslag|proposal|suggestion|idé
    """),
    "place": _listed("""
        plats|var|platsbeskrivning|ställe|var någonstans|område|platsen|vilken plats|plats i ord|place|location|where|where is it|
        lokalisering|geografisk plats|gata|gatuadress|besöksadress|adress till platsen
    """),
    "received": _listed("""
        inkommen|slutförandetid|completion time|
        inkom|inkommet|inkommen datum|datum|mottagen|mottaget|ankom|ankomstdatum|inskickad|registrerad|registreringsdatum|
        skapad|skapat|tidpunkt|tid|tidsstämpel|tidstämpel|datum och tid|received|date|created|created at|timestamp|submitted|time|
        when
    """),
    "when": _listed("""
        när|när känns det otryggt|när är det otryggt|tid på dygnet|vilken tid|tidpunkt på dygnet|när på dygnet|time of day
    """),
    "x": _listed("""
        x|e|öst|ost|east|easting|x-koordinat|xkoordinat|x koordinat|longitud|long|lon|lng|longitude|längdgrad|sweref99 e|
        sweref 99 e|e-koordinat|östlig|x_coord|koordinat x|koordinat e|koord_x|point_x|öst-koordinat
    """),
    "y": _listed("""
        y|n|nord|norr|north|northing|y-koordinat|ykoordinat|y koordinat|latitud|lat|latitude|breddgrad|sweref99 n|sweref 99 n|
        n-koordinat|nordlig|y_coord|koordinat y|koordinat n|koord_y|point_y|nord-koordinat
    """),
    "geometry": _listed("""
        wkt|geometri|geometry|geom|wkt_geom|the_geom|koordinater|koordinat|coordinates|position|gps|shape
    """),
    "name": _listed("""
        namn|uppgiftslämnare|inskickad av|avsändare|uppringare|inringare|besökare|kontaktperson|name|sender|caller|visitor
    """),
    "email": _listed("""
        e-post|epost|e-postadress|epostadress|mejl|mail|mejladress|mailadress|email|e-mail|email address
    """),
    "telephone": _listed("""
        telefon|telefonnr|telefonnummer|tel|mobil|mobilnummer|mobiltelefon|phone|telephone|phone number|mobile
    """),
    "address": _listed("""
        adress|hemadress|bostadsadress|postadress|avsändarens adress|address|home address
    """),
    "contributor": _listed("""
        personnummer|person-id|personid|hushåll|användare|användar-id|user|user id|respondent|contributor
    """),
    "theme": _listed("""
        tema|kategori|ämne|ärendetyp|typ|theme|category
    """),
}
_PARTS_OF_TEXT = ("why", "proposal")
_QUESTIONS = (
    ("varför", "why"),
    ("why", "why"),
    ("vad föreslår", "proposal"),
    ("vad kan", "proposal"),
    ("hur kan", "proposal"),
    ("hur ska", "proposal"),
    ("beskriv", "text"),
    ("berätta", "text"),
    ("vad", "text"),
    ("what", "text"),
    ("var", "place"),
    ("where", "place"),
    ("vilken plats", "place"),
    ("på vilken plats", "place"),
    ("när", "when"),
)
"""How the questions of a form begin, longest first: the beginning says what is asked, whatever else the question mentions."""
_CLEAN = re.compile(r"[^a-zåäöéü0-9_ -]+")


@dataclass(frozen=True)
class Guess:
    """One field of a source: the column (or columns, joined by :data:`JOIN`), how sure, and why."""

    field: str
    column: str
    score: float
    reason: str


def clean(heading: str) -> str:
    """A heading as it is compared: lower case, without signs, single spaces."""
    return " ".join(_CLEAN.sub(" ", heading.casefold()).split())


def is_known_heading(cell: str) -> bool:
    """Whether a cell says what a column of submissions could hold."""
    return len(cell) <= 80 and clean(cell) in _KNOWN


_KNOWN = frozenset(clean(heading) for headings in _HEADINGS.values() for heading in headings)
_RANK = {name: {clean(heading): place for place, heading in reversed(list(enumerate(headings)))} for name, headings in _HEADINGS.items()}


def _asks(heading: str) -> str:
    """The field that a heading of several words asks for by how it begins; empty when it is no such question."""
    return next((field for start, field in _QUESTIONS if heading.startswith(start + " ")), "")


def choose(table: Table, source: Source, where: str) -> tuple[Fields, tuple[Guess, ...]]:
    """The fields of a table: those named in ``campaign.toml`` as they are, the others suggested.

    Raises :class:`InputError` when a named column is not there (naming the nearest), when two columns could be one field (naming
    both), or when nothing tells what citizens said or where.
    """
    named = {f.name: getattr(source.fields, f.name) for f in dataclasses.fields(Fields) if getattr(source.fields, f.name)}
    faults = [fault for name, column in named.items() for fault in _missing(table, name, column, where)]
    if faults:
        raise InputError(faults)
    guesses = {name: Guess(name, column, 1.0, "campaign.toml") for name, column in named.items()}
    for name, column in table.fixed_fields.items():
        guesses.setdefault(name, Guess(name, column, 1.0, "header of the message"))
    unused = [] if table.fixed_fields else _suggest(table, guesses, named.keys(), where)
    if not ({"text", "place", "geometry"} & guesses.keys() or {"x", "y"} <= guesses.keys() or table.geometry is not None):
        listed = ", ".join(list(table.columns)[:20])
        raise InputError(
            Fault(
                where,
                f"no column says what or where (columns: {listed})",
                f"name one as text or place under sources {source.name!r} in campaign.toml",
            )
        )
    fields = Fields(**{name: guess.column for name, guess in guesses.items()})
    return fields, (*(guesses[f.name] for f in dataclasses.fields(Fields) if f.name in guesses), *unused)


def columns_of(table: Table, column: str) -> list[str]:
    """Names of the columns that a mapping like ``A + B`` means; empty for an empty name."""
    if not column:
        return []
    return [column] if column in table.columns else [part.strip() for part in column.split(JOIN)]


def cells_of(table: Table, column: str) -> list[str]:
    """The cells of a field: of one column, or of several joined line by line."""
    names = columns_of(table, column)
    if len(names) == 1:
        return table.columns[names[0]]
    return (
        ["\n".join(filter(None, cells)) for cells in zip(*(table.columns[name] for name in names), strict=True)]
        if names
        else [""] * len(table)
    )


def _missing(table: Table, field: str, column: str, where: str) -> list[Fault]:
    faults = []
    for name in columns_of(table, column):
        if name not in table.columns:
            near = difflib.get_close_matches(name, list(table.columns), n=1, cutoff=0.5)
            hint = f" (did you mean {near[0]!r}?)" if near else f" (columns: {', '.join(list(table.columns)[:20])})"
            faults.append(Fault(where, f"has no column {name!r}{hint}", f"correct fields.{field} in campaign.toml"))
    return faults


def _suggest(table: Table, guesses: dict[str, Guess], named: Collection[str], where: str) -> list[Guess]:
    """Add suggestions to ``guesses``; returns the columns whose heading says a field that their values deny, to be shown.

    ``named`` are the fields of ``campaign.toml``, which stay as they are.
    """
    unused: list[Guess] = []
    taken = {column for guess in guesses.values() for column in columns_of(table, guess.column)}
    samples = {name: [cell for cell in cells[:400] if cell][:200] for name, cells in table.columns.items()}
    faults = []
    for field in (
        "geometry",
        "x",
        "y",
        "email",
        "telephone",
        "received",
        "when",
        "place",
        "contributor",
        "name",
        "address",
        "theme",
        "text",
    ):
        if field in guesses or (table.geometry is not None and field in ("geometry", "x", "y")):
            continue
        if field == "geometry" and {"x", "y"} & guesses.keys():
            continue
        if field in ("x", "y") and "geometry" in guesses:
            continue
        found = sorted((_score(field, name, samples[name]) for name in table.columns if name not in taken), key=lambda guess: -guess.score)
        unused += [guess for guess in found if 0 < guess.score < SURE]
        found = [guess for guess in found if guess.score >= SURE]
        if not found:
            continue
        if len(found) > 1 and found[0].score - found[1].score < TOO_CLOSE and field in ("text", "place", "received", "x", "y", "geometry"):
            names = " or ".join(repr(guess.column) for guess in found if found[0].score - guess.score < TOO_CLOSE)
            faults.append(Fault(where, f"{field} could be column {names}", f"name the right one as fields.{field} in campaign.toml"))
            continue
        guesses[field] = found[0]
        taken.add(found[0].column)
    if "text" not in named:
        _join_text(table, guesses, taken, samples)
    if ("x" in guesses) != ("y" in guesses):  # half a coordinate is none
        for field in ("x", "y"):
            if field in guesses and field not in named:
                del guesses[field]
    if faults:
        raise InputError(faults)
    return [guess for guess in unused if guess.column not in taken]


def _join_text(table: Table, guesses: dict[str, Guess], taken: set[str], samples: dict[str, list[str]]) -> None:
    """The postcard's questions "why" and "what do you propose" are parts of one text."""
    parts = [guesses["text"]] if "text" in guesses else []
    for field in _PARTS_OF_TEXT:
        for name in table.columns:
            asked = clean(name) in _RANK[field] or _asks(clean(name)) == field
            if name not in taken and asked and samples[name]:
                parts.append(Guess("text", name, 0.9, f"heading says {field}"))
                taken.add(name)
    if not parts:
        longest = [
            (sum(map(len, cells)) / len(cells), name) for name, cells in samples.items() if name not in taken and cells and _wordy(cells)
        ]
        if longest:
            length, name = max(longest)
            if length >= 25:
                parts = [Guess("text", name, 0.6, "longest texts")]
                taken.add(name)
    if parts:
        guesses["text"] = Guess(
            "text", JOIN.join(part.column for part in parts), min(p.score for p in parts), "; ".join(p.reason for p in parts)
        )


def _score(field: str, name: str, cells: Sequence[str]) -> Guess:
    heading = clean(name)
    rank = _RANK[field].get(heading)
    share = _share(field, cells)
    if rank is not None:
        base = 0.95 - min(rank, 30) * 0.011
        if cells and share is not None and share < 0.3:
            return Guess(field, name, 0.2, f"not used: heading says {field}, but the values do not")
        return Guess(field, name, base, f"heading {name!r}")
    asked = _asks(heading)
    if asked:
        return Guess(field, name, 0.8 if asked == field else 0.0, f"question {name!r}")
    words = heading.replace("_", " ").replace("-", " ").split()
    inside = [known for known in _RANK[field] if len(known) >= 3 and (known in words or (" " in known and known in heading))]
    if inside and (share is None or share >= 0.5):
        return Guess(field, name, 0.62, f"heading contains {max(inside, key=len)!r}")
    if field in ("email", "received", "geometry") and share is not None and cells and share >= 0.9:
        return Guess(field, name, 0.55, "values look like it")
    return Guess(field, name, 0.0, "")


_LOOKS: dict[str, Callable[[str], bool]] = {
    "x": lambda cell: number(cell) is not None,
    "y": lambda cell: number(cell) is not None,
    "geometry": lambda cell: shape_of_text(cell) is not None,
    "received": lambda cell: parse_date(cell) is not None,
    "email": lambda cell: "@" in cell and " " not in cell.strip(),
    "telephone": lambda cell: sum(character.isdigit() for character in cell) >= 6,
}


def _share(field: str, cells: Sequence[str]) -> float | None:
    """Share of values that look like the field, or None where nothing can be told from values."""
    look = _LOOKS.get(field)
    if look is None or not cells:
        return None
    return sum(map(look, cells)) / len(cells)


def _wordy(cells: Sequence[str]) -> bool:
    return sum(" " in cell for cell in cells) > len(cells) / 2
