"""The campaign's files into one layer, located."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..i18n import tr
from .base import SUBMISSIONS, Algorithm


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

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        return {}
