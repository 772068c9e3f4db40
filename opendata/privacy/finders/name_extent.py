"""How far a name reaches once it is known where it begins."""

from __future__ import annotations

from . import cues
from .surroundings import LONGEST_NAME, Surroundings

_ARTICLES = ("al-", "el-", "ul-", "as-", "ash-", "abd-", "abu-", "ben-", "d'", "d’")
"""What surnames begin with in lower case ("al-Khatib")."""

Decision = tuple[int, int, float, str]
"""What is decided of a name: one past its last word, tier, confidence, reason."""


def name_end(around: Surroundings, index: int) -> int:
    """One past the last word of the name that begins at ``index``."""
    first = around.tokens[index]
    named = around.known.surname(first) and not around.known.given(first)
    end = index + 1
    while end - index < LONGEST_NAME and around.joined(end):
        step = _continues(around, index, end, named)
        if step == 0:
            break
        named = named or step == 2 or (not around.known.given(around.tokens[end]) and len(around.words[end]) > 1)
        end += step
    return end


def _continues(around: Surroundings, index: int, at: int, named: bool) -> int:
    """How many words from ``at`` on belong to the name begun at ``index``; ``named``: it has a surname already."""
    known, lower, capital = around.known, around.tokens[at], around.capital(at)
    given, surname = known.given(lower), known.surname(lower)
    if around.place[at] and not (surname and not named and (capital or not around.capital(index))):
        return 0
    if lower.startswith(_ARTICLES) and around.words[at].rpartition("-")[2][:1].isupper():
        return 1
    if lower in cues.PARTICLES and around.joined(at + 1) and (around.capital(at + 1) or not known.common(around.tokens[at + 1])):
        return 2 if around.capital(at + 1) or (around.blind and not around.place[at + 1]) else 0
    if len(lower) == 1:
        last = at + 1 >= len(around.words)
        if around.words[at].isupper():
            return 1 if not around.blind or last else 0
        return 1 if not around.capital(index) and (last or lower in cues.INITIALS_IN_LOWER_CASE) else 0
    if given or surname:
        if capital or not known.ambiguous(lower):
            return 1
        return 1 if surname and not named and not known.common(lower) and not around.capital(index) else 0
    if known.common(lower):
        # "Jörgen Ljus": right after a given name a capital makes a name of a word, unless it is "Polisen" or the like.
        telling = capital and at == index + 1 and around.capital(index) and not lower.endswith(("en", "et", "na", "an"))
        return 1 if telling and known.given(around.tokens[index]) and not known.ambiguous(around.tokens[index]) and len(lower) > 2 else 0
    if capital:
        return 0 if around.of_a_place(at) else 1
    if around.blind and not named and len(lower) > 3:
        return 1
    return 1 if not named and not around.capital(index) and len(lower) > 5 and lower.endswith(cues.SURNAME_ENDINGS) else 0
