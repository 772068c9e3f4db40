"""Map: how the squares look, theme by theme, onto the map and onto paper."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateTransform, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget
from qgis.PyQt.QtXml import QDomDocument

from ...algorithms.exportrelease import told_of_holding
from ...i18n import language, tr
from ...look import METHODS, MOST_CLASSES, RAMPS, method_titles, ramp_titles
from ...styling.page import heart
from ...styling.renderer import Look
from ...styling.words import LANGUAGES, word
from .. import layers
from ..drawing import Drawing
from ..widgets import Page, button, row, text

GROUP = "Trygghetsrutan"


class MapPage(Page):
    """Style, theme switcher, print."""

    def __init__(self, dock: Any):
        super().__init__(
            dock, tr("Map"), tr("Choose how the squares look, then put them on the map. The style is saved in the file, theme by theme.")
        )
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        self.method, self.ramp, self.language = QComboBox(), QComboBox(), QComboBox()
        self.method.addItems(method_titles()[:-1])
        self.classes = QSpinBox()
        self.classes.setRange(1, MOST_CLASSES)
        self.classes.setValue(5)
        self.ramp.addItems(ramp_titles())
        self.language.addItems(["Svenska", "English"])
        self.language.setCurrentIndex(0 if language() == "sv" else 1)
        self.density = QCheckBox(tr("Persons per km² (else number of persons)"))
        self.density.setChecked(True)
        form.addRow(tr("Classes"), self.method)
        form.addRow(tr("Number of classes"), self.classes)
        form.addRow(tr("Colours"), self.ramp)
        form.addRow(tr("Language of the map"), self.language)
        form.addRow(self.density)
        self.body.addWidget(holder)
        self.style = button(tr("Style and put on the map"), self._style, main=True)
        self.set_footer(self.style)
        self.theme_label = text(tr("Show theme"))
        self.theme = QComboBox()
        self.theme.activated.connect(lambda _index: self._show_theme())
        self.body.addWidget(row(self.theme_label, self.theme, stretch=1))
        self.paper = QComboBox()
        self.paper.addItems(["A4", "A3"])
        self.print = button(tr("Print layout (PDF, PNG)"), self._print)
        self.picture = button(tr("Open the picture"), self._open)
        self.body.addWidget(row(self.print, self.paper, self.picture))
        self.body.addStretch(1)

    def refresh(self) -> None:
        results = self.session.results
        self.style.setEnabled(bool(results and results.draft.exists()))
        self.print.setEnabled(bool(results and results.map_layers.exists()))
        self.picture.setEnabled(bool(results and results.map_picture.exists()))
        self._list_themes()

    def _list_themes(self) -> None:
        """Fill the theme switcher with the styles saved in the file."""
        current = self.theme.currentText()
        self.theme.clear()
        layer = self._layer("themes")
        if layer is not None:
            self.theme.addItem(word("all_themes", LANGUAGES[self.language.currentIndex()]), "")
            _, ids, names, _, _ = layer.listStylesInDatabase()
            seen = set()
            for style_id, name in zip(ids, names, strict=True):
                if name not in seen and name not in [word("all_themes", each) for each in LANGUAGES]:
                    seen.add(name)
                    self.theme.addItem(name, style_id)
            self.theme.setCurrentIndex(max(self.theme.findText(current), 0))
        self.theme.setEnabled(layer is not None)
        self.theme_label.setEnabled(layer is not None)

    def _drawing(self) -> Drawing:
        """A map as the page's choices say."""
        look = Look(
            method=METHODS[self.method.currentIndex()],
            classes=self.classes.value(),
            ramp=RAMPS[self.ramp.currentIndex()],
            density=self.density.isChecked(),
            language=LANGUAGES[self.language.currentIndex()],
        )
        return Drawing(self.session.results, self.session.campaign, look)

    def _style(self) -> None:
        drawing = self._drawing()
        self._remove_layers()

        def finish() -> None:
            told = told_of_holding(len(drawing.kept), 0)
            self.dock.done(" ".join(filter(None, (tr("The squares are on the map."), told))))
            self.session.changed.emit()

        def styled(_nothing: None) -> None:
            self._add_layers()
            self.session.start_slices(tr("Drawing the map"), drawing.picture_slices(), finish)

        self.session.start(tr("Styling the squares"), drawing.style, styled, self._add_layers)

    def _print(self) -> None:
        drawing = self._drawing()

        def finish() -> None:
            target = str(drawing.written["PDF"])
            self.dock.done(target)
            QDesktopServices.openUrl(QUrl.fromLocalFile(target))

        self.session.start_slices(tr("Drawing the page"), drawing.print_slices(self.paper.currentText()), finish)

    def _layer(self, name: str) -> QgsVectorLayer | None:
        """Our layer of the project that shows ``name`` of this campaign's file."""
        results = self.session.results
        if results is None:
            return None
        wanted = f"{results.map_layers}|layername={name}"
        return next((layer for layer in QgsProject.instance().mapLayers().values() if layer.source() == wanted), None)

    def _remove_layers(self) -> None:
        """A file that is about to be replaced must not be open: Windows would refuse it."""
        for name in ("grid", "themes"):
            layer = self._layer(name)
            if layer is not None:
                QgsProject.instance().removeMapLayer(layer.id())

    def _add_layers(self) -> None:
        """Show what the file holds, if there is one."""
        path = self.session.results.map_layers
        if not path.exists():
            return
        project, chosen = QgsProject.instance(), LANGUAGES[self.language.currentIndex()]
        layers.begin(self.dock.iface, self.session.campaign.grid.crs)
        group = project.layerTreeRoot().findGroup(GROUP) or project.layerTreeRoot().insertGroup(0, GROUP)
        grid = None
        for table, name in (("themes", word("themes", chosen)), ("grid", word("density" if self.density.isChecked() else "count", chosen))):
            layer = QgsVectorLayer(f"{path}|layername={table}", name, "ogr")
            if not layer.isValid():
                continue  # a campaign without themes
            project.addMapLayer(layer, False)
            node = group.insertLayer(0, layer)
            node.setItemVisibilityChecked(table == "grid")
            node.setExpanded(table == "grid")
            grid = layer
        if grid is not None:
            canvas = self.dock.iface.mapCanvas()
            to_canvas = QgsCoordinateTransform(grid.crs(), canvas.mapSettings().destinationCrs(), project)
            canvas.setExtent(to_canvas.transformBoundingBox(heart(grid)))
            canvas.refresh()

    def _show_theme(self) -> None:
        layer, grid = self._layer("themes"), self._layer("grid")
        chosen = self.theme.currentData()
        root = QgsProject.instance().layerTreeRoot()
        if layer is None:
            return
        if chosen:
            qml, _ = layer.getStyleFromDatabase(str(chosen))
            document = QDomDocument()
            document.setContent(qml)
            layer.importNamedStyle(document)
            layer.setName(self.theme.currentText())
            layer.triggerRepaint()
        for each, shown in ((layer, bool(chosen)), (grid, not chosen)):
            node = root.findLayer(each.id()) if each is not None else None
            if node is not None:
                node.setItemVisibilityChecked(shown)
                node.setExpanded(shown)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.results.map_picture)))
