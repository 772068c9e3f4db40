"""The counted squares as a map: style, legend, picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
)

from ...opendata.errors import Fault, InputError
from ..i18n import tr
from ..paths import Results
from .base import GRID, OUTPUT_FOLDER, Algorithm, progress_of

BACKGROUND, RELEASE, OUTPUT, THEMES, MAP = "BACKGROUND", "RELEASE", "OUTPUT", "THEMES", "MAP"


class StyleGrid(Algorithm):
    """Writes ``map/grid.gpkg`` with its styles, QML and SLD beside it, and ``map.png``."""

    ID = "stylegrid"
    GROUP = GRID

    def title(self) -> str:
        return tr("Style the squares")

    def about(self) -> str:
        return tr(
            "Gives the squares classes, colours and a legend, and draws the map as a picture. Zero and not shown look different, and the "
            "rest of a larger square is drawn beneath the squares it leaves out. One style per theme is saved in the file, as QML and SLD."
        )

    def flags(self) -> Any:
        # Layouts draw with objects of the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def define(self) -> None:
        from ..look import add_look

        self.add_campaign(optional=True)
        self.add_folder()
        self.add(
            QgsProcessingParameterFile(RELEASE, tr("Release"), extension="gpkg", optional=True),
            tr("Another release to draw; empty: the squares that were counted into the output folder."),
            advanced=True,
            optional=True,
        )
        add_look(self)
        self.add(
            QgsProcessingParameterMultipleLayers(BACKGROUND, tr("Background"), QgsProcessing.SourceType.TypeMapLayer, optional=True),
            tr("Layers to draw beneath the squares in the picture, such as the municipality's own background map."),
            advanced=True,
            optional=True,
        )
        self.addOutput(QgsProcessingOutputVectorLayer(OUTPUT, tr("Squares")))
        self.addOutput(QgsProcessingOutputVectorLayer(THEMES, tr("Themes")))
        self.addOutput(QgsProcessingOutputFile(MAP, tr("Map picture")))

    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...opendata import campaign as settings
        from ...opendata.aggregation import certify
        from ..look import look_of
        from ..styling import picture

        path = self.campaign_path(parameters, context)
        campaign = settings.load(path) if path else None
        results = Results(self.folder(parameters, context))
        chosen = self.parameterAsFile(parameters, RELEASE, context)
        look = look_of(self, parameters, context)
        progress = progress_of(feedback)
        # Nothing is drawn that would not stand an attack: a picture is as public as a table.
        release, _ = certify(_read(Path(chosen) if chosen else results.draft), progress=progress)
        progress("styling", 0, 3)
        written = picture.style_release(release, results.map_layers, look, campaign)
        progress("drawing", 2, 3)
        background = self.parameterAsLayerList(parameters, BACKGROUND, context)
        picture.draw(release, results.map_layers, results.map_picture, look, campaign, background)
        outputs = {OUTPUT: f"{results.map_layers}|layername=grid", MAP: str(results.map_picture), OUTPUT_FOLDER: str(results.folder)}
        if release.theme_counts:
            outputs[THEMES] = f"{results.map_layers}|layername=themes"
        for each in (*written, results.map_picture):
            feedback.pushInfo(str(each))
        return outputs


def _read(path: Path) -> Any:
    from ...opendata import release as contract

    if not path.exists():
        raise InputError(Fault(str(path), "nothing was aggregated yet", "aggregate first"))
    return contract.read(path)
