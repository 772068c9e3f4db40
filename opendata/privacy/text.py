"""Finding and masking personal data in short Swedish texts.

``Masker(places).find(text)`` gives findings, ``.mask(text)`` the text with tier 1 replaced by the kind in brackets. Masking twice changes
nothing, and nothing but the findings is changed.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..parallel import in_order
from ..progress import Progress, silent
from .facts import Facts, facts_of
from .finders import address, beside, dwelling, money, names, numbers, online, sensitive, spoken, telephone, vehicle
from .finders.vocabulary import Vocabulary
from .finding import IDENTIFIERS, KINDS, MASK_AT_ONCE, SENSITIVE, WHOLE_TEXT, Finding, mask_of
from .normal import Normal, normal

__all__ = ["IDENTIFIERS", "KINDS", "SENSITIVE", "Finding", "Masked", "Masker", "mask_all", "mask_spans"]

ROUNDS = 6
"""How often a masked text is read again for what the masks laid bare, before it is masked as a whole."""
MOST_FINDINGS = 1000
"""Findings of one family in one text from which the text is masked as a whole: no citizen writes so, and time stays bounded."""

_IN_THE_TEXT: tuple[tuple[Callable[[Facts], bool], Callable[[Facts], Iterator[Finding]]], ...] = (
    (money.worth, money.find),
    (numbers.worth, numbers.find),
    (telephone.worth, telephone.find),
    (vehicle.worth, vehicle.find),
    (spoken.worth, spoken.find),
    (vehicle.worth_personal, vehicle.find_personal),
    (online.worth, online.find),
    (address.worth, address.find),
    (names.worth, names.find),
)
"""Finders that look at the text alone: whether it is worth it, by the cheapest sign that there may be one, and what they find."""
_BESIDE_WHAT_WAS_FOUND: tuple[
    tuple[Callable[[Facts, Sequence[Finding]], bool], Callable[[Facts, Sequence[Finding]], Iterator[Finding]]], ...
] = (
    (numbers.worth_beside_names, numbers.find_beside_names),
    (beside.worth, beside.find),
)
"""Finders that look at what was found before them too. Those that only list, homes in words and sensitive content, come after them."""

# The longest and most specific finding wins; of two as long, the one whose form says more.
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "e-post",
            "webbadress",
            "iban",
            "samordningsnummer",
            "personnummer",
            "interimsnummer",
            "kortnummer",
            "bankkonto",
            "bankgiro",
            "plusgiro",
            "telefon",
        )
    )
}


class _TooManyError(Exception):
    """A text has more findings than are worth telling apart."""


@dataclass(frozen=True)
class Masked:
    """A text without its tier 1 findings, and all findings in the coordinates of the text as it was."""

    text: str
    findings: tuple[Finding, ...]


class Masker:
    """Reads texts; ``places`` are names of places and organisations (gazetteer, codebook) that are not persons. Can be pickled."""

    def __init__(self, places: Iterable[str] = ()):
        self._places = tuple(places)
        self._known = Vocabulary(self._places)
        self._sensitive = sensitive.SensitiveFinder()

    def __reduce__(self) -> tuple[type[Masker], tuple[tuple[str, ...]]]:
        return Masker, (self._places,)

    def find(self, text: str) -> list[Finding]:
        """All findings of both tiers, by where they begin; tier 1 findings do not overlap one another."""
        try:
            return self._settle(text)
        except _TooManyError:
            return [Finding(WHOLE_TEXT, 0, len(text), MASK_AT_ONCE, 1.0, "more findings than a submission can have")]

    def mask(self, text: str) -> Masked:
        """``text`` with every tier 1 finding replaced by its kind in brackets."""
        findings = self.find(text)
        if not findings:
            return Masked(text, ())
        return Masked(mask_spans(text, [finding for finding in findings if finding.tier == MASK_AT_ONCE]), tuple(findings))

    def _settle(self, text: str) -> list[Finding]:
        """Read, mask and read again until the masked text holds nothing more: so masking twice changes nothing."""
        first = reading = normal(text)
        findings = self._once(reading.text)
        if not findings:
            return []
        sure = [finding for finding in findings if finding.tier == MASK_AT_ONCE]
        listed = [_at_home(finding, first) for finding in findings if finding.tier != MASK_AT_ONCE]
        if not sure:
            return listed
        masked: list[Finding] = []
        for _ in range(ROUNDS):
            masked += [_at_home(finding, reading) for finding in sure]
            reading = reading.without([(finding.start, finding.end) for finding in sure])
            sure = [finding for finding in self._once(reading.text, listing=False) if finding.tier == MASK_AT_ONCE]
            if not sure:
                masked.sort(key=_place)
                return sorted([*masked, *_outside(listed, masked)], key=_place)
        raise _TooManyError

    def _once(self, text: str, listing: bool = True) -> list[Finding]:
        """Findings in a text as read; without ``listing`` those of finders that never mask are left out.

        Raises :class:`_TooManyError` where a finder goes over :data:`MOST_FINDINGS`.
        """
        facts = facts_of(text, self._known)
        found: list[Finding] = []
        for worth, find in _IN_THE_TEXT:
            if worth(facts):
                _take(found, find(facts))
        for worth_beside, find_beside in _BESIDE_WHAT_WAS_FOUND:
            if worth_beside(facts, found):
                _take(found, find_beside(facts, tuple(found)))
        if listing:
            if dwelling.worth(facts, found):
                _take(found, dwelling.find(facts, tuple(found)))
            _take(found, self._sensitive.find(facts, found))
        return list(_resolve(found)) if len(found) > 1 else found


def _take(found: list[Finding], finder: Iterator[Finding]) -> None:
    before = len(found)
    found.extend(itertools.islice(finder, MOST_FINDINGS + 1))
    if len(found) - before > MOST_FINDINGS:
        raise _TooManyError


def mask_spans(text: str, findings: Iterable[Finding]) -> str:
    """``text`` with each finding replaced by its mask; overlapping ones are replaced together by the first one's mask."""
    parts = []
    done = 0
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if finding.start < done:
            done = max(done, finding.end)
            continue
        parts += [text[done : finding.start], mask_of(finding.kind)]
        done = finding.end
    parts.append(text[done:])
    return "".join(parts)


def mask_all(texts: Sequence[str], places: Sequence[str] = (), progress: Progress = silent) -> list[Masked]:
    """Each text masked, by several processes where there are many; ``places`` as for :class:`Masker`."""
    return in_order(functools.partial(_masking, Masker(places)), texts, "masking texts", progress)


def _masking(masker: Masker) -> Callable[[str], Masked]:
    return masker.mask


def _resolve(found: list[Finding]) -> Iterator[Finding]:
    """Tier 1 without overlaps (the longest wins; what sticks out of it stays masked), then tier 2 outside tier 1."""
    sure = sorted(
        (finding for finding in found if finding.tier == MASK_AT_ONCE),
        key=lambda finding: (finding.start, finding.start - finding.end, _RANK.get(finding.kind, 99)),
    )
    kept: list[Finding] = []
    for finding in sure:
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
            continue
        last = kept[-1]
        if finding.end <= last.end:
            if (finding.start, finding.end) == (last.start, last.end) and _RANK.get(finding.kind, 99) < _RANK.get(last.kind, 99):
                kept[-1] = finding
            continue
        # They overlap in part: together they are one finding of the longer one's kind.
        longer = finding if finding.end - finding.start > last.end - last.start else last
        kept[-1] = longer._replace(start=last.start, end=finding.end)
    yield from kept
    yield from _outside([finding for finding in found if finding.tier != MASK_AT_ONCE], kept)


def _outside(listed: list[Finding], masked: list[Finding]) -> list[Finding]:
    """The tier 2 findings that do not touch a masked span; of two names over the same words the longer."""
    kept: list[Finding] = []
    position = 0
    reach = -1
    for finding in sorted(listed, key=lambda finding: (finding.start, finding.start - finding.end, finding.kind)):
        while position < len(masked) and masked[position].end <= finding.start:
            position += 1
        if position < len(masked) and masked[position].start < finding.end:
            continue
        if finding.start < reach:
            continue
        kept.append(finding)
        reach = finding.end
    return kept


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.kind


def _at_home(finding: Finding, reading: Normal) -> Finding:
    start, end = reading.span(finding.start, finding.end)
    return finding if (start, end) == (finding.start, finding.end) else finding._replace(start=start, end=end)
