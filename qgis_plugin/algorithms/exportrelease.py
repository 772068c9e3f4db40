"""The counted squares leave: audited once more, with everything published earlier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingParameterFile,
)

from ..i18n import tr
from ..paths import Results
from .base import PUBLISHING, Algorithm, progress_of

LEDGER, OUTPUT = "LEDGER", "OUTPUT"


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
        self.add(
            QgsProcessingParameterFile(LEDGER, tr("Ledger"), QgsProcessingParameterFile.Behavior.Folder, optional=True),
            tr("The folder that records every release published so far. A new release is attacked together with the campaign's earlier ones."),
            optional=True,
        )
        self.addOutput(QgsProcessingOutputFile(OUTPUT, tr("Release")))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import aggregation
        from ...opendata import release as contract
        from ...opendata.disclosure import ledger

        results = Results(self.folder(parameters, context))
        release = contract.read(results.draft)
        folder = self.parameterAsFile(parameters, LEDGER, context)
        earlier = ledger.history(Path(folder), ledger.campaign_name(release)) if folder else []
        certified, verdict = aggregation.certify(release, earlier, progress_of(feedback))
        aggregation.write_release(certified, results.release)
        feedback.pushInfo(verdict.in_words())
        return {OUTPUT: str(results.release), "OUTPUT_FOLDER": str(results.folder)}
