"""Finding the gazetteer's names in what people write: longest first, bent, joined, split and misspelt."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import product

from .gazetteer import JOINT, Gazetteer
from .name_forms import DETAILS, JOINING, ORDINARY, PREPOSITIONS, deletions, fold, head_of, slips, words_of

SLIP_COST = (0.0, 0.06, 0.11)
"""What one and two slips of spelling take from the score."""
_STEM_FOR_SLIPS = 5
_HOME = re.compile(
    r"\b(?:bor|bodde|boende|bosatt|flytta(?:t|r|de)?|hemma|hyr|hyresgäst\w*|invånare|bostad|lägenhet|adress(?:en)?\s*(?:är|:)?"
    r"|(?:orolig|bekymrad|arg|rädd|trött|ledsen)\w*\s+\w+|mamma|pappa|förälder|föräldrar|pensionär\w*|hälsningar)"
    r"(?:\s+(?:här|numera|själv|ensam|också|kvar|granne|nära|precis|alldeles|just|en|ett))*(?:\s+(?:i|på|vid|bredvid|nära|intill|mitt\s+emot|från|till|ut\s+mot))*\s*$",
    re.IGNORECASE,
)
_ATTENDS = re.compile(
    r"\b(?:går|gick|pluggar|elev\w*|jobbar|arbetar|börjat|börjar|barn\w*|son|dotter|lärare)\s+(?:i|på|vid)\s*$", re.IGNORECASE
)
_SCHOOLS = ("skola", "förskola", "gymnasium", "dagis", "äldreboende")
_NOT = re.compile(
    r"\b(?:inte|ej|aldrig|förutom|utom|till\s+skillnad\s+från|jämfört\s+med|tryggare\s+(?:vid|i|på)|som\s+(?:i|på|vid))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_WAY = re.compile(r"\b(?:från|till|mot|hem|väg|vägen|mellan|mellan\s+\w+\s+och)\s+(?:\w+\s+)?$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?:\n]\s*$")


@dataclass(frozen=True)
class Mention:
    """A name found: words ``start`` to ``end`` (word positions), places with their score, and how they were found."""

    start: int
    end: int
    places: tuple[tuple[int, float], ...]
    how: str
    role: str
    """Empty, or what speaks against it: ``home`` (where the writer lives), ``way`` (from or to), ``not``, ``person``, ``ordinary``."""
    number: int | None = None


@dataclass(frozen=True)
class Words:
    """A text cut into words: as written, folded, and where they begin and end."""

    text: str
    raw: tuple[str, ...]
    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def cut(text: str) -> Words:
    """The words of a text."""
    found = words_of(text)
    return Words(text, tuple(m.group() for m in found), tuple(fold(m.group()) for m in found), tuple(m.span() for m in found))


class Finder:
    """Finds mentions; keeps what it learnt about each distinct word, for people use the same words again and again."""

    def __init__(self, gazetteer: Gazetteer):
        self.gazetteer = gazetteer
        self.details = functools.lru_cache(maxsize=200_000)(self._detail)
        self.alternatives = functools.lru_cache(maxsize=200_000)(self._alternatives)

    def find(self, text: str, running: bool) -> tuple[Words, list[Mention]]:
        """Mentions in order, none overlapping; ``running``: free text, where ordinary words and people's names occur too."""
        words = cut(text)
        found: list[Mention] = []
        at = 0
        while at < len(words.raw):
            mention = self._at(words, at, running)
            if mention is None:
                at += 1
            else:
                found.append(mention)
                at = mention.end
        return words, found

    def _at(self, words: Words, at: int, running: bool) -> Mention | None:
        if words.folded[at] in JOINING:
            return None
        best: tuple[int, tuple[tuple[int, float], ...], str] | None = None
        known = bool(self.alternatives(words.folded[at]))
        for length in range(min(self.gazetteer.longest, len(words.raw) - at) if known else 1, 0, -1):
            hit = self._lookup(words, at, length)
            if hit:
                best = (length, *hit)
                break
        if best is None:
            best = self._joined(words, at)
        if best is None:
            return None
        length, places, how = best
        end = at + length
        number = None
        if end < len(words.raw) and words.raw[end][0].isdigit() and any(self.gazetteer.places[i].is_street for i, _ in places):
            number = int("".join(filter(str.isdigit, words.raw[end]))[:5])
            end += 1
        return Mention(at, end, places, how, self._role(words, at, at + length, places, how, running), number)

    def _lookup(self, words: Words, at: int, length: int) -> tuple[tuple[tuple[int, float], ...], str] | None:
        forms = self.gazetteer.forms
        if length == 1:
            options = [self.alternatives(words.folded[at])]
        else:
            options = []
            for i in range(at, at + length):
                folded = words.folded[i]
                options.append(((JOINT, 0),) if i > at and folded in JOINING else self.alternatives(folded))
                if not options[-1]:
                    return None
        best: dict[int, float] = {}
        fewest = 9
        for choice in product(*options):
            total = sum(cost for _, cost in choice)
            if total > 2 or total > fewest:
                continue
            found = forms.get(tuple(word for word, _ in choice))
            if found:
                if total < fewest:
                    best, fewest = {}, total
                for place, quality in found:
                    best[place] = max(best.get(place, 0.0), quality - SLIP_COST[total])
        if not best:
            return self.details(words.folded[at]) if length == 1 else None
        top = max(best.values())
        kept = tuple(sorted(((p, q) for p, q in best.items() if q >= top - 0.015), key=lambda each: (-each[1], each[0])))
        return kept, "misspelt" if fewest else "name"

    def _alternatives(self, word: str) -> tuple[tuple[str, int], ...]:
        """The gazetteer's words that ``word`` may be, each with its number of slips; itself alone when it is one of them."""
        gazetteer = self.gazetteer
        if word in gazetteer.words:
            return ((word, 0),)
        if len(word) < 6 or not word.isalpha() or word in DETAILS or word in PREPOSITIONS:
            return ()
        near = sorted({meant for shorter in deletions(word) for meant in gazetteer.near_words.get(shorter, ())})
        found = []
        for meant in near:
            count = slips(word, meant)
            if count is not None and count <= (2 if len(meant) >= 12 else 1) and _stem(meant) >= _STEM_FOR_SLIPS:
                found.append((meant, count))
        fewest = min((count for _, count in found), default=0)
        return tuple((meant, count) for meant, count in found if count == fewest)[:6]

    def _detail(self, word: str) -> tuple[tuple[tuple[int, float], ...], str] | None:
        """A place joined with what it has: bregårdsskolegården, lasarettsparkeringen."""
        if len(word) < 9 or word in self.gazetteer.words:
            return None
        for cut_at in range(len(word) - 3, 5, -1):
            if word[cut_at:] not in DETAILS:
                continue
            stem = word[:cut_at]
            for root in (stem, stem.removesuffix("s"), stem.removesuffix("e"), stem.removesuffix("s").removesuffix("n")):
                for ending in ("", "n", "an", "en", "et", "a", "na"):
                    found = self.gazetteer.forms.get((root + ending,))
                    if found:
                        return tuple((place, 0.9 * quality) for place, quality in found), "detail"
        return None

    def _joined(self, words: Words, at: int) -> tuple[int, tuple[tuple[int, float], ...], str] | None:
        """Names written apart that belong together: Bregårds skolan, Rävås parken."""
        if at + 1 >= len(words.raw) or not words.raw[at + 1].isalpha():
            return None
        together = words.folded[at] + words.folded[at + 1]
        found = self.gazetteer.forms.get((together,))
        return (2, tuple((place, quality - 0.03) for place, quality in found), "name") if found else None

    def _role(self, words: Words, at: int, end: int, places: tuple[tuple[int, float], ...], how: str, running: bool) -> str:
        before = words.text[max(0, words.spans[at][0] - 60) : words.spans[at][0]]
        if _NOT.search(before):
            return "not"
        if not running:
            return ""
        single = end - at == 1
        if single and words.folded[at] in ORDINARY and not words.raw[at][0].isupper():
            return "ordinary"
        if single and len(words.folded[at]) <= 4 and not words.raw[at][0].isupper():
            return "ordinary"
        if how == "misspelt" and not words.raw[at][0].isupper() and head_of(words.folded[at]) is None:
            return "ordinary"
        if single and at and self._after_first_name(words, at, places):
            return "person"
        if _HOME.search(before) or (_ATTENDS.search(before) and self._is_school(places)):
            return "home"
        if _WAY.search(before):
            return "way"
        return ""

    def _after_first_name(self, words: Words, at: int, places: tuple[tuple[int, float], ...]) -> bool:
        """A name without a head of its own straight after another capitalised word may be a surname: Lisa Karlberg."""
        if head_of(words.folded[at]) or not words.raw[at][0].isupper():
            return False
        previous, gap = words.raw[at - 1], words.text[words.spans[at - 1][1] : words.spans[at][0]]
        if gap != " " or not previous[0].isupper() or not previous[1:].islower() or previous.lower() in PREPOSITIONS or len(previous) < 3:
            return False
        first = at == 1 or bool(_SENTENCE.search(words.text[: words.spans[at - 1][0]]))
        after = words.text[words.spans[at][1] :].lstrip(" ")[:7].lower()
        return not first or after.startswith(("heter", "här", "bor", "ringer", ",", "\n", "skriver")) or not after

    def _is_school(self, places: tuple[tuple[int, float], ...]) -> bool:
        split = [head_of(fold(self.gazetteer.places[place].name.split()[-1])) for place, _ in places]
        return any(each is not None and each[1] in _SCHOOLS for each in split)


def _stem(word: str) -> int:
    """Letters of a word that are its own: without vägen, gatan and other ends that half the names share."""
    for ending in ("vägen", "gatan", "skolan", "parken", "torget", "gata", "väg", "vägs", "gatans", "vägens"):
        if word.endswith(ending):
            return len(word) - len(ending)
    return len(word)
