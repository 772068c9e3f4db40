"""A dataset taken down from a portal, by the companion publisher: first the plan, then apply."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterString

from ..i18n import tr
from .portalstep import PortalStep

DATASET, REASON = "DATASET", "REASON"


class Withdraw(PortalStep):
    """Tells what taking a dataset down would change; with Apply ticked does it, from all versions. Safe to run twice."""

    ID = "withdraw"

    def title(self) -> str:
        return tr("Withdraw")

    def about(self) -> str:
        return tr(
            "Takes a published dataset down, with all its versions: readers get a page that says when it was withdrawn and why. "
            "Without Apply it only tells what would change. Copies that others have made cannot be called back."
        )

    def subject(self) -> None:
        self.add(QgsProcessingParameterString(DATASET, tr("Dataset")), tr("The name of the campaign, as campaign.toml has it."))

    def define(self) -> None:
        super().define()
        self.add(
            QgsProcessingParameterString(REASON, tr("Reason"), defaultValue=tr("Withdrawn by the publisher"), optional=True),
            tr("Why, in one line. It is printed publicly: write nothing personal."),
            optional=True,
        )

    def plan(self, parameters: dict[str, Any], context: QgsProcessingContext, to: str, token: str, progress: Any) -> dict[str, Any]:
        from .. import publishing

        return publishing.plan_withdrawal(self.parameterAsString(parameters, DATASET, context), to, token, progress)

    def apply(
        self, parameters: dict[str, Any], context: QgsProcessingContext, to: str, token: str, ledger: str, progress: Any
    ) -> dict[str, Any]:
        from .. import publishing

        name, reason = (self.parameterAsString(parameters, key, context).strip() for key in (DATASET, REASON))
        return publishing.withdraw(name, to, token, ledger, progress, reason=reason or tr("Withdrawn by the publisher"))

    def done(self) -> str:
        return tr("Withdrawn: {url}")
