"""Candidates on the map: numbered points, and a tool that takes a click on one of them or anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvasItem, QgsMapToolEmitPoint
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPen

if TYPE_CHECKING:
    from ...opendata.submissions.place_review import Candidate

RADIUS = 13  # pixels
NEAR = 18  # pixels from a number that still count as a click on it


class NumberedPoints(QgsMapCanvasItem):
    """White numbers on dark discs, above everything else on the canvas."""

    def __init__(self, canvas: Any, points: Sequence[QgsPointXY]):
        super().__init__(canvas)
        self._canvas, self._points = canvas, list(points)
        self.setZValue(1000)
        self.updatePosition()

    def updatePosition(self) -> None:  # noqa: N802 (the name is QGIS')
        self.setRect(self._canvas.extent())

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        for number, point in enumerate(self._points, 1):
            at = self.toCanvasCoordinates(point) - self.pos()
            box = QRectF(at.x() - RADIUS, at.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
            painter.setPen(QPen(QColor("#ffffff"), 2))
            painter.setBrush(QColor("#84456c"))
            painter.drawEllipse(box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    def number_at(self, position: QPointF) -> int:
        """The number under a point of the canvas in pixels, or 0."""
        for number, point in enumerate(self._points, 1):
            at = self.toCanvasCoordinates(point)
            if (at.x() - position.x()) ** 2 + (at.y() - position.y()) ** 2 <= NEAR**2:
                return number
        return 0


class CandidateMap:
    """Shows the candidates of one place and tells which one was clicked, or where else."""

    def __init__(self, iface: Any, crs: str, clicked: Callable[[int], None], placed: Callable[[float, float], None]):
        self._canvas, self._iface = iface.mapCanvas(), iface
        self._crs = QgsCoordinateReferenceSystem(crs)
        self._clicked, self._placed = clicked, placed
        self._item: NumberedPoints | None = None
        self._tool: QgsMapToolEmitPoint | None = None
        self._before: Any = None

    def show(self, candidates: Sequence[Candidate]) -> None:
        """Put the numbers on the canvas and bring them into view."""
        self._remove_item()
        to_canvas = QgsCoordinateTransform(self._crs, self._canvas.mapSettings().destinationCrs(), QgsProject.instance())
        points = [to_canvas.transform(QgsPointXY(each.x, each.y)) for each in candidates]
        self._item = NumberedPoints(self._canvas, points)
        if points:
            box = QgsRectangle(points[0], points[0])
            for point in points[1:]:
                box.combineExtentWith(point.x(), point.y())
            unit = 0.02 if self._canvas.mapSettings().destinationCrs().isGeographic() else 800.0
            box.grow(max(box.width(), box.height(), unit) * 0.6)
            self._canvas.setExtent(box)
        self._canvas.refresh()
        if self._tool is None:
            self._tool = QgsMapToolEmitPoint(self._canvas)
            self._tool.canvasClicked.connect(self._on_click)
            self._before = self._canvas.mapTool()
        self._canvas.setMapTool(self._tool)

    def hide(self) -> None:
        """Take the numbers and the tool away."""
        self._remove_item()
        if self._tool is not None:
            if self._canvas.mapTool() is self._tool and self._before is not None:
                self._canvas.setMapTool(self._before)
            else:
                self._canvas.unsetMapTool(self._tool)
            self._tool = None

    def _remove_item(self) -> None:
        if self._item is not None:
            self._canvas.scene().removeItem(self._item)
            self._item = None

    def _on_click(self, point: QgsPointXY, mouse: Any) -> None:
        if self._item is None:
            return
        pixel = self._item.toCanvasCoordinates(point)
        number = self._item.number_at(pixel)
        if number:
            self._clicked(number)
            return
        back = QgsCoordinateTransform(self._canvas.mapSettings().destinationCrs(), self._crs, QgsProject.instance())
        spot = back.transform(point)
        self._placed(spot.x(), spot.y())
