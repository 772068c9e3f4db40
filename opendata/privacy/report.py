"""``internal/privacy-report.html``: what the data-protection officer signs. Counts only; no text, name, place or time of a submission."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..files import private_dir, write_text
from ..submissions.model import Submissions
from .contributors import dropped
from .finding import IDENTIFIERS, MASK_AT_ONCE, SENSITIVE
from .review import ACCEPT, EXTRA, OPEN, REJECT, Item, Reviewed

FILE = "privacy-report.html"

RISKS = (
    "Automatic masking misses some personal data (docs/masking.md: how much on unseen texts). No free text is published, masked or not.",
    "Somebody who knows all other contributors of a region can infer the last one; k and the protection width keep such groups large.",
    "The submissions themselves may be public documents; this release adds nothing to them that points at a person.",
    "Whether publication is lawful is for the municipality to decide.",
)
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
    """How many values of one kind of identifier were dropped from one source."""

    source: str
    kind: str
    values: int


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
    published: tuple[tuple[str, str], ...] = ()
    """What leaves: (what, how much), for instance ("regions", "41")."""
    risks: tuple[str, ...] = RISKS
    facts: tuple[tuple[str, str], ...] = ()
    """More lines for the head: (what, value), for instance the version of the program."""


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


def dropped_of(submissions: Submissions) -> tuple[Dropped, ...]:
    """Identifiers counted by source and kind, of submissions that still hold them."""
    return tuple(
        Dropped(source, kind, count) for source, counts in sorted(dropped(submissions).items()) for kind, count in sorted(counts.items())
    )


def write(report: Report, internal: Path) -> Path:
    """Write the report, readable by its owner only, and return where it is."""
    path = private_dir(internal) / FILE
    write_text(path, render(report), private=True)
    return path


def render(report: Report) -> str:
    """The report as one HTML page without scripts or anything from outside."""
    masked = sum(found.count for found in report.found if found.tier == MASK_AT_ONCE)
    listed = sum(found.count for found in report.found if found.tier != MASK_AT_ONCE)
    head = [
        ("Campaign", report.campaign),
        ("Submissions", str(report.submissions)),
        ("Distinct contributors", str(report.contributors)),
        ("Contributors a published figure stands on, at least (k)", str(report.k)),
        ("Protection width", str(report.width)),
        ("Masked at once", str(masked)),
        ("Listed for review", str(listed)),
        ("Open in review", str(report.open_findings)),
        ("Contributor key", "kept under internal/" if report.key_kept else "destroyed"),
        *report.facts,
    ]
    channels = sorted({found.channel for found in report.found})
    counts: Counter[tuple[str, int, str]] = Counter()
    for found in report.found:
        counts[found.kind, found.tier, found.channel] += found.count
    kinds = sorted({(tier, kind) for kind, tier, _ in counts})
    meaning = {**IDENTIFIERS, **SENSITIVE}
    found_rows = [
        [
            kind,
            meaning.get(kind, ""),
            "masked" if tier == MASK_AT_ONCE else "listed",
            *(str(counts[kind, tier, channel]) for channel in channels),
        ]
        for tier, kind in kinds
    ]
    review_rows = [[r.by or "(not told)", r.day or "(not told)", str(r.accepted), str(r.rejected), str(r.added)] for r in report.reviewers]
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><title>Privacy report</title>',
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
        "table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #888;padding:.25rem .6rem;text-align:left}</style>",
        "</head><body>",
        f"<h1>Privacy report: {html.escape(report.campaign)}</h1>",
        "<p>Counts only. Rule: places and events, never individuals.</p>",
        _table("Summary", None, [list(row) for row in head]),
        _table("What was found, by kind and channel", ["Kind", "Meaning", "Handling", *channels], found_rows),
        _table("Who reviewed, and when", ["By", "Day", "Masked", "Left", "Added"], review_rows),
        _table("Identifiers dropped", ["Source", "Kind", "Values"], [[d.source, d.kind, str(d.values)] for d in report.dropped]),
        _table("What is published", ["What", "How much"], [list(row) for row in report.published]),
        "<h2>What remains as risk</h2><ul>",
        *(f"<li>{html.escape(risk)}</li>" for risk in report.risks),
        "</ul></body></html>",
        "",
    ]
    return "\n".join(parts)


def _table(title: str, headings: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> str:
    lines = [f"<h2>{html.escape(title)}</h2>"]
    if not rows:
        return "\n".join([*lines, "<p>Nothing.</p>"])
    lines.append("<table>")
    if headings:
        lines.append("<tr>" + "".join(f'<th scope="col">{html.escape(name)}</th>' for name in headings) + "</tr>")
    for row in rows:
        first, *rest = (html.escape(cell) for cell in row)
        lines.append(f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>")
    lines.append("</table>")
    return "\n".join(lines)
