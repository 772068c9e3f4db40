"""Words are put in the right place or in none; people decide the rest, and their decisions last."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.submissions import place_review
from trygghetsrutan.opendata.submissions.coordinates import Area
from trygghetsrutan.opendata.submissions.gazetteer import Gazetteer, Place, build
from trygghetsrutan.opendata.submissions.locate import locate
from trygghetsrutan.opendata.submissions.model import Submissions, blank
from trygghetsrutan.opendata.submissions.name_forms import slips
from trygghetsrutan.opendata.submissions.place_review import Decision

from . import town

PRECISION = 0.98
"""The issue's demand on automatic matches."""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return town.gazetteer()


def said(*pairs: tuple[str, str]) -> Submissions:
    submissions = blank(len(pairs))
    submissions.source[:] = "vykort"
    submissions.row[:] = range(1, len(pairs) + 1)
    submissions.place[:] = [place for place, _ in pairs]
    submissions.text[:] = [text for _, text in pairs]
    return submissions


@pytest.mark.parametrize("listed", [town.TUNE, town.UNSEEN], ids=["tune", "unseen"])
def test_automatic_matches_are_right(listed: str) -> None:
    result = town.score(town.items(listed))
    assert result.precision >= PRECISION, result.wrong
    assert result.recall >= 0.9


def test_the_test_set_is_large_enough() -> None:
    assert len(town.items(town.TUNE)) + len(town.items(town.UNSEEN)) >= 200


def test_a_match_tells_its_method_score_and_accuracy(gazetteer: Gazetteer) -> None:
    located, _ = locate(said(("Hammarskolans gård", ""), ("Kyrkogatan/Drottninggatan", ""), ("Storgatan 12", "")), gazetteer, {}, silent)
    assert located.located_by.tolist() == ["place", "crossing", "address"]
    assert (located.score > 0.85).all()
    assert (located.accuracy_m <= 125).all()


def test_what_has_coordinates_is_left_alone(gazetteer: Gazetteer) -> None:
    before = dataclasses.replace(said(("Hammarskolan", "")), x=np.array([5.0]), y=np.array([6.0]))
    assert locate(before, gazetteer, {}, silent)[0].x.tolist() == [5.0]


def test_ambiguous_words_are_one_review_with_all_their_rows(gazetteer: Gazetteer) -> None:
    _, reviews = locate(said(("Hammarskolan och Almbyskolan", ""), ("hammarskolan  och Almbyskolan", "")), gazetteer, {}, silent)
    assert [review.rows for review in reviews] == [(("vykort", 1), ("vykort", 2))]
    assert {candidate.name for candidate in reviews[0].candidates} == {"Hammarskolan", "Almbyskolan"}


AREA = Area((), "EPSG:3006")


def decide(path: Path, decision: str, gazetteer: Gazetteer) -> dict[str, Decision]:
    text = path.read_text(encoding="utf-8-sig").splitlines()
    key, _, rest = text[1].split(";", 2)
    path.write_text("\n".join([text[0], f"{key};{decision};{rest}", *text[2:]]), encoding="cp1252")
    return place_review.read(path, gazetteer, AREA, with_pyproj)


@pytest.mark.parametrize(
    ("decision", "spot"),
    [
        ("Hammarskolan", (501_450.0, 6_580_700.0)),
        ("2", (501_450.0, 6_580_700.0)),
        ("501400, 6580650", (501_400.0, 6_580_650.0)),
        ("-", None),
    ],
)
def test_a_decision_is_used_on_the_next_run(tmp_path: Path, gazetteer: Gazetteer, decision: str, spot: tuple[float, float] | None) -> None:
    submissions = said(("Hammarskolan och Almbyskolan", ""))
    _, reviews = locate(submissions, gazetteer, {}, silent)
    path = tmp_path / place_review.FILE
    place_review.write(reviews, {}, path)
    assert path.stat().st_mode & 0o077 == 0
    decisions = decide(path, decision, gazetteer)
    located, again = locate(submissions, gazetteer, decisions, silent)
    assert again == ()
    if spot is None:
        assert not located.located.any()
    else:
        assert (located.x[0], located.y[0]) == pytest.approx(spot, abs=1)
        assert located.located_by.tolist() == ["review"]
    place_review.write(again, decisions, path)
    assert place_review.read(path, gazetteer, AREA, with_pyproj).keys() == decisions.keys()


def test_a_decision_that_means_nothing_is_named_by_its_row(tmp_path: Path, gazetteer: Gazetteer) -> None:
    _, reviews = locate(said(("Hammarskolan och Almbyskolan", "")), gazetteer, {}, silent)
    path = tmp_path / place_review.FILE
    place_review.write(reviews, {}, path)
    with pytest.raises(InputError, match=r"review_places.csv:2: "):
        decide(path, "där borta", gazetteer)


def test_words_that_look_like_a_formula_are_harmless_in_the_list(tmp_path: Path, gazetteer: Gazetteer) -> None:
    _, reviews = locate(said(("=Hammarskolan och Almbyskolan", "")), gazetteer, {}, silent)
    place_review.write(reviews, {}, tmp_path / "r.csv")
    assert ";'=Hammarskolan" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("street", ["Storgatan", "Karl-Johansgatan", "Idéns gata", "Müllers väg", "Vägen i Hammar"])
def test_a_house_is_found_on_a_street_however_it_is_spelt(street: str) -> None:
    line = np.array([[0.0, 0.0], [900.0, 0.0]])
    places = build([Place(street, "street", 450.0, 0.0, 450.0, "line", (line,)), Place(f"{street} 4", "address", 50.0, 0.0, 20.0)])
    located, _ = locate(said((f"{street} 5", "")), places, {}, silent)
    assert (located.x.tolist(), located.accuracy_m.tolist(), located.located_by.tolist()) == ([50.0], [40.0], ["address"])


@pytest.mark.parametrize(
    ("typed", "meant"), [("hamarskolan", "hammarskolan"), ("bjrökvägen", "björkvägen"), ("drottningatan", "drottninggatan")]
)
def test_slips_of_the_finger_are_forgiven(typed: str, meant: str) -> None:
    assert slips(typed, meant) == 1


@pytest.mark.parametrize(("one", "other"), [("björkvägen", "björnvägen"), ("hammarskolan", "hammarbyskolan"), ("tallvägen", "hallvägen")])
def test_another_name_is_no_slip(one: str, other: str) -> None:
    assert slips(one, other) is None or slips(one, other) == 2
