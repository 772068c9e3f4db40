"""Telephone numbers: valid ones by the numbering plans in ``phonenumbers`` (region SE), short and mistyped ones beside a cue.

The plans are read once from the library's metadata and used as compiled patterns: the same verdict as ``is_valid_number`` at a
hundredth of its time, so that a text of nothing but numbers is still read in time that grows with its length.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ...vendored import phonenumbers
from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding

_HOME_CODE = "46"
_MIN_DIGITS, _MAX_DIGITS = 7, 15

_RUN = re.compile(r"(?<!\d)(?:\+|\()?+\d(?:[ ()/._\t-]{0,4}+\d)*+")
_GROUP = re.compile(r"\d+")
_CUE = re.compile(
    r"\b(?:ring(?:a|er|s|de)?|nås(?: \w{1,12})? på|nå mig på|nå oss på|sms:?a?|sms|messa|swish(?:a|nummer)?|(?:hem|mobil|telefon|"
    r"tele|tel|jobb|arbets|kontakt|mobiltelefon|lokal)?-?(?:nummer|nr|numret)|tag på (?:mig|oss) på|nå (?:mig|oss) på)\b"
    r"(?: (?:mig|oss|henne|honom|gärna|på|är|till|vid|mitt|vårt|nummer|nr|tel|telefon|mobil|mob|tfn|min|direkt|hem)){0,3}"
    r"[ .:;,=-]{0,3}\(?$",
    re.IGNORECASE,
)
_SURE_CUE = re.compile(
    r"\b(?:tel|tele|telefon|telefonen|tfn|tlf|tlfn|tln|mob|mobil|mobilen|hemtelefon|hemnumret|(?:telefon|tele|tel|tfn|mobil|mob|"
    r"mobiltelefon|hem|jobb)-?(?:nr|nummer|numret))"
    r"[^\d\n]{0,14}$",
    re.IGNORECASE,
)
_NUMBER_OF_A_THING = re.compile(
    r"(?<![^\W_])(?!(?:mitt|vårt|ert|ditt|hans|hennes|deras|på|till|är|med|från|och|eller|tel|mobil|hem|jobb|rätt|fel|nytt|gammalt|"
    r"privata)\b)"
    r"[^\W\d_]{2,} ?-?(?:nr|nummer|numret)[ .:]{0,3}$",
    re.IGNORECASE,
)
""" "Felanmälan nr", "stolpe nr": what is counted is no telephone."""
_CUE_PARTS = ("tel", "tfn", "tlf", "tln", "mob", "ring", "nås", "nå ", "sms", "mess", "swish", "num", "nr", "på mig", "på oss")
"""Every cue holds one of these: a cheap look before the patterns."""
_FEWEST_AFTER_CUE = 5
_CLOCK_OR_DATE = re.compile(
    r"\d\d[.]\d\d ?- ?\d\d[.]\d\d|[0-3]?\d([-/.])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([-/.])[01]\d\2[0-3]\d(?: \d\d[.]\d\d)?"
)
_MOBILE = re.compile(r"07[02369]\d{4,6}$|07[02369]\d{8,10}$")
_NO_TELEPHONE = re.compile(r"(?:16)?\d\d[2-9]\d{3}-\d{4}(?!\d)|(?:19|20)\d\d([-/.])[01]\d\1[0-3]\d(?!\d)")
"""Organisation numbers and dates, which stand after the word for a telephone too."""
_REFERENCE = re.compile(
    r"(?<![^\W_])(?:ref|referens\w*|dnr|diarie\w*|ärende\w*|felanm\w*|order\w*|faktura\w*|ocr|protokoll\w*|kvitto\w*|motion\w*|kund\w*|serie\w*)"
    r"[ .:]{0,3}(?:(?:nr|nummer)[ .:]{0,3})?$",
    re.IGNORECASE,
)
_YEAR_INSIDE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""A year as a group of its own: the number of a case rather than of a telephone."""
_PUBLIC = frozenset({"112", "11414", "1177", "11313", "90000", "118118", "116111", "116000"})
_COUNTRY_CODES = frozenset(str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


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


_LETTERS_FOR_DIGITS = re.compile(r"(?<![^\W_])[0oO]7[\doO](?:[ /-]{0,3}[\doOlI]){7}(?![^\W_])")
_AS_DIGITS = str.maketrans("oOlI", "0011")


def worth(facts: Facts) -> bool:
    """Whether a text holds digits enough for a number after a cue."""
    return facts.digits >= _FEWEST_AFTER_CUE


def find(facts: Facts) -> Iterator[Finding]:
    """Valid numbers anywhere; digits after a telephone word even when they are no valid number."""
    text = facts.text
    for match in _LETTERS_FOR_DIGITS.finditer(text):
        if match[0].translate(_AS_DIGITS) != match[0]:
            yield Finding("telefon", match.start(), match.end(), MASK_AT_ONCE, 0.8, "mobile number with letters for digits")
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= _FEWEST_AFTER_CUE:
            yield from _in_run(text, run.start(), run.end())


@functools.lru_cache(maxsize=8192)
def valid(number: str) -> bool:
    """Whether ``number`` (digits, perhaps + first) is valid in Sweden, or abroad with its country code."""
    digits = number.lstrip("+")
    if number.startswith("+") or digits.startswith("00"):
        digits = digits if number.startswith("+") else digits[2:]
        for code in (digits[:1], digits[:2], digits[:3]):
            if code in _COUNTRY_CODES:
                national = digits[len(code) :]
                if code == _HOME_CODE and national.startswith("0"):
                    national = national[1:]
                return _plan(int(code)).fullmatch(national) is not None
        return False
    if digits.startswith("0"):
        return _plan(int(_HOME_CODE)).fullmatch(digits[1:]) is not None
    if digits.startswith(_HOME_CODE) and len(digits) >= 10:
        return _plan(int(_HOME_CODE)).fullmatch(digits[2:]) is not None
    return False


def _in_run(text: str, start: int, end: int) -> Iterator[Finding]:
    groups = [match.span() for match in _GROUP.finditer(text, start, end)]
    at = 0
    while at < len(groups):
        first = groups[at][0]
        # A cue is letters, so it can only stand before the whole run; within it a number shows itself by how it begins.
        if at == 0 or text[first] == "0" or text[first - 1] == "+" or text.startswith(_HOME_CODE, first):
            found = _number_at(text, groups, at)
            if found is not None:
                last, finding = found
                yield finding
                at = last
        at += 1


def _number_at(text: str, groups: list[tuple[int, int]], at: int) -> tuple[int, Finding] | None:
    first = groups[at][0]
    plus = first > 0 and text[first - 1] == "+"
    begin = first - 1 if plus else first
    if begin > 0 and text[begin - 1] == "(" and text.find(")", begin, groups[at][1] + 2) != -1:
        begin -= 1
    digits = ""
    ends: list[tuple[int, str]] = []
    for index in range(at, len(groups)):
        one, other = groups[index]
        if len(digits) + other - one > _MAX_DIGITS:
            break
        digits += text[one:other]
        if len(digits) >= 4:
            ends.append((index, digits))
    sign = "+" if plus else ""
    if plus or digits[:1] == "0" or digits[:2] == _HOME_CODE:
        for index, number in reversed(ends):
            if len(number) >= _MIN_DIGITS and valid(sign + number):
                span = text[first : groups[index][1]]
                if not _CLOCK_OR_DATE.fullmatch(span) and not (
                    _YEAR_INSIDE.search(span) and _REFERENCE.search(text, max(0, begin - 30), begin)
                ):
                    return index, Finding("telefon", begin, groups[index][1], MASK_AT_ONCE, 0.95, "valid number in the numbering plan")
    if not ends or at > 0:
        return None
    whole = ends[-1][1]
    if _MOBILE.match(whole) and not plus:
        return ends[-1][0], Finding(
            "telefon", begin, groups[ends[-1][0]][1], REVIEW, 0.5, "begins like a mobile number, with digits too many or too few"
        )
    before = text[max(0, begin - 40) : begin]
    lower = before.lower()
    if _NO_TELEPHONE.match(text, first) or len(whole) < _FEWEST_AFTER_CUE or not any(part in lower for part in _CUE_PARTS):
        return None
    sure = _SURE_CUE.search(before)
    if not sure and (not _CUE.search(before) or _NUMBER_OF_A_THING.search(before)):
        return None
    for index, number in reversed(ends):
        if number in _PUBLIC or not _FEWEST_AFTER_CUE <= len(number) <= 12:
            continue
        span = text[first : groups[index][1]]
        if _CLOCK_OR_DATE.fullmatch(span):
            continue
        tier = MASK_AT_ONCE if sure or len(number) >= 7 else REVIEW
        return index, Finding(
            "telefon", begin, groups[index][1], tier, 0.8 if tier == MASK_AT_ONCE else 0.5, "digits after a telephone word"
        )
    return None
