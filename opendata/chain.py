"""The chain: the rooms in the order data flows, one function a step, the same for the command line and for QGIS.

Between the steps of a campaign the state is ``internal/submissions.gpkg``; what leaves is only what :func:`export_release` writes.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import release as contract
from .aggregation import Draft, Points, Rule, Statement, certify, draft, told, write_release
from .campaign import Campaign
from .comparison import FIXED_SIZES, Comparison, compare
from .disclosure import holdback
from .disclosure import ledger as ledgers
from .disclosure.verdict import Verdict
from .errors import Fault, InputError
from .files import private_dir, write_text
from .grid.cells import chain_of
from .grid.rule import width_of
from .privacy import contributors, privacy_report, review
from .privacy.finding import MASK_AT_ONCE
from .privacy.text import Masker
from .progress import Progress, Timer, silent
from .projection import Transform
from .release import Release
from .submissions import duplicates, gazetteer, load, load_report, locate, place_review, situation, store, themes, times
from .submissions.codebook import codebook_of
from .submissions.model import Submissions
from .submissions.vector import VectorReader

INTERNAL, RELEASE, PACKAGE = "internal", "release", "package"
STATE = "submissions.gpkg"
RELEASED = "release.gpkg"
DRAFT = "draft.gpkg"
"""The aggregated figures before the audit, under ``internal/``."""
DROPPED = "dropped.json"
"""How many identifiers of each kind were dropped, for the privacy report."""
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Tools:
    """What the surroundings bring: outside QGIS pyproj and fiona, inside it QGIS' own."""

    transform: Transform
    vector: VectorReader


def load_submissions(campaign: Campaign, out: Path, tools: Tools, progress: Progress = silent) -> dict[str, Any]:
    """Read every source, locate, flag duplicates, give themes, replace identifiers by contributor keys.

    Writes the state and the load report.

    Returns counts: ``rows_in``, ``located``, ``unlocated``, ``rejected``, ``to_review`` (places in words that a person should decide).
    Raises :class:`InputError` with the faults of all sources; nothing is written then.
    """
    loaded = load.load(campaign, tools.transform, tools.vector, progress)
    places = gazetteer.load(campaign, tools.transform, tools.vector, progress)
    codebook = codebook_of(campaign)
    internal = private_dir(out / INTERNAL)
    decisions = place_review.read(internal / place_review.FILE, places, loaded.area, tools.transform)
    submissions, reviews = locate.locate(loaded.submissions, places, decisions, progress)
    submissions = duplicates.flag(submissions, progress)
    submissions = themes.give(submissions, codebook, internal, progress)
    columns = {source.name: {guess.field: guess.column for guess in source.mapping} for source in loaded.sources}
    dropped = privacy_report.dropped_of(submissions, columns)
    submissions = contributors.key(submissions, internal, progress)
    store.write(submissions, internal / STATE, campaign.grid.chain.epsg, progress)
    place_review.write(reviews, decisions, internal / place_review.FILE)
    write_text(internal / DROPPED, json.dumps([asdict(line) for line in dropped], ensure_ascii=False, indent=1), private=True)
    load_report.write(loaded, submissions, reviews, internal)
    # It tells of texts that are replaced now; the page stays, for it may have been signed.
    (internal / privacy_report.DATA).unlink(missing_ok=True)
    rejected = sum(len(source.rejected) for source in loaded.sources)
    located = int(submissions.located.sum())
    return {
        "rows_in": sum(source.rows_in for source in loaded.sources),
        "located": located,
        "unlocated": len(submissions) - located,
        "rejected": rejected,
        "to_review": len(reviews),
    }


def anonymise(campaign: Campaign, out: Path, tools: Tools, progress: Progress = silent) -> dict[str, Any]:
    """Find and mask personal data in the texts of the state, list what a person must review, write the privacy report.

    Returns counts: ``masked`` findings, ``to_review``, ``left`` (open), ``contributors``. Raises :class:`InputError` when nothing was
    loaded yet or the review table cannot be read.
    """
    internal = out / INTERNAL
    submissions = state(out, progress)
    reviewed = review.review(submissions, Masker(public_names(campaign, tools, progress)), internal, progress)
    store.write(reviewed.submissions, internal / STATE, campaign.grid.chain.epsg, progress)
    found = privacy_report.found_by(reviewed)
    people = len(set(submissions.contributor.tolist()))
    privacy_report.write(
        privacy_report.Report(
            campaign=campaign.campaign.name,
            submissions=len(submissions),
            contributors=people,
            k=campaign.privacy.k,
            width=width_of(campaign.privacy.k, campaign.privacy.width),
            found=found,
            reviewers=privacy_report.reviewers_of(reviewed.items),
            open_findings=reviewed.left,
            dropped=_dropped(internal),
            key_kept=(internal / contributors.FILE).exists(),
        ),
        internal,
    )
    masked = sum(line.count for line in found if line.tier == MASK_AT_ONCE)
    return {"masked": masked, "to_review": reviewed.total, "left": reviewed.left, "contributors": people}


def report_situation(
    campaign: Campaign, out: Path, tools: Tools, earlier: Path | None = None, *, language: str = "sv", progress: Progress = silent
) -> Path:
    """The situation report, ``internal/situation-report.html``, in ``language`` (``sv`` or ``en``); returns the file.

    ``earlier``: the output folder of the campaign before, to tell what changed. Raises :class:`InputError` when nothing was loaded yet,
    here or there.
    """
    progress("situation report", 0, 2)
    submissions = state(out, progress)
    before = state(earlier, progress) if earlier else None
    places = gazetteer.load(campaign, tools.transform, tools.vector, progress).places
    progress("situation report", 1, 2)
    path = situation.write(campaign, submissions, before, places, codebook_of(campaign), language, out / INTERNAL)
    progress("situation report", 2, 2)
    return path


def compare_settings(
    campaign: Campaign, out: Path, ks: Sequence[int], finest: int, width: int | None = None, progress: Progress = silent
) -> Comparison:
    """What the located submissions of the state would keep for every k with cells of ``finest`` metres; nothing is written.

    Fixed grids are compared too where ``finest`` is the campaign's own: they know no smallest cell. Raises :class:`InputError` when nothing
    was loaded, nothing is located, or a choice cannot be.
    """
    placed = _located(state(out, progress), out)
    nested = chain_of(campaign.grid.crs, finest, campaign.grid.coarsest)
    sizes = FIXED_SIZES if finest == campaign.grid.finest else ()
    return compare(placed.x, placed.y, placed.contributor, nested, ks, width, sizes, progress)


def public_names(campaign: Campaign, tools: Tools, progress: Progress = silent) -> list[str]:
    """Names that masking leaves in texts: the gazetteer's places with their aliases, the codebook's parties and names of places."""
    places = gazetteer.load(campaign, tools.transform, tools.vector, progress).places
    codebook = codebook_of(campaign)
    parties = [swedish for swedish, _ in codebook.parties.values()]
    return [*(name for place in places for name in (place.name, *place.aliases)), *parties, *codebook.ignored]


def aggregate_campaign(campaign: Campaign, out: Path, ledger: Path | None = None, progress: Progress = silent) -> Draft:
    """Partition the located submissions of the state; the draft is written under ``internal/`` and has not been attacked yet.

    With a ``ledger`` that holds earlier releases of the campaign the first one's partition is kept. Submissions without a place are left
    out, and counted. Raises :class:`InputError` when nothing was loaded yet, when nothing is located, and for settings that protect nobody.
    """
    submissions = state(out, progress)
    placed = _located(submissions, out)
    earlier = _earlier(campaign.campaign.name, ledger)
    privacy = campaign.privacy
    made = draft(
        Points(placed.x, placed.y, placed.contributor, placed.theme, _dimensions(placed, campaign)),
        Rule(campaign.grid.chain, privacy.k, privacy.width, privacy.k_personal),
        Statement(_about(campaign), codebook_of(campaign).ids, _values(campaign)),
        earlier=earlier[0] if earlier else None,
        progress=progress,
    )
    story = {"version": campaign.portal.version, "changes": campaign.portal.changes, "earlier": [told(old) for old in earlier]}
    release = dataclasses.replace(made.release, facts=made.release.facts | story)
    contract.write(release, out / INTERNAL / DRAFT, private=True, progress=progress)
    return dataclasses.replace(made, release=release, left_out=len(submissions) - len(placed))


@dataclass(frozen=True)
class Exported:
    """Where the release was written, what the audit found, and what was held back: ``kept`` names the regions that show the figures of
    before, ``withheld`` the dimensions whose totals are not shown."""

    path: Path
    verdict: Verdict
    kept: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def export_release(out: Path, ledger: Path | None = None, progress: Progress = silent, *, hold_back: bool = False) -> Exported:
    """Attack the draft; when it stands, write ``release/release.gpkg`` with its certificate.

    With ``hold_back`` an update keeps the earlier figure wherever the change since then would tell. The privacy report, where there is
    one, then says what leaves.

    Raises :class:`CheckFailed` with a fault per disclosure; nothing is written then.
    """
    release = _draft(out, progress)
    earlier = _earlier(ledgers.campaign_name(release), ledger)
    held = holdback.hold_back(release, earlier) if hold_back else holdback.Held(release, (), ())
    certified, verdict = certify(held.release, earlier, progress)
    target = out / RELEASE / RELEASED
    write_release(certified, target, progress)
    privacy_report.amend(out / INTERNAL, published=_leaves(certified, verdict))
    return Exported(target, verdict, held.kept, held.withheld)


@dataclass(frozen=True)
class Figures:
    """What a map of the campaign may show, the ``earlier`` releases that it must stand an attack together with, and the regions (``kept``)
    that show the figures of before."""

    release: Release
    earlier: Sequence[Release] = ()
    kept: tuple[str, ...] = ()


def figures(out: Path, ledger: Path | None = None, progress: Progress = silent) -> Figures:
    """The release, where it was written after the draft; else the draft as it can be released: what would tell together with the ledger's
    releases is held back.

    Only read, not attacked. Raises :class:`InputError` when nothing was aggregated yet.
    """
    released, drafted = out / RELEASE / RELEASED, out / INTERNAL / DRAFT
    if released.exists() and (not drafted.exists() or released.stat().st_mtime >= drafted.stat().st_mtime):
        return Figures(contract.read(released, progress))
    release = _draft(out, progress)
    earlier = _earlier(ledgers.campaign_name(release), ledger)
    held = holdback.hold_back(release, earlier)
    return Figures(held.release, earlier, held.kept)


def run(
    campaign: Campaign,
    out: Path,
    tools: Tools,
    *,
    ledger: Path | None = None,
    hold_back: bool = False,
    forget_key: bool = False,
    progress: Progress = silent,
) -> dict[str, Any]:
    """The whole chain; returns the summary of ``run --json``.

    Raises :class:`InputError` and :class:`CheckFailed` as its steps do; what the steps before wrote stays.
    """
    from .package.build import build

    timer = Timer()
    with timer.step("load"):
        loaded = load_submissions(campaign, out, tools, progress)
    with timer.step("anonymise"):
        anonymised = anonymise(campaign, out, tools, progress)
    with timer.step("aggregate"):
        made = aggregate_campaign(campaign, out, ledger, progress)
    with timer.step("audit"):
        exported = export_release(out, ledger, progress, hold_back=hold_back)
    with timer.step("package"):
        release = contract.read(exported.path, progress)
        build(release, campaign, out / PACKAGE, progress)
    if forget_key:
        contributors.forget_key(out / INTERNAL)
        privacy_report.amend(out / INTERNAL, key_kept=False)
    return made.summary(exported.verdict, release) | {
        "load": loaded,
        "anonymise": anonymised,
        "seconds": timer.seconds,
        "kept_regions": len(exported.kept),
        "withheld_totals": list(exported.withheld),
        "release": str(exported.path),
        "package": str(out / PACKAGE),
    }


def state(out: Path, progress: Progress = silent) -> Submissions:
    """The campaign's submissions as the last step left them. Raises :class:`InputError` when nothing was loaded yet."""
    path = out / INTERNAL / STATE
    if not path.exists():
        raise InputError(Fault(str(path), "nothing was loaded yet", "load the submissions first"))
    return store.read(path, progress)


def _located(submissions: Submissions, out: Path) -> Submissions:
    """Those with coordinates; raises :class:`InputError` when there is none."""
    placed = submissions.take(np.flatnonzero(submissions.located))
    if not len(placed):
        raise InputError(Fault(str(out / INTERNAL / STATE), "no submission is located", "locate them first: load-report.html says why"))
    return placed


def _about(campaign: Campaign) -> dict[str, str]:
    """What a release says of its campaign."""
    about = campaign.campaign
    return {
        "name": about.name,
        "title_sv": about.title_sv,
        "title_en": about.title_en,
        "start": about.start.isoformat(),
        "end": about.end.isoformat(),
        "municipality": about.municipality,
        "municipality_code": about.municipality_code,
    }


def _dimensions(submissions: Submissions, campaign: Campaign) -> dict[str, NDArray[Any]]:
    """What is counted for the whole municipality: channel, part of the day, ISO week of the campaign (else unknown)."""
    known = set(_weeks(campaign))
    weeks = [UNKNOWN if np.isnat(t) or _week(t.item()) not in known else _week(t.item()) for t in submissions.received]
    parts = [part or UNKNOWN for part in submissions.day_part]
    return {
        "channel": submissions.channel,
        "day_part": np.array(parts, dtype=object),
        "week": np.array(weeks, dtype=object),
    }


def _values(campaign: Campaign) -> dict[str, list[str]]:
    """All the values that each dimension can take, from the campaign's settings and never from the data."""
    return {
        "channel": sorted({source.channel for source in campaign.sources}),
        "day_part": [*times.DAY_PARTS, UNKNOWN],
        "week": [*_weeks(campaign), UNKNOWN],
    }


def _week(day: datetime.date) -> str:
    return "{}-W{:02d}".format(*day.isocalendar()[:2])


def _weeks(campaign: Campaign) -> list[str]:
    about = campaign.campaign
    days = (about.end - about.start).days
    return sorted({_week(about.start + datetime.timedelta(days=day)) for day in range(days + 1)})


def _dropped(internal: Path) -> tuple[privacy_report.Dropped, ...]:
    path = internal / DROPPED
    if not path.exists():
        return ()
    return tuple(privacy_report.Dropped(**line) for line in json.loads(path.read_text(encoding="utf-8")))


def _leaves(release: Release, verdict: Verdict) -> privacy_report.Published:
    """The figures that a release shows, counted for the privacy report."""
    regions = [region.contributors for region in release.regions if region.contributors is not None]
    return privacy_report.Published(
        regions=len(regions),
        theme_figures=sum(count.contributors is not None for count in release.theme_counts),
        totals=sum(total.contributors is not None for total in release.marginals),
        contributors=sum(regions),
        narrowest_interval=verdict.narrowest_interval,
    )


def _draft(out: Path, progress: Progress) -> Release:
    path = out / INTERNAL / DRAFT
    if not path.exists():
        raise InputError(Fault(str(path), "nothing was aggregated yet", "aggregate first"))
    return contract.read(path, progress)


def _earlier(name: str, ledger: Path | None) -> Sequence[Release]:
    """The releases of the campaign called ``name`` that the ledger holds, oldest first."""
    return ledgers.history(ledger, name) if ledger is not None and ledgers.begun(ledger) else ()
