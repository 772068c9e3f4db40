"""Swedish licence plates: three letters, two digits and a digit or letter (Transportstyrelsen; I, Q, V, Å, Ä, Ö are not used)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..wordlists import words

_PLATE = re.compile(
    r"(?<![^\W_])(?P<letters>[A-HJ-PR-UW-Za-hj-pr-uw-z]{3})(?P<gap>[ -]?)(?P<rest>\d\d ?[\dA-HJ-NPR-UW-Za-hj-npr-uw-z])(?![^\W_])"
)
_CUE = re.compile(
    r"\b(?:reg\.? ?-?nr|reg\.|reg|registrerings|nummer|bil|moped|mc|skylt|plåt|eu|volvo|saab|audi|bmw|epa|opel|ford|toyota|"
    r"mercedes|skoda|golf|passat|kia|peugeot|renault|seat|fiat|tesla|mazda|nissan|honda|vw|volkswagen|merca|traktor|skåpbil|"
    r"lastbil|taxi)"
    r"[^\d.!?\n]{0,28}$",
    re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?<![^\W_])[A-HJ-PR-UW-Za-hj-pr-uw-z](?:[ .-][A-HJ-PR-UW-Za-hj-pr-uw-z]){2}(?:[ .-]{1,3}\d){2}"
    r"[ .-][\dA-HJ-PR-UW-Za-hj-pr-uw-z](?![^\W_])"
)
_SPELLED_LETTERS = (
    "adam|bertil|cesar|caesar|david|erik|filip|gustav|gustaf|helge|ivar|johan|kalle|ludvig|martin|niklas|olof|petter|rudolf|sigurd|"
    "tore|urban|"
    "wilhelm|xerxes|yngve|zäta|zeta"
)
_ALPHABET = frozenset(_SPELLED_LETTERS.split("|"))
"""The letters' names of the Swedish telephone alphabet."""
_MARKED = re.compile(
    r"(?:märkt|märkta|märkning(?:en)?|stolpen?|lyktstolpen?|belysningsstolpen?|skåp(?:et)?|lampan?|littera|papperskorgen?|"
    r"brunnen?|parkeringsautomat(?:en)?)"
    r"(?: nr| nummer| med)?[ :]{1,2}$",
    re.IGNORECASE,
)
"""Before what is written on a lamp post or a cabinet."""
_UNREAD = frozenset("?*_")
_NATIONS = ("norsk", "dansk", "tysk", "polsk", "finsk", "estnisk", "lettisk", "litauisk", "rumänsk", "bulgarisk", "utländsk")
_SPELLED = re.compile(
    rf"(?<![^\W_])(?:(?:{_SPELLED_LETTERS})[ ,-]{{1,2}}){{3}}\d[ ,-]?\d[ ,-]?(?:\d|[a-zA-Z]|{_SPELLED_LETTERS})(?![^\W_])", re.IGNORECASE
)
_HALF_SEEN = re.compile(r"(?<![^\W_])[A-HJ-PR-UW-Z]{3}[ -]?(?:\d\d[?*_]|\d[?*_][?*_\d]|[?*_]\d[?*_\d])(?![^\W_])")
_NUMBER_PLATE = re.compile(
    r"(?<![^\W_])(?:reg\.? ?-?(?:nr|nummer|numret|skylt|skylten)|registrerings(?:nr|nummer|numret|skylt|skylten)|bilnummer|bilnr|"
    "nummerplåt(?:en)?|"
    r"nummerskylt(?:en)?|personlig(?:a)? (?:skylt|plåt|regnr|registreringsskylt|nummerplåt)(?:en)?|släp(?:et|vagn|vagnen)?|"
    r"husvagn(?:en)?|skylt(?:en)?)"
    r"[ .:]{1,3}(?:(?:är|var|med|som|det|står|stod|texten|nr|regnr|på|"
    r"börjar)[ :]{1,2}){0,4}[\"'”]?(?P<plate>[A-ZÅÄÖ\d]{2,7}(?:[ -][A-ZÅÄÖ\d]{1,5})?)(?![^\W_])"
)
_FOREIGN = re.compile(
    rf"(?<![^\W_])(?:(?:{'|'.join(_NATIONS)})[at]?(?:registrerad[et]?)?"
    r"(?: [^\W\d_]{2,14}){0,3}[ ,:(]{1,3})(?P<plate>[A-Z]{1,3}[ -]?[A-Z]{0,2}[ -]?\d{2,5}[A-Z]{0,3}|[A-Z]{2} ?\d\d ?\d{3})(?![^\W_])"
)
_PLATE_WORDS = words("plate_cues")
_WORDS = words("plate_words")
_VOWELS = frozenset("aeouy")
ABBREVIATIONS = frozenset({"LGH", "TEL", "MOB", "TFN", "SEK", "NOK", "EUR", "USD", "DKK", "BOX", "RUM", "SAL", "HUS", "NRO", "KLO", "FAX"})
"""Before a number they are no plate, unless something else says so."""


def worth(facts: Facts) -> bool:
    """Whether a text may hold a plate in its usual form."""
    return facts.digits > 1 or (facts.digits > 0 and ("?" in facts.text or "*" in facts.text))


def find(facts: Facts) -> Iterator[Finding]:
    """Plates in any case, with or without a gap; three letters that are a Swedish word need a capital form or a cue."""
    text, tokens = facts.text, facts.tokens
    shouted = _shouted(text)
    for match in _PLATE.finditer(text):
        letters, gap = match["letters"], match["gap"]
        if _MARKED.search(text, max(0, match.start() - 40), match.start()):
            yield Finding("regnummer", match.start(), match.end(), REVIEW, 0.3, "written as a licence plate, on a post or a cabinet")
            continue
        cued = _CUE.search(text, max(0, match.start() - 40), match.start()) is not None
        if (letters.upper() in ABBREVIATIONS and not cued) or (" " in match["rest"] and not letters.isupper() and not cued):
            continue
        shouting = letters.isupper() and not shouted
        if letters.lower() in _WORDS and not cued and not shouting:
            continue
        word_like = not _VOWELS.isdisjoint(letters.lower()) and match["rest"][-1].isdigit()
        if not letters.isupper() and gap and word_like and not cued:
            # "mbt 200" may be an abbreviation and a number; capitals or no gap say plate.
            yield Finding("regnummer", match.start(), match.end(), REVIEW, 0.4, "three letters, a gap and three digits in lower case")
            continue
        yield Finding(
            "regnummer", match.start(), match.end(), MASK_AT_ONCE, 0.95 if cued or shouting else 0.85, "written as a licence plate"
        )
    if sum(len(token) == 1 for token in tokens) > 2:
        for match in _SPACED.finditer(text):
            yield Finding("regnummer", match.start(), match.end(), MASK_AT_ONCE, 0.8, "licence plate letter by letter")
    if sum(token in _ALPHABET for token in tokens) > 2:
        for match in _SPELLED.finditer(text):
            yield Finding("regnummer", match.start(), match.end(), MASK_AT_ONCE, 0.8, "licence plate in the letters' names")
    if not _UNREAD.isdisjoint(text):
        for match in _HALF_SEEN.finditer(text):
            cued = _CUE.search(text, max(0, match.start() - 40), match.start()) is not None
            yield Finding(
                "regnummer", match.start(), match.end(), MASK_AT_ONCE if cued else REVIEW, 0.8 if cued else 0.4, "licence plate half seen"
            )
    if any(token.startswith(_NATIONS) for token in tokens):
        for match in _FOREIGN.finditer(text):
            yield Finding("regnummer", match.start("plate"), match.end("plate"), MASK_AT_ONCE, 0.7, "foreign licence plate")


def worth_personal(facts: Facts) -> bool:
    """Whether a text names a plate."""
    return not _PLATE_WORDS.isdisjoint(facts.bag)


def find_personal(facts: Facts) -> Iterator[Finding]:
    """Plates of any letters and digits, right after a word for a plate ("personlig skylt KALLE 1")."""
    if _shouted(facts.text):
        return
    for match in _NUMBER_PLATE.finditer(facts.text):
        plate = match["plate"]
        digits = any(letter.isdigit() for letter in plate)
        letters = any(letter.isalpha() for letter in plate)
        weak = match[0].lower().startswith(("skylt", "släp", "husvagn"))
        if letters and not (weak and not digits and len(plate) < 3):
            tier = REVIEW if weak or not digits else MASK_AT_ONCE
            yield Finding("regnummer", match.start("plate"), match.end("plate"), tier, 0.6, "after a word for a licence plate")


def _shouted(text: str) -> bool:
    """Whether the text is all capitals, so that capitals say nothing."""
    return text.isupper() and sum(letter.isalpha() for letter in text[:400]) > 12
