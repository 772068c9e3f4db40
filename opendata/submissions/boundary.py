"""The municipality's boundary: a file in the campaign, or its bounding box."""

from __future__ import annotations

import numpy as np

from ..campaign import Campaign, Source
from ..errors import Fault, InputError
from ..progress import Progress
from ..projection import Transform
from .coordinates import WGS84, Area, from_box
from .plane import Line, parts
from .read import read
from .vector import VectorReader


def area_of(campaign: Campaign, transform: Transform, vector: VectorReader, progress: Progress) -> Area:
    """The area in the grid's CRS; one without rings when the campaign names neither a boundary nor a box.

    Raises :class:`InputError` when the file cannot be read, or holds no polygon, or does not tell its CRS.
    """
    target = campaign.grid.crs
    about = campaign.campaign
    if not about.boundary:
        return from_box(about.bbox, transform, target) if about.bbox else Area((), target)
    table = read(Source("boundary", about.boundary, "map"), campaign.folder, vector, progress)
    where = str(campaign.path(about.boundary))
    rings = [path for geometry in table.geometry or () for kind, paths in [parts(geometry)] if kind == "area" for path in paths]
    if not rings:
        raise InputError(Fault(where, "holds no polygon", "name a file with the municipality's boundary"))
    crs = table.crs or (WGS84 if all(abs(ring).max() <= 180 for ring in rings) else "")
    if not crs:
        raise InputError(Fault(where, "does not tell its coordinate system", "save it with one, for instance EPSG:3006"))
    return Area(tuple(_transformed(ring, crs, transform, target) for ring in rings), target)


def _transformed(ring: Line, crs: str, transform: Transform, target: str) -> Line:
    x, y = transform(ring[:, 0], ring[:, 1], crs, target)
    return np.column_stack((x, y))
