"""Personal data in the texts found and masked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..i18n import tr
from ..paths import Results
from .campaignstep import CampaignStep


class Anonymise(CampaignStep):
    """Masks what is sure, lists what a person must look at, writes the privacy report."""

    ID = "anonymise"

    def title(self) -> str:
        return tr("Mask personal data")

    def about(self) -> str:
        return tr(
            "Finds personal data in the Swedish texts: personal numbers, telephone numbers, addresses, names and more. What is sure is "
            "masked; what is not sure goes to a list for a person to decide. Texts stay in the subfolder internal whether masked or not; "
            "masked texts are for the parties' own work."
        )

    def report_title(self) -> str:
        return tr("Privacy report")

    def report(self, results: Results) -> Path:
        return results.privacy_report

    def numbers(self) -> dict[str, str]:
        return {
            "MASKED": tr("Findings masked"),
            "TO_REVIEW": tr("Findings to decide"),
            "LEFT": tr("Findings that wait for a decision"),
            "CONTRIBUTORS": tr("Contributors"),
        }

    def lines(self) -> tuple[str, ...]:
        return (tr("{masked} findings masked, {to_review} for review of which {left} wait for a decision, {contributors} contributors"),)

    def step(self, campaign: Any, folder: Path, tools: Any, progress: Any) -> dict[str, Any]:
        from ...opendata import chain

        return chain.anonymise(campaign, folder, tools, progress)
