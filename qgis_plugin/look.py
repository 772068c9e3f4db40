"""The parameters that say how the grid shall look, shared by the algorithms that draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from .algorithms.base import Algorithm
from .i18n import language, tr
from .styling.words import LANGUAGES

if TYPE_CHECKING:
    from .styling.renderer import Look

# As in opendata.style (a test compares them), which would bring numpy when QGIS starts.
METHODS = ("equal_count", "natural", "pretty", "head_tail", "manual")
RAMPS = ("dusk", "fjord", "ember", "slate")
MOST_CLASSES = 9


def ramp_titles() -> list[str]:
    """The ramps in the user's language."""
    return [tr("Dusk"), tr("Fjord"), tr("Ember"), tr("Slate")]


def add_look(algorithm: Algorithm) -> None:
    """Add the parameters: method, number of classes, ramp, per km2 or counts, own bounds, language."""
    methods = [tr("Equal count"), tr("Natural breaks"), tr("Pretty breaks"), tr("Head/tail breaks"), tr("Own bounds")]
    algorithm.add(
        QgsProcessingParameterEnum("METHOD", tr("Classes"), methods, defaultValue=0),
        tr(
            "How the numbers become classes. Equal count tells areas of very different size apart; natural breaks show groups; "
            "head/tail breaks show a few very strong places."
        ),
    )
    algorithm.add(
        QgsProcessingParameterNumber("CLASSES", tr("Number of classes"), defaultValue=5, minValue=1, maxValue=MOST_CLASSES),
        tr("Five classes are easy to tell apart; fewer are used when there are fewer different numbers."),
    )
    algorithm.add(
        QgsProcessingParameterEnum("RAMP", tr("Colours"), ramp_titles(), defaultValue=0),
        tr("Every ramp can be told apart by people with colour-blindness and in grey print."),
    )
    algorithm.add(
        QgsProcessingParameterBoolean("DENSITY", tr("Persons per km²"), defaultValue=True),
        tr("Squares have different sizes, so persons per km² compares them fairly. Unticked, the map shows the number of persons."),
    )
    algorithm.add(
        QgsProcessingParameterString("BOUNDS", tr("Own bounds"), defaultValue=""),
        tr("Rising upper bounds separated by semicolons, such as 9; 24; 99. Used when Classes is Own bounds."),
        advanced=True,
        optional=True,
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            "LANGUAGE",
            tr("Language of the map"),
            ["Svenska", "English"],
            defaultValue=LANGUAGES.index("sv" if language() == "sv" else "en"),
        ),
        tr("The language of legend and notes; it need not be the language of QGIS."),
    )


def look_of(algorithm: Algorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Look:
    """What the user chose; raises QgsProcessingException for bounds that are no numbers."""
    from .styling.renderer import Look

    text = algorithm.parameterAsString(parameters, "BOUNDS", context)
    try:
        bounds = tuple(float(part.replace(",", ".")) for part in text.split(";") if part.strip())
    except ValueError:
        raise QgsProcessingException(tr("Own bounds: write numbers separated by semicolons, such as 9; 24; 99.")) from None
    return Look(
        method=METHODS[algorithm.parameterAsEnum(parameters, "METHOD", context)],
        classes=algorithm.parameterAsInt(parameters, "CLASSES", context),
        ramp=RAMPS[algorithm.parameterAsEnum(parameters, "RAMP", context)],
        density=algorithm.parameterAsBoolean(parameters, "DENSITY", context),
        manual=bounds,
        language=LANGUAGES[algorithm.parameterAsEnum(parameters, "LANGUAGE", context)],
    )
