"""Telephone numbers: valid ones by the numbering plans in ``phonenumbers`` (region SE), short and mistyped ones beside a cue.

The plans are read once from the library's metadata and used as compiled patterns: the same verdict as ``is_valid_number`` at a
hundredth of its time, so that a text of nothing but numbers is still read in time that grows with its length.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ...vendored import phonenumbers
from ..finding import Finding

HOME_REGION = "SE"
HOME_CODE = "46"
_MIN_DIGITS, _MAX_DIGITS = 7, 15

_RUN = re.compile(r"(?<!\d)(?:\+|\()?+\d(?:[ ()/.\t-]{0,3}+\d)*+")
_GROUP = re.compile(r"\d+")
_CUE = re.compile(
    r"\b(?:tele?f?o?n?(?:nummer|nr|numret)?|tfn(?:nr)?|tlf|mobil(?:nummer|nr|en|telefon)?|mob|hemtelefon|hemnummer|nummer|nr|numret|ring(?:a|er|s)?|"
    r"nås på|sms:?a?|messa|swisha?)\b"
    r"(?: (?:mig|oss|henne|honom|gärna|på|är|till|vid|mitt|vårt|nummer|nr|tel|telefon|mobil|mob|tfn|min|direkt)){0,3}[ .:;,=-]{0,3}\(?$",
    re.IGNORECASE,
)
_SURE_CUE = re.compile(
    r"\b(?:tel|tele|telefon|tfn|tlf|mob|mobil|telefonnr|telefonnummer|mobilnr|mobilnummer)\b[^\d\n]{0,12}$", re.IGNORECASE
)
_CLOCK_OR_DATE = re.compile(
    r"\d\d[.]\d\d ?- ?\d\d[.]\d\d|[0-3]?\d([-/.])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([-/.])[01]\d\2[0-3]\d(?: \d\d[.]\d\d)?"
)
_PUBLIC = frozenset({"112", "11414", "1177", "11313", "90000", "118118", "118118", "116111", "116000"})
_FOREIGN_CODES = tuple(sorted((str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), key=len, reverse=True))


@functools.cache
def _plan(country_code: int) -> re.Pattern[str]:
    """National numbers that are valid under a country code."""
    kinds = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail")
    parts = []
    for region in phonenumbers.region_codes_for_country_code(country_code):
        if region == "001":
            metadata = phonenumbers.PhoneMetadata.metadata_for_nongeo_region(country_code, None)
        else:
            metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
        for kind in kinds:
            description = getattr(metadata, kind, None) if metadata is not None else None
            if description is not None and description.national_number_pattern:
                lengths = "|".join(rf"(?=\d{{{length}}}$)" for length in description.possible_length if length > 0)
                parts.append(f"(?:{lengths})(?:{description.national_number_pattern})" if lengths else description.national_number_pattern)
    return re.compile("|".join(f"(?:{part})" for part in parts) or "(?!)")


def find(text: str) -> Iterator[Finding]:
    """Valid numbers anywhere; digits after a telephone word even when they are no valid number."""
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= 5:
            yield from _in_run(text, run.start(), run.end())


def valid(number: str) -> bool:
    """Whether ``number`` (digits, perhaps + first) is valid in Sweden, or abroad with its country code."""
    digits = number.lstrip("+")
    if number.startswith("+") or digits.startswith("00"):
        digits = digits if number.startswith("+") else digits[2:]
        for code in _FOREIGN_CODES:
            if digits.startswith(code):
                national = digits[len(code) :]
                if code == HOME_CODE and national.startswith("0"):
                    national = national[1:]
                return _plan(int(code)).fullmatch(national) is not None
        return False
    if digits.startswith("0"):
        return _plan(int(HOME_CODE)).fullmatch(digits[1:]) is not None
    if digits.startswith(HOME_CODE) and len(digits) >= 10:
        return _plan(int(HOME_CODE)).fullmatch(digits[2:]) is not None
    return False


def _in_run(text: str, start: int, end: int) -> Iterator[Finding]:
    groups = [match.span() for match in _GROUP.finditer(text, start, end)]
    at = 0
    while at < len(groups):
        found = _number_at(text, groups, at)
        if found is None:
            at += 1
            continue
        last, finding = found
        yield finding
        at = last + 1


def _number_at(text: str, groups: list[tuple[int, int]], at: int) -> tuple[int, Finding] | None:
    first = groups[at][0]
    plus = first > 0 and text[first - 1] == "+"
    begin = first - 1 if plus else first
    if begin > 0 and text[begin - 1] == "(" and text.find(")", begin, groups[at][1] + 2) != -1:
        begin -= 1
    digits = ""
    ends: list[tuple[int, str]] = []
    for index in range(at, len(groups)):
        digits += text[slice(*groups[index])]
        if len(digits) > _MAX_DIGITS:
            break
        if len(digits) >= 4:
            ends.append((index, digits))
    sign = "+" if plus else ""
    if plus or digits[:1] == "0" or digits[:2] == HOME_CODE:
        for index, number in reversed(ends):
            if len(number) >= _MIN_DIGITS and valid(sign + number):
                span = text[first : groups[index][1]]
                if not _CLOCK_OR_DATE.fullmatch(span):
                    return index, Finding("telefon", begin, groups[index][1], 1, 0.95, "valid number in the numbering plan")
    if not ends:
        return None
    before = text[max(0, begin - 40) : begin]
    sure = _SURE_CUE.search(before)
    if not sure and not _CUE.search(before):
        return None
    for index, number in reversed(ends):
        if number in _PUBLIC or not 5 <= len(number) <= 12:
            continue
        if _CLOCK_OR_DATE.fullmatch(text[first : groups[index][1]]):
            continue
        tier = 1 if sure or len(number) >= 7 and number[0] == "0" else 2
        return index, Finding("telefon", begin, groups[index][1], tier, 0.8 if tier == 1 else 0.5, "digits after a telephone word")
    return None
