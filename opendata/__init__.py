"""The core and the publisher: no Qt, no qgis.

Everything but ``package`` and ``portal`` runs in any QGIS with the standard library, numpy and what is vendored into the zip.
"""

__version__ = "0.1.0"
PROGRAM = "Trygghetsrutan"
"""How this program signs what it publishes. By this its datasets are known at a portal as its own, so it never changes."""
