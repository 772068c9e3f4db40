"""A package that lies there to a real CKAN, with the credentials out of QGIS' authentication manager: cancelled, then done.

The argument: the portal's address, a blank, and the file that holds the token.
"""

import urllib.error
import urllib.request
from pathlib import Path

from hands import ARGUMENT, SEEN, WHILE_BUSY, WORK, clear_desk, grab, open_panel, panel
from qgis.core import QgsApplication, QgsAuthMethodConfig


def status_of(address: str) -> int:
    """What anybody is answered."""
    try:
        return urllib.request.urlopen(address, timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code


def steps():
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
