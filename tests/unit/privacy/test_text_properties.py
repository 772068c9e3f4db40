"""What holds for every text: generated identifiers are masked wherever they stand, and nothing else changes."""

import re
import string

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.privacy.finders.numbers import luhn
from trygghetsrutan.opendata.privacy.finders.telephone import valid
from trygghetsrutan.opendata.privacy.finders.vehicle import ABBREVIATIONS
from trygghetsrutan.opendata.privacy.text import Masker
from trygghetsrutan.opendata.privacy.wordlists import words

MASKER = Masker(["Bofors", "Karlskogahem"])
WORDS = [
    "det är mörkt",
    "Hej!",
    "vid Bofors",
    "ring",
    "(",
    "Karl Johans gata",
    "MVH",
    "anna",
    "på",
    "[namn]",
    "😡",
    "\n",
    "E18",
    "Storgatan",
    ",",
    "tel",
    "jag heter",
    "Björn",
    "född",
    "-",
    "/",
]
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
    st.text(alphabet="Aaåİ .,-/@[]()+0123456789\n\u00ad\u030a–", max_size=60),
)  # fmt: skip
around = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
four_digits = st.integers(0, 9999).map("{:04}".format)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Personal identity and coordination numbers in the forms people write, with or without a right check digit."""
    year = draw(st.integers(1905, 2014))
    month, day = draw(st.integers(1, 12)), draw(st.integers(1, 28))
    if draw(st.booleans()):
        day += 60
        month = draw(st.sampled_from([month, 0]))
    date = f"{year % 100:02}{month:02}{day:02}"
    last = draw(st.integers(0, 999).map("{:03}".format))
    check = (
        next(digit for digit in string.digits if luhn(date + last + digit)) if draw(st.booleans()) else draw(st.sampled_from(string.digits))
    )
    separator = draw(st.sampled_from(["-", "+", " ", "–", "", " - ", "−"]))
    century = draw(st.sampled_from(["", str(year)[:2]])) if separator else str(year)[:2]
    return f"{century}{date}{separator}{last}{check}"


@st.composite
def telephone_numbers(draw: st.DrawFn) -> str:
    """Swedish numbers out of the ranges kept for fiction, in the forms people write."""
    area, rest = draw(
        st.sampled_from(
            [("31", f"39006{n:02}") for n in range(100)]
            + [("40", f"62804{n:02}") for n in range(100)]
            + [("8", f"465004{n:02}") for n in range(100)]
            + [("980", f"3192{n:02}") for n in range(100)]
            + [("70", f"17406{n:02}") for n in range(5, 100)]
        )
    )
    prefix = draw(st.sampled_from(["0{}", "0{}", "+46{}", "+46 {}", "0046{}", "+46 (0){}", "(0{})"])).format(area)
    gap = draw(st.sampled_from(["-", " ", "", "/", "–", " - "]))
    cut = draw(st.integers(0, 3))
    grouped = (
        rest
        if cut == 0
        else f"{rest[:3]} {rest[3:5]} {rest[5:]}"
        if cut == 1
        else f"{rest[:2]} {rest[2:]}"
        if cut == 2
        else f"{rest[:3]}{rest[3:5]} {rest[5:]}"
    )
    return f"{prefix}{gap}{grouped}"


@st.composite
def plates(draw: st.DrawFn) -> str:
    """Licence plates whose letters are no Swedish word and no abbreviation."""
    letters = draw(
        st.text("ABCDEFGHJKLMNOPRSTUWXYZ", min_size=3, max_size=3).filter(
            lambda three: three.lower() not in words("plate_words") and three not in ABBREVIATIONS
        )
    )
    rest = f"{draw(st.integers(10, 99))}{draw(st.sampled_from('0123456789ABCDEFGHJKLMNPRSTUWXYZ'))}"
    form = draw(st.sampled_from(["{} {}", "{}{}", "{}-{}", "spaced"]))
    plate = " ".join(letters + rest) if form == "spaced" else form.format(letters, rest)
    return plate.lower() if form == "{}{}" and draw(st.booleans()) else plate


def _masked_in(before: str, identifier: str, after: str) -> bool:
    text = f"{before} {identifier} {after}"
    start = len(before) + 1
    spans = [(f.start, f.end) for f in MASKER.find(text) if f.tier == 1]
    wanted = [at for at in range(start, start + len(identifier)) if identifier[at - start].isalnum()]
    return all(any(a <= at < b for a, b in spans) for at in wanted)


@given(around, identity_numbers(), around)
@settings(deadline=None, max_examples=150)
def test_any_identity_number_anywhere_is_masked(before: str, number: str, after: str) -> None:
    assert _masked_in(before, number, after)


@given(around, telephone_numbers(), around)
@settings(deadline=None, max_examples=150)
def test_any_telephone_number_anywhere_is_masked(before: str, number: str, after: str) -> None:
    assert _masked_in(before, number, after)


@st.composite
def telephone_numbers_in_words(draw: st.DrawFn) -> str:
    """Mobile numbers read aloud digit by digit, the last digits perhaps in pairs or as digits."""
    ones = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio")
    digits = f"07{draw(st.integers(0, 99_999_999)):08}"
    cut = draw(st.integers(3, 10))
    gap = draw(st.sampled_from([" ", ", ", " - "]))
    return gap.join(
        [
            *(ones[int(digit)] for digit in digits[:cut]),
            *([digits[cut:]] if 0 < len(digits[cut:]) < 5 else [ones[int(d)] for d in digits[cut:]]),
        ]
    )


@given(around, telephone_numbers_in_words(), around)
@settings(deadline=None, max_examples=100)
def test_any_telephone_number_in_words_anywhere_is_masked(before: str, number: str, after: str) -> None:
    assert _masked_in(before, number, after)


@given(around, plates(), around)
@settings(deadline=None, max_examples=150)
def test_any_plate_anywhere_is_masked(before: str, plate: str, after: str) -> None:
    assert _masked_in(before, plate, after)


@given(st.lists(st.one_of(texts, identity_numbers(), telephone_numbers(), plates()), max_size=6).map(" ".join))
@settings(deadline=None, max_examples=200)
def test_masking_twice_changes_nothing(text: str) -> None:
    once = MASKER.mask(text).text
    assert MASKER.mask(once).text == once


@given(st.lists(st.one_of(texts, identity_numbers(), telephone_numbers()), max_size=6).map(" ".join))
@settings(deadline=None, max_examples=150)
def test_masking_moves_and_drops_nothing_else(text: str) -> None:
    masked = MASKER.mask(text)
    rebuilt, done = [], 0
    for finding in (f for f in masked.findings if f.tier == 1):
        assert finding.start >= done
        rebuilt += [text[done : finding.start], f"[{finding.kind}]"]
        done = finding.end
    assert "".join([*rebuilt, text[done:]]) == masked.text


@given(texts)
@settings(deadline=None)
def test_findings_lie_in_the_text_in_order(text: str) -> None:
    findings = MASKER.find(text)
    assert all(0 <= f.start < f.end <= len(text) for f in findings)
    assert findings == sorted(findings, key=lambda f: (f.start, f.end, f.kind))


@given(st.text(string.digits, min_size=7, max_size=12))
@settings(deadline=None, max_examples=150)
def test_a_swedish_number_is_valid_exactly_when_the_library_says_so(digits: str) -> None:
    number = "0" + digits.lstrip("0")
    if re.fullmatch(r"0\d{6,}", number):
        assert valid(number) == phonenumbers.is_valid_number(phonenumbers.parse(number, "SE"))
