"""The grid as a styled GeoPackage: what a release says, as layers that open with their style, theme by theme."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import NULL, QgsBox3D, QgsGeometry, QgsLayerMetadata, QgsMapLayer, QgsPointXY, QgsReadWriteContext, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ...opendata import release as contract
from ...opendata.files import replacing, write_text
from ...opendata.geopackage import Layer, Polygons, write_layers
from ...opendata.geopackage_styles import QGIS_METADATA, Metadata, Style, add_styles_and_metadata
from ...opendata.release import Release
from .renderer import Look, classes_of, labels, renderer, with_remainders
from .words import word

GRID, THEMES = "grid", "themes"
_UUID = re.compile(r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?")


@dataclass(frozen=True)
class About:
    """What the layer's metadata says besides the figures."""

    title: str
    identifier: str
    contact_name: str = ""
    contact_email: str = ""
    organisation: str = ""
    link: str = ""


def write(release: Release, path: Path, look: Look, about: About, theme_names: Mapping[str, str]) -> list[Path]:
    """Write ``path`` (a .gpkg) with layers ``grid`` and, when the release has themes, ``themes``; QML and SLD in it and beside it.

    ``theme_names``: theme id to its name in the look's language; also the order of the themes. Returns the files written.
    """
    tables = [_grid(release)]
    themes = _themes(release, theme_names)
    if themes is not None:
        tables.append(themes)
    written = [path]
    with replacing(path) as beside:
        write_layers(beside, tables, release.epsg)
        layer = open_layer(beside, GRID)
        style_grid(layer, look)
        _describe(layer, about, release, look)
        styles = [_style(layer, word("all_themes", look.language))]
        metadata = [Metadata(GRID, QGIS_METADATA, _metadata_text(layer))]
        if themes is not None:
            layer = open_layer(beside, THEMES)
            _describe(layer, about, release, look)
            metadata.append(Metadata(THEMES, QGIS_METADATA, _metadata_text(layer)))
            for i, theme in enumerate(themes_of(release, theme_names)):
                style_theme(layer, theme, look)
                title = word("theme", look.language, name=theme_names.get(theme, theme))
                styles.append(_style(layer, title, default=i == 0))
        del layer
        add_styles_and_metadata(beside, styles, metadata)
    for suffix, text in ((".qml", styles[0].qml), (".sld", styles[0].sld)):
        write_text(path.with_suffix(suffix), text)
        written.append(path.with_suffix(suffix))
    return written


def open_layer(path: Path, name: str) -> QgsVectorLayer:
    """A layer of the file as QGIS opens it."""
    return QgsVectorLayer(f"{path}|layername={name}", name, "ogr")


def style_grid(layer: QgsVectorLayer, look: Look, scale: float = 1.0) -> None:
    """Give the layer ``grid`` its renderer and labels; ``scale`` is how much larger than A4 the sheet is."""
    field = "per_km2" if look.density else "contributors"
    classes = classes_of(_column(layer, field), look)
    made = renderer(classes, field, "status", look, whole=not look.density)
    layer.setRenderer(with_remainders(made, look.language))
    text = f"if(\"kind\" = '{contract.CELL}' AND \"status\" = '{contract.PUBLISHED}', \"contributors\", '')"
    layer.setLabeling(labels(text, field, classes, scale))
    layer.setLabelsEnabled(True)
    layer.setDisplayExpression('"region_id"')


def style_theme(layer: QgsVectorLayer, theme: str, look: Look) -> None:
    """Give the layer ``themes`` the renderer of one theme."""
    field = f"{theme}_per_km2" if look.density else theme
    classes = classes_of(_column(layer, field), look)
    layer.setRenderer(renderer(classes, field, f"{theme}_status", look, whole=not look.density, lumped=True))
    layer.setLabeling(labels(f"if(\"{theme}_status\" = '{contract.PUBLISHED}', \"{theme}\", '')", field, classes))
    layer.setLabelsEnabled(True)
    layer.setDisplayExpression('"region_id"')


def themes_of(release: Release, order: Mapping[str, str]) -> list[str]:
    """Ids of the themes in the release: those of ``order`` first, in its order, then others by name."""
    present = {count.theme for count in release.theme_counts}
    return [theme for theme in order if theme in present] + sorted(present - set(order))


def area_km2(polygons: Polygons) -> float:
    """Square kilometres of rings in metres: shells minus holes."""
    total = 0.0
    for rings in polygons:
        for i, ring in enumerate(rings):
            twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
            total += abs(twice) / 2 * (1 if i == 0 else -1)
    return total / 1e6


def _per_km2(count: int | None, km2: float) -> float | None:
    """Rounded as a legend can be read: whole from 10 on, one decimal from 1 on, else two."""
    if count is None or not km2:
        return None
    value = count / km2
    return round(value, 0 if value >= 10 else 1 if value >= 1 else 2)


def _grid(release: Release) -> Layer:
    drawn = [region for region in release.regions if region.polygons]
    rows = []
    for region in drawn:
        km2 = area_km2(region.polygons)
        rows.append(
            (region.region_id, region.kind, region.size_m, region.contributors, _per_km2(region.contributors, km2), region.status, km2)
        )
    columns = {
        "region_id": "TEXT",
        "kind": "TEXT",
        "size_m": "INTEGER",
        "contributors": "INTEGER",
        "per_km2": "REAL",
        "status": "TEXT",
        "area_km2": "REAL",
    }
    return Layer(GRID, columns, rows, [region.polygons for region in drawn])


def _themes(release: Release, order: Mapping[str, str]) -> Layer | None:
    """One row per theme region with three columns per theme: count, count per km2, status."""
    names = themes_of(release, order)
    if not names:
        return None
    shapes = {region.region_id: region.polygons for region in release.regions}
    united = release.members()
    counts = {(count.region_id, count.theme): count for count in release.theme_counts}
    rows, geometries = [], []
    for region_id in sorted({count.region_id for count in release.theme_counts}):
        polygons = _dissolve([shapes.get(part, ()) for part in united.get(region_id, (region_id,))])
        if not polygons:
            continue
        km2 = area_km2(polygons)
        row: list[Any] = [region_id, km2]
        for theme in names:
            count = counts.get((region_id, theme))
            number = None if count is None else count.contributors
            row += [number, _per_km2(number, km2), contract.PUBLISHED if count is None else count.status]
        rows.append(tuple(row))
        geometries.append(polygons)
    columns = {"region_id": "TEXT", "area_km2": "REAL"}
    for theme in names:
        columns |= {theme: "INTEGER", f"{theme}_per_km2": "REAL", f"{theme}_status": "TEXT"}
    return Layer(THEMES, columns, rows, geometries)


def _dissolve(parts: list[Polygons]) -> Polygons:
    """Neighbouring regions as one shape without inner edges."""
    shapes = [_geometry(polygons) for polygons in parts if polygons]
    if not shapes:
        return ()
    whole = QgsGeometry.unaryUnion(shapes)
    whole.convertToMultiType()
    return tuple(tuple(tuple((point.x(), point.y()) for point in ring) for ring in polygon) for polygon in whole.asMultiPolygon())


def _geometry(polygons: Polygons) -> QgsGeometry:
    return QgsGeometry.fromMultiPolygonXY([[[QgsPointXY(x, y) for x, y in ring] for ring in rings] for rings in polygons])


def _column(layer: QgsVectorLayer, field: str) -> list[float | None]:
    index = layer.fields().indexFromName(field)
    values = (feature.attribute(index) for feature in layer.getFeatures())
    return [None if value is None or value == NULL else float(value) for value in values]


def _style(layer: QgsVectorLayer, title: str, *, default: bool = True) -> Style:
    """The look that the layer has now."""
    qml, sld = QDomDocument(), QDomDocument()
    # Symbols and labels only: the other categories carry QGIS' random colours for profiles, and would differ from run to run.
    parts = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
    layer.exportNamedStyle(qml, QgsReadWriteContext(), parts)
    layer.exportSldStyle(sld, "")
    return Style(layer.name(), title, _steady_ids(qml.toString(2)), sld.toString(2), title, default)


def _steady_ids(qml: str) -> str:
    """The same text with every random id replaced by its number, equal ids by equal numbers."""
    seen: dict[str, str] = {}
    return _UUID.sub(lambda match: seen.setdefault(match[0], f"{{00000000-0000-4000-8000-{len(seen):012d}}}"), qml)


def _describe(layer: QgsVectorLayer, about: About, release: Release, look: Look) -> None:
    """Metadata that QgsNativeMetadataValidator accepts: identifier, title, abstract, contact, link, CRS, licence."""
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(f"{about.identifier}-{layer.name()}")
    metadata.setType("dataset")
    metadata.setLanguage("SWE" if look.language == "sv" else "ENG")
    metadata.setTitle(about.title)
    metadata.setAbstract(word("abstract", look.language, k=release.facts.get("k", "")))
    metadata.setLicenses(["CC0-1.0"])
    metadata.setCrs(layer.crs())
    contact = QgsLayerMetadata.Contact(about.contact_name)
    contact.email, contact.organization, contact.role = about.contact_email, about.organisation, "pointOfContact"
    metadata.setContacts([contact])
    link = QgsLayerMetadata.Link(about.title, "WWW:LINK", about.link)
    metadata.setLinks([link])
    extent = QgsLayerMetadata.Extent()
    spatial = QgsLayerMetadata.SpatialExtent()
    box = layer.extent()
    spatial.extentCrs, spatial.bounds = layer.crs(), QgsBox3D(box.xMinimum(), box.yMinimum(), 0, box.xMaximum(), box.yMaximum(), 0)
    extent.setSpatialExtents([spatial])
    metadata.setExtent(extent)
    layer.setMetadata(metadata)


def _metadata_text(layer: QgsVectorLayer) -> str:
    document = QDomDocument("qgis")
    root = document.createElement("qgis")
    layer.metadata().writeMetadataXml(root, document)
    document.appendChild(root)
    return str(document.toString(2))
