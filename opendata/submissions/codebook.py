"""The codebook: the themes there are, the words that tell of each, and who answers for it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..campaign import Campaign
from ..errors import Fault, InputError
from ..release import UNCLASSIFIED

SHIPPED = Path(__file__).resolve().parents[2] / "schemas" / "codebook.json"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Theme:
    """One entry of the codebook."""

    id: str
    name_sv: str
    name_en: str
    definition_sv: str
    definition_en: str
    examples_sv: tuple[str, ...]
    examples_en: tuple[str, ...]
    responsible: str
    """Id of the party that answers."""
    also_concerned: tuple[str, ...]
    stems: tuple[str, ...]
    """Found in any inflection, and as first or last part of a compound."""
    words: tuple[str, ...]
    """Found in any inflection, as whole words only."""
    hints: tuple[str, ...]
    """As stems, but half the weight: words that say where rather than why (hållplats, parkering, tunnel)."""
    phrases: tuple[str, ...]
    """Found as written, in lower case; the first word is a whole one."""
    weight: float
    cancelled_by: tuple[str, ...]
    """Words that undo this theme's hits in their sentence: praise with a "borde" in it is none."""


@dataclass(frozen=True)
class Codebook:
    """Themes in the order of the file, which is also the order in which ties are broken."""

    themes: tuple[Theme, ...]
    parties: dict[str, tuple[str, str]]
    """Id to Swedish and English name."""
    version: str
    ignored: tuple[str, ...]
    """Words that are names of places and say nothing of themes: brandstation."""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(theme.id for theme in self.themes)


def load_codebook(path: Path | None = None) -> Codebook:
    """The codebook in ``path``, or the one that is shipped.

    Raises :class:`InputError` with one fault per mistake: no such file, no JSON, a missing or unknown key, a party that is not listed, a
    repeated id, no theme ``unclassified``.
    """
    path = path or SHIPPED
    where = str(path)
    try:
        book = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise InputError(Fault(where, "there is no such file", "correct codebook in campaign.toml")) from None
    except (ValueError, RecursionError) as error:
        raise InputError(Fault(where, f"is not JSON ({type(error).__name__})", "mend or replace it")) from None
    faults = _faults(book, where)
    if faults:
        raise InputError(faults)
    themes = tuple(
        Theme(
            theme["id"],
            theme["name"]["sv"],
            theme["name"]["en"],
            theme["definition"]["sv"],
            theme["definition"]["en"],
            tuple(theme["examples"]["sv"]),
            tuple(theme["examples"]["en"]),
            theme["responsible"],
            tuple(theme.get("also_concerned", ())),
            tuple(theme.get("stems", ())),
            tuple(theme.get("words", ())),
            tuple(theme.get("hints", ())),
            tuple(theme.get("phrases", ())),
            float(theme.get("weight", 1)),
            tuple(theme.get("cancelled_by", ())),
        )
        for theme in book["themes"]
    )
    parties = {party["id"]: (party["name"]["sv"], party["name"]["en"]) for party in book["parties"]}
    return Codebook(themes, parties, str(book.get("version", "")), tuple(book.get("ignored", ())))


def codebook_of(campaign: Campaign) -> Codebook:
    """The codebook that a campaign names, or the one that is shipped; raises as :func:`load_codebook`."""
    return load_codebook(campaign.path(campaign.codebook) if campaign.codebook else None)


_TEXT_KEYS = ("name", "definition")
_LISTS = ("stems", "words", "hints", "phrases", "cancelled_by", "also_concerned")
_KEYS = frozenset(("id", "name", "definition", "examples", "responsible", "weight", *_LISTS))


def _faults(book: Any, where: str) -> list[Fault]:
    if not isinstance(book, dict) or not isinstance(book.get("themes"), list) or not isinstance(book.get("parties"), list):
        return [Fault(where, "is no codebook: themes or parties are missing", "start from schemas/codebook.json")]
    faults = []
    if not _words(book.get("ignored", [])):
        faults.append(Fault(where, "ignored is not a list of words", "write it in square brackets"))
    parties = {
        party["id"]
        for party in book["parties"]
        if isinstance(party, dict) and isinstance(party.get("id"), str) and _both(party.get("name"))
    }
    if len(parties) < len(book["parties"]):
        faults.append(Fault(where, "a party lacks its id, or its name in sv or en", "write them"))
    seen: set[str] = set()
    for number, theme in enumerate(book["themes"], 1):
        spot = f"{where}: theme {number}"
        if not isinstance(theme, dict) or not isinstance(theme.get("id"), str) or not re.fullmatch(r"[a-z][a-z0-9_]{0,49}", theme["id"]):
            faults.append(Fault(spot, "has no id of lower-case letters, digits and _", "give it one"))
            continue
        spot = f"{where}: theme {theme['id']}"
        if theme["id"] in seen:
            faults.append(Fault(spot, "stands twice", "remove one"))
        seen.add(theme["id"])
        for key in sorted(set(theme) - _KEYS):
            faults.append(Fault(spot, f"has an unknown key {key!r}", f"use {', '.join(sorted(_KEYS))}"))
        for key in _TEXT_KEYS:
            if not _both(theme.get(key)):
                faults.append(Fault(spot, f"lacks {key} in sv or en", "write both"))
        examples = theme.get("examples")
        if not isinstance(examples, dict) or not all(_words(examples.get(language)) for language in ("sv", "en")):
            faults.append(Fault(spot, "lacks examples in sv or en", "write a list of each"))
        for key in _LISTS:
            if not _words(theme.get(key, [])) or (key == "phrases" and not all(map(WORD.match, theme.get(key, [])))):
                faults.append(Fault(spot, f"{key} is not a list of words", "write it in square brackets"))
        if type(theme.get("weight", 1)) not in (int, float):
            faults.append(Fault(spot, "weight is no number", "write 1"))
        if not isinstance(theme.get("responsible"), str) or theme["responsible"] not in parties:
            faults.append(Fault(spot, "names no listed party as responsible", "name one of the parties by its id"))
    if UNCLASSIFIED not in seen:
        faults.append(Fault(where, f"has no theme {UNCLASSIFIED}", "add it"))
    return faults


def _both(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(language), str) and value[language] for language in ("sv", "en"))


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)
