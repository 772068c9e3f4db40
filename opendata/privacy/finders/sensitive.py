"""Sensitive content: what a person must look at although it is no identifier.

Lists the kinds of GDPR article 9 that such texts hold (health, ethnic origin, religion), suspicion of crime about somebody who can
be recognised (article 10), and children told apart by age, class or school. Never masked by itself: a human decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..finding import Finding
from ..words import phrases, words

_STEM = 4
"""Letters by which a word is looked up before it is compared."""

_FIRST_PERSON = frozenset(["jag", "mig", "min", "mitt", "mina", "vi", "oss", "vår", "vårt", "våra"])
_POINTED_OUT = re.compile(r"\b\d{1,2}:an\b|\b(?:nr|nummer|port|uppgång) ?\d|\b\d ?tr\b|\bbor (?:på|i|ovan|under|bredvid)\b", re.IGNORECASE)
_CHILD_WORDS = words("children")
_AGE = re.compile(
    r"(?<![\d.,-])(?:(?<!för )(?<!på )(?<!under )(?<!senaste )(?<!i )(?P<years>1[0-7]|[1-9]) ?års?\b(?! (?:sen|sedan|tillbaka|nu|"
    r"i rad|har|kvar|framåt|och inget))"
    r"|(?P<old>1[0-7]|[1-9]|(?<![^\W\d_])"
    r"(?:fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton))[- ]?åri(?:g|ng)\w{0,5})",
    re.IGNORECASE,
)
_HAS_CLASS = re.compile(r"\d|an\b|förskol")
_CLASS = re.compile(
    r"\b(?:klass|åk|årskurs|åk\.|går i|börjat|börjar|i)\.? ?(?P<class>[1-9](?::[ae]n)?[ -]?[a-eA-E]?(?![\w:])"
    r"|(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|förskoleklass\w*|förskolan))\b",
    re.IGNORECASE,
)  # fmt: skip

REASONS = {
    "hälsa": "word for an illness or a disability",
    "brottsmisstanke": "word for a crime beside a person who may be recognised",
    "etnicitet": "word for an origin",
    "religion": "word for a faith",
}


class _Lexicon:
    """Words and phrases with the kind they tell of, found by their first letters."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]):
        self.by_stem: dict[str, list[tuple[str, bool, str, str]]] = {}
        for kind, list_name, entry in entries:
            plain = entry.removesuffix("*")
            self.by_stem.setdefault(plain[:_STEM], []).append((plain, entry.endswith("*"), kind, list_name))
        self.stems = frozenset(self.by_stem)


_LISTS = (
    ("hälsa", "health"),
    ("hälsa", "health_beside_person"),
    ("brottsmisstanke", "crime"),
    ("etnicitet", "ethnicity"),
    ("religion", "religion"),
)


class SensitiveFinder:
    """Flags, all tier 2; surer where a person is named or pointed out in the same text."""

    def __init__(self) -> None:
        self._lexicon = _Lexicon((kind, name, entry) for kind, name in _LISTS for entry in phrases(name))
        self._persons = words("persons")

    def find(self, text: str, lower: str, tokens: frozenset[str], named: bool) -> Iterator[Finding]:
        """Flags in ``text``; ``tokens`` and ``lower`` are its words in lower case, ``named``: a name or an address was found in it."""
        stems = self._lexicon.stems.intersection([token[:_STEM] for token in tokens])
        aged = "åri" in lower or "år" in tokens or "års" in tokens
        child = not _CHILD_WORDS.isdisjoint(tokens)
        if stems:
            other = named or not self._persons.isdisjoint(tokens) or _POINTED_OUT.search(text) is not None
            yield from self._words(text.lower(), stems, other, other or not _FIRST_PERSON.isdisjoint(tokens))
        if aged or ((child or named) and _HAS_CLASS.search(text)):
            yield from _children(text, child, named)

    def _words(self, lower: str, stems: frozenset[str], other: bool, anybody: bool) -> Iterator[Finding]:
        for stem in sorted(stems):
            entries = self._lexicon.by_stem[stem]
            at = lower.find(stem)
            while at != -1:
                if at == 0 or not lower[at - 1].isalpha():
                    yield from _at(lower, at, entries, other, anybody)
                at = lower.find(stem, at + 1)


def _at(lower: str, at: int, entries: list[tuple[str, bool, str, str]], other: bool, anybody: bool) -> Iterator[Finding]:
    for plain, open_ended, kind, list_name in entries:
        if not lower.startswith(plain, at):
            continue
        end = at + len(plain)
        if open_ended:
            while end < len(lower) and end - at < 40 and (lower[end].isalpha() or lower[end] == "-"):
                end += 1
        elif end < len(lower) and lower[end].isalnum():
            continue
        if (list_name == "crime" and not other) or (list_name == "health_beside_person" and not anybody):
            continue
        yield Finding(kind, at, end, 2, 0.7 if other else 0.5, REASONS[kind])
        return


def _children(text: str, child: bool, named: bool) -> Iterator[Finding]:
    for match in _AGE.finditer(text):
        if match["old"] or child or named:
            yield Finding("barn", match.start(), match.end(), 2, 0.7 if child or named else 0.5, "age of a child")
    if child or named:
        for match in _CLASS.finditer(text):
            yield Finding("barn", match.start("class"), match.end("class"), 2, 0.6, "class of a child")
