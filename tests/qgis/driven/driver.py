"""Run inside the real desktop (``qgis --code``): lets a script beside this file drive the panel, writes what it saw as JSON.

Told by the environment: DESKTOP_DRIVER (this file: QGIS does not tell), DRIVE_SCRIPT (the name of a module here; its ``steps`` are done),
DRIVE_ARGUMENT (what the script makes of it), DRIVE_WORK (a folder with a copy of the sample campaign's files), DRIVE_PICTURES (a folder).
After every ``yield`` of the script it is waited until the panel is idle again, by looking ten times a second, at most DRIVE_LIMIT seconds.
"""

import importlib
import os
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["DESKTOP_DRIVER"]).parent))

from hands import SEEN, WHILE_BUSY, grab, panel, seen_now
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

LIMIT = float(os.environ.get("DRIVE_LIMIT", "120"))


def idle() -> bool:
    dock = panel()
    return (dock is None or not dock.session.busy) and not iface.mapCanvas().isDrawing()


def heard(message, tag, level):
    if tag == "Trygghetsrutan":
        SEEN["errors"].append(message)


QgsApplication.messageLog().messageReceived.connect(heard)


class Driver:
    def __init__(self, script):
        self.script, self.since, self.watching = script, time.monotonic(), False
        self.timer = QTimer()
        self.timer.timeout.connect(self.tick)
        self.timer.start(100)

    def tick(self):
        if self.watching and time.monotonic() - self.since < LIMIT:
            self.go_on()
            return
        if not idle() and time.monotonic() - self.since < LIMIT:
            return
        if not idle():
            self.stop("a step took longer than its limit")
            return
        self.since = time.monotonic()
        self.go_on()

    def go_on(self):
        """On to the script's next ``yield``."""
        self.timer.stop()
        try:
            self.watching = next(self.script) == WHILE_BUSY
        except StopIteration:
            self.stop("")
            return
        except Exception:
            self.stop(traceback.format_exc())
            return
        self.timer.start(100)

    def stop(self, error):
        if error:
            SEEN["errors"].append(error)
            grab("99-error")
        seen_now()
        QgsProject.instance().setDirty(False)
        QApplication.instance().quit()
        os._exit(0)


driver = Driver(importlib.import_module(os.environ.get("DRIVE_SCRIPT", "campaign_to_plan")).steps())
