"""The dock: campaign and folder on top, the steps as a list, the chosen step's page below, progress at the foot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from . import status
from .session import Session
from .widgets import BAD, Page, button, line, row, state_icon, text

WIDTH = 430
ROW = 22
"""Pixels of a line in the list of steps."""


class PanelDock(QgsDockWidget):
    """The guided panel."""

    def __init__(self, iface: Any):
        super().__init__(tr("Trygghetsrutan"), iface.mainWindow())
        self.setObjectName("trygghetsrutanPanel")
        self.iface = iface
        self.session = Session(self)
        self.pages: dict[str, Page] = {}
        self._title = ""
        self._build()
        self.session.changed.connect(self.refresh)
        self.session.working.connect(self._working)
        self.session.progressed.connect(lambda share: self.bar.setValue(round(share)))
        self.session.stepped.connect(self._stepped)
        self.session.failed.connect(self._failed)
        self._project = QgsProject.instance()
        self._project.readProject.connect(self._project_read)
        self.session.restore()
        self.refresh()
        self.choose(self._next())

    def put_into(self, iface: Any) -> None:
        """Dock on the right side, wide enough to read."""
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)
        iface.mainWindow().resizeDocks([self], [WIDTH], Qt.Orientation.Horizontal)

    def shut_down(self) -> None:
        """Stop what runs and let go of the project and the canvas."""
        self.session.shut_down()
        for page in self.pages.values():
            page.leave()
        self._project.readProject.disconnect(self._project_read)

    def _build(self) -> None:
        holder = QWidget()
        self.setWidget(holder)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        self.list = QListWidget()
        self.list.setObjectName("steps")
        self.list.setAccessibleName(tr("Steps"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(18, 18))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet(
            "QListWidget { background: palette(window); outline: 0; } QListWidget::item { padding: 0; border: 0; }"
            "QListWidget::item:selected { background: #d7ecec; color: #1c1c1c; }"
        )
        for each in status.ORDER:
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.UserRole, each)
            item.setSizeHint(QSize(100, ROW))
        self.list.setFixedHeight(ROW * len(status.ORDER) + 2)
        self.list.currentRowChanged.connect(lambda row: self.choose(status.ORDER[row]) if row >= 0 else None)
        layout.addWidget(self.list)
        layout.addWidget(line())
        self.trouble = self._trouble()
        layout.addWidget(self.trouble)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        layout.addWidget(self._foot())
        self.setMinimumWidth(340)

    def _head(self) -> QWidget:
        head = QWidget()
        box = QVBoxLayout(head)
        box.setContentsMargins(10, 4, 10, 4)
        box.setSpacing(1)
        self.campaign_label = text(bold=True)
        self.folder_label = text(quiet=True)
        menu = QMenu(self)
        menu.addAction(tr("Open campaign…")).triggered.connect(lambda _checked=False: self._open())
        menu.addAction(tr("New campaign…")).triggered.connect(lambda _checked=False: self._new())
        menu.addAction(tr("Output folder…")).triggered.connect(lambda _checked=False: self._choose_folder())
        self.menu_button = QPushButton(tr("Campaign"))
        self.menu_button.setMenu(menu)
        box.addWidget(row(self.campaign_label, self.menu_button, stretch=0))
        box.addWidget(self.folder_label)
        return head

    def _trouble(self) -> QFrame:
        """What went wrong and what to do, until the user closes it."""
        frame = QFrame()
        frame.setObjectName("trouble")
        frame.setStyleSheet(f"#trouble {{ background: #fdecea; border: 0; border-left: 4px solid {BAD}; }} QLabel {{ color: #1c1c1c; }}")
        box = QVBoxLayout(frame)
        box.setContentsMargins(10, 6, 6, 6)
        top = QHBoxLayout()
        self.trouble_title = text(bold=True)
        top.addWidget(self.trouble_title, 1)
        close = QPushButton("×")
        close.setFlat(True)
        close.setFixedSize(22, 22)
        close.setAccessibleName(tr("Close"))
        close.clicked.connect(frame.hide)
        top.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(top)
        self.trouble_text = text()
        self.trouble_text.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble_text.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        scroll.setMaximumHeight(96)
        scroll.setWidget(self.trouble_text)
        box.addWidget(scroll)
        frame.hide()
        return frame

    def _foot(self) -> QWidget:
        self.foot = QWidget()
        column = QVBoxLayout(self.foot)
        column.setContentsMargins(10, 4, 10, 6)
        column.setSpacing(2)
        self.work_label = QLabel()
        self.work_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setFixedHeight(14)
        self.bar.setTextVisible(False)
        column.addWidget(self.work_label)
        column.addWidget(row(self.bar, button(tr("Cancel"), self.session.cancel), stretch=0))
        self.foot.hide()
        return self.foot

    # What is shown.

    def refresh(self) -> None:
        """Show the state as the files tell it."""
        session = self.session
        if session.campaign is None:
            self.campaign_label.setText(tr("No campaign is open"))
            self.folder_label.setText(tr("Open a campaign.toml, or make a new one."))
        else:
            self.campaign_label.setText(session.campaign.campaign.title_sv or session.campaign.campaign.name)
            shown = str(session.folder or "")
            self.folder_label.setText(shown if len(shown) < 60 else "…" + shown[-58:])
            self.folder_label.setToolTip(shown)
        for i, step in enumerate(status.steps(session.campaign, session.campaign_path, session.results)):
            item = self.list.item(i)
            item.setIcon(state_icon(step.state))
            item.setText(f"{i + 1}  {step.title}" + (f"  –  {step.line}" if step.line else ""))
            item.setToolTip(step.line)
        page = self.pages.get(self.current())
        if page is not None:
            page.refresh()

    def current(self) -> str:
        """The step whose page is shown."""
        return status.ORDER[max(self.list.currentRow(), 0)]

    def choose(self, step: str) -> None:
        """Show a step's page; it is made when it is first needed."""
        for name, page in self.pages.items():
            if name != step:
                page.leave()
        if step not in self.pages:
            from .pages import make

            page = make(step, self)
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            scroll.setWidget(page)
            self.pages[step] = page
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(scroll, 1)
            column.addWidget(line())
            column.addWidget(page.footer)
            self.stack.addWidget(holder)
        index = list(self.pages).index(step)
        self.stack.setCurrentIndex(index)
        if self.list.currentRow() != status.ORDER.index(step):
            self.list.blockSignals(True)
            self.list.setCurrentRow(status.ORDER.index(step))
            self.list.blockSignals(False)
        self.pages[step].refresh()

    def _next(self) -> str:
        """The first step that is not done."""
        made = status.steps(self.session.campaign, self.session.campaign_path, self.session.results)
        for step in made:
            if step.state != status.DONE:
                return step.id
        return status.PUBLISH

    # What is done.

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Open campaign"), self._begin(), "campaign.toml (*.toml)")
        if path and self.session.open(Path(path)):
            self.choose(self._next())

    def _new(self) -> None:
        from .newcampaign import NewCampaign

        dialog = NewCampaign(self, self._begin())
        if dialog.exec() and dialog.path is not None and self.session.open(dialog.path):
            self.choose(status.SOURCES)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Output folder"), str(self.session.folder or self._begin()))
        if path:
            self.session.choose_folder(Path(path))

    def _begin(self) -> str:
        return str(self.session.campaign_path.parent if self.session.campaign_path else Path.home())

    def _project_read(self) -> None:
        self.session.restore()

    def _working(self, title: str) -> None:
        self.foot.setVisible(bool(title))
        self._title = title
        self._stepped("")
        self.bar.setValue(0)
        if title:
            self.trouble.hide()
        for page in self.pages.values():
            page.setEnabled(not title)
            page.footer.setEnabled(not title)
        if not title:
            self.refresh()

    def _stepped(self, step: str) -> None:
        self.work_label.setText(f"{self._title}: {step}" if step else self._title)
        self.work_label.setToolTip(self.work_label.text())

    def _failed(self, title: str, message: str) -> None:
        self.trouble_title.setText(title)
        self.trouble_text.setText(message)
        self.trouble.show()
        self.iface.messageBar().pushWarning("Trygghetsrutan", title)

    def done(self, message: str) -> None:
        """Tell in QGIS' message bar that a step is done."""
        self.iface.messageBar().pushSuccess("Trygghetsrutan", message)
