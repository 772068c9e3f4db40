"""What each choice of k and of the smallest square keeps, and how fine it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QMetaType

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import GRID, OUTPUT, Algorithm

if TYPE_CHECKING:
    from ...opendata.comparison import Row

KS, FINESTS = "KS", "FINESTS"
COLUMNS = {
    "method": QMetaType.Type.QString,
    "fixed_m": QMetaType.Type.Int,
    "k": QMetaType.Type.Int,
    "width": QMetaType.Type.Int,
    "finest_m": QMetaType.Type.Int,
    "published": QMetaType.Type.Double,
    "at_250_m": QMetaType.Type.Double,
    "at_500_m": QMetaType.Type.Double,
    "at_1000_m": QMetaType.Type.Double,
    "median_m": QMetaType.Type.Int,
    "hellinger": QMetaType.Type.Double,
    "narrowest": QMetaType.Type.Int,
    "regions": QMetaType.Type.Int,
    "audit": QMetaType.Type.QString,
}
"""Columns of the table; shares are 0-1 of all located submissions."""


class Compare(Algorithm):
    """One row per choice: share published, shares at or below each size, median size, Hellinger distance, narrowest interval."""

    ID = "compare"
    GROUP = GRID

    def title(self) -> str:
        return tr("Compare settings")

    def about(self) -> str:
        return tr(
            "Counts the campaign's submissions with several settings and tells what each keeps and how fine it is, beside fixed squares of "
            "one size with suppression. Nothing is written but the table. Choose before you publish: changing afterwards needs a "
            "new release."
        )

    def define(self) -> None:
        self.add_campaign()
        self.add_folder()
        self.add(
            QgsProcessingParameterString(KS, tr("Values of k"), defaultValue="5; 10"),
            tr("Numbers separated by semicolons."),
        )
        self.add(
            QgsProcessingParameterString(FINESTS, tr("Smallest squares, metres"), defaultValue="125; 250; 500"),
            tr("Sizes separated by semicolons; the largest square is the campaign's."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(OUTPUT, tr("Comparison"), QgsProcessing.SourceType.TypeVector),
            tr("A table with one row per choice."),
        )

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import chain

        campaign, folder = self.campaign(parameters, context), self.results(parameters, context).folder
        ks = self._numbers(parameters, KS, context)
        finests = self._numbers(parameters, FINESTS, context)
        progress = FeedbackProgress(feedback)
        compared = {finest: chain.compare_settings(campaign, folder, ks, finest, progress=progress) for finest in finests}
        fields = QgsFields()
        for name, kind in COLUMNS.items():
            fields.append(QgsField(name, kind))
        sink, target = self.sink(parameters, context, fields)
        for finest, comparison in compared.items():
            for row in comparison.rows:
                made = QgsFeature(fields)
                made.setAttributes(_attributes(row, finest))
                sink.addFeature(made, QgsFeatureSink.Flag.FastInsert)
        sink.flushBuffer()
        return {OUTPUT: target}

    def _numbers(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> list[int]:
        try:
            found = [int(part) for part in self.parameterAsString(parameters, name, context).split(";") if part.strip()]
        except ValueError:
            found = []
        if not found:
            raise QgsProcessingException(tr("Write whole numbers separated by semicolons, such as 3; 5; 10."))
        return found


def _attributes(row: Row, finest: int) -> list[Any]:
    """A choice with ``finest`` metres as its smallest square, in the order of the columns."""
    return [
        row.method,
        row.size,
        row.k,
        row.width,
        finest,
        round(row.share_published, 4),
        *(round(row.share_at(size), 4) for size in (250, 500, 1000)),
        row.weighted_median_size_m,
        round(row.hellinger, 4),
        row.narrowest_interval,
        row.regions,
        "passed" if row.audit_passed else "failed",
    ]
