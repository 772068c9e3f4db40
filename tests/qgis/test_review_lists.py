"""The lists in which people decide, whoever saved them: shown, decided, or said why they cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from desk import Desk, show, state_of, step_page

LISTS = ("places", "texts", "themes")


def test_decisions_that_are_not_used_yet_stand_among_the_findings_before_a_release(desk: Desk) -> None:
    from trygghetsrutan.opendata.submissions import worklist
    from trygghetsrutan.qgis_plugin.panel import findings

    def steps() -> set[str]:
        return {each.step for each in findings.findings(desk.session.campaign, desk.session.results) if "not used" in each.what}

    results = desk.session.results
    assert steps() == set()
    for path, decision, told in ((results.themes, "lighting", {"themes"}), (results.places, "1", {"themes", "places"})):
        worklist.decide(path, worklist.lines(path)[0][1]["key"], decision)
        assert steps() == told


@pytest.fixture
def page_of(desk: Desk) -> Iterator[Any]:
    """A function that shows the page of a step; the layers that it adds to the project go with it."""
    from qgis.core import QgsProject

    made: list[Any] = []

    def shown(step: str) -> Any:
        made.append(show(step_page(desk, step)))
        return made[-1]

    yield shown
    for page in made:
        page.leave()
        page.close()
    QgsProject.instance().removeAllMapLayers()


@pytest.mark.parametrize("step", ["places", "themes"])
def test_a_list_saved_by_excel_as_ansi_is_shown_and_decided(desk: Desk, page_of: Any, step: str) -> None:
    path = getattr(desk.session.results, step)
    text = path.read_text(encoding="utf-8-sig")
    path.write_bytes(text.encode("cp1252", "replace"))
    page = page_of(step)
    assert len(page._lines) == text.count("\n") - 1
    page.decide("1" if step == "places" else "lighting")
    assert desk.told == []
    assert sum(bool(line.decision) for line in page._lines) == 1


@pytest.mark.parametrize("step", LISTS)
def test_a_list_whose_heading_was_renamed_is_told_and_the_panel_goes_on(desk: Desk, page_of: Any, step: str) -> None:
    from trygghetsrutan.qgis_plugin.panel import findings

    path = getattr(desk.session.results, step)
    path.write_bytes(path.read_bytes().replace(b"decision", b"beslut", 1))
    before = path.read_bytes()
    page = page_of(step)
    shown = {"places": lambda: page.counter.text(), "themes": lambda: page.given.text(), "texts": lambda: page.reason.text()}[step]()
    assert "decision" in shown
    state, line = state_of(desk, step)
    assert (state, "decision" in line) == ("attention", True)
    told = [each for each in findings.findings(desk.session.campaign, desk.session.results) if "cannot be read" in each.what]
    assert [each.step for each in told] == [step]
    assert path.read_bytes() == before


def test_a_list_of_texts_that_cannot_be_read_is_not_written_over(desk: Desk, page_of: Any) -> None:
    path = desk.session.results.texts
    path.write_bytes(path.read_bytes().replace(b"decision", b"beslut", 1))
    before = path.read_bytes()
    page = page_of("texts")
    page.every.setChecked(True)
    desk.wait()
    page.shown.select(0, 4)
    page.mark()
    assert path.read_bytes() == before
    assert "decision" in desk.told[-1]
    assert "decision" in page.reason.text()
