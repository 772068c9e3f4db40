"""A release becomes a package: the folder that citizens and researchers get."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..campaign import Campaign
from ..disclosure import structure
from ..errors import Fault, InputError
from ..files import replacing_dir
from ..geopackage import Polygons
from ..progress import Progress, silent
from ..release import Release
from . import archive, codes, context, dcat, descriptor, geodata, manifest, preview, symbology, tables, texts, webpage
from .about import LANGUAGES, About, gather
from .read import CERTIFICATE

_BOM = "\ufeff"
_STEPS = ("tables", "shapes", "geodata", "texts", "metadata", "archive", "page", "checksums")


def build(release: Release, campaign: Campaign, out: Path, progress: Progress = silent, attachments: Sequence[Path] = ()) -> None:
    """Write the package of ``release`` to the folder ``out``, which is replaced whole; equal input gives equal bytes.

    ``attachments`` are maps for print (PDF or PNG) that go along. Raises :class:`InputError` when release or campaign lack what a package
    needs, and when the release's certificate does not hold: a package is made of what was audited and of nothing else.
    """
    tables.check_shapes(release)
    _certified(release)
    about = gather(release, campaign)
    themes = codes.themes(campaign.path(campaign.codebook) if campaign.codebook else None)
    with replacing_dir(out) as folder:
        steps = _Steps(progress)
        contents = tables.tables(release, about, themes)
        _write_tables(folder, contents)
        steps.next()
        shapes = [region.polygons for region in release.regions]
        turned = geodata.lonlat(shapes, about.epsg)
        box = bounds(turned)
        steps.next()
        _write_geodata(folder, contents, shapes, turned, box, about, progress)
        steps.next()
        listed = manifest.items(_attach(folder, attachments))
        _write_texts(folder, release, about, listed)
        preview.write(folder / "preview.png", contents["regions"], shapes)
        steps.next()
        data = [item for item in listed if item.path not in dcat.FILES]
        dcat.write(folder, descriptor.describe(folder, about, data, box), about.base_url)
        described = descriptor.checked(descriptor.describe(folder, about, listed, box), folder)
        _text(folder / manifest.DESCRIPTOR, descriptor.text(described))
        steps.next()
        zipped = manifest.archive(about.name, about.version)
        archive.write_zip(folder / zipped, folder, archive.all_files(folder))
        steps.next()
        webpage.write(folder, about, contents, turned, described, zipped, context.gather(campaign))
        steps.next()
        _text(folder / manifest.CHECKSUMS, archive.checksums(folder, archive.all_files(folder)))
        steps.next()


def _certified(release: Release) -> None:
    """Raise :class:`InputError` unless the release passed its audit, is what was audited, and keeps the form of a release."""
    rule = structure.rules(release)
    verdict = release.facts.get("audit")
    if not isinstance(verdict, dict) or verdict.get("passed") is not True or not isinstance(release.facts.get("hashes"), dict):
        raise InputError(Fault("release", "carries no certificate of a passed audit", "export it anew: that audits it"))
    found, _ = structure.check(release, rule)
    if found:
        raise InputError(Fault(f"release:{breach.where}", breach.en.rstrip("."), "export the release anew") for breach in found)


def bounds(shapes: Sequence[Polygons]) -> tuple[float, float, float, float] | None:
    """West, south, east, north of shapes in WGS84; None without any."""
    points = [point for polygons in shapes for rings in polygons for point in rings[0]]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@dataclass
class _Steps:
    progress: Progress
    done: int = 0

    def next(self) -> None:
        self.done += 1
        self.progress(f"package: {_STEPS[self.done - 1]}", self.done, len(_STEPS))


def _write_tables(folder: Path, contents: dict[str, tables.Table]) -> None:
    for name, table in contents.items():
        _text(folder / "data" / f"{name}.csv", tables.machine_csv(table))
        _text(folder / "data" / "excel" / f"{name}.csv", _BOM + tables.excel_csv(table))


def _write_geodata(
    folder: Path,
    contents: dict[str, tables.Table],
    shapes: Sequence[Polygons],
    turned: Sequence[Polygons],
    box: tuple[float, float, float, float] | None,
    about: About,
    progress: Progress,
) -> None:
    regions = contents["regions"]
    qml, sld = symbology.qml(regions), symbology.sld(regions, about)
    geodata.write_geojson(folder / "data" / "regions.geojson", regions, turned, about, progress)
    geodata.write_geopackage(
        folder / "data" / "regions.gpkg",
        contents,
        shapes,
        about,
        qml=qml,
        sld=sld,
        iso_metadata=symbology.iso_metadata(about, box),
        qgis_metadata=symbology.qgis_metadata(about, box),
    )
    geodata.write_geoparquet(folder / "data" / "regions.parquet", regions, shapes, about)
    _text(folder / "style" / "regions.qml", qml)
    _text(folder / "style" / "regions.sld", sld)


def _write_texts(folder: Path, release: Release, about: About, listed: Sequence[manifest.Item]) -> None:
    _text(folder / CERTIFICATE, _json(release.facts))
    _text(folder / "audit.json", _json({"audit": release.facts.get("audit"), "hashes": release.facts.get("hashes")}))
    for language in LANGUAGES:
        files = [(item.path, item.title[language]) for item in listed]
        _text(folder / f"README.{language}.md", texts.readme(about, files, language))
        _text(folder / f"METHOD.{language}.md", texts.method(about, release.facts, language))
    _text(folder / "CHANGELOG.md", texts.changelog(about))
    _text(folder / "LICENSE.txt", texts.licence(about))
    _text(folder / "CITATION.cff", texts.citation_cff(about))


def _attach(folder: Path, attachments: Sequence[Path]) -> tuple[str, ...]:
    names = []
    for path in sorted(attachments):
        target = folder / "print" / path.name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
        names.append(path.name)
    return tuple(names)


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
