"""Readers of points: what they read, what they leave out and say, and that the size of a chunk does not matter."""

from __future__ import annotations

import gzip
import json
import struct
from pathlib import Path

import fiona
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import csv as arrow_csv
from pyarrow import parquet as arrow_parquet

from trygghetsrutan.opendata import points
from trygghetsrutan.opendata.errors import Cancelled, InputError
from trygghetsrutan.opendata.points import Rejected, Wanted, from_layers, source, texts, wkb

ROWS = [(500000.0 + i, 6570000.0 + 2 * i, f"p{i % 4}", ("dark", "traffic")[i % 2]) for i in range(11)]


def _csv(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def _table(path: Path) -> Path:
    return _csv(path, "x,y,who,what\n" + "".join(f"{x},{y},{who},{what}\n" for x, y, who, what in ROWS))


def _arrow() -> pa.Table:
    names = ["x", "y", "who", "what"]
    return pa.table({name: [row[i] for row in ROWS] for i, name in enumerate(names)})


def _layer(path: Path, driver: str = "GPKG", layer: str = "points", geometry: str = "Point", shapes: list | None = None) -> Path:
    shapes = shapes or [{"type": "Point", "coordinates": row[:2]} for row in ROWS]
    schema = {"geometry": geometry, "properties": {"who": "str", "what": "str", "x": "float", "y": "float"}}
    with fiona.open(path, "w", driver=driver, schema=schema, crs="EPSG:3006", layer=layer) as out:
        out.writerecords(
            {"type": "Feature", "geometry": shape, "properties": {"who": row[2], "what": row[3], "x": row[0], "y": row[1]}}
            for row, shape in zip(ROWS, shapes, strict=False)
        )
    return path


def _words(column: points.Texts | None) -> list[str | None]:
    assert column is not None
    return [None if code < 0 else column.names()[code] for code in column.codes.tolist()]


def _is_rows(read: points.Points) -> None:
    assert read.x.tolist() == [row[0] for row in ROWS]
    assert read.y.tolist() == [row[1] for row in ROWS]
    assert _words(read.contributor) == [row[2] for row in ROWS]
    assert _words(read.theme) == [row[3] for row in ROWS]
    assert read.rejected.count == 0


def _faults(path: Path, **wanted: str) -> str:
    with pytest.raises(InputError) as caught:
        points.read(path, **wanted)
    return str(caught.value)


def test_a_csv_is_read(tmp_path: Path) -> None:
    _is_rows(points.read(_table(tmp_path / "p.csv"), "x", "y", "who", "what"))


def test_a_gzipped_csv_is_read(tmp_path: Path) -> None:
    plain = _table(tmp_path / "p.csv")
    packed = tmp_path / "p.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    _is_rows(points.read(packed, "x", "y", "who", "what"))


def test_semicolons_decimal_commas_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    path = _csv(tmp_path / "p.csv", "\ufeffx;y\n 1,5 ;2\n3;4,25\n")
    read = points.read(path, "x", "y")
    assert (read.x.tolist(), read.y.tolist()) == ([1.5, 3.0], [2.0, 4.25])


def test_a_parquet_file_is_read(tmp_path: Path) -> None:
    arrow_parquet.write_table(_arrow(), tmp_path / "p.parquet")
    _is_rows(points.read(tmp_path / "p.parquet", "x", "y", "who", "what"))


def test_a_geoparquet_file_is_read_by_its_geometries(tmp_path: Path) -> None:
    shapes = pa.array([struct.pack("<BIdd", 1, 1, *row[:2]) for row in ROWS])
    geo = {"primary_column": "shape", "columns": {"shape": {"encoding": "WKB"}}}
    table = _arrow().drop_columns(["x", "y"]).append_column("shape", shapes).replace_schema_metadata({"geo": json.dumps(geo)})
    arrow_parquet.write_table(table, tmp_path / "p.parquet")
    _is_rows(points.read(tmp_path / "p.parquet", contributor="who", theme="what"))


def test_a_geopackage_is_read_in_columns(tmp_path: Path) -> None:
    _is_rows(points.read(_layer(tmp_path / "p.gpkg"), contributor="who", theme="what"))


def test_a_geopackage_is_read_the_same_without_the_optional_library(tmp_path: Path) -> None:
    path, rejected = _layer(tmp_path / "p.gpkg"), Rejected(tmp_path)
    (part,) = from_layers._by_feature(path, Wanted(contributor="who", theme="what"), rejected, lambda *_: None, 100)
    _is_rows(points.Points(part.x, part.y, part.contributor, part.theme, rejected))


@pytest.mark.parametrize(("name", "driver"), [("p.fgb", "FlatGeobuf"), ("p.geojson", "GeoJSON"), ("p.shp", "ESRI Shapefile")])
def test_other_vector_files_are_read(tmp_path: Path, name: str, driver: str) -> None:
    path = _layer(tmp_path / name, driver, Path(name).stem)
    read = points.read(path, contributor="who")
    order = np.argsort(read.x)  # FlatGeobuf keeps its features in the order of its index
    assert np.allclose(read.x[order], [row[0] for row in ROWS])
    assert [_words(read.contributor)[i] for i in order] == [row[2] for row in ROWS]


def test_columns_of_a_layer_are_read_where_they_are_named(tmp_path: Path) -> None:
    _is_rows(points.read(_layer(tmp_path / "p.gpkg"), "x", "y", "who", "what"))


def test_of_several_layers_the_named_one_is_read(tmp_path: Path) -> None:
    path = _layer(tmp_path / "p.gpkg")
    _layer(path, layer="more")
    rejected = Rejected(path)
    assert sum(len(part) for part in points.chunks(path, Wanted(layer="more"), rejected)) == len(ROWS)
    assert "has 2 layers (points, more)" in _faults(path)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("name", ["p.csv", "p.parquet", "p.gpkg", "p.geojson"])
def test_the_size_of_a_chunk_does_not_matter(tmp_path: Path, name: str, size: int) -> None:
    path = tmp_path / name
    if name == "p.csv":
        _table(path)
    elif name == "p.parquet":
        arrow_parquet.write_table(_arrow(), path)
    else:
        _layer(path, "GPKG" if name == "p.gpkg" else "GeoJSON", "p")
    rejected = Rejected(path)
    wanted = Wanted("x", "y", "who", "what") if "csv" in name or "parquet" in name else Wanted(contributor="who", theme="what")
    parts = list(points.chunks(path, wanted, rejected, rows=size))
    assert all(len(part) <= size for part in parts)
    _is_rows(
        points.Points(
            np.concatenate([part.x for part in parts]),
            np.concatenate([part.y for part in parts]),
            texts.joined([part.contributor for part in parts if part.contributor]),
            texts.joined([part.theme for part in parts if part.theme]),
            rejected,
        )
    )


def test_what_is_no_number_is_told_by_its_row(tmp_path: Path) -> None:
    read = points.read(_csv(tmp_path / "p.csv", "x,y\n1,2\nhere,3\n5,\n7,inf\n8,9\n"), "x", "y")
    assert np.isnan(read.x).tolist() == np.isnan(read.y).tolist() == [False, True, True, True, False]
    assert [fault.where.rsplit(":", 1)[1] for fault in read.rejected.faults] == ["3", "4", "5"]


def test_rows_with_too_many_or_too_few_cells_are_left_out_and_rows_after_them_keep_their_numbers(tmp_path: Path) -> None:
    path = _csv(tmp_path / "p.csv", 'x,y\n1,2\n3,4,5\n6,7\n8\nno,9\n"10\n",11\n\nno,12\n')
    read = points.read(path, "x", "y")
    numbers = [int(fault.where.rsplit(":", 1)[1]) for fault in read.rejected.faults]
    assert sorted(numbers) == [3, 5, 6, 8, 9]
    assert read.x[np.isfinite(read.x)].tolist() == [1.0, 6.0, 10.0]


def test_blank_lines_at_the_end_are_no_rows(tmp_path: Path) -> None:
    read = points.read(_csv(tmp_path / "p.csv", "x,y\n1,2\n\n\n"), "x", "y")
    assert (len(read), read.rejected.count) == (1, 0)


def test_of_many_rejected_rows_twenty_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    read = points.read(_csv(tmp_path / "p.csv", "x,y\n" + "a,b\n" * 50 + "1,1\n"), "x", "y")
    assert (read.rejected.count, len(read.rejected.faults)) == (50, source.FAULTS_TOLD)
    assert read.rejected.lines()[-1].endswith("30 more rows like these")


def test_a_cell_is_never_quoted_in_a_fault(tmp_path: Path) -> None:
    read = points.read(_csv(tmp_path / "p.csv", "x,y\nAnna Andersson,2\n1,2,Storgatan 1\n"), "x", "y")
    assert not any(word in line for line in read.rejected.lines() for word in ("Anna", "Storgatan"))


def test_an_empty_contributor_is_none_and_spaces_around_a_name_do_not_count(tmp_path: Path) -> None:
    path = _csv(tmp_path / "p.csv", "x,y,who\n1,1,p\n1,1, p \n1,1,\n1,1,  \n1,1,NULL\n")
    assert _words(points.read(path, "x", "y", "who").contributor) == ["p", "p", None, None, None]


def test_numbers_and_texts_are_the_same_contributor_across_types() -> None:
    column = texts.joined([texts.texts(pa.array([7, 8])), texts.texts(pa.array(["7", None]))])
    assert _words(column) == ["7", "8", "7", None]


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "", None, " a"])), min_size=1))
def test_texts_joined_are_the_texts_of_the_whole(lists: list[list[str | None]]) -> None:
    joined = texts.joined([texts.texts(pa.array(part, pa.string())) for part in lists])
    assert _words(joined) == [(text or "").strip() or None for part in lists for text in part]


@pytest.mark.parametrize("name", ["p.gml", "p.fgb"])
def test_a_file_that_points_to_another_brings_no_point_of_it(tmp_path: Path, name: str) -> None:
    other = _layer(tmp_path / "other.gpkg")
    lead = "fgb\x03" if name == "p.fgb" else ""
    layer = f'<OGRVRTLayer name="points"><SrcDataSource>{other}</SrcDataSource></OGRVRTLayer>'
    (tmp_path / name).write_text(f"{lead}<OGRVRTDataSource>{layer}</OGRVRTDataSource>")
    with pytest.raises(InputError, match="points to other files"):
        points.read(tmp_path / name)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    assert "there is no such file" in _faults(tmp_path / "none.csv", x="x", y="y")


def test_a_missing_column_is_told_with_a_suggestion(tmp_path: Path) -> None:
    assert "has no column whoo (did you mean who?)" in _faults(_table(tmp_path / "p.csv"), x="x", y="y", contributor="whoo")


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert "has 2 columns x" in _faults(_csv(tmp_path / "p.csv", "x,x,y\n1,2,3\n"), x="x", y="y")


def test_a_table_without_named_coordinates_is_refused(tmp_path: Path) -> None:
    assert "--x and --y" in _faults(_table(tmp_path / "p.csv"))
    arrow_parquet.write_table(_arrow(), tmp_path / "p.parquet")
    assert "--x and --y" in _faults(tmp_path / "p.parquet")


@pytest.mark.parametrize("name", ["p.csv", "p.csv.gz", "p.parquet", "p.gpkg", "p.fgb", "p.geojson", "p.shp", "p.xlsx"])
@pytest.mark.parametrize("content", [b"", b"\0\xff\xfe nothing", b"SQLite format 3\0 and no more", b"PAR1PAR1", b"<html></html>"])
def test_a_file_that_is_not_what_its_name_says_is_an_input_error(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError):
        points.read(path, *(("x", "y") if "csv" in name or "parquet" in name else ()))


def test_a_csv_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes("x,y,who\n1,2,Åsa\n".encode("latin-1"))
    assert "is not UTF-8" in _faults(path, x="x", y="y", contributor="who")


def test_a_parquet_file_cut_short_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    arrow_parquet.write_table(_arrow(), path)
    whole = bytearray(path.read_bytes())
    whole[8:60] = bytes(52)
    path.write_bytes(whole)
    assert "save it anew" in _faults(path, x="x", y="y")


def test_shapes_that_are_not_one_point_are_told_by_their_row(tmp_path: Path) -> None:
    shapes = [
        {"type": "Point", "coordinates": (1.0, 2.0)},
        {"type": "MultiPoint", "coordinates": [(3.0, 4.0)]},
        {"type": "MultiPoint", "coordinates": [(3.0, 4.0), (5.0, 6.0)]},
        {"type": "LineString", "coordinates": [(3.0, 4.0), (5.0, 6.0)]},
        None,
        {"type": "Point", "coordinates": (7.0, 8.0, 9.0)},
    ]
    path = _layer(tmp_path / "p.gpkg", geometry="Unknown", shapes=shapes)
    with_arrow = points.read(path)
    rejected = Rejected(path)
    (by_feature,) = from_layers._by_feature(path, Wanted(), rejected, lambda *_: None, 100)
    assert with_arrow.x[[0, 1, 5]].tolist() == [1.0, 3.0, 7.0]
    assert np.array_equal(with_arrow.x, by_feature.x, equal_nan=True)
    assert np.array_equal(with_arrow.y, by_feature.y, equal_nan=True)
    assert with_arrow.rejected.faults == rejected.faults
    assert [fault.where.rsplit(":", 1)[1] for fault in rejected.faults] == ["3", "4", "5"]


def test_points_of_either_byte_order_are_read_from_well_known_binary() -> None:
    cells = [
        struct.pack("<BIdd", 1, 1, 1, 2),
        struct.pack(">BIdd", 0, 1, 3, 4),
        None,
        b"",
        b"\1\1\0\0\0short",
        struct.pack("<BIddd", 1, 1001, 5, 6, 7),
    ]
    x, y = wkb.wkb_points(pa.array(cells, pa.binary()).slice(1))
    assert np.array_equal(x, [3, np.nan, np.nan, np.nan, 5], equal_nan=True)
    assert np.array_equal(y, [4, np.nan, np.nan, np.nan, 6], equal_nan=True)


@given(st.lists(st.binary(max_size=40)))
def test_no_bytes_of_a_geometry_are_an_error(cells: list[bytes]) -> None:
    x, y = wkb.wkb_points(pa.array(cells, pa.binary()))
    assert len(x) == len(y) == len(cells)


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        points.read(_table(tmp_path / "p.csv"), "x", "y", progress=stop)


def test_progress_ends_at_its_total(tmp_path: Path) -> None:
    arrow_csv.write_csv(_arrow(), tmp_path / "p.csv")
    told: list[tuple[int, int]] = []
    points.read(tmp_path / "p.csv", "x", "y", progress=lambda step, done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
