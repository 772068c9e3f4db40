"""Texts: what may be personal data, decided by a person with two keys."""

from __future__ import annotations

import datetime
import getpass
import html
from typing import Any

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence
from qgis.PyQt.QtWidgets import QLabel, QShortcut, QTextBrowser

from ....opendata.errors import UserError
from ...i18n import tr
from ...i18n.messages import reason
from ..widgets import Page, button, row, small, text

COLOURS = {"accept": "#f2b56b", "reject": "#d7ecec", "extra": "#f2b56b", "": "#fbe9a6"}
"""Masked, kept, open: told apart by the words beside them too."""


class TextsPage(Page):
    """One finding at a time, its words marked in the text."""

    def __init__(self, dock: Any):
        super().__init__(
            tr("Texts"),
            tr("What is sure is masked already. Decide about the rest: M masks the marked words, K keeps them, arrow keys move."),
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
        self.shown = QTextBrowser()
        self.shown.setMinimumHeight(120)
        self.shown.setOpenLinks(False)
        self.body.addWidget(self.shown, 1)
        self.buttons = row(
            button(tr("Mask (M)"), lambda: self.decide("accept")),
            button(tr("Keep (K)"), lambda: self.decide("reject")),
            button(tr("Undo (U)"), lambda: self.decide("")),
            small("←", tr("Previous"), lambda: self._move(-1)),
            small("→", tr("Next"), lambda: self._move(1)),
        )
        self.body.addWidget(self.buttons)
        for key, action in (
            ("M", lambda: self.decide("accept")),
            ("K", lambda: self.decide("reject")),
            ("U", lambda: self.decide("")),
            ("Left", lambda: self._move(-1)),
            ("Right", lambda: self._move(1)),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def refresh(self) -> None:
        from ....opendata.privacy import review

        results = self.session.results
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
        if not self._items:
            self.counter.setText(tr("No finding waits for a decision"))
            self.reason.setText("")
            self.shown.clear()
            return
        self._at = max(0, min(self._at, len(self._items) - 1))
        item = self._items[self._at]
        self.counter.setText(
            tr("{at} of {all}; {waiting} wait for a decision").format(at=self._at + 1, all=len(self._items), waiting=waiting)
        )
        state = {"accept": tr("masked"), "extra": tr("masked"), "reject": tr("kept"), "": tr("open")}[item.decision]
        self.reason.setText(f"<b>{html.escape(item.kind)}</b> – {html.escape(reason(item.reason))} – {html.escape(state)}")
        self.shown.setHtml(f"<div style='font-size:11pt; line-height:150%'>{self._marked(item)}</div>")

    def _marked(self, shown: Any) -> str:
        """The text with every finding coloured; the one to decide about is framed by bold."""
        spans = sorted((i for i in self._items if i.content == shown.content), key=lambda i: (i.start, i.end))
        parts, at = [], 0
        for item in spans:
            if item.start < at:
                continue
            parts.append(html.escape(shown.text[at : item.start]))
            weight = "bold; text-decoration: underline" if item == shown else "normal"
            words = html.escape(shown.text[item.start : item.end])
            parts.append(f"<span style='background:{COLOURS[item.decision]}; font-weight:{weight}'>{words}</span>")
            at = item.end
        parts.append(html.escape(shown.text[at:]))
        return "".join(parts).replace("\n", "<br>")

    def decide(self, decision: str) -> None:
        """Keep a decision about the finding shown, and show the next open one."""
        from ....opendata.privacy import review

        if not self._items:
            return
        now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            items = review.decide(self._items, self._at, decision, getpass.getuser(), now)
            review.write(self.session.results.texts, items)
        except (UserError, OSError) as error:
            self.session.show_error(tr("The decision was not saved"), error)
            return
        self._items = items
        if decision:
            later = [i for i, item in enumerate(items) if not item.decision]
            self._at = next((i for i in later if i > self._at), later[0] if later else self._at)
        self.session.changed.emit()

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
