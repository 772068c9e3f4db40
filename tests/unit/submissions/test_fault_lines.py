"""What is said of files and settings that cannot be used: where, what, and what to do, word for word."""

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trygghetsrutan.opendata.campaign import Campaign, Gazetteer, Source
from trygghetsrutan.opendata.geopackage import Layer, write_layers
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.submissions import boundary, codebook, gazetteer, load, place_review, spreadsheet, store, theme_review
from trygghetsrutan.opendata.submissions import ods as ods_book
from trygghetsrutan.opendata.submissions import read as reading
from trygghetsrutan.opendata.submissions import xlsx as xlsx_book
from trygghetsrutan.opendata.submissions.coordinates import Area
from trygghetsrutan.opendata.submissions.model import blank
from trygghetsrutan.opendata.submissions.vector import VectorLayer
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

from ...support.told import told
from .broken import GOOD, SPREADSHEET, cells, feature, geojson, gpkg, ods, ods_cells, xlsx, zipped
from .test_load import ABOUT

POINT = {"type": "Point", "coordinates": [14.5, 59.3]}
FAR = {"type": "Polygon", "coordinates": [[[5e5, 6e6], [6e5, 6e6], [6e5, 7e6], [5e5, 6e6]]]}
BOOK = xlsx(cells("Beskrivning") + cells("mörkt"))


@pytest.mark.parametrize(
    ("name", "content", "source", "line"),
    [
        ("a.csv", GOOD, {"delimiter": ";;"}, "campaign.toml: sources 'kartan': a delimiter is one character; use one of ',;\\t|'"),
        ("a.csv", GOOD, {"header_row": 99}, "a.csv: has no row 99; correct header_row in campaign.toml"),
        (
            "a.csv",
            ";;\n;;\n",
            {"header_row": 1, "delimiter": ";"},
            "a.csv: row 1 is empty; correct header_row in campaign.toml",
        ),
        ("a.csv", GOOD, {"encoding": "latin-99"}, "campaign.toml: unknown encoding 'latin-99'; use utf-8, cp1252, utf-16 or mac_roman"),
        ("a.csv", GOOD.encode("cp1252"), {"encoding": "utf-8"}, "a.csv: is not utf-8; correct or remove encoding in campaign.toml"),
        (
            "a.csv",
            ";".join(f"k{i}" for i in range(10_000)) + "\nx",
            {},
            "a.csv: has 10,000 columns; keep the columns needed, at most 1,000",
        ),
        ("a.xlsx", BOOK, {"layer": "Juni"}, "a.xlsx: has no sheet 'Juni'; name one of Blad1 as layer"),
        ("a.xlsx", BOOK, {"header_row": 9}, "a.xlsx: has no row 9; correct header_row in campaign.toml"),
        (
            "a.ods",
            ods(ods_cells("", "") + ods_cells(" ", "")),
            {},
            "a.ods: sheet 'Blad1' is empty; name the right sheet as layer in campaign.toml",
        ),
        (
            "a.xlsx",
            zipped({"xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}"/>'}),
            {},
            "a.xlsx: is a broken workbook; open it in a spreadsheet program and save it again",
        ),
        (
            "a.csv",
            GOOD,
            {"crs": "SWEREF 99 TM"},
            "campaign.toml: sources 'kartan': crs 'SWEREF 99 TM' is not EPSG:n; write it like EPSG:3006",
        ),
        ("a.csv", GOOD, {"crs": "EPSG:999999"}, "campaign.toml: sources 'kartan': crs EPSG:999999 is not known; correct or remove it"),
    ],
)
def test_a_source_that_cannot_be_read(tmp_path: Path, name: str, content: str | bytes, source: dict[str, Any], line: str) -> None:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    campaign = Campaign(ABOUT, (Source("kartan", name, "map", **source),), folder=tmp_path)
    assert told(tmp_path, lambda: load.load(campaign, with_pyproj, read_vector, silent)) == line


@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        (reading, "LARGEST_FILE", "a.geojson: is larger than 2 GB; keep the rows of this campaign only"),
        (reading, "LARGEST_TEXT", "a.geojson: is larger than 0 MB; keep the rows of this campaign only"),
    ],
)
def test_a_file_beyond_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: Any, value: str, line: str) -> None:
    (tmp_path / "a.geojson").write_bytes(geojson([feature(POINT)]))
    monkeypatch.setattr(setting, value, 8)
    assert told(tmp_path, lambda: reading.read(Source("s", "a.geojson", "map"), tmp_path, read_vector, silent)) == line


@pytest.mark.parametrize(
    ("name", "content", "module"),
    [("a.xlsx", BOOK, xlsx_book), ("a.ods", ods(ods_cells("Beskrivning") + ods_cells("mörkt")), ods_book)],
)
def test_a_workbook_with_more_cells_than_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, module: Any
) -> None:
    (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(module, "MOST_CELLS", 1)
    assert "it holds more than 1 cells" in told(tmp_path, lambda: source(tmp_path, name))


def test_an_xls_workbook_beyond_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xls").write_bytes(spreadsheet.XLS[0] + 600 * b" ")
    monkeypatch.setattr(spreadsheet, "LARGEST_PART", 8)
    assert told(tmp_path, lambda: source(tmp_path, "a.xls")) == "a.xls: is larger than 0 MB; save it as .xlsx"


def test_an_xls_workbook_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xls").write_bytes(spreadsheet.XLS[0] + 600 * b" ")
    monkeypatch.setitem(sys.modules, "xlrd", None)
    line = "a.xls: is an old .xls workbook, which is not read here; save it as .xlsx"
    assert told(tmp_path, lambda: source(tmp_path, "a.xls")) == line


def source(folder: Path, name: str, **settings: Any) -> object:
    return reading.read(Source("s", name, "map", **settings), folder, read_vector, silent)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (PermissionError, "a.csv: may not be read; close it in other programs or change its permissions"),
        (MemoryError, "a.csv: does not fit in memory; keep the rows of this campaign only"),
    ],
)
def test_a_file_that_the_machine_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception], line: str) -> None:
    def refuse(*_: object) -> None:
        raise error

    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(reading.delimited, "read", refuse)
    assert told(tmp_path, lambda: source(tmp_path, "a.csv")) == line


def test_a_layer_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_bytes(b"")
    write_layers(tmp_path / "a.gpkg", [Layer("maj", {"what": "TEXT"}, [("mörkt",)], [(5e5, 6.5e6)], point=True)], 3006)
    assert told(tmp_path, lambda: source(tmp_path, "a.gpkg", layer="juni")) == "a.gpkg: has no layer 'juni'; name one of maj"


@pytest.mark.parametrize(
    ("layer", "line"),
    [
        (VectorLayer("", (), (), (), (), ""), "a.gpkg: has no layers; export it again"),
        (
            VectorLayer("a", ("a",), tuple(f"k{i}" for i in range(1_001)), (), (), ""),
            "a.gpkg: has 1,001 columns; keep the columns needed, at most 1,000",
        ),
    ],
)
def test_a_map_that_is_no_table(tmp_path: Path, layer: VectorLayer, line: str) -> None:
    assert told(tmp_path, lambda: reading.layer_table(layer, "a.gpkg")) == line


def test_a_campaign_without_sources(tmp_path: Path) -> None:
    campaign = Campaign(ABOUT, folder=tmp_path)
    line = "campaign.toml: names no sources; add one as [[sources]]"
    assert told(tmp_path, lambda: load.load(campaign, with_pyproj, read_vector, silent)) == line


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        (POINT, "area.shp: holds no polygon; name a file with the municipality's boundary"),
        (FAR, "area.shp: does not tell its coordinate system; save it with one, for instance EPSG:3006"),
    ],
)
def test_a_boundary_that_is_none(tmp_path: Path, shape: dict[str, Any], line: str) -> None:
    def reader(*_: object) -> VectorLayer:
        return VectorLayer("area", ("area",), (), [()], [shape], "")

    (tmp_path / "area.shp").write_bytes(b"made up")
    campaign = Campaign(dataclasses.replace(ABOUT, boundary="area.shp"), folder=tmp_path)
    assert told(tmp_path, lambda: boundary.area_of(campaign, with_pyproj, reader, silent)) == line


def test_a_gazetteer_without_places(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name\nStora torget\n", encoding="utf-8")
    campaign = Campaign(ABOUT, gazetteer=Gazetteer(("names.csv",)), folder=tmp_path)
    line = "names.csv: is no vector file; name files with points, lines or areas"
    assert told(tmp_path, lambda: gazetteer.load(campaign, with_pyproj, read_vector)) == line


@pytest.mark.parametrize(
    "read",
    [
        lambda path: place_review.read(path, gazetteer.Gazetteer(()), Area((), "EPSG:3006"), with_pyproj),
        lambda path: theme_review.read(path, {}),
    ],
    ids=["places", "themes"],
)
def test_a_review_whose_headings_were_changed(tmp_path: Path, read: Callable[[Path], object]) -> None:
    (tmp_path / "review.csv").write_text("nyckel;decision\n1;2\n", encoding="utf-8")
    assert told(tmp_path, lambda: read(tmp_path / "review.csv")) == "review.csv: has no column key; delete the file and run again"


def test_a_state_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "state.gpkg").write_bytes(gpkg(["CREATE TABLE gpkg_contents (table_name TEXT)"]))
    assert (
        told(tmp_path, lambda: store.read(tmp_path / "state.gpkg"))
        == "state.gpkg: holds no submissions of ours; load the submissions again"
    )


def test_a_state_that_was_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise ValueError

    path = tmp_path / "state.gpkg"
    store.write(blank(1), path, 3006)
    monkeypatch.setattr(store, "_fill", damaged)
    assert told(tmp_path, lambda: store.read(path)) == "state.gpkg: holds submissions that cannot be read; load the submissions again"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "book.json: there is no such file; correct codebook in campaign.toml"),
        ("{", "book.json: is not JSON (JSONDecodeError); mend or replace it"),
    ],
)
def test_a_codebook_that_is_no_file_of_ours(tmp_path: Path, content: str | None, line: str) -> None:
    if content is not None:
        (tmp_path / "book.json").write_text(content, encoding="utf-8")
    assert told(tmp_path, lambda: codebook.load_codebook(tmp_path / "book.json")) == line


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda book: book["parties"].append({"id": "x"}), "book.json: a party lacks its id, or its name in sv or en; write them"),
        (
            lambda book: book["themes"].insert(0, {"id": "Å"}),
            "book.json: theme 1: has no id of lower-case letters, digits and _; give it one",
        ),
        (lambda book: book["themes"][0].pop("examples"), "book.json: theme lighting: lacks examples in sv or en; write a list of each"),
        (
            lambda book: book["themes"][0].update(words="lampa"),
            "book.json: theme lighting: words is not a list of words; write it in square brackets",
        ),
        (lambda book: book["themes"][0].update(weight="2"), "book.json: theme lighting: weight is no number; write 1"),
    ],
)
def test_a_mistake_in_a_codebook(tmp_path: Path, change: Callable[[Any], object], line: str) -> None:
    book = json.loads(codebook.SHIPPED.read_text(encoding="utf-8"))
    change(book)
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    assert told(tmp_path, lambda: codebook.load_codebook(tmp_path / "book.json")) == line
