"""The gate that looks at shapes: valid, where their ids say, disjoint, in the right system with the right axes, the same in every format.

A region is its container minus the cells it excludes; because both are squares of one grid, its area and its parts are known exactly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..grid.cells import Cell, parse_cell_id
from ..projection import with_pyproj
from ..release import ELSEWHERE, Region, Release
from . import geodata, manifest
from .opened import Package
from .report import ANEW, Finding
from .shapes import Features

GATE = "geometry"
_NEAR_M = 0.1
"""Tolerance of a corner that went to degrees with 7 decimals and back."""
_AREA_SHARE = 1e-3
_TOO_FINE = re.compile(rb"\d\.\d{8,}")


def check(package: Package) -> Iterator[Finding]:
    """Every finding of this gate."""
    release = package.release
    features = package.features
    epsg = release.epsg
    if features.geopackage_crs != epsg:
        yield Finding(GATE, manifest.GEOPACKAGE, None, f"its layer regions is in EPSG:{features.geopackage_crs}, not EPSG:{epsg}", ANEW)
        return
    shapes = features.geopackage_shapes
    if len(shapes) != len(release.regions) or len(features.geojson_shapes) != len(shapes) or features.parquet.num_rows != len(shapes):
        yield Finding(GATE, manifest.GEOPACKAGE, None, "the formats hold different numbers of regions", ANEW)
        return
    faults = list(_places(release.regions, shapes, manifest.GEOPACKAGE))
    yield from faults
    if not faults:
        yield from _tiles(shapes, manifest.GEOPACKAGE)
    yield from _geojson(package, release, features)
    yield from _parquet(features, epsg)


def _places(regions: tuple[Region, ...], shapes: list[Any], path: str) -> Iterator[Finding]:
    """Valid, and exactly the container minus what is excluded."""
    import shapely

    geometries = np.array(shapes, dtype=object)
    valid, areas, boxes = shapely.is_valid(geometries), shapely.area(geometries), shapely.bounds(geometries)
    excluded_index: list[int] = []
    excluded_boxes: list[tuple[int, int, int, int]] = []
    for i, (region, shape) in enumerate(zip(regions, shapes, strict=True)):
        row = i + 1
        if region.container_id == ELSEWHERE:
            if shape is not None:
                yield Finding(GATE, path, row, "elsewhere has a shape", ANEW)
            continue
        if shape is None:
            yield Finding(GATE, path, row, f"{region.region_id} has no shape", ANEW)
            continue
        container = parse_cell_id(region.container_id)[1]
        excluded = [parse_cell_id(name)[1] for name in region.excludes]
        area = container.size**2 - sum(cell.size**2 for cell in excluded)
        if not valid[i]:
            yield Finding(GATE, path, row, f"the shape of {region.region_id} is not valid ({shapely.is_valid_reason(shape)[:80]})", ANEW)
        elif areas[i] != area or not _inside(boxes[i], container) or not all(cell.within(container) for cell in excluded):
            yield Finding(GATE, path, row, f"the shape of {region.region_id} is not where its id says", ANEW)
        else:
            excluded_index += [i] * len(excluded)
            excluded_boxes += [(cell.east, cell.north, cell.east + cell.size, cell.north + cell.size) for cell in excluded]
    if excluded_boxes:
        squares = shapely.box(*np.array(excluded_boxes, dtype=np.float64).T)
        overlap = shapely.area(shapely.intersection(geometries[excluded_index], squares))
        for i in sorted({excluded_index[j] for j in np.flatnonzero(overlap > 0)}):
            yield Finding(GATE, path, i + 1, f"{regions[i].region_id} covers a cell that it excludes", ANEW)


def _inside(box: Any, container: Cell) -> bool:
    return bool(
        container.east <= box[0]
        and container.north <= box[1]
        and box[2] <= container.east + container.size
        and box[3] <= container.north + container.size
    )


def _tiles(shapes: list[Any], path: str) -> Iterator[Finding]:
    """No two regions overlap: the union is as large as all together."""
    import shapely

    drawn = np.array([shape for shape in shapes if shape is not None], dtype=object)
    if len(drawn) and shapely.area(shapely.union_all(drawn)) != shapely.area(drawn).sum():
        yield Finding(GATE, path, None, "regions overlap each other", ANEW)


def _geojson(package: Package, release: Release, features: Features) -> Iterator[Finding]:
    import shapely

    path = manifest.GEOJSON
    text = (package.folder / path).read_bytes()
    head = json.loads(text)
    if "crs" in head or features.geojson_crs != 4326:
        yield Finding(GATE, path, None, "is not WGS84 as RFC 7946 demands", ANEW)
    for number, line in enumerate(text.split(b"\n"), 1):
        if _TOO_FINE.search(line):
            yield Finding(GATE, path, number, f"has coordinates with more than {geodata.DECIMALS} decimals", ANEW)
            break
    drawn = [i for i, shape in enumerate(features.geojson_shapes) if shape is not None]
    if drawn != [i for i, shape in enumerate(features.geopackage_shapes) if shape is not None]:
        yield Finding(GATE, path, None, "other regions have a shape than in the GeoPackage", ANEW)
        return
    if not drawn:
        return
    turned = np.array([features.geojson_shapes[i] for i in drawn], dtype=object)
    wanted = np.array([features.geopackage_shapes[i] for i in drawn], dtype=object)
    if (shapely.is_ccw(shapely.get_rings(shapely.get_parts(turned))) == _holes(turned)).any():
        yield Finding(GATE, path, None, "rings do not follow the right-hand rule", ANEW)

    def back(corners: Any) -> Any:
        return np.column_stack(with_pyproj(corners[:, 0], corners[:, 1], "EPSG:4326", f"EPSG:{release.epsg}"))

    returned = shapely.transform(turned, back)
    far = np.abs(shapely.bounds(returned) - shapely.bounds(wanted)).max(axis=1) > _NEAR_M + shapely.length(wanted) * 1e-6
    other = np.abs(shapely.area(returned) - shapely.area(wanted)) > shapely.area(wanted) * _AREA_SHARE
    for j in np.flatnonzero(~np.isfinite(shapely.area(returned)) | far | other):
        yield Finding(GATE, path, int(drawn[j]) + 1, f"{release.regions[drawn[j]].region_id} lies elsewhere than in the GeoPackage", ANEW)
    box = head.get("bbox")
    if not isinstance(box, list) or list(shapely.total_bounds(turned)) != box:
        yield Finding(GATE, path, None, "its bbox is not that of its shapes", ANEW)


def _holes(shapes: Any) -> Any:
    """Per ring of the shapes' polygons, whether it is a hole."""
    import shapely

    parts = shapely.get_parts(shapes)
    counts = shapely.get_num_interior_rings(parts) + 1
    holes = np.ones(int(counts.sum()), dtype=bool)
    holes[np.append(0, np.cumsum(counts)[:-1])] = False
    return holes


def _parquet(features: Features, epsg: int) -> Iterator[Finding]:
    import pyproj
    import shapely

    path = manifest.PARQUET
    geo = json.loads((features.parquet.schema.metadata or {}).get(b"geo", b"{}"))
    column = geo.get("columns", {}).get("geometry", {})
    try:
        code = pyproj.CRS.from_user_input(column["crs"]).to_epsg()
    except (KeyError, pyproj.exceptions.CRSError):
        code = None
    if code != epsg:
        yield Finding(GATE, path, None, f"is in EPSG:{code}, not EPSG:{epsg}", ANEW)
    shapes = shapely.from_wkb(features.parquet["geometry"].to_pylist())
    for i, (shape, wanted) in enumerate(zip(shapes, features.geopackage_shapes, strict=True)):
        if (shape is None) is not (wanted is None) or (shape is not None and not shapely.equals(shape, wanted)):
            yield Finding(GATE, path, i + 1, "has another shape than in the GeoPackage", ANEW)
