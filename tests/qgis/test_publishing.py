"""Package, validate and publish by processing.run: the companion publisher does the work, QGIS tells the outcome."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def package(run: Run, companion: Any, campaign: str, out: Path) -> Path:
    """The data package of the sample campaign, made once."""
    if not (out / "package" / "datapackage.json").exists():
        run("package", CAMPAIGN=campaign, OUTPUT_FOLDER=str(out))
    return out / "package"


def refusal(run: Run, name: str, **parameters: Any) -> str:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException) as caught:
        run(name, **parameters)
    return str(caught.value)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_package_has_its_descriptor_and_its_page(package: Path) -> None:
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert described["name"] == "snackaomtrygghet-2021"
    assert (package / "index.html").is_file()


def test_the_same_release_gives_the_same_package(package: Path, run: Run, campaign: str, out: Path) -> None:
    before = files(package)
    run("package", CAMPAIGN=campaign, OUTPUT_FOLDER=str(out))
    assert files(package) == before


def test_the_package_passes_every_gate(package: Path, run: Run) -> None:
    assert run("validate", PACKAGE=str(package)) == {"FINDINGS": 0}


def test_a_package_that_somebody_changed_is_refused_by_name(package: Path, run: Run, tmp_path: Path) -> None:
    changed = shutil.copytree(package, tmp_path / "ändrat paket")
    table = next(changed.rglob("*.csv"))
    table.write_bytes(table.read_bytes().replace(b"1", b"2", 1))
    assert table.name in refusal(run, "validate", PACKAGE=str(changed))


def test_without_apply_nothing_is_written(package: Path, run: Run, tmp_path: Path) -> None:
    told = run("publish", PACKAGE=str(package), TO=str(tmp_path / "portal"))
    assert told == {"WOULD_CHANGE": True, "URL": ""}
    assert not (tmp_path / "portal").exists()


def test_publishing_twice_changes_nothing_the_second_time(package: Path, run: Run, tmp_path: Path) -> None:
    to = tmp_path / "portal åäö"
    receipt = run("publish", PACKAGE=str(package), TO=str(to), APPLY=True)
    assert Path(receipt["URL"]) == to / "snackaomtrygghet-2021" / "index.html"
    before = files(to)
    assert any(name.endswith("datapackage.json") for name in before)
    assert run("publish", PACKAGE=str(package), TO=str(to)) == {"WOULD_CHANGE": False, "URL": ""}
    run("publish", PACKAGE=str(package), TO=str(to), APPLY=True)
    assert files(to) == before


def test_withdrawing_is_planned_first_and_leaves_a_tombstone(package: Path, run: Run, tmp_path: Path) -> None:
    to, name = tmp_path / "portal åäö", "snackaomtrygghet-2021"
    run("publish", PACKAGE=str(package), TO=str(to), APPLY=True)
    before = files(to)
    assert run("withdraw", DATASET=name, TO=str(to)) == {"WOULD_CHANGE": True, "URL": ""}
    assert files(to) == before
    run("withdraw", DATASET=name, TO=str(to), APPLY=True, REASON="Fel kommungräns.")
    assert {path.name for path in (to / name).iterdir()} == {"index.html", "versions.json"}
    assert "Fel kommungräns." in (to / name / "index.html").read_text(encoding="utf-8")
    assert run("withdraw", DATASET=name, TO=str(to)) == {"WOULD_CHANGE": False, "URL": ""}


def test_a_withdrawal_is_noted_in_the_ledger_and_says_what_cannot_be_undone(package: Path, plugin: Any, run: Run, tmp_path: Path) -> None:
    import processing
    from qgis.core import QgsProcessingFeedback

    from trygghetsrutan.opendata.disclosure import ledger as ledgers

    to, ledger, feedback = tmp_path / "portal", tmp_path / "ledger", QgsProcessingFeedback()
    run("publish", PACKAGE=str(package), TO=str(to), APPLY=True, LEDGER=str(ledger))
    wanted = {"DATASET": "snackaomtrygghet-2021", "TO": str(to), "APPLY": True, "REASON": " ", "LEDGER": str(ledger)}
    processing.run("trygghetsrutan:withdraw", wanted, feedback=feedback)
    assert [(noted.campaign, noted.reason) for noted in ledgers.withdrawals(ledger)] == [
        ("snackaomtrygghet-2021", "Withdrawn by the publisher")
    ]
    assert "cannot be called back" in feedback.textLog()


def test_withdrawing_what_is_not_published_is_refused(run: Run, companion: Any, tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    said = refusal(run, "withdraw", DATASET="kampanjen", TO=str(tmp_path / "portal"), APPLY=True)
    assert "kampanjen: is not published here" in said


def test_a_plan_of_a_package_that_somebody_changed_says_so(package: Path, run: Run, tmp_path: Path) -> None:
    changed = shutil.copytree(package, tmp_path / "ändrat paket")
    (changed / "data" / "regions.csv").write_bytes(b"changed")
    assert "data/regions.csv" in refusal(run, "publish", PACKAGE=str(changed), TO=str(tmp_path / "portal"))


def test_what_is_no_package_is_refused(run: Run, companion: Any, tmp_path: Path) -> None:
    assert "make the package anew" in refusal(run, "validate", PACKAGE=str(tmp_path))


def test_a_package_before_its_release_says_what_is_missing(run: Run, companion: Any, campaign: str, tmp_path: Path) -> None:
    assert "release.gpkg" in refusal(run, "package", CAMPAIGN=campaign, OUTPUT_FOLDER=str(tmp_path))
