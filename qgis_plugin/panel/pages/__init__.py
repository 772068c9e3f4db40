"""One page per step."""

from __future__ import annotations

from typing import Any

from .. import status
from ..widgets import Page


def make(step: str, dock: Any) -> Page:
    """The page of a step; its module is loaded when it is first needed."""
    if step == status.SOURCES:
        from .sources import SourcesPage

        return SourcesPage(dock)
    if step == status.PLACES:
        from .places import PlacesPage

        return PlacesPage(dock)
    if step == status.TEXTS:
        from .texts import TextsPage

        return TextsPage(dock)
    if step == status.THEMES:
        from .themes import ThemesPage

        return ThemesPage(dock)
    if step == status.SETTINGS:
        from .settings import SettingsPage

        return SettingsPage(dock)
    if step == status.MAP:
        from .map import MapPage

        return MapPage(dock)
    if step == status.RELEASE:
        from .release import ReleasePage

        return ReleasePage(dock)
    from .publish import PublishPage

    return PublishPage(dock)
