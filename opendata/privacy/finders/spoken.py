"""Numbers that somebody spells in words: "noll sju noll sjutton fyrtio sex sextiotvå", "noll sju noll - 174 06 19".

Telephone notes and people who hide their number from machines write so. A run of number words and digit groups counts when it holds as
many digits as a telephone or identity number and at least :data:`_FEWEST_WORDS` words; one or two numbers in words are ordinary Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding

_ONES = {"noll": 1, "nolla": 1, "nollan": 1, "nollnoll": 2, "dubbelnoll": 2} | dict.fromkeys(
    (
        "ett",
        "en",
        "etta",
        "ettan",
        "två",
        "tvåa",
        "tre",
        "trea",
        "fyra",
        "fyran",
        "fem",
        "femma",
        "sex",
        "sexa",
        "sju",
        "sjua",
        "åtta",
        "nio",
        "nia",
    ),
    1,
)
_TEENS = ("tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton")
_TENS = (
    "tjugo",
    "trettio",
    "trettie",
    "fyrtio",
    "förtio",
    "fyrti",
    "femtio",
    "femti",
    "sextio",
    "sexti",
    "sjuttio",
    "sjutti",
    "åttio",
    "åtti",
    "nittio",
    "nitti",
)
_DIGITS = (
    _ONES
    | dict.fromkeys((*_TEENS, *_TENS), 2)
    | {ten + one: 2 for ten in _TENS for one in ("en", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio")}
)
"""How many digits a number word stands for when a telephone number is read aloud."""
_DIGITS |= {"noll" + word: 1 + count for word, count in list(_DIGITS.items()) if not word.startswith("noll")}
_WORDS = frozenset(_DIGITS)
COUNTING = _WORDS - {"en", "ett"}
"""Those that are no articles."""

_SINGLE = "|".join(sorted(_ONES, key=len, reverse=True))
_COMPOUND = f"(?:{'|'.join(sorted(_TENS, key=len, reverse=True))})(?:{_SINGLE})?|{'|'.join(_TEENS)}"
_WORD = f"(?:noll(?=[^\\W\\d_]))?(?:{_COMPOUND}|{_SINGLE})"
_RUN = re.compile(rf"(?<![^\W_])(?:{_WORD}|\d{{1,4}}(?!\d))(?:[ ,./-]{{1,3}}(?:{_WORD}|\d{{1,4}}(?!\d))(?![^\W\d_]))+", re.IGNORECASE)
_PART = re.compile(r"[^\W\d_]+|\d+")
_FEWEST_WORDS = 3
_LONGEST = 200
"""Letters of the longest run read; a number of fourteen digits in words is shorter."""
_SURE_DIGITS = 8
"""Digits from which a run that begins with a zero needs one word only ("noll 7 noll 174 06 12")."""
_FEWEST_DIGITS, _FEWEST_AFTER_ZERO, _MOST_DIGITS = 7, 6, 14


def worth(facts: Facts) -> bool:
    """Whether a text holds more than one number in words."""
    return len(_WORDS.intersection(facts.bag)) > 1 or "noll" in facts.lower


def find(facts: Facts) -> Iterator[Finding]:
    """Runs of number words as long as a telephone or identity number."""
    for run in _RUN.finditer(facts.text):
        if run.end() - run.start() > _LONGEST:
            continue
        parts = [part.lower() for part in _PART.findall(run[0])]
        spelled = sum(part in _DIGITS for part in parts)
        length = sum(_DIGITS.get(part, len(part)) for part in parts)
        zero = parts[0].startswith(("noll", "0"))
        if (
            spelled < (_FEWEST_WORDS if length < _SURE_DIGITS or not parts[0].startswith("noll") else 1)
            or not (_FEWEST_AFTER_ZERO if zero else _FEWEST_DIGITS) <= length <= _MOST_DIGITS
        ):
            continue
        sure = zero or length >= _FEWEST_DIGITS + 1
        yield Finding("telefon", run.start(), run.end(), MASK_AT_ONCE if sure else REVIEW, 0.8 if sure else 0.4, "number spelled in words")
