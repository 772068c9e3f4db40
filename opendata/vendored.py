"""Pure-Python libraries the core needs: the zip's private copies inside QGIS, else the installed ones."""

from __future__ import annotations

try:
    from .._vendor import phonenumbers, snowballstemmer
except ImportError:
    import phonenumbers
    import snowballstemmer

__all__ = ["phonenumbers", "snowballstemmer"]
