"""Publish: package, plan as a diff, apply, receipt and link; the companion publisher does the work."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from qgis.core import QgsSettings
from qgis.gui import QgsAuthConfigSelect
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QColor, QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QHeaderView, QLineEdit, QMessageBox, QTableWidgetItem, QToolButton

from ....opendata.errors import UserError
from ....opendata.progress import Progress
from ... import companion, installing, publishing
from ...i18n import tr
from ..widgets import BAD, GOOD, QUIET, WARN, Page, button, row, table, text

COLOURS = {publishing.FORBIDS: BAD, "create": GOOD, "replace": WARN, "remove": BAD, "unchanged": QUIET}
LOGIN = "trygghetsrutan/login"


def action_names() -> dict[str, str]:
    """What a change does, in the user's language."""
    return {"create": tr("new"), "replace": tr("replace"), "remove": tr("remove"), "unchanged": tr("unchanged")}


class PublishPage(Page):
    """From the release to the portal."""

    def __init__(self, dock: Any):
        super().__init__(
            dock, tr("Publish"), tr("First the package, then the plan: it shows what would change. Only Apply writes to the portal.")
        )
        self.status = text()
        self.install = button(tr("Install the publisher…"), self._install)
        self.choose = button(tr("Choose a Python…"), self._choose_python)
        self.status.linkActivated.connect(lambda _link: self._choose_python())
        self.body.addWidget(self.status)
        self.setup = row(self.install, self.choose)
        self.body.addWidget(self.setup)
        self.build = button(tr("Build the package"), self._build)
        self.open = button(tr("Open the page"), self._open_page)
        self.texts = button(tr("Texts of the page…"), self._edit_texts)
        self.body.addWidget(row(self.texts, self.build, self.open))
        self.to = QLineEdit(str(QgsSettings().value(publishing.PORTAL, "") or ""))
        self.to.setPlaceholderText(tr("A folder, or https://… of a CKAN portal"))
        self.to.textChanged.connect(lambda words: self._portal_changed(words))
        browse = QToolButton()
        browse.setText("…")
        browse.clicked.connect(lambda _checked=False: self._browse())
        self.body.addWidget(text(tr("Portal"), bold=True))
        self.body.addWidget(row(self.to, browse, stretch=0))
        self.login = QgsAuthConfigSelect(self)
        self.login.setConfigId(str(QgsSettings().value(LOGIN, "") or ""))
        self.login.selectedConfigIdChanged.connect(lambda config: QgsSettings().setValue(LOGIN, config))
        self.login_note = text(tr("Credentials: a Basic configuration whose password is the portal's API token."), quiet=True)
        self.body.addWidget(self.login_note)
        self.body.addWidget(self.login)
        self.plan = button(tr("Show the plan"), self._plan, main=True)
        self.apply = button(tr("Apply"), self._apply)
        self.apply.setEnabled(False)
        self.set_footer(self.plan, self.apply)
        self.table = table(tr("Change"), tr("What"), tr("Why"))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setWordWrap(False)
        self.table.setColumnWidth(1, 150)
        self.table.setMinimumHeight(170)
        self.receipt = text()
        self.receipt.setTextFormat(Qt.TextFormat.RichText)
        self.receipt.setOpenExternalLinks(True)
        self.receipt.hide()
        self.body.addWidget(self.receipt)
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        python = companion.interpreter()
        results = self.session.results
        if python is None:
            self.status.setText(tr("The publisher is not installed. It runs apart from QGIS, with libraries of its own."))
            self.status.setStyleSheet(f"color: {WARN};")
        else:
            change = f'<a href="#">{tr("change")}</a>'
            self.status.setText(html.escape(tr("Publisher: {path}").format(path=str(python))) + f" ({change})")
            self.status.setStyleSheet(f"color: {QUIET};")
        self.setup.setVisible(python is None)
        self.texts.setEnabled(self.session.campaign is not None)
        self.build.setEnabled(bool(python and results and results.release.exists()))
        packaged = bool(results and (results.package / "datapackage.json").exists())
        self.open.setEnabled(packaged)
        self.plan.setEnabled(bool(python and packaged and self.to.text().strip()))
        folder = "://" not in self.to.text()
        self.login.setVisible(not folder)
        self.login_note.setVisible(not folder)

    def _portal_changed(self, words: str) -> None:
        QgsSettings().setValue(publishing.PORTAL, words.strip())
        self._show_plan({})
        self.refresh()

    def _browse(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Folder of the portal"), self.to.text())
        if path:
            self.to.setText(path)

    # The publisher itself.

    def _install(self) -> None:
        listed = installing.requirements()
        box = QMessageBox(self)
        box.setWindowTitle(tr("Install the publisher"))
        box.setText(
            tr(
                "{n} libraries are downloaded from the Python package index and put into a folder of their own "
                "(about {size} MB):\n{folder}\n"
                "QGIS and its own Python stay as they are. Every file is checked against a known checksum. Removing the folder "
                "removes it all."
            ).format(n=len(listed), size=installing.MEGABYTES, folder=installing.private_environment())
        )
        box.setDetailedText("\n".join(listed))
        box.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
        box.button(QMessageBox.StandardButton.Ok).setText(tr("Install"))
        box.button(QMessageBox.StandardButton.Cancel).setText(tr("Cancel"))
        if box.exec() == QMessageBox.StandardButton.Ok:
            self.install_now()

    def install_now(self) -> None:
        """Make the private environment in the background."""

        def done(_python: Path) -> None:
            self.dock.done(tr("The publisher is installed."))
            self.session.changed.emit()

        self.session.start(tr("Installing the publisher"), installing.make_environment, done)

    def _choose_python(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("A Python that has the publisher's libraries"))
        if path:
            self.use_python(Path(path))

    def use_python(self, path: Path) -> None:
        """Use this Python from now on, when it has what the publisher needs."""

        def done(_nothing: None) -> None:
            QgsSettings().setValue(companion.SETTING, str(path))
            self.session.changed.emit()

        self.session.start(tr("Trying the Python"), lambda progress: installing.try_python(path, progress), done)

    # Package, plan, apply.

    def _edit_texts(self) -> None:
        from ..pagetexts import PageTexts

        PageTexts(self, self.session).exec()

    def _build(self) -> None:
        results, campaign = self.session.results, str(self.session.campaign_path)

        def work(progress: Progress) -> None:
            companion.check(["package", str(results.release), "--campaign", campaign, "--out", str(results.package)], progress)
            companion.check(["validate", str(results.package)], progress)

        def done(_result: None) -> None:
            self.dock.done(tr("The package is built and passes every gate."))
            self.session.changed.emit()

        self.session.start(tr("Building and validating the package"), work, done)

    def _plan(self) -> None:
        package, to, token = str(self.session.results.package), self.to.text().strip(), self._token()
        if token is None:
            return

        def work(progress: Progress) -> dict[str, Any]:
            return publishing.plan(package, to, token, progress)

        self.session.start(tr("Making the plan"), work, self._show_plan)

    def _show_plan(self, told: dict[str, Any]) -> None:
        lines = publishing.lines_of(told)
        self.table.setRowCount(len(lines))
        for i, line in enumerate(lines):
            action = f"{line.sign} {action_names().get(line.action, '')}".rstrip()
            for column, words in enumerate((action, line.what, line.why)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                item.setForeground(QColor(COLOURS.get(line.action, QUIET)))
                self.table.setItem(i, column, item)
        self.table.resizeRowsToContents()
        self.apply.setEnabled(bool(told.get("would_change")) and bool(told.get("can_apply")))
        self._say(tr("Nothing would change: the portal has this version already.") if told and not told.get("would_change") else "")

    def _say(self, words: str) -> None:
        self.receipt.setText(words)
        self.receipt.setVisible(bool(words))

    def _apply(self) -> None:
        package, to, token = str(self.session.results.package), self.to.text().strip(), self._token()
        if token is None:
            return
        ledger, name, bring = self.session.results.ledger, self.session.campaign.campaign.name, self.session.bringing()

        def work(progress: Progress) -> dict[str, Any]:
            from ....opendata.disclosure import ledger as ledgers

            bring()
            receipt = publishing.apply(package, to, token, str(ledger), progress)
            beside = publishing.portals_ledger(to)
            if beside is not None:
                ledgers.bring(beside, ledger, name)
            return receipt

        def done(receipt: dict[str, Any]) -> None:
            url = str(receipt.get("url", ""))
            link = bytes((QUrl(url) if "://" in url else QUrl.fromLocalFile(url)).toEncoded()).decode()
            self._show_plan({})
            self._say(
                html.escape(tr("Published {at}:").format(at=receipt.get("at", "")))
                + f' <a href="{html.escape(link)}">{html.escape(url)}</a>'
            )
            self.dock.done(tr("Published."))
            self.session.changed.emit()

        self.session.start(tr("Publishing"), work, done)

    def _token(self) -> str | None:
        """The portal's token, empty for a folder; None, and the user is told, when it cannot be read."""
        try:
            return publishing.credential(str(self.login.configId()) if "://" in self.to.text() else "")
        except UserError as error:
            self.session.show_error(tr("The credentials cannot be used"), error)
            return None

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.results.package / "index.html")))
