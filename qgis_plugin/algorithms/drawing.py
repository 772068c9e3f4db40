"""What the algorithms that draw the grid share: how it shall look, what lies beneath it, and QGIS' main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..i18n import tr
from ..look import METHODS, MOST_CLASSES, RAMPS, method_titles, ramp_titles
from .base import GRID, Algorithm

if TYPE_CHECKING:
    from ..styling.renderer import Look

BACKGROUND = "BACKGROUND"


class Drawing(Algorithm):
    """Base class."""

    GROUP = GRID

    def flags(self) -> Any:
        # Layouts draw with objects of the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def add_look(self) -> None:
        """The parameters: method, number of classes, ramp, per km2 or counts, own bounds, language."""
        self.add(
            QgsProcessingParameterEnum("METHOD", tr("Classes"), method_titles(), defaultValue=0),
            tr(
                "How the numbers become classes. Equal count tells areas of very different size apart; natural breaks show groups; "
                "head/tail breaks show a few very strong places."
            ),
        )
        self.add(
            QgsProcessingParameterNumber("CLASSES", tr("Number of classes"), defaultValue=5, minValue=1, maxValue=MOST_CLASSES),
            tr("Five classes are easy to tell apart; fewer are used when there are fewer different numbers."),
        )
        self.add(
            QgsProcessingParameterEnum("RAMP", tr("Colours"), ramp_titles(), defaultValue=0),
            tr("Every ramp can be told apart by people with colour-blindness and in grey print."),
        )
        self.add(
            QgsProcessingParameterBoolean("DENSITY", tr("Persons per km²"), defaultValue=True),
            tr("Squares have different sizes, so persons per km² compares them fairly. Unticked, the map shows the number of persons."),
        )
        self.add(
            QgsProcessingParameterString("BOUNDS", tr("Own bounds"), defaultValue=""),
            tr("Rising upper bounds separated by semicolons, such as 9; 24; 99. Used when Classes is Own bounds."),
            advanced=True,
            optional=True,
        )
        self.add_language(tr("Language of the map"), tr("The language of legend and notes; it need not be the language of QGIS."))

    def look(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Look:
        """What the user chose; raises QgsProcessingException for bounds that are no numbers."""
        from ..styling.renderer import Look

        text = self.parameterAsString(parameters, "BOUNDS", context)
        try:
            bounds = tuple(float(part.replace(",", ".")) for part in text.split(";") if part.strip())
        except ValueError:
            raise QgsProcessingException(tr("Own bounds: write numbers separated by semicolons, such as 9; 24; 99.")) from None
        return Look(
            method=METHODS[self.parameterAsEnum(parameters, "METHOD", context)],
            classes=self.parameterAsInt(parameters, "CLASSES", context),
            ramp=RAMPS[self.parameterAsEnum(parameters, "RAMP", context)],
            density=self.parameterAsBoolean(parameters, "DENSITY", context),
            manual=bounds,
            language=self.language(parameters, context),
        )

    def add_background(self) -> None:
        """The parameter for layers beneath the squares."""
        self.add(
            QgsProcessingParameterMultipleLayers(BACKGROUND, tr("Background"), QgsProcessing.SourceType.TypeMapLayer, optional=True),
            tr("Layers to draw beneath the squares, such as the municipality's own background map."),
            advanced=True,
            optional=True,
        )

    def background(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[QgsMapLayer]:
        """Those layers."""
        return list(self.parameterAsLayerList(parameters, BACKGROUND, context))
