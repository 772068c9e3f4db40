"""From located points to an audited release: what the command line, the campaign's chain and QGIS all call."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import __version__
from . import release as contract
from .disclosure.audit import Verdict, audit, certificate
from .disclosure.ledger import campaign_name
from .errors import CheckFailed, Fault, InputError
from .grid import utility
from .grid.cells import Chain
from .grid.marginals import marginals
from .grid.partition import Partition, partition, partition_rows
from .grid.people import contributor_codes
from .grid.rule import width_of
from .grid.runs import distinct_values
from .grid.tally import Tally
from .grid.theme_partition import theme_partition
from .progress import Progress, silent
from .release import FROZEN, UNCLASSIFIED, Release, ThemeCount, ThemeRegion

_FIX = "choose a larger k or width, or coarser cells"
_FIXES = {
    "difference": "hold the change back until more have come",
    "frozen tree": "use the grid and the regions of the campaign's first release",
}

METHOD = "nested cells with remainders"


@dataclass(frozen=True)
class Points:
    """n points that are counted: ``x``, ``y`` (n,) float64, finite, metres in the grid's CRS; the others (n,) values or None.

    Without ``contributor`` every point is its own. ``dimensions`` are counted for the whole campaign (:mod:`.grid.marginals`).
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    contributor: NDArray[Any] | None = None
    theme: NDArray[Any] | None = None
    dimensions: Mapping[str, NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """What a figure must stand on: see :mod:`.grid.rule`; ``width`` None is the usual one of ``k``.

    ``k_personal``: the fewest in a total of a dimension that says something of persons.
    """

    chain: Chain
    k: int
    width: int | None = None
    k_personal: int = 0


@dataclass(frozen=True)
class Statement:
    """What a release says of its campaign, out of its settings and never out of the points.

    ``themes``: all ids of the codebook; None for those of :func:`common_themes`. ``values``: all that each dimension can be.
    """

    campaign: Mapping[str, Any] = field(default_factory=dict)
    themes: Sequence[str] | None = None
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A release that nobody has attacked yet, its partition, and the points that it counts.

    ``x``, ``y``: of (m,) points, or of rows that stand for ``times`` points each. ``left_out``: points that have no place on the grid.
    """

    release: Release
    parts: Partition
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    times: NDArray[np.int64] | None = None
    left_out: int = 0

    def summary(self, verdict: Verdict, shown: Release | None = None) -> dict[str, Any]:
        """What ``aggregate --json`` and ``run --json`` print (without ``seconds``), of the draft or of what was ``shown`` of it."""
        told = utility.summary(self.parts.showing(shown.regions) if shown else self.parts, self.x, self.y, self.times)
        return told | {
            "points_in": told["points_in"] + self.left_out,
            "points_rejected": self.left_out,
            "share_at_or_below": {size: round(share, 6) for size, share in told["share_at_or_below"].items()},
            "audit": "passed" if verdict.passed else "failed",
            "narrowest_interval": verdict.narrowest_interval,
        }


def draft(
    points: Points, rule: Rule, statement: Statement | None = None, *, earlier: Release | None = None, progress: Progress = silent
) -> Draft:
    """A release of points. ``earlier``: the campaign's first release; an update keeps its partition.

    Raises :class:`InputError` for settings that protect nobody, and for arrays that do not fit.
    """
    statement = statement or Statement()
    x, theme, themes = points.x, points.theme, statement.themes
    # once here rather than for the partition, the themes and each dimension
    who = None if points.contributor is None else contributor_codes(points.contributor, len(x))
    tree, lists = (earlier.regions, earlier.theme_regions) if earlier else (None, None)
    parts = partition(x, points.y, who, rule.chain, rule.k, width_of(rule.k, rule.width), progress, tree=tree)
    if theme is not None and themes is None:
        if len(theme) != len(x):
            raise InputError(Fault("theme", f"{len(theme)} themes for {len(x)} points", "give one per point"))
        names, code = np.unique(np.asarray(theme).astype(str), return_inverse=True)
        themes, theme = common_themes(names.tolist(), code, who, np.ones(len(code), dtype=np.int64), rule.k)
    counts, unions = theme_partition(parts, who, theme, themes, tree=lists) if theme is not None else ((), ())
    totals = marginals(parts, who, points.dimensions, statement.values, rule.k_personal)
    facts = _facts(parts, statement.campaign, themes)
    if earlier:
        facts["tree"] = FROZEN
    if totals:
        facts["values"] = {name: list(known) for name, known in sorted(statement.values.items())}
        if rule.k_personal:
            facts["k_sensitive"] = rule.k_personal
    return Draft(Release(parts.regions, counts, unions, totals, facts), parts, x, points.y)


def draft_rows(tally: Tally, themes: Sequence[str] | None, rule: Rule, progress: Progress = silent) -> Draft:
    """As :func:`draft`, of points that were counted before; ``themes`` are the names of the tally's theme codes, None without themes."""
    parts = partition_rows(tally, rule.chain, rule.k, width_of(rule.k, rule.width), progress)
    counts: tuple[ThemeCount, ...] = ()
    unions: tuple[ThemeRegion, ...] = ()
    if themes is not None and tally.theme is not None:
        themes, code = common_themes(themes, tally.theme, tally.contributor, tally.points, rule.k)
        counts, unions = theme_partition(parts, tally.contributor, code, themes, tally.points)
    east, north = tally.centres(rule.chain.finest)
    return Draft(Release(parts.regions, counts, unions, (), _facts(parts, {}, themes)), parts, east, north, tally.points)


def common_themes(
    names: Sequence[str], code: NDArray[np.int64], person: NDArray[np.int64] | None, times: NDArray[np.int64], k: int
) -> tuple[list[str], NDArray[np.int64]]:
    """Themes that at least ``k`` contributors named and one for all the rest, and the rows' codes in that list.

    ``code`` (m,) index into ``names``, ``person`` (m,) codes or None, ``times`` (m,) points of each row. A release states the themes it
    knows; without a codebook that list comes from the data, and a theme that a few people named must not stand in it.
    """
    if person is None:
        people = np.bincount(code, weights=times, minlength=len(names))
    else:
        most = int(person.max(initial=0)) + 1
        people = np.bincount(distinct_values(code.astype(np.int64) * most + person) // most, minlength=len(names))
    listed = sorted({name for name, n in zip(names, people, strict=True) if n >= k} | {UNCLASSIFIED})
    place = {name: number for number, name in enumerate(listed)}
    into = np.array([place.get(name, place[UNCLASSIFIED]) for name in names], dtype=np.int64)
    return listed, into[code]


def _facts(parts: Partition, campaign: Mapping[str, Any], themes: Sequence[str] | None) -> dict[str, Any]:
    facts = {
        "campaign": dict(campaign),
        "method": METHOD,
        "k": parts.k,
        "width": parts.width,
        "chain": {"epsg": parts.chain.epsg, "sizes": list(parts.chain.sizes)},
        "program": f"trygghetsrutan {__version__}",
    }
    return facts | ({"themes": list(themes)} if themes is not None else {})


def told(release: Release) -> dict[str, Any]:
    """What a later release of the same campaign says of this one, in its fact ``earlier``; empty texts where no campaign was stated."""
    facts = release.facts
    campaign = facts.get("campaign")
    about = campaign if isinstance(campaign, dict) else {}
    return {
        "version": facts.get("version", ""),
        "campaign": campaign_name(release),
        "period_start": about.get("start", ""),
        "period_end": about.get("end", ""),
        "k": facts["k"],
        "width": facts["width"],
        "regions": len(release.regions),
        "contributors": sum(region.contributors or 0 for region in release.regions),
        "changes": facts.get("changes", ""),
    }


def certify(release: Release, earlier: Sequence[Release] = (), progress: Progress = silent) -> tuple[Release, Verdict]:
    """Attack a draft, alone and with the campaign's ``earlier`` releases; return it with its certificate, and the verdict.

    Raises :class:`CheckFailed` with a fault per disclosure: such a release must not leave.
    """
    verdict = audit(release, earlier, progress)
    if not verdict.passed:
        raise CheckFailed(Fault(f"audit: {d.where}", d.en.rstrip("."), _FIXES.get(d.rule, _FIX)) for d in verdict.disclosures)
    return dataclasses.replace(release, facts=release.facts | certificate(release, verdict)), verdict


def write_release(release: Release, path: Path, progress: Progress = silent) -> None:
    """Write a certified release; refuse one that is not.

    Raises :class:`InputError` when it has no certificate.
    """
    if "audit" not in release.facts:
        raise InputError(Fault(str(path), "the release was not audited", "audit it first"))
    contract.write(release, path, progress=progress)
