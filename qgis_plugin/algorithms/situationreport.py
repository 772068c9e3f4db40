"""The situation report ("lägesbild") for EST: internal, places and events, never individuals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputHtml,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
)

from ..i18n import language, tr
from ..paths import Results
from ..styling.words import LANGUAGES
from .base import OUTPUT_FOLDER, SUBMISSIONS, Algorithm, progress_of

EARLIER, LANGUAGE, OUTPUT = "EARLIER", "LANGUAGE", "OUTPUT"


class SituationReport(Algorithm):
    """Writes ``internal/situation-report.html``."""

    ID = "situationreport"
    GROUP = SUBMISSIONS

    def title(self) -> str:
        return tr("Situation report")

    def about(self) -> str:
        return tr(
            "A report for the parties' own work: places by concern, themes by responsible party, part of the day, channel, change "
            "since the "
            "last campaign, and masked quotations from texts whose review is finished. It is internal: it is never published. "
            "Places and events, never individuals."
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
        self.add(
            QgsProcessingParameterEnum(
                LANGUAGE, tr("Language"), ["Svenska", "English"], defaultValue=LANGUAGES.index("sv" if language() == "sv" else "en")
            ),
            tr("The language of the report."),
        )
        self.addOutput(QgsProcessingOutputHtml(OUTPUT, tr("Situation report")))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from .. import situation

        results = Results(self.folder(parameters, context))
        earlier = self.parameterAsFile(parameters, EARLIER, context)
        chosen = LANGUAGES[self.parameterAsEnum(parameters, LANGUAGE, context)]
        campaign = self.campaign(parameters, context)
        situation.write(campaign, results, Results(Path(earlier)) if earlier else None, chosen, progress_of(feedback))
        feedback.pushInfo(str(results.situation))
        return {OUTPUT: str(results.situation), OUTPUT_FOLDER: str(results.folder)}
