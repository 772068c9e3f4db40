"""Points into squares: every figure stands on at least k contributors."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
)

from ...opendata.errors import Fault, InputError
from ...opendata.progress import Progress
from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import GRID, INPUT, OUTPUT, OUTPUT_FOLDER, Algorithm

if TYPE_CHECKING:
    from ...opendata.aggregation import Draft

CONTRIBUTOR, THEME = "CONTRIBUTOR", "THEME"
K, WIDTH, GRID_CRS, FINEST, COARSEST = "K", "WIDTH", "GRID", "FINEST", "COARSEST"
SMALLEST_K = 3
"""As ``opendata.grid.rule.SMALLEST_K`` (a test compares them), which QGIS need not load when it starts."""
GRIDS = ("EPSG:3006", "EPSG:3035")


class Aggregate(Algorithm):
    """Counts the campaign's submissions, or any point layer, and lets the auditor attack the result before anything is drawn."""

    ID = "aggregate"
    GROUP = GRID

    def title(self) -> str:
        return tr("Aggregate to squares")

    def about(self) -> str:
        return tr(
            "Counts contributors in squares that are as small as they can be while every figure stands on at least k persons or "
            "households. Squares with fewer are merged into larger areas; nothing is guessed and nothing is rounded. The result is "
            "attacked at once from its own figures; if anybody could be singled out, there is no result. Without a point layer it counts "
            "the campaign's submissions from the output folder."
        )

    def define(self) -> None:
        self.add_campaign(optional=True)
        self.add_folder()
        self.add(
            QgsProcessingParameterFeatureSource(INPUT, tr("Point layer"), [QgsProcessing.SourceType.TypeVectorPoint], optional=True),
            tr("Any point layer. Leave it empty to count the campaign's submissions."),
            optional=True,
        )
        self.add_field(
            CONTRIBUTOR,
            tr("Contributor field"),
            tr(
                "Tells who sent each point, so that one person with five points counts once. Without it every point is its own contributor."
            ),
            optional=True,
        )
        self.add_field(
            THEME,
            tr("Theme field"),
            tr("The theme of each point; themes are counted in larger areas, so that they disclose nobody either."),
            optional=True,
        )
        self.add(
            QgsProcessingParameterNumber(K, tr("Fewest persons behind a figure (k)"), minValue=SMALLEST_K, optional=True),
            tr("Empty: what the campaign says, or 5. Higher protects more and shows less detail."),
            optional=True,
        )
        self.add(
            QgsProcessingParameterNumber(WIDTH, tr("Protection width"), minValue=2, optional=True),
            tr("How uncertain an attacker must stay about every hidden square. Empty: half of k, at least 2; k - 1 is full deniability."),
            advanced=True,
            optional=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                GRID_CRS, tr("Grid"), [tr("As the campaign says"), "SWEREF 99 TM (EPSG:3006)", "ETRS89-LAEA (EPSG:3035)"], defaultValue=0
            ),
            tr("SWEREF 99 TM joins with Statistics Sweden's squares, ETRS89-LAEA with those of the EU. Without a campaign: SWEREF 99 TM."),
        )
        for name, words in ((FINEST, tr("Smallest square, metres")), (COARSEST, tr("Largest square, metres"))):
            self.add(
                QgsProcessingParameterNumber(name, words, minValue=100, optional=True),
                tr("Empty: what the campaign says, or 250 to 8000. Each size must be twice the one below it."),
                optional=True,
            )
        self.add_ledger()
        self.addOutput(QgsProcessingOutputVectorLayer(OUTPUT, tr("Squares")))
        self.add_numbers(_numbers())

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import aggregation, chain
        from ...opendata.files import write_text

        campaign = self.campaign_if_given(parameters, context)
        results = self.results(parameters, context)
        grid, privacy = self._settings(parameters, context, campaign)
        progress = FeedbackProgress(feedback)
        made: Draft
        if parameters.get(INPUT):
            made = self._from_layer(parameters, context, self.source(parameters, context), grid, privacy, progress)
        elif campaign is not None:
            chosen = dataclasses.replace(campaign, grid=grid, privacy=privacy)
            made = chain.aggregate_campaign(chosen, results.folder, self.ledger(parameters, context), progress)
        else:
            raise QgsProcessingException(tr("Choose a point layer, or a campaign whose submissions are in the output folder."))
        _, verdict = aggregation.certify(made.release, progress=progress)
        summary = made.summary(verdict)
        published = {"published_versions": [told["version"] for told in made.release.facts.get("earlier", ())]}
        write_text(results.draft_summary, json.dumps(summary | published, indent=1, sort_keys=True), private=True)
        self._tell(feedback, summary)
        return {
            OUTPUT: f"{results.draft}|layername=regions",
            OUTPUT_FOLDER: str(results.folder),
            **{name: summary[name.lower()] for name in _numbers()},
        }

    def _settings(self, parameters: dict[str, Any], context: QgsProcessingContext, campaign: Any) -> tuple[Any, Any]:
        """The campaign's settings with what was given here put over them."""
        from ...opendata.campaign import Grid, Privacy

        grid, privacy = (campaign.grid, campaign.privacy) if campaign else (Grid(), Privacy())

        def number(name: str, usual: int | None) -> Any:
            return usual if parameters.get(name) in (None, "") else self.parameterAsInt(parameters, name, context)

        chosen = self.parameterAsEnum(parameters, GRID_CRS, context)
        k = number(K, privacy.k)
        # A width that went with the campaign's k need not go with another one.
        width = number(WIDTH, privacy.width if k == privacy.k else None)
        return (
            Grid(GRIDS[chosen - 1] if chosen else grid.crs, number(FINEST, grid.finest), number(COARSEST, grid.coarsest)),
            Privacy(k, width, privacy.k_sensitive),
        )

    def _from_layer(
        self, parameters: dict[str, Any], context: QgsProcessingContext, source: Any, grid: Any, privacy: Any, progress: Progress
    ) -> Draft:
        import numpy as np

        from ...opendata import release as contract
        from ...opendata.aggregation import Points, Rule, draft
        from ...opendata.files import private_dir
        from ...opendata.grid.cells import chain_of
        from ..adapters import crs_of, transform_with
        from ..points import read_points

        nested = chain_of(grid.crs, grid.finest, grid.coarsest)
        points = read_points(
            source,
            self.parameterAsString(parameters, CONTRIBUTOR, context),
            self.parameterAsString(parameters, THEME, context),
            progress,
            self.parameterAsVectorLayer(parameters, INPUT, context),
        )
        progress("projecting", 0, 1)
        x, y = transform_with(points.x, points.y, source.sourceCrs(), crs_of(grid.crs), context.transformContext())
        placed = np.isfinite(x) & np.isfinite(y)
        if not placed.any():
            raise InputError(
                Fault(source.sourceName(), f"has no point with coordinates in {grid.crs}", "check the layer's coordinate system")
            )
        who = None if points.contributor is None else points.contributor[placed]
        theme = None if points.theme is None else points.theme[placed]
        made = draft(Points(x[placed], y[placed], who, theme), Rule(nested, privacy.k, privacy.width), progress=progress)
        results = self.results(parameters, context)
        private_dir(results.internal)
        progress("writing", 0, 1)
        contract.write(made.release, results.draft, private=True)
        return dataclasses.replace(made, left_out=int((~placed).sum()))

    def _tell(self, feedback: QgsProcessingFeedback, summary: dict[str, Any]) -> None:
        feedback.pushInfo(
            tr("{published} of {all} points are in {regions} published areas; {rejected} had no usable coordinates.").format(
                published=summary["points_published"],
                all=summary["points_in"],
                regions=summary["regions"],
                rejected=summary["points_rejected"],
            )
        )
        for size, share in summary["share_at_or_below"].items():
            feedback.pushInfo(tr("{share} % in areas of {size} m or finer").format(share=f"{100 * share:.1f}", size=size))
        feedback.pushInfo(tr("The auditor attacked the figures and could not single anybody out."))


def _numbers() -> dict[str, str]:
    return {
        "POINTS_IN": tr("Points in"),
        "POINTS_REJECTED": tr("Points rejected"),
        "POINTS_PUBLISHED": tr("Points published"),
        "REGIONS": tr("Published areas"),
        "WEIGHTED_MEDIAN_SIZE_M": tr("Median size of the areas, metres"),
    }
