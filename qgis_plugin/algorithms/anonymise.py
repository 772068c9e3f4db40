"""Personal data in the texts found and masked."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
)

from ..i18n import tr
from ..paths import Results
from .base import OUTPUT_FOLDER, SUBMISSIONS, Algorithm, progress_of, tools

OUTPUT, REPORT = "OUTPUT", "REPORT"


class Anonymise(Algorithm):
    """Masks what is sure, lists what a person must look at, writes the privacy report."""

    ID = "anonymise"
    GROUP = SUBMISSIONS

    def title(self) -> str:
        return tr("Mask personal data")

    def about(self) -> str:
        return tr(
            "Finds personal data in the Swedish texts: personal numbers, telephone numbers, addresses, names and more. What is sure "
            "is masked; "
            "what is not sure goes to a list for a person to decide. Texts stay in the subfolder internal whether masked or not; "
            "masked texts "
            "are for the parties' own work."
        )

    def define(self) -> None:
        self.add_campaign()
        self.add_folder()
        self.addOutput(QgsProcessingOutputVectorLayer(OUTPUT, tr("Submissions")))
        self.addOutput(QgsProcessingOutputFile(REPORT, tr("Privacy report")))
        for name, words in _numbers().items():
            self.addOutput(QgsProcessingOutputNumber(name, words))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import chain

        campaign = self.campaign(parameters, context)
        results = Results(self.folder(parameters, context))
        counts = chain.anonymise(campaign, results.folder, tools(), progress_of(feedback))
        feedback.pushInfo(
            tr("{masked} findings masked, {to_review} for review of which {left} wait for a decision, {contributors} contributors").format(
                **counts
            )
        )
        return {
            OUTPUT: f"{results.submissions}|layername=submissions",
            REPORT: str(results.privacy_report),
            OUTPUT_FOLDER: str(results.folder),
            **{name: counts[name.lower()] for name in _numbers()},
        }


def _numbers() -> dict[str, str]:
    return {
        "MASKED": tr("Findings masked"),
        "TO_REVIEW": tr("Findings to decide"),
        "LEFT": tr("Findings that wait for a decision"),
        "CONTRIBUTORS": tr("Contributors"),
    }
