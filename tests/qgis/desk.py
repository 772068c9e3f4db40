"""What a page needs of the panel: a session that tells of changes, and a message bar that remembers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any


class Desk:
    """Stands in for the dock; ``told`` is everything the user was told."""

    def __init__(self, folder: Path, campaign: Path | None = None):
        from trygghetsrutan.qgis_plugin.panel.session import Session

        self.told: list[str] = []
        self.session = Session()
        self.session.failed.connect(lambda title, words: self.told.append(f"{title}: {words}"))
        if campaign is not None:
            self.session.open(campaign, folder)
        self.session.folder = folder
        bridge = SimpleNamespace(setAutoSetupOnFirstLayer=lambda on: None)
        bar = SimpleNamespace(pushInfo=lambda title, words: self.told.append(words))
        self._canvas: Any = None
        self.iface = SimpleNamespace(messageBar=lambda: bar, mapCanvas=self._map, layerTreeCanvasBridge=lambda: bridge)

    def _map(self) -> Any:
        from qgis.gui import QgsMapCanvas

        self._canvas = self._canvas or QgsMapCanvas()
        return self._canvas

    def close(self) -> None:
        """Let go of the map while QGIS is there: one that outlives it brings Python down."""
        if self._canvas is not None:
            self._canvas.deleteLater()
            self._canvas = None

    def done(self, words: str) -> None:
        self.told.append(words)

    def wait(self) -> None:
        """Until nothing runs."""
        from qgis.PyQt.QtWidgets import QApplication

        while self.session.busy:
            QApplication.processEvents()


def leave_something_open(campaign: Path) -> None:
    """One text of the sample campaign in ``campaign`` gets a word about which a person has to decide."""
    path = campaign / "webbkarta.geojson"
    points = json.loads(path.read_text(encoding="utf-8"))
    points["features"][10]["properties"]["Beskrivning"] = "En man med epilepsi föll vid lekplatsen, lampor saknas."
    path.write_text(json.dumps(points, ensure_ascii=False), encoding="utf-8")


def press(widget: Any, key: str) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    QTest.keyClick(widget, getattr(Qt.Key, f"Key_{key}"))


def show(page: Any) -> Any:
    """The page, shown and active, renewed when something changes."""
    from qgis.PyQt.QtWidgets import QApplication

    page.session.changed.connect(page.refresh)
    page.refresh()
    page.show()
    page.activateWindow()
    QApplication.processEvents()
    return page


def state_of(desk: Desk, step: str) -> tuple[str, str]:
    from trygghetsrutan.qgis_plugin.panel import status

    session = desk.session
    return next(
        (each.state, each.line) for each in status.steps(session.campaign, session.campaign_path, session.results) if each.id == step
    )


def step_page(desk: Desk, step: str) -> Any:
    from trygghetsrutan.qgis_plugin.panel import pages

    return pages.make(step, desk)


def started(desk: Desk, begin: Callable[[], None]) -> None:
    begin()
    desk.wait()
