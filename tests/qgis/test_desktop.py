"""The real desktop on a screen of its own: from five files to a published folder, and restarted."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from desk import leave_something_open
from desktop import SAMPLE, WORK, drive

from ..support import canaries

FILES = ("webbkarta.geojson", "vykort.xlsx", "epost.mbox", "telefon.csv", "besok.ods", "gazetteer.geojson")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("desktop")
    (made / WORK).mkdir()
    for name in FILES:
        shutil.copyfile(SAMPLE / name, made / WORK / name)
    canaries.plant(made / WORK)
    leave_something_open(made / WORK)
    return made


@pytest.fixture(scope="module")
def seen(folder: Path) -> dict[str, Any]:
    return drive(folder, "campaign_to_plan")


def test_nothing_goes_wrong_from_five_files_to_a_receipt(seen: dict[str, Any]) -> None:
    assert seen["errors"] == []


def test_the_plan_is_shown_as_a_diff(seen: dict[str, Any]) -> None:
    assert seen["plan"] > 10


def test_the_receipt_links_to_what_was_published(seen: dict[str, Any], folder: Path) -> None:
    assert 'href="file://' in seen["receipt"]
    assert list((folder / WORK / "portal").rglob("datapackage.json"))


def test_the_squares_and_the_themes_are_on_the_map(seen: dict[str, Any]) -> None:
    assert "Personer per km²" in seen["layers"]
    assert any(name.startswith("Tema: ") for name in seen["layers"])


def test_a_decision_about_a_place_and_one_about_a_text_are_kept(seen: dict[str, Any]) -> None:
    assert seen["places"][1] == seen["places"][0] - 1
    assert seen["texts"][0] == "accept"


def test_all_texts_can_be_shown_and_searched(seen: dict[str, Any]) -> None:
    found, of = seen["all_texts"]
    assert 0 < found < of


def test_a_theme_corrected_by_hand_is_given(seen: dict[str, Any]) -> None:
    assert seen["themes"] == [["lighting", "lighting"]]


def test_what_the_page_says_is_written_in_the_panel(seen: dict[str, Any]) -> None:
    assert seen["page"].endswith("\n\nRäknat per ruta.")


def test_every_step_says_where_it_stands_in_swedish(seen: dict[str, Any]) -> None:
    lines = seen["end"]
    assert [line.split("  ")[1] for line in lines] == ["Källor", "Platser", "Texter", "Teman", "Rutnät", "Karta", "Släpp", "Publicera"]
    assert all("–" in line for line in lines)


def test_a_restarted_qgis_shows_where_it_was(seen: dict[str, Any], folder: Path) -> None:
    again = drive(folder, "reopen")
    assert again["errors"] == []
    assert again["campaign"] == str(folder / WORK / "campaign.toml")
    assert again["end"] == seen["end"]


def test_what_was_planted_stays_in_internal(seen: dict[str, Any], folder: Path) -> None:
    """Not in the project, the profile, the home folder, temporary files, what the desktop says, or what is made and published."""
    kept = next((folder / WORK).rglob("internal/submissions.gpkg"))
    assert canaries.NAME in canaries.told(kept.read_bytes())
    assert (folder / WORK / "project.qgz").is_file()
    assert (folder / "campaign_to_plan.log").is_file()
    assert canaries.found_in(folder, tuple(folder / WORK / name for name in FILES)) == []
