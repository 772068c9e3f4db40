"""What the panel works on: a campaign file, its output folder, and the work that runs in the background."""

from __future__ import annotations

import dataclasses
import sqlite3
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsMessageLog,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...opendata import campaign as settings
from ...opendata.campaign import Campaign
from ...opendata.errors import UserError
from ...opendata.files import write_text
from .. import publishing
from ..feedback import FeedbackProgress
from ..i18n import tr
from ..i18n.messages import file_trouble, sentence
from ..paths import Results
from . import status
from .work import Slices, Work

SCOPE = "trygghetsrutan"
LOG = "Trygghetsrutan"


class Session(QObject):
    """Campaign and folder, kept in the project and in the settings, so that reopening brings the state back."""

    changed = pyqtSignal()
    """Another campaign or folder, or a step has finished."""
    working = pyqtSignal(str)
    """Work began (its title) or all of it ended (empty)."""
    progressed = pyqtSignal(float)
    stepped = pyqtSignal(str)
    failed = pyqtSignal(str, str)
    """A title and what the user can do about it."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.campaign_path: Path | None = None
        self.campaign: Campaign | None = None
        self.folder: Path | None = None
        self._running: list[Work | Slices] = []

    @property
    def results(self) -> Results | None:
        return None if self.folder is None else Results(self.folder)

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def open(self, path: Path, folder: Path | None = None) -> bool:
        """Open a campaign file; tells what is wrong with it and keeps the old one when it cannot be read."""
        try:
            campaign = settings.load(path)
        except (UserError, OSError) as error:
            self.show_error(tr("The campaign file cannot be used"), error)
            return False
        self.campaign_path, self.campaign = path, campaign
        self.folder = folder or self.folder_of(path)
        self._remember()
        self.changed.emit()
        return True

    @staticmethod
    def folder_of(path: Path) -> Path:
        """Where the results of a campaign file go unless somebody says otherwise."""
        return path.parent / "trygghetsrutan"

    def choose_folder(self, folder: Path) -> None:
        """Use another output folder, if it can be written to."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            self.show_error(tr("The output folder cannot be used"), error)
            return
        self.folder = folder
        self._remember()
        self.changed.emit()

    def save(self, campaign: Campaign) -> bool:
        """Write the campaign file and use it from now on; the file stays as it was when what it would say is wrong."""
        if self.campaign_path is None:
            return False
        trial = self.campaign_path.with_name(f".{self.campaign_path.name}.trial")
        try:
            write_text(trial, settings.dump(campaign))
            checked = settings.load(trial)
            trial.replace(self.campaign_path)
        except (UserError, OSError) as error:
            self.show_error(tr("The campaign was not saved"), error)
            return False
        finally:
            trial.unlink(missing_ok=True)
        self.campaign = dataclasses.replace(checked, folder=self.campaign_path.parent)
        self.changed.emit()
        return True

    def restore(self) -> None:
        """Bring back what the project, or else the last session, worked on."""
        project = QgsProject.instance()
        path = project.readPath(project.readEntry(SCOPE, "campaign", "")[0])
        folder = project.readPath(project.readEntry(SCOPE, "folder", "")[0])
        if not path:
            kept = QgsSettings()
            path, folder = str(kept.value(f"{SCOPE}/campaign", "") or ""), str(kept.value(f"{SCOPE}/folder", "") or "")
        if path and Path(path).is_file():
            self.open(Path(path), Path(folder) if folder else None)

    def _remember(self) -> None:
        project, kept = QgsProject.instance(), QgsSettings()
        for key, value in (("campaign", self.campaign_path), ("folder", self.folder)):
            text = "" if value is None else str(value)
            project.writeEntry(SCOPE, key, project.writePath(text))
            kept.setValue(f"{SCOPE}/{key}", text)

    # Work in the background.

    def start(
        self,
        title: str,
        function: Callable[[FeedbackProgress], Any],
        done: Callable[[Any], None],
        undone: Callable[[], None] | None = None,
    ) -> Work:
        """Run ``function`` off the main thread; on it ``done`` gets the result, or ``undone`` is called when it failed or was cancelled."""
        work = Work(title, function, self, done, undone)
        work.progressChanged.connect(self.progressed.emit)
        work.stepped.connect(self.stepped.emit)
        self._running.append(work)
        self.working.emit(title)
        QgsApplication.taskManager().addTask(work)
        return work

    def start_slices(self, title: str, slices: Sequence[Callable[[], None]], done: Callable[[], None]) -> None:
        """Run ``slices`` one after the other on the main thread, QGIS answering in between; then ``done``."""
        work = Slices(title, slices, self, done)
        self._running.append(work)
        self.working.emit(title)
        work.begin()

    def parameters(self) -> dict[str, Any]:
        """What every algorithm of ours is told: the campaign and its folder."""
        return {"CAMPAIGN": str(self.campaign_path), "OUTPUT_FOLDER": str(self.folder)}

    def bringing(self) -> Callable[[], None]:
        """What brings the campaign's ledger up to date with one that an earlier version kept beside a folder portal; for any thread."""
        results, campaign = self.results, self.campaign
        beside = publishing.portals_ledger(str(QgsSettings().value(publishing.PORTAL, "") or ""))

        def bring() -> None:
            from ...opendata.disclosure import ledger

            if beside is not None and results is not None and campaign is not None:
                ledger.bring(results.ledger, beside, campaign.campaign.name)

        return bring

    def start_counting(self, title: str, name: str, done: Callable[[dict[str, Any]], None], **chosen: Any) -> Work:
        """Run one of our algorithms that reckons with the campaign's earlier releases, off the main thread; ``chosen`` are parameters of
        its own."""
        ledger, bring = str(Results(self.folder or Path()).ledger), self.bringing()
        parameters = self.parameters() | {"LEDGER": ledger} | chosen

        def run(progress: FeedbackProgress) -> dict[str, Any]:
            bring()
            return run_algorithm(name, parameters, progress.feedback)

        return self.start(title, run, done)

    def start_algorithm(self, title: str, name: str, parameters: dict[str, Any], done: Callable[[dict[str, Any]], None]) -> Work:
        """Run one of our algorithms off the main thread."""

        def run(progress: FeedbackProgress) -> dict[str, Any]:
            return run_algorithm(name, parameters, progress.feedback)

        return self.start(title, run, done)

    def load(self, title: str, done: Callable[[dict[str, Any]], None]) -> Work:
        """Load, locate and give themes with all decisions made so far; texts that were searched for personal data are searched again.

        Loading begins from the files, so what was masked has to be masked anew. ``done`` gets the outputs of the loading.
        """
        results = Results(self.folder or Path())
        searched, settings_now = results.texts.exists(), status.loading_settings(self.campaign) if self.campaign else ""
        parameters = self.parameters()

        def run(progress: FeedbackProgress) -> dict[str, Any]:
            result = run_algorithm("loadsubmissions", parameters, progress.feedback)
            if searched:
                run_algorithm("anonymise", parameters, progress.feedback)
            write_text(results.loaded_with, settings_now, private=True)
            return result

        return self.start(title, run, done)

    def work_ended(self, work: Work | Slices) -> None:
        if work in self._running:
            self._running.remove(work)
        if not self._running:
            self.working.emit("")

    def shut_down(self) -> None:
        """Stop everything and say nothing more: the panel goes away."""
        self.blockSignals(True)
        self.cancel()

    def cancel(self) -> None:
        """Ask everything that runs to stop; until it looks up, the panel says that it was heard."""
        if self._running:
            self.stepped.emit(tr("Cancelling…"))
        for work in list(self._running):
            work.cancel()

    # Two channels: what the user can mend is told in the panel, what is a bug goes to the log.

    def show_error(self, title: str, error: Exception) -> None:
        if isinstance(error, UserError):
            self.failed.emit(title, "\n".join(sentence(fault) for fault in error.faults))
        elif isinstance(error, QgsProcessingException):
            self.failed.emit(title, str(error))
        elif isinstance(error, OSError | sqlite3.OperationalError):
            self.failed.emit(title, file_trouble(error))
        else:
            # The traceback alone: the error's own words might quote a submission.
            where = "".join(traceback.format_tb(error.__traceback__))
            QgsMessageLog.logMessage(f"{title}: {type(error).__name__}\n{where}", LOG, Qgis.MessageLevel.Critical)
            self.failed.emit(
                title, tr("Something unforeseen happened. The log panel (Trygghetsrutan) tells what; nothing was half written.")
            )


def run_algorithm(name: str, parameters: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Run ``trygghetsrutan:name`` on the calling thread; raises QgsProcessingException with what it says is wrong."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"trygghetsrutan:{name}")
    context = QgsProcessingContext()
    context.setFeedback(feedback)
    results, _ = algorithm.run(parameters, context, feedback, {}, False)
    return dict(results)
