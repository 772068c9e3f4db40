"""What stands between a campaign and its release, as data: severity, what, how to fix, where to go."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ...opendata.campaign import Campaign
from ..i18n import tr
from ..paths import Results
from . import lists, status

STOP, LOOK, NOTE = "stop", "look", "note"
"""Must be mended; should be looked at; good to know."""
FEW_KEPT = 0.9
MANY_UNLOCATED = 0.1


@dataclass(frozen=True)
class Finding:
    """One line of the table; ``step`` is where it is mended."""

    severity: str
    what: str
    fix: str
    step: str


def findings(campaign: Campaign | None, results: Results | None) -> list[Finding]:
    """Everything worth saying before a release, the gravest first."""
    if campaign is None or results is None:
        return []
    found = [*_state(results), *_reviews(results), *_figures(campaign, results), *_texts(campaign)]
    order = (STOP, LOOK, NOTE)
    return sorted(found, key=lambda each: order.index(each.severity))


def _state(results: Results) -> list[Finding]:
    if not results.submissions.exists():
        return [Finding(STOP, tr("Nothing is loaded"), tr("Load the submissions"), status.SOURCES)]
    found = []
    if not results.texts.exists():
        found.append(Finding(STOP, tr("The texts were not searched for personal data"), tr("Find and mask personal data"), status.TEXTS))
    if not results.draft.exists():
        found.append(Finding(STOP, tr("Nothing is counted"), tr("Count and audit"), status.SETTINGS))
    elif not status.newer(results.draft, [results.submissions]):
        found.append(Finding(STOP, tr("The submissions changed after they were counted"), tr("Count again"), status.SETTINGS))
    counts = status.load_counts(results)
    if counts.get("rejected"):
        found.append(
            Finding(
                LOOK, tr("Rejected rows: {n}").format(n=counts["rejected"]), tr("The load report tells why, row by row"), status.SOURCES
            )
        )
    rows = counts.get("rows_in") or 0
    if rows and counts.get("unlocated", 0) > MANY_UNLOCATED * rows:
        words = tr("Rows without a place: {n} of {all}").format(n=counts["unlocated"], all=rows)
        found.append(Finding(LOOK, words, tr("Add place names, or decide about places"), status.PLACES))
    if counts.get("duplicates"):
        words = tr("Submissions that repeat another one: {n}").format(n=counts["duplicates"])
        found.append(Finding(NOTE, words, tr("They count once; nothing to do"), status.SOURCES))
    return found


def _reviews(results: Results) -> list[Finding]:
    found = []
    for path, step in ((results.places, status.PLACES), (results.themes, status.THEMES)):
        if path.exists() and results.submissions.exists() and not status.newer(results.internal / "load-report.json", [path]):
            words = tr("Decided but not used yet: {step}").format(step=status.titles()[step])
            found.append(Finding(LOOK, words, tr("Press the page's main button, then count again"), step))
    places, texts = lists.places(results), lists.texts(results)
    for listed, step in ((places, status.PLACES), (texts, status.TEXTS), (lists.themes(results), status.THEMES)):
        if listed.trouble:
            words = tr("The list of decisions cannot be read: {step}").format(step=status.titles()[step])
            found.append(Finding(LOOK, words, listed.trouble, step))
    if places.waiting:
        words = tr("Places that wait for a decision: {n}").format(n=places.waiting)
        found.append(Finding(LOOK, words, tr("Decide on the map, then locate again"), status.PLACES))
    if texts.waiting:
        words = tr("Findings in texts that wait for a decision: {n}").format(n=texts.waiting)
        found.append(Finding(NOTE, words, tr("Needed for quotations in the situation report, not for the release"), status.TEXTS))
    return found


def _figures(campaign: Campaign, results: Results) -> list[Finding]:
    """What the last count told."""
    try:
        told = json.loads(results.draft_summary.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    found = []
    share = told["points_published"] / told["points_in"] if told.get("points_in") else 0.0
    if share < FEW_KEPT:
        words = tr("Only {share} % of the submissions are kept").format(share=round(100 * share))
        found.append(Finding(LOOK, words, tr("Compare settings: a larger largest square keeps more"), status.SETTINGS))
    version = campaign.portal.version
    if version in told.get("published_versions", ()):
        words = tr("Version {version} is published already").format(version=version)
        fix = tr("Write a new version on the page Publish, under Texts of the page, then count again")
        found.append(Finding(LOOK, words, fix, status.PUBLISH))
    return found


def _texts(campaign: Campaign) -> list[Finding]:
    page = campaign.page
    empty = [name for name in ("description_sv", "description_en", "background_sv", "background_en") if not getattr(page, name)]
    if not empty:
        return []
    words = tr("Texts for the public page are missing: {n} of 4").format(n=len(empty))
    return [Finding(LOOK, words, tr("Write them on the page Publish, under Texts of the page"), status.PUBLISH)]
