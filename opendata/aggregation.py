"""From located points to an audited release: what the command line, the campaign's chain and QGIS all call."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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


class Timer:
    """Seconds of wall time per step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


def draft(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    contributor: NDArray[Any] | None,
    theme: NDArray[Any] | None,
    chain: Chain,
    k: int,
    width: int | None = None,
    *,
    campaign: Mapping[str, Any] | None = None,
    themes: Sequence[str] | None = None,
    dimensions: Mapping[str, NDArray[Any]] | None = None,
    values: Mapping[str, Sequence[str]] | None = None,
    k_personal: int = 0,
    earlier: Release | None = None,
    progress: Progress = silent,
) -> tuple[Release, Partition]:
    """A release that nobody has attacked yet, and its partition.

    ``x``, ``y``: (n,) float64 metres in the chain's CRS, all finite. ``contributor``, ``theme``, ``dimensions``: (n,) values or None.
    ``themes``: all ids of the codebook; without a codebook those of :func:`common_themes`. ``earlier``: the campaign's first release; an
    update keeps its partition.
    Raises :class:`InputError` for settings that protect nobody.
    """
    width = width_of(k, width)
    if contributor is not None:
        # once here rather than for the partition, the themes and each dimension
        contributor = contributor_codes(contributor, len(x))
    parts = partition(x, y, contributor, chain, k, width, progress, tree=earlier.regions if earlier else None)
    if theme is not None and themes is None:
        if len(theme) != len(x):
            raise InputError(Fault("theme", f"{len(theme)} themes for {len(x)} points", "give one per point"))
        names, code = np.unique(np.asarray(theme).astype(str), return_inverse=True)
        themes, theme = common_themes(names.tolist(), code, contributor, np.ones(len(code), dtype=np.int64), k)
    lists = earlier.theme_regions if earlier else None
    counts, unions = theme_partition(parts, contributor, theme, k, width, themes, tree=lists) if theme is not None else ((), ())
    totals = marginals(contributor, dimensions, k, width, parts, values, k_personal) if dimensions else ()
    facts = _facts(parts, campaign or {}, themes)
    if earlier:
        facts["tree"] = FROZEN
    if totals and values:
        facts["values"] = {name: list(known) for name, known in sorted(values.items())}
    if totals and k_personal:
        facts["k_sensitive"] = k_personal
    return Release(parts.regions, counts, unions, totals, facts), parts


def draft_rows(
    tally: Tally, themes: Sequence[str] | None, chain: Chain, k: int, width: int | None = None, *, progress: Progress = silent
) -> tuple[Release, Partition]:
    """As :func:`draft`, of points that were counted before; ``themes`` are the names of the tally's theme codes, None without themes."""
    width = width_of(k, width)
    parts = partition_rows(tally, chain, k, width, progress)
    counts: tuple[ThemeCount, ...] = ()
    unions: tuple[ThemeRegion, ...] = ()
    if themes is not None and tally.theme is not None:
        themes, code = common_themes(themes, tally.theme, tally.contributor, tally.points, k)
        counts, unions = theme_partition(parts, tally.contributor, code, k, width, themes, tally.points)
    return Release(parts.regions, counts, unions, (), _facts(parts, {}, themes)), parts


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


def measures(
    parts: Partition,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    verdict: Verdict,
    rejected: int,
    times: NDArray[np.int64] | None = None,
) -> dict[str, Any]:
    """The summary that ``aggregate --json`` prints (without ``seconds``); ``times`` when ``x`` and ``y`` are of counted rows."""
    told = utility.summary(parts, x, y, times)
    return told | {
        "points_in": told["points_in"] + rejected,
        "points_rejected": rejected,
        "share_at_or_below": {size: round(share, 6) for size, share in told["share_at_or_below"].items()},
        "audit": "passed" if verdict.passed else "failed",
        "narrowest_interval": verdict.narrowest_interval,
    }


def in_words(summary: Mapping[str, Any]) -> str:
    """A summary as lines for a person."""
    shares = ", ".join(f"{share:.1%} at or below {size} m" for size, share in summary["share_at_or_below"].items())
    return "\n".join(
        (
            f"points: {summary['points_in']} in, {summary['points_rejected']} rejected, {summary['points_published']} published",
            f"regions: {summary['regions']} of at least {summary['k']} contributors; median size {summary['weighted_median_size_m']} m",
            f"fineness: {shares}",
            f"audit: {summary['audit']}; narrowest interval left to an attacker: {summary['narrowest_interval']}",
            f"seconds: {', '.join(f'{step} {seconds}' for step, seconds in summary['seconds'].items())}",
        )
    )


def write_release(release: Release, path: Path, progress: Progress = silent) -> None:
    """Write a certified release; refuse one that is not.

    Raises :class:`InputError` when it has no certificate.
    """
    if "audit" not in release.facts:
        raise InputError(Fault(str(path), "the release was not audited", "audit it first"))
    contract.write(release, path, progress=progress)
