"""The same submission sent twice, by one channel or by two: flagged, never deleted, counted as one contributor."""

from __future__ import annotations

import dataclasses
import re
import zlib
from array import array
from dataclasses import dataclass

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
STEP = "finding duplicates"
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
    texts = _Texts.of(submissions.text.tolist(), progress)
    facts = _Facts.of(submissions, progress)
    first_of = np.arange(n)
    found = _candidates(texts, facts, progress)
    for done, (i, j, same_sender) in enumerate(zip(*(column.tolist() for column in found), strict=True)):  # i after j
        if done % _STEP == 0:
            progress(STEP, n, n)
        if first_of[i] == i and _alike(texts.pairs(i), texts.pairs(j), same_sender):
            first_of[i] = first_of[j]
    duplicate_of = np.where(first_of == np.arange(n), -1, first_of).astype(np.int64)
    flags = submissions.flags.copy()
    for i in range(n):
        kept = tuple(name for name in flags[i] if name != "duplicate")
        flags[i] = (*kept, "duplicate") if duplicate_of[i] >= 0 else kept
    return dataclasses.replace(submissions, flags=flags, duplicate_of=duplicate_of)


def _alike(a: frozenset[bytes], b: frozenset[bytes], same_sender: bool) -> bool:
    """Whether two texts, as sets of word pairs, say the same."""
    common = len(a & b)
    if common < LIKE * min(len(a), len(b)) or (not same_sender and common + 1 < FEWEST_WORDS_OF_STRANGERS):
        return False
    return same_sender or not common < LIKE * 0.6 * max(len(a), len(b))


@dataclass(frozen=True)
class _Texts:
    """n texts as numbers of their words, one text after the other."""

    word: NDArray[np.uint32]
    ends: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    """Of each word; the same in every run."""

    @classmethod
    def of(cls, texts: list[str], progress: Progress) -> _Texts:
        codes: dict[str, int] = {}
        words = array("I")
        ends = np.empty(len(texts), dtype=np.int64)
        for i, text in enumerate(texts):
            if i % _STEP == 0:
                progress(STEP, i // 4, len(texts))
            words.extend([codes.setdefault(word, len(codes)) for word in _WORD.findall(text.casefold())])
            ends[i] = len(words)
        hashes = np.array([zlib.crc32(word.encode()) for word in codes], dtype=np.uint64)
        return cls(np.frombuffer(words, dtype=np.uint32) if words else np.zeros(0, dtype=np.uint32), ends, hashes)

    @property
    def starts(self) -> NDArray[np.int64]:
        return np.append(0, self.ends[:-1])

    def pairs(self, i: int) -> frozenset[bytes]:
        """The pairs of words that follow one another in text ``i``."""
        raw = self.word[self.ends[i - 1] if i else 0 : self.ends[i]].tobytes()
        return frozenset(raw[at : at + 8] for at in range(0, len(raw) - 4, 4))


@dataclass(frozen=True)
class _Facts:
    """What is known of n submissions besides their texts."""

    sender: NDArray[np.int64]
    """(n, m) numbers of what tells each one's sender, -1 where there is nothing more."""
    seconds: NDArray[np.float64]
    """NaN when it is not known."""
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    reach: NDArray[np.float64]
    """Metres by which the place may be off."""
    place: NDArray[np.int64]
    """Number of the place in words, -1 without any."""

    @classmethod
    def of(cls, submissions: Submissions, progress: Progress) -> _Facts:
        senders = []
        for i, identifiers in enumerate(submissions.identifiers):
            if i % _STEP == 0:
                progress(STEP, (len(submissions) + i) // 4, len(submissions))
            senders.append(sorted(_sender(identifiers)))
        known: dict[str, int] = {}
        sender = np.full((len(senders), max(map(len, senders), default=0)), -1, dtype=np.int64)
        for i, each in enumerate(senders):
            sender[i, : len(each)] = [known.setdefault(name, len(known)) for name in each]
        places: dict[str, int] = {"": -1}
        place = [places.setdefault("".join(said.casefold().split()), len(places)) for said in submissions.place]
        seconds = np.where(np.isnat(submissions.received), np.nan, submissions.received.astype(np.int64))
        return cls(sender, seconds, submissions.x, submissions.y, np.nan_to_num(submissions.accuracy_m), np.array(place, dtype=np.int64))

    def fit(self, i: NDArray[np.int64], j: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which pairs may be one submission sent twice, by all but their texts; which have the same sender."""
        same = np.zeros(len(i), dtype=bool)
        for a in self.sender.T:
            for b in self.sender.T:
                same |= (a[i] == b[j]) & (a[i] >= 0)
        known = np.asarray((self.sender >= 0).any(axis=1))
        fits = same | ~(known[i] & known[j])  # two people may write the same
        with np.errstate(invalid="ignore"):
            days = np.abs(self.seconds[i] - self.seconds[j]) / 86400
            fits &= ~(days > np.where(same, DAYS_APART, STRANGERS_DAYS_APART))
            metres = np.hypot(self.x[i] - self.x[j], self.y[i] - self.y[j])
            # by one sender what is unlocated (NaN) is not elsewhere; what is located from words may be off by its accuracy
            near = ~(metres > METRES_APART + self.reach[i] + self.reach[j])
            here = (metres <= STRANGERS_METRES_APART) | ((self.place[i] == self.place[j]) & (self.place[i] >= 0))
        return fits & np.where(same, near, here), same


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


def _candidates(texts: _Texts, facts: _Facts, progress: Progress) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """(later, earlier) indices in order of texts that share a band of min-hashes, or a sender, and fit; whether the sender is the same."""
    n = len(texts.ends)
    long = np.flatnonzero(texts.ends - texts.starts >= FEWEST_WORDS)
    equal = _equal(texts, long)
    found = [np.zeros(0, dtype=np.int64)]

    def look(member: NDArray[np.int64], group: NDArray[np.int64]) -> None:
        """Note the pairs within groups, each with the :data:`_LOOK_BACK` before it."""
        order = np.lexsort((member, group))
        member, group = member[order], group[order]
        for back in range(1, min(_LOOK_BACK, len(member) - 1) + 1):
            at = np.flatnonzero(group[back:] == group[:-back])
            if not len(at):
                break
            i, j = member[at + back], member[at]
            fits, _ = facts.fit(i, j)
            found.append(i[fits] << 32 | j[fits])

    sender = facts.sender[long]
    row, place = np.nonzero(sender >= 0)
    look(long[row], sender[row, place])
    look(long, equal)
    # of many equal texts the last few stand for all, for they are each other's candidates already
    order = np.lexsort((long, equal))
    size = np.bincount(equal)
    rank = np.arange(len(order)) - np.repeat(np.cumsum(size) - size, size)
    distinct = np.sort(long[order[rank >= size[equal[order]] - _OF_EQUALS]])
    signature = _signatures(texts, distinct)
    for band in range(_BANDS):
        progress(STEP, n // 2 + n * band // (2 * _BANDS), n)
        _, group = np.unique(signature[:, 2 * band] * np.uint64(1_000_003) + signature[:, 2 * band + 1], return_inverse=True)
        look(distinct, group)
    pairs = np.unique(np.concatenate(found))
    i, j = pairs >> 32, pairs & 0xFFFFFFFF
    return i, j, facts.fit(i, j)[1]


def _equal(texts: _Texts, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each of the chosen texts, the same for equal ones."""
    known: dict[bytes, int] = {}
    starts, ends = texts.starts[chosen].tolist(), texts.ends[chosen].tolist()
    return np.array([known.setdefault(texts.word[a:b].tobytes(), len(known)) for a, b in zip(starts, ends, strict=True)], dtype=np.int64)


def _signatures(texts: _Texts, chosen: NDArray[np.int64]) -> NDArray[np.uint64]:
    """(m, :data:`_HASHES`) min-hashes of the word pairs of each of the chosen texts; all have two words or more."""
    result = np.empty((len(chosen), _HASHES), dtype=np.uint64)
    for block in range(0, len(chosen), _STEP):
        some = chosen[block : block + _STEP]
        number = texts.ends[some] - texts.starts[some] - 1
        before = np.cumsum(number) - number
        first = np.repeat(texts.starts[some] - before, number) + np.arange(int(number.sum()))
        pair = _mixed(texts.hashes[texts.word[first]] * np.uint64(0x9E3779B97F4A7C15) + texts.hashes[texts.word[first + 1]])
        for seed in range(_HASHES):
            values = _mixed(pair + np.uint64(seed * 0x632BE59BD9B4E019 % 2**64))
            result[block : block + len(some), seed] = np.minimum.reduceat(values, before)
    return result


def _mixed(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014), so that near codes fall far apart."""
    codes = (codes ^ (codes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    codes = (codes ^ (codes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return codes ^ (codes >> np.uint64(31))
