"""Swedish personal identity numbers and their relatives, and dates of birth.

Sources of the forms: Skatteverket SKV 704 (personnummer) and SKV 707 (samordningsnummer: 60 is added to the day; month and day may be
00 and 60 when unknown); interim numbers (a letter first among the last four) as used by schools, universities and health care.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..wordlists import words
from .telephone import valid

_NUMBER = re.compile(
    r"(?<!\d)(?P<century>(?:19|20) ?)?(?P<y>\d\d)(?P<s1>[ .-]?)(?P<m>\d\d)(?P<s2>[ .-]?)(?P<d>\d\d)"
    r"(?P<sep> ?[-+/.] ?| {1,2}|)"
    r"(?P<last>\d{4}|(?(century)\d\d \d\d|(?!))|(?<=[-+/.])\d\d \d\d|(?<=[-+/.] )\d\d \d\d|(?<=[-+/.])\d{3} \d|(?<=[-+/.])\d \d{3}|"
    r"[A-Za-zÅåÄäÖö]\d{3}|[A-Za-z]{2}\d\d)(?!\d)"
)
_CUED = re.compile(
    r"(?:personnummer|person ?nr|pers\.? ?nr|(?<![^\W_])p[- .]?nr|samordningsnummer|samordningsnr|sam\.? ?nr|födelsenummer|"
    r"personnumret)\b"
    r"[^\d\n]{0,15}(?P<number>\d(?:[ .+-]{0,2}\d){5,12})(?!\d)",
    re.IGNORECASE,
)
_OFF_BY_ONE = re.compile(r"(?<![\d-])(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)[-+](?:\d{3}|\d{5})(?![\d-])")
_HALF = re.compile(r"(?<!\d)(?:19|20)?(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d) ?[-+]? ?[xX*_]{4}(?![^\W_])")
_THESE_YEARS = range(15, 60)
"""Years (two digits) whose dates may be those of a report rather than of a birth."""
_CUE_PARTS = ("pers", "pnr", "p-nr", "p nr", "p.nr", "sam", "födelsenummer")
_FEWEST = 9
"""Digits of the shortest form: an interim number."""
_FEWEST_IN_A_DATE = 6
_BIRTH_WORDS = words("births")
_INTERIM_LETTERS = frozenset("TRSUWXJKLMN")
_MONTHS = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni|juli|aug(?:usti)?|sep(?:t|tember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINALS = (
    r"(?:(?:tjugo|trettio)?(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde)|tionde|elfte|tolfte|trettonde|"
    r"fjortonde|femtonde|"
    r"sextonde|sjuttonde|artonde|nittonde|tjugonde|trettionde)"
)
_YEAR_IN_WORDS = r"(?:nitton|tjugo)(?:hundra)?[a-zåäö]{3,16}|tvåtusen[a-zåäö]{0,12}"
_DATE = (
    r"(?:(?:19|20)\d\d ?[-/.]? ?\d{1,2} ?[-/.]? ?\d{1,2}"
    r"|\d{1,2} ?[-/.] ?\d{1,2} ?(?:[-/. ] ?|[-’']){1,2}(?:(?:19|20)\d\d|\d\d)"
    r"|\d{6}|\d{8}|\d{1,2}/\d{1,2}"
    rf"|i {_MONTHS} (?:19|20)?\d\d"
    rf"|(?:\d{{1,2}}(?::?e|:a)?|{_ORDINALS}) {_MONTHS}\.?(?: ?[-’']?(?:19|20)?\d\d| {_YEAR_IN_WORDS})?)(?!\d)"
)
_BORN = re.compile(
    r"\b(?:född|föddes?|födda|fött|födelsedatum|födelsedag|födelsetid|f\.|f:|"
    rf"f(?= ?\d{{6}}| \d\d-\d\d-\d\d| \d{{1,2}}[/.-]\d| (?:den )?\d{{1,2}}(?::?e|:a)? {_MONTHS}| (?:19|20)\d\d-)|fdd\.?|"
    r"f\.?d\.?|fyller(?: \d{1,3})?(?: år)?|fyllde(?: \d{1,3})?(?: år)?)"
    rf"(?: är| d\.| år|:)? {{0,2}}(?:är |d\. ?)?(?P<date>(?:den )?{_DATE})",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?<![^\W_])(?:ärende\w*|felanmäl\w*|anmälan|diarie\w*|dnr|order\w*|faktura\w*|kvitto\w*|ref(?:erens)?\w*|rapport\w*|id)[ .:-]{0,3}"
    r"(?:(?:nr|nummer)[ .:]{0,2})?$",
    re.IGNORECASE,
)
"""Before the number of a case, which begins with a date too."""
_COMPACT = r"(?P<date>(?:19|20)?\d\d(?P<dash>-?)(?P<m>\d\d)(?P=dash)(?P<d>\d\d))(?![\d-]|[.:]\d)"
_AFTER_A_NAME = re.compile(rf"[ ,(]{{1,3}}(?:f\.? ?)?{_COMPACT}")
_AFTER_A_PERSON = re.compile(
    r"(?<![^\W_])(?:kvinna|man|pojke|flicka|son|dotter|patient|klient|brukare|elev|granne|mamma|pappa|mor|far|make|maka|hustru|fru|"
    r"sambo|herr)"
    rf"[ ,(]{{1,3}}{_COMPACT}",
    re.IGNORECASE,
)
_BORN_YEAR = re.compile(
    r"\b(?:född|födda|f\.|f:|f(?= (?:19|20)\d\d| [-’']\d\d))(?: år)? ?(?P<date>(?:19|20)\d\d|-\d\d|’\d\d|'\d\d)(?![\d-])", re.IGNORECASE
)


def worth(facts: Facts) -> bool:
    """Whether a text holds digits enough for a date, or a word for birth."""
    return facts.digits >= _FEWEST_IN_A_DATE or not _BIRTH_WORDS.isdisjoint(facts.bag)


def find(facts: Facts) -> Iterator[Finding]:
    """Identity numbers in ten or twelve digits with any separator, mistyped ones too; after a word for birth dates."""
    text = facts.text
    if facts.digits >= _FEWEST:
        at = 0
        while (found := _NUMBER.search(text, at)) is not None:
            finding = _identity(found)
            if finding is not None:
                yield finding
            # Digits that were no number with what stands before them may be one without: "E18 19850709-2386".
            at = found.start() + 1 if finding is None else found.end()
        for match in _OFF_BY_ONE.finditer(text):
            if _date_fits(match["m"], match["d"]):
                yield Finding("personnummer", match.start(), match.end(), REVIEW, 0.5, "a birth date and one digit too many or too few")
    for match in _AFTER_A_PERSON.finditer(text):
        if _date_fits(match["m"], match["d"]):
            yield Finding("födelsedatum", match.start("date"), match.end("date"), MASK_AT_ONCE, 0.8, "date beside a word for a person")
    lower = text.lower()
    for match in _CUED.finditer(text) if any(part in lower for part in _CUE_PARTS) else ():
        yield Finding("personnummer", match.start("number"), match.end("number"), MASK_AT_ONCE, 0.9, "digits after the word personnummer")
    for match in _HALF.finditer(text):
        if _date_fits(match["m"], match["d"]):
            yield Finding("personnummer", match.start(), match.end(), MASK_AT_ONCE, 0.9, "a birth date and four hidden digits")
    if _BIRTH_WORDS.isdisjoint(facts.bag):
        return
    for match in _BORN.finditer(text):
        yield Finding("födelsedatum", match.start("date"), match.end("date"), MASK_AT_ONCE, 0.9, "date after a word for birth")
    for match in _BORN_YEAR.finditer(text):
        yield Finding("födelsedatum", match.start("date"), match.end("date"), REVIEW, 0.6, "year after a word for birth")


def worth_beside_names(facts: Facts, found: Sequence[Finding]) -> bool:
    """Whether a text holds digits enough for a date, and something was found."""
    return facts.digits >= _FEWEST_IN_A_DATE and bool(found)


def find_beside_names(facts: Facts, found: Sequence[Finding]) -> Iterator[Finding]:
    """Six or eight digits that may be a date of birth, right after the names in ``found``."""
    for finding in found:
        match = _AFTER_A_NAME.match(facts.text, finding.end) if finding.kind == "namn" else None
        if match and _date_fits(match["m"], match["d"]):
            yield Finding("födelsedatum", match.start("date"), match.end("date"), MASK_AT_ONCE, 0.8, "date beside a name")


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812, modulus 10)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit)
        if position % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def _date_fits(month: str, day: str) -> bool:
    m, d = int(month), int(day)
    if d >= 60:
        return m <= 12 and d <= 91
    return 1 <= m <= 12 and 1 <= d <= 31


def _identity(match: re.Match[str]) -> Finding | None:
    start, end = match.span()
    century, month, day, last = match["century"], match["m"], match["d"], match["last"].replace(" ", "")
    inner = bool(match["s1"] or match["s2"])
    separator = match["sep"].strip()
    if last[0].isalpha():
        if (last[0].upper() in _INTERIM_LETTERS or (last[1].isalpha() and separator)) and _date_fits(month, day):
            return Finding("interimsnummer", start, end, MASK_AT_ONCE, 0.9, "birth date, a letter and three digits")
        return None
    fits = _date_fits(month, day) or (int(day) >= 60 and int(month) == 0)
    if not fits:
        # A 6-4 number with a month no year has is a mistyped person; from 20 it is an organisation number.
        mistyped = separator in {"-", "+"} and not inner and int(month) < 20
        return (
            Finding("personnummer", start, end, MASK_AT_ONCE, 0.6, "written as a personal identity number, but no such date")
            if mistyped
            else None
        )
    good = luhn(match["y"] + month + day + last)
    recent = (century or "").strip() != "19" and int(match["y"]) in _THESE_YEARS
    if recent and (century or separator) and not good and _CASE.search(match.string, max(0, start - 30), start):
        return None
    stamped = bool(century or inner) and recent and int(last[:2]) < 24 and int(last[2:]) < 60
    if not good and not separator and match["sep"] and stamped:
        return Finding("personnummer", start, end, REVIEW, 0.3, "a date and four digits that may be a time of day")
    if not century and inner and not separator and not good:
        return Finding("personnummer", start, end, REVIEW, 0.4, "six digits as a date and four more")
    if not separator and not inner and not century and not good and match["y"][0] == "0" and valid(match[0]):
        return None  # ten digits of a telephone number that happen to begin like a date
    kind = "samordningsnummer" if int(day) >= 60 else "personnummer"
    return Finding(
        kind, start, end, MASK_AT_ONCE, 0.99 if good else 0.85, "birth date and four digits" + (", check digit right" if good else "")
    )
