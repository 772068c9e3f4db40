"""Dates as people and programs write them; day parts and seasons from words and from the clock."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.submissions.dates import parse
from trygghetsrutan.opendata.submissions.times import day_part, in_words, season


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-05-17", (2021, 5, 17)),
        ("2021-05-17 21:30", (2021, 5, 17, 21, 30)),
        ("2021-05-17T21:30:15", (2021, 5, 17, 21, 30, 15)),
        ("2021-05-17T19:30:00Z", (2021, 5, 17, 21, 30)),
        ("2021-05-17T21:30:00.123+02:00", (2021, 5, 17, 21, 30)),
        ("2021-01-17T20:30:00+00:00", (2021, 1, 17, 21, 30)),
        ("17/5 2021", (2021, 5, 17)),
        ("17/5-21", (2021, 5, 17)),
        ("17/5/2021", (2021, 5, 17)),
        ("17.5.2021 kl. 21.30", (2021, 5, 17, 21, 30)),
        ("17 maj -21", (2021, 5, 17)),
        ("17 maj 2021", (2021, 5, 17)),
        ("den 17:e maj 2021", (2021, 5, 17)),
        ("17 maj 2021 21:30", (2021, 5, 17, 21, 30)),
        ("måndag 17 maj 2021", (2021, 5, 17)),
        ("mån den 17 maj '21", (2021, 5, 17)),
        ("20210517", (2021, 5, 17)),
        ("2021/05/17 21:30", (2021, 5, 17, 21, 30)),
        ("May 17, 2021", (2021, 5, 17)),
        ("5/17/2021 9:30 PM", (2021, 5, 17, 21, 30)),
        ("44333", (2021, 5, 17)),
        ("44333,5", (2021, 5, 17, 12)),
        ("Mon, 17 May 2021 21:30:00 +0200", (2021, 5, 17, 21, 30)),
        ("Mon, 17 May 2021 19:30:00 GMT", (2021, 5, 17, 21, 30)),
    ],
)
def test_dates_are_read(text: str, moment: tuple[int, ...]) -> None:
    assert parse(text) == datetime.datetime(*moment)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "måndag kväll", "i lördags", "99/99/9999", "2021-13-40", "12", "torget", "0000-00-00", "1e400", "2021"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse(text) is None


@given(st.text(max_size=50))
def test_no_text_makes_reading_fail(text: str) -> None:
    parse(text)
    in_words(text)


@given(st.datetimes(datetime.datetime(1995, 1, 1), datetime.datetime(2090, 1, 1)))
def test_iso_dates_come_back_as_they_are(moment: datetime.datetime) -> None:
    assert parse(moment.isoformat(sep=" ", timespec="seconds")) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("måndag kväll", ("evening", "")),
        ("sena kvällar på vintern", ("evening", "winter")),
        ("nattetid", ("night", "")),
        ("lördagsnatten", ("night", "")),
        ("på morgonen", ("morning", "")),
        ("eftermiddagar efter skolan", ("day", "")),
        ("kl 22 och framåt", ("evening", "")),
        ("klockan 02", ("night", "")),
        ("sommarkvällar", ("evening", "summer")),
        ("både morgon och kväll", ("", "")),
        ("alltid", ("", "")),
        ("nattvandrarna", ("", "")),
        ("de springer omkring", ("", "")),
    ],
)
def test_words_tell_day_part_and_season(text: str, times: tuple[str, str]) -> None:
    assert in_words(text) == times


def test_the_clock_tells_the_day_part_but_midnight_sharp_is_a_date_alone() -> None:
    moments = np.array(
        ["2021-05-17T04:59", "2021-05-17T05:00", "2021-05-17T12:00", "2021-05-17T17:00", "2021-05-17T23:00", "2021-05-17", "NaT"]
    )
    assert day_part(moments.astype("datetime64[s]")).tolist() == ["night", "morning", "day", "evening", "night", "", ""]


def test_seasons_go_by_months() -> None:
    moments = np.array(["2021-02-28", "2021-03-01", "2021-06-01", "2021-09-01", "2021-12-01", "NaT"], dtype="datetime64[s]")
    assert season(moments).tolist() == ["winter", "spring", "summer", "autumn", "winter", ""]
