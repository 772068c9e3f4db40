"""Styles and metadata in a GeoPackage: where QGIS looks for them, and the same bytes every time."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from trygghetsrutan.opendata.geopackage import Layer, write_layers
from trygghetsrutan.opendata.geopackage_styles import QGIS_METADATA, TABLES, Metadata, Style, add_styles_and_metadata

STYLES = [Style("areas", "all", "<qml/>", "<sld/>", "All"), Style("areas", "light", "<qml 2/>", "<sld 2/>", "Light", default=False)]


def made(path: Path) -> Path:
    square = (((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)),)
    write_layers(path, [Layer("areas", {"name": "TEXT"}, [("a",)], [(square,)])], 3006)
    add_styles_and_metadata(path, STYLES, [Metadata("areas", QGIS_METADATA, "<qgis/>")], {"areas": "Where"})
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return made(tmp_path / "styled.gpkg")


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as db:
        return db.execute(query).fetchall()


def test_one_style_of_a_layer_is_its_default(file: Path) -> None:
    found = rows(file, "SELECT f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description FROM layer_styles")
    assert found == [("areas", "geom", "all", "<qml/>", "<sld/>", 1, "All"), ("areas", "geom", "light", "<qml 2/>", "<sld 2/>", 0, "Light")]


def test_metadata_are_tied_to_their_layer(file: Path) -> None:
    joined = "SELECT table_name, md_standard_uri, metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON md_file_id = id"
    assert rows(file, joined) == [("areas", QGIS_METADATA, "<qgis/>")]


def test_a_layer_is_described(file: Path) -> None:
    assert rows(file, "SELECT description FROM gpkg_contents WHERE table_name = 'areas'") == [("Where",)]


def test_nothing_but_the_tables_told_of_is_added(file: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.gpkg"
    write_layers(bare, [Layer("areas", {}, [], [])], 3006)
    names = "SELECT name FROM sqlite_master WHERE type = 'table'"
    assert {name for (name,) in rows(file, names)} - {name for (name,) in rows(bare, names)} == set(TABLES)


def test_the_same_styles_give_the_same_bytes(file: Path, tmp_path: Path) -> None:
    assert made(tmp_path / "again.gpkg").read_bytes() == file.read_bytes()
