"""The map as a page: title, map, legend, scale bar, north arrow, method note, sources and a place for the logo."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsBasicNumericFormat,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLayout,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor

from ...opendata.release import CELL
from .words import word

NORTH = Path(__file__).parent.parent / "icons" / "north.svg"
PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
"""Width and height of the sheets in mm, lying."""
INK, QUIET, PAPER, AREAS = "#1c1c1c", "#4a4a4a", "#f5f3ee", "#0f5f6b"
MARGIN = 10.0
COLUMN = 66.0
"""Width of the column that holds legend and notes, mm on A4."""
BAR_LEAST, BAR_MOST = 20.0, 45.0
"""Length of the scale bar, mm on A4."""


@dataclass(frozen=True)
class Page:
    """Texts of a page, already in its language."""

    title: str
    subtitle: str
    legend_title: str
    notes: tuple[str, ...]
    language: str
    paper: str = "A4"
    logo: str = ""


def make(
    project: QgsProject,
    page: Page,
    grid: QgsVectorLayer,
    over: Sequence[QgsMapLayer] = (),
    beneath: Sequence[QgsMapLayer] = (),
    coverage: QgsVectorLayer | None = None,
    coverage_name: str = "",
    areas: QgsVectorLayer | None = None,
) -> QgsPrintLayout:
    """A layout in ``project`` (which must hold the layers); with ``coverage`` an atlas with one sheet per feature.

    ``areas``: the layer of ``over`` that draws the outlines of ``coverage``, for the legend.
    """
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(f"Trygghetsrutan {page.paper} {page.language}")
    width, height = PAPERS[page.paper]
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(width, height))
    scale = scale_of(page.paper)
    column = COLUMN * scale
    top = MARGIN + 17 * scale
    left_width = width - 3 * MARGIN - column
    x = width - MARGIN - column

    _text(layout, "title", page.title, 18 * scale, QRectF(MARGIN, MARGIN, width - 2 * MARGIN - 30 * scale, 9 * scale), bold=True)
    subtitle = page.subtitle
    if coverage is not None:
        number = word("sheet", page.language, number="[% @atlas_featurenumber %]", all="[% @atlas_totalfeatures %]")
        subtitle = (f"{subtitle} – " if subtitle else "") + ("[% @atlas_pagename %]" if coverage_name else number)
    _text(layout, "subtitle", subtitle, 10 * scale, QRectF(MARGIN, MARGIN + 9 * scale, width - 2 * MARGIN - 30 * scale, 6 * scale), QUIET)

    box = QgsLayoutItemMap(layout)
    box.setId("map")
    box.attemptSetSceneRect(QRectF(MARGIN, top, left_width, height - top - MARGIN))
    box.setCrs(grid.crs())
    box.setLayers([*over, grid, *beneath])
    box.setKeepLayerSet(True)
    box.setFrameEnabled(True)
    box.setFrameStrokeColor(QColor("#b8b4aa"))
    box.setBackgroundColor(QColor(PAPER))
    layout.addLayoutItem(box)
    box.zoomToExtent(heart(grid))

    legend = QgsLayoutItemLegend(layout)
    legend.setId("legend")
    layout.addLayoutItem(legend)
    legend.setLinkedMap(box)
    legend.setAutoUpdateModel(False)
    _legend_of(legend, grid, areas, page, scale)
    legend.attemptMove(QgsLayoutPoint(x - 2, top))

    bar = QgsLayoutItemScaleBar(layout)
    bar.setId("scale bar")
    layout.addLayoutItem(bar)
    bar.setStyle("Single Box")
    bar.setLinkedMap(box)
    bar.setTextFormat(_format(7.5 * scale))
    numbers = QgsBasicNumericFormat()
    numbers.setShowThousandsSeparator(False)
    bar.setNumericFormat(numbers)
    bar.setHeight(1.6 * scale)
    bar.applyDefaultSize()
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    # Every sheet of an atlas has a scale of its own: the bar stays in its column and takes the round length that fits.
    bar.setSegmentSizeMode(Qgis.ScaleBarSegmentSizeMode.FitWidth)
    bar.setMinimumBarWidth(BAR_LEAST * scale)
    bar.setMaximumBarWidth(BAR_MOST * scale)
    note_height = 62 * scale
    bar_top = height - MARGIN - note_height - 14 * scale
    bar.attemptMove(QgsLayoutPoint(x - 2, bar_top))

    # Beside the map: on it, it would hide the figure of a square.
    arrow = _picture(layout, "north arrow", str(NORTH), QRectF(x + column - 9 * scale, bar_top - 1 * scale, 9 * scale, 13 * scale))
    arrow.setLinkedMap(box)
    _picture(layout, "logo", page.logo, QRectF(width - MARGIN - 28 * scale, MARGIN, 28 * scale, 14 * scale))

    notes = "\n\n".join(page.notes)
    label = _text(layout, "notes", notes, 7.5 * scale, QRectF(x, height - MARGIN - note_height, column, note_height), QUIET)
    label.setVAlign(Qt.AlignmentFlag.AlignBottom)
    if coverage is not None:
        _atlas(layout, box, coverage, coverage_name)
    return layout


def to_image(layout: QgsLayout, path: Path, dpi: int = 150) -> None:
    """The layout's page as PNG, of an atlas its first sheet; raises :class:`OSError` when it cannot be written."""
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = dpi
    settings.generateWorldFile = False
    settings.exportMetadata = False
    atlas = layout.atlas() if isinstance(layout, QgsPrintLayout) and layout.atlas().enabled() else None
    if atlas is not None:
        atlas.beginRender()
        atlas.first()
    result = QgsLayoutExporter(layout).exportToImage(str(path), settings)
    if atlas is not None:
        atlas.endRender()
    _check(result, path)


def to_pdf(layout: QgsPrintLayout, path: Path) -> None:
    """The layout as PDF, with all sheets of its atlas; raises :class:`OSError` when it cannot be written."""
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.rasterizeWholeImage = False
    if layout.atlas().enabled():
        result, _ = QgsLayoutExporter.exportToPdf(layout.atlas(), str(path), settings)
    else:
        result = QgsLayoutExporter(layout).exportToPdf(str(path), settings)
    _check(result, path)
    _check_end(path, b"%%EOF")


def to_template(layout: QgsPrintLayout, path: Path) -> None:
    """The layout as a template (.qpt) that the layout manager opens; raises :class:`OSError` when it cannot be written."""
    if not layout.saveAsTemplate(str(path), QgsReadWriteContext()):
        raise OSError(errno.EIO, "the template could not be written", str(path))
    _check_end(path, b"</Layout>")


def _check(result: QgsLayoutExporter.ExportResult, path: Path) -> None:
    if result != QgsLayoutExporter.ExportResult.Success:
        raise OSError(errno.EIO, f"the page could not be written ({result.name if hasattr(result, 'name') else result})", str(path))


def _check_end(path: Path, end: bytes) -> None:
    """Qt's writers of PDF and XML say nothing of a disk that is full."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 100, 0))
        if end not in file.read():
            raise OSError(errno.ENOSPC, "the file is cut off", str(path))


def heart(grid: QgsVectorLayer) -> QgsRectangle:
    """What to show: where the cells are. Remainders of very large squares would shrink the town to a speck."""
    cells = QgsFeatureRequest().setFilterExpression(f"\"kind\" = '{CELL}'").setNoAttributes()
    box = QgsRectangle()
    for feature in grid.getFeatures(cells):
        box.combineExtentWith(feature.geometry().boundingBox())
    if box.isNull():
        return around(grid.extent())
    box.grow(max(box.width(), box.height(), 1000.0) * 0.06)
    return box.intersect(around(grid.extent()))


def around(extent: QgsRectangle) -> QgsRectangle:
    """The extent with air around it; a single cell is not blown up to fill the sheet."""
    widened = QgsRectangle(extent)
    widened.grow(max(extent.width(), extent.height(), 1000.0) * 0.04)
    return widened


def _format(size: float, colour: str = INK, bold: bool = False) -> QgsTextFormat:
    text = QgsTextFormat()
    font = text.font()  # none by name, as in label.words
    font.setBold(bold)
    text.setFont(font)
    text.setSize(size)
    text.setSizeUnit(Qgis.RenderUnit.Points)
    text.setColor(QColor(colour))
    return text


def _text(layout: QgsLayout, name: str, text: str, size: float, place: QRectF, colour: str = INK, bold: bool = False) -> QgsLayoutItemLabel:
    label = QgsLayoutItemLabel(layout)
    label.setId(name)
    label.setText(text)
    label.setTextFormat(_format(size, colour, bold))
    label.setMarginX(0)
    label.setMarginY(0)
    layout.addLayoutItem(label)
    label.attemptSetSceneRect(place)
    return label


def _picture(layout: QgsLayout, name: str, path: str, place: QRectF) -> QgsLayoutItemPicture:
    picture = QgsLayoutItemPicture(layout)
    picture.setId(name)
    if path:
        picture.setPicturePath(path)
    picture.setResizeMode(QgsLayoutItemPicture.ResizeMode.Zoom)
    picture.setPictureAnchor(QgsLayoutItem.ReferencePoint.UpperRight)
    layout.addLayoutItem(picture)
    picture.attemptSetSceneRect(place)
    return picture


def _legend_of(legend: QgsLayoutItemLegend, grid: QgsVectorLayer, areas: QgsVectorLayer | None, page: Page, scale: float) -> None:
    root = legend.model().rootGroup()
    root.clear()
    node = root.addLayer(grid)
    node.setName(page.legend_title)
    wanted = [i for i, rule in enumerate(grid.renderer().rootRule().children()) if _in_legend(rule.label(), grid, page.language)]
    QgsMapLayerLegendUtils.setLegendNodeOrder(node, wanted)
    legend.model().refreshLayerLegend(node)
    if areas is not None:
        root.addLayer(areas)
    legend.setTitle("")
    for style, size, bold in (
        (QgsLegendStyle.Style.Subgroup, 10.0, True),
        (QgsLegendStyle.Style.Group, 10.0, True),
        (QgsLegendStyle.Style.SymbolLabel, 8.5, False),
    ):
        legend.rstyle(style).setTextFormat(_format(size * scale, bold=bold))
    legend.setSymbolWidth(7 * scale)
    legend.setSymbolHeight(4.5 * scale)
    legend.setWrapString("|")
    legend.setBackgroundEnabled(False)
    legend.adjustBoxSize()


def _in_legend(label: str, grid: QgsVectorLayer, language: str) -> bool:
    """Rules for what cannot happen in this layer are no part of its legend; withheld is always told."""
    if label == word("no_figure", language):
        return False
    if label == word("zero", language):
        names = [field for field in ("per_km2", "contributors") if grid.fields().indexFromName(field) >= 0]
        return any(feature[name] == 0 for feature in grid.getFeatures() for name in names)
    return True


def _atlas(layout: QgsPrintLayout, box: QgsLayoutItemMap, coverage: QgsVectorLayer, name: str) -> None:
    atlas = layout.atlas()
    atlas.setCoverageLayer(coverage)
    atlas.setEnabled(True)
    if name:
        atlas.setPageNameExpression(f'"{name}"')
        atlas.setSortFeatures(True)
        atlas.setSortExpression(f'"{name}"')
    box.setAtlasDriven(True)
    box.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Auto)
    box.setAtlasMargin(0.08)


def scale_of(paper: str) -> float:
    """How much larger than A4 a sheet is: what is written on it grows with it."""
    return PAPERS[paper][0] / PAPERS["A4"][0]


def outlines(coverage: QgsVectorLayer, name: str, scale: float) -> QgsVectorLayer:
    """A copy of an atlas' areas, called ``name``, that draws their outlines only, over the squares: whole lines, since dashed ones mean
    the rest of a larger square."""
    copy = coverage.clone()
    copy.setName(name)
    line = {"style": "no", "outline_color": AREAS, "outline_width": str(round(0.8 * scale, 2)), "joinstyle": "miter"}
    copy.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(line)))
    copy.setLabelsEnabled(False)
    return copy
