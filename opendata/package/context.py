"""What helps a reader to find the way on the page's map without images from elsewhere: the municipality's boundary and names of its places.

Both come from the campaign's own files and are left out where those are not at hand. Names of districts and villages only: no address, no
street, nothing that a submission said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..campaign import Campaign
from ..progress import silent
from ..projection import with_pyproj
from .about import line

MOST_PLACES = 80
SIMPLIFIED_M = 25
"""The boundary is drawn, not measured: this is less than a pixel where a whole municipality fits the screen."""

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Context:
    """Longitudes and latitudes: ``places`` are (name, longitude, latitude), ``boundary`` closed rings."""

    places: tuple[tuple[str, float, float], ...] = ()
    boundary: tuple[Ring, ...] = ()


def gather(campaign: Campaign) -> Context:
    """The context that the campaign's files give; raises :class:`InputError` for a file that is there and cannot be read."""
    return Context(_places(campaign), _boundary(campaign))


def _places(campaign: Campaign) -> tuple[tuple[str, float, float], ...]:
    from ..submissions import gazetteer
    from ..submissions.with_fiona import read_vector

    files = campaign.gazetteer.files
    if not files or not all(campaign.path(name).is_file() for name in files):
        return ()
    listed = gazetteer.load(campaign, with_pyproj, read_vector).places
    places = [place for place in listed if place.is_settlement][:MOST_PLACES]
    lon, lat = _turned([(place.x, place.y) for place in places], campaign.grid.crs)
    return tuple((line(place.name), x, y) for place, x, y in zip(places, lon, lat, strict=True))


def _boundary(campaign: Campaign) -> tuple[Ring, ...]:
    import shapely

    from ..submissions.boundary import area_of
    from ..submissions.with_fiona import read_vector

    name = campaign.campaign.boundary
    if not name or not campaign.path(name).is_file():
        return ()
    rings = []
    for ring in area_of(campaign, with_pyproj, read_vector, silent).rings:
        corners = shapely.get_coordinates(shapely.simplify(shapely.linestrings(ring), SIMPLIFIED_M))
        lon, lat = _turned(corners.tolist(), campaign.grid.crs)
        rings.append(tuple(zip(lon, lat, strict=True)))
    return tuple(rings)


def _turned(points: Sequence[Sequence[float]], crs: str) -> tuple[list[float], list[float]]:
    flat = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    lon, lat = with_pyproj(flat[:, 0], flat[:, 1], crs, "EPSG:4326")
    return np.round(lon, 6).tolist(), np.round(lat, 6).tolist()
