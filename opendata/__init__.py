"""The core and the publisher: no Qt, no qgis.

Everything but ``package`` and ``portal`` runs in any QGIS with the standard library, numpy and what is vendored into the zip.
"""

__version__ = "0.1.0"
