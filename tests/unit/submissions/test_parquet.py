"""Submissions in Parquet: the same rows as from any other file, and what is broken or hostile in one line."""

import datetime
import decimal
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet as arrow_parquet

from trygghetsrutan.opendata.campaign import Source
from trygghetsrutan.opendata.errors import Cancelled, InputError
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.submissions import parquet
from trygghetsrutan.opendata.submissions.read import read
from trygghetsrutan.opendata.submissions.table import LONGEST_CELL, Table
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

SWEREF = {"id": {"authority": "EPSG", "code": 3006}}


def saved(folder: Path, columns: dict[str, Any], geo: dict[str, Any] | None = None) -> Path:
    table = pa.table(columns)
    if geo is not None:
        table = table.replace_schema_metadata({"geo": json.dumps(geo)})
    arrow_parquet.write_table(table, folder / "x.parquet")
    return folder / "x.parquet"


def of(path: Path) -> Table:
    return read(Source("s", path.name, "map"), path.parent, read_vector, silent)


def geo(**column: Any) -> dict[str, Any]:
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "geometry_types": []} | column}}


def test_values_are_the_texts_that_every_reader_gives(tmp_path: Path) -> None:
    moment = datetime.datetime(2021, 5, 17, 21, 30, 15)
    columns = {
        "Beskrivning": pa.array([" mörkt ", "halt"]).dictionary_encode(),
        "Inkommen": pa.array([moment, None], pa.timestamp("ns")),
        "Dag": pa.array([datetime.date(2021, 5, 17), None]),
        "E": [471000.0, 471000.25],
        "Ålder": [7, None],
        "Pris": pa.array([decimal.Decimal("1E+2"), None], pa.decimal128(9, 2)),
        "Svar": [True, False],
        "Bild": [b"\x00\x01", None],
        "Flera": [["a"], []],
    }
    assert of(saved(tmp_path, columns)).columns == {
        "Beskrivning": ["mörkt", "halt"],
        "Inkommen": ["2021-05-17 21:30:15", ""],
        "Dag": ["2021-05-17", ""],
        "E": ["471000", "471000.25"],
        "Ålder": ["7", ""],
        "Pris": ["100.00", ""],
        "Svar": ["true", "false"],
        "Bild": ["", ""],
        "Flera": ["", ""],
    }


def test_every_row_is_read_or_rejected_with_its_number(tmp_path: Path) -> None:
    found = of(saved(tmp_path, {"text": ["a", None, "x" * (LONGEST_CELL + 1), "b"], "place": ["", "", "", "torget"]}))
    assert found.numbers.tolist() == [1, 4]
    assert [each.row for each in found.rejected] == [3]
    assert found.rows_in == 3  # a blank row is none


def test_the_geometries_of_geoparquet_and_their_system(tmp_path: Path) -> None:
    shapes = [shapely.Point(471000, 6576000), shapely.LineString([(0, 0), (1, 1)]), shapely.Point()]
    binary = [*shapely.to_wkb(shapes).tolist(), b"no shape", None]
    found = of(saved(tmp_path, {"text": list("abcde"), "geometry": pa.array(binary, pa.binary())}, geo(crs=SWEREF)))
    assert found.crs == "EPSG:3006"
    assert list(found.columns) == ["text"]
    assert found.geometry == [
        {"type": "Point", "coordinates": [471000.0, 6576000.0]},
        {"type": "LineString", "coordinates": ((0.0, 0.0), (1.0, 1.0))},
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("column", "crs"),
    [
        ({}, "EPSG:4326"),
        ({"crs": {"id": {"authority": "OGC", "code": "CRS84"}}}, "EPSG:4326"),
        ({"crs": None}, ""),
        ({"crs": {"name": "no id"}}, ""),
        ({"crs": "WGS 84"}, ""),
        ({"crs": {"id": {"authority": "ESRI", "code": 1}}}, ""),
    ],
)
def test_a_system_that_has_no_epsg_code_is_left_to_the_campaign(tmp_path: Path, column: dict[str, Any], crs: str) -> None:
    point = shapely.to_wkb(shapely.Point(14.5, 59.3))
    table = of(saved(tmp_path, {"text": ["a"], "geometry": [point]}, geo(**column)))
    assert (table.crs, table.geometry) == (crs, [{"type": "Point", "coordinates": [14.5, 59.3]}])


@pytest.mark.parametrize(
    "metadata", ["[", "{}", '{"primary_column": "geometry", "columns": {"geometry": {"encoding": "point"}}}', "[" * 9999]
)
def test_metadata_that_say_nothing_leave_a_table_without_geometry(tmp_path: Path, metadata: str) -> None:
    arrow_parquet.write_table(pa.table({"text": ["a"]}).replace_schema_metadata({"geo": metadata}), tmp_path / "x.parquet")
    assert of(tmp_path / "x.parquet").geometry is None


def test_geometry_that_the_metadata_name_and_the_file_has_not(tmp_path: Path) -> None:
    assert of(saved(tmp_path, {"text": ["a"]}, geo())).columns == {"text": ["a"]}


def test_a_file_cut_off_or_overwritten_is_told_in_a_line(tmp_path: Path) -> None:
    path = saved(tmp_path, {"text": ["mörkt"] * 1000})
    content = path.read_bytes()
    for broken in (content[: len(content) // 2], parquet.MAGIC + b"\0" * 200 + parquet.MAGIC, parquet.MAGIC):
        path.write_bytes(broken)
        with pytest.raises(InputError, match="is not a Parquet file") as told:
            of(path)
        assert len(told.value.faults) == 1


def test_a_small_file_that_unpacks_to_gigabytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, {"text": ["a" * 1000] * 10_000})
    monkeypatch.setattr(parquet, "LARGEST_UNPACKED", 1_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(InputError, match="unpacks to more than 1 MB"):
        of(path)


def test_without_pyarrow_the_reader_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, {"text": ["a"]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match="needs pyarrow; save it as GeoPackage or CSV"):
        of(path)


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(Source("s", "x.parquet", "map"), saved(tmp_path, {"text": ["a"]}).parent, read_vector, stop)
