"""Small parts that several pages use."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from . import status

INK, QUIET = "#1c1c1c", "#5b6770"
GOOD, WARN, BAD, REST = "#1b7f5c", "#b06a00", "#b3261e", "#8a9299"


@functools.cache
def state_icon(state: str, size: int = 18) -> QIcon:
    """Done is a filled disc with a tick, attention a triangle, ready a ring with a dot, waiting an empty ring: told apart without
    colour."""
    pixels = QPixmap(QSize(size * 2, size * 2))
    pixels.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixels)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size * 2 / 18, size * 2 / 18)
    if state == status.DONE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GOOD))
        painter.drawEllipse(QRectF(2, 2, 14, 14))
        painter.setPen(QPen(QColor("#ffffff"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF([QPointF(5.5, 9.4), QPointF(8, 12), QPointF(12.6, 6.4)]))
    elif state == status.ATTENTION:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(WARN))
        painter.drawPolygon(QPolygonF([QPointF(9, 1.5), QPointF(17, 16), QPointF(1, 16)]))
        painter.setPen(QPen(QColor("#ffffff"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(9, 6.5), QPointF(9, 10.5))
        painter.drawPoint(QPointF(9, 13.6))
    else:
        painter.setPen(QPen(QColor(REST if state == status.WAITS else INK), 1.6))
        painter.drawEllipse(QRectF(2.5, 2.5, 13, 13))
        if state == status.READY:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(INK))
            painter.drawEllipse(QRectF(6, 6, 6, 6))
    painter.end()
    return QIcon(pixels)


def text(words: str = "", *, quiet: bool = False, bold: bool = False) -> QLabel:
    """A label that wraps and can be copied."""
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    if quiet:
        label.setStyleSheet(f"color: {QUIET};")
    if bold:
        label.setStyleSheet("font-weight: bold;")
    return label


def button(words: str, clicked: Callable[[], None], *, main: bool = False) -> QPushButton:
    """A button; the ``main`` one of a page is what comes next."""
    made = QPushButton(words)
    made.clicked.connect(lambda _checked=False: clicked())
    if main:
        made.setDefault(True)
        made.setStyleSheet(
            "QPushButton { background: #0d5c63; color: white; font-weight: bold; padding: 6px 14px; border: 0; border-radius: 4px; }"
            "QPushButton:hover { background: #11757d; } QPushButton:disabled { background: #b9c3ca; color: #eceff1; }"
            "QPushButton:focus { border: 2px solid #f2b56b; padding: 4px 12px; }"
        )
    return made


def small(sign: str, words: str, clicked: Callable[[], None]) -> QToolButton:
    """A button with a sign only; ``words`` say what it does."""
    made = QToolButton()
    made.setText(sign)
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.clicked.connect(lambda _checked=False: clicked())
    return made


def row(*widgets: QWidget, stretch: int = -1) -> QWidget:
    """Widgets side by side; ``stretch`` is the index that takes what room is left (-1: an empty end)."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    for i, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if i == stretch else 0)
    if stretch == -1:
        layout.addStretch(1)
    return holder


def table(*headings: str) -> QTableWidget:
    """An empty table that is read and not written in."""
    made = QTableWidget(0, len(headings))
    made.setHorizontalHeaderLabels(headings)
    made.verticalHeader().hide()
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    return made


def save_or_cancel(dialog: QDialog, words: str, save: Callable[[], None]) -> QDialogButtonBox:
    """The two buttons at the foot of a dialog; ``words`` stand on the one that saves."""
    made = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    made.button(QDialogButtonBox.StandardButton.Save).setText(words)
    made.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
    made.accepted.connect(save)
    made.rejected.connect(dialog.reject)
    return made


def line() -> QFrame:
    """A thin rule."""
    made = QFrame()
    made.setFrameShape(QFrame.Shape.HLine)
    made.setStyleSheet("color: #d6d9dc;")
    return made


class Page(QWidget):
    """Base of a step's page: a sentence that says what to do here, and the content below; the list of steps above names it."""

    def __init__(self, dock: Any, title: str, lead: str):
        super().__init__()
        self.dock, self.session = dock, dock.session
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(10, 6, 10, 6)
        self.body.setSpacing(6)
        self.footer = QWidget()
        """What comes next: shown beneath the page and never scrolled away."""
        self.setAccessibleName(title)
        self.body.addWidget(text(lead, quiet=True))

    def set_footer(self, *buttons: QPushButton) -> None:
        """The page's main button and those beside it."""
        layout = QHBoxLayout(self.footer)
        layout.setContentsMargins(10, 5, 10, 5)
        for each in buttons:
            layout.addWidget(each)
        layout.addStretch(1)

    def refresh(self) -> None:
        """Show what the files say now; called when the page is shown and when something has changed."""

    def leave(self) -> None:
        """The page is hidden: take away what it drew on the map."""
