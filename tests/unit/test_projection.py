"""Coordinates between systems: the same by one thread or several, NaN where there is no answer."""

from __future__ import annotations

import numpy as np
import pytest

from trygghetsrutan.opendata import projection
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.projection import with_pyproj


def test_a_known_point_comes_where_it_shall() -> None:
    east, north = with_pyproj(np.array([15.0]), np.array([59.0]), "EPSG:4326", "EPSG:3006")
    assert (round(east[0]), round(north[0])) == (500000, 6540052)


def test_several_threads_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(11, 24, 1001), rng.uniform(55, 69, 1001)
    one = with_pyproj(x, y, "EPSG:4326", "EPSG:3006")
    monkeypatch.setattr(projection, "MANY", 100)
    monkeypatch.setattr(projection, "cores", lambda: 3)
    assert np.array_equal(one, with_pyproj(x, y, "EPSG:4326", "EPSG:3006"))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3006"])
def test_what_is_no_place_becomes_nan(crs: str) -> None:
    bad = np.array([np.nan, np.inf, -np.inf])
    east, north = with_pyproj(bad, np.zeros(3), crs, "EPSG:3006")
    assert np.isnan(east).all()
    assert np.isnan(north).all()


def test_coordinates_in_the_grids_own_system_are_copied_unchanged() -> None:
    x, y = np.array([500000.25]), np.array([6500000.5])
    east, north = with_pyproj(x, y, "EPSG:3006", "EPSG:3006")
    assert (east[0], north[0]) == (x[0], y[0])
    assert east is not x


def test_an_unknown_system_is_an_input_error() -> None:
    with pytest.raises(InputError, match="is not a coordinate system"):
        with_pyproj(np.zeros(1), np.zeros(1), "EPSG:1", "EPSG:3006")
