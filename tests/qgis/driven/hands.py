"""What the scripts that drive the desktop share: where they work, what they saw, and their hands on the window and the panel."""

import json
import os
from pathlib import Path

from qgis.PyQt.QtWidgets import QApplication, QDockWidget
from qgis.utils import iface, plugins

WORK = Path(os.environ["DRIVE_WORK"])
PICTURES = Path(os.environ["DRIVE_PICTURES"])
ARGUMENT = os.environ.get("DRIVE_ARGUMENT", "")
WHILE_BUSY = "while busy"
"""Yielded by a script that wants to look at the panel while it works."""
SEEN: dict = {"errors": []}


def grab(name: str) -> None:
    """The whole main window as a picture."""
    QApplication.processEvents()
    iface.mainWindow().grab().save(str(PICTURES / f"{name}.png"))


def panel():
    return plugins["trygghetsrutan"].dock


def lines() -> list[str]:
    """What the panel's list says of each step."""
    return [panel().list.item(i).text() for i in range(panel().list.count())]


def clear_desk():
    """The screen's whole size, a fresh project, no news and no messages of QGIS' own."""
    window = iface.mainWindow()
    screen = QApplication.primaryScreen().geometry()
    window.showNormal()
    window.setGeometry(screen)
    iface.newProject()
    for dock in window.findChildren(QDockWidget):
        if dock.objectName() in ("Browser", "Browser2"):
            dock.hide()
    iface.messageBar().clearWidgets()


def open_panel():
    plugins["trygghetsrutan"].action.setChecked(True)
    QApplication.processEvents()
    panel().session.failed.connect(lambda title, words: SEEN["errors"].append(f"{title}: {words}"))


def seen_now() -> None:
    """Written at once: what comes next may end QGIS."""
    (PICTURES / "seen.json").write_text(json.dumps(SEEN, indent=1, ensure_ascii=False), encoding="utf-8")
