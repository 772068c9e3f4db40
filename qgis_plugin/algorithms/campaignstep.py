"""What the two steps over a campaign's submissions share: they renew the same layer, write a report and tell their counts."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputFile, QgsProcessingOutputVectorLayer

from ..feedback import FeedbackProgress
from ..i18n import tr
from ..paths import Results
from .base import OUTPUT, OUTPUT_FOLDER, SUBMISSIONS, Algorithm, tools

REPORT = "REPORT"


class CampaignStep(Algorithm):
    """Base class. A subclass says what its report and its numbers are called and which function of the chain it is."""

    GROUP = SUBMISSIONS

    @abstractmethod
    def report_title(self) -> str:
        """Name of the report, in the user's language."""

    @abstractmethod
    def report(self, results: Results) -> Path:
        """Where the chain writes the report."""

    @abstractmethod
    def numbers(self) -> dict[str, str]:
        """Numbers it gives: name of the output (the chain's own in capitals) to title."""

    @abstractmethod
    def lines(self) -> tuple[str, ...]:
        """What the log says afterwards, with the chain's names for the counts in braces."""

    @abstractmethod
    def step(self, campaign: Any, folder: Path, tools: Any, progress: Any) -> dict[str, Any]:
        """Run it; returns the counts."""

    def define(self) -> None:
        self.add_campaign()
        self.add_folder()
        self.addOutput(QgsProcessingOutputVectorLayer(OUTPUT, tr("Submissions")))
        self.addOutput(QgsProcessingOutputFile(REPORT, self.report_title()))
        self.add_numbers(self.numbers())

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        campaign = self.campaign(parameters, context)
        results = self.results(parameters, context)
        counts = self.step(campaign, results.folder, tools(), FeedbackProgress(feedback))
        for line in self.lines():
            feedback.pushInfo(line.format(**counts))
        return {
            OUTPUT: f"{results.submissions}|layername=submissions",
            REPORT: str(self.report(results)),
            OUTPUT_FOLDER: str(results.folder),
            **{name: counts[name.lower()] for name in self.numbers()},
        }
