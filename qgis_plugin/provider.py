"""The Processing provider: the list of our algorithms."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms import ALGORITHMS

ICON = Path(__file__).parent / "icons" / "trygghetsrutan.svg"


class Provider(QgsProcessingProvider):
    """``trygghetsrutan``; the id is part of people's models and scripts and is never renamed."""

    def id(self) -> str:
        return "trygghetsrutan"

    def name(self) -> str:
        return "Trygghetsrutan"

    def icon(self) -> QIcon:
        return QIcon(str(ICON))

    def loadAlgorithms(self) -> None:  # noqa: N802 (the name is QGIS')
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
