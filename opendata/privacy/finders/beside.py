"""What stands beside what has been found: a name before an identity number or a telephone, a home after a name.

Reads only the letters next to a finding, so its time grows with the number of findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..wordlists import words
from .cues import HUMAN_VERBS, PERSON_VERBS, THINGS, place_like, word_like
from .vocabulary import Vocabulary

_IDENTITY = frozenset({"personnummer", "samordningsnummer", "interimsnummer", "födelsedatum"})
_LEADS_TO_NAMES = frozenset({"telefon", "adress"})
_REACH = 70
"""Letters before a finding in which a name is looked for."""
_SURE = 0.6
"""Confidence from which a name is somebody whose home may stand beside it."""
_CAPITAL = r"[A-ZÅÄÖÉÜØÆČŠŽĆ][^\W\d_]+(?:[-’'][^\W\d_]+)*"
_BEFORE = re.compile(
    rf"(?<![^\W_])(?P<name>(?:{_CAPITAL} ){{0,3}}{_CAPITAL})[ ,:;(/–-]{{1,4}}"
    r"(?:(?:tel|tfn|tele|telefon|mob|mobil|nr|nummer|pnr|p-?nr|pers\.?nr|personnr|personnummer|f|född|ring)[.: ]{1,3}(?:på )?)?\(?$"
)
_LOWER_BEFORE = re.compile(
    r"(?<![^\W\d_])(?P<name>[a-zåäöé]{2,20} [a-zåäöé]{2,20})[ ,:;(/–-]{1,3}(?:(?:tel|tfn|telefon|mob|"
    r"mobil|nr|pnr|personnr|f|född)[.: ]{1,3})?\(?$"
)
_AFTER = re.compile(rf"\)?[ ,:;\n]{{1,3}}(?P<name>{_CAPITAL}(?: {_CAPITAL}){{0,3}})(?![^\W_])")
_FROM = re.compile(rf"(?P<here>,? här,?)? (?:från|ifrån|frå) (?P<place>{_CAPITAL}(?: {_CAPITAL})?)(?![^\W_])(?= (?P<verb>[^\W\d_]+))?")
_FARM = re.compile(
    rf"(?:, (?:på |i )?| på | i )(?P<place>{_CAPITAL}(?: {_CAPITAL})? (?:gård|herrgård|säteri|kvarn|torp|bruk|by|prästgård))(?![^\W_])"
)
_VILLAGE = re.compile(rf", (?P<place>{_CAPITAL})(?=[,.;\n)]|$)")
_OF_A_VILLAGE = re.compile(rf" i (?P<place>{_CAPITAL}) (?P<verb>[^\W\d_]+)")
_VILLAGE_AT_THE_END = re.compile(rf" (?:i|på|från|vid) (?P<place>{_CAPITAL})[ .!)]*(?:\n|$)")
_CLOSES = re.compile(r"(?:mvh|vh|hälsn\w*|hälsar|kram\w*|vänligen|önskar|//?|\n|[.!?])[ ,/–-]{0,3}$", re.IGNORECASE)
"""Before the name of the writer at the end of a letter."""
_BUILDINGS = (
    "skolan",
    "hemmet",
    "huset",
    "hallen",
    "kyrkan",
    "parken",
    "torget",
    "gatan",
    "vägen",
    "bolaget",
    "kommun",
    "föreningen",
    "klubben",
)
_ORGANISATIONS = words("organisations")
_RINGS = ("ring", "skriv", "mejl", "mail", "hör", "sms", "kontakt", "anmäl", "klag", "säg", "tipsa", "meddel", "berätta")


def worth(facts: Facts, found: Sequence[Finding]) -> bool:
    """Whether there is anything to stand beside."""
    return bool(found)


def find(facts: Facts, found: Sequence[Finding]) -> Iterator[Finding]:
    """Names beside the identifiers in ``found`` and homes beside the names in it."""
    for finding in found:
        if finding.kind in _IDENTITY or finding.kind in _LEADS_TO_NAMES:
            if finding.tier == MASK_AT_ONCE:
                yield from _named(facts, finding)
        elif finding.kind == "namn" and finding.confidence >= _SURE and not facts.caps:
            yield from _homes(facts.text, finding, facts.known)


def _named(facts: Facts, finding: Finding) -> Iterator[Finding]:
    text, known, caps = facts.text, facts.known, facts.caps
    identity = finding.kind in _IDENTITY
    before = text[max(0, finding.start - _REACH) : finding.start]
    offset = max(0, finding.start - _REACH)
    match = None if caps or finding.kind == "adress" else _BEFORE.search(before)
    if match:
        yield from _judged(match, offset, identity, known)
    lower = _LOWER_BEFORE.search(before)
    if lower:
        first, last = lower["name"].split()
        if known.given(first) and known.surname(last) and not (first in known.ordinary and last in known.ordinary):
            yield Finding("namn", offset + lower.start("name"), offset + lower.end("name"), MASK_AT_ONCE, 0.7, "two names side by side")
    after = _AFTER.match(text, finding.end) if identity and not caps else None
    if after:
        yield from _judged(after, 0, identity, known)


def _judged(match: re.Match[str], offset: int, identity: bool, known: Vocabulary) -> Iterator[Finding]:
    """The capitalised words of ``match`` as a name, without those at its beginning that are none."""
    start = offset + match.start("name")
    parts = match["name"].split(" ")
    while parts and _is_no_name(parts[0].lower(), known):
        start += len(parts[0]) + 1
        parts.pop(0)
    lower = [part.lower() for part in parts]
    if not parts or any(_is_no_name(part, known) for part in lower):
        return
    listed = any(known.given(part) or known.surname(part) for part in lower)
    if listed or len(parts) > 1 or (identity and not word_like(lower[0])):
        yield Finding("namn", start, start + len(" ".join(parts)), MASK_AT_ONCE, 0.8, "a listed name and another beside it")
    elif not word_like(lower[0]):
        yield Finding("namn", start, start + len(" ".join(parts)), REVIEW, 0.4, "unknown word beside a possible name")


def _is_no_name(lower: str, known: Vocabulary) -> bool:
    if lower in known.towns or lower in known.places:
        return True
    if known.given(lower) or known.surname(lower):
        return lower in known.ordinary
    return place_like(lower) or known.common(lower)


def _homes(text: str, finding: Finding, known: Vocabulary) -> Iterator[Finding]:
    origin = _FROM.match(text, finding.end)
    if origin and _may_be_a_home(origin["place"], known):
        called = (origin["verb"] or "").lower().startswith(_RINGS)
        sure = finding.tier == MASK_AT_ONCE and (origin["here"] is not None or called)
        tier, confidence = (MASK_AT_ONCE, 0.7) if sure else (REVIEW, 0.4)
        yield Finding("adress", origin.start("place"), origin.end("place"), tier, confidence, "place named as a home")
    farm = _FARM.match(text, finding.end)
    if farm and finding.tier == MASK_AT_ONCE and farm["place"].split(" ")[0].lower() not in known.ordinary:
        yield Finding("adress", farm.start("place"), farm.end("place"), MASK_AT_ONCE, 0.7, "place named as a home")
        return
    village = _VILLAGE.match(text, finding.end)
    if (
        village
        and _may_be_a_home(village["place"], known)
        and (village["place"].lower() in known.places or place_like(village["place"].lower()))
    ):
        yield Finding("adress", village.start("place"), village.end("place"), REVIEW, 0.4, "place named as a home")
    end = _VILLAGE_AT_THE_END.match(text, finding.end)
    if end and _CLOSES.search(text, max(0, finding.start - 20), finding.start) and _may_be_a_home(end["place"], known):
        yield Finding("adress", end.start("place"), end.end("place"), REVIEW, 0.4, "place named as a home")
    of = _OF_A_VILLAGE.match(text, finding.end)
    if of and finding.tier == MASK_AT_ONCE and of["verb"].lower() in HUMAN_VERBS | PERSON_VERBS and _may_be_a_home(of["place"], known):
        yield Finding("namn", finding.start, of.end("place"), MASK_AT_ONCE, 0.7, "unknown word and where somebody is from")


def _may_be_a_home(place: str, known: Vocabulary) -> bool:
    """Whether a place is neither a town nor where people work, shop or meet."""
    lower = place.split(" ")[0].lower()
    return (
        lower not in known.towns
        and lower not in known.ordinary
        and lower not in _ORGANISATIONS
        and lower not in THINGS
        and not place.isupper()
        and not lower.endswith(_BUILDINGS)
    )
