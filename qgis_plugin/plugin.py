"""The plugin object that QGIS loads."""

from typing import Any


class TrygghetsrutanPlugin:
    """Registers the Processing provider and the panel; ``unload`` mirrors ``initGui``."""

    def __init__(self, iface: Any):
        self.iface = iface
