"""What every finder is told of a text: looked up once, so that a cheap look at it lets most texts pass unread."""

from __future__ import annotations

import re
from typing import NamedTuple

from .finders.vocabulary import WORD, Vocabulary

_DIGIT = re.compile(r"\d")
_SHORTEST_SHOUT = 12
"""Letters up to which a text in capitals is an abbreviation or two."""


class Facts(NamedTuple):
    """A text and what is in it."""

    text: str
    words: list[str]
    """Its words as they are written."""
    tokens: list[str]
    """The same in lower case."""
    bag: frozenset[str]
    """Each of the tokens once."""
    lower: str
    """The tokens, one a line, to look for parts of words in."""
    digits: int
    """How many digits it holds."""
    caps: bool
    """Whether it is all capitals, so that a capital letter says nothing."""
    known: Vocabulary


def facts_of(text: str, known: Vocabulary) -> Facts:
    """The facts of a text as it is read (see :mod:`.normal`)."""
    words = WORD.findall(text)
    lower = "\n".join(words).lower()
    tokens = lower.split("\n") if words else []
    digits = len(_DIGIT.findall(text)) if _DIGIT.search(text) else 0
    return Facts(text, words, tokens, frozenset(tokens), lower, digits, text.isupper() and len(text) > _SHORTEST_SHOUT, known)
