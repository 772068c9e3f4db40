"""The situation report ("lägesbild") for EST: internal, places and events, never individuals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputHtml,
    QgsProcessingParameterFile,
)

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import OUTPUT, OUTPUT_FOLDER, SUBMISSIONS, Algorithm, tools

EARLIER = "EARLIER"


class SituationReport(Algorithm):
    """Writes ``internal/situation-report.html``."""

    ID = "situationreport"
    GROUP = SUBMISSIONS

    def title(self) -> str:
        return tr("Situation report")

    def about(self) -> str:
        return tr(
            "A report for the parties' own work: places by concern, themes by responsible party, part of the day, channel, change since "
            "the last campaign, and masked quotations from texts whose review is finished. It is internal: it is never published. Places "
            "and events, never individuals."
        )

    def define(self) -> None:
        self.add_campaign()
        self.add_folder()
        self.add(
            QgsProcessingParameterFile(
                EARLIER, tr("Output folder of an earlier campaign"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr("To tell what changed since then."),
            optional=True,
        )
        self.add_language(tr("Language"), tr("The language of the report."))
        self.addOutput(QgsProcessingOutputHtml(OUTPUT, tr("Situation report")))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import chain

        results = self.results(parameters, context)
        earlier = self.parameterAsFile(parameters, EARLIER, context)
        path = chain.report_situation(
            self.campaign(parameters, context),
            results.folder,
            tools(),
            Path(earlier) if earlier else None,
            language=self.language(parameters, context),
            progress=FeedbackProgress(feedback),
        )
        feedback.pushInfo(str(path))
        return {OUTPUT: str(path), OUTPUT_FOLDER: str(results.folder)}
