"""Every gate a data package must pass, by the companion publisher."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import PACKAGE, PUBLISHING, Algorithm

FINDINGS = "FINDINGS"


class Validate(Algorithm):
    """Stops with one line per finding; passes silently."""

    ID = "validate"
    GROUP = PUBLISHING

    def title(self) -> str:
        return tr("Validate data package")

    def about(self) -> str:
        return tr(
            "Runs every gate on a data package: two independent validators, our own checks of what they miss, the checksums, and the "
            "audit. It stops with one line for each thing found and what to do about it."
        )

    def define(self) -> None:
        self.add_package()
        self.add_numbers({FINDINGS: tr("Findings")})

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from .. import companion

        companion.check(["validate", self.parameterAsFile(parameters, PACKAGE, context)], FeedbackProgress(feedback))
        feedback.pushInfo(tr("The package passes every gate."))
        return {FINDINGS: 0}
