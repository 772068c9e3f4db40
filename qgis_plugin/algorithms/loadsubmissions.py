"""The campaign's files into one layer, located."""

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


class LoadSubmissions(Algorithm):
    """Reads every source of the campaign, finds the places, writes ``internal/submissions.gpkg`` and the load report."""

    ID = "loadsubmissions"
    GROUP = SUBMISSIONS

    def title(self) -> str:
        return tr("Load submissions")

    def about(self) -> str:
        return tr(
            "Reads every file that the campaign names into one layer with one schema and finds the places. "
            "What was rejected is told row by row in the load report: rows in = located + unlocated + rejected. "
            "The layer is personal and stays in the subfolder internal."
        )

    def define(self) -> None:
        self.add_campaign()
        self.add_folder()
        self.addOutput(QgsProcessingOutputVectorLayer(OUTPUT, tr("Submissions")))
        self.addOutput(QgsProcessingOutputFile(REPORT, tr("Load report")))
        for name, words in _numbers().items():
            self.addOutput(QgsProcessingOutputNumber(name, words))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import chain

        campaign = self.campaign(parameters, context)
        results = Results(self.folder(parameters, context))
        counts = chain.load_submissions(campaign, results.folder, tools(), progress_of(feedback))
        feedback.pushInfo(tr("{rows_in} rows in = {located} located + {unlocated} unlocated + {rejected} rejected").format(**counts))
        feedback.pushInfo(tr("{to_review} places in words wait for a decision; the load report says why.").format(**counts))
        return {
            OUTPUT: f"{results.submissions}|layername=submissions",
            REPORT: str(results.load_report),
            OUTPUT_FOLDER: str(results.folder),
            **{name: counts[name.lower()] for name in _numbers()},
        }


def _numbers() -> dict[str, str]:
    return {
        "ROWS_IN": tr("Rows in"),
        "LOCATED": tr("Located"),
        "UNLOCATED": tr("Unlocated"),
        "REJECTED": tr("Rejected"),
        "TO_REVIEW": tr("Places to decide"),
    }
