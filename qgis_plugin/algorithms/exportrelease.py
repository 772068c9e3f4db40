"""The counted squares leave: audited once more, with everything published earlier."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputFile

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import OUTPUT, OUTPUT_FOLDER, PUBLISHING, Algorithm


class ExportRelease(Algorithm):
    """Writes ``release/release.gpkg``, the only thing the publisher accepts; it holds nothing personal."""

    ID = "exportrelease"
    GROUP = PUBLISHING

    def title(self) -> str:
        return tr("Export release")

    def about(self) -> str:
        return tr(
            "Lets the independent auditor attack the counted squares once more, together with earlier releases of the campaign, and writes "
            "the release when nobody can be singled out. The release holds only counts of areas; it is what the publisher takes."
        )

    def define(self) -> None:
        self.add_campaign(optional=True)
        self.add_folder()
        self.add_ledger()
        self.addOutput(QgsProcessingOutputFile(OUTPUT, tr("Release")))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import chain

        results = self.results(parameters, context)
        path, verdict = chain.export_release(results.folder, self.ledger(parameters, context), FeedbackProgress(feedback))
        feedback.pushInfo(verdict.in_words())
        return {OUTPUT: str(path), OUTPUT_FOLDER: str(results.folder)}
