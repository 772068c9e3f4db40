"""Run inside the real desktop (``qgis --code``): drives the panel from five files to a plan, grabs pictures, writes what it saw as JSON.

Told by the environment: DRIVE_WORK (a folder with a copy of the sample campaign's files), DRIVE_PICTURES (a folder), DRIVE_SCRIPT (the
name of a function below). Every step waits until the panel is idle again, by looking ten times a second, at most DRIVE_LIMIT seconds.
"""

import json
import os
import time
import traceback
from pathlib import Path

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget
from qgis.utils import iface, plugins

WORK = Path(os.environ["DRIVE_WORK"])
PICTURES = Path(os.environ["DRIVE_PICTURES"])
LIMIT = float(os.environ.get("DRIVE_LIMIT", "120"))
SEEN: dict = {"steps": {}, "errors": []}


def grab(name: str) -> None:
    """The whole main window as a picture."""
    QApplication.processEvents()
    iface.mainWindow().grab().save(str(PICTURES / f"{name}.png"))


def panel():
    return plugins["trygghetsrutan"].dock


def idle() -> bool:
    dock = panel()
    return (dock is None or not dock.session.busy) and not iface.mapCanvas().isDrawing()


def states() -> dict:
    return {panel().list.item(i).text(): "" for i in range(panel().list.count())}


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
    begun = time.perf_counter()
    plugins["trygghetsrutan"].action.setChecked(True)
    QApplication.processEvents()
    SEEN["panel_seconds"] = time.perf_counter() - begun


def campaign_to_plan():
    """Everything a GIS officer does, in order; every ``yield`` waits until nothing runs."""
    clear_desk()
    yield
    open_panel()
    yield
    dock = panel()
    grab("01-start")
    from trygghetsrutan.qgis_plugin.panel.newcampaign import NewCampaign

    dialog = NewCampaign(dock, str(WORK))
    for name, words in (
        ("title_sv", "Snacka om trygghet 2021"),
        ("title_en", "Talk about safety 2021"),
        ("municipality", "Karlskoga"),
        ("municipality_code", "1883"),
        ("organisation_number", "212000-1991"),
        ("contact_name", "Karlskoga kommun, servicecenter"),
        ("contact_email", "servicecenter@example.com"),
    ):
        dialog.fields[name].setText(words)
    dialog.show()
    yield
    dialog.grab().save(str(PICTURES / "02-new-campaign.png"))
    dialog.start.setDate(dialog.start.date().fromString("2021-05-17", "yyyy-MM-dd"))
    dialog.end.setDate(dialog.end.date().fromString("2021-05-30", "yyyy-MM-dd"))
    dialog.write(WORK / "campaign.toml")
    dialog.close()
    dock.session.open(WORK / "campaign.toml")
    dock.choose("sources")
    yield
    page = dock.pages["sources"]
    page.add_files([WORK / name for name in ("webbkarta.geojson", "vykort.xlsx", "epost.mbox", "telefon.csv", "besok.ods")])
    page.set_gazetteer([WORK / "gazetteer.geojson"])
    yield
    page.table.selectRow(1)
    yield
    grab("03-sources")
    page._load()
    yield
    page.table.selectRow(0)
    yield
    grab("04-loaded")
    SEEN["loaded"] = states()
    dock.choose("places")
    yield
    yield
    grab("05-places")
    places = dock.pages["places"]
    waiting = len(places._lines)
    places.decide("1")
    yield
    SEEN["places"] = [waiting, sum(not line["decision"] for line in places._lines)]
    dock.choose("texts")
    dock.pages["texts"]._find()
    yield
    grab("06-texts")
    dock.pages["texts"].decide("accept")
    yield
    SEEN["texts"] = [item.decision for item in dock.pages["texts"]._items][:2]
    dock.choose("settings")
    yield
    dock.pages["settings"]._compare()
    yield
    grab("07-grid")
    dock.pages["settings"]._count()
    yield
    dock.choose("map")
    dock.pages["map"]._style()
    yield
    yield
    grab("08-map")
    dock.pages["map"].theme.setCurrentIndex(1)
    dock.pages["map"]._show_theme()
    yield
    yield
    grab("09-theme")
    dock.choose("release")
    yield
    grab("10-findings")
    dock.pages["release"]._export()
    yield
    dock.choose("publish")
    yield
    grab("11-publish")
    publish = dock.pages["publish"]
    SEEN["publisher"] = bool(publish.build.isEnabled())
    if SEEN["publisher"]:
        publish._build()
        yield
        publish.to.setText(str(WORK / "portal"))
        yield
        publish._plan()
        yield
        grab("12-plan")
        SEEN["plan"] = publish.table.rowCount()
        publish._apply()
        yield
        grab("13-receipt")
        SEEN["receipt"] = publish.receipt.text()
    SEEN["end"] = states()
    QgsProject.instance().write(str(WORK / "project.qgz"))
    SEEN["layers"] = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())


def reopen():
    """After a restart: what the panel shows without anybody opening anything."""
    open_panel()
    yield
    SEEN["campaign"] = str(panel().session.campaign_path)
    SEEN["end"] = states()
    grab("14-reopened")


def heard(message, tag, level):
    if tag == "Trygghetsrutan":
        SEEN["errors"].append(message)


QgsApplication.messageLog().messageReceived.connect(heard)


class Driver:
    def __init__(self, script):
        self.script, self.since = script, time.monotonic()
        self.timer = QTimer()
        self.timer.timeout.connect(self.tick)
        self.timer.start(100)

    def tick(self):
        if not idle() and time.monotonic() - self.since < LIMIT:
            return
        if not idle():
            self.stop("a step took longer than its limit")
            return
        self.since = time.monotonic()
        self.timer.stop()
        try:
            next(self.script)
        except StopIteration:
            self.stop("")
            return
        except Exception:
            self.stop(traceback.format_exc())
            return
        if panel() is not None and panel().trouble.isVisible():
            SEEN["errors"].append(panel().trouble_title.text() + ": " + panel().trouble_text.text())
        self.timer.start(100)

    def stop(self, error):
        if error:
            SEEN["errors"].append(error)
            grab("99-error")
        (PICTURES / "seen.json").write_text(json.dumps(SEEN, indent=1, ensure_ascii=False), encoding="utf-8")
        QgsProject.instance().setDirty(False)
        QApplication.instance().quit()
        os._exit(0)


driver = Driver(globals()[os.environ.get("DRIVE_SCRIPT", "campaign_to_plan")]())
