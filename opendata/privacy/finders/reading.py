"""Reading one text for names, word by word: what stands before and after a word decides whether it is somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..normal import BARRIER
from . import cues

_SENTENCE_MARKS = frozenset('.!?:;\n\r\t•*"”“»«…')
_ARTICLES = ("al-", "el-", "ul-", "as-", "ash-", "abd-", "abu-", "ben-", "d'", "d’")
"""What surnames begin with in lower case ("al-Khatib")."""
_FIRM = re.compile(r"s? ?(?:&|och|o) (?:söner|son|co|partner|döttrar)s?(?![^\W_])", re.IGNORECASE)
_FIRST_SYMBOL = 0x2100
"""From here Unicode holds symbols and emoji rather than letters people write Swedish with."""
_BEFORE_A_SIGNATURE = "/-–—~,"
_LONGEST_NAME = 5
_MOST_INITIALS = 2
"""Initials before one that still belong to it."""
_LONGEST_LIST = 6
"""Words between the first of several names in a row and one that belongs to them."""
_AND = frozenset({"och", "å", "eller", "samt"})
_GREETINGS = frozenset(
    {"hej", "hejsan", "hejhej", "hallå", "tja", "tjena", "tjenare", "tjo", "du", "morsning", "de", "det", "e", "är", "ja", "jo"}
)
_AFTER_HERE = frozenset(
    {"från", "igen", "och", "å", "o", "på", "i", "bor", "jag", "ja", "vill", "som", "ringer", "skriver", "det", "de", "d"}
)
_SHORTEST_IN_CAPITALS = 5
"""Letters from which an unknown word in capitals is no abbreviation."""

Decision = tuple[int, int, float, str]
"""One past the last word, tier, confidence, reason."""


class Vocabulary(Protocol):
    """What is known of words (lower case)."""

    listed: frozenset[str]

    def given(self, lower: str) -> bool: ...
    def surname(self, lower: str) -> bool: ...
    def ambiguous(self, lower: str) -> bool: ...
    def listed_common(self, lower: str) -> bool: ...
    def common(self, lower: str) -> bool: ...
    def town(self, lower: str) -> bool: ...
    def places_in(self, lower: list[str]) -> bytearray: ...


class Reading:
    """One text as its words; ``blind``: capital letters carry no meaning in it."""

    def __init__(self, known: Vocabulary, text: str, raw: list[str], lower: list[str], spans: list[tuple[int, int]], blind: bool):
        self.known, self.text, self.blind = known, text, blind
        self.raw, self.lower, self.spans = raw, lower, spans
        self.place = known.places_in(lower)

    def findings(self) -> Iterator[Finding]:
        """Names from the first word to the last."""
        listed, spans = self.known.listed, self.spans
        size = len(self.raw)
        index, done, before = 0, 0, ""
        tail = self.text[spans[size - 4][1] if size > 3 else 0 :]
        closing = size - 3 if any(mark in tail for mark in _BEFORE_A_SIGNATURE) else size
        for index, (word, lower) in enumerate(zip(self.raw, self.lower, strict=True)):
            # Most words are neither capitalised nor listed nor introduced: they need no second look.
            if index >= done and (
                lower in listed
                or before in cues.BEFORE_A_NAME
                or word[0].isupper()
                or index >= closing
                or (len(lower) == 1 and (before in cues.BEFORE_A_NAME or self.text[spans[index][1] : spans[index][1] + 1] == "."))
                or "-" in lower
                or lower.endswith(cues.SURNAME_ENDINGS)
            ):
                decision = self._decide(index)
                if decision is not None:
                    done, tier, confidence, reason = decision
                    yield Finding("namn", spans[index][0], spans[done - 1][1], tier, confidence, reason)
            before = lower

    # What stands around a word

    def _capital(self, index: int) -> bool:
        return not self.blind and self.raw[index][0].isupper()

    def _gap(self, index: int) -> str:
        return self.text[self.spans[index - 1][1] if index else 0 : self.spans[index][0]]

    def _joined(self, index: int) -> bool:
        """Whether word ``index`` follows the one before with nothing but a space (or an initial's full stop) between."""
        if not 0 < index < len(self.raw):
            return False
        gap = self._gap(index)
        return gap in {" ", "  "} or (gap in {". ", ".", ".-"} and len(self.raw[index - 1]) == 1)

    def _opens(self, index: int) -> bool:
        """Whether a capital on this word is only that of a sentence."""
        if index == 0:
            return True
        gap = self._gap(index)[-8:]
        if gap == " ":
            return False
        return " " not in gap or any(mark in _SENTENCE_MARKS or (ord(mark) >= _FIRST_SYMBOL and mark != BARRIER) for mark in gap)

    def _of_a_place(self, index: int) -> bool:
        """Whether the word belongs to a name like "Karl Johans gata" or "Eriks livs"."""
        for ahead in range(index + 1, index + _LONGEST_NAME):
            if not self._joined(ahead):
                return False
            lower = self.lower[ahead]
            if ahead == index + 1 and lower in cues.NAMED_AFTER_SAINTS:
                return True
            last = lower.rpartition("-")[2]
            if last != lower and (last in cues.THINGS or cues.place_like(last)):
                return True
            if lower in cues.AFTER_GENITIVE and self.lower[ahead - 1].endswith(("s", "x", "z")):
                # "Lars-Erik Åkesson Björkborns herrgård": a whole name, and then the place.
                whole = ahead > index + 2 and self.known.given(self.lower[index]) and self.known.surname(self.lower[index + 1])
                return not whole
            if self._capital(index) and self._capital(ahead) and lower.endswith(("gatan", "vägen")):
                return True
            if not self.raw[ahead][0].isupper() and lower not in cues.PARTICLES:
                return False
        return False

    def _by_a_place(self, index: int) -> bool:
        """Whether what stands before or after makes the word a place: "Lekplatsen Näckrosen", "Lindesta kyrka", "i Hammar"."""
        before = self.lower[index - 1] if index and self._joined(index) else ""
        if before in cues.BEFORE_A_PLACE or (before and (cues.place_like(before) or self.place[index - 1])):
            return True
        after = self.lower[index + 1] if self._joined(index + 1) else ""
        return after in cues.AFTER_A_PLACE or (bool(after) and cues.place_like(after)) or self._of_a_place(index)

    def _at_places(self, index: int) -> bool:
        """Whether only places stand where the word stands: "vid Sanna", "mellan Ekbacken och Lindhagen"."""
        if not index:
            return False
        before = self.lower[index - 1]
        if before in {"och", "till"} and index > 2 and self.lower[index - 3] == "mellan":
            return True
        return before in cues.BESIDE_PLACES_ONLY and self._joined(index)

    def _of_a_thing(self, index: int) -> bool:
        """Whether the word names a café, a statue or a dog: "Café Linnea", "skolan heter Rosen, Viola", "Konstverket Max och Moritz"."""
        at = index
        while at > 1 and (self._gap(at) == ", " or self.lower[at - 1] in _AND) and index - at < _LONGEST_LIST:
            at -= 2 if self.lower[at - 1] in _AND else 1
            if not self._capital(at):
                return False
        if not at or self._gap(at).strip(" \"”'’:"):
            return False
        before = self.lower[at - 1]
        if before in cues.THINGS:
            return self._joined(at) or self._gap(at).strip(" ") != ":"
        start = max(0, at - 4)
        for verb in range(at - 1, start, -1):
            if self.lower[verb] in cues.NAME_VERBS:
                return verb > 0 and self._gap(verb) == " " and self.lower[verb - 1] in cues.THINGS
        return False

    def _owns(self, end: int) -> bool:
        """Whether what persons have stands after word ``end`` - 1: "utanför Lottas hus"."""
        return self._joined(end) and self.lower[end] in cues.AFTER_AN_OWNER

    def _signed_with_a_place(self, at: int) -> bool:
        """Whether a place stands for a surname after a name that closes a letter: "mvh Ingegerd Boåsen." """
        if not self._joined(at) or not self._capital(at) or self.place[at] != 1 or self.known.town(self.lower[at]):
            return False
        return at + 1 >= len(self.raw) or self._gap(at + 1) != " "

    def _greets(self, index: int) -> bool:
        """Whether somebody says who is there: "kim här", "Hej, Sune här från Nysund"."""
        after = index + 1
        if not self._joined(after) or self.lower[after] != "här":
            return False
        opening = self._opens(index) or self.lower[index - 1] in _GREETINGS
        return opening and (after + 1 >= len(self.raw) or self._gap(after + 1) != " " or self.lower[after + 1] in _AFTER_HERE)

    def _alone_at_the_end(self, index: int, end: int) -> bool:
        """Whether the name is a sentence of its own that ends the text: "Kom och titta. Matte"."""
        gap = self._gap(index)
        return (
            index > 2
            and end == len(self.raw)
            and self._capital(index)
            and any(mark in gap for mark in ".!\n")
            and not self.text[self.spans[-1][1] :].strip(" .!\n\r\t)")
        )

    def _acts(self, index: int, verbs: frozenset[str]) -> bool:
        """Whether what follows the word is something a person does, or the end of the text."""
        if index + 1 >= len(self.raw):
            return True
        return self._gap(index + 1).strip(" ") in {"", ","} and self.lower[index + 1] in verbs

    def _closes(self, end: int) -> bool:
        """Whether a line or the text ends after word ``end`` - 1, perhaps with a number to call."""
        return end >= len(self.raw) or any(mark in self._gap(end) for mark in "\n0123456789,") or self._gap(end) != " "

    def _cue(self, index: int) -> str:
        """What introduces the word: "introduced", "signed", "titled", "related", "contact" or nothing."""
        if index == 0:
            return ""
        before = self.lower[index - 1]
        second = self.lower[index - 2] if index > 1 else ""
        if before == "o" and second == "c" and self._gap(index - 1) == "/":
            return "introduced"
        if before not in cues.BEFORE_A_NAME:
            return ""
        gap = self._gap(index)
        if before in cues.FILLERS_OF_NAMES and second in cues.NAME_VERBS and gap == " " and self._gap(index - 1) == " ":
            return "introduced"
        if before in cues.SIGNS_OFF and not gap.strip(" ,.!:\n\r/-–—~\t"):
            return "signed"
        if before in cues.INTRODUCES and not gap.strip(" :=,-"):
            return "introduced"
        if gap.strip(" :") and not (gap == ". " and before in cues.SHORT_TITLES):
            return ""
        if before == "är":
            return "introduced" if second in {"namn", "namnet"} else "contact" if second == "jag" else ""
        for cue, members in (("titled", cues.TITLES), ("related", cues.RELATIONS), ("contact", cues.CONTACTS)):
            if before in members:
                return cue
        return ""

    def _end(self, index: int) -> int:
        """One past the last word of the name that begins at ``index``."""
        first = self.lower[index]
        named = self.known.surname(first) and not self.known.given(first)
        end = index + 1
        while end - index < _LONGEST_NAME and self._joined(end):
            step = self._continues(index, end, named)
            if step == 0:
                break
            named = named or step == 2 or (not self.known.given(self.lower[end]) and len(self.raw[end]) > 1)
            end += step
        return end

    def _continues(self, index: int, at: int, named: bool) -> int:
        """How many words from ``at`` on belong to the name begun at ``index``; ``named``: it has a surname already."""
        known, lower, capital = self.known, self.lower[at], self._capital(at)
        given, surname = known.given(lower), known.surname(lower)
        if self.place[at] and not (surname and not named and (capital or not self._capital(index))):
            return 0
        if lower.startswith(_ARTICLES) and self.raw[at].rpartition("-")[2][:1].isupper():
            return 1
        if lower in cues.PARTICLES and self._joined(at + 1) and (self._capital(at + 1) or not known.common(self.lower[at + 1])):
            return 2 if self._capital(at + 1) or (self.blind and not self.place[at + 1]) else 0
        if len(lower) == 1:
            last = at + 1 >= len(self.raw)
            if self.raw[at].isupper():
                return 1 if not self.blind or last else 0
            return 1 if not self._capital(index) and (last or lower in cues.INITIALS_IN_LOWER_CASE) else 0
        if given or surname:
            if capital or not known.ambiguous(lower):
                return 1
            return 1 if surname and not named and not known.common(lower) and not self._capital(index) else 0
        if known.common(lower):
            # "Jörgen Ljus": right after a given name a capital makes a name of a word, unless it is "Polisen" or the like.
            telling = capital and at == index + 1 and self._capital(index) and not lower.endswith(("en", "et", "na", "an"))
            return 1 if telling and known.given(self.lower[index]) and not known.ambiguous(self.lower[index]) and len(lower) > 2 else 0
        if capital:
            return 0 if self._of_a_place(at) else 1
        if self.blind and not named and len(lower) > 3:
            return 1
        return 1 if not named and not self._capital(index) and len(lower) > 5 and lower.endswith(cues.SURNAME_ENDINGS) else 0

    # Deciding

    def _decide(self, index: int) -> Decision | None:
        lower = self.lower[index]
        cue = self._cue(index)
        if self.place[index] and not (cue in {"introduced", "signed"} and self._capital(index)):
            return self._place_or_person(index, cue)
        if len(lower) == 1:
            # What follows an initial was looked at with the first of them.
            looked_at = index > 1 and len(self.raw[index - 2]) == len(self.raw[index - 1]) == 1 and self._joined(index)
            return None if looked_at and self._joined(index - 1) else self._initial(index, cue)
        given = self.known.given(lower)
        if given and index and self.lower[index - 1] in cues.NOBODY_NEAR:
            return None
        if given and self.known.ambiguous(lower):
            signed = self._signature(index)
            if signed is not None:
                return signed
        if cue and self._of_a_thing(index):
            return (index + 1, REVIEW, 0.3, "listed name that is also a word") if given else None
        if given or self.known.surname(lower):
            return None if self._of_a_place(index) else self._listed(index, given, cue if lower not in cues.MONTHS else "")
        if self._greets(index) and not self.known.common(lower) and len(lower) > 2:
            return index + 1, MASK_AT_ONCE, 0.7, "word after words that introduce a name"
        if cue and lower not in cues.NO_NAMES:
            introduced = self._introduced(index, cue)
            if introduced is not None:
                return introduced
        return self._signature(index) or self._unknown(index)

    def _place_or_person(self, index: int, cue: str) -> Decision | None:
        """A place of one word that is a given name too ("Nora"): somebody where a surname or a cue stands beside it."""
        lower = self.lower[index]
        if self.place[index] > 1 or not self._capital(index) or not self.known.given(lower) or self._of_a_place(index):
            return None
        end = self._end(index)
        if end - index > 1 or cue in {"titled", "related"}:
            return end, MASK_AT_ONCE, 0.8, "listed name and place, with a neighbour that makes it a name"
        if index and self.lower[index - 1] in cues.PLACE_PREPOSITIONS | {"till", "från", "mot"}:
            return None
        return (end, REVIEW, 0.4, "listed name and place") if cue or self._acts(index, cues.HUMAN_VERBS) else None

    def _initial(self, index: int, cue: str, before: int = 0) -> Decision | None:
        """ "A. Persson", "R Fyhr", "h. eriksson": an initial and a surname; ``before``: initials before this one."""
        if not self._joined(index + 1):
            return (index + 1, MASK_AT_ONCE, 0.7, "initial after words that close a letter") if cue == "signed" else None
        other = self.lower[index + 1]
        stop = self._gap(index + 1).startswith(".")
        if len(other) == 1 and stop and self._joined(index + 2) and before < _MOST_INITIALS:
            further = self._initial(index + 1, cue, before + 1)  # "A.-K. Lind", "J. P. Lind"
            return (
                further
                if further and further[1] == MASK_AT_ONCE
                else (index + 2, MASK_AT_ONCE, 0.7, "initials")
                if cue == "signed"
                else None
            )
        capital = self._capital(index) and self._capital(index + 1)
        surname = self.known.surname(other) and (self._capital(index + 1) or not self.known.ambiguous(other))
        if len(other) < 3 or not (stop or capital) or (self.lower[index] in {"i", "å", "ö"} and not stop) or self.place[index + 1]:
            return None
        if (self.known.common(other) and not (surname and capital)) or self._of_a_place(index + 1):
            return None
        if surname or (capital and (stop or cue)):
            return self._end(index + 1), MASK_AT_ONCE, 0.85, "an initial and a surname"
        return (index + 2, REVIEW, 0.4, "a letter and a capitalised word") if capital else None

    def _listed(self, index: int, given: bool, cue: str) -> Decision | None:
        known = self.known
        lower = self.lower[index]
        ambiguous, capital, opens = known.ambiguous(lower), self._capital(index), self._opens(index)
        common = known.listed_common(lower)
        end = self._end(index)
        if _FIRM.match(self.text, self.spans[end - 1][1]):
            return end, REVIEW, 0.3, "listed name of a firm"
        if not capital and index and self.lower[index - 1] == "en" and end - index == 1 and not self.blind:
            return end, REVIEW, 0.4, "listed name in lower case after an article"
        if end - index > 1:
            others = [self.lower[at] for at in range(index + 1, end)]
            if ambiguous and (common or not given) and (not capital or opens) and known.given(others[0]):
                return None  # "ring kalle", "tack anna": an ordinary word before a name
            clear = not ambiguous or any((known.given(other) or known.surname(other)) and not known.ambiguous(other) for other in others)
            if capital and (clear or any(self._capital(at) for at in range(index + 1, end))):
                return end, MASK_AT_ONCE, 0.95, "a listed name and another beside it"
            return end, MASK_AT_ONCE if clear or cue else REVIEW, 0.85 if clear else 0.5, "two names side by side"
        if end - index == 1 and given and self._greets(index):
            return end, MASK_AT_ONCE, 0.85, "listed name after words that introduce one"
        if cue in {"introduced", "signed", "titled"} and (capital or not common):
            if cue == "signed" and capital and self._signed_with_a_place(end):
                end += 1
            return end, MASK_AT_ONCE, 0.9, "listed name after words that introduce one"
        if (cue == "related" and (capital or not common)) or (
            cue == "contact" and (capital or not ambiguous) and given and not self._at_places(index)
        ):
            return end, MASK_AT_ONCE, 0.85, "listed name after a word for a person"
        if self._of_a_thing(index):
            return (end, REVIEW, 0.3, "listed name that is also a word") if given else None
        if given or lower.removesuffix("s").endswith("sson"):
            return self._given_alone(index, end, ambiguous, common)
        return self._surname_alone(index, end, ambiguous)

    def _given_alone(self, index: int, end: int, ambiguous: bool, common: bool) -> Decision | None:
        lower, capital, opens = self.lower[index], self._capital(index), self._opens(index)
        if not ambiguous:
            if capital and self._at_places(index) and not self._owns(end):
                return end, REVIEW, 0.4, "listed name and place"
            return end, MASK_AT_ONCE, 0.85 if capital else 0.75, "listed name"
        if not common and self._alone_at_the_end(index, end):
            return end, MASK_AT_ONCE, 0.7, "signature at the end"
        if capital and not opens:
            doubt = common or lower in cues.MONTHS or self.lower[index - 1] in cues.PLACE_PREPOSITIONS
            return (
                end,
                REVIEW if doubt else MASK_AT_ONCE,
                0.5 if doubt else 0.75,
                "listed name that is also a word, with a capital inside a sentence",
            )
        after = self.text[self.spans[end - 1][1] : self.spans[end - 1][1] + 9]
        aged = after.lstrip(" ,(")[:1].isdigit() and "år" in after
        if capital and (aged or (not common and lower not in cues.MONTHS and self._acts(index, cues.PERSON_VERBS))):
            return end, REVIEW, 0.4, "listed name that is also a word"
        return None

    def _surname_alone(self, index: int, end: int, ambiguous: bool) -> Decision | None:
        lower, capital, opens = self.lower[index], self._capital(index), self._opens(index)
        if lower in cues.CONTACTS:
            return None
        at_a_place = index > 0 and (self.lower[index - 1] in cues.PLACE_PREPOSITIONS or self._at_places(index))
        like_a_place = lower.removesuffix("s").endswith(cues.PLACE_LIKE)
        if at_a_place and (ambiguous or like_a_place):
            return None
        if capital and not ambiguous:
            sure = not like_a_place and not at_a_place and not opens
            return end, MASK_AT_ONCE if sure else REVIEW, 0.6, "listed surname alone"
        if capital and (not opens or self._acts(index, cues.PERSON_VERBS)):
            return end, REVIEW, 0.4, "surname that is also a word"
        if ambiguous or capital or self.known.common(lower):
            return None
        return end, REVIEW, 0.4, "surname in lower case"

    def _introduced(self, index: int, cue: str) -> Decision | None:
        lower, capital = self.lower[index], self._capital(index)
        if self.known.common(lower) or cue == "contact":
            return None
        end = self._end(index)
        if capital:
            place = cue in {"titled", "related"} and (self._of_a_place(index) or cues.place_like(lower))
            return None if place else (end, MASK_AT_ONCE, 0.8, "capitalised word after words that introduce a name")
        before = self.lower[index - 1]
        if cue == "introduced" and before in cues.ONLY_WITH_COLON and ":" not in self._gap(index):
            nickname = before in cues.NAME_VERBS and self._gap(index) == " " and not cues.place_like(lower)
            return (end, REVIEW, 0.4, "word after a word that gives a nickname") if nickname else None
        if lower in cues.PERSON_VERBS or lower in cues.HUMAN_VERBS:
            return None
        if before == "för" and cue == "introduced":
            return None if cues.word_like(lower) else (end, REVIEW, 0.4, "word after a word that gives a nickname")
        if (cue == "signed" and self._closes(end)) or (cue == "introduced" and (self.blind or self.raw[index].islower())):
            return end, MASK_AT_ONCE, 0.7, "word after words that introduce a name"
        return None

    def _signature(self, index: int) -> Decision | None:
        """A capitalised word or two after a slash or a dash at the very end."""
        if len(self.raw) - index > 3 or (index == 0 and not self.text.startswith("/")):
            return None
        gap = self._gap(index).rstrip(" ")
        slash = (gap.endswith("/") and gap != "/") or (gap == "/" and self._gap(index) != "/") or index == 0
        thanks = gap == "," and self.lower[index - 1] in cues.CLOSES_BEFORE_A_COMMA and self.known.given(self.lower[index])
        slash = slash or thanks
        if (not slash and not gap.endswith(("-", "–", "—", "~"))) or (gap == "-" and not self._gap(index).startswith(" ")):
            return None
        end = index
        while end < len(self.raw) and (end == index or self._joined(end)):
            if (
                (self.known.common(self.lower[end]) and not self.known.given(self.lower[end]))
                or self.place[end]
                or cues.place_like(self.lower[end])
            ):
                return None
            end += 1
        if end != len(self.raw) or self.text[self.spans[-1][1] :].strip(" .!\n\r\t)"):
            return None
        if not self._capital(index) and not (self.blind and slash):
            return None
        return end, MASK_AT_ONCE if slash else REVIEW, 0.75, "signature at the end"

    def _unknown(self, index: int) -> Decision | None:
        lower = self.lower[index]
        if not self._capital(index) or len(lower) < 3 or cues.place_like(lower) or self.known.common(lower):
            return None
        if lower in cues.BEFORE_A_NAME or (self.raw[index].isupper() and len(lower) < _SHORTEST_IN_CAPITALS):
            return None
        follower = index + 1
        if self._joined(follower) and self._capital(follower) and not self.place[follower] and not self._of_a_place(index):
            other = self.lower[follower]
            if (self.known.given(other) or self.known.surname(other)) and not self.known.listed_common(other):
                if self._opens(index) and not self.known.surname(other) and not self.known.ambiguous(other):
                    # "Enligt Mahmoud": the name begins with the second word, unless the first may be one too.
                    return None if cues.word_like(lower) else (index + 1, REVIEW, 0.3, "unknown word before a listed name")
                sure = not self.known.ambiguous(other)
                return self._end(index), MASK_AT_ONCE if sure else REVIEW, 0.8 if sure else 0.4, "unknown word and a listed name"
        if self._opens(index):
            return self._opening(index)
        if self.raw[index].isupper() or self._by_a_place(index):
            return None
        end = index + 1
        while end - index < _LONGEST_NAME - 1 and self._joined(end) and self._capital(end) and not self.place[end]:
            if self.known.common(self.lower[end]):
                break
            end += 1
        return end, REVIEW, 0.3, "unknown word with a capital inside a sentence"

    def _closes_entry(self, end: int) -> bool:
        """Whether an entry of a list or a form ends after word ``end`` - 1: "Lind, Anna" and no more."""
        return (
            end >= len(self.raw) or self._gap(end).strip(" ")[:1] in {",", ";", "(", "\n", ":"} or any(c.isdigit() for c in self._gap(end))
        )

    def _opening(self, index: int) -> Decision | None:
        """An unknown word that opens a sentence is looked at when it does what only persons do, or stands beside a name."""
        lower, other = self.lower[index], index + 1
        if other >= len(self.raw):
            return None
        if (
            self._gap(other) == ", "
            and self._capital(other)
            and self.known.given(self.lower[other])
            and not self.known.ambiguous(self.lower[other])
            and not cues.word_like(lower)
            and self._closes_entry(other + 1)
        ):
            return other + 1, MASK_AT_ONCE, 0.8, "surname before a given name"
        if self._joined(other) and self._capital(other) and not self.place[other] and not self.known.common(self.lower[other]):
            if not cues.place_like(self.lower[other]) and not self._of_a_place(index):
                return self._end(index), REVIEW, 0.4, "two unknown words with a capital"
            return None
        if self._acts(index, cues.HUMAN_VERBS):
            return index + 1, REVIEW, 0.3, "unknown word that does what persons do"
        if cues.word_like(lower):
            return None
        if self.lower[other] in {"och", "å", "o", "ock"} and index + 2 < len(self.raw) and self._joined(other):
            beside = index + 2
            listed = self.known.given(self.lower[beside]) and not self.known.ambiguous(self.lower[beside])
            if self._capital(beside) and not self.place[beside] and (listed or self._acts(beside, cues.PERSON_VERBS)):
                return index + 1, REVIEW, 0.3, "unknown word beside a possible name"
        if self._gap(other) == " " and self.lower[other] in cues.AFTER_AN_OWNER and lower.endswith(("s", "x", "z")):
            return index + 1, REVIEW, 0.4, "unknown genitive before what persons have"
        if self._gap(other) == " " and self.lower[other] in {"på", "i", "från"} and other + 1 < len(self.raw) and self._capital(other + 1):
            return index + 1, REVIEW, 0.3, "unknown word and where somebody is from"
        return None
