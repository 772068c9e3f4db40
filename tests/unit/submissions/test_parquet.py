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
        {},
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


def test_geometries_without_shapely_are_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, {"text": ["a"], "geometry": [shapely.to_wkb(shapely.Point(1, 2))]}, geo())
    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(InputError, match="needs shapely; save it as GeoPackage or CSV"):
        of(path)


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(Source("s", "x.parquet", "map"), saved(tmp_path, {"text": ["a"]}).parent, read_vector, stop)


def test_a_recurring_text_counts_as_often_as_it_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, {"text": pa.DictionaryArray.from_arrays(pa.array([0] * 20_000), ["a" * 50_000])})
    monkeypatch.setattr(parquet, "LARGEST_UNPACKED", 100_000_000)
    assert path.stat().st_size < 5_000
    with pytest.raises(InputError, match="unpacks to more than 100 MB"):
        of(path)


def test_a_file_that_claims_more_rows_than_there_are_people_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MOST_ROWS", 999)
    with pytest.raises(InputError, match="has 1,000 rows"):
        of(saved(tmp_path, {"text": pa.nulls(1000, pa.string())}))


def test_two_columns_of_one_name_are_two(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    arrow_parquet.write_table(table, tmp_path / "x.parquet")
    assert of(tmp_path / "x.parquet").columns == {"text": ["a"], "text (2)": ["b"]}


def test_text_that_is_stored_as_bytes_is_text(tmp_path: Path) -> None:
    assert of(saved(tmp_path, {"text": pa.array(["mörkt".encode(), b"\xff", None], pa.binary())})).columns == {"text": ["mörkt"]}


def test_columns_that_hold_no_text_are_named(tmp_path: Path) -> None:
    found = of(saved(tmp_path, {"text": ["a"], "flera": [["x"]], "par": [{"k": "v"}]}))
    assert found.notes == ("columns that hold no text: flera, par",)


def test_a_geometry_column_of_numbers_is_a_column(tmp_path: Path) -> None:
    found = of(saved(tmp_path, {"text": ["a"], "geometry": [7]}, geo()))
    assert (found.geometry, found.columns["geometry"]) == (None, ["7"])


CURVE = bytes.fromhex("0108000000030000000000000000000000000000000000000000000000000000000000f03f00000000000000400000000000000000")
HALF_EMPTY = bytes.fromhex("010400000002000000") + shapely.to_wkb(shapely.Point()) + shapely.to_wkb(shapely.Point(1, 2))


def nested(depth: int) -> bytes:
    return bytes.fromhex("010700000001000000") * depth + shapely.to_wkb(shapely.Point(1, 2))


@pytest.mark.parametrize("shape", [CURVE, b"no shape", nested(1500)], ids=["curve", "bytes", "collections"])
def test_a_shape_that_cannot_be_told_is_said_of_its_row_alone(tmp_path: Path, shape: bytes) -> None:
    binary = pa.array([shape, shapely.to_wkb(shapely.Point(1, 2)), None], pa.binary())
    found = of(saved(tmp_path, {"text": ["a", "b", "c"], "geometry": binary}, geo()))
    assert found.geometry == [{}, {"type": "Point", "coordinates": [1.0, 2.0]}, None]


def test_a_row_with_nothing_but_a_broken_shape_is_a_row(tmp_path: Path) -> None:
    assert of(saved(tmp_path, {"text": [""], "geometry": [b"no shape"]}, geo())).rows_in == 1


def test_a_shape_with_an_empty_part_stops_nothing(tmp_path: Path) -> None:
    assert len(of(saved(tmp_path, {"text": ["a"], "geometry": [HALF_EMPTY]}, geo()))) == 1


@pytest.mark.parametrize(
    ("values", "kind", "told"),
    [
        ([1], pa.time64("ns"), "00:00:00"),
        ([4 * 10**17], pa.timestamp("us"), ""),
        ([0], pa.timestamp("s", "Nowhere/Atall"), ""),
    ],
    ids=["nanosecond", "year 14645", "unknown zone"],
)
def test_a_moment_that_cannot_be_told_is_empty(tmp_path: Path, values: list[int], kind: Any, told: str) -> None:
    found = of(
        saved(
            tmp_path,
            {"text": ["a"], "when": pa.array(values, pa.int64()).cast(kind) if kind.equals(pa.timestamp("us")) else pa.array(values, kind)},
        )
    )
    assert found.columns["when"] == [told]


@pytest.mark.parametrize("code", ["Infinity", "1", "12345678", '"x"', "[3006]"])
def test_a_code_that_is_none_is_no_system(tmp_path: Path, code: str) -> None:
    told = '{"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "crs": {"id": {"authority": "EPSG", "code": %s}}}}}'
    columns = {"text": ["a"], "geometry": [shapely.to_wkb(shapely.Point(1, 2))]}
    arrow_parquet.write_table(pa.table(columns).replace_schema_metadata({"geo": told % code}), tmp_path / "x.parquet")
    assert of(tmp_path / "x.parquet").crs == ""


def test_out_of_memory_is_not_a_broken_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> None:
        raise pa.ArrowMemoryError

    monkeypatch.setattr(parquet, "_read", none_left)
    with pytest.raises(InputError, match="does not fit in memory"):
        of(saved(tmp_path, {"text": ["a"]}))
