"""Personal data in any layer's texts, masked."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
)
from qgis.PyQt.QtCore import QMetaType

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import OUTPUT, SUBMISSIONS, Algorithm

TEXT, MASKED = "TEXT", "MASKED"


class MaskText(Algorithm):
    """Replaces a text field by its masked text and tells what was found."""

    ID = "masktext"
    GROUP = SUBMISSIONS

    def title(self) -> str:
        return tr("Mask a text field")

    def about(self) -> str:
        return tr(
            "Finds personal data in the Swedish texts of any layer and replaces it by its kind in brackets, such as [telefon]. The field "
            "findings lists what was found, and what a person should look at. The other fields are left out, because they may be "
            "personal too."
        )

    def define(self) -> None:
        self.add_table(tr("Any table or layer with a field of running text."))
        self.add_field(TEXT, tr("Text field"), tr("The field whose texts are masked."))
        self.add(
            QgsProcessingParameterFeatureSink(OUTPUT, tr("Masked")),
            tr("One row per row, with the masked text. Points are kept: they are personal as long as they are not counted in squares."),
        )
        self.add_numbers({MASKED: tr("Findings masked")})

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata.privacy.text import Masker

        source = self.source(parameters, context)
        field = self.field(parameters, TEXT, context, source)
        fields = QgsFields()
        for name in ("masked", "findings", "to_review"):
            fields.append(QgsField(name, QMetaType.Type.QString))
        sink, target = self.sink(parameters, context, fields, source.wkbType(), source.sourceCrs())
        progress, masker, total, masked = FeedbackProgress(feedback), Masker(), source.featureCount(), 0
        for done, feature in enumerate(source.getFeatures()):
            if done % 64 == 0:
                progress("finding personal data", done, total)
            result = masker.mask(str(feature[field]) if feature[field] else "")
            sure = [finding.kind for finding in result.findings if finding.tier == 1]
            masked += len(sure)
            made = QgsFeature(fields)
            made.setGeometry(feature.geometry())
            made.setAttributes([result.text, ", ".join(sure), ", ".join(f.kind for f in result.findings if f.tier != 1)])
            sink.addFeature(made, QgsFeatureSink.Flag.FastInsert)
        sink.flushBuffer()
        return {OUTPUT: target, MASKED: masked}
