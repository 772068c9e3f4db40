"""Names of persons: by lists, by pairs, by cues before them, by signatures; in lower case and in capitals too.

A word is read as a place, a given name, a surname, an ordinary word or unknown (this module); what stands beside it decides
(:mod:`.reading`).
Names that are also ordinary words ("Björn", "Sten", "My") need a neighbour or a cue. Capitalised unknown words inside a sentence go to
review: that recalls most names no list holds, and is seldom right.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...vendored import snowballstemmer
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..words import phrases, words
from .cues import AFTER_AN_OWNER, PLACE_ENDINGS, place_like
from .reading import Reading

WORD = re.compile(r"[^\W\d_]+(?:[-’'´`][^\W\d_]+)*")
_SURE_SUFFIXES = (
    "sson", "sdotter", "ović", "ovic", "ević", "evic", "poulos", "oglu", "oğlu", "zadeh", "nejad", "shvili", "enko", "qvist", "quist",
    "ström", "gren", "stedt", "crantz", "sköld", "skiöld",
)  # fmt: skip
"""Endings that hardly any other Swedish word has."""
_SURE_ENDS = frozenset(ending[-4:] for ending in _SURE_SUFFIXES)
_INITIALS = frozenset("abcdefghjklmnprstuvwz")
"""Letters that stand alone for a name more often than for a word ("i", "å" and "o" are words)."""
_INSIDE = re.compile(r"(?<=[^\s.!?:;•*\"”“»«…] )[(\"”“»'’]?([A-ZÅÄÖÉÜØÆČŠŽĆ][^\W\d_]{2,})")
_SIGNED = re.compile(r"[/–—~-] ?[A-ZÅÄÖ][^\W\d_]*[^/]{0,40}$")
_INITIAL = re.compile(r"(?<![^\W\d_])[A-ZÅÄÖ]\.? [A-ZÅÄÖ][^\W\d_]{2}|(?<![^\W\d_])[a-zåäö]\. ?[a-zåäö]{4}")
_TWO_INITIALS = re.compile(r"(?<![^\W_.])(?!P\. ?S|D\. ?S|N\. ?B|T\. ?O|S\. ?K|O\. ?S)[A-ZÅÄÖ]\.(?: ?[A-ZÅÄÖ]\.)++(?! ?[^\W_])")
"""Two or three letters that stand for a whole name: "Hälsn. A.K."."""
_NICKNAMED = re.compile(
    r"(?<![^\W_])(?P<first>[A-ZÅÄÖ][^\W\d_]{1,20}(?:-[A-ZÅÄÖ][^\W\d_]{1,20})?) [\"”“'’«»(][^\W\d_]{2,20}(?: [^\W\d_]{2,20})?[\"”“'’«»)] "
    r"(?P<last>[A-ZÅÄÖ][^\W\d_]{1,25}(?:-[A-ZÅÄÖ][^\W\d_]{1,25})?)(?![^\W_])"
)
_LAST_INITIALS = re.compile(
    r"(?:[.!?)\n] ?|/ ?|(?<![^\W_])(?:mvh|vh|hälsn\w*|hälsar|skriver(?: bara)?|skriva(?: bara)?|kalla mig(?: bara)?|kallar mig|"
    r"signerar|heter(?: bara)?|"
    r"signatur(?:en)?)[ :,]{1,2})(?P<name>[A-ZÅÄÖ]\.(?: ?[A-ZÅÄÖ]\.){0,2}|[A-ZÅÄÖ]{2}(?=[ .!]*$)|[A-ZÅÄÖ](?=[ .!]*$))(?=[ .!,]|$)"
)
"""A letter or two that stand for whoever writes: "Järntorget. D.S.", "jag skriver bara M."."""
_KINDRED = re.compile(
    r"(?:^|[\s.!?])//? ?(?P<name>[A-ZÅÄÖ][^\W\d_]{1,20}(?: [A-ZÅÄÖ][^\W\d_]{0,25})?)(?=,| \(|[.!]* *(?:\n|$))", re.MULTILINE
)
_NAMED_IN_LOWER_CASE = re.compile(
    r"(?<![^\W_])(?:heter|hette|namn är|namnet är|namn e|namn:|kallas)(?: ju|"
    r" då)? (?P<name>[a-zåäö]{2,20}(?: [a-zåäö]{2,20}){1,3})(?=[,.!\n]|$)",
    re.IGNORECASE,
)
AFTER_THE_NAME = frozenset({"i", "på", "från", "och", "å", "o", "jag", "vi", "som", "den", "det", "så", "är", "e"})
_MOST_CAPITALS = 0.8
"""Share of capitalised words from which a capital says nothing (headings, forms)."""


class Lists(NamedTuple):
    """The word lists as the finder needs them, all in lower case."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]
    common: frozenset[str]
    triggers: frozenset[str]
    """Words that make a text worth reading word by word, whatever their case."""
    doubtful: frozenset[str]
    """Words that do so with a capital letter, or beside one of ``relations``."""
    relations: frozenset[str]


@functools.cache
def lists() -> Lists:
    """The room's own lists."""
    given, surnames, ambiguous, common = (words(name) for name in ("given", "surnames", "ambiguous", "common"))
    ambiguous = ambiguous & (given | surnames) | common & (given | surnames)
    alone = (given | surnames) - ambiguous
    genitives = frozenset(word + "s" for word in alone if not word.endswith("s")) - common
    return Lists(
        given,
        surnames,
        ambiguous,
        common,
        alone | genitives | words("introduces") | words("signs_off"),
        ambiguous | frozenset(word + "s" for word in ambiguous) - common,
        words("titles") | words("relations") | words("contacts"),
    )


class NameFinder:
    """Finds names; ``places`` maps the first word (lower case) of every allowed place or organisation to the rest of its words."""

    def __init__(self, places: dict[str, list[tuple[str, ...]]]):
        self._lists = lists()
        self._places = places
        self._quiet = self._lists.common | frozenset(first for first, rests in places.items() if () in rests)
        self.listed = self._lists.triggers | self._lists.doubtful
        """Words to look at whatever stands beside them."""

    def worth(self, text: str, raw: list[str], tokens: list[str], bag: frozenset[str], caps: bool) -> bool:
        """Whether a text may hold a name: a quick look that lets most texts pass unread.

        ``raw``: its words, ``tokens``: the same in lower case, ``bag``: each of those once.
        """
        known = self._lists
        if not known.triggers.isdisjoint(bag):
            return True
        capitals = [word for word in raw if not word.islower()]
        if capitals and not known.doubtful.isdisjoint([word.lower() for word in capitals]):
            return True
        doubtful = known.doubtful.intersection(bag)
        if doubtful and (caps or len(doubtful) > 1 or not known.relations.isdisjoint(bag)):
            return True
        if len(capitals) > 1 or (capitals and not text[0].isupper()):
            for word in _INSIDE.findall(text):
                lower = word.lower()
                if lower not in self._quiet and not lower.endswith(PLACE_ENDINGS):
                    return True
        if not _SURE_ENDS.isdisjoint([token[-4:] for token in bag]) and any(token.endswith(_SURE_SUFFIXES) for token in bag):
            return True
        if "-" in text and any("-" in token and self.given(token) for token in bag):
            return True
        if not _INITIALS.isdisjoint(bag) and (_INITIAL.search(text) or _TWO_INITIALS.search(text)):
            return True
        if not _INITIALS.isdisjoint(bag) and _LAST_INITIALS.search(text):
            return True
        if "här" in bag and any(word in known.ambiguous for word in bag):
            return True
        if (
            capitals
            and len(tokens) > 1
            and (tokens[1] in _AFTER_A_FIRST_NAME or (tokens[0][-1] == "s" and tokens[1] in AFTER_AN_OWNER))
            and tokens[0] not in self._quiet
        ):
            return True
        return _SIGNED.search(text, max(0, len(text) - 60)) is not None

    def find(self, text: str, raw: list[str], tokens: list[str], caps: bool) -> Iterator[Finding]:
        """Names in ``text``; ``raw``: its words, ``tokens``: the same in lower case; ``caps``: capital letters carry no meaning in it."""
        spans = [match.span() for match in WORD.finditer(text)]
        if raw:
            if not _INITIALS.isdisjoint(tokens):
                for match in _TWO_INITIALS.finditer(text):
                    yield Finding("namn", match.start(), match.end(), MASK_AT_ONCE, 0.7, "initial after words that close a letter")
            for match in _NICKNAMED.finditer(text):
                yield from self._nicknamed(match)
            for match in _LAST_INITIALS.finditer(text):
                yield Finding("namn", match.start("name"), match.end("name"), REVIEW, 0.4, "initial after words that close a letter")
            for match in _KINDRED.finditer(text):
                if match["name"].lower() not in self._lists.common or self.given(match["name"].lower()):
                    yield Finding(
                        "namn", match.start("name"), match.end("name"), REVIEW, 0.5, "signature and what the writer is to somebody"
                    )
            for match in _NAMED_IN_LOWER_CASE.finditer(text):
                yield from self._named_in_lower_case(match)
            yield from Reading(self, text, raw, tokens, spans, caps or _titled(raw)).findings()

    def _nicknamed(self, match: re.Match[str]) -> Iterator[Finding]:
        """A name with what somebody is called inside: 'Mikael "Pajas" Nordh'."""
        first, last = match["first"].lower(), match["last"].lower()
        sure = (self.given(first) and first not in self._lists.common) or (self.surname(last) and last not in self._lists.common)
        if sure or not (self.common(first) or self.common(last) or place_like(last)):
            yield Finding(
                "namn", match.start(), match.end(), MASK_AT_ONCE if sure else REVIEW, 0.8 if sure else 0.4, "a name with another inside"
            )

    def _named_in_lower_case(self, match: re.Match[str]) -> Iterator[Finding]:
        """What follows a name in lower case that is on no list, word by word: "mitt namn är nguyen thi hoa"."""
        words_of_it = [part.lower() for part in match["name"].split(" ")]
        if any(self.common(part) or part in AFTER_THE_NAME for part in words_of_it):
            return
        at = match.start("name")
        for part in words_of_it:
            yield Finding("namn", at, at + len(part), REVIEW, 0.4, "words after words that introduce a name")
            at += len(part) + 1

    def places_in(self, lower: list[str]) -> bytearray:
        """Per word (lower case) 1 where it is an allowed place, 2 where it is part of one of several words."""
        marks = bytearray(len(lower))
        places = self._places
        for index, word in enumerate(lower):
            rests = places.get(word)
            if rests is None:
                if word[-1] != "s" or () not in places.get(word[:-1], ()):
                    continue
                rests = [()]
            for rest in rests:
                size = len(rest)
                if not size:
                    marks[index] = marks[index] or 1
                elif _stands(lower, index + 1, rest):
                    for at in range(index, index + 1 + size):
                        marks[at] = 2
        return marks

    def given(self, lower: str) -> bool:
        """Whether a lower-case word is a given name, a compound of two, or the genitive of one."""
        given = self._lists.given
        if lower in given:
            return True
        if "-" in lower:
            *first, last = lower.split("-")
            if not any(part in given for part in first) or not any(part.isalpha() for part in first):
                return False
            return last in given or (
                len(last) > 2 and first[0] not in _BEFORE_PLACES and not place_like(last) and _stem(last) not in _common_stems()
            )
        return lower.endswith("s") and lower[:-1] in given and lower not in self._lists.common

    def surname(self, lower: str) -> bool:
        """Whether a lower-case word is a listed surname, or ends as only surnames do, genitive or not."""
        surnames = self._lists.surnames
        if lower in surnames:
            return True
        bare = lower[:-1] if lower.endswith("s") and lower not in self._lists.common else lower
        if bare in surnames:
            return True
        if "-" in lower:
            return all(part in surnames or part in self._lists.given for part in lower.split("-"))
        return len(bare) > 6 and bare.endswith(_SURE_SUFFIXES)

    def ambiguous(self, lower: str) -> bool:
        """Whether a name is also an ordinary word."""
        known = self._lists
        return lower in known.ambiguous or (lower.endswith("s") and lower[:-1] in known.ambiguous and lower not in known.given)

    def town(self, lower: str) -> bool:
        """Whether a lower-case word is a town or larger."""
        return lower in _towns()

    def listed_common(self, lower: str) -> bool:
        """Whether a word stands in the list of ordinary words as it is."""
        return lower in self._lists.common

    def common(self, lower: str) -> bool:
        """Whether a word is an ordinary one, in any inflection."""
        return lower in self._lists.common or _stem(lower) in _common_stems() or ("-" in lower and self._ends_common(lower))

    def _ends_common(self, lower: str) -> bool:
        last = lower.rpartition("-")[2]
        return len(last) > 2 and last not in self._lists.given and (place_like(last) or _stem(last) in _common_stems())


_AFTER_A_FIRST_NAME = words("human_verbs") | {"och", "å"}
_BEFORE_PLACES = frozenset(["lill", "stor", "gamla", "nya", "norr", "söder", "öster", "väster", "karls", "nya"])
"""First parts of places and of few names ("Lill-Möckeln", "Lill-Babs"): the second part must be a listed name."""
_LONGEST_STEMMED = 60


@functools.lru_cache(maxsize=20_000)
def _stem(lower: str) -> str:
    return str(_stemmer().stemWord(lower[:_LONGEST_STEMMED]))


@functools.cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("swedish")


@functools.cache
def _common_stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in words("common"))


def _stands(lower: list[str], at: int, rest: tuple[str, ...]) -> bool:
    """Whether the words of ``rest`` stand from ``at`` on, each perhaps as a genitive."""
    if at + len(rest) > len(lower):
        return False
    for was in rest:
        is_ = lower[at]
        if is_ != was and is_ != was + "s":
            return False
        at += 1
    return True


@functools.cache
def _towns() -> frozenset[str]:
    return frozenset(town.lower() for town in phrases("towns"))


def _titled(raw: list[str]) -> bool:
    return len(raw) > 5 and sum(word[0].isupper() for word in raw) > len(raw) * _MOST_CAPITALS
