"""Names of persons: by lists, by pairs, by cues before them, by signatures; in lower case and in capitals too.

What is known of a word (a given name, a place, an ordinary word, nothing) is in :mod:`.vocabulary`, deciding word by word in
:mod:`.reading`; here stand the cheap look that lets most texts pass, and the forms that need no reading.
Names that are also ordinary words ("Björn", "Sten", "My") need a neighbour or a cue. Capitalised unknown words inside a sentence go to
review: that recalls most names no list holds, and is seldom right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..wordlists import words
from .cues import AFTER_AN_OWNER, PLACE_ENDINGS, place_like
from .reading import findings
from .vocabulary import SURE_SUFFIXES, Vocabulary

_SURE_ENDS = frozenset(ending[-4:] for ending in SURE_SUFFIXES)
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
_AFTER_THE_NAME = frozenset({"i", "på", "från", "och", "å", "o", "jag", "vi", "som", "den", "det", "så", "är", "e"})
_AFTER_A_FIRST_NAME = words("human_verbs") | {"och", "å"}
_MOST_CAPITALS = 0.8
"""Share of capitalised words from which a capital says nothing (headings, forms)."""
_FEWEST_IN_A_HEADING = 6
"""Words of a text that may be one."""


def worth(facts: Facts) -> bool:
    """Whether a text may hold a name."""
    text, tokens, bag, known, lists = facts.text, facts.tokens, facts.bag, facts.known, facts.known.lists
    if not lists.triggers.isdisjoint(bag):
        return True
    capitals = [word for word in facts.words if not word.islower()]
    if capitals and not lists.doubtful.isdisjoint([word.lower() for word in capitals]):
        return True
    doubtful = lists.doubtful.intersection(bag)
    if doubtful and (facts.caps or len(doubtful) > 1 or not lists.relations.isdisjoint(bag)):
        return True
    if len(capitals) > 1 or (capitals and not text[0].isupper()):
        for word in _INSIDE.findall(text):
            lower = word.lower()
            if lower not in known.quiet and not lower.endswith(PLACE_ENDINGS):
                return True
    if not _SURE_ENDS.isdisjoint([token[-4:] for token in bag]) and any(token.endswith(SURE_SUFFIXES) for token in bag):
        return True
    if "-" in text and any("-" in token and known.given(token) for token in bag):
        return True
    if not _INITIALS.isdisjoint(bag) and (_INITIAL.search(text) or _TWO_INITIALS.search(text) or _LAST_INITIALS.search(text)):
        return True
    if "här" in bag and not lists.ambiguous.isdisjoint(bag):
        return True
    if (
        capitals
        and len(tokens) > 1
        and (tokens[1] in _AFTER_A_FIRST_NAME or (tokens[0][-1] == "s" and tokens[1] in AFTER_AN_OWNER))
        and tokens[0] not in known.quiet
    ):
        return True
    return _SIGNED.search(text, max(0, len(text) - 60)) is not None


def find(facts: Facts) -> Iterator[Finding]:
    """Names, nicknames and initials."""
    text, known = facts.text, facts.known
    if not facts.words:
        return
    if not _INITIALS.isdisjoint(facts.tokens):
        for match in _TWO_INITIALS.finditer(text):
            yield Finding("namn", match.start(), match.end(), MASK_AT_ONCE, 0.7, "initial after words that close a letter")
    for match in _NICKNAMED.finditer(text):
        yield from _nicknamed(match, known)
    for match in _LAST_INITIALS.finditer(text):
        yield Finding("namn", match.start("name"), match.end("name"), REVIEW, 0.4, "initial after words that close a letter")
    for match in _KINDRED.finditer(text):
        if match["name"].lower() not in known.ordinary or known.given(match["name"].lower()):
            yield Finding("namn", match.start("name"), match.end("name"), REVIEW, 0.5, "signature and what the writer is to somebody")
    for match in _NAMED_IN_LOWER_CASE.finditer(text):
        yield from _named_in_lower_case(match, known)
    yield from findings(facts, facts.caps or _titled(facts.words))


def _nicknamed(match: re.Match[str], known: Vocabulary) -> Iterator[Finding]:
    """A name with what somebody is called inside: 'Mikael "Pajas" Nordh'."""
    first, last = match["first"].lower(), match["last"].lower()
    sure = (known.given(first) and first not in known.ordinary) or (known.surname(last) and last not in known.ordinary)
    if sure or not (known.common(first) or known.common(last) or place_like(last)):
        tier, confidence = (MASK_AT_ONCE, 0.8) if sure else (REVIEW, 0.4)
        yield Finding("namn", match.start(), match.end(), tier, confidence, "a name with another inside")


def _named_in_lower_case(match: re.Match[str], known: Vocabulary) -> Iterator[Finding]:
    """What follows a name in lower case that is on no list, word by word: "mitt namn är nguyen thi hoa"."""
    parts = [part.lower() for part in match["name"].split(" ")]
    if any(known.common(part) or part in _AFTER_THE_NAME for part in parts):
        return
    at = match.start("name")
    for part in parts:
        yield Finding("namn", at, at + len(part), REVIEW, 0.4, "words after words that introduce a name")
        at += len(part) + 1


def _titled(words: list[str]) -> bool:
    return len(words) >= _FEWEST_IN_A_HEADING and sum(word[0].isupper() for word in words) > len(words) * _MOST_CAPITALS
