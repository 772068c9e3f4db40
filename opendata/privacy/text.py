"""Finding and masking personal data in short Swedish texts.

``Masker(places).find(text)`` gives findings, ``.mask(text)`` the text with tier 1 replaced by the kind in brackets. Masking twice changes
nothing, and nothing but the findings is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .finders import address, money, names, numbers, online, sensitive, telephone, vehicle
from .finding import IDENTIFIERS, KINDS, MASK_AT_ONCE, SENSITIVE, WHOLE_TEXT, Finding, mask_of
from .normal import BARRIER, Normal, normal
from .words import phrases

__all__ = ["IDENTIFIERS", "KINDS", "SENSITIVE", "Finding", "Masked", "Masker", "mask_lines", "mask_spans"]

ROUNDS = 6
"""How often a masked text is read again for what the masks laid bare before it is masked as a whole."""

_DIGITS = re.compile(r"\d[^\d\n]{0,14}\d")
_ONLINE = re.compile(
    r"@|[(\[{<] ?(?:at|a|snabel)|(?<![^\W_])at(?![^\W_])|snabel|/|(?i:insta|snap|tik ?tok|facebook|\bfb\b|\big\b|kik|messenger|discord|twitter|telegram|linkedin|skype|signal|flashback)",
    re.IGNORECASE,
)
_MID_CAPITAL = re.compile(r"[^\s.!?:] +[A-ZÅÄÖÉÜØÆČŠŽ]|[/–—-] ?[A-ZÅÄÖ]")
_SPLIT = re.compile(r"[^\W\d_]+(?:[-’'´`][^\W\d_]+)*")

# The longest and most specific finding wins; of two as long, the one whose form says more.
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "e-post",
            "webbadress",
            "iban",
            "personnummer",
            "samordningsnummer",
            "interimsnummer",
            "kortnummer",
            "bankkonto",
            "bankgiro",
            "plusgiro",
            "telefon",
        )
    )
}


@dataclass(frozen=True)
class Masked:
    """A text without its tier 1 findings, and all findings in the coordinates of the text as it was."""

    text: str
    findings: tuple[Finding, ...]


class Masker:
    """Reads texts; ``places`` are names of places and organisations (gazetteer, codebook) that are not persons. Can be pickled."""

    def __init__(self, places: Iterable[str] = ()):
        self._given_places = tuple(places)
        allowed: dict[str, list[tuple[str, ...]]] = {}
        towns = set()
        for phrase in (*phrases("places"), *self._given_places):
            first, *rest = [match[0].lower() for match in _SPLIT.finditer(phrase)] or [""]
            if first:
                allowed.setdefault(first, []).append(tuple(rest))
                if not rest:
                    towns.add(first)
        lists = names.lists()
        self._names = names.NameFinder(allowed)
        self._common = lists.common
        self._triggers = lists.triggers
        self._towns = frozenset(place.lower() for place in phrases("places"))

    def __reduce__(self) -> tuple[type[Masker], tuple[tuple[str, ...]]]:
        return Masker, (self._given_places,)

    def find(self, text: str) -> list[Finding]:
        """All findings of both tiers, by where they begin; tier 1 findings do not overlap one another."""
        return self._read(text)

    def mask(self, text: str) -> Masked:
        """``text`` with every tier 1 finding replaced by its kind in brackets."""
        findings = self._read(text)
        return Masked(mask_spans(text, [finding for finding in findings if finding.tier == MASK_AT_ONCE]), tuple(findings))

    def _read(self, text: str) -> list[Finding]:
        reading = normal(text)
        findings = self._once(reading.text)
        if not findings:
            return []
        sure = [finding for finding in findings if finding.tier == MASK_AT_ONCE]
        listed = [finding for finding in findings if finding.tier != MASK_AT_ONCE]
        result = [_at_home(finding, reading) for finding in sure]
        rounds = 0
        while sure:
            rounds += 1
            if rounds > ROUNDS:
                return [Finding(WHOLE_TEXT, 0, len(text), MASK_AT_ONCE, 1.0, "masks kept laying bare more")]
            reading = reading.without([(finding.start, finding.end) for finding in sure])
            sure = [finding for finding in self._once(reading.text) if finding.tier == MASK_AT_ONCE]
            result += [_at_home(finding, reading) for finding in sure]
        first = normal(text)
        masked = sorted(result, key=lambda finding: finding.start)
        rest = _outside([_at_home(finding, first) for finding in listed], masked)
        return sorted([*masked, *rest], key=lambda finding: (finding.start, finding.end, finding.kind))

    def _once(self, text: str) -> list[Finding]:
        found: list[Finding] = []
        caps = text.isupper() and len(text) > 12
        lower = _SPLIT.findall(text.lower())
        digits = _DIGITS.search(text) is not None
        if digits:
            found += numbers.find(text)
            found += telephone.find(text)
            found += money.find(text)
            found += vehicle.find(text)
        if _ONLINE.search(text):
            found += online.find(text)
        found += address.find(text, self._towns, self._common, caps)
        if not self._triggers.isdisjoint(lower) or _MID_CAPITAL.search(text) or caps:
            found += self._names.find(text, caps)
        found += sensitive.find(text)
        return list(_resolve(found)) if len(found) > 1 else found


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


def mask_lines(lines: Iterable[str], places: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Per line (without its line end) ``{"text": masked, "findings": [{"kind", "start", "end", "tier", "confidence", "reason"}]}``."""
    masker = Masker(places)
    for line in lines:
        masked = masker.mask(line)
        yield {"text": masked.text, "findings": [finding._asdict() for finding in masked.findings]}


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


def _at_home(finding: Finding, reading: Normal) -> Finding:
    start, end = reading.span(finding.start, finding.end)
    return finding if (start, end) == (finding.start, finding.end) else finding._replace(start=start, end=end)
