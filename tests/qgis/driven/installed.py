"""The button that installs the publisher: cancelled in the middle, then done, then a package built with what it made."""

from hands import SEEN, WHILE_BUSY, WORK, clear_desk, grab, open_panel, panel


def steps():
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
