"""The plugin object that QGIS loads."""
