"""What the pages share on which a person goes through a list: one thing at a time, decided by single keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QLabel, QShortcut, QWidget

from ...opendata.errors import UserError
from ..i18n import tr
from .widgets import Page, small


class ReviewPage(Page):
    """Base class. A subclass shows what stands at ``_at`` in its list (:meth:`_show`)."""

    def __init__(self, dock: Any, title: str, lead: str):
        super().__init__(dock, title, lead)
        self._at = 0
        self.counter = QLabel()
        self.counter.setStyleSheet("font-weight: bold;")

    def _show(self) -> None:
        """Show what stands at ``_at``, or that there is nothing."""
        raise NotImplementedError

    def _move(self, by: int) -> None:
        self._at += by
        self._show()

    def _arrows(self) -> tuple[QWidget, QWidget]:
        """Buttons back and forth."""
        return small("←", tr("Previous"), lambda: self._move(-1)), small("→", tr("Next"), lambda: self._move(1))

    def _listen(self, keys: Mapping[str, Callable[[], None]]) -> None:
        """Do what belongs to a key when it is pressed anywhere on the page."""
        for key, action in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _kept(self, keep: Callable[[], object]) -> bool:
        """Whether ``keep`` could write a decision; the user is told why when it could not."""
        try:
            keep()
        except (UserError, OSError) as error:
            self.session.show_error(tr("The decision was not saved"), error)
            return False
        return True
