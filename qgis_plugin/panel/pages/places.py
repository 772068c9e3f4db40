"""Places: words that could be several places, decided by a person on the map."""

from __future__ import annotations

import functools
import html
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QListWidget, QListWidgetItem

from ...i18n import tr
from ...i18n.messages import in_words
from .. import layers, lists
from ..canvas import CandidateMap
from ..reviewpage import ReviewPage
from ..widgets import button, row, text

if TYPE_CHECKING:
    from ....opendata.submissions.place_review import Line


class PlacesPage(ReviewPage):
    """One place at a time: its words, its candidates as numbers on the map; a click or a key decides."""

    def __init__(self, dock: Any):
        super().__init__(
            dock,
            tr("Places"),
            tr("Click a number on the map, or press its key, to accept it. Click anywhere else to put the place there. 0: it is nowhere."),
        )
        self._lines: tuple[Line, ...] = ()
        self._map: CandidateMap | None = None
        self.counter.setWordWrap(True)
        self.body.addWidget(self.counter)
        self.words = text()
        self.words.setStyleSheet("background: #f5f3ee; padding: 8px; border-left: 4px solid #84456c;")
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.body.addWidget(self.words)
        self.choices = QListWidget()
        self.choices.setFixedHeight(112)
        self.choices.itemActivated.connect(lambda item: self.decide(str(item.data(Qt.ItemDataRole.UserRole))))
        self.body.addWidget(self.choices)
        self.body.addWidget(
            row(
                button(tr("Previous"), lambda: self._move(-1)),
                button(tr("Next"), lambda: self._move(1)),
                button(tr("Nowhere (0)"), lambda: self.decide("-")),
                button(tr("Undo"), lambda: self.decide("")),
            )
        )
        self.body.addStretch(1)
        self.again = button(tr("Locate again with the decisions"), self._again, main=True)
        self.set_footer(self.again)
        self._listen({str(key): functools.partial(self._key, key) for key in range(10)})

    def refresh(self) -> None:
        listed = self._read()
        waiting = [i for i, line in enumerate(self._lines) if not line.decision]
        if self._lines and self._lines[min(self._at, len(self._lines) - 1)].decision and waiting:
            self._at = waiting[0]
        self._show()
        if listed.trouble:
            self.counter.setText(listed.trouble)

    def _read(self) -> lists.Listed:
        results = self.session.results
        listed = lists.places(results) if results else lists.Listed()
        self._lines = listed.lines
        return listed

    def leave(self) -> None:
        layers.hide_context()
        if self._map is not None:
            self._map.hide()
            self._map = None

    def _show(self) -> None:
        waiting = sum(not line.decision for line in self._lines)
        self.again.setEnabled(any(line.decision for line in self._lines))
        if not self._lines:
            self.counter.setText(tr("No place waits for a decision"))
            self.words.hide()
            self.choices.clear()
            self.leave()
            return
        self._at = max(0, min(self._at, len(self._lines) - 1))
        line = self._lines[self._at]
        self.counter.setText(
            tr("{at} of {all}; {waiting} wait for a decision").format(at=self._at + 1, all=len(self._lines), waiting=waiting)
        )
        decided = f"<br><b>{tr('Decided:')}</b> {html.escape(line.decision)}" if line.decision else ""
        self.words.setText(
            f"{html.escape(line.words)}<br><span style='color:#5b6770'>{html.escape(in_words(line.reason))} – "
            f"{html.escape(tr('rows: {n}').format(n=line.rows))}</span>{decided}"
        )
        self.words.show()
        self.choices.clear()
        for number, candidate in enumerate(line.candidates, 1):
            item = QListWidgetItem(f"{number}   {candidate.name}")
            item.setData(Qt.ItemDataRole.UserRole, str(number))
            self.choices.addItem(item)
        layers.show_context(self.dock.iface, self.session.campaign, self.session.results)
        if self._map is None:
            crs = self.session.campaign.grid.crs
            self._map = CandidateMap(self.dock.iface, crs, lambda number: self.decide(str(number)), self._placed)
        self._map.show(line.candidates)

    def decide(self, decision: str) -> None:
        """Keep a decision about the place shown, and show the next one."""
        from ....opendata.submissions import worklist

        if not self._lines:
            return
        if not self._kept(lambda: worklist.decide(self.session.results.places, self._lines[self._at].key, decision)):
            return
        self._read()
        if decision:
            self._at = lists.next_open(self._lines, self._at)
        self.session.changed.emit()

    def _placed(self, x: float, y: float) -> None:
        self.decide(f"{round(x)} {round(y)}")

    def _key(self, key: int) -> None:
        if key == 0:
            self.decide("-")
        elif self._lines and key <= len(self._lines[self._at].candidates):
            self.decide(str(key))

    def _again(self) -> None:
        def done(result: dict[str, Any]) -> None:
            self.dock.done(
                tr("{located} located, {review} places wait for a decision.").format(located=result["LOCATED"], review=result["TO_REVIEW"])
            )
            self._at = 0
            self.session.changed.emit()

        self.session.load(tr("Locating again"), done)
