"""The counted squares leave: audited once more, with everything published earlier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputFile

from ..i18n import tr
from ..paths import Results
from .base import LEDGER, OUTPUT_FOLDER, PUBLISHING, Algorithm, progress_of

OUTPUT = "OUTPUT"


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

        results = Results(self.folder(parameters, context))
        ledger = self.parameterAsFile(parameters, LEDGER, context)
        path, verdict = chain.export_release(results.folder, Path(ledger) if ledger else None, progress_of(feedback))
        feedback.pushInfo(verdict.in_words())
        return {OUTPUT: str(path), OUTPUT_FOLDER: str(results.folder)}
