"""Grid: k, width and squares, with a live picture of what each choice keeps and how fine it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QHeaderView, QLabel, QSpinBox, QTableWidget, QTableWidgetItem, QWidget

from ....opendata.campaign import Grid, Privacy
from ....opendata.grid.rule import SMALLEST_K
from ....opendata.progress import Progress
from ...i18n import tr
from ..mappicture import MapPicture
from ..widgets import Page, button, table, text

if TYPE_CHECKING:
    from ....opendata.comparison import Comparison
    from ....opendata.grid.partition import Partition

FINESTS = (125, 250, 500, 1000)
COARSESTS = (1000, 2000, 4000, 8000, 16000, 32000)
GRIDS = (("EPSG:3006", "SWEREF 99 TM"), ("EPSG:3035", "ETRS89-LAEA"))
SHOWN = (250, 500, 1000)
"""Metres at or below which the table tells the share."""
PAUSE = 350  # ms without a change before the picture is drawn anew


class SettingsPage(Page):
    """The settings, their picture, and the comparison of several."""

    def __init__(self, dock: Any):
        super().__init__(
            dock,
            tr("Grid"),
            tr("A higher k protects more and shows less detail. The picture shows what these settings keep, before anything is counted."),
        )
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        self.k = QSpinBox()
        self.k.setRange(SMALLEST_K, 100)
        self.width_ = QSpinBox()
        self.width_.setRange(1, 99)
        self.width_.setSpecialValueText(tr("usual"))
        self.finest, self.coarsest, self.crs = QComboBox(), QComboBox(), QComboBox()
        for box, sizes in ((self.finest, FINESTS), (self.coarsest, COARSESTS)):
            for size in sizes:
                box.addItem(f"{size} m", size)
        for code, name in GRIDS:
            self.crs.addItem(f"{name} ({code})", code)
        form.addRow(tr("Fewest persons (k)"), self.k)
        form.addRow(tr("Protection width"), self.width_)
        form.addRow(tr("Smallest square"), self.finest)
        form.addRow(tr("Largest square"), self.coarsest)
        form.addRow(tr("Grid"), self.crs)
        self.body.addWidget(holder)
        self.picture = MapPicture()
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.body.addWidget(self.told)
        self.body.addWidget(self.picture, 1)
        self.table = table(tr("Choice"), tr("Kept"), "≤ 250 m", "≤ 500 m", "≤ 1 km", tr("Safe"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.itemSelectionChanged.connect(self._row_chosen)
        self.table.setMinimumHeight(150)
        self.table.hide()
        self.body.addWidget(self.table)
        self.body.addWidget(text(tr("Fixed squares drop what is too few; ours merge it, so more is kept."), quiet=True))
        self.count = button(tr("Count and audit"), self._count, main=True)
        self.compare_button = button(tr("Compare settings"), self._compare)
        self.set_footer(self.count, self.compare_button)
        self._compared: tuple[Partition, ...] = ()
        self._filling = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._changed)
        for spin in (self.k, self.width_):
            spin.valueChanged.connect(lambda _value: self._soon())
        for choice in (self.finest, self.coarsest, self.crs):
            choice.currentIndexChanged.connect(lambda _index: self._soon())
        self._drawn: tuple[Any, ...] = ()

    def refresh(self) -> None:
        campaign = self.session.campaign
        ready = bool(campaign and self.session.results and self.session.results.submissions.exists())
        for widget in (self.count, self.compare_button):
            widget.setEnabled(ready)
        if campaign is None:
            return
        self._filling = True
        self.k.setValue(campaign.privacy.k)
        self.width_.setValue(campaign.privacy.width or 1)
        for box, value in ((self.finest, campaign.grid.finest), (self.coarsest, campaign.grid.coarsest), (self.crs, campaign.grid.crs)):
            if box.findData(value) < 0:
                box.addItem(f"{value} m", value)
            box.setCurrentIndex(box.findData(value))
        self._filling = False
        if ready:
            self._draw()

    def _soon(self) -> None:
        if not self._filling:
            self._timer.start()

    def _changed(self) -> None:
        """Write the settings into the campaign and draw what they give."""
        campaign = self.session.campaign
        if campaign is None:
            return
        k = self.k.value()
        width = self.width_.value() if 2 <= self.width_.value() <= k - 1 else None
        grid = Grid(self.crs.currentData(), self.finest.currentData(), self.coarsest.currentData())
        privacy = Privacy(k, width, campaign.privacy.k_sensitive)
        if (grid, privacy) != (campaign.grid, campaign.privacy):
            self.session.save(dataclasses.replace(campaign, grid=grid, privacy=privacy))

    def _draw(self) -> None:
        campaign, results = self.session.campaign, self.session.results
        stamp = (campaign.grid, campaign.privacy, results.submissions.stat().st_mtime)
        if stamp == self._drawn or self.session.busy:
            return
        self._drawn = stamp

        def done(found: Comparison) -> None:
            own = found.rows[0]
            self.picture.show_regions(found.partitions[0].regions)
            self.told.setText(
                tr(
                    "{published} of the located submissions are kept; {fine} in areas of 500 m or finer; half of them in {median} m "
                    "or finer."
                ).format(published=_percent(own.share_published), fine=_percent(own.share_at(500)), median=own.weighted_median_size_m)
            )

        self._start(tr("Drawing what the settings keep"), [campaign.privacy.k], campaign.privacy.width, done)

    def _compare(self) -> None:
        self._start(tr("Comparing settings"), sorted({self.session.campaign.privacy.k, 3, 5, 10}), None, self._show_table)

    def _start(self, title: str, ks: list[int], width: int | None, done: Callable[[Comparison], None]) -> None:
        """Count with every k in the background, beside fixed squares."""
        campaign, folder = self.session.campaign, self.session.folder

        def work(progress: Progress) -> Comparison:
            from ....opendata import chain

            return chain.compare_settings(campaign, folder, ks, campaign.grid.finest, width, progress)

        self.session.start(title, work, done)

    def _show_table(self, found: Comparison) -> None:
        self._compared = found.partitions
        self.table.setRowCount(len(found.rows))
        for i, one in enumerate(found.rows):
            name = tr("k {k}, fixed {size} m").format(k=one.k, size=one.size) if one.size else tr("k {k}, ours").format(k=one.k)
            safe = tr("yes") if one.audit_passed else tr("DISCLOSES")
            shares = [_percent(share) for share in (one.share_published, *map(one.share_at, SHOWN))]
            for column, words in enumerate((name, *shares, safe)):
                self.table.setItem(i, column, QTableWidgetItem(words))
        self.table.resizeRowsToContents()
        self.table.show()

    def _row_chosen(self) -> None:
        chosen = self.table.currentRow()
        if 0 <= chosen < len(self._compared):
            self.picture.show_regions(self._compared[chosen].regions)

    def _count(self) -> None:
        def done(result: dict[str, Any]) -> None:
            self.dock.done(
                tr("{published} of {all} submissions are in {regions} published areas.").format(
                    published=result["POINTS_PUBLISHED"], all=result["POINTS_IN"], regions=result["REGIONS"]
                )
            )
            self.session.changed.emit()

        self.session.start_counting(tr("Counting and attacking"), "aggregate", done)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share < 0.9995 else "100 %"
