"""Names of persons: by lists, by pairs, by cues before them, by signatures; in lower case and in capitals too.

A word is read as a place, a given name, a surname, an ordinary word or unknown; what stands beside it decides. Names that are also
ordinary words ("Björn", "Sten", "My") need a neighbour or a cue. Capitalised unknown words inside a sentence go to review, as their recall
is good and their precision is not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...vendored import snowballstemmer
from ..finding import Finding
from ..words import words

_WORD = re.compile(r"[^\W\d_]+(?:[-’'´`][^\W\d_]+)*")
_SUFFIXES = (
    "qvist", "kvist", "quist", "gren", "lund", "berg", "ström", "strøm", "dahl", "dal", "holm", "strand", "blad", "stedt", "mark", "blom", "man", "lind", "roth", "vall", "wall", "fors", "ander",
    "elius", "enius", "ner", "ling", "bäck", "sköld", "skiöld", "hielm", "hjelm", "stierna", "stjerna", "stråhle", "crantz", "krantz", "sten", "én", "ell", "in",
)  # fmt: skip
_SURE_SUFFIXES = (
    "sson",
    "sdotter",
    "ović",
    "ovic",
    "ević",
    "evic",
    "poulos",
    "oglu",
    "oğlu",
    "zadeh",
    "nejad",
    "shvili",
    "enko",
    "qvist",
    "quist",
    "ström",
    "gren",
    "stedt",
    "crantz",
    "sköld",
    "skiöld",
)
_PARTICLES = frozenset(
    {"von", "af", "de", "van", "der", "den", "la", "le", "al", "el", "bin", "ben", "ibn", "da", "di", "du", "dos", "ter", "zu"}
)
_STREET_WORDS = frozenset(
    "gata gatan gator väg vägen vägs torg torget plats platsen park parken stig stigen gränd gränden backe backen bro bron allé allén skola skolan kyrka kyrkan förskola förskolan "
    "gymnasium gymnasiet källa källan hage hagen gård gården museum museet hus huset plan planen staty statyn minne kapell kapellet församling torn tornet sjö sjön strand stranden "
    "livs pizzeria grill kiosk café cafe konditori bageri blommor frisör salong krog pub bar bil bilar bygg el rör åkeri tobak skor mode möbler cykel cyklar herrgård"
    .split()
)  # fmt: skip
_PLACE_ENDINGS = (
    "gatan", "vägen", "torget", "parken", "skolan", "stigen", "gränden", "backen", "bron", "kyrkan", "hallen", "huset", "gården", "badet", "berget", "skogen", "sjön", "ån", "älven", "åsen", "hagen", "dalen",
    "viken", "udden", "holmen", "näset", "området", "centrum", "centret", "macken", "tunneln", "hemmet", "lunden", "ängen", "plan", "planen", "allén", "kullen", "höjden", "stranden", "kajen", "torp", "hult", "rondellen",
    "stationen", "muséet", "museet", "kiosken", "krogen", "puben", "baren", "livs", "gata", "väg", "torg", "park", "hyttan", "bruk", "borg", "köping", "stad", "sta", "by", "boda", "ryd", "rum", "inge", "arp", "garn", "hamn",
    "spåret", "slingan", "leden", "passagen", "gallerian", "arenan", "vallen", "klubben", "föreningen", "bolaget", "verket", "kassan", "myndigheten", "kommun", "kommunen", "banken", "festivalen", "kvarteret", "byn",
)  # fmt: skip
_PREPOSITIONS = frozenset(
    "på i vid genom längs runt förbi mellan kring nära intill utanför inne mot från till bakom framför innan efter över under hos ovanför nedanför mittemot".split()
)
_PLACE_PREPOSITIONS = _PREPOSITIONS - {"hos", "till", "från", "mot", "efter", "framför", "bakom", "mellan"}
_INTRODUCES = frozenset(
    {
        "heter",
        "hette",
        "kallas",
        "kallad",
        "namn",
        "namnet",
        "undertecknad",
        "avsändare",
        "anmälare",
        "uppgiftslämnare",
        "inringare",
        "vän",
        "hälsar",
        "hälsningar",
        "hälsn",
        "hälsning",
        "mvh",
        "hälsingar",
        "hälsnigar",
        "hälsnignar",
        "vh",
        "kh",
        "bh",
        "hälsn.",
        "kontaktperson",
        "handläggare",
    }
)
_SIGNS_OFF = frozenset(
    {
        "mvh",
        "vh",
        "kh",
        "hälsningar",
        "hälsn",
        "hälsning",
        "hälsar",
        "hälsingar",
        "hälsnigar",
        "kram",
        "vänligen",
        "högaktningsfullt",
        "vänligast",
        "undertecknad",
        "mvg",
        "hälsnignar",
        "hälsningr",
    }
)
_TITLES = frozenset(
    "herr fru fröken frk familjen familj fam doktor dr läkare lärare läraren rektor rektorn kurator chefen kommunalråd kommunalrådet polisen polisman handläggaren prästen pastor tant farbror moster faster morbror onkel pensionären hyresgästen ägaren ägare".split()
)
_RELATIONS = frozenset(
    "granne grannen grannens kompis kompisen kompisar vän väninna sambo sambon man make maka fru frun hustru son sonen dotter dottern bror brorsan brorsa syster syrran syrra pappa mamma farsan morsan farmor farfar mormor morfar kusin "
    "barnbarn barn pojkvän pojkvännen flickvän flickvännen ex exman exmannen exfru kollega chef snubben killen tjejen mannen kvinnan gubben gubbjäveln tanten kille tjej pojken flickan person personen langaren typen idioten ungen hund hunden svåger svärson svärdotter lillebror storebror lillasyster storasyster tvilling".split()
)
_CONTACTS = frozenset(
    "ring ringa ringer ringde kontakta kontaktade mejla maila skriv fråga prata pratade talade talat tala träffade träffat mötte sms:a hälsa hälsade hej hejsan hos med av till från och tack kära bäste anmäl anmälde såg sett kallade".split()
)
_NOT_NAMES_AFTER_CUE = frozenset(
    "inte ej så som vad det den något någon ingenting samma också typ en ett vi i på han hon hur oss nån".split()
)


class _Word(NamedTuple):
    text: str
    lower: str
    start: int
    end: int


class Lists(NamedTuple):
    """The word lists as the finder needs them, all in lower case."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]
    common: frozenset[str]
    triggers: frozenset[str]
    """Words that make a text worth reading word by word."""


def lists() -> Lists:
    """The room's own lists."""
    given, surnames, ambiguous, common = (words(name) for name in ("given", "surnames", "ambiguous", "common"))
    ambiguous = ambiguous & (given | surnames)
    alone = (given | surnames) - ambiguous
    genitives = frozenset(word + "s" for word in alone if not word.endswith("s"))
    cues = _INTRODUCES | _SIGNS_OFF | _TITLES - {"polisen"} | _RELATIONS
    return Lists(given, surnames, ambiguous, common, alone | genitives | cues)


class NameFinder:
    """Finds names; ``places`` maps the first word (lower case) of every allowed place or organisation to the rest of its words."""

    def __init__(self, places: dict[str, list[tuple[str, ...]]]):
        self._lists = lists()
        self._places = places

    def find(self, text: str, caps: bool) -> Iterator[Finding]:
        """Names in ``text``; ``caps`` says that capital letters carry no meaning in it."""
        found = [_Word(match[0], match[0].lower(), *match.span()) for match in _WORD.finditer(text)]
        if found:
            yield from _Reading(self, text, found, caps or _titled(found)).findings()

    def places_in(self, found: list[_Word], text: str) -> bytearray:
        """Per word 1 where it is part of an allowed place."""
        marks = bytearray(len(found))
        places = self._places
        for index, word in enumerate(found):
            lower = word.lower
            rests = places.get(lower)
            if rests is None and lower.endswith("s"):
                rests = places.get(lower[:-1])
                if rests is not None:
                    rests = [rest for rest in rests if not rest]
            if not rests:
                continue
            for rest in rests:
                size = len(rest)
                if all(index + 1 + k < len(found) and found[index + 1 + k].lower in {rest[k], rest[k] + "s"} for k in range(size)):
                    for k in range(index, index + 1 + size):
                        marks[k] = 1
        return marks

    def given(self, lower: str) -> bool:
        """Whether a lower-case word is a given name, a compound of two, or the genitive of one."""
        given = self._lists.given
        if lower in given:
            return True
        if "-" in lower:
            parts = lower.split("-")
            return all(part in given for part in parts) or all(part in given for part in (*parts[:-1], parts[-1].removesuffix("s")))
        return lower.endswith("s") and lower[:-1] in given

    def surname(self, lower: str) -> bool:
        """Whether a lower-case word is a listed surname, or ends as only surnames do, genitive or not."""
        surnames = self._lists.surnames
        bare = lower[:-1] if lower.endswith("s") else lower
        if lower in surnames or bare in surnames:
            return True
        if "-" in lower:
            return all(part in surnames or part in self._lists.given for part in lower.split("-"))
        return len(bare) > 6 and bare.endswith(_SURE_SUFFIXES)

    def ambiguous(self, lower: str) -> bool:
        """Whether a name is also an ordinary word."""
        return (
            lower in self._lists.ambiguous or lower.endswith("s") and lower[:-1] in self._lists.ambiguous and lower not in self._lists.given
        )

    def common(self, lower: str) -> bool:
        """Whether a word is an ordinary one, in any inflection."""
        return lower in self._lists.common or _stem(lower) in _common_stems()


@functools.lru_cache(maxsize=20_000)
def _stem(lower: str) -> str:
    return str(_stemmer().stemWord(lower))


@functools.cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("swedish")


@functools.cache
def _common_stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in words("common"))


def _titled(found: list[_Word]) -> bool:
    """Whether nearly every word begins with a capital, so that a capital says nothing."""
    if len(found) < 6:
        return False
    capital = sum(word.text[0].isupper() for word in found)
    return capital * 10 > len(found) * 8


class _Reading:
    """One text being read for names."""

    def __init__(self, finder: NameFinder, text: str, found: list[_Word], blind: bool):
        self.finder, self.text, self.words, self.blind = finder, text, found, blind
        self.place = finder.places_in(found, text)

    def findings(self) -> Iterator[Finding]:
        index = 0
        while index < len(self.words):
            taken = self._at(index)
            if taken is None:
                index += 1
                continue
            end, tier, confidence, reason = taken
            first, last = self.words[index], self.words[end - 1]
            yield Finding("namn", first.start, last.end, tier, confidence, reason)
            index = end

    # --- reading one word -------------------------------------------------------------------------------------------------------
    def _capital(self, index: int) -> bool:
        return not self.blind and self.words[index].text[0].isupper()

    def _joined(self, index: int) -> bool:
        """Whether word ``index`` follows the one before with nothing but a space (or an initial's full stop) between."""
        if index == 0 or index >= len(self.words):
            return False
        before = self.words[index - 1]
        gap = self.text[before.end : self.words[index].start]
        return gap in {" ", "  "} or gap in {". ", "."} and len(before.text) == 1

    def _gap(self, index: int) -> str:
        return self.text[self.words[index - 1].end if index else 0 : self.words[index].start]

    def _opens(self, index: int) -> bool:
        """Whether a capital on this word is only that of a sentence."""
        if index == 0:
            return True
        gap = self._gap(index)
        return (
            any(mark in gap for mark in '.!?:;\n\r\t•*"”“»«…')
            or not any(letter == " " for letter in gap)
            or any(ord(letter) > 0x2100 and letter != "\ue000" for letter in gap)
        )

    def _street(self, index: int) -> bool:
        """Whether the word belongs to a name like "Karl Johans gata" or "Eriks livs"."""
        for ahead in (index + 1, index + 2):
            if ahead < len(self.words) and self._joined(ahead):
                lower = self.words[ahead].lower
                if lower in _STREET_WORDS and self.words[ahead - 1].lower.endswith(("s", "x", "z")):
                    return True
                if (
                    self._capital(index)
                    and lower.endswith(("gatan", "vägen"))
                    and self.words[ahead].text[0].isupper()
                    and ahead == index + 1
                ):
                    return True
                if self.words[ahead].text[0].isupper():
                    continue
            return False
        return False

    def _cue(self, index: int) -> str:
        """What introduces the word at ``index``: "introduced", "signed", "titled", "related", "contact" or ""."""
        if index == 0:
            return ""
        gap = self._gap(index)
        before = self.words[index - 1].lower
        if before in _SIGNS_OFF and not gap.strip(" ,.!:\n\r/-–—~\t"):
            return "signed"
        if "\n" in gap or any(mark in gap for mark in ".!?;\ue000"):
            return ""
        if before in _INTRODUCES and not gap.strip(" :=,-"):
            return "introduced"
        if before == "är" and index > 1 and self.words[index - 2].lower in {"namn", "namnet", "jag"}:
            return "introduced" if self.words[index - 2].lower != "jag" else "contact"
        if before == "namn" and index > 1 and self.words[index - 2].lower in {"vid", "mitt"}:
            return "introduced"
        if gap.strip(" :"):
            return ""
        if before in _TITLES:
            return "titled"
        if before in _RELATIONS:
            return "related"
        if before in _CONTACTS:
            return "contact"
        return ""

    def _name_end(self, index: int) -> int:
        """One past the last word of the name that begins at ``index``."""
        end = index + 1
        has_surname = self.finder.surname(self.words[index].lower) and not self.finder.given(self.words[index].lower)
        while end < len(self.words) and end - index < 5 and self._joined(end):
            word = self.words[end]
            if self.place[end] and not (self._capital(end) and self.finder.surname(word.lower) and not has_surname):
                break
            if (
                word.lower in _PARTICLES
                and end + 1 < len(self.words)
                and self._joined(end + 1)
                and (self._capital(end + 1) or self.blind)
                and not self.finder.common(self.words[end + 1].lower)
            ):
                end += 2
                has_surname = True
                continue
            if len(word.text) == 1 and word.text.isupper() and not self.blind:
                end += 1
                continue
            given, surname = self.finder.given(word.lower), self.finder.surname(word.lower)
            if (given or surname) and (
                self._capital(end)
                or not self.finder.ambiguous(word.lower)
                or surname
                and not has_surname
                and not self.finder.common(word.lower)
            ):
                if self._capital(index) and not self._capital(end) and not self.blind and self.finder.ambiguous(word.lower):
                    break
                end += 1
                has_surname = has_surname or surname
                continue
            if self._capital(end) and not self.finder.common(word.lower) and not self._street(end):
                end += 1
                has_surname = True
                continue
            break
        return end

    # --- deciding ---------------------------------------------------------------------------------------------------------------
    def _at(self, index: int) -> tuple[int, int, float, str] | None:
        word, finder = self.words[index], self.finder
        lower = word.lower
        given, surname = finder.given(lower), finder.surname(lower)
        cue = self._cue(index)
        if self.place[index] and not (cue in {"introduced", "signed"} and self._capital(index)):
            return None
        if (given or surname) and self._street(index):
            return None
        if given or surname:
            return self._listed(index, given, cue)
        if cue and lower not in _NOT_NAMES_AFTER_CUE:
            introduced = self._introduced(index, cue)
            if introduced:
                return introduced
        signed = self._signature(index)
        if signed:
            return signed
        return self._unknown(index)

    def _listed(self, index: int, given: bool, cue: str) -> tuple[int, int, float, str] | None:
        finder = self.finder
        word = self.words[index]
        end = self._name_end(index)
        ambiguous = finder.ambiguous(word.lower)
        capital = self._capital(index)
        if end - index > 1:
            others = [self.words[k].lower for k in range(index + 1, end)]
            clear = not ambiguous or any((finder.given(other) or finder.surname(other)) and not finder.ambiguous(other) for other in others)
            if capital and (clear or any(self._capital(k) for k in range(index + 1, end))):
                return end, 1, 0.95, "a listed name and another beside it"
            return end, 1 if clear or cue else 2, 0.85 if clear else 0.5, "two names side by side"
        common = word.lower in finder._lists.common
        if cue in {"introduced", "signed", "titled"} and not (common and not capital):
            return end, 1, 0.9, "listed name after words that introduce one"
        if cue in {"related", "contact"} and (capital or not ambiguous or cue == "related" and not common):
            return end, 1, 0.85, "listed name after a word for a person"
        if not given and not word.lower.removesuffix("s").endswith("sson"):
            if capital and not ambiguous:
                return end, 1 if not word.lower.endswith(_SUFFIXES) and not self._opens(index) else 2, 0.6, "listed surname alone"
            if capital and not self._opens(index):
                return end, 2, 0.4, "surname that is also a word"
            if ambiguous or not self.blind and not capital and finder.common(word.lower):
                return None
            return end, 2, 0.4, "surname in lower case"
        if not ambiguous:
            return end, 1, 0.85 if capital else 0.75, "listed name"
        if capital and not self._opens(index):
            return end, 2 if common else 1, 0.5 if common else 0.75, "listed name that is also a word, with a capital inside a sentence"
        if capital and not common:
            return end, 2, 0.4, "listed name that is also a word"
        return None

    def _introduced(self, index: int, cue: str) -> tuple[int, int, float, str] | None:
        word = self.words[index]
        if (
            len(word.text) < 2
            and not (cue == "signed" and word.text.isupper())
            or word.lower in self.finder._lists.common
            or self.finder.common(word.lower)
        ):
            return None
        end = self._name_end(index)
        if self._capital(index):
            if cue == "contact":
                return None
            if cue in {"titled", "related"} and (self._street(index) or word.lower.endswith(_PLACE_ENDINGS[:40])):
                return None
            return end, 1, 0.8, "capitalised word after words that introduce a name"
        if cue == "signed" or cue == "introduced" and (self.blind or word.text.islower()):
            before = self.words[index - 1].lower
            if (
                before in {"namn", "namnet", "kallas", "kallad", "vän", "handläggare", "anmälare", "avsändare", "kontaktperson"}
                and self._gap(index).strip(" ") == ""
                and before not in {"namn"}
            ):
                return None
            return end, 1, 0.7, "word after words that introduce a name"
        return None

    def _signature(self, index: int) -> tuple[int, int, float, str] | None:
        """A capitalised word after a slash or a dash at the very end."""
        if len(self.words) - index > 3 or index == 0:
            return None
        gap = self._gap(index)
        if not gap.rstrip(" ").endswith(("/", "-", "–", "—", "~")) or gap.strip(" ") == "-" and " " not in gap or gap == "/":
            return None
        end = index
        while end < len(self.words) and (end == index or self._joined(end)):
            if self.finder.common(self.words[end].lower) or self.place[end]:
                return None
            end += 1
        if end != len(self.words) or self.text[self.words[-1].end :].strip(" .!\n\r\t)"):
            return None
        if not self._capital(index) and not (self.blind and gap.rstrip(" ").endswith("/")):
            return None
        return end, 1 if gap.rstrip(" ").endswith("/") else 2, 0.75, "signature at the end"

    def _unknown(self, index: int) -> tuple[int, int, float, str] | None:
        word = self.words[index]
        lower = word.lower
        if not self._capital(index) or len(lower) < 3 or self._opens(index) or word.text.isupper() or lower.endswith(_PLACE_ENDINGS):
            return None
        if self.words[index - 1].lower in _PLACE_PREPOSITIONS or self._street(index) or self.finder.common(lower):
            return None
        end = index + 1
        while (
            end < len(self.words)
            and end - index < 4
            and self._joined(end)
            and self._capital(end)
            and not self.place[end]
            and not self.finder.common(self.words[end].lower)
        ):
            end += 1
        return end, 2, 0.3, "unknown word with a capital inside a sentence"
