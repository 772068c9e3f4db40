"""The same submission sent twice, by one channel or by two: flagged, never deleted, counted as one contributor."""

from __future__ import annotations

import dataclasses
import re
import zlib

import numpy as np

from .model import Submissions

DAYS_APART = 7
METRES_APART = 300.0
LIKE = 0.8
"""Share of word pairs that two texts must have in common (Jaccard) to be near the same."""
SHORTEST_WORDS = 4
"""A text of fewer words is said by many people alike, and is no sign of repetition without the same sender."""
_WORD = re.compile(r"\w+")
_HASHES = 24
_BANDS = 8


def flag(submissions: Submissions) -> Submissions:
    """Mark each submission that repeats an earlier one of the same set: ``duplicate_of`` and the flag ``duplicate``.

    Same or near-same text, no more than :data:`DAYS_APART` days and :data:`METRES_APART` metres apart where both are known. Groups are
    found by min-hash bands (Broder 1997) and compared pair by pair, so that time grows with n and not with its square. ``duplicate_of``
    points at the first of the group.
    """
    n = len(submissions)
    words = [_WORD.findall(text.casefold()) for text in submissions.text]
    shingles = [frozenset(zip(each, each[1:], strict=False)) if len(each) > 1 else frozenset([(w, "") for w in each]) for each in words]
    first_of = np.arange(n)
    buckets: dict[tuple[int, int], list[int]] = {}
    for i in range(n):
        if not words[i]:
            continue
        candidates: set[int] = set()
        for band in _bands(shingles[i]):
            bucket = buckets.setdefault(band, [])
            candidates.update(bucket[-50:])
            bucket.append(i)
        for j in sorted(candidates):
            if _same(submissions, words, shingles, j, i):
                first_of[i] = first_of[j]
                break
    duplicate_of = np.where(first_of == np.arange(n), -1, first_of)
    flags = submissions.flags.copy()
    for i in range(n):
        kept = tuple(name for name in flags[i] if name != "duplicate")
        flags[i] = (*kept, "duplicate") if duplicate_of[i] >= 0 else kept
    return dataclasses.replace(submissions, flags=flags, duplicate_of=duplicate_of.astype(np.int64))


def _bands(shingles: frozenset[tuple[str, str]]) -> list[tuple[int, int]]:
    codes = np.array([zlib.crc32(" ".join(pair).encode()) for pair in shingles], dtype=np.uint64)
    smallest = ((codes[:, None] * _MULTIPLY + _ADD) % _PRIME).min(axis=0)
    rows = _HASHES // _BANDS
    return [(band, hash(tuple(smallest[band * rows : (band + 1) * rows].tolist()))) for band in range(_BANDS)]


_PRIME = np.uint64(4_294_967_291)
_MULTIPLY = np.array([(2_654_435_761 * (i + 1)) % 1_000_003 + 1 for i in range(_HASHES)], dtype=np.uint64)
_ADD = np.array([(40_503 * (i + 7)) % 999_983 for i in range(_HASHES)], dtype=np.uint64)


def _same(submissions: Submissions, words: list[list[str]], shingles: list[frozenset[tuple[str, str]]], one: int, other: int) -> bool:
    a, b = shingles[one], shingles[other]
    common = len(a & b)
    if common < LIKE * (len(a) + len(b) - common):
        return False
    apart = abs(submissions.received[one] - submissions.received[other])
    if not np.isnat(apart) and apart > np.timedelta64(DAYS_APART, "D"):
        return False
    distance = np.hypot(submissions.x[one] - submissions.x[other], submissions.y[one] - submissions.y[other])
    if distance > METRES_APART:  # NaN, one of the two unlocated, is not apart
        return False
    senders = [set(_identity(submissions, i)) for i in (one, other)]
    if senders[0] & senders[1]:
        return True
    if senders[0] and senders[1]:
        return False  # two people wrote the same
    places = [submissions.place[i].casefold().strip() for i in (one, other)]
    if bool(np.isnan(distance)) and places[0] and places[1] and places[0] != places[1]:
        return False
    return len(words[one]) >= SHORTEST_WORDS or len(words[other]) >= SHORTEST_WORDS


def _identity(submissions: Submissions, i: int) -> list[str]:
    return [
        "".join(value.casefold().split())
        for kind, value in submissions.identifiers[i]
        if kind in ("email", "telephone", "contributor", "name")
    ]
