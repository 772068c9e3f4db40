"""The map files of a package read back by OGR and Arrow, once for all gates that look at them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from . import manifest
from .report import ANEW


class Features:
    """Properties and shapely geometries of the regions in each map file; whatever the file holds, nothing outside it is opened."""

    def __init__(self, folder: Path):
        self.folder = folder

    @property
    def geojson_properties(self) -> list[dict[str, Any]]:
        """Properties of each GeoJSON feature, in order."""
        return self._geojson[0]

    @property
    def geojson_shapes(self) -> list[Any]:
        """WGS84 shapes of the GeoJSON features; None where there is none."""
        return self._geojson[1]

    @property
    def geopackage_properties(self) -> list[dict[str, Any]]:
        """Properties of each feature of the layer ``regions``."""
        return self._geopackage[0]

    @property
    def geopackage_shapes(self) -> list[Any]:
        """Shapes of the layer ``regions`` in the grid's CRS."""
        return self._geopackage[1]

    @property
    def geojson_crs(self) -> int | None:
        """EPSG code that OGR reads for the GeoJSON."""
        return self._geojson[2]

    @property
    def geopackage_crs(self) -> int | None:
        """EPSG code of the layer ``regions``."""
        return self._geopackage[2]

    def geopackage_table(self, name: str) -> list[dict[str, Any]]:
        """Rows of a layer without shapes."""
        return self._read(manifest.GEOPACKAGE, "GPKG", name)[0]

    @property
    def parquet_properties(self) -> Iterator[dict[str, Any]]:
        """Columns of the GeoParquet, apart from the geometry, row by row."""
        for batch in self.parquet.drop_columns(["geometry"]).to_batches():
            yield from batch.to_pylist()

    @cached_property
    def parquet(self) -> Any:
        """The GeoParquet as an Arrow table. Raises :class:`InputError` when it is none."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return pq.read_table(self.folder / manifest.PARQUET)
        except (pa.ArrowException, OSError):
            raise InputError(Fault(manifest.PARQUET, "is not a Parquet file", ANEW)) from None

    @cached_property
    def _geojson(self) -> tuple[list[dict[str, Any]], list[Any], int | None]:
        return self._read(manifest.GEOJSON, "GeoJSON", None)

    @cached_property
    def _geopackage(self) -> tuple[list[dict[str, Any]], list[Any], int | None]:
        return self._read(manifest.GEOPACKAGE, "GPKG", "regions")

    def _read(self, path: str, driver: str, layer: str | None) -> tuple[list[dict[str, Any]], list[Any], int | None]:
        import fiona
        import shapely.geometry

        try:
            with fiona.open(self.folder / path, layer=layer, enabled_drivers=[driver]) as collection:
                properties, shapes = [], []
                for feature in collection:
                    properties.append(dict(feature.properties))
                    shapes.append(None if feature.geometry is None else shapely.geometry.shape(feature.geometry))
                return properties, shapes, collection.crs.to_epsg() if collection.crs else None
        except (fiona.errors.FionaError, fiona.errors.FionaValueError, ValueError, RuntimeError) as error:
            raise InputError(
                Fault(path, f"cannot be read as {driver}{f', layer {layer}' if layer else ''} ({type(error).__name__})", ANEW)
            ) from None
