"""``internal/privacy-report.html``: what the data-protection officer signs. Counts only; no text, name, place or time of a submission.

What it says is kept as ``privacy-report.json`` beside it, because a later step knows what leaves: :func:`amend` writes both again.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

from .. import codes, reportpage
from ..files import private_dir, write_text
from ..submissions.model import Submissions
from .contributors import dropped
from .finding import IDENTIFIERS, MASK_AT_ONCE, SENSITIVE
from .review import ACCEPT, EXTRA, OPEN, REJECT, Item, Reviewed

FILE = "privacy-report.html"
DATA = "privacy-report.json"

RISKS = {
    "sv": (
        "Automatisk maskering missar en del personuppgifter (docs/masking.md: hur mycket i texter den inte har sett). "
        "Ingen fritext publiceras, varken maskerad eller inte.",
        "Den som känner alla andra deltagare i en yta kan räkna ut den sista; k och skyddsbredden håller sådana grupper stora.",
        "Synpunkterna kan vara allmänna handlingar; utgåvan tillför dem inget som pekar på en person.",
        "Om publiceringen är laglig avgör kommunen.",
    ),
    "en": (
        "Automatic masking misses some personal data (docs/masking.md: how much on unseen texts). "
        "No free text is published, masked or not.",
        "Somebody who knows all other contributors of a region can infer the last one; k and the protection width keep such groups large.",
        "The submissions themselves may be public documents; this release adds nothing to them that points at a person.",
        "Whether publication is lawful is for the municipality to decide.",
    ),
}
"""What remains after everything the program does."""


@dataclass(frozen=True)
class Found:
    """How many findings of one kind one channel had."""

    kind: str
    channel: str
    tier: int
    count: int


@dataclass(frozen=True)
class Reviewer:
    """What one person decided on one day (ISO date)."""

    by: str
    day: str
    accepted: int
    rejected: int
    added: int


@dataclass(frozen=True)
class Dropped:
    """How many values of one kind of identifier were dropped from one source, and the heading of the column they stood in."""

    source: str
    kind: str
    values: int
    column: str = ""


@dataclass(frozen=True)
class Published:
    """What leaves: counts of published figures, each on at least k contributors, and no text."""

    regions: int
    theme_figures: int
    totals: int
    contributors: int
    """Contributors that the published regions count together."""
    narrowest_interval: int | None
    """The narrowest an attacker who knows the rules is left with for anything hidden; None where nothing is hidden."""


@dataclass(frozen=True)
class Report:
    """Everything the report says."""

    campaign: str
    submissions: int
    contributors: int
    k: int
    width: int
    found: tuple[Found, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    open_findings: int = 0
    dropped: tuple[Dropped, ...] = ()
    key_kept: bool = True
    """Whether the contributor key still exists."""
    published: Published | None = None
    """None until a release has passed the audit and was exported."""


def found_by(reviewed: Reviewed) -> tuple[Found, ...]:
    """Findings counted by kind, channel and tier."""
    counts = Counter(
        (finding.kind, channel, finding.tier)
        for channel, findings in zip(reviewed.submissions.channel, reviewed.findings, strict=True)
        for finding in findings
    )
    return tuple(Found(kind, channel, tier, count) for (kind, channel, tier), count in sorted(counts.items()))


def reviewers_of(items: Iterable[Item]) -> tuple[Reviewer, ...]:
    """Decisions counted by person and day."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for item in items:
        if item.decision != OPEN:
            counts.setdefault((item.by, item.at[:10]), Counter())[item.decision] += 1
    return tuple(Reviewer(by, day, count[ACCEPT], count[REJECT], count[EXTRA]) for (by, day), count in sorted(counts.items()))


def dropped_of(submissions: Submissions, columns: Mapping[str, Mapping[str, str]]) -> tuple[Dropped, ...]:
    """Identifiers counted by source and kind, of submissions that still hold them; ``columns`` are headings by source and kind."""
    return tuple(
        Dropped(source, kind, count, columns.get(source, {}).get(kind, ""))
        for source, counts in sorted(dropped(submissions).items())
        for kind, count in sorted(counts.items())
    )


def write(report: Report, internal: Path) -> Path:
    """Write the report and its data, readable by their owner only, and return where the page is."""
    path = private_dir(internal) / FILE
    write_text(internal / DATA, json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n", private=True)
    write_text(path, render(report), private=True)
    return path


def amend(internal: Path, **changes: Any) -> None:
    """Write the report again with what has become known since; nothing where the texts were not searched."""
    try:
        told = json.loads((internal / DATA).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    parts = {"found": Found, "reviewers": Reviewer, "dropped": Dropped}
    rows = {name: tuple(part(**row) for row in told[name]) for name, part in parts.items()}
    published = Published(**told["published"]) if told["published"] else None
    write(dataclasses.replace(Report(**told | rows | {"published": published}), **changes), internal)


def render(report: Report) -> str:
    """The report as one HTML page, in Swedish and then in English."""
    return reportpage.page([_part(report, "sv"), _part(report, "en")])


def _part(report: Report, language: str) -> reportpage.Part:
    def words(swedish: str, english: str) -> str:
        return swedish if language == "sv" else english

    masked = sum(found.count for found in report.found if found.tier == MASK_AT_ONCE)
    listed = sum(found.count for found in report.found if found.tier != MASK_AT_ONCE)
    by_hand = sum(reviewer.accepted + reviewer.added for reviewer in report.reviewers)
    kept = words("finns kvar under internal/", "kept under internal/") if report.key_kept else words("förstörd", "destroyed")
    summary = [
        (words("Kampanj", "Campaign"), report.campaign),
        (words("Synpunkter", "Submissions"), report.submissions),
        (words("Olika deltagare", "Distinct contributors"), report.contributors),
        (
            words("Deltagare som ett publicerat tal minst vilar på (k)", "Contributors a published figure stands on, at least (k)"),
            report.k,
        ),
        (words("Skyddsbredd", "Protection width"), report.width),
        (words("Maskerat direkt", "Masked at once"), masked),
        (words("Listat för granskning", "Listed for review"), listed),
        (words("Maskerat efter granskning", "Masked after review"), by_hand),
        (words("Ännu inte granskat", "Open in review"), report.open_findings),
        (words("Nyckel för deltagare", "Contributor key"), kept),
    ]
    not_told = words("(inte angivet)", "(not told)")
    reviews = [[r.by or not_told, r.day or not_told, r.accepted, r.rejected, r.added] for r in report.reviewers]
    away = [[line.source, line.column, _identifier(line.kind, language), line.values] for line in report.dropped]
    body = [
        "<p>"
        + words("Bara antal. Regel: platser och händelser, aldrig individer.", "Counts only. Rule: places and events, never individuals."),
        "</p>\n",
        _table("", (), summary, language, (1,)),
        _found(report, language),
        _table(
            words("Vem som granskade, och när", "Who reviewed, and when"),
            (words("Av", "By"), words("Dag", "Day"), words("Maskerat", "Masked"), words("Kvar", "Left"), words("Tillagt", "Added")),
            reviews,
            language,
            (2, 3, 4),
            words("Ingen.", "Nobody."),
        ),
        _table(
            words("Borttagna kolumner som pekar på en person", "Columns dropped that point at a person"),
            (words("Källa", "Source"), words("Kolumn", "Column"), words("Slag", "Kind"), words("Värden", "Values")),
            away,
            language,
            (3,),
        ),
        _leaves(report, language),
        f"<h2>{words('Kvarstående risk', 'What remains as risk')}</h2>\n",
        reportpage.listing(RISKS[language]),
        f'<p class="sign"><span>{words("Dataskyddsombud", "Data-protection officer")}</span><span>{words("Datum", "Date")}</span></p>\n',
    ]
    return reportpage.Part(language, words("Integritetsrapport: ", "Privacy report: ") + report.campaign, "".join(body))


def _found(report: Report, language: str) -> str:
    swedish = language == "sv"
    channels = sorted({found.channel for found in report.found})
    counts: Counter[tuple[str, int, str]] = Counter()
    for found in report.found:
        counts[found.kind, found.tier, found.channel] += found.count
    handling = ("maskerat", "listat") if swedish else ("masked", "listed")
    rows = [
        [
            _kind(kind, language),
            handling[tier != MASK_AT_ONCE],
            *(counts[kind, tier, channel] for channel in channels),
            sum(counts[kind, tier, channel] for channel in channels),
        ]
        for tier, kind in sorted({(tier, kind) for kind, tier, _ in counts})
    ]
    names = [codes.name("channel", channel, language) for channel in channels]
    headings = ("Slag", "Hantering", *names, "Alla") if swedish else ("Kind", "Handling", *names, "All")
    title = "Vad som hittades, efter slag och kanal" if swedish else "What was found, by kind and channel"
    return _table(title, headings, rows, language, range(2, len(headings)))


def _leaves(report: Report, language: str) -> str:
    swedish = language == "sv"
    title = "Vad som publiceras" if swedish else "What is published"
    leaves = report.published
    if leaves is None:
        words = "Inte exporterat ännu." if swedish else "Not yet exported."
        return f"<h2>{title}</h2>\n<p>{words}</p>\n"
    hidden = leaves.narrowest_interval if leaves.narrowest_interval is not None else ("inget är dolt" if swedish else "nothing is hidden")
    names = (
        (
            f"Ytor med tal, minst {report.k} deltagare i varje",
            "Deltagare i ytorna, sammanlagt (en person kan räknas i flera)",
            "Tal för teman",
            "Totaler för hela kampanjen",
            "Granskning mot angrepp",
            "Smalaste spannet en angripare får för något dolt",
            "Fritext, namn, adresser, enskilda punkter",
        )
        if swedish
        else (
            f"Regions with a figure, at least {report.k} contributors in each",
            "Contributors in the regions, added up (one person may count in several)",
            "Figures of themes",
            "Totals of the whole campaign",
            "Audit by attack",
            "Narrowest interval an attacker is left with for anything hidden",
            "Free text, names, addresses, single points",
        )
    )
    passed, none = ("godkänd", "inga") if swedish else ("passed", "none")
    values = (leaves.regions, leaves.contributors, leaves.theme_figures, leaves.totals, passed, hidden, none)
    return _table(title, (), list(zip(names, values, strict=True)), language, (1,))


def _kind(kind: str, language: str) -> str:
    """What is found has Swedish names; in English with what they mean."""
    meaning = {**IDENTIFIERS, **SENSITIVE}.get(kind, "")
    return f"{kind} ({meaning})" if language != "sv" and meaning else kind


_SWEDISH = {"name": "namn", "email": "e-post", "telephone": "telefon", "address": "adress", "contributor": "deltagare"}
"""Kinds of identifiers, which have English names."""


def _identifier(kind: str, language: str) -> str:
    return _SWEDISH.get(kind, kind) if language == "sv" else kind


def _table(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], language: str, numbers: Sequence[int], empty: str = ""
) -> str:
    head = f"<h2>{escape(title)}</h2>\n" if title else ""
    if not rows:
        return f"{head}<p>{empty or ('Inget.' if language == 'sv' else 'Nothing.')}</p>\n"
    cells = [[escape(str(cell)) for cell in row] for row in rows]
    return head + reportpage.table([escape(name) for name in headings], cells, numbers=numbers)
