"""What every algorithm of ours shares: names, help, errors of the core as messages of Processing, cancelling."""

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QIcon

from ...opendata.errors import Cancelled, Fault, InputError, UserError
from ..i18n import language, tr
from ..i18n.messages import file_trouble, sentence
from ..paths import Results
from ..styling.words import LANGUAGES

ICON = Path(__file__).parent.parent / "icons" / "trygghetsrutan.svg"

T = TypeVar("T")

CAMPAIGN, OUTPUT_FOLDER, LEDGER, RELEASE, PACKAGE = "CAMPAIGN", "OUTPUT_FOLDER", "LEDGER", "RELEASE", "PACKAGE"
INPUT, OUTPUT, LANGUAGE = "INPUT", "OUTPUT", "LANGUAGE"

SUBMISSIONS, GRID, PUBLISHING = "submissions", "grid", "publishing"


def group_names() -> dict[str, str]:
    """The groups of the toolbox, in the order of the work."""
    return {SUBMISSIONS: tr("1 Submissions"), GRID: tr("2 Grid"), PUBLISHING: tr("3 Publishing")}


class Algorithm(QgsProcessingAlgorithm):
    """Base class. A subclass says ``ID`` and ``GROUP``, its texts, its parameters (:meth:`define`) and its work (:meth:`work`)."""

    ID = ""
    GROUP = SUBMISSIONS

    def __init__(self) -> None:
        super().__init__()
        self._help: list[tuple[str, str]] = []

    @abstractmethod
    def title(self) -> str:
        """Name in the toolbox, in the user's language."""

    @abstractmethod
    def about(self) -> str:
        """What it does, in the user's language: plain sentences."""

    @abstractmethod
    def define(self) -> None:
        """Add parameters (:meth:`add`) and outputs."""

    @abstractmethod
    def work(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Do it and return the outputs; raises the core's errors freely."""

    def add(self, parameter: QgsProcessingParameterDefinition, explanation: str, *, advanced: bool = False, optional: bool = False) -> None:
        """Add ``parameter`` with its help text."""
        parameter.setHelp(explanation)
        flags = parameter.flags()
        if advanced:
            flags |= QgsProcessingParameterDefinition.Flag.FlagAdvanced
        if optional:
            flags |= QgsProcessingParameterDefinition.Flag.FlagOptional
        parameter.setFlags(flags)
        self._help.append((parameter.description(), explanation))
        self.addParameter(parameter)

    def add_campaign(self, *, optional: bool = False) -> None:
        """The parameter for ``campaign.toml``."""
        self.add(
            QgsProcessingParameterFile(CAMPAIGN, tr("Campaign file"), extension="toml"),
            tr("The campaign.toml that holds every decision of the campaign. The panel writes it for you."),
            optional=optional,
        )

    def add_folder(self) -> None:
        """The parameter for the folder that carries the state from step to step."""
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Output folder")),
            tr(
                "The folder of this campaign's results. Use the same one in every step: its subfolder internal holds what is "
                "personal and is never published."
            ),
        )

    def add_ledger(self) -> None:
        """The parameter for the folder that records what was published."""
        self.add(
            QgsProcessingParameterFile(LEDGER, tr("Ledger"), QgsProcessingParameterFile.Behavior.Folder, optional=True),
            tr(
                "The folder that records every release published so far. A new release is attacked together with the campaign's "
                "earlier ones."
            ),
            advanced=True,
            optional=True,
        )

    def add_release(self, explanation: str) -> None:
        """The parameter for a release other than the output folder's own."""
        self.add(
            QgsProcessingParameterFile(RELEASE, tr("Release"), extension="gpkg", optional=True), explanation, advanced=True, optional=True
        )

    def add_package(self) -> None:
        """The parameter for the folder of a data package."""
        self.add(
            QgsProcessingParameterFile(PACKAGE, tr("Data package"), QgsProcessingParameterFile.Behavior.Folder),
            tr("The folder of the package."),
        )

    def add_table(self, explanation: str) -> None:
        """The parameter for any table or layer."""
        kinds = [QgsProcessing.SourceType.TypeVector]
        self.add(QgsProcessingParameterFeatureSource(INPUT, tr("Table or layer"), kinds), explanation)

    def add_field(self, name: str, title: str, explanation: str, *, of: str = INPUT, optional: bool = False) -> None:
        """The parameter for a field of the layer chosen in parameter ``of``."""
        self.add(QgsProcessingParameterField(name, title, parentLayerParameterName=of), explanation, optional=optional)

    def add_numbers(self, numbers: Mapping[str, str]) -> None:
        """Outputs that are numbers: name to title."""
        for name, title in numbers.items():
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def add_language(self, title: str, explanation: str) -> None:
        """The parameter for the language of what is written, which need not be that of QGIS."""
        usual = LANGUAGES.index("sv" if language() == "sv" else "en")
        self.add(QgsProcessingParameterEnum(LANGUAGE, title, ["Svenska", "English"], defaultValue=usual), explanation)

    def language(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """The language chosen: ``sv`` or ``en``."""
        return LANGUAGES[self.parameterAsEnum(parameters, LANGUAGE, context)]

    def results(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Results:
        """The output folder of this run, file by file."""
        return Results(Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context)))

    def ledger_of_map(self, parameters: dict[str, Any], context: QgsProcessingContext, results: Results) -> Path | None:
        """The ledger of this run, or the folder's own: a map may not show what a release would hold back."""
        return self.ledger(parameters, context) or (results.ledger if results.ledger.is_dir() else None)

    def ledger(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path | None:
        """The ledger of this run, or None."""
        text = self.parameterAsFile(parameters, LEDGER, context)
        return Path(text) if text else None

    def source(self, parameters: dict[str, Any], context: QgsProcessingContext) -> QgsProcessingFeatureSource:
        """The layer of this run; raises QgsProcessingException when it cannot be opened."""
        found = self.parameterAsSource(parameters, INPUT, context)
        if found is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, INPUT))
        return found

    def field(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext, source: QgsProcessingFeatureSource) -> str:
        """The field of ``source`` chosen in parameter ``name``, or an empty text; raises :class:`InputError` when it has no such field."""
        chosen = str(self.parameterAsString(parameters, name, context))
        if chosen and source.fields().indexFromName(chosen) < 0:
            raise InputError(Fault(source.sourceName(), f"has no field {chosen}", "choose one of its fields"))
        return chosen

    def sink(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        fields: QgsFields,
        kind: QgsWkbTypes.Type = QgsWkbTypes.Type.NoGeometry,
        crs: QgsCoordinateReferenceSystem | None = None,
    ) -> tuple[QgsFeatureSink, str]:
        """Where the rows of this run go, and what to give back for it; raises QgsProcessingException when it cannot be made."""
        made, target = self.parameterAsSink(parameters, OUTPUT, context, fields, kind, crs or QgsCoordinateReferenceSystem())
        if made is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, OUTPUT))
        return made, target

    def campaign_if_given(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Any:
        """The campaign of this run, or None; raises :class:`InputError` when it cannot be used."""
        from ...opendata import campaign as settings

        text = self.parameterAsFile(parameters, CAMPAIGN, context)
        return settings.load(Path(text)) if text else None

    def campaign(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Any:
        """The campaign of this run; raises :class:`InputError` when it cannot be used."""
        found = self.campaign_if_given(parameters, context)
        if found is None:
            raise QgsProcessingException(tr("Choose the campaign file."))
        return found

    # What QGIS asks for.

    def name(self) -> str:
        return self.ID

    def displayName(self) -> str:  # noqa: N802 (the name is QGIS')
        return self.title()

    def group(self) -> str:
        return group_names()[self.GROUP]

    def groupId(self) -> str:  # noqa: N802 (the name is QGIS')
        return self.GROUP

    def icon(self) -> QIcon:
        return QIcon(str(ICON))

    def shortDescription(self) -> str:  # noqa: N802 (the name is QGIS')
        return self.about().split(". ")[0].rstrip(".") + "."

    def shortHelpString(self) -> str:  # noqa: N802 (the name is QGIS')
        if not self._help:
            self.initAlgorithm()
        listed = "".join(f"<p><b>{name}</b><br>{text}</p>" for name, text in self._help)
        return f"<p>{self.about()}</p>{listed}"

    def createInstance(self) -> Algorithm:  # noqa: N802 (the name is QGIS')
        return type(self)()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802 (the name is QGIS')
        self._help.clear()
        self.define()

    def processAlgorithm(  # noqa: N802 (the name is QGIS')
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        return told_by_processing(lambda: self.work(parameters, context, feedback))


def told_by_processing(work: Callable[[], T]) -> T:
    """What ``work`` returns; errors of the core, and of files, are raised as Processing's own, in the user's language."""
    try:
        return work()
    except UserError as error:
        refusal = "\n".join(sentence(fault) for fault in error.faults)
    except Cancelled:
        refusal = tr("Cancelled. Nothing was written.")
    except (OSError, sqlite3.OperationalError) as error:
        refusal = file_trouble(error)
    # Raised here and not inside: QGIS never lets go of what an algorithm raised, and with it of every layer in its traceback.
    raise QgsProcessingException(refusal)


def tools() -> Any:
    """QGIS' own ways to read and to transform, as the chain takes them."""
    from ...opendata.chain import Tools
    from ..adapters import transform
    from ..vector import read_vector

    return Tools(transform, read_vector)
