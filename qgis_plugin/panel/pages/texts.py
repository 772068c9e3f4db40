"""Texts: what may be personal data, decided by a person with single keys."""

from __future__ import annotations

import datetime
import getpass
import html
from typing import Any

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QShortcut

from ....opendata.errors import UserError
from ...i18n import tr
from ...i18n.messages import kind_title, reason
from ..textview import TextView
from ..widgets import Page, button, row, small, text

COLOURS = {"accept": "#f2b56b", "reject": "#d7ecec", "extra": "#f2b56b", "": "#fbe9a6"}
"""Masked, kept, open: told apart by the words beside them too."""


class TextsPage(Page):
    """One finding at a time, its words marked in the text; a person may mark more."""

    def __init__(self, dock: Any):
        super().__init__(
            tr("Texts"),
            tr(
                "What is sure is masked already. Decide about the rest: M masks the marked words, K keeps them, arrow keys move. "
                "Was something missed? Select it in the text, choose what it is and press X."
            ),
        )
        self.dock, self.session = dock, dock.session
        self._items: tuple[Any, ...] = ()
        self._at = 0
        self.find = button(tr("Find and mask personal data"), self._find, main=True)
        self.set_footer(self.find, button(tr("Privacy report"), self._open_report))
        self.counter = QLabel()
        self.counter.setStyleSheet("font-weight: bold;")
        self.body.addWidget(self.counter)
        self.reason = text(quiet=True)
        self.body.addWidget(self.reason)
        self.shown = TextView("MKUX")
        self.shown.setMinimumHeight(70)
        self.shown.setAccessibleName(tr("The text; shift and the arrow keys select words"))
        self.body.addWidget(self.shown, 1)
        self.buttons = row(
            button(tr("Mask (M)"), lambda: self.decide("accept")),
            button(tr("Keep (K)"), lambda: self.decide("reject")),
            button(tr("Undo (U)"), lambda: self.decide("")),
            small("←", tr("Previous"), lambda: self._move(-1)),
            small("→", tr("Next"), lambda: self._move(1)),
        )
        self.body.addWidget(self.buttons)
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("What the selected words are"))
        self.kind.setToolTip(tr("What the selected words are"))
        self.more = button(tr("Mask selected (X)"), self.mark)
        self.more_row = row(self.kind, self.more)
        self.body.addWidget(self.more_row)
        for key, action in (
            ("M", lambda: self.decide("accept")),
            ("K", lambda: self.decide("reject")),
            ("U", lambda: self.decide("")),
            ("X", self.mark),
            ("Left", lambda: self._move(-1)),
            ("Right", lambda: self._move(1)),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def refresh(self) -> None:
        from ....opendata.privacy import finding, review

        results = self.session.results
        if not self.kind.count():
            for kind in finding.KINDS:
                self.kind.addItem(kind_title(kind), kind)
            self.kind.setCurrentIndex(self.kind.findData("namn"))
        self.find.setEnabled(bool(results and results.submissions.exists()))
        try:
            self._items = review.read(results.texts) if results and results.texts.exists() else ()
        except UserError as error:
            self.session.show_error(tr("The review of texts cannot be read"), error)
            self._items = ()
        self._show()

    def _show(self) -> None:
        waiting = sum(not item.decision for item in self._items)
        self.buttons.setEnabled(bool(self._items))
        self.more_row.setEnabled(bool(self._items))
        if not self._items:
            self.counter.setText(tr("No finding waits for a decision"))
            self.reason.setText("")
            self.shown.show_text("")
            return
        self._at = max(0, min(self._at, len(self._items) - 1))
        item = self._items[self._at]
        self.counter.setText(
            tr("{at} of {all}; {waiting} wait for a decision").format(at=self._at + 1, all=len(self._items), waiting=waiting)
        )
        state = {"accept": tr("masked"), "extra": tr("masked"), "reject": tr("kept"), "": tr("open")}[item.decision]
        self.reason.setText(f"<b>{html.escape(kind_title(item.kind))}</b> – {html.escape(reason(item.reason))} – {html.escape(state)}")
        self.shown.show_text(
            item.text,
            sorted(
                ((each.start, each.end, COLOURS[each.decision], each is item) for each in self._items if each.content == item.content),
                key=lambda span: span[3],
            ),
        )

    def decide(self, decision: str) -> None:
        """Keep a decision about the finding shown, and show the next open one."""
        from ....opendata.privacy import review

        if not self._items:
            return
        item = self._items[self._at]
        try:
            if item.decision == review.EXTRA:  # what a person marked has no decision to undo: it goes away again
                items = self._items if decision == review.ACCEPT else (*self._items[: self._at], *self._items[self._at + 1 :])
            else:
                items = review.decide(self._items, self._at, decision, getpass.getuser(), _now())
            review.write(self.session.results.texts, items)
        except (UserError, OSError) as error:
            self.session.show_error(tr("The decision was not saved"), error)
            return
        self._items = items
        if decision:
            later = [i for i, each in enumerate(items) if not each.decision]
            self._at = next((i for i in later if i > self._at), later[0] if later else self._at)
        self.session.changed.emit()

    def mark(self) -> None:
        """Mask the words selected in the text too; what was shown stays shown."""
        from ....opendata.privacy import review

        if not self._items:
            return
        start, end = self.shown.selected()
        if start == end:
            self._hint(tr("Select the words in the text first."))
            return
        shown, kind = self._items[self._at], self.kind.currentData()
        if any((i.content, i.kind, i.start, i.end) == (shown.content, kind, start, end) for i in self._items):
            self._hint(tr("These words are in the list already."))
            return
        try:
            items = review.add(self._items, shown.text, kind, start, end, getpass.getuser(), _now())
            review.write(self.session.results.texts, items)
        except (UserError, OSError) as error:
            self.session.show_error(tr("The decision was not saved"), error)
            return
        self._items = items
        self.session.changed.emit()
        self.dock.done(tr("Marked. It is masked when personal data are searched for the next time."))

    def _hint(self, message: str) -> None:
        self.dock.iface.messageBar().pushInfo("Trygghetsrutan", message)

    def _move(self, by: int) -> None:
        self._at += by
        self._show()

    def _find(self) -> None:
        parameters = {"CAMPAIGN": str(self.session.campaign_path), "OUTPUT_FOLDER": str(self.session.folder)}

        def done(result: dict[str, Any]) -> None:
            self.dock.done(tr("{masked} findings masked, {left} wait for a decision.").format(masked=result["MASKED"], left=result["LEFT"]))
            self.session.changed.emit()

        self.session.start_algorithm(tr("Finding personal data"), "anonymise", parameters, done)

    def _open_report(self) -> None:
        if self.session.results is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.results.privacy_report)))


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")
