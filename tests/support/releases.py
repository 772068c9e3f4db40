"""Made-up releases for the tests: valid partitions of any size, with themes and marginals, that no real campaign lies behind."""

from __future__ import annotations

import dataclasses
import datetime
import math

import numpy as np
import shapely

from trygghetsrutan.opendata.campaign import About, Campaign, Page, Publishing
from trygghetsrutan.opendata.disclosure.audit import audit
from trygghetsrutan.opendata.disclosure.verdict import certificate
from trygghetsrutan.opendata.grid.cells import Cell, cell_id
from trygghetsrutan.opendata.grid.geometry import region_polygons
from trygghetsrutan.opendata.package import about, codes, tables
from trygghetsrutan.opendata.release import Marginal, Region, Release, ThemeCount, ThemeRegion, table_hashes

THEMES = ("lighting", "vegetation", "litter", "traffic", "groups")
ORIGIN = {3006: (464000, 6568000), 3035: (4560000, 4016000)}
EVENING = 0.6


def make_release(regions: int = 60, *, epsg: int = 3006, k: int = 5, seed: int = 1, withheld: bool = False) -> Release:
    """A release of about ``regions`` regions (exactly, for 0 and 1) whose figures are all at least ``k``."""
    rng = np.random.default_rng(seed)
    sizes = (250, 500, 1000, 2000, 4000, 8000)
    listed = _regions(regions, sizes, epsg, k, rng)
    if withheld:
        listed.append(Region("elsewhere", "remainder", 0, "elsewhere", (), None, "withheld"))
    listed.sort(key=lambda region: region.region_id)
    counts, unions = _themes(listed, k)
    total = sum(region.contributors or 0 for region in listed)
    marginals = []
    if total >= 4 * k:
        day = [("evening", int(total * EVENING)), ("night", total - int(total * EVENING))]
        marginals = [Marginal("channel", "map", total, "published"), *(Marginal("day_part", v, n, "published") for v, n in day)]
        marginals += [Marginal("week", "2021-W20", total, "published")]
    release = Release(
        tuple(listed),
        counts,
        unions,
        tuple(sorted(marginals, key=lambda m: (m.dimension, m.value))),
        {
            "campaign": "trygghet-test",
            "method": "partition",
            "counts": "contributors",
            "k": k,
            "width": max(2, k // 2),
            "chain": {"epsg": epsg, "sizes": list(sizes)},
            "program": "trygghetsrutan test",
        },
    )
    return certified(release)


def make_tables(regions: int) -> dict[str, tables.Table]:
    """The tables of a package of :func:`make_release`."""
    release = make_release(regions)
    return tables.tables(release, about.gather(release, make_campaign()), codes.themes(None))


def certified(release: Release) -> Release:
    """The release with hashes and certificate of a real audit."""
    facts = {key: value for key, value in release.facts.items() if key not in ("audit", "hashes")}
    plain = dataclasses.replace(release, facts=facts)
    return dataclasses.replace(plain, facts=facts | certificate(plain, audit(plain)))


def make_campaign(**changes: object) -> Campaign:
    """A campaign whose texts are plain; ``changes`` are fields of its ``campaign`` table."""
    about = About(
        name="trygghet-test",
        title_sv="Trygghet i Provstad 2021",
        title_en="Safety in Provstad 2021",
        start=datetime.date(2021, 5, 17),
        end=datetime.date(2021, 5, 30),
        municipality="Provstads kommun",
        municipality_code="1883",
        organisation_number="212000-1991",
        contact_name="Kontaktcenter",
        contact_email="kontakt@example.org",
        geonames="http://sws.geonames.org/2701714",
    )
    return Campaign(
        campaign=dataclasses.replace(about, **changes),
        page=Page(
            description_sv="Platser som invånare pekat ut som otrygga.",
            description_en="Places that residents pointed out as unsafe.",
            background_sv="En kampanj i maj.\n\nTvå veckor lång.",
            background_en="A campaign in May.\n\nTwo weeks long.",
        ),
        portal=Publishing(keywords_sv=("trygghet", "öppna data"), keywords_en=("safety", "open data")),
    )


def hostile_campaign() -> Campaign:
    """A campaign with what breaks files in every free text."""
    nasty = (
        '=HYPERLINK("http://evil.example","x"), <script>alert(1)</script>\r\n"citat" '
        "å ä ö 👩‍🚒 \u2028 {{x}} ]]> \x00\x07 `*_[a](javascript:x)|"
    )
    plain = make_campaign(title_sv=nasty, title_en=nasty, municipality=nasty, contact_name=nasty, municipality_code="1883")
    return dataclasses.replace(
        plain,
        page=Page(nasty, nasty + "\n\n" + nasty, nasty, nasty),
        portal=dataclasses.replace(plain.portal, keywords_sv=(nasty, "@x", "-1+1"), keywords_en=(nasty, "", "  ")),
    )


def _regions(wanted: int, sizes: tuple[int, ...], epsg: int, k: int, rng: np.random.Generator) -> list[Region]:
    out: list[Region] = []
    east, north = ORIGIN[epsg]
    blocks = max(1, math.ceil(wanted / 40))
    side = math.ceil(math.sqrt(blocks))
    for number in range(blocks):
        if len(out) >= wanted:
            break
        row, column = divmod(number, side)
        top = Cell(sizes[-1], east + column * sizes[-1], north + row * sizes[-1])
        out += _split(top, sizes, epsg, k, rng, wanted - len(out))
    return out


def _split(top: Cell, sizes: tuple[int, ...], epsg: int, k: int, rng: np.random.Generator, room: int) -> list[Region]:
    """One coarsest cell: some finest cells, some coarser ones, and the remainder of the whole."""
    if room == 1:
        return [_cell(top, epsg, k + int(rng.integers(0, k)))]
    taken: list[Cell] = []
    tries = min(room - 1, 39)
    for size in (2000, 1000, 500, 250):
        share = {2000: 0.05, 1000: 0.15, 500: 0.4, 250: 1.0}[size]
        places = rng.permutation((top.size // size) ** 2)
        for place in places:
            if len(taken) >= tries * share:
                break
            row, column = divmod(int(place), top.size // size)
            cell = Cell(size, top.east + column * size, top.north + row * size)
            if not any(cell.within(other) or other.within(cell) for other in taken):
                taken.append(cell)
    # A coarse region whose figure nears what its hidden parts can hold at most would give them away: those stay below 2 k + 2.
    figures = np.minimum(k + rng.pareto(1.2, len(taken)) * 6, [900 if cell.size == sizes[0] else 2 * k + 2 for cell in taken]).astype(int)
    regions = [_cell(cell, epsg, int(figure)) for cell, figure in zip(taken, figures, strict=True)]
    container = cell_id(top, epsg)
    shape = shapely.box(top.east, top.north, top.east + top.size, top.north + top.size)
    rest = shape.difference(shapely.union_all([shapely.box(c.east, c.north, c.east + c.size, c.north + c.size) for c in taken]))
    excludes = tuple(sorted(cell_id(cell, epsg) for cell in taken))
    regions.append(
        Region(container + "_r", "remainder", top.size, container, excludes, k + int(rng.integers(0, k)), "published", _polygons(rest))
    )
    return regions


def _cell(cell: Cell, epsg: int, contributors: int) -> Region:
    name = cell_id(cell, epsg)
    e, n, s = cell.east, cell.north, cell.size
    ring = ((e, n), (e + s, n), (e + s, n + s), (e, n + s), (e, n))
    return Region(name, "cell", s, name, (), contributors, "published", ((ring,),))


def _polygons(shape: shapely.Geometry) -> tuple[tuple[tuple[tuple[int, int], ...], ...], ...]:
    shape = shapely.orient_polygons(shape.normalize().simplify(0))
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]

    def ring(line: shapely.LinearRing) -> tuple[tuple[int, int], ...]:
        return tuple((int(x), int(y)) for x, y in line.coords)

    return tuple((ring(part.exterior), *(ring(hole) for hole in part.interiors)) for part in parts)


def _themes(regions: list[Region], k: int) -> tuple[tuple[ThemeCount, ...], tuple[ThemeRegion, ...]]:
    """Theme regions are pairs of regions with one theme each that stands alone; ``k`` contributors are other."""
    unions, counts = [], []
    published = [region for region in regions if region.contributors is not None]
    for i in range(0, len(published) - len(published) % 2, 2):
        pair = published[i : i + 2]
        unit = "q:" + min(region.region_id for region in pair)
        unions += [ThemeRegion(unit, region.region_id) for region in pair]
        total = sum(region.contributors or 0 for region in pair)
        first = THEMES[i // 2 % len(THEMES)]
        counts += [ThemeCount(unit, first, total - k, "published"), ThemeCount(unit, "other", k, "published")]
    return tuple(sorted(counts, key=lambda c: (c.region_id, c.theme))), tuple(
        sorted(unions, key=lambda u: (u.theme_region_id, u.region_id))
    )


def parted_release() -> Release:
    """A remainder of two squares that meet in one corner only, so that its shape has two parts; and one with a hole."""
    east, north = ORIGIN[3006]
    taken = [Cell(250, east, north), Cell(250, east + 250, north + 250), Cell(500, east + 2500, north + 500)]
    cells = [_cell(cell, 3006, 7 + i) for i, cell in enumerate(taken)]
    rests = []
    for top, excluded in ((Cell(500, east, north), taken[:2]), (Cell(2000, east + 2000, north), taken[2:])):
        container = cell_id(top, 3006)
        names = tuple(sorted(cell_id(cell, 3006) for cell in excluded))
        rests.append(Region(container + "_r", "remainder", top.size, container, names, 6, "published", region_polygons(top, excluded)))
    release = make_release(1)
    return certified(dataclasses.replace(release, regions=tuple(sorted([*cells, *rests], key=lambda region: region.region_id))))


def leaking_release(k: int = 5) -> Release:
    """A cell of 500 m with 16 contributors whose four parts of at most 4 must then hold exactly 4 each; its certificate is forged."""
    release = Release(
        (_cell(Cell(500, *ORIGIN[3006]), 3006, 16),),
        facts={"campaign": "trygghet-test", "method": "partition", "k": k, "width": 2, "chain": {"epsg": 3006, "sizes": [250, 500]}},
    )
    audit = {"passed": True, "disclosures": 0, "narrowest_interval": 4, "narrowest_without_rules": 9, "tried": []}
    return dataclasses.replace(release, facts=release.facts | {"audit": audit, "hashes": table_hashes(release)})
