"""The release file: what is written is read back, the same bytes every time, and nothing else gets in."""

import contextlib
import dataclasses
import math
import sqlite3
import struct
from pathlib import Path

import pytest

from trygghetsrutan.opendata import release as contract
from trygghetsrutan.opendata.errors import InputError

SQUARE = ((((394000, 6133000), (395000, 6133000), (395000, 6134000), (394000, 6134000), (394000, 6133000)),),)


@pytest.fixture
def small() -> contract.Release:
    cell = contract.Region(
        "SE_CRS3006RES1000mN6133000E394000", "cell", 1000, "SE_CRS3006RES1000mN6133000E394000", (), 7, "published", SQUARE
    )
    rest = contract.Region("elsewhere", "remainder", 0, "elsewhere", (), None, "withheld")
    return contract.Release(
        regions=(cell, rest),
        theme_counts=(contract.ThemeCount("q:" + cell.region_id, "lighting", 7, "published"),),
        theme_regions=(contract.ThemeRegion("q:" + cell.region_id, cell.region_id),),
        marginals=(contract.Marginal("channel", "map", 7, "published"),),
        facts={"chain": {"epsg": 3006, "sizes": [1000]}, "k": 5, "width": 2, "campaign": "åäö"},
    )


def test_reads_back_what_it_wrote(small: contract.Release, tmp_path: Path) -> None:
    contract.write(small, tmp_path / "release.gpkg")
    assert contract.read(tmp_path / "release.gpkg") == small


def test_same_release_same_bytes(small: contract.Release, tmp_path: Path) -> None:
    contract.write(small, tmp_path / "a.gpkg")
    contract.write(small, tmp_path / "b.gpkg")
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_a_changed_figure_changes_only_its_tables_hash(small: contract.Release) -> None:
    before = contract.table_hashes(small)
    after = contract.table_hashes(
        dataclasses.replace(small, regions=(dataclasses.replace(small.regions[0], contributors=8), small.regions[1]))
    )
    assert {name for name in before if before[name] != after[name]} == {"regions"}


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\xff" * 200, b"PK\3\4"])
def test_what_is_no_release_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "release.gpkg"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        contract.read(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("geometry", ["text", b"", b"GP", "NaN"])
def test_a_damaged_shape_is_told_in_one_line(small: contract.Release, tmp_path: Path, geometry: str | bytes) -> None:
    path = tmp_path / "release.gpkg"
    contract.write(small, path)
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        (whole,) = db.execute("SELECT geom FROM regions WHERE geom IS NOT NULL").fetchone()
        damaged = whole[:-8] + struct.pack("<d", math.nan) if geometry == "NaN" else geometry
        db.execute("UPDATE regions SET geom = ? WHERE geom IS NOT NULL", (damaged,))
    with pytest.raises(InputError, match="not a GeoPackage of ours"):
        contract.read(path)
