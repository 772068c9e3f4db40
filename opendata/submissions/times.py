"""When a place is meant: part of the day and season, from words or from when the submission was received."""

from __future__ import annotations

import functools
import re

import numpy as np
from numpy.typing import NDArray

DAY_PARTS = ("morning", "day", "evening", "night")
_WORD = re.compile(r"[^\W\d_]+")
_DAY_PART_WORDS = (
    ("night", ("natt", "nätter", "midnatt", "småtim", "night"), ("natt", "natten", "nätter", "nätterna")),
    ("evening", ("kväll", "kvällar", "mörker", "mörkret", "skymning", "evening"), ("kväll", "kvällar", "kvällen", "kvällarna")),
    ("morning", ("morgon", "morgnar", "förmiddag", "morning"), ("morgon", "morgonen", "morgnar")),
    ("day", ("eftermiddag", "dagtid", "lunch", "skoltid", "rasten", "rasterna", "daytime", "afternoon"), ()),
)
_SEASON_WORDS = (
    ("winter", ("vinter", "vintr", "vintern", "winter", "snö"), ("vintern", "vinter")),
    ("spring", ("våren", "vårar", "vårkväll", "vårvinter", "spring"), ()),
    ("summer", ("sommar", "somrar", "summer"), ("sommar", "sommaren")),
    ("autumn", ("höst", "autumn"), ("hösten",)),
)
_NOT_A_TIME = (
    "lunchrum",
    "snöröj",
    "springa",
    "springer",
    "sprang",
    "nattvandr",
    "nattvandrare",
    "nattbuss",
    "kvällsbuss",
    "sommarjobb",
    "nattlinne",
)
_HOURS = re.compile(r"\b(?:kl\.?|klockan)\s*(\d{1,2})", re.I)
_Times = tuple[str, str]


@functools.lru_cache(maxsize=200_000)
def _times_of(word: str) -> _Times:
    """(day part, season) that one word in lower case names; empty where it names none."""
    if word.startswith(_NOT_A_TIME):
        return "", ""
    part = next((name for name, starts, ends in _DAY_PART_WORDS if word.startswith(starts) or (ends and word.endswith(ends))), "")
    time = next((name for name, starts, ends in _SEASON_WORDS if word.startswith(starts) or (ends and word.endswith(ends))), "")
    return part, time


def in_words(text: str) -> _Times:
    """Day part (``morning``, ``day``, ``evening``, ``night``) and season (``winter`` ...) that a text names; each empty when it names none
    or several."""
    lower = text.lower()
    found = {_times_of(word) for word in _WORD.findall(lower)}
    parts = {part for part, _ in found if part}
    if "kl" in lower:
        parts |= {_part_of_hour(int(hour)) for hour in _HOURS.findall(lower) if int(hour) < 25}
    if parts == {"evening", "night"}:  # "kvällar och nätter": the dark hours
        parts = {"evening"}
    seasons = {season for _, season in found if season}
    return parts.pop() if len(parts) == 1 else "", seasons.pop() if len(seasons) == 1 else ""


def day_part(received: NDArray[np.datetime64]) -> NDArray[np.object_]:
    """Day part of each moment (datetime64[s]); empty for NaT and for midnight sharp, which is what a date without a time becomes.

    Night 23-5, morning 5-10, day 10-17, evening 17-23.
    """
    seconds = (received - received.astype("datetime64[D]")).astype("timedelta64[s]").astype(np.int64)
    known = ~np.isnat(received) & (seconds != 0)
    parts = np.full(len(received), "", dtype=object)
    hours = np.where(known, seconds, 0) // 3600
    for hour in range(24):
        parts[known & (hours == hour)] = _part_of_hour(hour)
    return parts


def season(received: NDArray[np.datetime64]) -> NDArray[np.object_]:
    """Season of each moment by calendar months: December to February is winter, and so on; empty for NaT."""
    known = ~np.isnat(received)
    months = received.astype("datetime64[M]").astype(np.int64) % 12
    names = np.array(
        ["winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn", "winter"],
        dtype=object,
    )
    return np.where(known, names[np.where(known, months, 0)], "")


def _part_of_hour(hour: int) -> str:
    hour %= 24
    return "night" if hour < 5 or hour >= 23 else "morning" if hour < 10 else "day" if hour < 17 else "evening"
