"""What is wrong is told in words that help, by every algorithm, and nothing is left behind."""

from __future__ import annotations

import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from layers import points, refusal

Run = Callable[..., dict[str, Any]]

UNWRITABLE = "/proc/trygghetsrutan"
"""A folder that nobody may make, not even root, who runs the tests of a container."""


def table(*texts: str, field: str = "text") -> Any:
    from qgis.core import QgsFeature, QgsVectorLayer

    layer = QgsVectorLayer(f"None?field={field}:string", "tabell", "memory")
    for text in texts:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([text])
        layer.dataProvider().addFeatures([feature])
    return layer


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@contextmanager
def full_disk(left: int) -> Iterator[None]:
    """No file may grow beyond ``left`` bytes, as on a disk with no more room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def copy(out: Path, tmp_path: Path) -> Path:
    """The campaign's results, to be spoilt."""
    shutil.copytree(out, tmp_path / "ut")
    return tmp_path / "ut"


# Layers.


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: points(0), "is empty"),
        (lambda: points(kind="LineString", count=0), "not of points"),
        (lambda: points(kind="Polygon", count=0), "not of points"),
        (lambda: points(crs=""), "has no coordinate system"),
        (lambda: table("x"), "not of points"),
    ],
    ids=["empty", "lines", "areas", "no coordinate system", "no geometry"],
)
def test_a_layer_that_cannot_be_counted_is_refused(run: Run, tmp_path: Path, make: Callable[[], Any], words: str) -> None:
    assert words in refusal(run, "aggregate", INPUT=make(), OUTPUT_FOLDER=str(tmp_path / "out"))
    assert not (tmp_path / "out" / "internal").exists()


def test_points_in_degrees_called_metres_are_refused(run: Run, tmp_path: Path) -> None:
    from qgis.core import QgsCoordinateReferenceSystem

    layer = points(50, crs="EPSG:4326")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))  # coordinates in metres, called degrees
    assert "check the layer's coordinate system" in refusal(run, "aggregate", INPUT=layer, OUTPUT_FOLDER=str(tmp_path))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("aggregate", {"CONTRIBUTOR": "nosuch"}),
        ("aggregate", {"THEME": "nosuch"}),
        ("masktext", {"TEXT": "nosuch", "OUTPUT": "memory:"}),
    ],
)
def test_a_field_that_is_not_there_is_named(run: Run, tmp_path: Path, name: str, parameters: dict[str, str]) -> None:
    extra = {"OUTPUT_FOLDER": str(tmp_path)} if name == "aggregate" else {}
    assert "has no field nosuch" in refusal(run, name, INPUT=points(), **extra, **parameters)


def test_a_place_field_that_is_not_there_is_named(run: Run, campaign: str) -> None:
    assert "has no field nosuch" in refusal(run, "locate", CAMPAIGN=campaign, INPUT=table("x"), PLACE="nosuch", OUTPUT="memory:")


def test_an_empty_table_gives_an_empty_table(run: Run, campaign: str) -> None:
    assert run("locate", CAMPAIGN=campaign, INPUT=table(), PLACE="text", OUTPUT="memory:")["LOCATED"] == 0
    assert run("masktext", INPUT=table(), TEXT="text", OUTPUT="memory:")["MASKED"] == 0


def test_rows_typed_but_not_yet_saved_are_masked_too(run: Run) -> None:
    from qgis.core import QgsFeature

    layer = table("Ring 070-174 06 05")
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["Ring 070-174 06 05"])
    layer.addFeature(feature)
    made = run("masktext", INPUT=layer, TEXT="text", OUTPUT="memory:")
    layer.rollBack()
    assert made["MASKED"] == 2


@pytest.mark.parametrize(
    ("kind", "count", "crs", "words"),
    [
        ("LineString", 3, "EPSG:3006", "not of areas"),
        ("Point", 3, "EPSG:3006", "not of areas"),
        ("Polygon", 0, "EPSG:3006", "is empty"),
        ("Polygon", 3, "", "has no coordinate system"),
    ],
)
def test_districts_that_give_no_atlas_are_refused(run: Run, out: Path, kind: str, count: int, crs: str, words: str) -> None:
    from qgis.core import QgsProject

    layer = points(count, crs, kind)
    QgsProject.instance().addMapLayer(layer)
    before = bytes_below(out / "map")
    told = refusal(run, "printlayout", OUTPUT_FOLDER=str(out), COVERAGE=layer)
    QgsProject.instance().removeMapLayer(layer.id())
    assert words in told
    assert bytes_below(out / "map") == before


# Settings and files.


def test_cells_that_do_not_nest_are_refused(run: Run, tmp_path: Path) -> None:
    assert "nest" in refusal(run, "aggregate", INPUT=points(), OUTPUT_FOLDER=str(tmp_path), FINEST=100, COARSEST=250)


def test_bounds_that_are_no_numbers_are_refused(run: Run, out: Path) -> None:
    assert "write numbers separated by semicolons" in refusal(run, "stylegrid", OUTPUT_FOLDER=str(out), METHOD=4, BOUNDS="nio; tio")


def test_bounds_that_do_not_rise_are_refused(run: Run, out: Path) -> None:
    assert "rise" in refusal(run, "stylegrid", OUTPUT_FOLDER=str(out), METHOD=4, BOUNDS="9; 5")


def test_values_of_k_that_are_no_numbers_are_refused(run: Run, campaign: str, out: Path) -> None:
    told = refusal(run, "compare", CAMPAIGN=campaign, OUTPUT_FOLDER=str(out), KS="fem", FINESTS="250", OUTPUT="memory:")
    assert "whole numbers separated by semicolons" in told


@pytest.mark.parametrize("name", ["loadsubmissions", "anonymise", "situationreport", "package"])
def test_a_campaign_file_with_a_mistake_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "campaign.toml"
    path.write_text('[campaing]\nname = "x"\n', encoding="utf-8")
    assert "did you mean campaign" in refusal(run, name, CAMPAIGN=str(path), OUTPUT_FOLDER=str(tmp_path / "out"))
    assert not (tmp_path / "out" / "internal").exists()


def test_a_campaign_file_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    told = refusal(run, "loadsubmissions", CAMPAIGN=str(tmp_path / "ingen.toml"), OUTPUT_FOLDER=str(tmp_path / "out"))
    assert "ingen.toml" in told


def test_another_geopackage_is_no_release(run: Run, out: Path, tmp_path: Path) -> None:
    path = tmp_path / "annan.gpkg"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE x (y)")
    assert "annan.gpkg" in refusal(run, "stylegrid", OUTPUT_FOLDER=str(out), RELEASE=str(path))


def test_steps_out_of_order_say_what_comes_first(run: Run, campaign: str, tmp_path: Path) -> None:
    folder = {"OUTPUT_FOLDER": str(tmp_path)}
    for name in ("anonymise", "aggregate", "situationreport"):
        assert "load the submissions first" in refusal(run, name, CAMPAIGN=campaign, **folder)
    assert "load the submissions first" in refusal(run, "compare", CAMPAIGN=campaign, OUTPUT="memory:", **folder)
    for name in ("stylegrid", "exportrelease"):
        assert "aggregate first" in refusal(run, name, **folder)
    assert "style the squares first" in refusal(run, "printlayout", **folder)


def test_an_old_workbook_is_told_how_to_be_saved(run: Run, campaign: str, tmp_path: Path) -> None:
    folder = tmp_path / "kampanj"
    shutil.copytree(Path(campaign).parent, folder)
    (folder / "vykort.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))  # how a workbook before 2007 begins
    path = folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("vykort.xlsx", "vykort.xls"), encoding="utf-8")
    told = refusal(run, "loadsubmissions", CAMPAIGN=str(path), OUTPUT_FOLDER=str(tmp_path / "out"))
    assert "is an old .xls workbook, which is not read here; save it as .xlsx" in told


# Folders and disks.


@pytest.mark.parametrize("name", ["loadsubmissions", "aggregate"])
def test_a_folder_where_nothing_may_be_written_is_told(run: Run, campaign: str, name: str) -> None:
    chosen = {"CAMPAIGN": campaign} if name == "loadsubmissions" else {"INPUT": points()}
    assert "Check that the folder exists" in refusal(run, name, OUTPUT_FOLDER=UNWRITABLE, **chosen)


@pytest.mark.parametrize("name", ["locate", "masktext"])
def test_a_file_that_cannot_be_made_is_told(run: Run, campaign: str, name: str) -> None:
    chosen = {"CAMPAIGN": campaign, "PLACE": "text"} if name == "locate" else {"TEXT": "text"}
    assert UNWRITABLE in refusal(run, name, INPUT=table("Resecentrum"), OUTPUT=f"{UNWRITABLE}/ut.gpkg", **chosen)


def test_a_folder_that_is_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    assert "A file stands where a folder should be" in refusal(run, "aggregate", INPUT=points(), OUTPUT_FOLDER=str(tmp_path / "out"))


@pytest.mark.parametrize(
    "name", ["loadsubmissions", "anonymise", "aggregate", "situationreport", "stylegrid", "printlayout", "exportrelease"]
)
def test_a_full_disk_is_told_and_leaves_everything_as_it_was(run: Run, campaign: str, copy: Path, name: str) -> None:
    before = bytes_below(copy)
    with full_disk(left=2_000):
        words = refusal(run, name, CAMPAIGN=campaign, OUTPUT_FOLDER=str(copy))
    assert "disk is full" in words
    assert bytes_below(copy) == before


def test_a_full_disk_is_told_when_any_layer_is_counted(run: Run, tmp_path: Path) -> None:
    with full_disk(left=20_000):
        words = refusal(run, "aggregate", INPUT=points(400), OUTPUT_FOLDER=str(tmp_path))
    assert "disk is full" in words
    assert bytes_below(tmp_path) == {}


# Cancelling.


@pytest.mark.parametrize("begun", [False, True], ids=["at once", "in the middle"])
@pytest.mark.parametrize(
    "name", ["loadsubmissions", "anonymise", "aggregate", "situationreport", "compare", "stylegrid", "printlayout", "exportrelease"]
)
def test_cancelling_leaves_everything_as_it_was(plugin: Any, campaign: str, copy: Path, name: str, begun: bool) -> None:
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

    before = bytes_below(copy)
    feedback = QgsProcessingFeedback(False)
    if begun:
        feedback.progressChanged.connect(lambda _percent: feedback.cancel())
    else:
        feedback.cancel()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"trygghetsrutan:{name}")
    parameters = {"CAMPAIGN": campaign, "OUTPUT_FOLDER": str(copy)} | ({"OUTPUT": "memory:"} if name == "compare" else {})
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        algorithm.run(parameters, QgsProcessingContext(), feedback, {}, False)
    assert bytes_below(copy) == before
