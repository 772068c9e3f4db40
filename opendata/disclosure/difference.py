"""What two releases of the same campaign tell together: their difference.

Both are laid over each other; every piece of ground then belongs to one region of each. Pieces are joined to the smallest unions that
both releases publish a sum of. On each such union the net change must be nought or at least k, up or down: what came or went is a
group of people too. The figure-by-figure rules need the same regions in both, so the tree of a campaign is frozen for its updates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..release import ELSEWHERE, OTHER, Release
from .layout import Layout, NotOfTheChain, lay_out
from .refine import attack, together
from .structure import Rules, breach, rules
from .unions import common_unions, is_shown
from .verdict import Disclosure, Log


@dataclass(frozen=True)
class Change:
    """The net change of one figure (or sum of figures) that both releases publish."""

    where: str
    before: int
    after: int
    before_names: tuple[str, ...]
    after_names: tuple[str, ...]

    @property
    def net(self) -> int:
        return self.after - self.before


def attack_earlier(release: Release, rule: Rules, layout: Layout | None, earlier: Sequence[Release], log: Log) -> Iterator[Disclosure]:
    """Disclosures by difference between ``release`` and each of ``earlier``."""
    compared = 0
    for number, old in enumerate(earlier, start=1):
        old_rule = rules(old)
        if (old_rule.epsg, old_rule.sizes) != (rule.epsg, rule.sizes):
            yield breach(
                "frozen tree",
                "chain",
                f"Leverans {number} av samma kampanj har andra rutstorlekar: tillsammans skär de varandra.",
                f"Release {number} of the same campaign has other cell sizes: together they cut each other.",
            )
            continue
        try:
            old_layout = lay_out(old.regions, old_rule.epsg, old_rule.sizes)
        except NotOfTheChain:
            yield breach("frozen tree", "chain", f"Leverans {number} går inte att läsa.", f"Release {number} cannot be read.")
            continue
        yield from _tree(release, old, number)
        if layout is not None:
            yield from attack(together(release, layout, old, old_layout), rule.k)
            for change in changes(release, layout, old, old_layout):
                compared += 1
                if 0 < abs(change.net) < rule.k:
                    yield _told(change, number, rule.k)
        for change in row_changes(release, old):
            compared += 1
            if 0 < abs(change.net) < rule.k:
                yield _told(change, number, rule.k)
    log.note("earlier releases", "Tidigare leveranser av kampanjen", "Earlier releases of the campaign", len(earlier))
    log.note("differences", "Skillnader mot tidigare leveranser", "Differences to earlier releases", compared)


def _told(change: Change, number: int, k: int) -> Disclosure:
    net = change.net
    word_sv, word_en = ("tillkommit", "came") if net > 0 else ("försvunnit", "went")
    many_sv, many_en = ("1 person", "1 person") if abs(net) == 1 else (f"{abs(net)} personer", f"{abs(net)} people")
    before = " + ".join(change.before_names) or change.where
    after = " + ".join(change.after_names) or change.where
    return Disclosure(
        "difference",
        change.where,
        (f"{before} = {change.before}", f"{after} = {change.after}"),
        f"{change.where} var {change.before} i leverans {number} och är {change.after} nu: {many_sv} har {word_sv}, färre än {k}.",
        f"{change.where} was {change.before} in release {number} and is {change.after} now: {many_en} {word_en}, fewer than {k}.",
        abs(net),
        abs(net),
    )


def _tree(release: Release, old: Release, number: int) -> Iterator[Disclosure]:
    """Regions and theme regions that are not the same ground in both releases."""
    for name in sorted(_differing(_regions(release), _regions(old)) | _differing(_unions(release), _unions(old))):
        yield breach(
            "frozen tree",
            name,
            f"{name} är inte samma yta som i leverans {number}: en kampanjs indelning ligger fast, annars kan skillnaden pekas ut.",
            f"{name} is not the region it was in release {number}: a campaign's partition is frozen, or the difference can be located.",
        )


def _differing(now: dict[str, object], before: dict[str, object]) -> set[str]:
    return {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}


def _regions(release: Release) -> dict[str, object]:
    return {region.region_id: (region.container_id, region.excludes) for region in release.regions if region.container_id != ELSEWHERE}


def _unions(release: Release) -> dict[str, object]:
    """Members of every theme region that shows themes."""
    shown = release.theme_rows()
    return {name: set(regions) for name, regions in release.members().items() if name in shown}


def changes(release: Release, layout: Layout, old: Release, old_layout: Layout) -> list[Change]:
    """Net changes on the smallest unions of ground that both releases publish a sum of, in the order of the new regions.

    Unions of which a part is withheld in either release have no published sum and are left out.
    """
    found = []
    for new_ids, old_ids in common_unions(release, layout, old, old_layout):
        now = _sum(release, new_ids)
        was = _sum(old, old_ids)
        if now is None or was is None:
            continue
        names = tuple(release.regions[i].region_id for i in new_ids)
        found.append(Change(names[0], was, now, tuple(old.regions[i].region_id for i in old_ids), names))
    return found


def _sum(release: Release, ids: tuple[int, ...]) -> int | None:
    """The published figure of the union of the regions ``ids``; None where there is none."""
    return sum(release.regions[i].contributors or 0 for i in ids) if is_shown(release, ids) else None


def row_changes(release: Release, old: Release) -> list[Change]:
    """Net changes of theme rows and marginals; a theme that only one release tells apart is compared together with "other"."""
    found = []
    for label, now, was in (
        ("theme", _theme_rows(release), _theme_rows(old)),
        ("marginal", release.marginal_rows(), old.marginal_rows()),
    ):
        for group in sorted(set(now) & set(was)):
            a, b = now[group], was[group]
            same = set(a) & set(b)
            if set(a) != set(b):
                same.discard(OTHER)
            for name in sorted(same):
                x, y = a[name], b[name]
                if x is not None and y is not None:
                    found.append(Change(f"{group} / {name}", y, x, (), ()))
            rest_now, rest_was = sorted(set(a) - same), sorted(set(b) - same)
            if not (rest_now or rest_was):
                continue
            x, y = _total(a, rest_now), _total(b, rest_was)
            if x is not None and y is not None:
                found.append(
                    Change(f"{group} / {label}: {' + '.join(sorted({*rest_now, *rest_was}))}", y, x, tuple(rest_was), tuple(rest_now))
                )
    return found


def _total(rows: dict[str, int | None], names: list[str]) -> int | None:
    numbers = [rows[name] for name in names]
    return None if None in numbers else sum(n or 0 for n in numbers)


def _theme_rows(release: Release) -> dict[str, dict[str, int | None]]:
    """Counts by theme, keyed by the ground they cover, so that a renamed theme region is still the same."""
    members = release.members()
    return {" + ".join(sorted(members.get(name, (name,)))): themes for name, themes in release.theme_rows().items()}
