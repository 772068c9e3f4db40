"""A text to read with coloured spans, in which words can be selected by mouse or keyboard while single letters stay commands."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtCore import QEvent, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from qgis.PyQt.QtWidgets import QTextEdit

INK = "#1c1c1c"


class TextView(QTextEdit):
    """Shows one text as it is, every character in its place, so that a selection is a span of the text."""

    def __init__(self, commands: str):
        """``commands`` are the letters that stay shortcuts of the page while the cursor stands in the text."""
        super().__init__()
        self._commands = {getattr(Qt.Key, f"Key_{letter}") for letter in commands}
        self._text = ""
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)

    def sizeHint(self) -> QSize:  # noqa: N802 (the name is Qt's)
        """Four lines; it grows where there is room, and what stands below it stays on a small screen."""
        return QSize(240, 90)

    def event(self, event: QEvent) -> bool:
        # A text that can be selected claims plain letters for itself, although nothing can be typed here.
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in self._commands and not event.modifiers():
            event.ignore()
            return False
        return bool(super().event(event))

    def show_text(self, text: str, spans: Iterable[tuple[int, int, str, bool]] = ()) -> None:
        """Show ``text``; each of ``spans`` is start, end (in characters of the text), colour, and whether it is the one asked about.

        Where spans overlap, the later one is seen.
        """
        self._text = text
        self.clear()
        cursor = self.textCursor()
        cursor.insertText(_drawn(text), _format())
        for start, end, colour, asked in spans:
            cursor.setPosition(_units(text[:start]))
            cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(_format(colour, asked))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)

    def select(self, start: int, end: int) -> None:
        """Select a span of the text, as a person does."""
        cursor = self.textCursor()
        cursor.setPosition(_units(self._text[:start]))
        cursor.setPosition(_units(self._text[:end]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def selected(self) -> tuple[int, int]:
        """The selected span without the blanks at its ends; two equal numbers when nothing is selected."""
        cursor = self.textCursor()
        start, end = _characters(self._text, cursor.selectionStart()), _characters(self._text, cursor.selectionEnd())
        words = self._text[start:end]
        if not words.strip():
            return start, start
        return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _drawn(text: str) -> str:
    """The same number of characters, with line ends that the widget does not draw together into one."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _units(text: str) -> int:
    """Positions in a widget count UTF-16 units: a character beyond the basic plane is two of them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace"))


def _format(colour: str = "", asked: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontPointSize(11)
    if colour:
        made.setBackground(QColor(colour))
        made.setForeground(QColor(INK))
    if asked:
        made.setFontWeight(QFont.Weight.Bold)
        made.setFontUnderline(True)
    return made
