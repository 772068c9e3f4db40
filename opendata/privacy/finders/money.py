"""Bank accounts, giro numbers and payment cards.

Sources: ISO 13616 (IBAN, modulus 97), ISO/IEC 7812 (cards, modulus 10), Bankgirot's and the Swedish Bankers' Association's account forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Facts
from ..finding import MASK_AT_ONCE, Finding
from ..wordlists import words
from .numbers import luhn

_MONEY_WORDS = words("money")
_FEWEST_IN_CARDS = 13
_IBAN_LENGTHS = {
    "SE": 24, "NO": 15, "DK": 18, "FI": 18, "IS": 26, "DE": 22, "GB": 22, "IE": 22, "FR": 27, "NL": 18, "BE": 16, "LU": 20,
    "CH": 21, "AT": 20, "ES": 24, "PT": 25, "IT": 27, "GR": 27, "PL": 28, "CZ": 24, "SK": 24, "HU": 28, "RO": 24, "BG": 22,
    "HR": 21, "SI": 19, "BA": 20, "RS": 22, "MK": 19, "ME": 22, "AL": 28, "XK": 20, "EE": 20, "LV": 21, "LT": 20, "TR": 26,
    "UA": 29, "CY": 28, "MT": 31,
}  # fmt: skip
"""Letters and digits of an IBAN by country (the ISO 13616 registry)."""
_IBAN = re.compile(
    r"(?<![^\W_])(?=[A-Z]{2} ?\d\d)(?:"
    + "|".join(rf"{country} ?\d\d(?:[ -]?[A-Z0-9]){{{length - 4}}}" for country, length in _IBAN_LENGTHS.items())
    + r")(?![^\W_])",
    re.IGNORECASE | re.ASCII,
)
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
_CLEARING_AND_ACCOUNT = re.compile(
    r"\bclearing[ .:]{1,3}(?:är )?\d{4}(?:-\d)?(?!\d)[ ,.;/&-]{1,3}(?:och |samt )?"
    r"konto[ .:]{1,3}(?:är )?\d(?:[ .-]?\d){5,12}(?!\d)",
    re.IGNORECASE,
)
_PERSONAL_ACCOUNT = re.compile(r"(?<![\d-])3300[ ,-]{1,3}\d{6}[ -]?\d{4}(?!\d)")
"""Nordea's personal account: its clearing number and the holder's personal identity number."""
_PAID_TO = re.compile(
    r"\b(?:ersättning\w*|utbetal\w*|återbetal\w*|betala\w*|sätt(?:a|er)? in|överför\w*|insättning\w*|kompensation\w*|pengarna|"
    r"swedbank|nordea|seb|handelsbanken|sparbanken|skandia|länsförsäkringar|icabanken|sbab|avanza)"
    r"(?: (?:till|på|in|dem|det|den|mig|oss|pengarna|sker|görs|kan|ska|skall|göras|ske|via)){0,5}[ :]{1,2}"
    r"(?P<number>[1-9]\d{3}(?:-\d)?(?!-?\d)[ ,-]{1,3}\d(?:[ .-]?\d){5,10})(?!\d)(?! ?(?:kr|kronor|:-))",
    re.IGNORECASE,
)
_GIRO_CUE = re.compile(
    r"\b(?:kassör\w*|förening\w*|bidra\w*|insamling\w*|gåv\w+|skänk\w*|medlemsavgift\w*|inbetal\w*|betal\w*|utbetal\w*|återbetal\w*|"
    r"ersättning\w*|kompensation\w*|giro\w*|faktura\w*|avgift\w*|sätt in|överför\w*|insättning\w*|swish\w*)",
    re.IGNORECASE,
)
_GIRO = re.compile(r"(?<![\d-])(?!(?:19|20)\d\d-(?:19|20)\d\d|[0-2]\d[0-5]0-[0-2]\d[0-5]0)(?<!\d )\d{3,4}-\d{4}(?![\d-])")
_NO_GIRO = re.compile(
    r"\b(?:ärende\w*|dnr|diarie\w*|ref\w*|faktura\w*|order\w*|tel\w*|tfn|ring|mobil\w*|protokoll)(?: ?(?:nr|nummer))?[ .:]{0,3}$",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<!\d)(?<!\d[ -])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}[ -]?\d{6}[ -]?\d{5})(?!\d)")


def worth(facts: Facts) -> bool:
    """Whether a text holds digits enough for a card, or any and a word for money."""
    return facts.digits > 0 and (facts.digits >= _FEWEST_IN_CARDS or not _MONEY_WORDS.isdisjoint(facts.bag))


def find(facts: Facts) -> Iterator[Finding]:
    """IBAN and cards anywhere; where the text holds a word for money, giro and account numbers after it."""
    text = facts.text
    cued = not _MONEY_WORDS.isdisjoint(facts.bag)
    for match in _IBAN.finditer(text):
        value = re.sub(r"[ -]", "", match[0]).upper()
        good = _mod97(value)
        if good or (value[:2] == "SE" and value[2:].isdigit()):
            yield Finding(
                "iban", match.start(), match.end(), MASK_AT_ONCE, 0.99 if good else 0.8, "IBAN" + (", check digits right" if good else "")
            )
    patterns = (("bankgiro", _BANKGIRO), ("plusgiro", _PLUSGIRO), ("bankkonto", _ACCOUNT), ("bankkonto", _CLEARING))
    for kind, pattern in patterns if cued else ():
        for match in pattern.finditer(text):
            yield Finding(kind, match.start("number"), match.end("number"), MASK_AT_ONCE, 0.95, f"digits after the word for {kind}")
    for match in _CLEARING_AND_ACCOUNT.finditer(text) if cued else ():
        yield Finding("bankkonto", match.start(), match.end(), MASK_AT_ONCE, 0.95, "digits after the word for bankkonto")
    for match in _PAID_TO.finditer(text) if cued else ():
        yield Finding("bankkonto", match.start("number"), match.end("number"), MASK_AT_ONCE, 0.8, "digits after the word for bankkonto")
    for match in _PERSONAL_ACCOUNT.finditer(text):
        yield Finding("bankkonto", match.start(), match.end(), MASK_AT_ONCE, 0.9, "digits after the word for bankkonto")
    giros = (
        []
        if not cued
        else [match for match in _GIRO.finditer(text) if not _NO_GIRO.search(text, max(0, match.start() - 20), match.start())]
    )
    if giros and _GIRO_CUE.search(text):
        for match in giros:
            yield Finding("bankgiro", match.start(), match.end(), MASK_AT_ONCE, 0.7, "digits after the word for bankgiro")
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        good = luhn(digits)
        if good or match[1]:
            yield Finding(
                "kortnummer",
                match.start(),
                match.end(),
                MASK_AT_ONCE,
                0.97 if good else 0.7,
                "card number" + (", check digit right" if good else ""),
            )


def _mod97(value: str) -> bool:
    if not 15 <= len(value) <= 34:
        return False
    return int("".join(str(int(letter, 36)) for letter in value[4:] + value[:4])) % 97 == 1
