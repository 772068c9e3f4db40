"""Themes: right often enough on texts never seen while tuning, explained, overridden by people for good."""

import json
from pathlib import Path

import pytest

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.release import UNCLASSIFIED
from trygghetsrutan.opendata.submissions import theme_review, themes
from trygghetsrutan.opendata.submissions.codebook import SHIPPED, load_codebook
from trygghetsrutan.opendata.submissions.model import Submissions, blank
from trygghetsrutan.opendata.submissions.themes import classify

from . import theme_texts

RIGHT = 0.80
"""The issue's demand on the main theme of unseen texts."""
SETS = {name: getattr(theme_texts, name) for name in ("TUNE", "SECOND", "FRESH", "UNSEEN")}


def share_right(listed: str) -> float:
    gold, texts = theme_texts.texts(listed)
    found = classify(texts, load_codebook(), silent)
    return sum(themed.main == theme for theme, themed in zip(gold, found, strict=True)) / len(texts)


@pytest.mark.parametrize("name", SETS)
def test_the_main_theme_is_right(name: str) -> None:
    assert share_right(SETS[name]) >= RIGHT


def test_there_are_enough_texts_that_were_never_tuned_on() -> None:
    assert sum(len(theme_texts.texts(listed)[1]) for listed in SETS.values()) >= 300
    assert len(theme_texts.texts(theme_texts.UNSEEN)[1]) >= 140


@pytest.mark.parametrize(
    ("text", "theme", "word"),
    [("Gatubelysningen är trasig", "lighting", "gatubelysningen"), ("Rosenbuskarna skymmer", "vegetation", "rosenbuskarna")],
)
def test_every_hit_names_its_word(text: str, theme: str, word: str) -> None:
    assert (theme, word) in classify([text], load_codebook(), silent)[0].because


def test_a_text_without_a_hit_is_unclassified() -> None:
    assert classify(["Hej", ""], load_codebook(), silent) == [themes.Themed(UNCLASSIFIED, (), ())] * 2


def test_a_wish_is_no_praise() -> None:
    praise, wish = classify(["Bra belysning, nu känns det tryggt!", "Bra belysning behövs här"], load_codebook(), silent)
    assert (praise.main, wish.main) == ("safety_work", "lighting")


def test_the_codebook_has_what_the_publisher_needs() -> None:
    book = load_codebook()
    assert len([theme for theme in book.themes if theme.id != UNCLASSIFIED]) >= 12
    for theme in book.themes:
        assert theme.name_sv
        assert theme.definition_en
        assert theme.examples_sv
        assert theme.responsible in book.parties


def given(*texts: str) -> Submissions:
    submissions = blank(len(texts))
    submissions.text[:] = texts
    return submissions


def test_what_people_decided_is_kept_across_runs(tmp_path: Path) -> None:
    submissions, book, path = given("Mörkt vid skolan", "Otäckt"), load_codebook(), tmp_path / theme_review.FILE
    assert themes.give(submissions, book, tmp_path, silent).theme.tolist() == ["lighting", UNCLASSIFIED]
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([lines[0], lines[1].replace(";;", ";Trafik;", 1), *lines[2:]]), encoding="utf-8")
    for _ in range(2):
        assert themes.give(submissions, book, tmp_path, silent).theme.tolist() == ["lighting", "traffic"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_theme_given_in_the_file_is_kept(tmp_path: Path) -> None:
    submissions = given("Mörkt vid skolan")
    submissions.theme[:] = ["Trafik"]
    themed = themes.give(submissions, load_codebook(), tmp_path, silent)
    assert (themed.theme.tolist(), themed.other_themes.tolist()) == (["traffic"], [("lighting",)])


def test_a_decision_that_is_no_theme_is_named_by_its_row(tmp_path: Path) -> None:
    themes.give(given("Otäckt"), load_codebook(), tmp_path, silent)
    path = tmp_path / theme_review.FILE
    path.write_text(path.read_text(encoding="utf-8-sig").replace(";;", ";kosmos;", 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"review_themes.csv:2: "):
        themes.give(given("Otäckt"), load_codebook(), tmp_path, silent)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda book: book["themes"][0].pop("name"), "lacks name"),
        (lambda book: book["themes"][0].update(responsible="nobody"), "responsible"),
        (lambda book: book["themes"].append(book["themes"][0]), "stands twice"),
        (lambda book: book["themes"][0].update(stem=[]), "unknown key"),
        (lambda book: book.update(themes=[t for t in book["themes"] if t["id"] != UNCLASSIFIED]), "has no theme unclassified"),
        (lambda book: book.pop("parties"), "no codebook"),
        (lambda book: book.update(ignored=5), "ignored is not a list of words"),
        (lambda book: book.update(ignored=[1]), "ignored is not a list of words"),
        (lambda book: book["themes"][0].update(responsible=[]), "responsible"),
    ],
)
def test_a_codebook_with_a_mistake_says_which(tmp_path: Path, change, told: str) -> None:  # type: ignore[no-untyped-def]
    book = json.loads(SHIPPED.read_text(encoding="utf-8"))
    change(book)
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load_codebook(tmp_path / "book.json")
