"""Trygghetsrutan: what citizens say about unsafe places, as open grid data that discloses nobody.

The repository root *is* the package ``trygghetsrutan``: the checkout, the installed package and the plugin zip share one import
path, so modules import each other relatively. QGIS finds :func:`classFactory` here; nothing else is imported until it is called.
"""

from typing import Any

__all__ = ["classFactory"]


def classFactory(iface: Any) -> Any:  # noqa: N802 (the name is QGIS')
    """Entry point of QGIS: return the plugin object for ``iface`` (``None`` under ``qgis_process``)."""
    from .qgis_plugin.plugin import TrygghetsrutanPlugin

    return TrygghetsrutanPlugin(iface)
