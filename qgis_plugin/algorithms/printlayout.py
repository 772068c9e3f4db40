"""The map as a page for print: PDF, PNG and a template for the layout manager."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterVectorLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...opendata.errors import Fault, InputError
from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import OUTPUT_FOLDER
from .drawing import Drawing

PAPER, LOGO, COVERAGE, NAME = "PAPER", "LOGO", "COVERAGE", "NAME"
PDF, PNG, TEMPLATE = "PDF", "PNG", "TEMPLATE"
PAPERS = ("A4", "A3")


class PrintLayout(Drawing):
    """Writes ``map/<paper>-<language>.pdf``, ``.png`` and ``.qpt``."""

    ID = "printlayout"

    def title(self) -> str:
        return tr("Print layout")

    def about(self) -> str:
        return tr(
            "Makes the map as a page: legend, scale bar, north arrow, how it was made, sources, a place for the logo. As PDF and PNG, and "
            "as a template that the layout manager opens. With a layer of districts it makes an atlas with one sheet per district."
        )

    def define(self) -> None:
        self.add_campaign(optional=True)
        self.add_folder()
        self.add(
            QgsProcessingParameterEnum(PAPER, tr("Paper"), list(PAPERS), defaultValue=0),
            tr("The size of the sheet; it lies."),
        )
        self.add_look()
        self.add(
            QgsProcessingParameterFile(LOGO, tr("Logo"), fileFilter=tr("Pictures (*.svg *.png *.jpg)"), optional=True),
            tr("The picture in the upper right corner."),
            optional=True,
        )
        self.add(
            QgsProcessingParameterVectorLayer(COVERAGE, tr("Districts"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True),
            tr("A layer of areas: the PDF gets one sheet per area."),
            optional=True,
        )
        self.add_field(NAME, tr("Name of the districts"), tr("The field that names each sheet."), of=COVERAGE, optional=True)
        self.add_background()
        self.add_ledger()
        for name, words in ((PDF, "PDF"), (PNG, "PNG"), (TEMPLATE, tr("Template"))):
            self.addOutput(QgsProcessingOutputFile(name, words))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import chain
        from ...opendata.files import replacing
        from ..styling import page, picture

        results = self.results(parameters, context)
        if not results.map_layers.exists():
            raise InputError(Fault(str(results.map_layers), "the squares were not styled yet", "style the squares first"))
        look = self.look(parameters, context)
        paper = PAPERS[self.parameterAsEnum(parameters, PAPER, context)]
        progress = FeedbackProgress(feedback)
        progress("drawing", 0, 3)
        with picture.own_project() as project:
            layout = picture.make_page(
                project,
                chain.figures(results.folder, self.ledger_of_map(parameters, context, results)).release,
                results.map_layers,
                look,
                self.campaign_if_given(parameters, context),
                self.background(parameters, context),
                paper,
                self.parameterAsFile(parameters, LOGO, context),
                self._districts(parameters, context),
                self.parameterAsString(parameters, NAME, context),
            )
            outputs: dict[str, Any] = {OUTPUT_FOLDER: str(results.folder)}
            with ExitStack() as together:  # all three, or none
                for done, (name, write) in enumerate(((PDF, page.to_pdf), (PNG, page.to_image), (TEMPLATE, page.to_template)), 1):
                    suffix = "qpt" if name == TEMPLATE else name.lower()
                    target = results.map_layers.parent / f"{paper}-{look.language}.{suffix}"
                    write(layout, together.enter_context(replacing(target)))
                    outputs[name] = str(target)
                    feedback.pushInfo(str(target))
                    progress("drawing", done, 3)
        return outputs

    def _districts(self, parameters: dict[str, Any], context: QgsProcessingContext) -> QgsVectorLayer | None:
        """The layer of the atlas, or None; raises :class:`InputError` when it has no areas or does not say where they lie."""
        from ..points import without_crs

        layer = self.parameterAsVectorLayer(parameters, COVERAGE, context)
        if layer is None:
            return None
        faults = without_crs(layer)
        if QgsWkbTypes.geometryType(layer.wkbType()) != QgsWkbTypes.geometryType(QgsWkbTypes.Type.Polygon):
            kind = QgsWkbTypes.displayString(layer.wkbType())
            faults.append(Fault(layer.name(), f"is a layer of type {kind}, not of areas", "choose a layer of areas"))
        elif layer.featureCount() == 0:
            faults.append(Fault(layer.name(), "is empty", "choose a layer of areas"))
        if faults:
            raise InputError(faults)
        return layer
