"""The QGIS plugin: the only place that imports qgis or Qt."""
