"""The counted squares as a map: style, legend, picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputVectorLayer,
)

from ..feedback import FeedbackProgress
from ..i18n import tr
from .base import OUTPUT, OUTPUT_FOLDER, RELEASE
from .drawing import Drawing

THEMES, MAP = "THEMES", "MAP"


class StyleGrid(Drawing):
    """Writes ``map/grid.gpkg`` with its styles, QML and SLD beside it, and ``map.png``."""

    ID = "stylegrid"

    def title(self) -> str:
        return tr("Style the squares")

    def about(self) -> str:
        return tr(
            "Gives the squares classes, colours and a legend, and draws the map as a picture. Zero and not shown look different, and the "
            "rest of a larger square is drawn beneath the squares it leaves out. One style per theme is saved in the file, as QML and SLD."
        )

    def define(self) -> None:
        self.add_campaign(optional=True)
        self.add_folder()
        self.add_release(tr("Another release to draw; empty: the output folder's own, or its squares when they were counted after it."))
        self.add_ledger()
        self.add_look()
        self.add_background()
        self.addOutput(QgsProcessingOutputVectorLayer(OUTPUT, tr("Squares")))
        self.addOutput(QgsProcessingOutputVectorLayer(THEMES, tr("Themes")))
        self.addOutput(QgsProcessingOutputFile(MAP, tr("Map picture")))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import chain
        from ...opendata import release as contract
        from ...opendata.aggregation import certify
        from ..styling import picture

        campaign = self.campaign_if_given(parameters, context)
        results = self.results(parameters, context)
        chosen = self.parameterAsFile(parameters, RELEASE, context)
        look = self.look(parameters, context)
        progress = FeedbackProgress(feedback)
        # Nothing is drawn that would not stand an attack: a picture is as public as a table.
        figures = (
            chain.Figures(contract.read(Path(chosen)))
            if chosen
            else chain.figures(results.folder, self.ledger_of_map(parameters, context, results))
        )
        release, _ = certify(figures.release, figures.earlier, progress)
        progress("styling", 0, 3)
        written = picture.style_release(release, results.map_layers, look, campaign)
        progress("drawing", 2, 3)
        picture.draw(release, results.map_layers, results.map_picture, look, campaign, self.background(parameters, context))
        outputs = {OUTPUT: f"{results.map_layers}|layername=grid", MAP: str(results.map_picture), OUTPUT_FOLDER: str(results.folder)}
        if release.theme_counts:
            outputs[THEMES] = f"{results.map_layers}|layername=themes"
        for each in (*written, results.map_picture):
            feedback.pushInfo(str(each))
        return outputs
