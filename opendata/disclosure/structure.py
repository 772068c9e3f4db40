"""Is the release what it says it is: the checks before any arithmetic.

Every rule that the proof of safety rests on and that can be read off the published tables is checked here, each on its own, so that a
protector which forgets one of them is caught even where this release happens to give nobody away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from ..grid.cells import GRIDS
from ..release import ALL, CELL, ELSEWHERE, FROZEN, PUBLISHED, REMAINDER, WITHHELD, Region, Release, table_hashes
from .layout import Layout, NotOfTheChain, lay_out
from .verdict import Disclosure

FIXED = "fixed"
"""Value of the fact ``method`` of a fixed grid."""

K_LOWEST = 3
"""An own figure on purpose: the attacker does not take the protector's word."""
WIDTH_LOWEST = 2
"""With width 1 an attacker who knows the algorithm is certain of small counts (``docs/method.md``, by enumeration)."""

INSIDERS = 2
"""Members of a group who know each other's answers (group disclosure)."""

PERSONAL = frozenset({"age", "gender", "sex", "day_part", "hour", "weekday"})
"""Dimensions that say something about the contributor and not about the place."""

_LEVELS = 20
"""From 125 m to 1,024 km is 14; more would not fit the curve."""

_MOST = 1 << 31
"""Figures and settings are below this: more people than there can be."""

_SHOWN = 20
"""Breaches of one kind that are told one by one."""


@dataclass(frozen=True)
class Rules:
    """What the release says it was made with. ``fixed``: as a fixed grid, where nothing but single cells has a capacity; ``update``: in the
    regions of an earlier release of its campaign."""

    k: int
    width: int
    epsg: int
    sizes: tuple[int, ...]
    fixed: bool
    update: bool


def rules(release: Release) -> Rules:
    """The rules stated in the release's facts.

    Raises :class:`InputError` when they are missing or are no numbers: nothing can be audited then.
    """
    facts = release.facts
    chain = facts.get("chain")
    sizes = chain.get("sizes") if isinstance(chain, dict) else None
    whole = (facts.get("k"), facts.get("width"), chain.get("epsg") if isinstance(chain, dict) else None)
    numbers = (
        isinstance(sizes, list | tuple) and 0 < len(sizes) <= _LEVELS and all(type(n) is int and 0 < n < _MOST for n in (*whole, *sizes))
    )
    if not numbers or sizes is None:
        raise InputError(Fault("release", "does not state k, width and chain", "make the release anew with this program"))
    k, width, epsg = (int(n) for n in whole if n is not None)
    return Rules(k, width, epsg, tuple(int(size) for size in sizes), facts.get("method") == FIXED, facts.get("tree") == FROZEN)


def breach(rule: str, where: str, sv: str, en: str, figures: tuple[str, ...] = ()) -> Disclosure:
    """A disclosure that is a broken rule and no interval."""
    return Disclosure(rule, where, figures, sv, en)


def check(release: Release, rule: Rules) -> tuple[list[Disclosure], Layout | None]:
    """Breaches of the rules that the tables show, and the layout of the regions where it can be read.

    Raises :class:`InputError` when a column holds another type than the contract says.
    """
    _typed(release)
    found = [*_edited(release), *_settings(release, rule), *_figures(release, rule), *_partly(release), *_grid_of_one_size(release, rule)]
    layout = None
    if not any(f.rule == "nesting" for f in found):
        try:
            layout = lay_out(release.regions, rule.epsg, rule.sizes)
        except NotOfTheChain as error:
            found.append(breach("grid", str(error).split(" ", 1)[0], f"Ogiltig ruta: {error}.", f"Not a cell of the grid: {error}."))
        else:
            found += _ground(release, layout, rule.sizes[0])
    found += _themes(release)
    return found, layout


def _typed(release: Release) -> None:
    texts = [
        *((r.region_id, r.kind, r.container_id, r.status, *r.excludes) for r in release.regions),
        *((t.region_id, t.theme, t.status) for t in release.theme_counts),
        *((t.theme_region_id, t.region_id) for t in release.theme_regions),
        *((m.dimension, m.value, m.status) for m in release.marginals),
    ]
    figures = [r.contributors for r in release.regions] + [t.contributors for t in release.theme_counts]
    figures += [m.contributors for m in release.marginals]
    whole = all(n is None or (type(n) is int and abs(n) < _MOST) for n in figures) and all(type(r.size_m) is int for r in release.regions)
    if not whole or not all(isinstance(text, str) for row in texts for text in row):
        raise InputError(Fault("release", "holds other types than a release does", "make the release anew with this program"))


def _edited(release: Release) -> Iterator[Disclosure]:
    stated = release.facts.get("hashes")
    if stated is None:
        return
    now = table_hashes(release)
    for table in sorted(now):
        if not isinstance(stated, dict) or stated.get(table) != now[table]:
            yield breach(
                "edited",
                table,
                f"Tabellen {table} är ändrad efter granskningen: kontrollsumman stämmer inte.",
                f"Table {table} was changed after the audit: its checksum does not match.",
            )


def _settings(release: Release, rule: Rules) -> Iterator[Disclosure]:
    if rule.k < K_LOWEST:
        yield breach("k", "k", f"k = {rule.k} är för lågt; minst {K_LOWEST}.", f"k = {rule.k} is too low; at least {K_LOWEST}.")
    if not min(WIDTH_LOWEST, rule.k - 1) <= rule.width < rule.k:
        yield breach(
            "width",
            "width",
            f"Skyddsbredden {rule.width} ska vara minst {WIDTH_LOWEST} och högst k-1 = {rule.k - 1}.",
            f"The protection width {rule.width} must be at least {WIDTH_LOWEST} and at most k-1 = {rule.k - 1}.",
        )
    if rule.epsg not in GRIDS:
        yield breach("grid", "chain", f"EPSG:{rule.epsg} är inget av rutnäten.", f"EPSG:{rule.epsg} is none of the grids.")
    for a, b in pairwise(rule.sizes):
        if b != 2 * a:
            yield breach(
                "nesting",
                f"{a} m / {b} m",
                f"Rutor på {a} och {b} m ligger inte i varandra genom fördubbling: skillnaden mellan dem avslöjar remsor.",
                f"Cells of {a} and {b} m do not nest by doubling: the difference between them reveals strips.",
            )
    counts = release.facts.get("counts")
    if counts is not None and counts != "contributors":
        yield breach(
            "contributors",
            "counts",
            "Talen räknar inte personer: en person med fem svar kan ensam fylla en ruta.",
            "The figures do not count people: one person with five answers can fill a cell alone.",
            (f"counts = {str(counts)[:40]}",),
        )


def _figures(release: Release, rule: Rules) -> Iterator[Disclosure]:
    """Every figure stands on at least k; what is withheld shows none; every name occurs once."""
    tables: tuple[tuple[str, list[tuple[str, Any, Any]]], ...] = (
        ("regions", [(r.region_id, r.contributors, r.status) for r in release.regions]),
        ("region_themes", [(f"{t.region_id} / {t.theme}", t.contributors, t.status) for t in release.theme_counts]),
        ("marginals", [(f"{m.dimension} = {m.value}", m.contributors, m.status) for m in release.marginals]),
    )
    for table, rows in tables:
        for name, times in Counter(name for name, _, _ in rows).items():
            if times > 1:
                yield breach("twice", name, f"{name} står {times} gånger i {table}.", f"{name} stands {times} times in {table}.")
        first = table == "regions" and not rule.update
        for name, count, status in rows:
            if status == WITHHELD and count is None:
                if first and name != ELSEWHERE:
                    yield breach(
                        "hidden zeros",
                        name,
                        f"{name} står med som dold: då vet man att någon finns där.",
                        f"{name} is listed as withheld: that somebody is there is known then.",
                    )
                continue
            if status != PUBLISHED or type(count) is not int:
                yield breach(
                    "status", name, f"{name} i {table} är varken visad eller dold.", f"{name} in {table} is neither published nor withheld."
                )
            elif count == 0:
                yield breach(
                    "hidden zeros",
                    name,
                    f"{name} visas som 0. Tomma rutor ska inte gå att skilja från dolda: nollan snävar in grannarna.",
                    f"{name} is shown as 0. Empty must not be told from hidden: the nought narrows its neighbours.",
                    (f"{name} = 0",),
                )
            elif count < rule.k:
                yield Disclosure(
                    "below k",
                    name,
                    (f"{name} = {count}",),
                    f"{name} visar {count}, färre än k = {rule.k}.",
                    f"{name} shows {count}, fewer than k = {rule.k}.",
                    count,
                    count,
                )


def _partly(release: Release) -> Iterator[Disclosure]:
    """Themes and totals add up to the regions, so one figure left out of a table is what is missing in it."""
    for row in release.theme_counts:
        if row.contributors is None:
            name = f"{row.region_id} / {row.theme}"
            yield breach(
                "partly withheld",
                name,
                f"{name} är dold bland visade teman: ytornas tal minus de andra temana är just det talet.",
                f"{name} is withheld among themes that are shown: the regions' figures minus the other themes are that very count.",
            )
    totals = release.marginal_rows()
    for marginal in release.marginals:
        if marginal.contributors is None and list(totals[marginal.dimension]) != [ALL]:
            name = f"{marginal.dimension} = {marginal.value}"
            yield breach(
                "partly withheld",
                name,
                f"{name} är dold bland visade summor: hela {marginal.dimension} ska döljas, som raden {ALL}, annars är talet resten.",
                f"{name} is withheld among totals that are shown: withhold {marginal.dimension} as one row {ALL}, or it is the rest.",
            )


def _grid_of_one_size(release: Release, rule: Rules) -> Iterator[Disclosure]:
    """A fixed grid holds cells of one size and rests of the coarsest: else what follows from its blocks would go unattacked."""
    if not rule.fixed:
        return
    for region in release.regions:
        if region.size_m not in (0, rule.sizes[0], rule.sizes[-1]):
            yield breach(
                "method",
                region.region_id,
                f"{region.region_id} har {region.size_m} m: ett fast rutnät har rutor på {rule.sizes[0]} och rester på {rule.sizes[-1]} m.",
                f"{region.region_id} is of {region.size_m} m: a fixed grid has cells of {rule.sizes[0]} m and rests of {rule.sizes[-1]} m.",
            )


def _ground(release: Release, layout: Layout, finest: int) -> Iterator[Disclosure]:
    regions = release.regions
    for i, j in layout.overlaps()[:_SHOWN]:
        a, b = regions[i], regions[j]
        yield breach(
            "overlap",
            f"{a.region_id} + {b.region_id}",
            f"{a.region_id} och {b.region_id} täcker samma mark: skillnaden mellan talen avslöjar resten.",
            f"{a.region_id} and {b.region_id} cover the same ground: the difference of the figures reveals the rest.",
            (f"{a.region_id} = {a.contributors}", f"{b.region_id} = {b.contributors}"),
        )
    covered = layout.covered(layout.ex_low, layout.ex_low + layout.ex_length)
    holes = np.unique(layout.ex_region[covered < layout.ex_length])
    for i in holes[:_SHOWN].tolist():
        region = regions[i]
        yield breach(
            "hidden zeros",
            region.region_id,
            f"{region.region_id} utesluter rutor som inte hör till någon annan yta: de är därmed utpekade som tomma eller små.",
            f"{region.region_id} excludes cells that are in no other region: they are thereby shown to be empty or small.",
            (f"{region.region_id} = {region.contributors}",),
        )
    for region, cells in zip(regions, layout.cells.tolist(), strict=True):
        fault = _form(region, cells, finest)
        if fault:
            yield breach("form", region.region_id, f"{region.region_id}: {fault[0]}.", f"{region.region_id}: {fault[1]}.")


def _form(region: Region, cells: int, finest: int) -> tuple[str, str] | None:
    """What is wrong with one region's kind, id or drawn shape, in Swedish and English; it holds ``cells`` of ``finest`` metres."""
    if region.kind == CELL:
        if region.excludes or region.region_id != region.container_id:
            return "en ruta har inga undantag och är sin egen yta", "a cell excludes nothing and is its own container"
    elif region.kind != REMAINDER or not (region.region_id == region.container_id == ELSEWHERE or region.container_id != region.region_id):
        return "slag och id passar inte ihop", "kind and id do not fit each other"
    if region.container_id != ELSEWHERE and cells <= 0:
        return "allt är undantaget", "everything is excluded"
    if region.polygons and _area(region) != cells * finest**2:
        return "den ritade ytan är inte rutan minus undantagen", "the drawn shape is not the cell minus what it excludes"
    return None


def _area(region: Region) -> float:
    """Square metres of the drawn shape; holes run the other way round and count against it."""
    twice = 0.0
    for polygon in region.polygons:
        for ring in polygon:
            twice += sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
    return abs(twice) / 2


def _themes(release: Release) -> Iterator[Disclosure]:
    """One tree: theme regions unite whole regions and share none, and their themes add up to those regions."""
    counted = {region.region_id: region.contributors for region in release.regions}
    members = release.members()
    first: dict[str, str] = {}
    for line in release.theme_regions:
        if line.region_id not in counted:
            yield breach(
                "one tree",
                line.theme_region_id,
                f"{line.theme_region_id} består av {line.region_id}, som inte är en yta i leveransen.",
                f"{line.theme_region_id} is made of {line.region_id}, which is no region of the release.",
            )
        other = first.setdefault(line.region_id, line.theme_region_id)
        if other != line.theme_region_id:
            yield breach(
                "one tree",
                line.region_id,
                f"{line.region_id} ingår i både {other} och {line.theme_region_id}: skild indelning per tema låter någon räkna ut resten.",
                f"{line.region_id} is part of both {other} and {line.theme_region_id}: another tree per theme lets the rest be worked out.",
            )
    for name, themes in release.theme_rows().items():
        if name not in members:
            yield breach("one tree", name, f"{name} har teman men består av inga ytor.", f"{name} has themes but is made of no regions.")
            continue
        # A withheld region is in no table: were it counted here, the difference would be its figure.
        parts = [n for n in (counted.get(region) for region in members[name]) if n is not None]
        if None in themes.values():
            continue
        total, split = sum(parts), sum(n or 0 for n in themes.values())
        if total != split:
            low = high = abs(total - split)
            yield Disclosure(
                "themes add up",
                name,
                (f"{name}: {' + '.join(str(n) for n in parts)} = {total}", *(f"{theme} = {count}" for theme, count in themes.items())),
                f"Temana i {name} summerar till {split}, ytorna till {total}: skillnaden {low} är ett dolt tal.",
                f"The themes of {name} add up to {split}, its regions to {total}: the difference {low} is a hidden count.",
                low,
                high,
            )
