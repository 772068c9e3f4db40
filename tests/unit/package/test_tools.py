"""What others use opens the package: the two command lines, GDAL, Arrow, and a join with Statistics Sweden's ids."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from trygghetsrutan.opendata.package import texts
from trygghetsrutan.opendata.package.build import build
from trygghetsrutan.opendata.package.validate import validate

from ...support import releases

BIN = Path(sys.executable).parent


def _run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, check=False)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile") / "package"
    build(releases.make_release(14, withheld=True), releases.hostile_campaign(), out)
    return out


@pytest.mark.parametrize("package", ["good", "hostile"])
def test_frictionless_finds_it_valid_from_its_own_command_line(package: str, request: pytest.FixtureRequest) -> None:
    done = _run(str(BIN / "frictionless"), "validate", "datapackage.json", "--json", folder=request.getfixturevalue(package))
    report = json.loads(done.stdout)
    assert (done.returncode, report["valid"], report["stats"]["errors"], report["stats"].get("warnings", 0)) == (0, True, 0, 0)


@pytest.mark.parametrize("package", ["good", "hostile"])
def test_datapackage_finds_it_valid_from_its_own_command_line(package: str, request: pytest.FixtureRequest) -> None:
    done = _run(str(BIN / "datapackage"), "validate", "datapackage.json", folder=request.getfixturevalue(package))
    assert (done.returncode, done.stdout.strip()) == (0, "Data package descriptor is valid")


def test_the_copies_for_excel_leave_nothing_to_be_guessed(good: Path) -> None:
    listed = json.loads((good / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    copies = [resource for resource in listed if resource["path"].startswith("data/excel/")]
    assert len(copies) == 8
    assert [
        field for copy in copies for field in copy["schema"]["fields"] if field["type"] == "number" and "decimalChar" not in field
    ] == []


def test_frictionless_takes_the_zip_too(good: Path) -> None:
    name = next(good.glob("*.zip")).name
    assert _run(str(BIN / "frictionless"), "validate", name, "--type", "package", folder=good).returncode == 0


def test_every_gate_passes_a_package_with_hostile_texts(hostile: Path) -> None:
    assert [str(finding) for finding in validate(hostile).findings] == []


def test_no_cell_of_a_csv_with_hostile_texts_is_a_formula(hostile: Path) -> None:
    cells = [
        cell
        for path in sorted((hostile / "data").rglob("*.csv"))
        for row in csv.reader(path.open(encoding="utf-8-sig", newline=""), delimiter=";" if path.parent.name == "excel" else ",")
        for cell in row
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_no_text_file_of_a_hostile_package_holds_a_live_script(hostile: Path) -> None:
    held = {path.name for path in hostile.rglob("*") if path.suffix in (".md", ".html", ".rdf") and b"<script>alert" in path.read_bytes()}
    assert held == set()


@pytest.mark.parametrize("path", ["data/regions.gpkg", "data/regions.geojson"])
def test_gdal_counts_the_regions(good: Path, path: str) -> None:
    rows = sum(1 for _ in (good / "data/regions.csv").open()) - 1
    assert f"Feature Count: {rows}" in _run("ogrinfo", "-so", "-al", path, folder=good).stdout


def test_gdal_finds_no_fault_in_the_geopackage(good: Path, tmp_path: Path) -> None:
    done = _run("ogr2ogr", "-f", "GeoJSON", str(tmp_path / "out.geojson"), "data/regions.gpkg", "regions", folder=good)
    assert (done.returncode, done.stderr) == (0, "")


def test_arrow_reads_the_geoparquet(good: Path) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(good / "data/regions.parquet")
    assert table.column_names[-1] == "geometry"
    assert json.loads(table.schema.metadata[b"geo"])["version"] == "1.1.0"


@pytest.mark.parametrize("tool", ["Python (Frictionless)", "GDAL"])
def test_loading_snippets_run(good: Path, tool: str) -> None:
    code = texts.SNIPPETS[tool]
    command = code.split() if tool == "GDAL" else [sys.executable, "-c", code + "\nassert len(rows) > 50"]
    assert _run(*command, folder=good).returncode == 0


def test_python_snippets_are_python() -> None:
    for tool, code in texts.SNIPPETS.items():
        if tool.startswith("Python"):
            compile(code, tool, "exec")


def test_a_researcher_joins_population_by_the_ids_of_statistics_sweden(good: Path) -> None:
    with (good / "data/regions.csv").open(encoding="utf-8", newline="") as stream:
        cells = [row for row in csv.DictReader(stream) if row["scb_id"]]
    population = {(row["scb_id"], int(row["size_m"])): 100 + i for i, row in enumerate(cells)}
    joined = [(row["region_id"], population[row["scb_id"], int(row["size_m"])]) for row in cells]
    assert len({region for region, _ in joined}) == len(cells) > 20


def test_the_checksums_hold_for_the_usual_tool(good: Path) -> None:
    assert _run("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS", folder=good).returncode == 0


def test_a_copy_in_another_place_is_as_valid(good: Path, tmp_path: Path) -> None:
    copy = tmp_path / "väg med blank" / "paket"
    shutil.copytree(good, copy)
    assert validate(copy).passed
