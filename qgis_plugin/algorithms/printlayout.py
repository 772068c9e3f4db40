"""The map as a page for print: PDF, PNG and a template for the layout manager."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorLayer,
    QgsProject,
)

from ...opendata.errors import Fault, InputError
from ..i18n import tr
from ..paths import Results
from .base import GRID, OUTPUT_FOLDER, Algorithm, progress_of

PAPER, LOGO, COVERAGE, NAME, BACKGROUND = "PAPER", "LOGO", "COVERAGE", "NAME", "BACKGROUND"
PDF, PNG, TEMPLATE = "PDF", "PNG", "TEMPLATE"
PAPERS = ("A4", "A3")


class PrintLayout(Algorithm):
    """Writes ``map/<paper>-<language>.pdf``, ``.png`` and ``.qpt``."""

    ID = "printlayout"
    GROUP = GRID

    def title(self) -> str:
        return tr("Print layout")

    def about(self) -> str:
        return tr(
            "Makes the map as a page: legend, scale bar, north arrow, how it was made, sources, a place for the logo. As PDF and "
            "PNG, and as "
            "a template that the layout manager opens. With a layer of districts it makes an atlas with one sheet per district."
        )

    def flags(self) -> Any:
        # Layouts draw with objects of the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def define(self) -> None:
        from ..look import add_look

        self.add_campaign(optional=True)
        self.add_folder()
        self.add(
            QgsProcessingParameterEnum(PAPER, tr("Paper"), list(PAPERS), defaultValue=0),
            tr("The size of the sheet; it lies."),
        )
        add_look(self)
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
        self.add(
            QgsProcessingParameterField(NAME, tr("Name of the districts"), parentLayerParameterName=COVERAGE, optional=True),
            tr("The field that names each sheet."),
            optional=True,
        )
        self.add(
            QgsProcessingParameterMultipleLayers(BACKGROUND, tr("Background"), QgsProcessing.SourceType.TypeMapLayer, optional=True),
            tr("Layers to draw beneath the squares, such as the municipality's own background map."),
            optional=True,
        )
        for name, words in ((PDF, "PDF"), (PNG, "PNG"), (TEMPLATE, tr("Template"))):
            self.addOutput(QgsProcessingOutputFile(name, words))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import campaign as settings
        from ...opendata import release as contract
        from ...opendata.files import replacing
        from ..look import look_of
        from ..styling import page, picture

        results = Results(self.folder(parameters, context))
        if not results.map_layers.exists():
            raise InputError(Fault(str(results.map_layers), "the squares were not styled yet", "style the squares first"))
        path = self.campaign_path(parameters, context)
        look = look_of(self, parameters, context)
        paper = PAPERS[self.parameterAsEnum(parameters, PAPER, context)]
        progress = progress_of(feedback)
        progress("drawing", 0, 3)
        project = QgsProject()
        layout = picture.make_page(
            project,
            contract.read(results.draft),
            results.map_layers,
            look,
            settings.load(path) if path else None,
            self.parameterAsLayerList(parameters, BACKGROUND, context),
            paper,
            self.parameterAsFile(parameters, LOGO, context),
            self.parameterAsVectorLayer(parameters, COVERAGE, context),
            self.parameterAsString(parameters, NAME, context),
        )
        outputs: dict[str, Any] = {OUTPUT_FOLDER: str(results.folder)}
        for done, (name, write) in enumerate(((PDF, page.to_pdf), (PNG, page.to_image), (TEMPLATE, page.to_template)), 1):
            suffix = "qpt" if name == TEMPLATE else name.lower()
            target = Path(results.map_layers.parent / f"{paper}-{look.language}.{suffix}")
            with replacing(target) as beside:
                write(layout, beside)
            outputs[name] = str(target)
            feedback.pushInfo(str(target))
            progress("drawing", done, 3)
        return outputs
