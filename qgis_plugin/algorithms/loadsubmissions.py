"""The campaign's files into one layer, located."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..i18n import tr
from ..paths import Results
from .campaignstep import CampaignStep


class LoadSubmissions(CampaignStep):
    """Reads every source of the campaign, finds the places, writes ``internal/submissions.gpkg`` and the load report."""

    ID = "loadsubmissions"

    def title(self) -> str:
        return tr("Load submissions")

    def about(self) -> str:
        return tr(
            "Reads every file that the campaign names into one layer with one schema and finds the places. "
            "What was rejected is told row by row in the load report: rows in = located + unlocated + rejected. "
            "The layer is personal and stays in the subfolder internal."
        )

    def report_title(self) -> str:
        return tr("Load report")

    def report(self, results: Results) -> Path:
        return results.load_report

    def numbers(self) -> dict[str, str]:
        return {
            "ROWS_IN": tr("Rows in"),
            "LOCATED": tr("Located"),
            "UNLOCATED": tr("Unlocated"),
            "REJECTED": tr("Rejected"),
            "TO_REVIEW": tr("Places to decide"),
        }

    def lines(self) -> tuple[str, ...]:
        return (
            tr("{rows_in} rows in = {located} located + {unlocated} unlocated + {rejected} rejected"),
            tr("{to_review} places in words wait for a decision; the load report says why."),
        )

    def step(self, campaign: Any, folder: Path, tools: Any, progress: Any) -> dict[str, Any]:
        from ...opendata import chain

        return chain.load_submissions(campaign, folder, tools, progress)
