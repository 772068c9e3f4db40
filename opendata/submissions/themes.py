"""Themes of free text by a codebook of stems: every hit says which word gave it.

Words are compared by their Swedish Snowball stems (Porter 2001), whole, or as first or last part of a compound: "gatubelysningen" is about
"belysning". One main theme, the others beside it.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from ..progress import Progress
from ..vendored import snowballstemmer
from . import theme_review
from .model import Submissions

UNCLASSIFIED = "unclassified"
POSITIVE = "safety_work"
SHIPPED = Path(__file__).resolve().parents[2] / "schemas" / "codebook.json"
_STEP = 2000
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTEST_PART = 4
"""Letters; shorter stems count only as whole words, for "epa" is in "separat" and "öl" in "kölden"."""


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
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """Themes in the order of the file, which is also the order in which ties are broken."""

    themes: tuple[Theme, ...]
    parties: dict[str, tuple[str, str]]
    """Id to Swedish and English name."""
    version: str

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(theme.id for theme in self.themes)


@dataclass(frozen=True)
class Themed:
    """``main`` and ``others`` are ids of the codebook; ``because`` holds (theme, word of the text that gave it) pairs, main theme first."""

    main: str
    others: tuple[str, ...]
    because: tuple[tuple[str, str], ...]


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
            tuple(theme.get("phrases", ())),
        )
        for theme in book["themes"]
    )
    parties = {party["id"]: (party["name"]["sv"], party["name"]["en"]) for party in book["parties"]}
    return Codebook(themes, parties, str(book.get("version", "")))


def classify(texts: Sequence[str], codebook: Codebook, progress: Progress) -> list[Themed]:
    """One :class:`Themed` per text; a text without a hit is :data:`UNCLASSIFIED`. The same texts give the same themes."""
    classifier = _Classifier(codebook)
    result = []
    for done, text in enumerate(texts):
        if done % _STEP == 0:
            progress("finding themes", done, len(texts))
        result.append(classifier.theme(text))
    progress("finding themes", len(texts), len(texts))
    return result


def give(submissions: Submissions, codebook: Codebook, internal: Path, progress: Progress) -> Submissions:
    """Give every submission its themes, and write the list in which people correct them.

    What people decided in ``internal/review_themes.csv`` goes first, then a theme that the file itself gave (an id of the codebook, or one
    of its names), then :func:`classify`. Raises :class:`InputError` naming the rows of the list whose decision is no theme.
    """
    names = {name.casefold(): theme.id for theme in codebook.themes for name in (theme.name_sv, theme.name_en, theme.id)}
    decisions = theme_review.read(internal / theme_review.FILE, names)
    found = classify(submissions.text.tolist(), codebook, progress)
    main, others = submissions.theme.copy(), submissions.other_themes.copy()
    for i, themed in enumerate(found):
        given = decisions.get(theme_review.key_of(submissions.text[i])) or names.get(submissions.theme[i].strip().casefold())
        main[i] = given or themed.main
        others[i] = tuple(theme for theme in (themed.main, *themed.others) if theme not in (main[i], UNCLASSIFIED))
    given_to = [theme_review.Line(submissions.text[i], main[i], themed.because) for i, themed in enumerate(found) if submissions.text[i]]
    theme_review.write(given_to, decisions, internal / theme_review.FILE)
    return dataclasses.replace(submissions, theme=main, other_themes=others)


class _Classifier:
    """Knows the themes of every distinct word it has met: words repeat, so most of the work is one look-up each."""

    def __init__(self, codebook: Codebook):
        self._order = {theme: place for place, theme in enumerate(codebook.ids)}
        self._stem = snowballstemmer.stemmer("swedish").stemWord
        self._stems: dict[str, list[str]] = {}
        for theme in codebook.themes:
            for stem in theme.stems:
                for form in {self._stem(stem), stem}:
                    if theme.id not in self._stems.setdefault(form, []):
                        self._stems[form].append(theme.id)
        self._phrases = [(phrase, theme.id) for theme in codebook.themes for phrase in theme.phrases]
        self._some_phrase = re.compile("|".join(re.escape(phrase) for phrase, _ in self._phrases)) if self._phrases else None
        self._words: dict[str, tuple[str, ...]] = {}

    def theme(self, text: str) -> Themed:
        lower = text.casefold()
        scores: dict[str, float] = {}
        because: dict[str, list[str]] = {}
        words = self._words
        for word in _WORD.findall(lower):
            themes = words.get(word)
            if themes is None:
                themes = words[word] = self._themes_of(word)
            for theme in themes:
                hits = because.setdefault(theme, [])
                if word not in hits:
                    scores[theme] = scores.get(theme, 0.0) + 1.0 / len(themes)
                    hits.append(word)
        if self._some_phrase and self._some_phrase.search(lower):
            for phrase, theme in self._phrases:
                if phrase in lower:
                    scores[theme] = scores.get(theme, 0.0) + (2.5 if theme == POSITIVE else 1.5)
                    because.setdefault(theme, []).append(phrase)
        if not scores:
            return Themed(UNCLASSIFIED, (), ())
        ranked = sorted(scores, key=lambda theme: (-scores[theme], self._order[theme]))
        return Themed(ranked[0], tuple(ranked[1:]), tuple((theme, word) for theme in ranked for word in because[theme]))

    def _themes_of(self, word: str) -> tuple[str, ...]:
        """Themes of a word by its stem: whole, else the longest stem it begins or ends with."""
        stem = self._stem(word)
        whole = self._stems.get(stem) or self._stems.get(word)
        if whole:
            return tuple(whole)
        for length in range(len(stem) - 1, _SHORTEST_PART - 1, -1):
            found = self._stems.get(stem[-length:]) or self._stems.get(word[:length])
            if found:
                return tuple(found)
        return ()


_TEXT_KEYS = ("name", "definition")
_KEYS = frozenset(("id", "name", "definition", "examples", "responsible", "also_concerned", "stems", "phrases"))


def _faults(book: Any, where: str) -> list[Fault]:
    if not isinstance(book, dict) or not isinstance(book.get("themes"), list) or not isinstance(book.get("parties"), list):
        return [Fault(where, "is no codebook: themes or parties are missing", "start from schemas/codebook.json")]
    faults = []
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
        for key in ("stems", "phrases", "also_concerned"):
            if not _words(theme.get(key, [])):
                faults.append(Fault(spot, f"{key} is not a list of words", "write it in square brackets"))
        if theme.get("responsible") not in parties:
            faults.append(Fault(spot, "names no listed party as responsible", "name one of the parties by its id"))
    if UNCLASSIFIED not in seen:
        faults.append(Fault(where, f"has no theme {UNCLASSIFIED}", "add it"))
    return faults


def _both(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(language), str) and value[language] for language in ("sv", "en"))


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)
