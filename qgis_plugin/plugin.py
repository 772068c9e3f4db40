"""The plugin object that QGIS loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from . import i18n
from .i18n import tr
from .provider import Provider

ICON = Path(__file__).parent / "icons" / "trygghetsrutan.svg"


class TrygghetsrutanPlugin:
    """Registers the Processing provider and the panel; ``unload`` mirrors ``initGui``."""

    def __init__(self, iface: Any):
        self.iface = iface
        self.translator = i18n.install()
        self.provider: Provider | None = None
        self.action: QAction | None = None
        self.dock: Any = None

    def initProcessing(self) -> None:  # noqa: N802 (the name is QGIS')
        """Register the algorithms; all that ``qgis_process`` calls."""
        self.provider = Provider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:  # noqa: N802 (the name is QGIS')
        """Register the algorithms, the menu entry and the button; the panel itself is made when it is first opened."""
        self.initProcessing()
        self.action = QAction(QIcon(str(ICON)), tr("Trygghetsrutan"), self.iface.mainWindow())
        self.action.setObjectName("trygghetsrutanOpenPanel")
        self.action.setToolTip(tr("From citizens' submissions to a published safety map"))
        self.action.setCheckable(True)
        self.action.toggled.connect(self._show_panel)
        self.iface.addPluginToMenu(tr("Trygghetsrutan"), self.action)
        self.iface.addToolBarIcon(self.action)

    def unload(self) -> None:
        """Take away everything that ``initGui`` brought."""
        if self.dock is not None:
            self.dock.shut_down()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.action is not None:
            self.iface.removePluginMenu(tr("Trygghetsrutan"), self.action)
            self.iface.removeToolBarIcon(self.action)
            self.action.deleteLater()
            self.action = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        i18n.remove(self.translator)
        self.translator = None

    def _show_panel(self, show: bool) -> None:
        if self.dock is None:
            if not show:
                return
            from .panel.dock import PanelDock

            self.dock = PanelDock(self.iface)
            self.dock.visibilityChanged.connect(self._panel_visible)
            self.dock.put_into(self.iface)
        self.dock.setVisible(show)

    def _panel_visible(self, visible: bool) -> None:
        """Keep the button in step with the panel, but not when QGIS only hides it (minimised, another tab in front)."""
        if self.action is not None and self.dock is not None and self.dock.isHidden() == self.action.isChecked():
            self.action.blockSignals(True)
            self.action.setChecked(not self.dock.isHidden())
            self.action.blockSignals(False)
