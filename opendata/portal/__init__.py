"""Publishing a package: :func:`open_portal` finds the way to a portal, :mod:`.plan` says what would change and does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .plan import Portal


def open_portal(to: str) -> Portal:
    """The portal at ``to``: a folder, or the web address of a CKAN."""
    from .folder import FolderPortal

    return FolderPortal(Path(to))
