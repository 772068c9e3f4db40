"""What each choice of k and of the smallest square keeps, and how fine it is."""

from __future__ import annotations

from typing import Any

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

KS, FINESTS = "KS", "FINESTS"


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
        from .. import comparison

        campaign = self.campaign(parameters, context)
        ks = self._numbers(parameters, KS, context)
        finests = self._numbers(parameters, FINESTS, context)
        told = comparison.compare(campaign, self.results(parameters, context), ks, finests, None, FeedbackProgress(feedback))
        fields = QgsFields()
        for name, kind in comparison.COLUMNS.items():
            fields.append(QgsField(name, {str: QMetaType.Type.QString, int: QMetaType.Type.Int, float: QMetaType.Type.Double}[kind]))
        sink, target = self.sink(parameters, context, fields)
        for outcome in told:
            made = QgsFeature(fields)
            made.setAttributes([outcome.row.get(name) for name in comparison.COLUMNS])
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
