"""Dates as people and programs write them, as wall time in Europe/Stockholm."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EARLIEST, LATEST = datetime.datetime(1990, 1, 1), datetime.datetime(2100, 1, 1)

_MONTHS = {
    name: month
    for month, names in enumerate(
        ("jan januari january", "feb febr februari february", "mar mars march", "apr april", "maj may", "jun juni june", "jul juli july",
         "aug augusti august", "sep sept september", "okt oktober oct october", "nov november", "dec december"), 1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:['’\-]?\s*(\d{4}|\d{2}))"
_TIME = r"(?:[,\sT]+(?:kl\.?|klockan|at)?\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(am|pm)?)?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME + r"\s*(Z|[+-]\d\d:?\d\d)?$")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T\s]?(\d\d):?(\d\d)(?::?(\d\d))?)?$")
_SLASHED = re.compile(r"(\d{1,2})\s?[/.]\s?(\d{1,2})(?:\s?[/.\-]\s?|\s+[-–]?\s*)['’]?(\d{4}|\d{2})" + _TIME + "$", re.I)
_BACKWARDS = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})" + _TIME + "$")
_NAMED = re.compile(rf"(?:den\s+)?(\d{{1,2}})(?::?e|:a|\.|st|nd|rd|th)?[\s.-]*({_MONTH})\b\.?[\s.,]*[-–]?\s*{_YEAR}" + _TIME + "$", re.I)
_NAMED_US = re.compile(rf"({_MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})" + _TIME + "$", re.I)
_WEEKDAY = re.compile(r"^(?:mån|tis|ons|tors?|fre|lör|sön|mon|tue|wed|thu|fri|sat|sun)[a-zåäö]*\.?,?\s+(?:den\s+)?", re.I)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?$")
_MAIL = re.compile(r"\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d\d:\d\d")


def parse(text: str) -> datetime.datetime | None:
    """The moment that ``text`` names, without zone (wall time in Europe/Stockholm); a date alone is its midnight; None: not a date.

    ``day/month`` goes before ``month/day``, as in Sweden; a date that only fits the other way round is read the other way round.
    """
    said = " ".join(text.split()).strip(" .,;")
    if not 4 < len(said) < 60:
        return None
    said = _WEEKDAY.sub("", said)
    for pattern, order in _PATTERNS:
        found = pattern.match(said)
        if found:
            return _moment(found, order)
    serial = _SERIAL.match(said)
    if serial:
        return _plausible(datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=round(float(said.replace(",", ".")) * 86400)))
    if _MAIL.search(said):
        return _mail(said)
    return None


_PATTERNS = ((_ISO, "ymd"), (_COMPACT, "ymd"), (_BACKWARDS, "ymd"), (_SLASHED, "dmy"), (_NAMED, "dmy"), (_NAMED_US, "mdy"))


def _moment(found: re.Match[str], order: str) -> datetime.datetime | None:
    parts = dict(zip(order, found.groups()[:3], strict=True))
    year = int(parts["y"])
    year += (2000 if year < 70 else 1900) if year < 100 else 0
    month = _MONTHS.get(parts["m"].lower()) or int(parts["m"])
    day = int(parts["d"])
    clock = found.groups()[3:6]
    hour, minute, second = (int(part or 0) for part in clock)
    rest = found.groups()[6:]
    half = (rest[0] or "").lower() if rest else ""
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if month > 12 >= day and order == "dmy":
        month, day = day, month
    try:
        moment = datetime.datetime(year, month, day, hour, minute, second)
        zone = rest[1] if len(rest) > 1 else None
        if zone:
            offset = datetime.timedelta() if zone == "Z" else datetime.timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[-2:]))
            moment = to_stockholm(moment.replace(tzinfo=datetime.timezone(offset)))
    except ValueError:
        return None
    return _plausible(moment)


def _mail(said: str) -> datetime.datetime | None:
    import email.utils

    try:
        return _plausible(to_stockholm(email.utils.parsedate_to_datetime(said)))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _plausible(moment: datetime.datetime) -> datetime.datetime | None:
    return moment if EARLIEST <= moment < LATEST else None


def to_stockholm(moment: datetime.datetime) -> datetime.datetime:
    """Wall time in Europe/Stockholm, without zone; a moment without a zone is taken to be there already."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None)
    except (ZoneInfoNotFoundError, OverflowError):
        return (moment.astimezone(datetime.UTC) + _swedish_offset(moment)).replace(tzinfo=None)


def _swedish_offset(moment: datetime.datetime) -> datetime.timedelta:
    """For machines without a zone database (Windows): CET, and CEST from the last Sunday of March to that of October, 01:00 UTC."""
    utc = moment.astimezone(datetime.UTC).replace(tzinfo=None)

    def change(month: int) -> datetime.datetime:
        last = datetime.datetime(utc.year, month, 31, 1)
        return last - datetime.timedelta(days=(last.weekday() + 1) % 7)

    return datetime.timedelta(hours=2 if change(3) <= utc < change(10) else 1)
