"""Bank accounts, giro numbers and payment cards.

Sources: ISO 13616 (IBAN, modulus 97), ISO/IEC 7812 (cards, modulus 10), Bankgirot's and the Swedish Bankers' Association's account forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding
from .numbers import luhn

_IBAN = re.compile(r"(?<!\w)[A-Z]{2} ?\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}+(?:[ -]?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE)
_BANKGIRO = re.compile(r"\b(?:bg|bankgiro(?:t|nr|nummer)?)(?![^\W\d_])[^\d\n]{0,10}(?P<number>\d{3,4} ?-? ?\d{4})(?!\d)", re.IGNORECASE)
_PLUSGIRO = re.compile(
    r"\b(?:pg|plusgiro(?:t|nr|nummer|konto|kontot)?|postgiro(?:t)?)(?![^\W\d_])[^\d\n]{0,10}(?P<number>\d(?: ?\d){1,6} ?-? ?\d)(?![\d-])",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:konto(?:nr|nummer|t|numret)?|kto(?:nr)?|bankkonto|lönekonto|sparkonto|personkonto|privatkonto)(?![^\W\d_])[^\d\n]{0,20}"
    r"(?P<number>\d(?:[ .,:/-]{0,3}\d){6,17})(?!\d)",
    re.IGNORECASE,
)
_CLEARING = re.compile(
    r"\bclearing(?:nr|nummer|numret)?(?![^\W\d_])[^\d\n]{0,10}"
    r"(?P<number>\d{4}(?:-\d)?(?!\d)(?:[ ,.:/-]{1,3}\d(?:[ .,-]{0,2}\d){5,13})?)(?!\d)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<!\d)(?<!\d[ -])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}[ -]?\d{6}[ -]?\d{5})(?!\d)")


def find(text: str) -> Iterator[Finding]:
    """IBAN and cards anywhere; giro and account numbers after the word for them."""
    for match in _IBAN.finditer(text):
        value = re.sub(r"[ -]", "", match[0]).upper()
        good = _mod97(value)
        if good or (value[:2] == "SE" and len(value) in {23, 24, 25} and value[2:].isdigit()):
            yield Finding("iban", match.start(), match.end(), 1, 0.99 if good else 0.8, "IBAN" + (", check digits right" if good else ""))
    for kind, pattern in (("bankgiro", _BANKGIRO), ("plusgiro", _PLUSGIRO), ("bankkonto", _ACCOUNT), ("bankkonto", _CLEARING)):
        for match in pattern.finditer(text):
            yield Finding(kind, match.start("number"), match.end("number"), 1, 0.95, f"digits after the word for {kind}")
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        good = luhn(digits)
        if good or match[1]:
            yield Finding(
                "kortnummer", match.start(), match.end(), 1, 0.97 if good else 0.7, "card number" + (", check digit right" if good else "")
            )


def _mod97(value: str) -> bool:
    if not 15 <= len(value) <= 34:
        return False
    return int("".join(str(int(letter, 36)) for letter in value[4:] + value[:4])) % 97 == 1
