"""A data package to a portal, by the companion publisher: first the plan, then apply."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext

from ..i18n import tr
from .base import PACKAGE
from .portalstep import PortalStep


class Publish(PortalStep):
    """Tells what publishing would change; with Apply ticked does it. Safe to run twice, safe to interrupt."""

    ID = "publish"

    def title(self) -> str:
        return tr("Publish")

    def about(self) -> str:
        return tr(
            "Publishes a data package to a folder that any web server can serve, or to a CKAN portal. Without Apply it only tells what "
            "would change. It is safe to run twice and safe to interrupt: readers never see half a version."
        )

    def subject(self) -> None:
        self.add_package()

    def plan(self, parameters: dict[str, Any], context: QgsProcessingContext, to: str, token: str, progress: Any) -> dict[str, Any]:
        from .. import publishing

        return publishing.plan(self.parameterAsFile(parameters, PACKAGE, context), to, token, progress)

    def apply(
        self, parameters: dict[str, Any], context: QgsProcessingContext, to: str, token: str, ledger: str, progress: Any
    ) -> dict[str, Any]:
        from .. import publishing

        return publishing.apply(self.parameterAsFile(parameters, PACKAGE, context), to, token, ledger, progress)

    def done(self) -> str:
        return tr("Published: {url}")
