"""A small picture of a partition, drawn from its regions: what a choice of settings keeps and how fine it is."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QWidget

from ...opendata import style
from ..styling.grid_file import area_km2


class MapPicture(QWidget):
    """Draws regions, darker where more persons per km2."""

    def __init__(self) -> None:
        super().__init__()
        self._shapes: list[tuple[QPainterPath, QColor, bool]] = []
        self._box = QRectF()
        self.setMinimumHeight(170)

    def sizeHint(self) -> QSize:  # noqa: N802 (the name is Qt's)
        return QSize(380, 230)

    def show_regions(self, regions: tuple[Any, ...]) -> None:
        """Draw these; the view is where the cells are."""
        drawn = [region for region in regions if region.polygons]
        values = np.array([np.nan if r.contributors is None else r.contributors / max(area_km2(r.polygons), 1e-9) for r in drawn])
        classes = style.classes(values, style.EQUAL_COUNT)
        bounds = [each.upper for each in classes]
        index = style.classify(values, bounds)
        self._shapes = []
        box = QRectF()
        for region, at in sorted(zip(drawn, index.tolist(), strict=True), key=lambda pair: (pair[0].kind == "cell", -pair[0].size_m)):
            path = QPainterPath()
            for rings in region.polygons:
                for ring in rings:
                    path.addPolygon(QPolygonF([QPointF(x, -y) for x, y in ring]))
            colour = QColor(classes[at].colour) if at >= 0 else QColor(style.WITHHELD_FILL)
            self._shapes.append((path, colour, region.kind == "cell"))
            if region.kind == "cell" and region.size_m <= 2000:
                box = box.united(path.boundingRect())
        margin = max(box.width(), box.height()) * 0.08
        self._box = box.adjusted(-margin, -margin, margin, margin)
        self.update()

    def paintEvent(self, event: Any) -> None:  # noqa: N802 (the name is Qt's)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#f5f3ee"))
        if self._box.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / self._box.width(), self.height() / self._box.height())
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-self._box.center())
        for path, colour, cell in self._shapes:
            pen = QPen(QColor("#6b6b6b"), 0 if cell else 1.2, Qt.PenStyle.SolidLine if cell else Qt.PenStyle.DashLine)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(colour)
            painter.drawPath(path)
