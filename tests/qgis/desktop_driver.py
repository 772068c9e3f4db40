"""Run inside the real desktop (``qgis --code``): drives the panel from five files to a plan, grabs pictures, writes what it saw as JSON.

Told by the environment: DRIVE_WORK (a folder with a copy of the sample campaign's files), DRIVE_PICTURES (a folder), DRIVE_SCRIPT (the
name of a function below), DRIVE_ARGUMENT (what that function makes of it). Every step waits until the panel is idle again, by looking ten
times a second, at most DRIVE_LIMIT seconds.
"""

import json
import os
import signal
import time
import traceback
import urllib.error
import urllib.request
from pathlib import Path

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget
from qgis.utils import iface, plugins

WORK = Path(os.environ["DRIVE_WORK"])
PICTURES = Path(os.environ["DRIVE_PICTURES"])
ARGUMENT = os.environ.get("DRIVE_ARGUMENT", "")
LIMIT = float(os.environ.get("DRIVE_LIMIT", "120"))
WHILE_BUSY = "while busy"
"""Yielded by a script that wants to look at the panel while it works."""
SEEN: dict = {"errors": []}


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
    panel().session.failed.connect(lambda title, words: SEEN["errors"].append(f"{title}: {words}"))


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
    SEEN["places"] = [waiting, sum(not line.decision for line in places._lines)]
    dock.choose("texts")
    dock.pages["texts"]._find()
    yield
    grab("06-texts")
    dock.pages["texts"].decide("accept")
    yield
    SEEN["texts"] = [item.decision for item in dock.pages["texts"]._items][:2]
    dock.pages["texts"].every.setChecked(True)
    yield
    dock.pages["texts"].search.setText("lampor")
    yield
    grab("06b-all-texts")
    SEEN["all_texts"] = [len(dock.pages["texts"]._stops), len(dock.pages["texts"]._texts)]
    dock.pages["texts"].every.setChecked(False)
    dock.choose("themes")
    yield
    themes = dock.pages["themes"]
    first = themes._lines[themes._shown[0]].key
    themes.decide("lighting")
    yield
    themes.which.setCurrentIndex(3)
    themes._choose()
    yield
    grab("06c-themes")
    themes._again()
    yield
    SEEN["themes"] = [(line.decision, line.theme) for line in themes._lines if line.key == first]
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
    from trygghetsrutan.qgis_plugin.panel.pagetexts import PageTexts

    words = PageTexts(dock, dock.session)
    words.paragraphs["description_sv"].setPlainText("Var, när och varför människor känner sig otrygga.\n\nRäknat per ruta.")
    words.paragraphs["background_sv"].setPlainText("Kommunen frågade i två veckor.")
    words.show()
    yield
    words.grab().save(str(PICTURES / "11b-page-texts.png"))
    words._save()
    yield
    SEEN["page"] = dock.session.campaign.page.description_sv
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
        SEEN["receipt"] = publish.receipt.text() if publish.receipt.isVisible() else ""
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


def seen_now() -> None:
    """Written at once: what comes next may end QGIS."""
    (PICTURES / "seen.json").write_text(json.dumps(SEEN, indent=1, ensure_ascii=False), encoding="utf-8")


def do(step: str) -> None:
    """Start a step as its page's button does."""
    dock = panel()
    page = {"load": "sources", "search": "texts", "count": "settings", "style": "map", "release": "release"}.get(step, "publish")
    dock.choose(page)
    name = {"load": "_load", "search": "_find", "count": "_count", "style": "_style", "release": "_export", "package": "_build"}
    getattr(dock.pages[page], name.get(step, "_apply"))()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed():
    """Tell what the panel shows after the last end, do the step that was cut off, then die in the middle of the next one."""
    before, _, step = ARGUMENT.partition(" ")
    clear_desk()
    yield
    open_panel()
    if panel().session.campaign is None:
        panel().session.open(WORK / "campaign.toml")
    yield
    from trygghetsrutan.qgis_plugin import feedback
    from trygghetsrutan.qgis_plugin.panel import status

    session = panel().session
    SEEN["states"] = {each.id: each.state for each in status.steps(session.campaign, session.campaign_path, session.results)}
    SEEN["lines"] = list(states())
    SEEN["shown"] = panel().current()
    SEEN["campaign"] = str(session.campaign_path)
    seen_now()
    if before != "-":
        if before == "publish":
            panel().choose("publish")
            panel().pages["publish"]._plan()
            yield
        do(before)
        yield
    if not step:
        SEEN["end"] = {each.id: each.state for each in status.steps(session.campaign, session.campaign_path, session.results)}
        receipt = panel().pages["publish"].receipt
        SEEN["receipt"] = receipt.text() if receipt.isVisible() else ""
        return
    if step in ("package", "publish"):
        # The publisher works in a process of its own: QGIS dies while that is at it.
        panel().choose("publish")
        panel().pages["publish"].to.setText(str(WORK / "portal"))
        if step == "publish":
            panel().pages["publish"]._plan()
            yield
        call = feedback.FeedbackProgress.__call__

        def at_work(self, step, done, total):
            if done > 0:
                die()
            call(self, step, done, total)

        feedback.FeedbackProgress.__call__ = at_work
    else:
        # Everything of a file is written beside it, and has not taken its place yet.
        Path.replace = lambda self, target: die()
    do(step)
    yield


def status_of(address: str) -> int:
    """What anybody is answered."""
    try:
        return urllib.request.urlopen(address, timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code


def to_ckan():
    """A package that lies there to a real CKAN, with the credentials out of QGIS' authentication manager: cancelled, then done."""
    address, token = ARGUMENT.split(" ")
    clear_desk()
    yield
    open_panel()
    panel().session.open(WORK / "campaign.toml")
    manager = QgsApplication.authManager()
    manager.setMasterPassword("ett huvudlösenord", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("CKAN")
    config.setConfig("username", "token")
    config.setConfig("password", Path(token).read_text(encoding="utf-8").strip())
    manager.storeAuthenticationConfig(config)
    panel().choose("publish")
    yield
    page = panel().pages["publish"]
    page.to.setText(address)
    page.login.setConfigId(config.id())
    yield
    page._plan()
    yield
    SEEN["plan"] = [page.table.item(row, 0).text() for row in range(page.table.rowCount())]
    grab("21-ckan-plan")
    page._apply()
    while panel().session.busy:
        if "laddar upp" in panel().work_label.text():
            SEEN["cancelled_while"] = panel().work_label.text()
            panel().session.cancel()
        yield WHILE_BUSY
    yield
    SEEN["cancelled"] = page.receipt.text()
    SEEN["readers_get"] = status_of(f"{address}/api/3/action/package_show?id={panel().session.campaign.campaign.name}")
    page._plan()
    yield
    SEEN["plan_after"] = [page.table.item(row, 0).text() for row in range(page.table.rowCount())]
    page._apply()
    yield
    SEEN["receipt"] = page.receipt.text() if page.receipt.isVisible() else ""
    grab("22-ckan-receipt")
    page._plan()
    yield
    SEEN["again"] = page.receipt.text()


def installed():
    """The button that installs the publisher: cancelled in the middle, then done, then a package built with what it made."""
    from trygghetsrutan.qgis_plugin import companion, installing

    clear_desk()
    yield
    open_panel()
    panel().session.open(WORK / "campaign.toml")
    panel().choose("publish")
    yield
    page, folder = panel().pages["publish"], installing.private_environment()
    grab("31-not-installed")
    page.install_now()
    while panel().session.busy:
        if panel().bar.value() > 10:
            grab("32-installing")
            panel().session.cancel()
        yield WHILE_BUSY
    yield
    SEEN["after_cancel"] = [str(companion.interpreter()), sorted(str(path) for path in folder.parent.rglob("*"))[:9]]
    page.install_now()
    yield
    SEEN["python"] = str(companion.interpreter())
    grab("33-installed")
    page._build()
    yield
    SEEN["packaged"] = (panel().session.results.package / "datapackage.json").exists()


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
        (PICTURES / "seen.json").write_text(json.dumps(SEEN, indent=1, ensure_ascii=False), encoding="utf-8")
        QgsProject.instance().setDirty(False)
        QApplication.instance().quit()
        os._exit(0)


driver = Driver(globals()[os.environ.get("DRIVE_SCRIPT", "campaign_to_plan")]())
