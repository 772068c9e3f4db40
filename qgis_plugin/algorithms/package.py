"""A release into a data package, by the companion publisher."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputFolder

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import CAMPAIGN, OUTPUT_FOLDER, PACKAGE, PUBLISHING, RELEASE, Algorithm


class BuildPackage(Algorithm):
    """Writes ``package/``: tables, geodata, descriptor, metadata, the public page."""

    ID = "package"
    GROUP = PUBLISHING

    def title(self) -> str:
        return tr("Build data package")

    def about(self) -> str:
        return tr(
            "Makes the open data package of a release: tables, geodata with style, description, method, audit report and the public page. "
            "It is made by the companion publisher, which the panel installs."
        )

    def define(self) -> None:
        self.add_campaign()
        self.add_folder()
        self.add_release(tr("Another release; empty: the one exported into the output folder."))
        self.addOutput(QgsProcessingOutputFolder(PACKAGE, tr("Data package")))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from .. import companion

        self.campaign(parameters, context)
        results = self.results(parameters, context)
        release = self.parameterAsFile(parameters, RELEASE, context) or str(results.release)
        campaign = self.parameterAsFile(parameters, CAMPAIGN, context)
        companion.check(
            ["package", str(Path(release)), "--campaign", campaign, "--out", str(results.package)],
            FeedbackProgress(feedback),
        )
        return {PACKAGE: str(results.package), OUTPUT_FOLDER: str(results.folder)}
