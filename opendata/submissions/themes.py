"""Themes of free text by a codebook of stems: every hit says which word gave it.

Words are compared by their Swedish Snowball stems (Porter 2001), whole, or as first or last part of a compound: "gatubelysningen" is about
"belysning". One main theme, the others beside it.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..parallel import in_order
from ..progress import Progress
from ..release import UNCLASSIFIED
from ..vendored import snowballstemmer
from . import theme_review
from .codebook import WORD, Codebook
from .model import Submissions
from .worklist import key_of

STRONG, WEAK, PHRASE = 2.0, 1.0, 3.0
_SHORTEST_PART = 4
"""Letters; shorter stems count only as whole words, for "epa" is in "separat" and "öl" in "kölden"."""
_SHORTEST_STEM = 3
"""Letters; below it a stem says nothing. A stem that got shorter than a part is another word's too: that of "motor" is "mot"."""
_SENTENCE = re.compile(r"[.!?\n]+")
_STEP = 20_000


@dataclass(frozen=True)
class Themed:
    """``main`` and ``others`` are ids of the codebook; ``because`` holds (theme, word of the text that gave it) pairs, main theme first."""

    main: str
    others: tuple[str, ...]
    because: tuple[tuple[str, str], ...]


def classify(texts: Sequence[str], codebook: Codebook, progress: Progress) -> list[Themed]:
    """One :class:`Themed` per text; a text without a hit is :data:`UNCLASSIFIED`. The same texts give the same themes."""
    return in_order(functools.partial(_classifying, codebook), texts, "finding themes", progress)


def _classifying(codebook: Codebook) -> Callable[[str], Themed]:
    return _Classifier(codebook).theme


def give(submissions: Submissions, codebook: Codebook, internal: Path, progress: Progress) -> Submissions:
    """Give every submission its themes, and write the list in which people correct them.

    What people decided in ``internal/review_themes.csv`` goes first, then a theme that the file itself gave (an id of the codebook, or one
    of its names), then :func:`classify`. Raises :class:`InputError` naming the rows of the list whose decision is no theme.
    """
    names = {name.casefold(): theme.id for theme in codebook.themes for name in (theme.name_sv, theme.name_en, theme.id)}
    decisions = theme_review.read(internal / theme_review.FILE, names)
    found = classify(submissions.text.tolist(), codebook, progress)
    main, others = submissions.theme.copy(), submissions.other_themes.copy()
    for i, themed in enumerate(found):
        if i % _STEP == 0:
            progress("giving themes", i, len(found))
        given = decisions.get(key_of(submissions.text[i])) or names.get(submissions.theme[i].strip().casefold())
        main[i] = given or themed.main
        others[i] = tuple(theme for theme in (themed.main, *themed.others) if theme not in (main[i], UNCLASSIFIED))
    given_to = [theme_review.Line(submissions.text[i], main[i], themed.because) for i, themed in enumerate(found) if submissions.text[i]]
    theme_review.write(given_to, decisions, internal / theme_review.FILE)
    return dataclasses.replace(submissions, theme=main, other_themes=others)


Hit = tuple[str, float]
"""Theme and weight."""


class _Classifier:
    """Knows the themes of every distinct word it has met: words repeat, so most of the work is one look-up each."""

    def __init__(self, codebook: Codebook):
        self._stem = snowballstemmer.stemmer("swedish").stemWord
        self._whole: dict[str, list[Hit]] = {}
        self._part: dict[str, list[Hit]] = {}
        self._phrases: dict[str, list[tuple[str, str, float]]] = {}
        self._cancelled = {
            theme.id: re.compile(rf"\b(?:{'|'.join(map(re.escape, theme.cancelled_by))})\b")
            for theme in codebook.themes
            if theme.cancelled_by
        }
        for theme in codebook.themes:
            for words, weight, parts in ((theme.stems, STRONG, True), (theme.words, STRONG, False), (theme.hints, WEAK, True)):
                for word in words:
                    self._learn(word, (theme.id, weight * theme.weight), parts)
            for phrase in theme.phrases:
                self._phrases.setdefault(WORD.findall(phrase)[0], []).append((phrase, theme.id, PHRASE * theme.weight))
        self._ignored = frozenset(self._stem(word) for word in codebook.ignored)
        self._words: dict[str, tuple[Hit, ...]] = {}

    def _learn(self, word: str, hit: Hit, parts: bool) -> None:
        stem = self._stem(word)
        for form in {word, stem} if len(stem) >= _SHORTEST_PART else {word}:
            known = self._whole.setdefault(form, [])
            if hit[0] not in (theme for theme, _ in known):
                known.append(hit)
        if parts and len(stem) >= _SHORTEST_PART:
            known = self._part.setdefault(stem, [])
            if hit[0] not in (theme for theme, _ in known):
                known.append(hit)

    def theme(self, text: str) -> Themed:
        lower = text.casefold()
        hits = self._hits(lower)
        if hits.keys() & self._cancelled.keys():
            hits = self._uncancelled(lower, hits)
        if not hits:
            return Themed(UNCLASSIFIED, (), ())
        scores = {theme: self._score(found) for theme, found in hits.items()}
        first = {theme: min(map(lower.find, found)) for theme, found in hits.items()}
        ranked = sorted(scores, key=lambda theme: (-scores[theme], first[theme], theme))
        return Themed(ranked[0], tuple(ranked[1:]), tuple((theme, word) for theme in ranked for word in hits[theme]))

    @staticmethod
    def _score(found: dict[str, float]) -> float:
        """Hints count once however many there are: where something happens is said with many words, why with few."""
        return sum(weight for weight in found.values() if weight != WEAK) + (WEAK if WEAK in found.values() else 0.0)

    def _hits(self, lower: str) -> dict[str, dict[str, float]]:
        """Theme to its words in the text and their weight; a word that stands twice counts once."""
        hits: dict[str, dict[str, float]] = {}
        words, phrases = self._words, self._phrases
        for word in WORD.findall(lower):
            found = words.get(word)
            if found is None:
                found = words[word] = self._themes_of(word)
            for theme, weight in found:
                hits.setdefault(theme, {})[word] = weight
            if word in phrases:
                for phrase, theme, weight in phrases[word]:
                    if phrase in lower:
                        hits.setdefault(theme, {})[phrase] = weight
        return hits

    def _uncancelled(self, lower: str, hits: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        sentences = _SENTENCE.split(lower)
        result = dict(hits)
        for theme, pattern in self._cancelled.items():
            if theme in hits:
                kept: dict[str, float] = {}
                for sentence in sentences:
                    if not pattern.search(sentence):
                        kept |= self._hits(sentence).get(theme, {})
                result[theme] = kept
        return {theme: found for theme, found in result.items() if found}

    def _themes_of(self, word: str) -> tuple[Hit, ...]:
        """Themes of a word by its stem: whole, else the longest stem it begins or ends with."""
        stem = self._stem(word)
        if stem in self._ignored:
            return ()
        whole = self._whole.get(word) or (self._whole.get(stem) if len(stem) >= _SHORTEST_STEM else None)
        if whole:
            return tuple(whole)
        for length in range(len(stem) - 1, _SHORTEST_PART - 1, -1):
            found = self._part.get(stem[-length:]) or self._part.get(word[:length])
            if found:
                return tuple(found)
        return ()
