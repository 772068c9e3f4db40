"""Holding a change back: an update of a campaign that publishes what is safe and keeps yesterday's figure where the change would tell.

A figure that is kept adds nothing to what an attacker already has. Theme rows of a theme region add up to its regions, so the regions
of one theme region are kept or renewed together. Totals of the campaign add up to all regions: they are withheld where they would tell, and
all of them as soon as any region is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import Fault, InputError
from ..release import ALL, WITHHELD, Marginal, Region, Release
from .structure import rules


@dataclass(frozen=True)
class Held:
    """``release`` may be audited and published; ``kept`` names the regions whose figures are those of before, ``withheld`` the dimensions
    whose totals are not shown."""

    release: Release
    kept: tuple[str, ...]
    withheld: tuple[str, ...]


def hold_back(release: Release, earlier: Sequence[Release]) -> Held:
    """``release`` with the figures of the newest of ``earlier`` wherever the change would disclose by difference to any of them.

    Raises :class:`InputError` when the partition is not that of the earlier releases: then there is no figure to keep.
    """
    if not earlier:
        return Held(release, (), ())
    k, last = rules(release).k, earlier[-1]
    if _tree(release) != _tree(last):
        raise InputError(
            Fault("release", "has another partition than the campaign's earlier release", "make it with the partition of the first release")
        )
    unit = _units(release)
    blocked = {unit[region] for old in earlier for region in _blocked(release, old, k)}
    before = {region.region_id: region for region in last.regions}
    regions = tuple(_keep(region, before[region.region_id]) if unit[region.region_id] in blocked else region for region in release.regions)
    kept = sorted(region.region_id for region in release.regions if unit[region.region_id] in blocked)
    held_themes = {q for q, member in _first_member(release).items() if unit[member] in blocked}
    themes = [row for row in release.theme_counts if row.region_id not in held_themes]
    themes += [row for row in last.theme_counts if row.region_id in held_themes]
    telling = {m.dimension for old in earlier for m in _telling(release.marginals, old.marginals, k)}
    withheld = sorted({m.dimension for m in release.marginals if kept or m.dimension in telling})
    marginals = [m for m in release.marginals if m.dimension not in withheld]
    marginals += [Marginal(name, ALL, None, WITHHELD) for name in withheld]
    facts = {name: value for name, value in release.facts.items() if name not in ("audit", "hashes")}
    themes.sort(key=lambda row: (row.region_id, row.theme))
    marginals.sort(key=lambda row: (row.dimension, row.value))
    held = dataclasses.replace(release, regions=regions, theme_counts=tuple(themes), marginals=tuple(marginals), facts=facts)
    return Held(held, tuple(kept), tuple(withheld))


def _tree(release: Release) -> tuple[object, ...]:
    return (
        tuple(sorted((r.region_id, r.container_id, r.excludes) for r in release.regions)),
        tuple(sorted((line.theme_region_id, line.region_id) for line in release.theme_regions)),
    )


def _units(release: Release) -> dict[str, str]:
    """Per region what is kept or renewed as one: its theme region, else itself."""
    unit = {region.region_id: region.region_id for region in release.regions}
    unit.update({line.region_id: line.theme_region_id for line in release.theme_regions})
    return unit


def _first_member(release: Release) -> dict[str, str]:
    return {name: regions[0] for name, regions in release.members().items()}


def _keep(region: Region, before: Region) -> Region:
    return dataclasses.replace(region, contributors=before.contributors, status=before.status)


def _blocked(release: Release, old: Release, k: int) -> set[str]:
    """Regions whose own figure, or one of whose theme rows, changed by 1 … k-1 since ``old``."""
    before = {region.region_id: region.contributors for region in old.regions}
    found = {r.region_id for r in release.regions if _tells(r.contributors, before.get(r.region_id), k)}
    member = _first_member(release)
    now = {(row.region_id, row.theme): row.contributors for row in release.theme_counts}
    was = {(row.region_id, row.theme): row.contributors for row in old.theme_counts}
    for key in now.keys() | was.keys():
        if key[0] in member and (key not in now or key not in was or _tells(now[key], was[key], k)):
            found.add(member[key[0]])
    return found


def _tells(now: int | None, before: int | None, k: int) -> bool:
    """Whether the change of a figure is that of a group smaller than ``k``."""
    return now is not None and before is not None and 0 < abs(now - before) < k


def _telling(now: Sequence[Marginal], was: Sequence[Marginal], k: int) -> list[Marginal]:
    """Totals that came, went, or changed by 1 … k-1."""
    before = {(m.dimension, m.value): m.contributors for m in was}
    after = {(m.dimension, m.value) for m in now}
    gone = [m for m in was if (m.dimension, m.value) not in after]
    return gone + [m for m in now if (m.dimension, m.value) not in before or _tells(m.contributors, before[m.dimension, m.value], k)]
