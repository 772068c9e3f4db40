"""Where a campaign stands, read from the files that its steps left: no state of its own that could be wrong after a crash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...opendata.campaign import Campaign
from ...opendata.release import UNCLASSIFIED
from ..i18n import tr
from ..paths import Results
from . import lists

WAITS, READY, DONE, ATTENTION = "waits", "ready", "done", "attention"
"""Not yet possible; can be done now; done; done, but something waits or has changed since."""

SOURCES, PLACES, TEXTS, THEMES = "sources", "places", "texts", "themes"
SETTINGS, MAP, RELEASE, PUBLISH = "settings", "map", "release", "publish"
ORDER = (SOURCES, PLACES, TEXTS, THEMES, SETTINGS, MAP, RELEASE, PUBLISH)


@dataclass(frozen=True)
class Step:
    """One line of the panel's list."""

    id: str
    title: str
    state: str
    line: str


def titles() -> dict[str, str]:
    """The steps' names in the user's language."""
    return {
        SOURCES: tr("Sources"),
        PLACES: tr("Places"),
        TEXTS: tr("Texts"),
        THEMES: tr("Themes"),
        SETTINGS: tr("Grid"),
        MAP: tr("Map"),
        RELEASE: tr("Release"),
        PUBLISH: tr("Publish"),
    }


def steps(campaign: Campaign | None, campaign_path: Path | None, results: Results | None) -> tuple[Step, ...]:
    """All steps with what can be said of them now."""
    names = titles()
    if campaign is None or campaign_path is None or results is None:
        return tuple(Step(each, names[each], WAITS, "") for each in ORDER)
    made = {
        SOURCES: _sources(campaign, campaign_path, results),
        PLACES: _places(results),
        TEXTS: _texts(results),
        THEMES: _themes(results),
        SETTINGS: _grid(results),
        MAP: _simple(results.map_layers, results.draft, tr("The map is styled")),
        RELEASE: _simple(results.release, results.draft, tr("The release is written")),
        PUBLISH: _package(campaign_path, results),
    }
    return tuple(Step(each, names[each], *made[each]) for each in ORDER)


def load_counts(results: Results) -> dict[str, Any]:
    """The load report's figures, or nothing when there is none."""
    try:
        found = json.loads((results.internal / "load-report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def newer(path: Path, than: Iterable[Path]) -> bool:
    """Whether ``path`` was written after all of ``than`` that exist."""
    if not path.exists():
        return False
    stamp = path.stat().st_mtime
    return all(stamp >= other.stat().st_mtime for other in than if other.exists())


def loading_settings(campaign: Campaign) -> str:
    """A fingerprint of what loading depends on; k, texts of the page and the portal may change without loading anew."""
    about = campaign.campaign
    parts = (campaign.sources, campaign.gazetteer, campaign.grid.crs, campaign.codebook, about.bbox, about.boundary, about.start, about.end)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _up_to_date(campaign: Campaign, campaign_path: Path, results: Results) -> bool:
    """Whether the submissions are loaded from today's files with today's settings."""
    report = results.internal / "load-report.json"
    if not newer(report, [campaign.path(source.file) for source in campaign.sources]):
        return False
    if newer(results.loaded_with, [report]):
        return results.loaded_with.read_text(encoding="utf-8") == loading_settings(campaign)
    return newer(report, [campaign_path])  # loaded from the toolbox, which notes nothing


def _sources(campaign: Campaign, campaign_path: Path, results: Results) -> tuple[str, str]:
    if not campaign.sources:
        return READY, tr("Add the files that hold the submissions")
    if not results.submissions.exists():
        return READY, tr("{n} files, not loaded yet").format(n=len(campaign.sources))
    counts = load_counts(results)
    line = tr("{located} located, {unlocated} unlocated, {rejected} rejected").format(
        located=counts.get("located", "?"), unlocated=counts.get("unlocated", "?"), rejected=counts.get("rejected", "?")
    )
    if not _up_to_date(campaign, campaign_path, results):
        return ATTENTION, tr("Changed since it was loaded: load again")
    return DONE, line


def _places(results: Results) -> tuple[str, str]:
    if not results.submissions.exists():
        return WAITS, ""
    listed = lists.places(results)
    if listed.trouble:
        return ATTENTION, listed.trouble.partition("\n")[0]
    if listed.waiting:
        return ATTENTION, tr("{waiting} of {all} places wait for a decision").format(waiting=listed.waiting, all=len(listed.lines))
    if listed.lines and not newer(results.internal / "load-report.json", [results.places]):
        return ATTENTION, tr("Decided since: locate again")
    return DONE, tr("No place waits for a decision")


def _texts(results: Results) -> tuple[str, str]:
    if not results.submissions.exists():
        return WAITS, ""
    if not results.texts.exists():
        return READY, tr("Not searched for personal data yet")
    listed = lists.texts(results)
    if listed.trouble:
        return ATTENTION, listed.trouble.partition("\n")[0]
    if not newer(results.privacy_report, [results.internal / "load-report.json"]):
        return ATTENTION, tr("Loaded anew since: search again")
    if listed.waiting:
        return ATTENTION, tr("{waiting} of {all} findings wait for a decision").format(waiting=listed.waiting, all=len(listed.lines))
    return DONE, tr("No finding waits for a decision")


def _themes(results: Results) -> tuple[str, str]:
    if not results.submissions.exists():
        return WAITS, ""
    listed = lists.themes(results)
    if listed.trouble:
        return ATTENTION, listed.trouble.partition("\n")[0]
    if not newer(results.internal / "load-report.json", [results.themes]):
        return ATTENTION, tr("Corrected since: give the themes again")
    bare = sum(line.theme == UNCLASSIFIED and not line.decision for line in listed.lines)
    return DONE, tr("{n} of {all} wordings have no theme").format(n=bare, all=len(listed.lines))


def _grid(results: Results) -> tuple[str, str]:
    if not results.texts.exists():
        return WAITS, ""
    if not results.draft.exists():
        return READY, tr("Not counted yet")
    if not newer(results.draft, [results.submissions]):
        return ATTENTION, tr("The submissions changed: count again")
    return DONE, tr("Counted")


def _simple(path: Path, source: Path, line: str) -> tuple[str, str]:
    if not source.exists():
        return WAITS, ""
    if not path.exists():
        return READY, ""
    if not newer(path, [source]):
        return ATTENTION, tr("What it stands on changed: do it again")
    return DONE, line


def _package(campaign_path: Path, results: Results) -> tuple[str, str]:
    described = results.package / "datapackage.json"
    state, line = _simple(described, results.release, tr("The package is built"))
    if state == DONE and not newer(described, [campaign_path]):
        return ATTENTION, tr("The campaign file changed: build the package again")
    return state, line
