"""What the algorithms that write to a portal share: where it is, the login, and the plan that is told unless Apply is ticked."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputString,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterString,
)

from ..feedback import FeedbackProgress
from ..i18n import tr
from ..i18n.messages import in_words
from .base import LEDGER, PUBLISHING, Algorithm, told_by_processing

PORTAL, APPLY, LOGIN, CHANGES, URL = "TO", "APPLY", "LOGIN", "WOULD_CHANGE", "URL"


class PortalStep(Algorithm):
    """Base class. A subclass says what it is about (:meth:`subject`), its plan and what applying it does."""

    GROUP = PUBLISHING

    def __init__(self) -> None:
        super().__init__()
        self._credential = ""

    @abstractmethod
    def subject(self) -> None:
        """Add the parameters that say what is published or taken down."""

    @abstractmethod
    def plan(self, parameters: dict[str, Any], context: QgsProcessingContext, to: str, token: str, progress: Any) -> dict[str, Any]:
        """What would change at the portal ``to``; nothing is written."""

    @abstractmethod
    def apply(
        self, parameters: dict[str, Any], context: QgsProcessingContext, to: str, token: str, ledger: str, progress: Any
    ) -> dict[str, Any]:
        """Do it; returns the receipt."""

    @abstractmethod
    def done(self) -> str:
        """What the log says afterwards, with ``{url}`` for the address."""

    def define(self) -> None:
        self.subject()
        self.add(
            QgsProcessingParameterString(PORTAL, tr("Portal")),
            tr("A folder, or the address of a CKAN portal that begins with https."),
        )
        self.add(
            QgsProcessingParameterBoolean(APPLY, tr("Apply"), defaultValue=False),
            tr("Unticked, nothing is written: the plan is told. Ticked, the plan is carried out."),
        )
        self.add(
            QgsProcessingParameterAuthConfig(LOGIN, tr("Credentials"), optional=True),
            tr("A configuration of QGIS' authentication manager whose password is the portal's API token. Folders need none."),
            optional=True,
        )
        self.add_ledger()
        self.addOutput(QgsProcessingOutputBoolean(CHANGES, tr("Something would change")))
        self.addOutput(QgsProcessingOutputString(URL, tr("Address")))

    def prepareAlgorithm(  # noqa: N802 (the name is QGIS')
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        from .. import publishing

        self._credential = told_by_processing(lambda: publishing.credential(self.parameterAsString(parameters, LOGIN, context)))
        return True

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from .. import publishing

        to = self.parameterAsString(parameters, PORTAL, context)
        ledger = self.parameterAsFile(parameters, LEDGER, context)
        if not self.parameterAsBoolean(parameters, APPLY, context):
            plan = self.plan(parameters, context, to, self._credential, FeedbackProgress(feedback))
            for line in publishing.plan_text(plan):
                feedback.pushInfo(line)
            return {CHANGES: bool(plan.get("would_change")), URL: ""}
        receipt = self.apply(parameters, context, to, self._credential, ledger, FeedbackProgress(feedback))
        feedback.pushInfo(self.done().format(url=receipt.get("url", "")))
        for note in receipt.get("notes", []):
            feedback.pushInfo(in_words(str(note)))
        return {CHANGES: False, URL: str(receipt.get("url", ""))}
