"""Release: what stands in the way, each with a way to mend it; then the audited release is written."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QColor, QDesktopServices
from qgis.PyQt.QtWidgets import QCheckBox, QHeaderView, QTableWidget, QTableWidgetItem

from ...algorithms.exportrelease import HOLD_BACK, KEPT_REGIONS, WITHHELD_TOTALS, holding_back, told_of_holding
from ...i18n import tr
from ..findings import LOOK, NOTE, STOP, findings
from ..widgets import BAD, GOOD, QUIET, WARN, Page, button, table, text


class ReleasePage(Page):
    """The findings table and the export."""

    def __init__(self, dock: Any):
        super().__init__(
            dock,
            tr("Release"),
            tr("The release holds only counts of areas. It is attacked once more before it is written. Double-click a line to go there."),
        )
        self.verdict = text()
        self.body.addWidget(self.verdict)
        self.table = table("", tr("What"), tr("What to do"))
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(180)
        self.table.cellDoubleClicked.connect(lambda at, _column: self.dock.choose(self.table.item(at, 0).data(Qt.ItemDataRole.UserRole)))
        self.body.addWidget(self.table, 1)
        name, explanation = holding_back()
        self.hold = QCheckBox(name)
        self.hold.setToolTip(explanation)
        self.body.addWidget(self.hold)
        self.export = button(tr("Export release"), self._export, main=True)
        self.report = button(tr("Situation report"), self._report)
        self.set_footer(self.export, self.report)
        self.body.addWidget(
            text(tr("The situation report is internal: masked quotations, places and themes for the parties' own work."), quiet=True)
        )

    def refresh(self) -> None:
        found = findings(self.session.campaign, self.session.results)
        signs = {STOP: ("■ " + tr("Stop"), BAD), LOOK: ("▲ " + tr("Look"), WARN), NOTE: ("● " + tr("Note"), QUIET)}
        self.table.setRowCount(len(found))
        for i, finding in enumerate(found):
            sign, colour = signs[finding.severity]
            first = QTableWidgetItem(sign)
            first.setForeground(QColor(colour))
            first.setData(Qt.ItemDataRole.UserRole, finding.step)
            for column, item in enumerate((first, QTableWidgetItem(finding.what), QTableWidgetItem(finding.fix))):
                item.setToolTip(item.text())
                self.table.setItem(i, column, item)
        self.table.resizeRowsToContents()
        stops = sum(finding.severity == STOP for finding in found)
        results = self.session.results
        ready = bool(results and results.draft.exists()) and not stops
        self.export.setEnabled(ready)
        # A first release has nothing to keep.
        self.hold.setVisible(bool(results and results.ledger.is_dir()))
        self.report.setEnabled(bool(results and results.submissions.exists()))
        if self.session.campaign is None:
            self.verdict.setText("")
        elif stops:
            self.verdict.setText(tr("Must be mended first: {n}").format(n=stops))
            self.verdict.setStyleSheet(f"color: {BAD}; font-weight: bold;")
        else:
            self.verdict.setText(tr("Nothing stands in the way."))
            self.verdict.setStyleSheet(f"color: {GOOD}; font-weight: bold;")

    def _export(self) -> None:
        def done(result: dict[str, Any]) -> None:
            told = told_of_holding(result[KEPT_REGIONS], result[WITHHELD_TOTALS])
            self.dock.done("; ".join(filter(None, (tr("The release is written"), told))))
            self.session.changed.emit()

        chosen = {HOLD_BACK: self.hold.isVisibleTo(self) and self.hold.isChecked()}
        self.session.start_counting(tr("Attacking and writing the release"), "exportrelease", done, **chosen)

    def _report(self) -> None:
        def done(result: dict[str, Any]) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(result["OUTPUT"]))

        self.session.start_algorithm(tr("Writing the situation report"), "situationreport", self.session.parameters(), done)
