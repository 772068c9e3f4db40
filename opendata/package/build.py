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
from ..geopackage import Box, Polygons, bounds
from ..progress import Progress, silent
from ..release import Release
from . import archive, codes, context, dcat, descriptor, geodata, manifest, preview, symbology, tables, texts, webpage
from .about import LANGUAGES, About, gather

_BOM = "\ufeff"
_STEPS = ("tables", "shapes", "geodata", "texts", "metadata", "archive", "page", "checksums")


def build(release: Release, campaign: Campaign, out: Path, progress: Progress = silent) -> None:
    """Write the package of ``release`` to the folder ``out``, which is replaced whole; equal input gives equal bytes.

    Raises :class:`InputError` when release or campaign lack what a package needs, and when the release's certificate does not hold: a
    package is made of what was audited and of nothing else.
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
        _write_texts(folder, release, about)
        preview.write(folder / manifest.PREVIEW, contents["regions"], shapes)
        steps.next()
        described = _write_metadata(folder, about, box)
        steps.next()
        archive.write_zip(folder / manifest.archive(about.name, about.version), folder, archive.all_files(folder))
        steps.next()
        webpage.write(folder, about, contents, turned, described, context.gather(campaign))
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


@dataclass
class _Steps:
    progress: Progress
    done: int = 0

    def next(self) -> None:
        self.done += 1
        self.progress(f"package: {_STEPS[self.done - 1]}", self.done, len(_STEPS))


def _write_tables(folder: Path, contents: dict[str, tables.Table]) -> None:
    for name, table in contents.items():
        _text(folder / manifest.csv_path(name), tables.machine_csv(table))
        _text(folder / manifest.excel_path(name), _BOM + tables.excel_csv(table))


def _write_geodata(
    folder: Path,
    contents: dict[str, tables.Table],
    shapes: Sequence[Polygons],
    turned: Sequence[Polygons],
    box: Box | None,
    about: About,
    progress: Progress,
) -> None:
    regions = contents["regions"]
    qml, sld = symbology.qml(regions), symbology.sld(regions, about)
    geodata.write_geojson(folder / manifest.GEOJSON, regions, turned, about, progress)
    geodata.write_geopackage(
        folder / manifest.GEOPACKAGE,
        contents,
        shapes,
        about,
        qml=qml,
        sld=sld,
        iso_metadata=symbology.iso_metadata(about, box),
        qgis_metadata=symbology.qgis_metadata(about, box),
    )
    geodata.write_geoparquet(folder / manifest.PARQUET, regions, shapes, about)
    _text(folder / manifest.QML, qml)
    _text(folder / manifest.SLD, sld)


def _write_texts(folder: Path, release: Release, about: About) -> None:
    _text(folder / manifest.CERTIFICATE, _json(release.facts))
    _text(folder / manifest.AUDIT, _json({"audit": release.facts.get("audit"), "hashes": release.facts.get("hashes")}))
    for language in LANGUAGES:
        files = [(item.path, item.title[language]) for item in manifest.items()]
        _text(folder / manifest.readme_path(language), texts.readme(about, files, language))
        _text(folder / manifest.method_path(language), texts.method(about, release.facts, language))
    _text(folder / manifest.CHANGELOG, texts.changelog(about))
    _text(folder / manifest.LICENCE, texts.licence(about))
    _text(folder / manifest.CITATION, texts.citation_cff(about))


def _write_metadata(folder: Path, about: About, box: Box | None) -> dict[str, Any]:
    """Write the metadata for catalogues, which describe all other files, and the descriptor, which lists them too; returns that."""
    listed = manifest.items()
    made_of = [item for item in listed if item.path not in dcat.FILES]
    described = descriptor.describe(folder, about, made_of, box)
    dcat.write(folder, described, about.base_url)
    described = descriptor.checked(descriptor.with_files(described, folder, listed[len(made_of) :]), folder)
    _text(folder / manifest.DESCRIPTOR, descriptor.text(described))
    return described


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
