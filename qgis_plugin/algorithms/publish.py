"""A data package to a portal, by the companion publisher: first the plan, then apply."""

from __future__ import annotations

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
from .base import LEDGER, PACKAGE, PUBLISHING, Algorithm, told_by_processing

TO, APPLY, LOGIN, CHANGES, URL = "TO", "APPLY", "LOGIN", "WOULD_CHANGE", "URL"


class Publish(Algorithm):
    """Tells what publishing would change; with Apply ticked does it. Safe to run twice, safe to interrupt."""

    ID = "publish"
    GROUP = PUBLISHING

    def __init__(self) -> None:
        super().__init__()
        self._credential = ""

    def title(self) -> str:
        return tr("Publish")

    def about(self) -> str:
        return tr(
            "Publishes a data package to a folder that any web server can serve, or to a CKAN portal. Without Apply it only tells what "
            "would change. It is safe to run twice and safe to interrupt: readers never see half a version."
        )

    def define(self) -> None:
        self.add_package()
        self.add(
            QgsProcessingParameterString(TO, tr("Portal")),
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

        package = self.parameterAsFile(parameters, PACKAGE, context)
        to = self.parameterAsString(parameters, TO, context)
        ledger = self.parameterAsFile(parameters, LEDGER, context)
        if not self.parameterAsBoolean(parameters, APPLY, context):
            plan = publishing.plan(package, to, self._credential, FeedbackProgress(feedback))
            for line in publishing.plan_text(plan):
                feedback.pushInfo(line)
            return {CHANGES: bool(plan.get("would_change")), URL: ""}
        receipt = publishing.apply(package, to, self._credential, ledger, FeedbackProgress(feedback))
        feedback.pushInfo(tr("Published: {url}").format(url=receipt.get("url", "")))
        return {CHANGES: False, URL: str(receipt.get("url", ""))}
