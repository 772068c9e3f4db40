"""What points at a person in a submission, and the many ways to write that nobody shall be pointed at."""

from __future__ import annotations

import re
import unicodedata

KINDS = ("name", "email", "telephone", "address", "contributor")
"""Kinds of direct identifiers: fields of ``campaign.toml``, and the first of each pair in ``Submissions.identifiers``."""

_SAYS_NOTHING = frozenset(
    """
    anonym anonymt anonyma anonymous okänd okänt unknown hemlig hemligt
    vill vara helst ej inte ingen inget inga nej no none null not given 0
    namn namnet name avsändare avsändaren uppgift uppgifter uppge uppgett uppgivet uppgiven ange angett angivet angiven angivit
    lämna lämnas lämnat lämnade saknas
    """.split()
)
_PLACEHOLDERS = frozenset(("nn", "na"))
"""N.N., N/A."""
_WORD = re.compile(r"\w+")


def is_nobody(value: str) -> bool:
    """Whether a value says that no one is named ("Vill vara anonym", "ej angivet", "-", "N/A"): every word of it is one that says so.

    A value with any other word in it stays somebody: to take one person for several would publish what too few have said.
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", value).casefold())
    return all(word in _SAYS_NOTHING for word in words) or "".join(words) in _PLACEHOLDERS
