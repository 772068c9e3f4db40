"""Sources: files in, columns mapped, a verdict at once, then everything loaded and located."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QColor, QDesktopServices
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QHeaderView, QLabel, QTableWidget, QTableWidgetItem

from ....opendata import codes
from ....opendata.campaign import CHANNELS, Campaign, Fields, Source
from ....opendata.progress import Progress
from ...i18n import language, tr
from .. import layers, status
from ..widgets import BAD, GOOD, WARN, Page, button, row, table, text
from .preview import Preview, preview

KINDS = "*.geojson *.json *.gpkg *.shp *.fgb *.tab *.kml *.gml *.gpx *.dxf *.csv *.txt *.tsv *.xlsx *.xls *.ods *.parquet *.mbox *.eml"
SUFFIXES = {pattern.lstrip("*") for pattern in KINDS.split()}
ROWS_SHOWN = 3


def channel_names() -> dict[str, str]:
    """The channels in the user's language."""
    return {channel: codes.name("channel", channel, language()) for channel in CHANNELS}


def field_names() -> dict[str, str]:
    """The fields of a source in the user's language."""
    return {
        "text": tr("Text"),
        "place": tr("Place in words"),
        "received": tr("Received"),
        "x": tr("East or longitude"),
        "y": tr("North or latitude"),
        "geometry": tr("Geometry as text"),
        "name": tr("Name (dropped)"),
        "email": tr("E-mail (dropped)"),
        "telephone": tr("Telephone (dropped)"),
        "address": tr("Address (dropped)"),
        "contributor": tr("Contributor (dropped)"),
        "theme": tr("Theme"),
    }


class SourcesPage(Page):
    """The campaign's files and what stands in which column."""

    def __init__(self, dock: Any):
        super().__init__(
            dock,
            tr("Sources"),
            tr("Drop files here, or add them. Say by which channel they came in and what stands in which column, then load."),
        )
        self.setAcceptDrops(True)
        self._previews: dict[Source, Preview] = {}
        self.table = table(tr("File"), tr("Channel"), tr("Result"))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setFixedHeight(156)
        self.table.itemSelectionChanged.connect(self._selected)
        self.body.addWidget(self.table)
        self.body.addWidget(
            row(
                button(tr("Add files…"), self._add),
                button(tr("Place names…"), self._add_gazetteer),
                button(tr("Remove"), self._remove),
            )
        )
        self.gazetteer = text(quiet=True)
        self.body.addWidget(self.gazetteer)
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.body.addWidget(self.verdict)
        self.mapping = table(tr("Field"), tr("Column"), tr("First rows"))
        self.mapping.horizontalHeader().setStretchLastSection(True)
        self.mapping.setMinimumHeight(210)
        self.body.addWidget(self.mapping, 1)
        self.report = button(tr("Load report"), self._open_report)
        self.load = button(tr("Load and locate"), self._load, main=True)
        self.set_footer(self.load, self.report)

    # What is shown.

    def refresh(self) -> None:
        campaign = self.session.campaign
        sources = campaign.sources if campaign else ()
        chosen = self.table.currentRow()
        counts = {each.get("source"): each for each in self._counts()}
        self.table.blockSignals(True)
        self.table.setRowCount(len(sources))
        for i, source in enumerate(sources):
            name = QTableWidgetItem(source.file)
            name.setToolTip(source.file)
            self.table.setItem(i, 0, name)
            channel = QComboBox()
            for each in CHANNELS:
                channel.addItem(channel_names()[each], each)
            channel.setCurrentIndex(CHANNELS.index(source.channel))
            channel.activated.connect(lambda index, i=i: self._set_channel(i, CHANNELS[index]))
            self.table.setCellWidget(i, 1, channel)
            told = counts.get(source.name)
            words = tr("{located} of {rows}").format(located=told["located"], rows=told["rows_in"]) if told else ""
            item = QTableWidgetItem(words)
            if told:
                item.setToolTip(tr("{unlocated} unlocated, {rejected} rejected").format(**told))
            self.table.setItem(i, 2, item)
        self.table.resizeRowsToContents()
        self.table.blockSignals(False)
        if sources:
            self.table.selectRow(min(max(chosen, 0), len(sources) - 1))
        else:
            self._show(None)
        files = campaign.gazetteer.files if campaign else ()
        self.gazetteer.setText(
            tr("Place names: {files}").format(files=", ".join(files))
            if files
            else tr("No place names yet: without them places in words cannot be found.")
        )
        if not self.session.busy and self._source() not in self._previews:
            self._show(None)  # its reading was cancelled
        self.load.setEnabled(bool(sources))
        self.report.setEnabled(bool(self.session.results and self.session.results.load_report.exists()))

    def _counts(self) -> list[dict[str, Any]]:
        found = status.load_counts(self.session.results).get("sources", []) if self.session.results else []
        return [each for each in found if isinstance(each, dict)]

    def _selected(self) -> None:
        source = self._source()
        if source is None:
            self._show(None)
        elif source in self._previews:
            self._show(self._previews[source])
        else:
            self._read(source)

    def _source(self) -> Source | None:
        i, campaign = self.table.currentRow(), self.session.campaign
        return campaign.sources[i] if campaign and 0 <= i < len(campaign.sources) else None

    def _read(self, source: Source) -> None:
        campaign: Campaign = self.session.campaign

        def work(progress: Progress) -> Preview:
            return preview(campaign, source, progress)

        def done(result: Preview) -> None:
            self._previews[source] = result
            if self._source() == source:
                self._show(result)

        self.verdict.setText(tr("Reading {file} …").format(file=source.file))
        self.session.start(tr("Reading {file}").format(file=source.file), work, done)

    def _show(self, found: Preview | None) -> None:
        if found is None:
            self.mapping.setRowCount(0)
            self.verdict.setText("")
            return
        if found.trouble:
            self.verdict.setText(found.trouble)
            self.verdict.setStyleSheet(f"color: {BAD}; font-weight: bold;")
        else:
            whole = found.located == found.rows
            self.verdict.setText(
                tr("{located} of {rows} located, {rejected} rejected. {notes}").format(
                    located=found.located, rows=found.rows, rejected=found.rejected, notes=found.notes
                )
            )
            self.verdict.setStyleSheet(f"color: {GOOD if whole else WARN}; font-weight: bold;")
        names = field_names()
        self.mapping.setRowCount(len(names))
        for i, (field, words) in enumerate(names.items()):
            self.mapping.setItem(i, 0, QTableWidgetItem(words))
            choice = QComboBox()
            choice.addItem(tr("(suggest)"), "")
            named = getattr(found.source.fields, field)
            suggested = found.mapping.get(field, "")
            for column in [*found.columns, *([named] if named and named not in found.columns else [])]:
                choice.addItem(column, column)
            choice.setCurrentIndex(max(choice.findData(named or suggested), 0))
            choice.setToolTip(found.reasons.get(field, ""))
            choice.activated.connect(lambda _index, choice=choice, field=field: self._set_field(field, choice.currentData()))
            self.mapping.setCellWidget(i, 1, choice)
            shown = " · ".join(found.samples.get(named or suggested, [])[:ROWS_SHOWN])
            item = QTableWidgetItem(shown)
            item.setToolTip(shown)
            item.setForeground(QColor("#5b6770"))
            self.mapping.setItem(i, 2, item)
        self.mapping.resizeColumnToContents(0)
        self.mapping.setColumnWidth(1, 120)

    # What is done.

    def dragEnterEvent(self, event: Any) -> None:  # noqa: N802 (the name is Qt's)
        if event.mimeData().hasUrls() and self.session.campaign is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:  # noqa: N802 (the name is Qt's)
        self.add_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _add(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(
            self, tr("Add files"), self._folder(), f"{tr('Submissions')} ({KINDS});;{tr('All files')} (*)"
        )
        self.add_files([Path(path) for path in paths])

    def add_files(self, paths: list[Path]) -> None:
        """Add files as sources, with the channel that their kind suggests."""
        campaign = self.session.campaign
        if campaign is None:
            return
        sources = list(campaign.sources)
        strange = [path.name for path in paths if path.suffix.lower() not in SUFFIXES or not path.is_file()]
        if strange:
            words = tr("{names}: no file of submissions that can be read. Use {kinds}.")
            self.session.failed.emit(tr("Not added"), words.format(names=", ".join(strange), kinds=KINDS.replace("*.", "")))
        for path in paths:
            if path.name in strange:
                continue
            taken = {source.name for source in sources}
            name = next(n for n in (path.stem, *(f"{path.stem}-{i}" for i in range(2, 999))) if n not in taken)
            sources.append(Source(name, _relative(path, self.session.campaign_path.parent), guess_channel(path)))
        if len(sources) > len(campaign.sources) and self.session.save(dataclasses.replace(campaign, sources=tuple(sources))):
            self.table.selectRow(len(sources) - 1)

    def _add_gazetteer(self) -> None:
        campaign = self.session.campaign
        if campaign is None:
            return
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Files of place names and addresses"), self._folder())
        if paths:
            self.set_gazetteer([Path(path) for path in paths])

    def set_gazetteer(self, paths: list[Path]) -> None:
        """Use these files of place names."""
        campaign = self.session.campaign
        files = tuple(_relative(path, self.session.campaign_path.parent) for path in paths)
        self.session.save(dataclasses.replace(campaign, gazetteer=dataclasses.replace(campaign.gazetteer, files=files)))

    def _remove(self) -> None:
        campaign, i = self.session.campaign, self.table.currentRow()
        if campaign is not None and 0 <= i < len(campaign.sources):
            self.session.save(dataclasses.replace(campaign, sources=campaign.sources[:i] + campaign.sources[i + 1 :]))

    def _set_channel(self, i: int, channel: str) -> None:
        self._replace(i, dataclasses.replace(self.session.campaign.sources[i], channel=channel))

    def _set_field(self, field: str, column: str) -> None:
        source = self._source()
        if source is not None:
            fields: Fields = dataclasses.replace(source.fields, **{field: column or ""})
            self._replace(self.table.currentRow(), dataclasses.replace(source, fields=fields))

    def _replace(self, i: int, source: Source) -> None:
        campaign = self.session.campaign
        if self.session.save(dataclasses.replace(campaign, sources=(*campaign.sources[:i], source, *campaign.sources[i + 1 :]))):
            self._selected()

    def _load(self) -> None:
        campaign = self.session.campaign
        edited = layers.unsaved([campaign.path(source.file) for source in campaign.sources])
        if edited:
            words = tr("Changes in {names} are not saved, so they are not in the file. Save or discard them, then load.")
            self.session.failed.emit(tr("A layer is being edited"), words.format(names=", ".join(edited)))
            return

        def done(result: dict[str, Any]) -> None:
            self.dock.done(
                tr("{rows} rows in: {located} located, {unlocated} unlocated, {rejected} rejected.").format(
                    rows=result["ROWS_IN"], located=result["LOCATED"], unlocated=result["UNLOCATED"], rejected=result["REJECTED"]
                )
            )
            self.session.changed.emit()

        self.session.load(tr("Loading and locating"), done)

    def _open_report(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.results.load_report)))

    def _folder(self) -> str:
        return str(self.session.campaign_path.parent) if self.session.campaign_path else ""


def guess_channel(path: Path) -> str:
    """The channel that a file's name or kind suggests; people correct it."""
    name, suffix = path.stem.lower(), path.suffix.lower()
    for words, channel in (
        (("vykort", "postcard"), "postcard"),
        (("post", "mail", "mejl"), "email"),
        (("telefon", "samtal", "phone", "call"), "telephone"),
        (("besok", "besök", "visit", "disk"), "visit"),
        (("vandring", "walk"), "walk"),
    ):
        if any(word in name for word in words):
            return channel
    return {".mbox": "email", ".eml": "email"}.get(suffix, "map")


def _relative(path: Path, folder: Path) -> str:
    """The path as the campaign file writes it: relative when the file lies beside or below it."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
