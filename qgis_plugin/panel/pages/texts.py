"""Texts: what may be personal data, decided by a person with single keys."""

from __future__ import annotations

import datetime
import getpass
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QLineEdit

from ....opendata.errors import UserError
from ...algorithms.base import tools
from ...i18n import tr
from ...i18n.messages import in_words, kind_title
from .. import lists
from ..reviewpage import ReviewPage
from ..textview import TextView
from ..widgets import button, row, text

COLOURS = {"accept": "#f2b56b", "reject": "#d7ecec", "extra": "#f2b56b", "": "#fbe9a6"}
"""Masked, kept, open: told apart by the words beside them too."""


@dataclass(frozen=True)
class Stop:
    """What is shown at once: a text, and the finding asked about (its index in the list, -1: none)."""

    content: str
    text: str
    item: int


class TextsPage(ReviewPage):
    """One finding at a time, its words marked in the text; a person may mark more, in any text."""

    def __init__(self, dock: Any):
        super().__init__(
            dock,
            tr("Texts"),
            tr(
                "What is sure is masked already. Decide about the rest: M masks the marked words, K keeps them, arrow keys move. "
                "Was something missed? Select it in the text, choose what it is and press X."
            ),
        )
        self._items: tuple[Any, ...] = ()
        self._trouble = ""
        self._texts: dict[str, str] = {}
        self._texts_of: tuple[Path, int, int] | None = None
        self._stops: list[Stop] = []
        self._masker: Any = None
        self._masker_of: Any = None
        self.find = button(tr("Find and mask personal data"), self._find, main=True)
        self.set_footer(self.find, button(tr("Privacy report"), self._open_report))
        self.every = QCheckBox(tr("Show all texts"))
        self.every.setToolTip(tr("Also those in which nothing was found, so that more can be marked in them"))
        self.every.toggled.connect(lambda _on: self._show_every())
        self.body.addWidget(row(self.counter, self.every, stretch=0))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search in the texts"))
        self.search.setAccessibleName(tr("Search in the texts"))
        self.search.setClearButtonEnabled(True)
        self.search.hide()
        self.search.textChanged.connect(lambda _words: self._arrange(first=True))
        self.body.addWidget(self.search)
        self.reason = text(quiet=True)
        self.body.addWidget(self.reason)
        self.shown = TextView("MKUX")
        self.shown.setFixedHeight(self.shown.sizeHint().height())
        self.shown.setAccessibleName(tr("The text; shift and the arrow keys select words"))
        self.search.returnPressed.connect(self.shown.setFocus)
        self.body.addWidget(self.shown)
        self.deciding = (
            button(tr("Mask (M)"), lambda: self.decide("accept")),
            button(tr("Keep (K)"), lambda: self.decide("reject")),
            button(tr("Undo (U)"), lambda: self.decide("")),
        )
        self.buttons = row(*self.deciding, *self._arrows())
        self.body.addWidget(self.buttons)
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("What the selected words are"))
        self.kind.setToolTip(tr("What the selected words are"))
        self.more = button(tr("Mask selected (X)"), self.mark)
        self.more_row = row(self.kind, self.more)
        self.body.addWidget(self.more_row)
        self.body.addStretch(1)
        self._listen(
            {
                "M": lambda: self.decide("accept"),
                "K": lambda: self.decide("reject"),
                "U": lambda: self.decide(""),
                "X": self.mark,
                "Left": lambda: self._move(-1),
                "Right": lambda: self._move(1),
            }
        )

    def refresh(self) -> None:
        from ....opendata.privacy import finding

        results = self.session.results
        if not self.kind.count():
            for kind in finding.KINDS:
                self.kind.addItem(kind_title(kind), kind)
            self.kind.setCurrentIndex(self.kind.findData("namn"))
        self.find.setEnabled(bool(results and results.submissions.exists()))
        listed = lists.texts(results) if results else lists.Listed()
        self._items, self._trouble = listed.lines, listed.trouble
        self.every.setEnabled(bool(results and results.texts.exists()))
        self._prepare()
        if self.every.isChecked():
            self._show_every()
        else:
            self._arrange()

    def _show_every(self) -> None:
        """With the switch on, all texts; they are read in the background when they have changed."""
        self.search.setVisible(self.every.isChecked())
        results = self.session.results
        stamp = _stamp(results.submissions) if results else None
        if not self.every.isChecked() or stamp is None or stamp == self._texts_of:
            self._arrange()
            return
        self._texts_of = stamp

        def work(_progress: Any) -> dict[str, str]:
            from ....opendata.privacy.review import content_key
            from ....opendata.submissions import store

            texts = store.read(results.submissions).text.tolist()
            return {content_key(text): text for text in texts if text.strip()}

        def done(texts: dict[str, str]) -> None:
            self._texts = texts
            self._prepare()
            self._arrange()

        self.session.start(tr("Reading the texts"), work, done)

    def _arrange(self, first: bool = False) -> None:
        """What is gone through: the findings in their order, or all texts that hold the words searched for, each with its findings."""
        before = self._stops[self._at] if self._at < len(self._stops) else None
        if self.every.isChecked():
            self._stops = arrange(self._texts, self._items, self.search.text())
        else:
            self._stops = [Stop(item.content, item.text, i) for i, item in enumerate(self._items)]
        if first or before is None:
            self._at = 0
        elif not (self._at < len(self._stops) and self._stops[self._at].content == before.content):
            self._at = next((i for i, stop in enumerate(self._stops) if stop.content == before.content), self._at)
        self._show()

    def _prepare(self) -> None:
        """Make ready, in the background, what finds the words that are masked at once, so that they too are seen in the text."""
        campaign = self.session.campaign
        if not (self._items or self._texts) or campaign is None or campaign is self._masker_of:
            return
        self._masker_of = campaign

        def make(progress: Any) -> Any:
            from ....opendata.chain import public_names
            from ....opendata.privacy.text import Masker

            return Masker(public_names(campaign, tools(), progress))

        def done(masker: Any) -> None:
            self._masker = masker
            self._show()

        self.session.start(tr("Finding personal data"), make, done)

    def _masked_at_once(self, text: str) -> list[tuple[int, int, str, bool]]:
        found = self._masker.find(text) if self._masker is not None else ()
        return [(each.start, each.end, COLOURS["accept"], False) for each in found if each.tier == 1]

    def _show(self) -> None:
        waiting = sum(not item.decision for item in self._items)
        self.more_row.setEnabled(bool(self._stops))
        if not self._stops:
            self.buttons.setEnabled(False)
            if self._trouble:
                self.counter.setText(tr("The list of texts cannot be read"))
            else:
                self.counter.setText(tr("No text holds these words") if self.search.text() else tr("No finding waits for a decision"))
            self.reason.setText(html.escape(self._trouble))
            self.shown.show_text("")
            return
        self._at = max(0, min(self._at, len(self._stops) - 1))
        stop = self._stops[self._at]
        self.buttons.setEnabled(True)
        for each in self.deciding:
            each.setEnabled(stop.item >= 0)
        self.counter.setText(
            tr("{at} of {all}; {waiting} wait for a decision").format(at=self._at + 1, all=len(self._stops), waiting=waiting)
        )
        if stop.item >= 0:
            item = self._items[stop.item]
            state = {"accept": tr("masked"), "extra": tr("masked"), "reject": tr("kept"), "": tr("open")}[item.decision]
            self.reason.setText(
                f"<b>{html.escape(kind_title(item.kind))}</b> – {html.escape(in_words(item.reason))} – {html.escape(state)}"
            )
        else:
            self.reason.setText(html.escape(self._trouble) or tr("Nothing to decide in this text"))
        self.shown.show_text(
            stop.text,
            self._masked_at_once(stop.text)
            + sorted(
                (
                    (each.start, each.end, COLOURS[each.decision], i == stop.item)
                    for i, each in enumerate(self._items)
                    if each.content == stop.content
                ),
                key=lambda span: span[3],
            ),
        )

    def decide(self, decision: str) -> None:
        """Keep a decision about the finding shown, and show the next open one (of all texts: the next text or finding)."""
        from ....opendata.privacy import review

        if not self._stops or self._stops[self._at].item < 0:
            return
        at = self._stops[self._at].item
        item = self._items[at]
        if item.decision == review.EXTRA:  # what a person marked has no decision to undo: it goes away again
            items = self._items if decision == review.ACCEPT else (*self._items[:at], *self._items[at + 1 :])
        else:
            items = review.decide(self._items, at, decision, getpass.getuser(), _now())
        if not self._write(items):
            return
        if decision and self.every.isChecked():
            self._at = min(self._at + 1, len(self._stops) - 1)
        elif decision:
            self._at = lists.next_open(items, self._at)
        self.session.changed.emit()

    def mark(self) -> None:
        """Mask the words selected in the text too; what was shown stays shown."""
        from ....opendata.privacy import review

        if not self._stops:
            return
        start, end = self.shown.selected()
        if start == end:
            self._hint(tr("Select the words in the text first."))
            return
        stop, kind = self._stops[self._at], self.kind.currentData()
        if any((i.content, i.kind, i.start, i.end) == (stop.content, kind, start, end) for i in self._items):
            self._hint(tr("These words are in the list already."))
            return
        try:
            items = review.add(self._items, stop.text, kind, start, end, getpass.getuser(), _now())
        except UserError as error:
            self.session.show_error(tr("The decision was not saved"), error)
            return
        if self._write(items):
            self.session.changed.emit()
            self.dock.done(tr("Marked. It is masked when personal data are searched for the next time."))

    def _write(self, items: Sequence[Any]) -> bool:
        """Whether the list could be written; the old one stays when it could not, and when it cannot be read."""
        from ....opendata.privacy import review

        if self._trouble:
            self.session.failed.emit(tr("The decision was not saved"), self._trouble)
            return False
        if not self._kept(lambda: review.write(self.session.results.texts, items)):
            return False
        self._items = tuple(items)
        return True

    def _hint(self, message: str) -> None:
        self.dock.iface.messageBar().pushInfo("Trygghetsrutan", message)

    def _find(self) -> None:
        def done(result: dict[str, Any]) -> None:
            self.dock.done(tr("{masked} findings masked, {left} wait for a decision.").format(masked=result["MASKED"], left=result["LEFT"]))
            self.session.changed.emit()

        self.session.start_algorithm(tr("Finding personal data"), "anonymise", self.session.parameters(), done)

    def _open_report(self) -> None:
        if self.session.results is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.results.privacy_report)))


def arrange(texts: dict[str, str], items: Iterable[Any], words: str) -> list[Stop]:
    """A stop per finding of each text, one for a text without any; only texts that hold ``words``, whatever their case."""
    findings: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        findings.setdefault(item.content, []).append(i)
    wanted = words.strip().casefold()
    return [Stop(content, text, i) for content, text in texts.items() if wanted in text.casefold() for i in findings.get(content, (-1,))]


def _stamp(path: Path | None) -> tuple[Path, int, int] | None:
    """What changes when the file is written anew; None when there is none."""
    try:
        told = path.stat() if path is not None else None
    except FileNotFoundError:
        return None
    return (path, told.st_mtime_ns, told.st_size) if path is not None and told is not None else None


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")
