"""Deciding on words that are on a list of names, or are a letter before one."""

from __future__ import annotations

import re

from ..finding import MASK_AT_ONCE, REVIEW
from . import cues
from .name_extent import Decision, name_end
from .surroundings import Surroundings

_FIRM = re.compile(r"s? ?(?:&|och|o) (?:söner|son|co|partner|döttrar)s?(?![^\W_])", re.IGNORECASE)
_MOST_INITIALS = 2
"""Initials before one that still belong to it."""


def place_or_person(around: Surroundings, index: int, cue: str) -> Decision | None:
    """A place of one word that is a given name too ("Nora"): somebody where a surname or a cue stands beside it."""
    lower = around.tokens[index]
    if around.place[index] > 1 or not around.capital(index) or not around.known.given(lower) or around.of_a_place(index):
        return None
    end = name_end(around, index)
    if end - index > 1 or cue in {"titled", "related"}:
        return end, MASK_AT_ONCE, 0.8, "listed name and place, with a neighbour that makes it a name"
    if index and around.tokens[index - 1] in cues.PLACE_PREPOSITIONS | {"till", "från", "mot"}:
        return None
    return (end, REVIEW, 0.4, "listed name and place") if cue or around.acts(index, cues.HUMAN_VERBS) else None


def initial(around: Surroundings, index: int, cue: str, before: int = 0) -> Decision | None:
    """ "A. Persson", "R Fyhr", "h. eriksson": an initial and a surname; ``before``: initials before this one."""
    if not around.joined(index + 1):
        return (index + 1, MASK_AT_ONCE, 0.7, "initial after words that close a letter") if cue == "signed" else None
    other = around.tokens[index + 1]
    stop = around.gap(index + 1).startswith(".")
    if len(other) == 1 and stop and around.joined(index + 2) and before < _MOST_INITIALS:
        further = initial(around, index + 1, cue, before + 1)  # "A.-K. Lind", "J. P. Lind"
        if further and further[1] == MASK_AT_ONCE:
            return further
        return (index + 2, MASK_AT_ONCE, 0.7, "initials") if cue == "signed" else None
    capital = around.capital(index) and around.capital(index + 1)
    surname = around.known.surname(other) and (around.capital(index + 1) or not around.known.ambiguous(other))
    if len(other) < 3 or not (stop or capital) or (around.tokens[index] in {"i", "å", "ö"} and not stop) or around.place[index + 1]:
        return None
    if (around.known.common(other) and not (surname and capital)) or around.of_a_place(index + 1):
        return None
    if surname or (capital and (stop or cue)):
        return name_end(around, index + 1), MASK_AT_ONCE, 0.85, "an initial and a surname"
    return (index + 2, REVIEW, 0.4, "a letter and a capitalised word") if capital else None


def listed(around: Surroundings, index: int, given: bool, cue: str) -> Decision | None:
    """A listed name, ``given`` or a surname: what stands beside it says how sure it is."""
    known = around.known
    lower = around.tokens[index]
    ambiguous, capital, opens = known.ambiguous(lower), around.capital(index), around.opens(index)
    common = lower in known.ordinary
    end = name_end(around, index)
    if _FIRM.match(around.text, around.spans[end - 1][1]):
        return end, REVIEW, 0.3, "listed name of a firm"
    if not capital and index and around.tokens[index - 1] == "en" and end - index == 1 and not around.blind:
        return end, REVIEW, 0.4, "listed name in lower case after an article"
    if end - index > 1:
        others = [around.tokens[at] for at in range(index + 1, end)]
        if ambiguous and (common or not given) and (not capital or opens) and known.given(others[0]):
            return None  # "ring kalle", "tack anna": an ordinary word before a name
        clear = not ambiguous or any((known.given(other) or known.surname(other)) and not known.ambiguous(other) for other in others)
        if capital and (clear or any(around.capital(at) for at in range(index + 1, end))):
            return end, MASK_AT_ONCE, 0.95, "a listed name and another beside it"
        return end, MASK_AT_ONCE if clear or cue else REVIEW, 0.85 if clear else 0.5, "two names side by side"
    if end - index == 1 and given and around.greets(index):
        return end, MASK_AT_ONCE, 0.85, "listed name after words that introduce one"
    if cue in {"introduced", "signed", "titled"} and (capital or not common):
        if cue == "signed" and capital and around.signed_with_a_place(end):
            end += 1
        return end, MASK_AT_ONCE, 0.9, "listed name after words that introduce one"
    if (cue == "related" and (capital or not common)) or (
        cue == "contact" and (capital or not ambiguous) and given and not around.at_places(index)
    ):
        return end, MASK_AT_ONCE, 0.85, "listed name after a word for a person"
    if around.of_a_thing(index):
        return (end, REVIEW, 0.3, "listed name that is also a word") if given else None
    if given or lower.removesuffix("s").endswith("sson"):
        return _given_alone(around, index, end, ambiguous, common)
    return _surname_alone(around, index, end, ambiguous)


def _given_alone(around: Surroundings, index: int, end: int, ambiguous: bool, common: bool) -> Decision | None:
    lower, capital, opens = around.tokens[index], around.capital(index), around.opens(index)
    if not ambiguous:
        if capital and around.at_places(index) and not around.owns(end):
            return end, REVIEW, 0.4, "listed name and place"
        return end, MASK_AT_ONCE, 0.85 if capital else 0.75, "listed name"
    if not common and around.alone_at_the_end(index, end):
        return end, MASK_AT_ONCE, 0.7, "signature at the end"
    if capital and not opens:
        doubt = common or lower in cues.MONTHS or around.tokens[index - 1] in cues.PLACE_PREPOSITIONS
        return (
            end,
            REVIEW if doubt else MASK_AT_ONCE,
            0.5 if doubt else 0.75,
            "listed name that is also a word, with a capital inside a sentence",
        )
    after = around.text[around.spans[end - 1][1] : around.spans[end - 1][1] + 9]
    aged = after.lstrip(" ,(")[:1].isdigit() and "år" in after
    if capital and (aged or (not common and lower not in cues.MONTHS and around.acts(index, cues.PERSON_VERBS))):
        return end, REVIEW, 0.4, "listed name that is also a word"
    return None


def _surname_alone(around: Surroundings, index: int, end: int, ambiguous: bool) -> Decision | None:
    lower, capital, opens = around.tokens[index], around.capital(index), around.opens(index)
    if lower in cues.CONTACTS:
        return None
    at_a_place = index > 0 and (around.tokens[index - 1] in cues.PLACE_PREPOSITIONS or around.at_places(index))
    like_a_place = lower.removesuffix("s").endswith(cues.PLACE_LIKE)
    if at_a_place and (ambiguous or like_a_place):
        return None
    if capital and not ambiguous:
        sure = not like_a_place and not at_a_place and not opens
        return end, MASK_AT_ONCE if sure else REVIEW, 0.6, "listed surname alone"
    if capital and (not opens or around.acts(index, cues.PERSON_VERBS)):
        return end, REVIEW, 0.4, "surname that is also a word"
    if ambiguous or capital or around.known.common(lower):
        return None
    return end, REVIEW, 0.4, "surname in lower case"
