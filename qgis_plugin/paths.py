"""Where the steps of a campaign leave what they made, below its output folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

INTERNAL, RELEASE, PACKAGE = "internal", "release", "package"
STATE, DRAFT, RELEASED = "submissions.gpkg", "draft.gpkg", "release.gpkg"
"""The names ``opendata.chain`` uses (a test compares them); importing it here would load every room when QGIS starts."""


@dataclass(frozen=True)
class Results:
    """The files of one output folder."""

    folder: Path

    @property
    def internal(self) -> Path:
        """What is personal: never published, readable by its owner only."""
        return self.folder / INTERNAL

    @property
    def submissions(self) -> Path:
        """The state between the steps."""
        return self.internal / STATE

    @property
    def loaded_with(self) -> Path:
        """Which settings of the campaign file the submissions were loaded with, as the panel noted it."""
        return self.internal / "loaded-with.txt"

    @property
    def load_report(self) -> Path:
        return self.internal / "load-report.html"

    @property
    def privacy_report(self) -> Path:
        return self.internal / "privacy-report.html"

    @property
    def places(self) -> Path:
        """Places that wait for a decision."""
        return self.internal / "review_places.csv"

    @property
    def texts(self) -> Path:
        """Findings in texts that wait for a decision."""
        return self.internal / "review_text.csv"

    @property
    def themes(self) -> Path:
        """The theme of every wording, for people to correct."""
        return self.internal / "review_themes.csv"

    @property
    def draft(self) -> Path:
        """The grid as counted, before the release is written."""
        return self.internal / DRAFT

    @property
    def draft_summary(self) -> Path:
        """What the grid keeps and how fine it is, for the panel."""
        return self.internal / "draft.json"

    @property
    def map_layers(self) -> Path:
        """The styled layers."""
        return self.folder / "map" / "grid.gpkg"

    @property
    def map_picture(self) -> Path:
        return self.folder / "map.png"

    @property
    def release(self) -> Path:
        return self.folder / RELEASE / RELEASED

    @property
    def ledger(self) -> Path:
        """Every release of the campaign that was published, to whatever portal; readable by its owner only."""
        return self.folder / "ledger"

    @property
    def package(self) -> Path:
        return self.folder / PACKAGE
