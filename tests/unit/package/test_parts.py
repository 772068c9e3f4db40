"""The package's parts one by one: tables, reading back what is hostile, descriptor, DCAT, texts, styles, page data, report."""

import csv
import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.campaign import Gazetteer
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.grid.cells import Cell
from trygghetsrutan.opendata.package import about, codes, context, dcat, gate_dcat, geodata, pagedata, symbology, tables, texts, webpage
from trygghetsrutan.opendata.package import read as reading
from trygghetsrutan.opendata.package.build import build
from trygghetsrutan.opendata.package.opened import Package
from trygghetsrutan.opendata.package.read import read_release
from trygghetsrutan.opendata.package.report import Finding, Report
from trygghetsrutan.opendata.package.validate import validate
from trygghetsrutan.opendata.release import Region

from ...support import releases
from ...support.told import told

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def _contents(count: int = 14) -> dict[str, tables.Table]:
    release = releases.make_release(count)
    return tables.tables(release, about.gather(release, releases.make_campaign()), codes.themes(None))


# Tables


@given(anything)
def test_a_text_survives_the_csv_and_is_no_formula(text: str) -> None:
    text = about.line(text)
    table = tables.Table("themes", tables.columns("themes"), [("t", text, "x", None, None, None)])
    row = list(csv.reader(io.StringIO(tables.machine_csv(table), newline="")))[1]
    assert row[1].removeprefix("'") == text.removeprefix("'")
    assert not row[1].startswith(("=", "+", "-", "@"))


@given(anything)
def test_a_line_has_no_control_character_and_no_break(text: str) -> None:
    assert about.line(text).isprintable() or not about.line(text) or any(c in about.line(text) for c in "\u200c\u200d\u00a0")
    assert "\n" not in about.line(text)


def test_an_emoji_of_several_signs_stays_whole() -> None:
    assert about.line(" 👩‍🚒\t") == "👩‍🚒"


def test_a_cell_carries_the_ids_others_join_on() -> None:
    name = "SE_CRS3006RES1000mN6133000E394000"
    row = tables.region_row(Region(name, "cell", 1000, name, (), 7, "published"))
    assert row[4:7] == (name, "3940006133000", None)


def test_a_european_cell_carries_the_id_of_the_regulation() -> None:
    name = "SE_CRS3035RES1000mN4033000E4578000"
    row = tables.region_row(Region(name, "cell", 1000, name, (), 7, "published"))
    assert row[4:7] == (None, None, "CRS3035RES1000mN4033000E4578000")


def test_a_remainders_area_is_its_container_without_what_it_excludes() -> None:
    assert tables.area_km2(Cell(1000, 0, 0), [Cell(500, 0, 0), Cell(250, 500, 500)]) == pytest.approx(0.6875)


def test_every_field_is_described_in_both_languages() -> None:
    for name in tables.NAMES:
        for field in tables.schema(name)["fields"]:
            assert all(field[key] for key in ("title", "title_sv", "description", "description_sv")), (name, field["name"])


def test_every_code_of_a_release_stands_in_the_codebook() -> None:
    contents = _contents(60)
    known = {row[:2] for row in contents["codebook"].rows}
    assert {row[:2] for row in contents["marginals"].rows} | {("theme", row[1]) for row in contents["region_themes"].rows} <= known


def test_a_week_is_named_in_words() -> None:
    (code,) = codes.complete((), [("week", "2021-W20")])
    assert (code.name_sv, code.name_en) == ("Vecka 20, 2021", "Week 20, 2021")


def test_earlier_releases_come_before_this_one() -> None:
    earlier = {
        "version": "0.9.0",
        "campaign": "x",
        "period_start": "2020-05-01",
        "period_end": "2020-05-02",
        "k": 5,
        "width": 2,
        "regions": 3,
    }
    release = releases.make_release(1)
    release = dataclasses.replace(release, facts=release.facts | {"earlier": [earlier]})
    rows = tables.tables(release, about.gather(release, releases.make_campaign()), ())["releases"].rows
    assert [row[0] for row in rows] == ["0.9.0", "1.0.0"]


def test_an_earlier_release_without_a_version_has_no_line_in_the_history() -> None:
    release = releases.make_release(1)
    release = dataclasses.replace(release, facts=release.facts | {"earlier": [{"version": "", "k": 5, "width": 2}]})
    rows = tables.tables(release, about.gather(release, releases.make_campaign()), ())["releases"].rows
    assert [row[0] for row in rows] == ["1.0.0"]


def test_an_earlier_release_that_lacks_its_rule_is_refused(tmp_path: Path) -> None:
    release = releases.make_release(1)
    release = releases.certified(dataclasses.replace(release, facts=release.facts | {"earlier": [{"version": "0.9.0"}]}))
    line = "release: its list of earlier releases lacks something; make the release anew"
    assert told(tmp_path, lambda: build(release, releases.make_campaign(), tmp_path / "package")) == line


def test_a_page_that_was_not_built_is_told(tmp_path: Path) -> None:
    line = "package: the web page's none.js has not been built; run scripts/build_page (it needs Node.js)"
    assert told(tmp_path, lambda: webpage.asset("none.js")) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[]", "datapackage.json: is not a JSON object; make the package anew"),
        (" " * 5_000_001, "datapackage.json: is larger than 5 MB; make the package anew"),
    ],
    ids=["list", "large"],
)
def test_a_descriptor_that_is_none(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    assert told(tmp_path, lambda: Package(tmp_path).descriptor) == line


@pytest.mark.parametrize(
    ("limit", "line"), [(8, "release.json: is larger than 0 MB"), (10**9, "data/exclusions.csv: is missing or cannot be read")]
)
def test_a_package_that_cannot_be_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, line: str) -> None:
    (tmp_path / "release.json").write_text('{"chain": {}}', encoding="utf-8")
    monkeypatch.setattr(reading, "LARGEST_BYTES", limit)
    assert told(tmp_path, lambda: read_release(tmp_path)) == f"{line}; fetch the package anew from where it was published"


@pytest.mark.parametrize(
    "ring", [(), ((0, 0), (1, 0), (0, 0)), ((0, 0), (1, 0), (1, 1), (0, 1)), ((0, 0), (float("nan"), 0), (1, 1), (0, 0))]
)
def test_a_release_with_a_broken_shape_is_refused(tmp_path: Path, ring: tuple[Any, ...]) -> None:
    release = releases.make_release(1)
    broken = dataclasses.replace(release.regions[0], polygons=((ring,),))
    with pytest.raises(InputError, match="not closed"):
        build(dataclasses.replace(release, regions=(broken,)), releases.make_campaign(), tmp_path / "package")


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("portal", {"version": "1"}),
        ("portal", {"base_url": "opendata"}),
        ("portal", {"base_url": "javascript:alert(1)"}),
        ("portal", {"uuid": "x"}),
        ("campaign", {"contact_email": "x"}),
        ("campaign", {"geonames": "urn:x"}),
    ],
)
def test_a_campaign_without_what_a_package_needs_is_refused(table: str, changes: dict[str, str]) -> None:
    campaign = releases.make_campaign()
    campaign = dataclasses.replace(campaign, **{table: dataclasses.replace(getattr(campaign, table), **changes)})
    with pytest.raises(InputError):
        about.gather(releases.make_release(1), campaign)


# Reading back


def _spoil(good: Path, tmp_path: Path, path: str, change: Callable[[bytes], bytes]) -> Path:
    import shutil

    copy = tmp_path / "package"
    shutil.copytree(good, copy)
    (copy / path).write_bytes(change((copy / path).read_bytes()))
    return copy


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("data/regions.csv", lambda data: b""),
        ("data/regions.csv", lambda data: data.replace(b"contributors", b"people", 1)),
        ("data/regions.csv", lambda data: data + b'"'),
        ("data/regions.csv", lambda data: data + b"a,b\n"),
        ("data/regions.csv", lambda data: data.replace(b",published", b",published,x", 1)),
        ("data/regions.csv", lambda data: b"\xff\xfe" + data),
        ("data/regions.csv", lambda data: data.replace(b",cell,250,", b",cell,-250,", 1)),
        ("data/regions.csv", lambda data: data.replace(b",cell,250,", ",cell,٢٥٠,".encode(), 1)),
        ("data/exclusions.csv", lambda data: data + b"SE_x,SE_y\n"),
        ("release.json", lambda data: b"[]"),
        ("release.json", lambda data: b"[" * 100_000),
        ("release.json", lambda data: b'{"chain": 5}'),
    ],
)
def test_a_broken_package_is_told_in_one_line(good: Path, tmp_path: Path, path: str, change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(InputError) as error:
        read_release(_spoil(good, tmp_path, path, change))
    assert path in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_release(tmp_path / "none")
    with pytest.raises(InputError):
        validate(tmp_path / "none")


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_as_a_descriptor_are_a_finding_and_never_a_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "datapackage.json").write_bytes(data)
    assert validate(folder).findings


# DCAT


def test_the_catalogue_of_two_datasets_conforms_to_the_shapes(good: Path) -> None:
    first = json.loads((good / "datapackage.json").read_text(encoding="utf-8"))
    second = first | {"name": "other", "homepage": "https://opendata.example.org/other/"}
    graph = dcat.catalogue([first, second], "https://opendata.example.org")
    assert gate_dcat.shape_faults(graph) == []
    assert len(list(graph.subjects(predicate=None, object=None))) > 0


def test_no_thing_in_the_catalogue_is_a_blank_node(good: Path) -> None:
    from rdflib import BNode

    graph = dcat.catalogue([json.loads((good / "datapackage.json").read_text(encoding="utf-8"))], "https://opendata.example.org/")
    assert [node for node in graph.all_nodes() if isinstance(node, BNode)] == []


@pytest.mark.parametrize("form", dcat.FILES.values())
def test_every_form_holds_the_same_triples(good: Path, form: str) -> None:
    from rdflib import Graph

    graph = dcat.catalogue([json.loads((good / "datapackage.json").read_text(encoding="utf-8"))], "https://opendata.example.org/")
    again = Graph().parse(data=dcat.serialise(graph, form), format=form)
    assert {tuple(node.n3() for node in triple) for triple in again} == {tuple(node.n3() for node in triple) for triple in graph}


def test_the_publisher_is_the_organisation_of_the_portal(good: Path) -> None:
    assert "http://dataportal.se/organisation/SE2120001991" in (good / "dcat.ttl").read_text(encoding="utf-8")


# Texts


@given(anything)
def test_markdown_of_a_text_holds_no_tag_and_no_link(text: str) -> None:
    made = texts.md(about.line(text))
    assert "<" not in made
    assert "](" not in made.replace("\\]", "")


@pytest.mark.parametrize(("count", "sv", "en"), [(812, "812 B", "812 B"), (1_400, "1,4 kB", "1.4 kB"), (12_000_000, "12 MB", "12 MB")])
def test_sizes_are_told_as_people_read_them(count: int, sv: str, en: str) -> None:
    assert (webpage.size(count, "sv").replace("\u00a0", " "), webpage.size(count, "en").replace("\u00a0", " ")) == (sv, en)


def test_what_is_withheld_is_said_without_a_number() -> None:
    release = releases.make_release(14, withheld=True)
    told = texts.withheld(about.gather(release, releases.make_campaign()), "en")
    assert [word for word in told.replace(",", "").replace(".", "").split() if word.isdigit()] == ["5"]


# Map files and styles


def test_geojson_follows_the_right_hand_rule_and_seven_decimals(good: Path) -> None:
    collection = json.loads((good / "data/regions.geojson").read_text(encoding="utf-8"), parse_float=str)
    assert "crs" not in collection
    corners = [c for x in collection["features"] if x["geometry"] for c in str(x["geometry"]["coordinates"]).replace("'", "").split(",")]
    assert max(len(corner.strip("[] ").partition(".")[2]) for corner in corners) <= geodata.DECIMALS


def test_long_edges_are_cut_so_that_they_bend_with_the_grid() -> None:
    ring = ((464000, 6568000), (472000, 6568000), (472000, 6576000), (464000, 6576000), (464000, 6568000))
    (turned,) = geodata.lonlat([((ring,),)], 3006)
    assert len(turned[0][0]) == 4 * 8 + 1


def test_styles_are_well_formed_whatever_the_title() -> None:
    release = releases.make_release(14)
    said = about.gather(release, releases.hostile_campaign())
    regions = _contents()["regions"]
    for text in (
        symbology.qml(regions),
        symbology.sld(regions, said),
        symbology.iso_metadata(said, None),
        symbology.qgis_metadata(said, (1, 2, 3, 4)),
    ):
        ElementTree.fromstring(text)


# Page data


def test_page_data_are_javascript_that_cannot_leave_their_element() -> None:
    assert pagedata.script_json("</script><!--\u2028") == '"\\u003c/script\\u003e\\u003c!--\\u2028"'


def test_a_ring_is_differences_of_microdegrees(good: Path) -> None:
    text = (good / "page/data.js").read_text(encoding="utf-8")
    data = json.loads(text.removeprefix("window.trygghetsrutan=").removesuffix(";\n"))
    first = next(shape for shape in data["regions"]["shape"] if shape)
    assert 14_000_000 < first[0][0][0] < 15_000_000
    assert abs(first[0][0][2]) < 100_000


# Report


def _report(*findings: Finding) -> Report:
    return Report("package", findings, (("files", True), ("audit", not findings)))


def test_a_report_without_findings_and_with_all_gates_run_passes() -> None:
    assert _report().passed
    assert _report().to_text().splitlines()[-1] == "package: passed"


def test_a_gate_that_was_not_run_does_not_pass() -> None:
    assert not Report("package", (), (("files", True), ("audit", False))).passed


def test_a_finding_names_file_row_what_and_fix() -> None:
    assert str(Finding("files", "data/x.csv", 7, "is wrong", "mend it")) == "data/x.csv:7: is wrong; mend it [files]"


def test_the_html_report_escapes_what_comes_from_the_package() -> None:
    made = _report(Finding("files", "<script>", None, "<b>", "&")).to_html()
    assert "<script>" not in made
    assert "&lt;b&gt;" in made


def test_the_json_report_holds_every_finding() -> None:
    told = _report(Finding("files", "x", None, "a", "b")).to_json()
    assert told["findings"] == [{"gate": "files", "file": "x", "row": None, "what": "a", "fix": "b"}]


# What helps to find the way


def _with_gazetteer(folder: Path) -> Any:
    features = [
        {"type": "Feature", "properties": {"name": name, "kind": kind}, "geometry": {"type": "Point", "coordinates": [14.5, 59.3]}}
        for name, kind in (("Provby", "village"), ("Hemliga gatan 4", "address"))
    ]
    (folder / "places.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    ring = [[14.3, 59.2], [14.7, 59.2], [14.7, 59.4], [14.3, 59.4], [14.3, 59.2]]
    area = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (folder / "boundary.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [area]}), encoding="utf-8")
    campaign = releases.make_campaign(boundary="boundary.geojson")
    return dataclasses.replace(campaign, folder=folder, gazetteer=Gazetteer(files=("places.geojson",)))


def test_villages_of_the_gazetteer_are_named_and_addresses_are_not(tmp_path: Path) -> None:
    assert [name for name, _, _ in context.gather(_with_gazetteer(tmp_path)).places] == ["Provby"]


def test_the_boundary_is_drawn_in_degrees(tmp_path: Path) -> None:
    (ring,) = context.gather(_with_gazetteer(tmp_path)).boundary
    assert ring[0] == ring[-1]
    assert {round(lon, 1) for lon, _ in ring} == {14.3, 14.7}


def test_files_that_are_not_at_hand_are_left_out(tmp_path: Path) -> None:
    campaign = _with_gazetteer(tmp_path)
    (tmp_path / "places.geojson").unlink()
    (tmp_path / "boundary.geojson").unlink()
    assert context.gather(campaign) == context.Context()
