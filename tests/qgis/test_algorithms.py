"""Every algorithm by processing.run on the built zip: the campaign's chain, any point layer, and inputs that are wrong."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from layers import points

Run = Callable[..., dict[str, Any]]


# The campaign's chain.


def test_rows_in_are_located_unlocated_and_rejected(chain: dict[str, dict[str, Any]]) -> None:
    told = chain["loadsubmissions"]
    assert told["ROWS_IN"] == told["LOCATED"] + told["UNLOCATED"] + told["REJECTED"] > 600


def test_personal_data_are_found_and_masked(chain: dict[str, dict[str, Any]]) -> None:
    assert chain["anonymise"]["MASKED"] > 50


def test_aggregating_keeps_nearly_all_located_submissions(chain: dict[str, dict[str, Any]]) -> None:
    assert chain["aggregate"]["POINTS_PUBLISHED"] >= 0.95 * chain["loadsubmissions"]["LOCATED"]


def test_release_and_summary_are_those_of_the_command_line(
    out: Path, campaign: str, chain: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    import subprocess

    root = Path(__file__).resolve().parents[2]
    command = [root / ".venv/bin/trygghetsrutan", "run", campaign, "--out", tmp_path, "--json"]
    summary = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert (out / "release" / "release.gpkg").read_bytes() == (tmp_path / "release" / "release.gpkg").read_bytes()
    for number in ("POINTS_IN", "POINTS_REJECTED", "POINTS_PUBLISHED", "REGIONS", "WEIGHTED_MEDIAN_SIZE_M"):
        assert chain["aggregate"][number] == summary[number.lower()], number


def test_changes_are_held_back_where_it_is_asked_for(run: Run, out: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers

    shutil.copytree(out / "internal", tmp_path / "internal")
    draft = contract.read(out / "internal" / "draft.gpkg")
    total = max(draft.marginals, key=lambda each: each.contributors or 0)
    was = dataclasses.replace(total, contributors=total.contributors - 1)
    ledgers.record(
        tmp_path / "ledger", dataclasses.replace(draft, marginals=tuple(was if each is total else each for each in draft.marginals))
    )
    given = {"OUTPUT_FOLDER": str(tmp_path), "LEDGER": str(tmp_path / "ledger")}
    with pytest.raises(QgsProcessingException, match=total.value):
        run("exportrelease", **given)
    told = run("exportrelease", HOLD_BACK=True, **given)
    assert (told["KEPT_REGIONS"], told["WITHHELD_TOTALS"]) == (0, 1)
    withheld = [each for each in contract.read(Path(told["OUTPUT"])).marginals if each.dimension == total.dimension]
    assert [each.contributors for each in withheld] == [None]


def test_what_is_internal_is_readable_by_its_owner_only(out: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (out / "internal").iterdir()}
    assert stat.S_IMODE((out / "internal").stat().st_mode) == 0o700
    assert modes == {0o600}


def test_no_text_of_a_submission_stands_outside_internal(out: Path) -> None:
    with sqlite3.connect(out / "internal" / "submissions.gpkg") as db:
        texts = [row[0].encode() for row in db.execute("SELECT DISTINCT text FROM submissions WHERE length(text) > 25")]
    assert len(texts) > 100
    outside = [path for path in out.rglob("*") if path.is_file() and "internal" not in path.parts]
    assert outside
    for path in outside:
        data = path.read_bytes()
        assert not [text for text in texts if text in data], path.name


# The styled squares.


def test_the_styled_file_opens_with_its_style(chain: dict[str, dict[str, Any]]) -> None:
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(chain["stylegrid"]["OUTPUT"], "grid", "ogr")
    assert layer.renderer().type() == "RuleRenderer"


def test_zero_withheld_and_the_rest_have_rules_of_their_own(chain: dict[str, dict[str, Any]]) -> None:
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(chain["stylegrid"]["OUTPUT"], "grid", "ogr")  # kept: its rules die with it
    rules = layer.renderer().rootRule().children()
    conditions = [rule.filterExpression() for rule in rules]
    assert any(condition.endswith("= 0") for condition in conditions)
    assert any("'withheld'" in condition for condition in conditions)
    assert sum(rule.isElse() for rule in rules) == 1


def test_every_square_is_drawn_by_exactly_one_class(chain: dict[str, dict[str, Any]]) -> None:
    from qgis.core import QgsExpression, QgsExpressionContext, QgsVectorLayer

    layer = QgsVectorLayer(chain["stylegrid"]["OUTPUT"], "grid", "ogr")
    rules = [QgsExpression(r.filterExpression()) for r in layer.renderer().rootRule().children() if "status" in r.filterExpression()]
    context = QgsExpressionContext()
    for feature in layer.getFeatures():
        context.setFeature(feature)
        context.setFields(layer.fields())
        assert sum(bool(rule.evaluate(context)) for rule in rules) == 1


def test_there_is_a_style_for_every_theme(chain: dict[str, dict[str, Any]]) -> None:
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(chain["stylegrid"]["THEMES"], "themes", "ogr")
    names = layer.listStylesInDatabase()[2]
    assert len({name for name in names if name.startswith(("Tema:", "Theme:"))}) >= 5


def test_the_sld_keeps_null_and_else(out: Path) -> None:
    text = (out / "map" / "grid.sld").read_text(encoding="utf-8")
    assert "ElseFilter" in text
    assert "withheld" in text


def test_the_layers_metadata_is_valid(chain: dict[str, dict[str, Any]]) -> None:
    from qgis.core import QgsNativeMetadataValidator, QgsVectorLayer

    layer = QgsVectorLayer(chain["stylegrid"]["OUTPUT"], "grid", "ogr")
    valid, found = QgsNativeMetadataValidator().validate(layer.metadata())
    assert valid, [each.note for each in found]


def test_the_same_squares_give_the_same_styled_file(run: Run, campaign: str, out: Path) -> None:
    before = {name: (out / "map" / name).read_bytes() for name in ("grid.gpkg", "grid.qml", "grid.sld")}
    run("stylegrid", CAMPAIGN=campaign, OUTPUT_FOLDER=str(out))
    assert {name: (out / "map" / name).read_bytes() for name in before} == before


def test_the_picture_has_many_colours(out: Path) -> None:
    from qgis.PyQt.QtGui import QImage

    image = QImage(str(out / "map.png"))
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert image.width() > 1000
    assert len(colours) > 20


@pytest.mark.parametrize(("paper", "language"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_the_page_is_made_as_pdf_picture_and_template(run: Run, campaign: str, out: Path, paper: int, language: int) -> None:
    made = run("printlayout", CAMPAIGN=campaign, OUTPUT_FOLDER=str(out), PAPER=paper, LANGUAGE=language)
    assert Path(made["PDF"]).read_bytes().startswith(b"%PDF")
    assert Path(made["PNG"]).stat().st_size > 20_000
    assert "<Layout" in Path(made["TEMPLATE"]).read_text(encoding="utf-8")


def test_an_atlas_has_a_sheet_per_district(run: Run, campaign: str, out: Path) -> None:
    from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer

    districts = QgsVectorLayer("Polygon?crs=EPSG:3006&field=name:string", "stadsdelar", "memory")
    for i, name in enumerate(("Söder", "Norr")):
        feature = QgsFeature(districts.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(471_000 + 2000 * i, 6_574_000, 473_000 + 2000 * i, 6_577_000)))
        feature.setAttributes([name])
        districts.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(districts)
    made = run("printlayout", CAMPAIGN=campaign, OUTPUT_FOLDER=str(out), COVERAGE=districts, NAME="name")
    QgsProject.instance().removeMapLayer(districts.id())
    data = Path(made["PDF"]).read_bytes()
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") + data.count(b"/Type/Page/") >= 2 or data.count(b"/MediaBox") >= 2


# The other steps.


def test_the_situation_report_names_no_person(run: Run, campaign: str, out: Path) -> None:
    path = Path(run("situationreport", CAMPAIGN=campaign, OUTPUT_FOLDER=str(out), LANGUAGE=0)["OUTPUT"])
    text = path.read_text(encoding="utf-8")
    assert "Lägesbild" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with sqlite3.connect(out / "internal" / "submissions.gpkg") as db:
        pairs = db.execute("SELECT text, masked FROM submissions WHERE masked <> '' AND masked <> text AND length(text) > 25").fetchall()
    assert pairs
    assert not [raw for raw, _ in pairs if raw in text]


def test_settings_are_compared(run: Run, campaign: str, out: Path, tmp_path: Path) -> None:
    run("compare", CAMPAIGN=campaign, OUTPUT_FOLDER=str(out), KS="5", FINESTS="250", OUTPUT=str(tmp_path / "c.csv"))
    lines = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("method,fixed_m,k,width,finest_m,published")
    assert len(lines) >= 3


def test_any_table_with_places_in_words_is_located(run: Run, campaign: str) -> None:
    from qgis.core import QgsFeature, QgsVectorLayer

    table = QgsVectorLayer("None?field=plats:string", "platser", "memory")
    for words in ("Resecentrum", "vid Alfred Nobels torg", "ingenstans alls"):
        feature = QgsFeature(table.fields())
        feature.setAttributes([words])
        table.dataProvider().addFeatures([feature])
    made = run("locate", CAMPAIGN=campaign, INPUT=table, PLACE="plats", OUTPUT="memory:")
    assert made["LOCATED"] == 2


def test_any_text_field_is_masked(run: Run) -> None:
    from qgis.core import QgsFeature, QgsVectorLayer

    table = QgsVectorLayer("None?field=text:string", "texter", "memory")
    feature = QgsFeature(table.fields())
    feature.setAttributes(["Ring mig på 070-174 06 05 om lampan vid skolan"])
    table.dataProvider().addFeatures([feature])
    made = run("masktext", INPUT=table, TEXT="text", OUTPUT="memory:")
    assert made["MASKED"] == 1
    assert next(made["OUTPUT"].getFeatures())["masked"] == "Ring mig på [telefon] om lampan vid skolan"


# Any point layer.


def test_any_point_layer_is_aggregated(run: Run, tmp_path: Path) -> None:
    told = run("aggregate", INPUT=points(400), OUTPUT_FOLDER=str(tmp_path))
    assert told["POINTS_IN"] == 400
    assert told["REGIONS"] > 1


def test_one_person_with_several_points_counts_once(run: Run, tmp_path: Path) -> None:
    from qgis.core import QgsVectorLayer

    layer = points(60, spread=0.0)
    told = run("aggregate", INPUT=layer, CONTRIBUTOR="who", OUTPUT_FOLDER=str(tmp_path))
    layer = QgsVectorLayer(told["OUTPUT"], "r", "ogr")
    counts = [feature["contributors"] for feature in layer.getFeatures() if feature["kind"] == "cell"]
    assert counts == [30]


def test_a_layer_in_degrees_is_transformed(run: Run, tmp_path: Path) -> None:
    import processing

    geographic = processing.run("native:reprojectlayer", {"INPUT": points(200), "TARGET_CRS": "EPSG:4326", "OUTPUT": "memory:"})["OUTPUT"]
    told = [run("aggregate", INPUT=layer, OUTPUT_FOLDER=str(tmp_path / name)) for layer, name in ((points(200), "a"), (geographic, "b"))]
    assert told[0]["REGIONS"] == told[1]["REGIONS"]


def test_a_geopackage_read_directly_gives_what_qgis_reads(run: Run, tmp_path: Path) -> None:
    from qgis.core import QgsProject, QgsVectorFileWriter, QgsVectorLayer

    options = QgsVectorFileWriter.SaveVectorOptions()
    path = str(tmp_path / "p.gpkg")
    QgsVectorFileWriter.writeAsVectorFormatV3(points(300), path, QgsProject.instance().transformContext(), options)
    direct = run("aggregate", INPUT=path, CONTRIBUTOR="who", THEME="what", OUTPUT_FOLDER=str(tmp_path / "a"))
    layer = QgsVectorLayer(path, "p", "ogr")
    layer.startEditing()
    edited = run("aggregate", INPUT=layer, CONTRIBUTOR="who", THEME="what", OUTPUT_FOLDER=str(tmp_path / "b"))
    layer.rollBack()
    assert Path(direct["OUTPUT"].split("|")[0]).read_bytes() == Path(edited["OUTPUT"].split("|")[0]).read_bytes()


def test_a_layer_being_edited_counts_as_it_is_on_the_screen(run: Run, tmp_path: Path) -> None:
    layer = points(100)
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    told = run("aggregate", INPUT=layer, OUTPUT_FOLDER=str(tmp_path))
    layer.rollBack()
    assert told["POINTS_IN"] == 99


def test_the_summary_is_kept_for_the_panel(out: Path) -> None:
    assert json.loads((out / "internal" / "draft.json").read_text(encoding="utf-8"))["audit"] == "passed"
