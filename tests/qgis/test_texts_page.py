"""The text review of the panel: what a person marks with the keyboard or the mouse is kept and masked."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, leave_something_open

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "karlskoga"
TEXT = "😀 Mörkt vid Anna Svenssons port.\r\nRing  Bo, säger hon."


@pytest.fixture
def review(plugin: Any) -> Any:
    from trygghetsrutan.opendata.privacy import review

    return review


@pytest.fixture
def page(review: Any, tmp_path: Path) -> Any:
    """The page, shown and active, on one text with one open finding."""
    from qgis.PyQt.QtWidgets import QApplication

    from trygghetsrutan.qgis_plugin.panel.pages.texts import TextsPage

    texts = tmp_path / "internal" / review.FILE
    start = TEXT.index("Anna")
    review.write(texts, [review.Item(review.content_key(TEXT), "namn", start, start + 4, text=TEXT, reason="listed surname alone")])
    made = TextsPage(Desk(tmp_path))
    made.session.changed.connect(made.refresh)
    made.refresh()
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def press(page: Any, key: str, modifier: str = "NoModifier", widget: Any = None) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    QTest.keyClick(widget or page.shown, getattr(Qt.Key, f"Key_{key}"), getattr(Qt.KeyboardModifier, modifier))


def kept(page: Any, review: Any) -> list[tuple[str, str, str]]:
    """Kind, words and decision of every line of the file."""
    return [(item.kind, item.words, item.decision) for item in review.read(page.session.results.texts)]


@pytest.mark.parametrize("words", ["Anna Svenssons", "port.\r\nRing", "Bo"])
def test_selected_words_are_exactly_the_words_kept(page: Any, review: Any, words: str) -> None:
    """Also after a character of two units, a line end of two characters and two blanks."""
    at = TEXT.index(words)
    page.shown.select(at, at + len(words))
    page.mark()
    assert kept(page, review)[1] == ("namn", words, "extra")


def test_blanks_at_the_ends_of_a_selection_do_not_count(page: Any) -> None:
    at = TEXT.index(" Bo,")
    page.shown.select(at, at + 3)
    assert page.shown.selected() == (at + 1, at + 3)


def test_the_key_x_marks_while_the_cursor_stands_in_the_text(page: Any, review: Any) -> None:
    page.shown.setFocus()
    at = TEXT.index("Bo")
    page.shown.select(at, at)
    press(page, "Right", "ShiftModifier")
    press(page, "Right", "ShiftModifier")
    page.kind.setCurrentIndex(page.kind.findData("hälsa"))
    press(page, "X")
    assert kept(page, review)[1] == ("hälsa", "Bo", "extra")


@pytest.mark.parametrize(("key", "decision"), [("M", "accept"), ("K", "reject")])
def test_the_other_keys_decide_while_the_cursor_stands_in_the_text(page: Any, review: Any, key: str, decision: str) -> None:
    page.shown.setFocus()
    press(page, key)
    assert kept(page, review)[0] == ("namn", "Anna", decision)


def test_without_a_selection_nothing_is_kept_and_a_hint_is_given(page: Any, review: Any) -> None:
    page.mark()
    assert len(kept(page, review)) == 1
    assert len(page.dock.told) == 1


def test_the_same_words_are_marked_once(page: Any, review: Any) -> None:
    for _ in range(2):
        page.shown.select(TEXT.index("Bo"), TEXT.index("Bo") + 2)
        page.mark()
    assert len(kept(page, review)) == 2


def test_what_a_person_marked_can_be_taken_back(page: Any, review: Any) -> None:
    page.shown.select(TEXT.index("Bo"), TEXT.index("Bo") + 2)
    page.mark()
    page._move(1)
    page.decide("")
    assert kept(page, review) == [("namn", "Anna", "")]


def test_every_kind_can_be_chosen(page: Any) -> None:
    from trygghetsrutan.opendata.privacy.finding import KINDS

    assert [page.kind.itemData(i) for i in range(page.kind.count())] == list(KINDS)


def test_marked_words_are_masked_when_personal_data_are_searched_for_again(review: Any, tmp_path: Path) -> None:
    import sqlite3

    import processing

    shutil.copytree(SAMPLE, tmp_path / "sample")
    leave_something_open(tmp_path / "sample")
    parameters = {"CAMPAIGN": str(tmp_path / "sample" / "campaign.toml"), "OUTPUT_FOLDER": str(tmp_path / "out")}
    processing.run("trygghetsrutan:loadsubmissions", parameters)
    processing.run("trygghetsrutan:anonymise", parameters)
    path = tmp_path / "out" / "internal" / review.FILE
    items = review.read(path)
    text = items[0].text
    for index, item in enumerate(items):
        if item.text == text:
            items = review.decide(items, index, "reject", "a", "2026-01-01")
    start = next(i for i in range(len(text)) if text[i].isalpha() and all(not j.start <= i < j.end for j in items if j.text == text))
    end = next((i for i in range(start, len(text)) if not text[i].isalpha()), len(text))
    review.write(path, review.add(items, text, "hälsa", start, end, "a", "2026-01-01"))
    processing.run("trygghetsrutan:anonymise", parameters)
    with sqlite3.connect(tmp_path / "out" / "internal" / "submissions.gpkg") as db:
        masked = db.execute("SELECT masked FROM submissions WHERE text = ?", (text,)).fetchone()[0]
    assert "[hälsa]" in masked


@pytest.fixture
def many(page: Any, review: Any, plugin: Any) -> list[str]:
    """10,000 other texts beside it, in which nothing was found; all are shown."""
    import numpy as np
    from qgis.PyQt.QtWidgets import QApplication

    from trygghetsrutan.opendata.submissions import store
    from trygghetsrutan.opendata.submissions.model import blank

    texts = [TEXT, *(f"Det är mörkt vid hus {i}, säger Bo." for i in range(10_000))]
    submissions = blank(len(texts))
    submissions.text[:] = np.array(texts, dtype=object)
    store.write(submissions, page.session.results.submissions, 3006)
    page.every.setChecked(True)
    while page.session.busy:
        QApplication.processEvents()
    return texts


def test_all_texts_are_shown_those_with_findings_among_them(page: Any, many: list[str]) -> None:
    assert [stop.text for stop in page._stops] == many
    assert page._stops[0].item == 0
    assert {stop.item for stop in page._stops[1:]} == {-1}


def test_in_a_text_without_findings_nothing_can_be_decided(page: Any, review: Any, many: list[str]) -> None:
    page._move(1)
    press(page, "M")
    assert kept(page, review) == [("namn", "Anna", "")]
    assert not any(each.isEnabled() for each in page.deciding)


def test_words_of_a_text_found_by_searching_are_marked(page: Any, review: Any, many: list[str]) -> None:
    page.search.setText("HUS 7777,")
    assert [stop.text for stop in page._stops] == [many[7778]]
    page.shown.select(many[7778].index("Bo"), many[7778].index("Bo") + 2)
    press(page, "X")
    assert kept(page, review)[1:] == [("namn", "Bo", "extra")]
    assert page._stops[page._at].item == 1  # it is asked about now, and can be taken back
    press(page, "U")
    assert kept(page, review) == [("namn", "Anna", "")]


def test_the_switch_off_leaves_the_findings(page: Any, many: list[str]) -> None:
    page.every.setChecked(False)
    assert [stop.text for stop in page._stops] == [TEXT]
