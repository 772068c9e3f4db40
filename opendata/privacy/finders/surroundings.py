"""What stands around a word: of what it is a part, what introduces it, what follows it."""

from __future__ import annotations

from ..facts import Facts
from ..normal import BARRIER
from . import cues
from .vocabulary import WORD

_SENTENCE_MARKS = frozenset('.!?:;\n\r\t•*"”“»«…')
_FIRST_SYMBOL = 0x2100
"""From here Unicode holds symbols and emoji rather than letters people write Swedish with."""
LONGEST_NAME = 5
_LONGEST_LIST = 6
"""Words between the first of several names in a row and one that belongs to them."""
_AND = frozenset({"och", "å", "eller", "samt"})
_GREETINGS = frozenset(
    {"hej", "hejsan", "hejhej", "hallå", "tja", "tjena", "tjenare", "tjo", "du", "morsning", "de", "det", "e", "är", "ja", "jo"}
)
_AFTER_HERE = frozenset(
    {"från", "igen", "och", "å", "o", "på", "i", "bor", "jag", "ja", "vill", "som", "ringer", "skriver", "det", "de", "d"}
)


class Surroundings:
    """A text as its words, and what stands around each of them; ``blind``: capital letters carry no meaning in it.

    ``words`` are as written, ``tokens`` the same in lower case, ``spans`` where they begin and end.
    ``place``: per word 1 where it is an allowed place, 2 where it is part of one of several words.
    """

    def __init__(self, facts: Facts, blind: bool):
        self.known, self.text, self.words, self.tokens, self.blind = facts.known, facts.text, facts.words, facts.tokens, blind
        self.spans = [match.span() for match in WORD.finditer(facts.text)]
        self.place = facts.known.places_in(facts.tokens)

    def capital(self, index: int) -> bool:
        """Whether the word begins with a capital that may mean something."""
        return not self.blind and self.words[index][0].isupper()

    def gap(self, index: int) -> str:
        """What stands between the word and the one before."""
        return self.text[self.spans[index - 1][1] if index else 0 : self.spans[index][0]]

    def joined(self, index: int) -> bool:
        """Whether word ``index`` follows the one before with nothing but a space (or an initial's full stop) between."""
        if not 0 < index < len(self.words):
            return False
        gap = self.gap(index)
        return gap in {" ", "  "} or (gap in {". ", ".", ".-"} and len(self.words[index - 1]) == 1)

    def opens(self, index: int) -> bool:
        """Whether a capital on this word is only that of a sentence."""
        if index == 0:
            return True
        gap = self.gap(index)[-8:]
        if gap == " ":
            return False
        return " " not in gap or any(mark in _SENTENCE_MARKS or (ord(mark) >= _FIRST_SYMBOL and mark != BARRIER) for mark in gap)

    def of_a_place(self, index: int) -> bool:
        """Whether the word belongs to a name like "Karl Johans gata" or "Eriks livs"."""
        for ahead in range(index + 1, index + LONGEST_NAME):
            if not self.joined(ahead):
                return False
            lower = self.tokens[ahead]
            if ahead == index + 1 and lower in cues.NAMED_AFTER_SAINTS:
                return True
            last = lower.rpartition("-")[2]
            if last != lower and (last in cues.THINGS or cues.place_like(last)):
                return True
            if lower in cues.AFTER_GENITIVE and self.tokens[ahead - 1].endswith(("s", "x", "z")):
                # "Lars-Erik Åkesson Björkborns herrgård": a whole name, and then the place.
                whole = ahead > index + 2 and self.known.given(self.tokens[index]) and self.known.surname(self.tokens[index + 1])
                return not whole
            if self.capital(index) and self.capital(ahead) and lower.endswith(("gatan", "vägen")):
                return True
            if not self.words[ahead][0].isupper() and lower not in cues.PARTICLES:
                return False
        return False

    def by_a_place(self, index: int) -> bool:
        """Whether what stands before or after makes the word a place: "Lekplatsen Näckrosen", "Lindesta kyrka", "i Hammar"."""
        before = self.tokens[index - 1] if index and self.joined(index) else ""
        if before in cues.BEFORE_A_PLACE or (before and (cues.place_like(before) or self.place[index - 1])):
            return True
        after = self.tokens[index + 1] if self.joined(index + 1) else ""
        return after in cues.AFTER_A_PLACE or (bool(after) and cues.place_like(after)) or self.of_a_place(index)

    def at_places(self, index: int) -> bool:
        """Whether only places stand where the word stands: "vid Sanna", "mellan Ekbacken och Lindhagen"."""
        if not index:
            return False
        before = self.tokens[index - 1]
        if before in {"och", "till"} and index > 2 and self.tokens[index - 3] == "mellan":
            return True
        return before in cues.BESIDE_PLACES_ONLY and self.joined(index)

    def of_a_thing(self, index: int) -> bool:
        """Whether the word names a café, a statue or a dog: "Café Linnea", "skolan heter Rosen, Viola", "Konstverket Max och Moritz"."""
        at = index
        while at > 1 and (self.gap(at) == ", " or self.tokens[at - 1] in _AND) and index - at < _LONGEST_LIST:
            at -= 2 if self.tokens[at - 1] in _AND else 1
            if not self.capital(at):
                return False
        if not at or self.gap(at).strip(" \"”'’:"):
            return False
        before = self.tokens[at - 1]
        if before in cues.THINGS:
            return self.joined(at) or self.gap(at).strip(" ") != ":"
        start = max(0, at - 4)
        for verb in range(at - 1, start, -1):
            if self.tokens[verb] in cues.NAME_VERBS:
                return verb > 0 and self.gap(verb) == " " and self.tokens[verb - 1] in cues.THINGS
        return False

    def owns(self, end: int) -> bool:
        """Whether what persons have stands after word ``end`` - 1: "utanför Lottas hus"."""
        return self.joined(end) and self.tokens[end] in cues.AFTER_AN_OWNER

    def signed_with_a_place(self, at: int) -> bool:
        """Whether a place stands for a surname after a name that closes a letter: "mvh Ingegerd Boåsen." """
        if not self.joined(at) or not self.capital(at) or self.place[at] != 1 or self.tokens[at] in self.known.towns:
            return False
        return at + 1 >= len(self.words) or self.gap(at + 1) != " "

    def greets(self, index: int) -> bool:
        """Whether somebody says who is there: "kim här", "Hej, Sune här från Nysund"."""
        after = index + 1
        if not self.joined(after) or self.tokens[after] != "här":
            return False
        opening = self.opens(index) or self.tokens[index - 1] in _GREETINGS
        return opening and (after + 1 >= len(self.words) or self.gap(after + 1) != " " or self.tokens[after + 1] in _AFTER_HERE)

    def alone_at_the_end(self, index: int, end: int) -> bool:
        """Whether the name is a sentence of its own that ends the text: "Kom och titta. Matte"."""
        gap = self.gap(index)
        return (
            index > 2
            and end == len(self.words)
            and self.capital(index)
            and any(mark in gap for mark in ".!\n")
            and not self.text[self.spans[-1][1] :].strip(" .!\n\r\t)")
        )

    def acts(self, index: int, verbs: frozenset[str]) -> bool:
        """Whether what follows the word is something a person does, or the end of the text."""
        if index + 1 >= len(self.words):
            return True
        return self.gap(index + 1).strip(" ") in {"", ","} and self.tokens[index + 1] in verbs

    def closes(self, end: int) -> bool:
        """Whether a line or the text ends after word ``end`` - 1, perhaps with a number to call."""
        return end >= len(self.words) or any(mark in self.gap(end) for mark in "\n0123456789,") or self.gap(end) != " "

    def closes_entry(self, end: int) -> bool:
        """Whether an entry of a list or a form ends after word ``end`` - 1: "Lind, Anna" and no more."""
        return (
            end >= len(self.words) or self.gap(end).strip(" ")[:1] in {",", ";", "(", "\n", ":"} or any(c.isdigit() for c in self.gap(end))
        )

    def cue(self, index: int) -> str:
        """What introduces the word: "introduced", "signed", "titled", "related", "contact" or nothing."""
        if index == 0:
            return ""
        before = self.tokens[index - 1]
        second = self.tokens[index - 2] if index > 1 else ""
        if before == "o" and second == "c" and self.gap(index - 1) == "/":
            return "introduced"
        if before not in cues.BEFORE_A_NAME:
            return ""
        gap = self.gap(index)
        if before in cues.FILLERS_OF_NAMES and second in cues.NAME_VERBS and gap == " " and self.gap(index - 1) == " ":
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
