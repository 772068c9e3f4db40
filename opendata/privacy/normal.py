"""A text as the finders read it: composed, without invisible letters, with plain digits, dashes and spaces, each mask one barrier.

People paste from word processors and telephones: a number may hold a soft hyphen, an å may be two code points, a space may be a
narrow one. The finders see one form only; every position can be led back to the text as it was.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .finding import KINDS, mask_of

BARRIER = "\ue000"
"""Stands for a mask; no finding reaches over it. From Unicode's private area: no word letter, no space."""

_ODD = re.compile("[^\x00-\x1b -Z\\\\-\x9f\xa1-\xac\xae-ÿ]")
"""One class, so that the look at every text is quick: beyond Latin-1, odd spaces, soft hyphen, or the bracket a mask begins with."""
_ODD_CODES = frozenset({0x1C, 0x1D, 0x1E, 0x1F, 0xA0})
_MASK = re.compile("|".join(re.escape(mask_of(kind)) for kind in sorted(KINDS, key=len, reverse=True)))
_CLUSTER = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\xad\u202a-\u202e]+|.[\u0300-\u036f]+|[^\x00-ÿ]|[\x1c-\x1f\xa0]", re.DOTALL)
_LONGER = re.compile("[\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufeff\xad\u202a-\u202e]|\\[[a-zåäö]")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\xad\u202a\u202b\u202c\u202d\u202e")
_DOTTED_I = "\u0130"
"""The only letter that is longer in lower case: a position in the text in lower case would be one too far for every letter after it."""
_PLAIN = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys("\xa0\u202f\u2009\u2007", " "),
    **dict.fromkeys("\u2028\u2029", "\n"),
    _DOTTED_I: "I",
}


@dataclass(frozen=True)
class Normal:
    """``text`` as read; ``origin[i]`` and ``ends[i]`` say where letter i began and ended in the text as it was; None when nothing moved."""

    text: str
    origin: tuple[int, ...] | None
    ends: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of ``text`` as a span of the text as it was."""
        if self.origin is None or self.ends is None:
            return start, end
        return self.origin[start], self.ends[end - 1]

    def without(self, spans: list[tuple[int, int]]) -> Normal:
        """The same with a barrier in place of each span (in order, none overlapping)."""
        pieces: list[str] = []
        origin: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end in spans:
            pieces += [self.text[done:start], BARRIER]
            self._copy(origin, ends, done, start)
            first, last = self.span(start, end)
            origin.append(first)
            ends.append(last)
            done = end
        pieces.append(self.text[done:])
        self._copy(origin, ends, done, len(self.text))
        return Normal("".join(pieces), tuple(origin), tuple(ends))

    def _copy(self, origin: list[int], ends: list[int], start: int, end: int) -> None:
        if self.origin is None or self.ends is None:
            origin.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            origin.extend(self.origin[start:end])
            ends.extend(self.ends[start:end])


def normal(text: str) -> Normal:
    """``text`` in the finders' form."""
    if not _ODD.search(text):
        return Normal(text, None, None)
    if not _LONGER.search(text):
        # One letter for one: positions stay.
        return Normal(text.translate(_Table()), None, None)
    whole = Normal(text, None, None)
    masks = [match.span() for match in _MASK.finditer(text)] if "[" in text else []
    if masks:
        whole = whole.without(masks)
    pieces: list[str] = []
    origin: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _CLUSTER.finditer(whole.text):
        plain = _plain(match[0])
        if plain == match[0]:
            continue
        pieces.append(whole.text[done : match.start()])
        whole._copy(origin, ends, done, match.start())
        if plain:
            first, last = whole.span(*match.span())
            pieces.append(plain)
            origin.extend([first] * len(plain))
            ends.extend([last] * len(plain))
        done = match.end()
    if done == 0:
        return whole
    pieces.append(whole.text[done:])
    whole._copy(origin, ends, done, len(whole.text))
    return Normal("".join(pieces), tuple(origin), tuple(ends))


class _Table(dict[int, str]):
    """Letters as the finders read them, for ``str.translate``; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = plain = _plain(letter) if code > 0xFF or code in _ODD_CODES else letter
        return plain


def _plain(cluster: str) -> str:
    if cluster[0] in _INVISIBLE:
        return ""
    if len(cluster) == 1:
        if cluster in _PLAIN:
            return _PLAIN[cluster]
        if cluster.isdigit() or "\uff01" <= cluster <= "\uff5e":
            form = unicodedata.normalize("NFKC", cluster)
            value = unicodedata.digit(cluster, None)
            return str(value) if value is not None else form if len(form) == 1 else cluster
        return " " if cluster.isspace() else cluster
    return unicodedata.normalize("NFC", cluster).replace(_DOTTED_I, "I")
