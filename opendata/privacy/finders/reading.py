"""Reading one text for names, word by word: what stands before and after a word decides whether it is somebody."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from . import cues
from .listed_names import initial, listed, place_or_person
from .name_extent import Decision
from .surroundings import Surroundings
from .unlisted_names import introduced, signature, unknown

_BEFORE_A_SIGNATURE = "/-–—~,"


def findings(facts: Facts, blind: bool) -> Iterator[Finding]:
    """Names from the first word to the last; ``blind``: capital letters carry no meaning."""
    around = Surroundings(facts, blind)
    telling, spans = facts.known.telling, around.spans
    size = len(around.words)
    index, done, before = 0, 0, ""
    tail = around.text[spans[size - 4][1] if size > 3 else 0 :]
    closing = size - 3 if any(mark in tail for mark in _BEFORE_A_SIGNATURE) else size
    for index, (word, lower) in enumerate(zip(around.words, around.tokens, strict=True)):
        # Most words are neither capitalised nor listed nor introduced: they need no second look.
        if index >= done and (
            lower in telling
            or before in cues.BEFORE_A_NAME
            or word[0].isupper()
            or index >= closing
            or (len(lower) == 1 and (before in cues.BEFORE_A_NAME or around.text[spans[index][1] : spans[index][1] + 1] == "."))
            or "-" in lower
            or lower.endswith(cues.SURNAME_ENDINGS)
        ):
            decision = _decide(around, index)
            if decision is not None:
                done, tier, confidence, reason = decision
                yield Finding("namn", spans[index][0], spans[done - 1][1], tier, confidence, reason)
        before = lower


def _decide(around: Surroundings, index: int) -> Decision | None:
    lower = around.tokens[index]
    cue = around.cue(index)
    if around.place[index] and not (cue in {"introduced", "signed"} and around.capital(index)):
        return place_or_person(around, index, cue)
    if len(lower) == 1:
        # What follows an initial was looked at with the first of them.
        looked_at = index > 1 and len(around.words[index - 2]) == len(around.words[index - 1]) == 1 and around.joined(index)
        return None if looked_at and around.joined(index - 1) else initial(around, index, cue)
    given = around.known.given(lower)
    if given and index and around.tokens[index - 1] in cues.NOBODY_NEAR:
        return None
    if given and around.known.ambiguous(lower):
        signed = signature(around, index)
        if signed is not None:
            return signed
    if cue and around.of_a_thing(index):
        return (index + 1, REVIEW, 0.3, "listed name that is also a word") if given else None
    if given or around.known.surname(lower):
        return None if around.of_a_place(index) else listed(around, index, given, cue if lower not in cues.MONTHS else "")
    if around.greets(index) and not around.known.common(lower) and len(lower) > 2:
        return index + 1, MASK_AT_ONCE, 0.7, "word after words that introduce a name"
    if cue and lower not in cues.NO_NAMES:
        decision = introduced(around, index, cue)
        if decision is not None:
            return decision
    return signature(around, index) or unknown(around, index)
