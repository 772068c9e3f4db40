"""How words and figures are written on a map: dark with a light halo, so that they can be read on every colour."""

from __future__ import annotations

from qgis.core import QgsTextBufferSettings, QgsTextFormat
from qgis.PyQt.QtGui import QColor

INK, HALO = "#1c1c1c", "#ffffff"
SIZE = 8.0
"""Points, on the screen and on an A4."""


def words(scale: float = 1.0, colour: str = INK, *, italic: bool = False) -> QgsTextFormat:
    """The format; ``scale`` is how much larger than A4 the sheet is."""
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.7 * scale)
    halo.setColor(QColor(HALO))
    text = QgsTextFormat()
    # No font by name: QGIS would try to download one that the machine of whoever opens the file does not have.
    font = text.font()
    font.setItalic(italic)
    text.setFont(font)
    text.setSize(SIZE * scale)
    text.setColor(QColor(colour))
    text.setBuffer(halo)
    return text
