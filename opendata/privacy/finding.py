"""What a finding is: a kind of personal data, where it stands, how sure we are and why."""

from __future__ import annotations

from typing import NamedTuple

MASK_AT_ONCE = 1
REVIEW = 2

IDENTIFIERS = {
    "personnummer": "Swedish personal identity number",
    "samordningsnummer": "Swedish coordination number",
    "interimsnummer": "interim or T-number",
    "telefon": "telephone number",
    "e-post": "e-mail address",
    "webbadress": "web address with a person in it",
    "konto": "user name on a social network",
    "iban": "international bank account number",
    "bankgiro": "bankgiro number",
    "plusgiro": "plusgiro number",
    "bankkonto": "bank account number",
    "kortnummer": "payment card number",
    "regnummer": "licence plate",
    "adress": "street address or home",
    "lägenhet": "flat number",
    "fastighet": "property designation",
    "postadress": "postcode with town",
    "födelsedatum": "date of birth",
    "namn": "name of a person",
}
"""Kinds that point at a person by themselves, with what they are in English."""

SENSITIVE = {
    "hälsa": "health",
    "brottsmisstanke": "suspicion of crime about a recognisable person",
    "etnicitet": "ethnic origin",
    "religion": "religion",
    "barn": "a child by age, class or school",
}
"""Kinds of sensitive content (GDPR articles 9 and 10, and children); always for a person to review."""

WHOLE_TEXT = "text"
"""Kind of the finding that covers a text that cannot be masked piece by piece."""

KINDS = (*IDENTIFIERS, *SENSITIVE, WHOLE_TEXT)


class Finding(NamedTuple):
    """Personal data at ``text[start:end]``.

    ``tier`` 1 is masked at once, 2 waits for a person. ``confidence`` is 0-1. ``reason`` says in English why, without content.
    """

    kind: str
    start: int
    end: int
    tier: int
    confidence: float
    reason: str


def mask_of(kind: str) -> str:
    """What stands in a masked text in place of a finding of this kind: the kind in brackets."""
    return f"[{kind}]"
