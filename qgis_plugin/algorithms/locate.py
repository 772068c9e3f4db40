"""Any table with places in words becomes points, by the municipality's own names."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import OUTPUT, SUBMISSIONS, Algorithm

PLACE, TEXT, LOCATED, UNSURE = "PLACE", "TEXT", "LOCATED", "UNSURE"
ADDED = (("located_by", QMetaType.Type.QString), ("accuracy_m", QMetaType.Type.Double), ("score", QMetaType.Type.Double))


class Locate(Algorithm):
    """Finds each row's place by the campaign's gazetteer; what is ambiguous stays without a point and lists its candidates."""

    ID = "locate"
    GROUP = SUBMISSIONS

    def title(self) -> str:
        return tr("Locate places in words")

    def about(self) -> str:
        return tr(
            "Turns places in words into points by the municipality's own place names and addresses, which the campaign names. It "
            "understands Swedish inflections, crossings and house numbers. What could be several places is never guessed: it stays without "
            "a point, and the field candidates says what it could be."
        )

    def define(self) -> None:
        self.add_campaign()
        self.add_table(tr("Any table. Points it may already have are not looked at."))
        self.add_field(PLACE, tr("Field with the place in words"), tr("For instance 'the tunnel at Boforsvägen'."))
        self.add_field(TEXT, tr("Field with the text"), tr("Where to look when the place does not tell."), optional=True)
        self.add(
            QgsProcessingParameterFeatureSink(OUTPUT, tr("Located"), QgsProcessing.SourceType.TypeVectorPoint),
            tr("All rows with their fields, how they were located, how exact, how sure, and the candidates of the unsure."),
        )
        self.add_numbers({LOCATED: tr("Located"), UNSURE: tr("Places to decide")})

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata.submissions import gazetteer, locate
        from ...opendata.submissions.model import blank
        from ..adapters import transform
        from ..vector import read_vector

        campaign = self.campaign(parameters, context)
        source = self.source(parameters, context)
        progress = FeedbackProgress(feedback)
        places = gazetteer.load(campaign, transform, read_vector)
        features = list(source.getFeatures())
        submissions = blank(len(features))
        submissions.row[:] = np.arange(1, len(features) + 1)
        for name, column in ((PLACE, submissions.place), (TEXT, submissions.text)):
            field = self.field(parameters, name, context, source)
            if field:
                column[:] = ["" if not feature[field] else str(feature[field]) for feature in features]
        located, reviews = locate.locate(submissions, places, {}, progress)
        options = {row: [c.name for c in review.candidates] for review in reviews for _, row in review.rows}
        fields = source.fields()
        for name, kind in (*ADDED, ("candidates", QMetaType.Type.QString)):
            fields.append(QgsField(name, kind))
        crs = QgsCoordinateReferenceSystem(campaign.grid.crs)
        sink, target = self.sink(parameters, context, fields, QgsWkbTypes.Type.Point, crs)
        for i, feature in enumerate(features):
            made = QgsFeature(fields)
            here = bool(located.located[i])
            if here:
                made.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(located.x[i]), float(located.y[i]))))
            found = [located.located_by[i], float(located.accuracy_m[i]), float(located.score[i])] if here else ["", None, None]
            made.setAttributes([*feature.attributes(), *found, "; ".join(options.get(i + 1, []))])
            sink.addFeature(made, QgsFeatureSink.Flag.FastInsert)
        sink.flushBuffer()
        return {OUTPUT: target, LOCATED: int(located.located.sum()), UNSURE: len(reviews)}
