"""The counted squares leave: audited once more, with everything published earlier."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingParameterBoolean,
)

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import OUTPUT, OUTPUT_FOLDER, PUBLISHING, Algorithm

HOLD_BACK = "HOLD_BACK"
KEPT_REGIONS, WITHHELD_TOTALS = "KEPT_REGIONS", "WITHHELD_TOTALS"


def holding_back() -> tuple[str, str]:
    """What the choice to hold changes back is called and what it does, in the user's language."""
    return (
        tr("Hold back changes that disclose somebody"),
        tr(
            "For an update that is refused because it would disclose somebody together with an earlier release. Areas whose change would "
            "tell keep their earlier figures until enough has changed, and totals of the whole municipality are then not shown. All else "
            "is new. Needs the ledger."
        ),
    )


def told_of_holding(kept: int, withheld: int) -> str:
    """What was held back, in the user's language; an empty text where nothing was."""
    return "; ".join(f"{name}: {n}" for name, n in zip(_numbers().values(), (kept, withheld), strict=True) if n)


def _numbers() -> dict[str, str]:
    return {KEPT_REGIONS: tr("Areas that keep their earlier figures"), WITHHELD_TOTALS: tr("Kinds of totals that are not shown")}


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
        name, explanation = holding_back()
        self.add(QgsProcessingParameterBoolean(HOLD_BACK, name, defaultValue=False), explanation, advanced=True, optional=True)
        self.addOutput(QgsProcessingOutputFile(OUTPUT, tr("Release")))
        self.add_numbers(_numbers())

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import chain

        results = self.results(parameters, context)
        hold_back = self.parameterAsBoolean(parameters, HOLD_BACK, context)
        ledger = self.ledger(parameters, context)
        exported = chain.export_release(results.folder, ledger, FeedbackProgress(feedback), hold_back=hold_back)
        feedback.pushInfo(exported.verdict.in_words())
        kept, withheld = len(exported.kept), len(exported.withheld)
        if told := told_of_holding(kept, withheld):
            feedback.pushInfo(told)
        return {OUTPUT: str(exported.path), OUTPUT_FOLDER: str(results.folder), KEPT_REGIONS: kept, WITHHELD_TOTALS: withheld}
