"""A release drawn: its styled file and the picture of its map."""

from __future__ import annotations

import configparser
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from ...opendata import release as contract
from ...opendata.campaign import Campaign
from ...opendata.files import replacing
from ...opendata.release import Release
from . import grid_file, page
from .label import words
from .renderer import Look
from .words import word

METADATA = Path(__file__).parents[2] / "metadata.txt"
MOST_LABELS = 60


def about_of(campaign: Campaign | None, language: str) -> grid_file.About:
    """What the styled layers say of themselves."""
    if campaign is None:
        return grid_file.About(word("title", language), "trygghetsrutan", link=_homepage())
    info = campaign.campaign
    title = info.title_sv if language == "sv" else info.title_en
    link = campaign.portal.base_url.rstrip("/") + "/" + info.name
    return grid_file.About(title, info.name, info.contact_name, info.contact_email, info.municipality, link)


def _homepage() -> str:
    """Where the plugin itself is to be found, as its metadata says."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(METADATA, encoding="utf-8")
    return parser["general"]["homepage"]


def theme_names(campaign: Campaign | None, language: str) -> dict[str, str]:
    """Theme id to its name, in the codebook's order; what stands for several themes or for none comes last."""
    from ...opendata.package.codes import IN_NO_CODEBOOK
    from ...opendata.submissions.codebook import codebook_of, load_codebook

    codebook = codebook_of(campaign) if campaign else load_codebook()
    names = {theme.id: (theme.name_sv, theme.name_en) for theme in codebook.themes}
    names |= {theme: both for theme, both in IN_NO_CODEBOOK.items() if theme not in names}
    return {theme: both[0 if language == "sv" else 1] for theme, both in names.items()}


def style_release(release: Release, path: Path, look: Look, campaign: Campaign | None) -> list[Path]:
    """Write the styled GeoPackage with QML and SLD; returns the files."""
    return grid_file.write(release, path, look, about_of(campaign, look.language), theme_names(campaign, look.language))


def texts(release: Release, look: Look, campaign: Campaign | None, paper: str = "A4", logo: str = "") -> page.Page:
    """The texts of the page in the look's language."""
    language = look.language
    k = release.facts.get("k", "")
    notes = [word("method", language, k=k) + " " + word("figures", language)]
    elsewhere = [region for region in release.regions if region.region_id == contract.ELSEWHERE and region.contributors]
    if elsewhere:
        notes.append(word("elsewhere", language, n=elsewhere[0].contributors))
    if any(region.status == contract.WITHHELD for region in release.regions):
        notes.append(word("some_withheld", language))
    if campaign is None:
        title, subtitle = word("title", language), ""
        notes.append(word("sources_points", language))
    else:
        info = campaign.campaign
        title = word("title", language)
        named = info.title_sv if language == "sv" else info.title_en
        subtitle = f"{info.municipality} – {named}"
        notes.append(
            word("sources", language, municipality=info.municipality, title=named, start=info.start.isoformat(), end=info.end.isoformat())
        )
    crs = QgsCoordinateReferenceSystem(f"EPSG:{release.epsg}").description()
    notes.append(word("system", language, crs=crs))
    return page.Page(title, subtitle, word("density" if look.density else "count", language), tuple(notes), language, paper, logo)


def draw(
    release: Release, layers: Path, target: Path, look: Look, campaign: Campaign | None, background: Sequence[QgsMapLayer] = ()
) -> None:
    """Draw the page of the map into ``target`` (a .png), whole or not at all."""
    with own_project() as project, replacing(target) as beside:
        page.to_image(make_page(project, release, layers, look, campaign, background), beside)


@contextmanager
def own_project() -> Iterator[QgsProject]:
    """A project for one drawing, its layers closed at the end: one kept alive by a traceback would close them after GDAL has ended."""
    project = QgsProject()
    try:
        yield project
    finally:
        project.clear()


def make_page(
    project: QgsProject,
    release: Release,
    layers: Path,
    look: Look,
    campaign: Campaign | None,
    background: Sequence[QgsMapLayer] = (),
    paper: str = "A4",
    logo: str = "",
    coverage: QgsVectorLayer | None = None,
    coverage_name: str = "",
) -> QgsPrintLayout:
    """The layout of a release's map in ``project``, with the municipality's boundary and place names where the campaign has them."""
    grid = grid_file.open_layer(layers, grid_file.GRID)
    # The file keeps the style it was made with; the page's language and classes may be others.
    scale = page.scale_of(paper)
    grid_file.style_grid(grid, look, scale)
    project.setCrs(grid.crs())
    over, beneath = [], list(background)
    if campaign is not None:
        names = _places(campaign, scale)
        if names is not None:
            over.append(names)
        boundary = _boundary(campaign)
        if boundary is not None:
            beneath.insert(0, boundary)
    areas = None if coverage is None else page.outlines(coverage, word("areas", look.language), scale)
    over += [areas] if areas is not None else []
    for layer in (*over, grid, *beneath):
        if layer.project() is None:
            project.addMapLayer(layer, False)
    content = texts(release, look, campaign, paper, logo)
    return page.make(project, content, grid, over, beneath, coverage, coverage_name, areas)


def _places(campaign: Campaign, scale: float) -> QgsVectorLayer | None:
    """Names of districts and villages out of the gazetteer, as a layer of labels."""
    from ...opendata.submissions import gazetteer
    from ..adapters import transform
    from ..vector import read_vector

    if not campaign.gazetteer.files:
        return None
    found = [place for place in gazetteer.load(campaign, transform, read_vector).places if place.is_settlement][:MOST_LABELS]
    if not found:
        return None
    features = [
        {"type": "Feature", "properties": {"name": place.name}, "geometry": {"type": "Point", "coordinates": [place.x, place.y]}}
        for place in found
    ]
    layer = QgsVectorLayer(json.dumps({"type": "FeatureCollection", "features": features}), "places", "ogr")
    layer.setCrs(QgsCoordinateReferenceSystem(campaign.grid.crs))
    layer.setRenderer(
        QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple({"name": "circle", "size": "0.9", "color": "#1c1c1c", "outline_style": "no"}))
    )
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.setFormat(words(scale, italic=True))
    settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
    settings.dist = 0.8 * scale
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def _boundary(campaign: Campaign) -> QgsVectorLayer | None:
    path = campaign.path(campaign.campaign.boundary) if campaign.campaign.boundary else None
    if path is None or not path.is_file():
        return None
    layer = QgsVectorLayer(str(path), "boundary", "ogr")
    if not layer.isValid():
        return None
    outline = {"color": "#ffffff", "outline_color": "#8a8578", "outline_width": "0.4", "outline_style": "dash dot"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(outline)))
    return layer
