"""Sensitive content: what a person must look at although it is no identifier.

Lists the kinds of GDPR article 9 that such texts hold (health, ethnic origin, religion), suspicion of crime about somebody who can
be recognised (article 10), and children told apart by age, class or school. Never masked by itself: a human decides.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..facts import Facts
from ..finding import REVIEW, Finding
from ..wordlists import phrases, words

_FAR = 300
"""Letters from a word within which somebody stands near it, however long the sentence."""
_MOST_LOOKS = 1000
"""Words looked at in one text; more are told unseen, so that time stays bounded (and such a text is masked as a whole)."""
_DOUBT = 0.4
"""Confidence up to which a name is no person to be accused."""
_MOST_REMEMBERED = 50_000
"""Words without an entry that are remembered, so that memory stays bounded."""
_STEM, _LONG_STEM = 4, 6
"""Letters by which a short and a long word is looked up before it is compared."""

_SENTENCE = re.compile(r"[.!?\n]+(?=\s|$)|\n")
_BY = re.compile(r"[^.!?\n]{0,25}?\bav (?:min |en |ett |den |det |sin |vår |hans |hennes )?(?P<who>[^\W\d_]+)", re.IGNORECASE)
_DRUGS = ("knark", "narko", "langa", "langn", "dealar", "drog", "hasch", "hembränt", "pund", "bordell", "säljer", "prostitu")
"""What goes on at an address as well as it is done by a person."""
_ORIGIN = re.compile(
    r"(?<![^\W_])(?:är|e|kommer|kom|kommit|flytta(?:de|t|r)?(?: hit)?|flydde|flytt|invandrade|ursprungligen|ursprung|rötter|"
    "bakgrund|född|uppvuxen|fru|man|"
    r"mannen|kvinnan|killen|killar|tjej|grannen|granne|familj|familjen|gäng|gänget|folk|hit|invandrare|ungdomar|barn|adopterad)"
    r" (?:ursprungligen |från början )?(?:från|ifrån|i) (?P<country>[^\W\d_]{4,14})(?![^\W_])",
    re.IGNORECASE,
)
_SOMEBODY = frozenset(
    ["man", "kille", "gubbe", "karl", "kvinna", "tjej", "snubbe", "typ", "granne", "grannarna", "chaufför", "lärare", "vakt"]
)
_COUNTRIES = words("countries")
_POINTING = frozenset({"namn", "adress", "samordningsnummer", "personnummer", "telefon", "regnummer"})
_FIRST_PERSON = frozenset(["jag", "mig", "min", "mitt", "mina", "vi", "oss", "vår", "vårt", "våra"])
_POINTED_OUT = re.compile(
    r"\bpå \d{1,2}:an\b|\b(?:på|i) (?:nr|nummer|port|uppgång) ?\d|\b\d ?tr\b|\b(?:han|hon|den|de|dom|som) bor (?:på|i|ovan|under|"
    r"bredvid)\b"
    r"|\b(?:våningen|fyran|trean|tvåan|ettan|femman|sexan|huset|gula|röda|vita|gröna|blå) (?:som|bredvid|mittemot|intill)\b|\bmannen i\b",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"(?:(?:^|[\s,.!])(?:mvh|vh|kh|hälsn\w*|hälsar|hälsning\w*|vänligen|undertecknad|tecknar|kram\w*|/|//|-|jag heter|jag|namn|"
    "namn är|heter|från|avsändare|"
    r"inringare|anmälare|uppringd av|ombud|tack|sökande)[ :,.!/\n\ue000-]{0,4}|/ ?|\n)$",
    re.IGNORECASE,
)
""" What stands before the writer's own name."""
_CHILD_WORDS = words("children")
_AGE = re.compile(
    r"(?<![\d.,-])(?:(?P<years>1[0-7]|[1-9]) ?års?\b(?! (?:sen|sedan|tillbaka|nu|i rad|har|kvar|framåt|och inget))"
    r"|(?<=, )(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton) år(?=[,.)])"
    r"|(?P<old>1[0-7]|[1-9]|(?<![^\W\d_])"
    r"(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton))[- ]?åri(?:g|ng)\w{0,5})",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CLASS_NAMES = frozenset(["ettan", "tvåan", "trean", "fyran", "femman", "sexan", "sjuan", "åttan", "nian", "förskolan", "klass"])
_CLASS = re.compile(
    r"\b(?:klass|åk|årskurs|åk\.|går i|gick i|börjat|börjar|från|ur|i)\.? ?(?P<class>[1-9](?::[ae]n)?[ -]?[a-eA-E]?(?![\w:])"
    r"|(?<=klass )(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio)\b|(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|"
    r"förskoleklass\w*|förskolan))\b",
    re.IGNORECASE,
)  # fmt: skip

REASONS = {
    "hälsa": "word for an illness or a disability",
    "brottsmisstanke": "word for a crime beside a person who may be recognised",
    "etnicitet": "word for an origin",
    "religion": "word for a faith",
}


_BIRTHS = frozenset({"född", "födda", "fött", "f"})
_DRIVES = frozenset({"kör", "körde", "kört", "körs", "blåser", "gasar", "dundrar"})
_SPEED = re.compile(
    r"(?<![^\W_])(?:kör|körde|kört|blåser|gasar|dundrar)(?: [^\W\d_]{1,10}){0,3} (?P<speed>\d{2,3})"
    r"(?: ?(?:km|kilometer)| knyck| på \d| genom| förbi| där| i (?:fyrtio|\d))"
)
_FASTEST_ALLOWED, _FASTEST = 55, 300
"""Kilometres an hour above which somebody who drives in a town breaks the law."""
_PART = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


_EVERYWHERE = frozenset(
    ["inte", "efter", "utan", "från", "har", "är", "på", "och", "ett", "hela", "mycket", "dåligt", "nästan", "barn", "hund"]
)
"""Words too frequent to look a phrase up by, which :file:`common.txt` need not hold."""


class _Entry(NamedTuple):
    """A word or phrase to look for: ``offset`` is where its rarest word begins, by whose first letters it is looked up."""

    plain: str
    open_ended: bool
    offset: int
    kind: str
    list_name: str


class _Lexicon:
    """Words and phrases with the kind they tell of, found by the first letters of their rarest word."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]):
        self.by_stem: dict[str, list[_Entry]] = {}
        for kind, list_name, entry in entries:
            plain = entry.removesuffix("*")
            rare = max(_PART.finditer(plain), key=lambda part: (part[0] not in words("common"), part[0] not in _EVERYWHERE, len(part[0])))
            stem = rare[0][: _LONG_STEM if len(rare[0]) >= _LONG_STEM else _STEM]
            self.by_stem.setdefault(stem, []).append(_Entry(plain, entry.endswith("*"), rare.start(), kind, list_name))
        for sharing in self.by_stem.values():
            sharing.sort(key=lambda entry: -len(entry.plain))
        self.stems = frozenset(self.by_stem)


_LISTS = (
    ("hälsa", "health"),
    ("hälsa", "health_beside_person"),
    ("brottsmisstanke", "crime"),
    ("brottsmisstanke", "crime_suffered"),
    ("etnicitet", "ethnicity"),
    ("religion", "religion"),
)


class SensitiveFinder:
    """Flags, all for review; surer where a person is named or pointed out in the same text."""

    def __init__(self) -> None:
        self._lexicon = _Lexicon((kind, name, entry) for kind, name in _LISTS for entry in phrases(name))
        self._persons = words("persons")
        self._dull: set[str] = set()

    def find(self, facts: Facts, found: Sequence[Finding]) -> Iterator[Finding]:
        """Flags in a text of which ``found`` was found already: names, homes and plates point somebody out."""
        text, lower, tokens = facts.text, facts.lower, facts.bag
        pointing = [finding for finding in found if finding.kind in _POINTING]
        telling = tokens - self._dull
        stems = self._stems(telling) if telling else None
        if stems:
            yield from self._words(text, stems, tokens, pointing)
        if not _COUNTRIES.isdisjoint(tokens):
            for match in _ORIGIN.finditer(text):
                if match["country"].lower() in _COUNTRIES:
                    yield Finding("etnicitet", match.start("country"), match.end("country"), REVIEW, 0.5, REASONS["etnicitet"])
        aged = "åri" in lower or not _YEARS.isdisjoint(tokens)
        child = not _CHILD_WORDS.isdisjoint(tokens)
        classed = not _CLASS_WORDS.isdisjoint(tokens)
        if not _BIRTHS.isdisjoint(tokens):
            for match in _BORN_RECENTLY.finditer(text):
                yield Finding("barn", match.start("word"), match.end("word"), REVIEW, 0.6, "age of a child")
        speeding = _SPEED.search(text) if not _DRIVES.isdisjoint(tokens) else None
        if speeding and (pointing or not self._persons.isdisjoint(tokens)) and _FASTEST_ALLOWED < int(speeding["speed"]) < _FASTEST:
            yield Finding("brottsmisstanke", speeding.start(), speeding.end(), REVIEW, 0.5, REASONS["brottsmisstanke"])
        counted = _DIGIT.search(text) is not None if pointing or child else False
        for match in _CHILD_WRITES.finditer(text) if not _AGE_VERBS.isdisjoint(tokens) else ():
            yield Finding("barn", match.start("age"), match.end("age"), REVIEW, 0.5, "age of a child")
        if child:
            for match in _AGE_BESIDE_CHILD.finditer(text):
                yield Finding("barn", match.start("age"), match.end("age"), REVIEW, 0.5, "age of a child")
        for match in _GOES_TO_CLASS.finditer(text) if not _GOES.isdisjoint(tokens) else ():
            yield Finding("barn", match.start("class"), match.end("class"), REVIEW, 0.5, "class of a child")
        if "skol" in lower or "gymnasi" in lower or "dagis" in lower:
            own = child or not _PUPILS.isdisjoint(tokens)
            for match in _AT_SCHOOL.finditer(text) if own else ():
                yield Finding("barn", match.start("school"), match.end("school"), REVIEW, 0.4, "school of a child")
            for match in _CLASS_AT_SCHOOL.finditer(text):
                yield Finding("barn", match.start(), match.end(), REVIEW, 0.5, "class of a child")
        if aged or pointing or (child and (classed or counted)):
            classed = classed and (counted or not _CLASS_NAMES.isdisjoint(tokens) or "förskoleklass" in lower)
            yield from _children(text, aged, classed, child and counted, child, pointing)

    def _stems(self, tokens: frozenset[str]) -> frozenset[str]:
        """First letters of ``tokens`` that an entry is looked up by; tokens without such are remembered, because most words recur."""
        known = self._lexicon.stems
        found = []
        for token in tokens:
            hits = [stem for stem in (token[:_LONG_STEM], token[:_STEM]) if stem in known]
            if hits:
                found += hits
            elif len(self._dull) < _MOST_REMEMBERED:
                self._dull.add(token)
        return frozenset(found)

    def _words(self, text: str, stems: frozenset[str], tokens: frozenset[str], pointing: list[Finding]) -> Iterator[Finding]:
        lower = text.lower()
        around: _Around | None = None
        for stem in sorted(stems):
            # most entries are phrases of which one word stands in a text by itself
            entries = [entry for entry in self._lexicon.by_stem[stem] if entry.plain in lower]
            at = lower.find(stem) if entries else -1
            while at != -1:
                if at == 0 or not lower[at - 1].isalpha():
                    hit = _at(lower, at, entries)
                    if hit is not None:
                        around = around or _Around(text, self._persons, tokens, pointing)
                        entry, start, end = hit
                        around.looks += 1
                        if around.looks > _MOST_LOOKS or around.tells(lower, entry, start, end):
                            yield Finding(entry.kind, start, end, REVIEW, 0.7 if around.anybody_else else 0.5, REASONS[entry.kind])
                at = lower.find(stem, at + 1)


class _Around:
    """Who stands near a word: persons in its sentence or the one before, the writer left out."""

    def __init__(self, text: str, persons: frozenset[str], tokens: frozenset[str], pointing: list[Finding]):
        """``tokens``: the words of ``text`` in lower case, ``pointing``: what was found in it of names, homes and plates."""
        self.anybody_else = bool(pointing) or not persons.isdisjoint(tokens) or _POINTED_OUT.search(text) is not None
        self._anybody = self.anybody_else or not _FIRST_PERSON.isdisjoint(tokens)
        self._text, self._persons = text, persons
        self._marks: list[int] | None = None
        self.looks = 0
        self._others = [
            finding
            for finding in pointing
            if finding.kind in {"namn", "regnummer"} and finding.confidence > _DOUBT and not self._is_self(finding)
        ]
        self._places = [finding.start for finding in pointing if finding.kind in {"adress", "lägenhet", "fastighet"}]

    def tells(self, lower: str, entry: _Entry, start: int, end: int) -> bool:
        """Whether an entry at ``start`` to ``end`` says something about a person who may be recognised."""
        if entry.list_name == "crime":
            passive = entry.plain.endswith(("ade", "at")) and _PASSIVE.search(lower, max(0, start - 24), start) is not None
            return self.anybody_else and not passive and self.accused(start, entry.plain)
        if entry.list_name == "crime_suffered":
            return self.anybody_else and self.done_by(end)
        return entry.list_name != "health_beside_person" or self._anybody

    def _is_self(self, finding: Finding) -> bool:
        if finding.kind != "namn":
            return False
        before = self._text[max(0, finding.start - 24) : finding.start]
        after = self._text[finding.end : finding.end + _FAR].strip(" .!\n)(")
        return _SELF.search(before) is not None or not after or after[:1].isdigit() or after.startswith("heter jag")

    def sentences(self, at: int) -> tuple[int, int]:
        """From the beginning of the sentence before the one that holds ``at`` to the end of that one."""
        if self._marks is None:
            self._marks = [mark.end() for mark in _SENTENCE.finditer(self._text)]
        index = bisect.bisect_right(self._marks, at)
        before = self._marks[index - 2] if index > 1 else 0
        end = self._marks[index] if index < len(self._marks) else len(self._text)
        return max(before, at - _FAR), min(end, at + _FAR)

    def accused(self, at: int, word: str) -> bool:
        """Whether somebody other than the writer may be the one who does what is said at ``at``."""
        start, end = self.sentences(at)
        if any(start <= finding.start < end for finding in self._others):
            return True
        if word.startswith(_DRUGS) and any(start <= place < end for place in self._places):
            return True
        part = self._text[start:end]
        return _POINTED_OUT.search(part) is not None or not self._persons.isdisjoint(_WORDS.findall(part.lower()))

    def done_by(self, end: int) -> bool:
        """Whether what is suffered up to ``end`` is said to be done by somebody in particular."""
        by = _BY.match(self._text, end)
        if by is None:
            return False
        return (
            by["who"].lower() in self._persons
            or by["who"].lower() in _SOMEBODY
            or any(abs(finding.start - by.start("who")) < 12 for finding in self._others)
        )


_PASSIVE = re.compile(r"(?<![^\W_])(?:bli|blir|blev|blivit|blivi|ble|är|var|varit|vart)(?: [^\W\d_]+)? $")
""" "blir trakasserade": what is done to somebody."""
_WORDS = re.compile(r"[^\W\d_]+")


def _at(lower: str, at: int, entries: list[_Entry]) -> tuple[_Entry, int, int] | None:
    """The longest entry whose rarest word begins at ``at``, and where it begins and ends."""
    for entry in entries:
        start = at - entry.offset
        if start < 0 or not lower.startswith(entry.plain, start) or (entry.offset and start and lower[start - 1].isalpha()):
            continue
        end = start + len(entry.plain)
        if entry.open_ended:
            while end < len(lower) and end - start < 40 and (lower[end].isalpha() or lower[end] == "-"):
                end += 1
        elif end < len(lower) and lower[end].isalnum():
            continue
        return entry, start, end
    return None


def _children(text: str, aged: bool, classed: bool, counted: bool, child: bool, pointing: list[Finding]) -> Iterator[Finding]:
    named = bool(pointing)
    known = child or named
    school = classed and _SCHOOL.search(text) is not None
    for match in _AGE.finditer(text) if aged else ():
        if match["old"] or ((known or school) and not _NO_AGE.search(text, max(0, match.start() - 12), match.start())):
            yield Finding("barn", match.start(), match.end(), REVIEW, 0.7 if known else 0.5, "age of a child")
    if classed and (known or school):
        for match in _CLASS.finditer(text):
            yield Finding("barn", match.start("class"), match.end("class"), REVIEW, 0.6, "class of a child")
    if counted or school:
        for match in _IS_OF_AGE.finditer(text):
            yield Finding("barn", match.start("age"), match.end("age"), REVIEW, 0.6, "age of a child")
    for finding in pointing:
        after = _AGE_AFTER_NAME.match(text, finding.end) if finding.kind == "namn" else None
        if after:
            yield Finding("barn", after.start("age"), after.end("age"), REVIEW, 0.6, "age after a name")


_IS_OF_AGE = re.compile(
    r"(?<![^\W_])(?:hon|han|hen|den äldsta|den yngsta|sonen|dottern|pojken|flickan|barnet|tjejen|killen|grabben|"
    r"ungen|tösen|lillasyster|lillebror|brorsan|syrran)(?: är| e| ä| blir| fyller)"
    r"(?: bara| snart| nyss)? (?P<age>1[0-7]|[1-9])(?=,| och| o | å |\.|!|\)|$)(?![.,]\d)",
    re.IGNORECASE,
)
_COUNTED_AGES = "fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton"
_CHILD_WRITES = re.compile(
    r"(?<![^\W_])(?:jag|ja|hon|han|hen|de|barnen|tjejen|killen|sonen|dottern|min [^\W\d_]{2,12})(?: (?:är|e|ä|blir|fyller|fyllde|va|var))"
    rf"(?: bara| snart| nyss| typ| ba| ju| nästan)? (?P<age>(?:1[0-7]|[1-9]|{_COUNTED_AGES})(?: ?(?:o|och|å) (?:ett )?halvt?| ?½|[.,]5)?)"
    r"(?= (?:i|och|o|å|men|fast|bara|så|år|vintrar|jag|ja|vill|går)(?![^\W_])|,|\.(?!\d)|!|\)|\n|$)(?! (?:år )(?:sedan|sen))",
    re.IGNORECASE,
)
"""The age of a child who writes, or of one that was spoken of: "jag e femton o heter ...", "hon är 8 och"."""
_AGE_BESIDE_CHILD = re.compile(
    r"(?<![^\W_])(?:barn|barnen|barnet|barnbarn|son|sonen|dotter|dottern|pojke|pojken|flicka|flickan|tjej|tjejer|kille|killar|grabb|"
    r"grabben|unge|ungen|ungar|lillebror|lillasyster|storebror|storasyster|syskon|tvillingar|tvillingarna|elev|tös|tösen)"
    r"(?:[ ,]{1,2}(?:som|är|e|på|bara|knappt|nu|snart|nyss|fyllda|fyllt|född|fyller)){0,3}[ ,(]{1,3}"
    rf"(?P<age>(?:1[0-7]|[1-9]|{_COUNTED_AGES})(?: ?(?:och|o|&|å|,) ?(?:1[0-7]|[1-9]))?(?: år(?:iga)?)?)(?=[ ,.)!]|$)(?![ .,]?\d)"
    r"(?! (?:km|m|meter|kr|st|gånger|lampor|minuter|min|timmar|dagar|veckor|meters|av|som|stycken))",
    re.IGNORECASE,
)
_GOES = frozenset({"går", "gick", "börjar", "börjat", "börja", "började"})
_GOES_TO_CLASS = re.compile(
    r"(?<![^\W_])(?:går|gick|börjar|började|börjat|börja)(?: (?:i|på|nu|snart|sin|första|andra|tredje|året)){0,4} "
    r"(?:klass |åk ?|årskurs )?(?P<class>[1-9] ?[a-fA-F](?![^\W_])|(?<=klass )[1-9]|(?<=åk )[1-9]|(?<=årskurs )[1-9]|"
    r"[1-9]:?an|ettan|tvåan|trean|fyran|"
    r"femman|sexan|sjuan|åttan|nian|lågstadiet|mellanstadiet|högstadiet|förskoleklass|förskolan|dagis|fritids)(?![^\W_])",
    re.IGNORECASE,
)
_AGE_VERBS = frozenset({"är", "e", "ä", "blir", "fyller", "fyllde", "va", "var"})
_PUPILS = frozenset(
    {
        "hans",
        "hennes",
        "min",
        "mitt",
        "jag",
        "ja",
        "vi",
        "går",
        "börjar",
        "elev",
        "tvillingar",
        "tvillingarna",
        "bror",
        "syster",
        "klass",
        "mamma",
        "pappa",
        "dotters",
        "dotterns",
    }
)
_SCHOOLS = (
    r"(?:[^\W\d_]{2,30}(?:skolan|skolans|gymnasiet|gymnasium|friskola|förskola)|(?:förskola|förskolan|friskola|dagis|"
    r"skolan)(?: [A-ZÅÄÖ][^\W\d_]{2,20})?)"
)
_AT_SCHOOL = re.compile(
    r"(?<![^\W_])(?:går|gick|gå|börjar|börjat|börja|elev|elever|pluggar|studerar|barn|barnen|dotters?|sons?|pojkes?|flickas?|"
    r"unges?|kille|tjej|grabb|barnbarn|tvillingar)(?: (?:i|på|vid|sin|hans|"
    rf"hennes|första|andra|tredje|året|ettan|tvåan|trean|fyran|femman|sexan|nian|"
    rf"\d[a-zA-Z]?n?)){{0,4}} (?P<school>(?:[A-ZÅÄÖ][^\W\d_]{{2,20}} )?{_SCHOOLS})(?![^\W_])",
    re.IGNORECASE,
)
_CLASS_AT_SCHOOL = re.compile(
    rf"(?<![^\W_])(?:[1-9] ?[a-fA-F]|[1-9]:?an|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|förskoleklass\w*) (?:på|i|"
    rf"vid) {_SCHOOLS}"
    rf"|(?<![^\W_]){_SCHOOLS} (?:i|klass|åk) (?:[1-9] ?[a-fA-F](?![^\W_])|[1-9]:?an|ettan|tvåan|trean|fyran|femman|sexan|sjuan|"
    rf"åttan|nian)",
    re.IGNORECASE,
)
_BORN_RECENTLY = re.compile(
    r"(?<![^\W_])(?P<word>född|födda|fött|f\.) [^.!?\n\d]{0,12}(?P<date>(?:\d{1,2}[ /.-]{1,2}\w{1,9}[ /.-]{1,2})?20(?:09|1\d|2\d))(?!\d)",
    re.IGNORECASE,
)
"""Born in a year whose children are not of age while this is used."""
_SCHOOL = re.compile(r"\b(?:går|gick|börjat|elev) (?:i|på)\b|\bklass \d|\båk ?\d", re.IGNORECASE)
_AGE_AFTER_NAME = re.compile(
    r"[ ,(]{1,3}(?P<age>1[0-7]|[1-9])(?=, | (?:och|o|å|&|samt) [A-ZÅÄÖ][^\W\d_]{1,20},? \d|, (?:på|i|går|från|[A-ZÅÄÖ])|\)|"
    r",? (?:åk|klass) )"
)
_CLASS_WORDS = frozenset(["klass", "åk", "årskurs", "går", "gick", "börjat", "börjar", "från", "ur", "i"])
_YEARS = frozenset(["år", "års"])
_NO_AGE = re.compile(r"(?:för|på|under|senaste|i|sedan|sen|över|närmare|nästan|drygt|efter) $", re.IGNORECASE)
