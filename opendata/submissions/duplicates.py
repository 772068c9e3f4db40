"""The same submission sent twice, by one channel or by two: flagged, never deleted, counted as one contributor."""

from __future__ import annotations

import dataclasses
import re
import zlib
from itertools import pairwise

import numpy as np

from .model import Submissions

DAYS_APART = 7
METRES_APART = 250.0
LIKE = 0.8
"""Share of the shorter text's word pairs that the longer must hold: an e-mail wraps what the map's text says into a greeting."""
FEWEST_WORDS = 4
FEWEST_WORDS_OF_STRANGERS = 7
"""Words that two texts must share when nothing says that one person wrote both: short sentences are said by many alike."""
STRANGERS_DAYS_APART = 3
STRANGERS_METRES_APART = 100.0
_WORD = re.compile(r"\w+")
_NOBODY = frozenset(
    ("anonym", "anonymt", "anonyma", "okänd", "okänt", "-", "?", "nej", "nn", "vill vara anonym", "vill ej uppge", "ej angivet", "saknas")
)
_HASHES = 32
_BANDS = 16
_LOOK_BACK = 60
"""Earlier texts of a bucket that a text is compared with, so that a sentence sent ten thousand times costs no square."""


def flag(submissions: Submissions) -> Submissions:
    """Mark each submission that repeats an earlier one of the same set: ``duplicate_of`` and the flag ``duplicate``.

    Same or near-same text; at most :data:`DAYS_APART` days and :data:`METRES_APART` metres apart where both are known; by the same sender, or
    (stricter) with a sender unknown and the same place. Candidates come from min-hash bands (Broder 1997), so that time grows with
    n and not with its square. ``duplicate_of`` is the index of the first of the group.
    """
    n = len(submissions)
    words = [_WORD.findall(text.casefold()) for text in submissions.text]
    pairs = [frozenset(pairwise(each)) for each in words]
    senders = [_sender(submissions.identifiers[i]) for i in range(n)]
    first_of = np.arange(n)
    buckets: dict[tuple[int, int, int], list[int]] = {}
    by_sender: dict[str, list[int]] = {}
    for i in range(n):
        if len(words[i]) < FEWEST_WORDS:
            continue
        candidates: set[int] = set()
        for band in _bands(pairs[i]):
            bucket = buckets.setdefault(band, [])
            candidates.update(bucket[-_LOOK_BACK:])
            bucket.append(i)
        for sender in senders[i]:
            earlier = by_sender.setdefault(sender, [])
            candidates.update(earlier[-_LOOK_BACK:])
            earlier.append(i)
        for j in sorted(candidates):
            if _same(submissions, pairs, senders, j, i):
                first_of[i] = first_of[j]
                break
    duplicate_of = np.where(first_of == np.arange(n), -1, first_of).astype(np.int64)
    flags = submissions.flags.copy()
    for i in range(n):
        kept = tuple(name for name in flags[i] if name != "duplicate")
        flags[i] = (*kept, "duplicate") if duplicate_of[i] >= 0 else kept
    return dataclasses.replace(submissions, flags=flags, duplicate_of=duplicate_of)


def _same(submissions: Submissions, pairs: list[frozenset[tuple[str, str]]], senders: list[frozenset[str]], one: int, other: int) -> bool:
    known = bool(senders[one]) and bool(senders[other])
    same_sender = bool(senders[one] & senders[other])
    if known and not same_sender:
        return False  # two people wrote the same
    a, b = pairs[one], pairs[other]
    shorter = min(len(a), len(b))
    common = len(a & b)
    if common < LIKE * shorter or (not same_sender and common + 1 < FEWEST_WORDS_OF_STRANGERS):
        return False
    if not same_sender and common < LIKE * 0.6 * max(len(a), len(b)):
        return False
    days = abs(submissions.received[one] - submissions.received[other])
    if not np.isnat(days) and days > np.timedelta64(DAYS_APART if same_sender else STRANGERS_DAYS_APART, "D"):
        return False
    metres = float(np.hypot(submissions.x[one] - submissions.x[other], submissions.y[one] - submissions.y[other]))
    if same_sender:  # what is unlocated (NaN) is not elsewhere; what is located from words may be off by its accuracy
        return not metres > METRES_APART + _reach(submissions, one) + _reach(submissions, other)
    places = ["".join(submissions.place[i].casefold().split()) for i in (one, other)]
    return metres <= STRANGERS_METRES_APART or bool(places[0] and places[0] == places[1])


def _reach(submissions: Submissions, i: int) -> float:
    accuracy = float(submissions.accuracy_m[i])
    return 0.0 if accuracy != accuracy else accuracy


def _sender(identifiers: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """What tells persons apart, folded so that "070-123 45 67" and "0701234567" are one; a postal address alone is no person."""
    found = set()
    for kind, value in identifiers:
        said = " ".join(value.casefold().split())
        if kind == "telephone":
            digits = "".join(filter(str.isdigit, said))
            said = digits[-8:] if len(digits) >= 8 else ""
        if said and said not in _NOBODY and kind != "address":
            found.add(f"{kind}:{said}")
    return frozenset(found)


def _bands(pairs: frozenset[tuple[str, str]]) -> list[tuple[int, int, int]]:
    codes = np.array([zlib.crc32(" ".join(pair).encode()) for pair in pairs], dtype=np.uint64)
    smallest = ((codes[:, None] * _MULTIPLY + _ADD) % _PRIME).min(axis=0).tolist()
    return [(band, smallest[2 * band], smallest[2 * band + 1]) for band in range(_BANDS)]


_PRIME = np.uint64(4_294_967_291)
_MULTIPLY = np.array([(2_654_435_761 * (i + 1)) % 1_000_003 + 1 for i in range(_HASHES)], dtype=np.uint64)
_ADD = np.array([(40_503 * (i + 7)) % 999_983 for i in range(_HASHES)], dtype=np.uint64)
