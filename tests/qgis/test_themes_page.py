"""The review of themes in the panel: what a person decides with the keyboard is kept, and given when it is loaded again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, press, show

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "karlskoga"


@pytest.fixture(scope="module")
def loaded(run: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("teman") / "kampanj"
    shutil.copytree(SAMPLE, folder)
    run("loadsubmissions", CAMPAIGN=str(folder / "campaign.toml"), OUTPUT_FOLDER=str(folder / "ut"))
    return folder


@pytest.fixture
def page(loaded: Path, tmp_path: Path) -> Iterator[Any]:
    from trygghetsrutan.qgis_plugin.panel.pages.themes import ThemesPage

    folder = shutil.copytree(loaded, tmp_path / "kampanj")
    made = show(ThemesPage(Desk(folder / "ut", folder / "campaign.toml")))
    yield made
    made.close()
    made.deleteLater()


def decisions(page: Any) -> list[str]:
    from trygghetsrutan.opendata.submissions import worklist

    return [cells["decision"] for _, cells in worklist.read(page.session.results.themes)]


def test_what_has_no_theme_is_shown_first(page: Any) -> None:
    assert {page._lines[i].theme for i in page._shown} == {"unclassified"}
    assert len(page._shown) < len(page._lines)


def test_a_key_gives_a_theme_and_the_next_wording_is_shown(page: Any) -> None:
    press(page.shown, "2")
    assert decisions(page) == ["vegetation"]
    assert page._at == 1


def test_letters_are_keys_of_the_themes_after_the_ninth(page: Any) -> None:
    press(page.shown, "A")
    assert decisions(page) == [page.themes.item(9).data(256)]


def test_enter_says_that_the_theme_is_right(page: Any) -> None:
    page.which.setCurrentIndex(page.which.findData("lighting"))
    page._choose()
    press(page.shown, "Return")
    assert decisions(page) == ["lighting"]


def test_a_decision_can_be_taken_back(page: Any) -> None:
    press(page.shown, "2")
    press(page.shown, "Left")
    press(page.shown, "U")
    assert decisions(page) == []


def test_the_words_that_gave_the_theme_are_marked(page: Any) -> None:
    from trygghetsrutan.qgis_plugin.panel.pages.themes import _spans

    assert [(start, end) for start, end, _, _ in _spans("Mörkt: lampor, LAMPOR", ["lampor", ""])] == [(7, 13), (15, 21)]


def test_the_list_says_that_corrections_wait_and_giving_them_settles_it(page: Any) -> None:
    from trygghetsrutan.qgis_plugin.panel import status

    def state() -> str:
        session = page.session
        return next(step.state for step in status.steps(session.campaign, session.campaign_path, session.results) if step.id == "themes")

    assert state() == status.DONE
    press(page.shown, "1")
    assert state() == status.ATTENTION
    page._again()
    page.dock.wait()
    assert state() == status.DONE
    assert [line.theme for line in page._lines if line.decision] == ["lighting"]


def test_a_list_that_a_spreadsheet_saved_is_read_too(page: Any) -> None:
    path = page.session.results.themes
    rows = path.read_text(encoding="utf-8-sig").replace(";", "\t").encode("cp1252", "replace")
    path.write_bytes(rows)
    page.refresh()
    assert len(page._lines) > 100
    assert page._lines[0].theme
