"""Themes: what each wording is about, corrected by a person with single keys."""

from __future__ import annotations

import functools
import html
import re
import string
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import QComboBox, QListView, QListWidget, QListWidgetItem

from ....opendata.errors import UserError
from ....opendata.release import UNCLASSIFIED
from ...i18n import language, tr
from .. import lists
from ..reviewpage import ReviewPage
from ..textview import TextView
from ..widgets import button, row, text

if TYPE_CHECKING:
    from ....opendata.submissions.theme_review import Wording

KEYS = string.digits[1:] + string.ascii_uppercase.replace("U", "")
"""One per theme, in the codebook's order; U takes a decision back."""
COLUMN, LINE = 198, 16
"""Pixels of a theme in the list of two columns."""
FOUND = "#d7ecec"
EVERY, BARE, DECIDED = "every", "bare", "decided"
"""What is shown: all wordings, those without a theme, those that a person decided; else the id of a theme."""


class ThemesPage(ReviewPage):
    """One wording at a time, the words that gave its theme marked; a key gives it another."""

    def __init__(self, dock: Any):
        super().__init__(
            dock,
            tr("Themes"),
            tr("Press a theme's key to give the text another one, Enter when it is right. Arrow keys move."),
        )
        self._lines: tuple[Wording, ...] = ()
        self._shown: list[int] = []
        self._codebook_of: Any = None
        self._names: dict[str, str] = {}
        self.which = QComboBox()
        self.which.setAccessibleName(tr("Which wordings are shown"))
        self.which.activated.connect(lambda _index: self._choose())
        self.body.addWidget(row(self.which, self.counter, stretch=1))
        self.given = text(quiet=True)
        self.body.addWidget(self.given)
        self.shown = TextView(KEYS + "U")
        self.shown.setFixedHeight(self.shown.sizeHint().height() - 56)
        self.shown.setAccessibleName(tr("The wording"))
        self.body.addWidget(self.shown)
        self.themes = QListWidget()
        self.themes.setAccessibleName(tr("Themes"))
        self.themes.setFlow(QListView.Flow.TopToBottom)
        self.themes.setWrapping(True)
        self.themes.setResizeMode(QListView.ResizeMode.Adjust)
        self.themes.setGridSize(QSize(COLUMN, LINE))
        self.themes.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.themes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.themes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.themes.itemClicked.connect(lambda item: self.decide(str(item.data(Qt.ItemDataRole.UserRole))))
        self.buttons = row(
            button(tr("Right (Enter)"), self._right),
            button(tr("Undo (U)"), lambda: self.decide("")),
            *self._arrows(),
        )
        self.body.addWidget(self.buttons)
        self.body.addWidget(self.themes)
        self.body.addStretch(1)
        self.again = button(tr("Give the themes again"), self._again, main=True)
        self.set_footer(self.again)
        self._listen(
            {
                "U": lambda: self.decide(""),
                "Return": self._right,
                "Enter": self._right,
                "Left": lambda: self._move(-1),
                "Right": lambda: self._move(1),
            }
            | {key: functools.partial(self._key, at) for at, key in enumerate(KEYS)}
        )

    def refresh(self) -> None:
        results = self.session.results
        self._read_codebook()
        before = [line.key for line in self._lines]
        listed = lists.themes(results) if results else lists.Listed()
        self._lines = listed.lines
        # What was just decided stays in the list, so that it can be taken back.
        if before and before == [line.key for line in self._lines]:
            self._show()
        else:
            self._choose()
        if listed.trouble:
            self.given.setText(html.escape(listed.trouble))

    def _read_codebook(self) -> None:
        """The themes' names, when the campaign is another one than last time."""
        from ....opendata.submissions.codebook import codebook_of

        campaign = self.session.campaign
        if campaign is None or campaign.codebook == self._codebook_of:
            return
        try:
            book = codebook_of(campaign)
        except UserError as error:
            self.session.show_error(tr("The codebook of themes cannot be used"), error)
            return
        self._codebook_of = campaign.codebook
        self._names = {theme.id: theme.name_sv if language() == "sv" else theme.name_en for theme in book.themes}
        self.themes.clear()
        for at, (theme, name) in enumerate(self._names.items()):
            item = QListWidgetItem(f"{KEYS[at]}   {name}" if at < len(KEYS) else f"     {name}")
            item.setData(Qt.ItemDataRole.UserRole, theme)
            item.setToolTip(name)
            self.themes.addItem(item)
        self.themes.setFixedHeight((len(self._names) + 1) // 2 * LINE + 6)
        self.which.clear()
        for words, kind in ((tr("Without a theme"), BARE), (tr("All wordings"), EVERY), (tr("Decided by a person"), DECIDED)):
            self.which.addItem(words, kind)
        for theme, name in self._names.items():
            if theme != UNCLASSIFIED:
                self.which.addItem(name, theme)

    def _choose(self) -> None:
        """List the wordings that are asked for, and show the first of them."""
        kind = self.which.currentData() or BARE
        self._shown = [i for i, line in enumerate(self._lines) if _is_shown(line, kind)]
        self._at = 0
        self._show()

    def _show(self) -> None:
        decided = any(line.decision for line in self._lines)
        self.again.setEnabled(decided)
        self.buttons.setEnabled(bool(self._shown))
        self.themes.setEnabled(bool(self._shown))
        if not self._shown:
            self.counter.setText(tr("No wording to show"))
            self.given.setText("")
            self.shown.show_text("")
            return
        self._at = max(0, min(self._at, len(self._shown) - 1))
        line = self._lines[self._shown[self._at]]
        self.counter.setText(
            tr("{at} of {all}").format(at=self._at + 1, all=len(self._shown))
            + (f" ({tr('said {n} times').format(n=line.times)})" if line.times not in ("", "1") else "")
        )
        theme = line.decision or line.theme
        who = tr("decided") if line.decision else tr("found")
        self.given.setText(f"<b>{html.escape(self._names.get(theme, theme))}</b> – {html.escape(who)}")
        self.shown.show_text(line.text, _spans(line.text, line.because))
        for at in range(self.themes.count()):
            item = self.themes.item(at)
            if item.data(Qt.ItemDataRole.UserRole) == theme:
                self.themes.setCurrentItem(item)

    def decide(self, theme: str) -> None:
        """Keep a decision (a theme's id; empty takes it back) about the wording shown, and show the next one."""
        from ....opendata.submissions import worklist

        if not self._shown:
            return
        results = self.session.results
        if not self._kept(lambda: worklist.decide(results.themes, self._lines[self._shown[self._at]].key, theme)):
            return
        self._lines = lists.themes(results).lines
        if theme:
            self._at = min(self._at + 1, len(self._shown) - 1)
        self.session.changed.emit()

    def _right(self) -> None:
        if self._shown:
            line = self._lines[self._shown[self._at]]
            self.decide(line.decision or line.theme)

    def _key(self, at: int) -> None:
        if at < self.themes.count():
            self.decide(str(self.themes.item(at).data(Qt.ItemDataRole.UserRole)))

    def _again(self) -> None:
        def done(_result: dict[str, Any]) -> None:
            self._lines = ()
            self.dock.done(tr("The themes are given with the decisions."))
            self.session.changed.emit()

        self.session.load(tr("Giving the themes"), done)


def _is_shown(line: Wording, kind: str) -> bool:
    if kind == EVERY:
        return True
    if kind == DECIDED:
        return bool(line.decision)
    theme = line.decision or line.theme
    return theme == (UNCLASSIFIED if kind == BARE else kind)


def _spans(words: str, because: Sequence[str]) -> list[tuple[int, int, str, bool]]:
    """Where the words that gave the theme stand in the text."""
    found = []
    for word in filter(None, because):
        found += [(match.start(), match.end(), FOUND, False) for match in re.finditer(re.escape(word), words, re.IGNORECASE)]
    return found
