"""What is known of words: names of persons, names of places, ordinary words in any inflection."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ...vendored import snowballstemmer
from ..wordlists import phrases, words
from .cues import place_like

WORD = re.compile(r"[^\W\d_]+(?:[-’'´`][^\W\d_]+)*")
SURE_SUFFIXES = (
    "sson", "sdotter", "ović", "ovic", "ević", "evic", "poulos", "oglu", "oğlu", "zadeh", "nejad", "shvili", "enko", "qvist", "quist",
    "ström", "gren", "stedt", "crantz", "sköld", "skiöld",
)  # fmt: skip
"""Endings that hardly any other Swedish word has."""
_BEFORE_PLACES = frozenset(["lill", "stor", "gamla", "nya", "norr", "söder", "öster", "väster", "karls"])
"""First parts of places and of few names ("Lill-Möckeln", "Lill-Babs"): the second part must be a listed name."""
_LONGEST_STEMMED = 60


class Lists(NamedTuple):
    """The word lists as finders need them, all in lower case."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]
    ordinary: frozenset[str]
    triggers: frozenset[str]
    """Words that make a text worth reading for names, whatever their case."""
    doubtful: frozenset[str]
    """Words that do so with a capital letter, or beside one of ``relations``."""
    relations: frozenset[str]
    towns: frozenset[str]


@functools.cache
def lists() -> Lists:
    """The room's own lists."""
    given, surnames, ambiguous, ordinary = (words(name) for name in ("given", "surnames", "ambiguous", "common"))
    ambiguous = ambiguous & (given | surnames) | ordinary & (given | surnames)
    alone = (given | surnames) - ambiguous
    genitives = frozenset(word + "s" for word in alone if not word.endswith("s")) - ordinary
    return Lists(
        given,
        surnames,
        ambiguous,
        ordinary,
        alone | genitives | words("introduces") | words("signs_off"),
        ambiguous | frozenset(word + "s" for word in ambiguous) - ordinary,
        words("titles") | words("relations") | words("contacts"),
        frozenset(town.lower() for town in phrases("towns")),
    )


class Vocabulary:
    """The lists, and the names of places and organisations that are not persons: those of the lists and ``places``."""

    def __init__(self, places: Iterable[str] = ()):
        distinct: dict[str, dict[tuple[str, ...], None]] = {}
        for phrase in (*phrases("towns"), *phrases("places"), *places):
            first, *rest = [match[0].lower() for match in WORD.finditer(phrase)] or [""]
            if first:
                distinct.setdefault(first, {})[tuple(rest)] = None
        self._phrases = {first: list(rests) for first, rests in distinct.items()}
        """The first word of every place, with the rest of its words."""
        self.lists = lists()
        self.towns, self.ordinary = self.lists.towns, self.lists.ordinary
        self.places = frozenset(first for first, rests in self._phrases.items() if () in rests)
        """Places of one word."""
        self.quiet = self.ordinary | self.places
        """Words that are no names whatever their case."""
        self.telling = self.lists.triggers | self.lists.doubtful
        """Words to look at whatever stands beside them."""

    def places_in(self, tokens: Sequence[str]) -> bytearray:
        """Per word (lower case) 1 where it is an allowed place, 2 where it is part of one of several words."""
        marks = bytearray(len(tokens))
        places = self._phrases
        for index, word in enumerate(tokens):
            rests = places.get(word)
            if rests is None:
                if word[-1] != "s" or () not in places.get(word[:-1], ()):
                    continue
                rests = [()]
            for rest in rests:
                size = len(rest)
                if not size:
                    marks[index] = marks[index] or 1
                elif _stands(tokens, index + 1, rest):
                    for at in range(index, index + 1 + size):
                        marks[at] = 2
        return marks

    def given(self, lower: str) -> bool:
        """Whether a lower-case word is a given name, a compound of two, or the genitive of one."""
        given = self.lists.given
        if lower in given:
            return True
        if "-" in lower:
            *first, last = lower.split("-")
            if not any(part in given for part in first) or not any(part.isalpha() for part in first):
                return False
            return last in given or (
                len(last) > 2 and first[0] not in _BEFORE_PLACES and not place_like(last) and _stem(last) not in _ordinary_stems()
            )
        return lower.endswith("s") and lower[:-1] in given and lower not in self.ordinary

    def surname(self, lower: str) -> bool:
        """Whether a lower-case word is a listed surname, or ends as only surnames do, genitive or not."""
        surnames = self.lists.surnames
        if lower in surnames:
            return True
        bare = lower[:-1] if lower.endswith("s") and lower not in self.ordinary else lower
        if bare in surnames:
            return True
        if "-" in lower:
            return all(part in surnames or part in self.lists.given for part in lower.split("-"))
        return len(bare) > 6 and bare.endswith(SURE_SUFFIXES)

    def ambiguous(self, lower: str) -> bool:
        """Whether a name is also an ordinary word."""
        ambiguous = self.lists.ambiguous
        return lower in ambiguous or (lower.endswith("s") and lower[:-1] in ambiguous and lower not in self.lists.given)

    def common(self, lower: str) -> bool:
        """Whether a word is an ordinary one, in any inflection."""
        return lower in self.ordinary or _stem(lower) in _ordinary_stems() or ("-" in lower and self._ends_common(lower))

    def _ends_common(self, lower: str) -> bool:
        last = lower.rpartition("-")[2]
        return len(last) > 2 and last not in self.lists.given and (place_like(last) or _stem(last) in _ordinary_stems())


@functools.lru_cache(maxsize=20_000)
def _stem(lower: str) -> str:
    return str(_stemmer().stemWord(lower[:_LONGEST_STEMMED]))


@functools.cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("swedish")


@functools.cache
def _ordinary_stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in words("common"))


def _stands(tokens: Sequence[str], at: int, rest: tuple[str, ...]) -> bool:
    """Whether the words of ``rest`` stand from ``at`` on, each perhaps as a genitive."""
    if at + len(rest) > len(tokens):
        return False
    for was in rest:
        is_ = tokens[at]
        if is_ != was and is_ != was + "s":
            return False
        at += 1
    return True
