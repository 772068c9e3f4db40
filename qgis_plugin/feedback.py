"""QGIS' feedback as the core's progress. Apart from the other adapters, because QGIS loads it when it starts."""

from __future__ import annotations

from qgis.core import QgsFeedback, QgsProcessingFeedback

from ..opendata.errors import Cancelled
from .i18n.messages import in_words


class FeedbackProgress:
    """A :class:`~..opendata.progress.Progress` on a QGIS feedback: steps become lines, and cancelling raises Cancelled."""

    def __init__(self, feedback: QgsFeedback):
        self.feedback = feedback
        self._step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        if self.feedback.isCanceled():
            raise Cancelled
        if step and step != self._step:
            self._step = step
            if isinstance(self.feedback, QgsProcessingFeedback):
                self.feedback.setProgressText(in_words(step))
        if total > 0:
            self.feedback.setProgress(100 * done / total)
