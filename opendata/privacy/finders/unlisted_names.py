"""Deciding on words that are on no list of names: by what introduces them, by where they stand, by what they do."""

from __future__ import annotations

from ..finding import MASK_AT_ONCE, REVIEW
from . import cues
from .name_extent import Decision, name_end
from .surroundings import LONGEST_NAME, Surroundings

_SHORTEST_IN_CAPITALS = 5
"""Letters from which an unknown word in capitals is no abbreviation."""


def introduced(around: Surroundings, index: int, cue: str) -> Decision | None:
    """A word after one that introduces a name, or titles or relates somebody."""
    lower, capital = around.tokens[index], around.capital(index)
    if around.known.common(lower) or cue == "contact":
        return None
    end = name_end(around, index)
    if capital:
        place = cue in {"titled", "related"} and (around.of_a_place(index) or cues.place_like(lower))
        return None if place else (end, MASK_AT_ONCE, 0.8, "capitalised word after words that introduce a name")
    before = around.tokens[index - 1]
    if cue == "introduced" and before in cues.ONLY_WITH_COLON and ":" not in around.gap(index):
        nickname = before in cues.NAME_VERBS and around.gap(index) == " " and not cues.place_like(lower)
        return (end, REVIEW, 0.4, "word after a word that gives a nickname") if nickname else None
    if lower in cues.PERSON_VERBS or lower in cues.HUMAN_VERBS:
        return None
    if before == "för" and cue == "introduced":
        return None if cues.word_like(lower) else (end, REVIEW, 0.4, "word after a word that gives a nickname")
    if (cue == "signed" and around.closes(end)) or (cue == "introduced" and (around.blind or around.words[index].islower())):
        return end, MASK_AT_ONCE, 0.7, "word after words that introduce a name"
    return None


def signature(around: Surroundings, index: int) -> Decision | None:
    """A capitalised word or two after a slash or a dash at the very end."""
    if len(around.words) - index > 3 or (index == 0 and not around.text.startswith("/")):
        return None
    gap = around.gap(index).rstrip(" ")
    slash = (gap.endswith("/") and gap != "/") or (gap == "/" and around.gap(index) != "/") or index == 0
    thanks = gap == "," and around.tokens[index - 1] in cues.CLOSES_BEFORE_A_COMMA and around.known.given(around.tokens[index])
    slash = slash or thanks
    if (not slash and not gap.endswith(("-", "–", "—", "~"))) or (gap == "-" and not around.gap(index).startswith(" ")):
        return None
    end = index
    while end < len(around.words) and (end == index or around.joined(end)):
        if (
            (around.known.common(around.tokens[end]) and not around.known.given(around.tokens[end]))
            or around.place[end]
            or cues.place_like(around.tokens[end])
        ):
            return None
        end += 1
    if end != len(around.words) or around.text[around.spans[-1][1] :].strip(" .!\n\r\t)"):
        return None
    if not around.capital(index) and not (around.blind and slash):
        return None
    return end, MASK_AT_ONCE if slash else REVIEW, 0.75, "signature at the end"


def unknown(around: Surroundings, index: int) -> Decision | None:
    """A capitalised word that nothing is known of: for review, unless a listed name follows."""
    lower = around.tokens[index]
    if not around.capital(index) or len(lower) < 3 or cues.place_like(lower) or around.known.common(lower):
        return None
    if lower in cues.BEFORE_A_NAME or (around.words[index].isupper() and len(lower) < _SHORTEST_IN_CAPITALS):
        return None
    follower = index + 1
    if around.joined(follower) and around.capital(follower) and not around.place[follower] and not around.of_a_place(index):
        other = around.tokens[follower]
        if (around.known.given(other) or around.known.surname(other)) and other not in around.known.ordinary:
            if around.opens(index) and not around.known.surname(other) and not around.known.ambiguous(other):
                # "Enligt Mahmoud": the name begins with the second word, unless the first may be one too.
                return None if cues.word_like(lower) else (index + 1, REVIEW, 0.3, "unknown word before a listed name")
            sure = not around.known.ambiguous(other)
            return name_end(around, index), MASK_AT_ONCE if sure else REVIEW, 0.8 if sure else 0.4, "unknown word and a listed name"
    if around.opens(index):
        return _opening(around, index)
    if around.words[index].isupper() or around.by_a_place(index):
        return None
    end = index + 1
    while end - index < LONGEST_NAME - 1 and around.joined(end) and around.capital(end) and not around.place[end]:
        if around.known.common(around.tokens[end]):
            break
        end += 1
    return end, REVIEW, 0.3, "unknown word with a capital inside a sentence"


def _opening(around: Surroundings, index: int) -> Decision | None:
    """An unknown word that opens a sentence is looked at when it does what only persons do, or stands beside a name."""
    lower, other = around.tokens[index], index + 1
    if other >= len(around.words):
        return None
    if (
        around.gap(other) == ", "
        and around.capital(other)
        and around.known.given(around.tokens[other])
        and not around.known.ambiguous(around.tokens[other])
        and not cues.word_like(lower)
        and around.closes_entry(other + 1)
    ):
        return other + 1, MASK_AT_ONCE, 0.8, "surname before a given name"
    if around.joined(other) and around.capital(other) and not around.place[other] and not around.known.common(around.tokens[other]):
        if not cues.place_like(around.tokens[other]) and not around.of_a_place(index):
            return name_end(around, index), REVIEW, 0.4, "two unknown words with a capital"
        return None
    if around.acts(index, cues.HUMAN_VERBS):
        return index + 1, REVIEW, 0.3, "unknown word that does what persons do"
    if cues.word_like(lower):
        return None
    if around.tokens[other] in {"och", "å", "o", "ock"} and index + 2 < len(around.words) and around.joined(other):
        beside = index + 2
        listed = around.known.given(around.tokens[beside]) and not around.known.ambiguous(around.tokens[beside])
        if around.capital(beside) and not around.place[beside] and (listed or around.acts(beside, cues.PERSON_VERBS)):
            return index + 1, REVIEW, 0.3, "unknown word beside a possible name"
    if around.gap(other) == " " and around.tokens[other] in cues.AFTER_AN_OWNER and lower.endswith(("s", "x", "z")):
        return index + 1, REVIEW, 0.4, "unknown genitive before what persons have"
    if (
        around.gap(other) == " "
        and around.tokens[other] in {"på", "i", "från"}
        and other + 1 < len(around.words)
        and around.capital(other + 1)
    ):
        return index + 1, REVIEW, 0.3, "unknown word and where somebody is from"
    return None
