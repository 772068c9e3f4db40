"""A rule-based renderer from classes that the core computed.

QGIS' graduated renderer draws nothing where the value is NULL and lets NULL count as 0 when it computes breaks, so withheld cells vanish
or shift the classes (QGIS #31853, #30491, #53593, #63277). Here every case has a rule of its own: classes, zero, withheld, ELSE.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsPropertyCollection,
    QgsRuleBasedRenderer,
    QgsSimpleFillSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsUnitTypes,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, qGray

from ...opendata import style
from .label import HALO, INK, words
from .words import word

DARK = 140
"""Grey value (0-255) below which a fill is so dark that its figure is written in white."""
LABELS_FROM_SCALE = 60_000
"""Figures are written into the squares from this scale on; further out they would cover them."""


@dataclass(frozen=True)
class Look:
    """What a user chooses: how to class, how many classes, which ramp, per km2 or as counts, in which language."""

    method: str = style.EQUAL_COUNT
    classes: int = 5
    ramp: str = style.DEFAULT_RAMP
    density: bool = True
    manual: tuple[float, ...] = ()
    language: str = "sv"


def classes_of(values: Sequence[float | None], look: Look) -> tuple[style.Class, ...]:
    """The classes of the published numbers, None where there is none."""
    numbers = np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
    return style.classes(numbers, look.method, look.classes, look.ramp, look.manual)


def renderer(
    classes: Sequence[style.Class], field: str, status_field: str, look: Look, *, whole: bool, lumped: bool = False
) -> QgsRuleBasedRenderer:
    """The renderer of a layer whose numbers stand in ``field`` and whose status (published, withheld) stands in ``status_field``.

    ``whole``: the numbers are counts, so the legend speaks of whole numbers. ``lumped``: where there is no number there may be a small
    one, summed under other themes; it looks as withheld does.
    """
    published = f"\"{status_field}\" = 'published'"
    root = QgsRuleBasedRenderer.Rule(None)
    for i, each in enumerate(classes):
        above = ">=" if i == 0 else ">"
        below = "" if i == len(classes) - 1 else f' AND "{field}" <= {each.upper!r}'
        text = style.label(each.lower, each.upper, first=i == 0, whole=whole, language=look.language)
        lower = 0.0 if i == 0 else each.lower
        comparison = f'"{field}" {">" if i == 0 else above} {lower!r}{below}'
        _rule(root, _fill(each.colour), f"{published} AND {comparison}", text)
    _rule(root, _fill(style.ZERO_FILL), f'{published} AND "{field}" = 0', word("zero", look.language))
    _rule(root, _hatched(), f"\"{status_field}\" = 'withheld'", word("withheld", look.language))
    if lumped:
        _rule(root, _hatched(), "ELSE", word("none_or_few", look.language))
    else:
        _rule(root, _fill(style.NO_FIGURE_FILL, Qt.PenStyle.DotLine), "ELSE", word("no_figure", look.language))
    return QgsRuleBasedRenderer(root)


def with_remainders(made: QgsRuleBasedRenderer, language: str) -> QgsRuleBasedRenderer:
    """Add the dashed outline of remainders, and draw them beneath the cells they exclude, large beneath small."""
    _rule(made.rootRule(), _dashed(), "\"kind\" = 'remainder'", word("remainder", language))
    clauses = [
        QgsFeatureRequest.OrderByClause("\"kind\" = 'cell'", True),
        QgsFeatureRequest.OrderByClause('"size_m"', False),
    ]
    made.setOrderBy(QgsFeatureRequest.OrderBy(clauses))
    made.setOrderByEnabled(True)
    return made


def labels(expression: str, field: str, classes: Sequence[style.Class], scale: float = 1.0) -> QgsVectorLayerSimpleLabeling:
    """Figures in the middle of the squares, from :data:`LABELS_FROM_SCALE` on; white where the class of ``field`` is dark.

    ``scale``: how much larger than A4 the sheet is.
    """
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(words(scale))
    # In the middle and never left out: names of places give way.
    settings.placement = Qgis.LabelPlacement.OverPoint
    settings.centroidInside = True
    settings.priority = 10
    settings.scaleVisibility = True
    settings.minimumScale = LABELS_FROM_SCALE
    settings.maximumScale = 0
    dark = [each.lower for each in classes if _grey(each.colour) < DARK]
    if dark:
        at = f'"{field}" > {dark[0]!r}'
        properties = QgsPropertyCollection()
        properties.setProperty(QgsPalLayerSettings.Property.Color, QgsProperty.fromExpression(f"if({at}, '{HALO}', '{INK}')"))
        properties.setProperty(QgsPalLayerSettings.Property.BufferColor, QgsProperty.fromExpression(f"if({at}, '{INK}', '{HALO}')"))
        settings.setDataDefinedProperties(properties)
    return QgsVectorLayerSimpleLabeling(settings)


def _grey(colour: str) -> int:
    return int(qGray(QColor(colour).rgb()))


def _rule(root: QgsRuleBasedRenderer.Rule, symbol: QgsSymbol, condition: str, text: str) -> None:
    rule = QgsRuleBasedRenderer.Rule(symbol, label=text)
    if condition == "ELSE":
        rule.setIsElse(True)
    else:
        rule.setFilterExpression(condition)
    root.appendChild(rule)


def _symbol(*layers: QgsSymbolLayer) -> QgsFillSymbol:
    """A symbol of these layers. Handing a list to the constructor leaves the layers to Python, which deletes them."""
    symbol = QgsFillSymbol()
    symbol.deleteSymbolLayer(0)
    for layer in layers:
        symbol.appendSymbolLayer(layer)
    return symbol


def _fill(colour: str, line: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QgsFillSymbol:
    return _symbol(QgsSimpleFillSymbolLayer(QColor(colour), Qt.BrushStyle.SolidPattern, QColor(style.OUTLINE), line, 0.1))


def _hatched() -> QgsFillSymbol:
    ground = QgsSimpleFillSymbolLayer(
        QColor(style.WITHHELD_FILL), Qt.BrushStyle.SolidPattern, QColor(style.WITHHELD_LINE), Qt.PenStyle.SolidLine, 0.2
    )
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(45)
    lines.setDistance(1.6)
    lines.setDistanceUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"color": style.WITHHELD_LINE, "width": "0.25"}))
    return _symbol(ground, lines)


def _dashed() -> QgsFillSymbol:
    colour = QColor(style.REMAINDER_OUTLINE)
    return _symbol(QgsSimpleFillSymbolLayer(colour, Qt.BrushStyle.NoBrush, colour, Qt.PenStyle.DashLine, 0.25))
