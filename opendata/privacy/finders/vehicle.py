"""Swedish licence plates: three letters, two digits and a digit or letter (Transportstyrelsen; I, Q, V, Å, Ä, Ö are not used)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding
from ..words import words

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
_WORDS = words("plate_words")
_VOWELS = frozenset("aeouy")
_NEVER = frozenset({"LGH", "TEL", "MOB", "TFN", "SEK", "NOK", "EUR", "USD", "DKK", "BOX", "RUM", "SAL", "HUS", "NRO", "KLO", "FAX"})


def find(text: str) -> Iterator[Finding]:
    """Plates in any case, with or without a gap; three letters that are a Swedish word need a capital form or a cue."""
    shouted = _shouted(text)
    for match in _PLATE.finditer(text):
        letters, gap = match["letters"], match["gap"]
        cued = _CUE.search(text, max(0, match.start() - 40), match.start()) is not None
        if (letters.upper() in _NEVER and not cued) or (" " in match["rest"] and not letters.isupper() and not cued):
            continue
        shouting = letters.isupper() and not shouted
        if letters.lower() in _WORDS and not cued and not shouting:
            continue
        word_like = not _VOWELS.isdisjoint(letters.lower()) and match["rest"][-1].isdigit()
        if not letters.isupper() and gap and word_like and not cued:
            # "mbt 200" may be an abbreviation and a number; capitals or no gap say plate.
            yield Finding("regnummer", match.start(), match.end(), 2, 0.4, "three letters, a gap and three digits in lower case")
            continue
        yield Finding("regnummer", match.start(), match.end(), 1, 0.95 if cued or shouting else 0.85, "written as a licence plate")


def _shouted(text: str) -> bool:
    """Whether the text is all capitals, so that capitals say nothing."""
    return text.isupper() and sum(letter.isalpha() for letter in text[:400]) > 12
