"""The same submission sent twice, by one channel or by two: flagged, never deleted, counted as one contributor."""

from __future__ import annotations

import dataclasses
import re
import zlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress, silent
from .identifiers import is_nobody
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
_HASHES = 32
_BANDS = 16
_OF_EQUALS = 10
_STEP = 5000
_LOOK_BACK = 30
"""Earlier texts of a bucket that a text is compared with, so that a sentence sent ten thousand times costs no square."""


def flag(submissions: Submissions, progress: Progress = silent) -> Submissions:
    """Mark each submission that repeats an earlier one of the same set: ``duplicate_of`` and the flag ``duplicate``.

    Same or near-same text; at most :data:`DAYS_APART` days and :data:`METRES_APART` metres apart where both are known; by the same
    sender, or (stricter) with a sender unknown and the same place. Candidates come from min-hash bands (Broder 1997), so that time
    grows with n and not with its square. ``duplicate_of`` is the index of the first of the group.
    """
    n = len(submissions)
    words = [_WORD.findall(text.casefold()) for text in submissions.text]
    senders = [_sender(submissions.identifiers[i]) for i in range(n)]
    first_of = np.arange(n)
    pairs: dict[int, frozenset[tuple[str, str]]] = {}

    def pairs_of(i: int) -> frozenset[tuple[str, str]]:
        if i not in pairs:
            pairs[i] = frozenset(pairwise(words[i]))
        return pairs[i]

    pairs_found = sorted(_candidates(words, senders))
    for done, (i, j) in enumerate(pairs_found):  # i after j
        if done % _STEP == 0:
            progress("finding duplicates", done, len(pairs_found))
        if first_of[i] == i and _same(submissions, pairs_of(i), pairs_of(j), senders, j, i):
            first_of[i] = first_of[j]
    progress("finding duplicates", len(pairs_found), len(pairs_found))
    duplicate_of = np.where(first_of == np.arange(n), -1, first_of).astype(np.int64)
    flags = submissions.flags.copy()
    for i in range(n):
        kept = tuple(name for name in flags[i] if name != "duplicate")
        flags[i] = (*kept, "duplicate") if duplicate_of[i] >= 0 else kept
    return dataclasses.replace(submissions, flags=flags, duplicate_of=duplicate_of)


def _same(
    submissions: Submissions,
    a: frozenset[tuple[str, str]],
    b: frozenset[tuple[str, str]],
    senders: list[frozenset[str]],
    one: int,
    other: int,
) -> bool:
    known = bool(senders[one]) and bool(senders[other])
    same_sender = bool(senders[one] & senders[other])
    if known and not same_sender:
        return False  # two people wrote the same
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
    """What tells persons apart, folded so that "070-123 45 67" and "0701234567" are one; a postal address alone is no person.

    Looser than ``privacy.contributors``: two senders are compared only where the texts are alike already.
    """
    found = set()
    for kind, value in identifiers:
        said = " ".join(value.casefold().split())
        if kind == "telephone":
            digits = "".join(filter(str.isdigit, said))
            said = digits[-8:] if len(digits) >= 8 else ""
        if said and not is_nobody(value) and kind != "address":
            found.add(f"{kind}:{said}")
    return frozenset(found)


def _candidates(words: list[list[str]], senders: list[frozenset[str]]) -> set[tuple[int, int]]:
    """(later, earlier) indices of texts that share a band of min-hashes, or a sender."""
    long = [i for i, each in enumerate(words) if len(each) >= FEWEST_WORDS]
    found: set[tuple[int, int]] = set()
    by_sender: dict[str, list[int]] = {}
    for i in long:
        for sender in senders[i]:
            by_sender.setdefault(sender, []).append(i)
    by_text: dict[str, list[int]] = {}
    for i in long:
        by_text.setdefault(" ".join(words[i]), []).append(i)
    groups = [*by_sender.values(), *by_text.values()]
    distinct = [i for same in by_text.values() for i in same[-_OF_EQUALS:]]
    if distinct:  # of many equal texts the last few stand for all, for they are each other's candidates already
        signature = _signatures([words[i] for i in distinct])
        index = np.array(distinct)
        for band in range(_BANDS):
            key = signature[:, 2 * band] * np.uint64(1_000_003) + signature[:, 2 * band + 1]
            order = np.argsort(key, kind="stable")
            breaks = np.flatnonzero(np.diff(key[order])) + 1
            groups += [sorted(index[group].tolist()) for group in np.split(order, breaks) if len(group) > 1]
    for group in groups:
        for at, i in enumerate(group):
            found.update((i, j) for j in group[max(0, at - _LOOK_BACK) : at])
    return found


def _signatures(texts: list[list[str]]) -> NDArray[np.uint64]:
    """(n, :data:`_HASHES`) min-hashes of each text's word pairs."""
    codes: dict[str, int] = {}
    lengths = np.array([len(each) for each in texts])
    ids = np.fromiter((codes.setdefault(word, len(codes)) for each in texts for word in each), dtype=np.uint64, count=int(lengths.sum()))
    own = np.array([zlib.crc32(word.encode()) for word in codes], dtype=np.uint64)[ids]
    pair = _mixed(own[:-1] * np.uint64(0x9E3779B97F4A7C15) + own[1:])
    ends = np.cumsum(lengths)
    inside = np.ones(len(pair), dtype=bool)
    inside[ends[:-1] - 1] = False  # from one text's last word to the next text's first is no pair
    starts = np.concatenate(([0], np.cumsum(lengths - 1)[:-1]))
    result = np.empty((len(texts), _HASHES), dtype=np.uint64)
    for number in range(_HASHES):
        result[:, number] = np.minimum.reduceat(_mixed(pair[inside] + np.uint64(number * 0x632BE59BD9B4E019 % 2**64)), starts)
    return result


def _mixed(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014), so that near codes fall far apart."""
    codes = (codes ^ (codes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    codes = (codes ^ (codes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return codes ^ (codes >> np.uint64(31))
