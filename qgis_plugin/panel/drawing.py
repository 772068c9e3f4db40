"""The map of the panel: what can leave the main thread does; the layout, which cannot, is drawn in slices between which QGIS answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import QgsPrintLayout, QgsProject

from ...opendata import chain
from ...opendata.aggregation import certify
from ...opendata.campaign import Campaign
from ...opendata.files import replacing
from ...opendata.progress import Progress
from ..paths import Results
from ..styling import page, picture
from ..styling.renderer import Look


@dataclass
class Drawing:
    """One map on its way: the figures as they were or will be released, attacked and styled, then the layout (held until all is
    written)."""

    results: Results
    campaign: Campaign
    look: Look
    release: Any = None
    kept: tuple[str, ...] = ()
    """Regions that are drawn with the figures of an earlier release, as they will be released."""
    written: dict[str, Path] = field(default_factory=dict)
    _project: Any = None
    _layout: QgsPrintLayout | None = None

    def style(self, progress: Progress) -> None:
        """Read the figures, attack them, write the styled layers; on any thread. Nothing is drawn that would not stand an attack."""
        figures = self._figures()
        progress("audit", 0, 3)
        self.release, _ = certify(figures.release, figures.earlier, progress)
        self.kept = figures.kept
        progress("styling", 1, 3)
        picture.style_release(self.release, self.results.map_layers, self.look, self.campaign)

    def _figures(self) -> chain.Figures:
        return chain.figures(self.results.folder, self.results.ledger)

    def _read(self) -> None:
        self.release = self._figures().release

    def picture_slices(self) -> list[Callable[[], None]]:
        """What is done on the main thread for ``map.png``, one after the other."""
        return [self._make, lambda: self._write("PICTURE", self.results.map_picture, page.to_image), self._close]

    def print_slices(self, paper: str) -> list[Callable[[], None]]:
        """What is done on the main thread for the page on ``paper``: PDF, PNG and template."""
        folder, name = self.results.map_layers.parent, f"{paper}-{self.look.language}"
        return [
            self._read,
            lambda: self._make(paper),
            lambda: self._write("PDF", folder / f"{name}.pdf", page.to_pdf),
            lambda: self._write("PNG", folder / f"{name}.png", page.to_image),
            lambda: self._write("TEMPLATE", folder / f"{name}.qpt", page.to_template),
            self._close,
        ]

    def _make(self, paper: str = "A4") -> None:
        self._project = QgsProject()
        self._layout = picture.make_page(self._project, self.release, self.results.map_layers, self.look, self.campaign, paper=paper)

    def _close(self) -> None:
        """Close the layers of the layout, now rather than whenever Python lets go of it."""
        self._project.clear()
        self._layout = None

    def _write(self, key: str, target: Path, write: Callable[[Any, Path], None]) -> None:
        with replacing(target) as beside:
            write(self._layout, beside)
        self.written[key] = target
