"""Work of the panel that takes time: in the background, or in slices on the main thread; both can be cancelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...opendata.errors import Cancelled
from ..feedback import FeedbackProgress
from ..i18n import tr

if TYPE_CHECKING:
    from .session import Session


class Feedback(QgsProcessingFeedback):
    """Processing's feedback whose steps the panel can hear."""

    def __init__(self, told: Callable[[str], None]):
        super().__init__(False)
        self._told = told

    def setProgressText(self, text: str) -> None:  # noqa: N802 (the name is QGIS')
        super().setProgressText(text)
        self._told(text)


class Work(QgsTask):
    """A function in the background: progress, cancel, and its result or error handed back on the main thread."""

    stepped = pyqtSignal(str)
    """The step that it is at, in the user's language."""

    def __init__(
        self,
        title: str,
        function: Callable[[FeedbackProgress], Any],
        session: Session,
        done: Callable[[Any], None],
        undone: Callable[[], None] | None,
    ):
        super().__init__(title, QgsTask.Flag.CanCancel | QgsTask.Flag.Silent)
        self._function, self._session, self._done, self._undone = function, session, done, undone
        self.feedback = Feedback(self.stepped.emit)
        self.feedback.progressChanged.connect(self.setProgress)
        self._result: Any = None
        self._error: Exception | None = None

    def run(self) -> bool:
        try:
            self._result = self._function(FeedbackProgress(self.feedback))
        except Exception as error:  # every error is shown on the main thread, in finished()
            self._error = error
            return False
        return True

    def cancel(self) -> None:
        self.feedback.cancel()
        super().cancel()

    def finished(self, success: bool) -> None:
        self._session.work_ended(self)
        if success:
            self._done(self._result)
            return
        if self._undone is not None:
            self._undone()
        if self._error is not None and not isinstance(self._error, Cancelled):
            self._session.show_error(tr("Not finished: {work}").format(work=self.description()), self._error)


class Slices(QObject):
    """Work that must be done on the main thread, in slices: QGIS answers between them, and it can be cancelled there."""

    def __init__(self, title: str, slices: Sequence[Callable[[], None]], session: Session, done: Callable[[], None]):
        super().__init__(session)
        self._title, self._slices, self._session, self._done = title, list(slices), session, done
        self._at, self._cancelled = 0, False

    def begin(self) -> None:
        """The first slice, when QGIS comes to it."""
        QTimer.singleShot(0, self._next)

    def cancel(self) -> None:
        self._cancelled = True

    def _next(self) -> None:
        if self._cancelled or self._at == len(self._slices):
            self._session.work_ended(self)
            if not self._cancelled:
                self._done()
            return
        try:
            self._slices[self._at]()
        except Exception as error:  # every error is shown; what is a bug goes to the log
            self._session.work_ended(self)
            self._session.show_error(tr("Not finished: {work}").format(work=self._title), error)
            return
        self._at += 1
        self._session.progressed.emit(100 * self._at / len(self._slices))
        QTimer.singleShot(0, self._next)
