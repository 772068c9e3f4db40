"""What the auditor says: passed or not, what was tried, and for a failure the figures an attacker would combine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..release import Release, table_hashes

MOST_FIGURES = 12
"""Figures that a disclosure quotes at most: more are no example any more."""


@dataclass(frozen=True)
class Disclosure:
    """One thing an attacker learns, or one rule whose breach lets him.

    ``rule`` is the short name of the rule; ``where`` the region, theme or table; ``figures`` the published figures he combines, in the
    order he combines them; ``low`` and ``high`` what he is left with for ``where`` (None where the breach alone is the matter).
    """

    rule: str
    where: str
    figures: tuple[str, ...]
    sv: str
    en: str
    low: int | None = None
    high: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "where": self.where,
            "figures": list(self.figures),
            "sv": self.sv,
            "en": self.en,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True)
class Attempt:
    """One kind of attack and how many figures, cells or combinations it was tried on."""

    name: str
    sv: str
    en: str
    count: int

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "sv": self.sv, "en": self.en, "count": self.count}


@dataclass
class Log:
    """What the attacks write down as they go, beside what they disclose: what was tried, and how wide the intervals were that they left.

    ``ruled`` are those left to an attacker who knows the rules, ``plain`` those left to one who knows only that no count is below nought.
    """

    tried: list[Attempt] = field(default_factory=list)
    ruled: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)

    def note(self, name: str, sv: str, en: str, count: int) -> None:
        """One more :class:`Attempt`."""
        self.tried.append(Attempt(name, sv, en, count))


@dataclass(frozen=True)
class Verdict:
    """The audit's outcome.

    ``narrowest_interval`` is the narrowest an attacker who knows the rules is left with for anything hidden, ``narrowest_without_rules``
    the same when he knows only that no count is below nought; None where nothing is hidden.
    """

    disclosures: tuple[Disclosure, ...]
    narrowest_interval: int | None
    narrowest_without_rules: int | None
    tried: tuple[Attempt, ...]

    @property
    def passed(self) -> bool:
        return not self.disclosures

    def to_json(self) -> dict[str, Any]:
        """Everything, for staff. Not to be published: the figures of a failure are its answer."""
        return {
            "passed": self.passed,
            "disclosures": [disclosure.to_json() for disclosure in self.disclosures],
            "narrowest_interval": self.narrowest_interval,
            "narrowest_without_rules": self.narrowest_without_rules,
            "tried": [attempt.to_json() for attempt in self.tried],
        }

    def in_words(self) -> str:
        """The verdict as lines for a person at a terminal."""
        lines = [f"audit: {'passed' if self.passed else 'FAILED'}"]
        lines += [f"tried: {attempt.en} ({attempt.count})" for attempt in self.tried]
        if self.narrowest_interval is not None:
            lines.append(f"narrowest interval left to an attacker who knows the rules: {self.narrowest_interval}")
        return "\n".join([*lines, *(f"{d.where}: {d.rule}: {d.en}" for d in self.disclosures)])


def certificate(release: Release, verdict: Verdict) -> dict[str, Any]:
    """The facts ``audit`` and ``hashes`` that a release carries: what was tried and how it ended, without any value that helps.

    Anyone repeats it by auditing the published package alone; the hashes bind it to these tables and these rules.
    """
    return {
        "audit": {
            "passed": verdict.passed,
            "disclosures": len(verdict.disclosures),
            "narrowest_interval": verdict.narrowest_interval,
            "narrowest_without_rules": verdict.narrowest_without_rules,
            "tried": [attempt.to_json() for attempt in verdict.tried],
        },
        "hashes": table_hashes(release),
    }
