"""What the core says where GIS staff meet it has a Swedish line, and every Swedish line is of something that the core still says."""

import ast
from functools import cache
from pathlib import Path

import pytest

from trygghetsrutan.opendata import swedish
from trygghetsrutan.opendata.submissions.read import _NOT_DATA
from trygghetsrutan.tests.spoken import disclosures, in_tables, noted, returned, says, templates, tree

CORE = Path(swedish.__file__).parent.parent

COMMAND_LINE = ("cli.py", "console.py", "engine", "privacy/evaluation.py", "swedish")
"""What no panel and no algorithm reaches."""


def modules() -> list[Path]:
    told = (path for path in sorted(CORE.rglob("*.py")) if path.name != "__main__.py")
    return [path for path in told if not path.relative_to(CORE).as_posix().startswith(COMMAND_LINE)]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(CORE).as_posix())
def test_everything_said_has_a_swedish_line(path: Path) -> None:
    said = says(path) | in_tables(path)
    if path.parent.name == "finders":
        said |= returned(path)
    if path.parent.name in ("submissions", "package"):
        said |= noted(path)
    assert sorted(text for text in said if not swedish.is_listed(text)) == []


def test_why_a_file_is_no_data_has_a_swedish_line() -> None:
    assert [text for text in _NOT_DATA.values() if not swedish.is_listed(text)] == []


@pytest.mark.parametrize("path", sorted((CORE / "disclosure").glob("*.py")), ids=lambda path: path.name)
def test_the_auditor_is_quoted_in_its_own_swedish(path: Path) -> None:
    said = [(english.removesuffix("."), told.removesuffix(".")) for english, told in disclosures(path)]
    assert [pair for pair in said if any(map(str.isalpha, pair[0])) and swedish.WORDS.get(pair[0]) != pair[1]] == []


@cache
def texts() -> frozenset[str]:
    """Every text in the core's sources, values in it as ``{}``, whole and in the parts that ``in_swedish`` tells one by one."""
    whole = set()
    for path in CORE.rglob("*.py"):
        if path.parent.name != "swedish":
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
                    whole.update(templates(node, {}))
    parts = {part for text in whole for mark in ("; ", ": ") for part in text.split(mark)}
    return frozenset(text.removesuffix(".") for text in whole | parts)


def test_the_core_still_says_what_is_translated() -> None:
    assert sorted(text for text in (*swedish.WORDS, *swedish.PIECES) if text.strip() not in texts() and text not in texts()) == []


def test_values_stand_in_both_languages() -> None:
    wrong = [english for english, told in (swedish.WORDS | swedish.PIECES).items() if english.count("{}") != told.count("{}")]
    assert wrong == []


def test_no_text_is_told_in_two_rooms() -> None:
    rooms = ("settings", "submissions", "points", "privacy", "audit", "package", "portal", "steps")
    words = [text for room in rooms for text in getattr(swedish, room).WORDS]
    assert len(words) == len(set(words)) == len(swedish.WORDS)


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("2 protects nobody", "2 skyddar ingen"),
        ("use one of csv, xlsx", "använd något av csv, xlsx"),
        ("privacy.k: 2 protects nobody", "privacy.k: 2 skyddar ingen"),
        ("unknown key portl (did you mean portal?)", "okänd nyckel portl (menade du portal?)"),
        ("unknown key portl", "okänd nyckel portl"),
        ("heading 'Var'; heading says text", "rubriken 'Var'; rubriken säger text"),
        ("check the address; run the same command again: it continues where this stopped",
         "kontrollera adressen; kör samma sak igen: den fortsätter där den slutade"),
        ("regions: has more than the 4 rows of the CSV", "regions: har fler än de 4 raderna i CSV-filen"),
        ("R1: R1 shows 3, fewer than k = 5.", "R1: R1 visar 3, färre än k = 5."),
        ("validate: files", "kontrollerar: filer"),
        ("package: tables", "datapaket: tabeller"),
        ("version 1.1.0; it was withdrawn 2026-01-02 and would be public again",
         "version 1.1.0; den drogs tillbaka 2026-01-02 och skulle bli offentlig igen"),
        ("what nobody translated", "what nobody translated"),
    ],
)  # fmt: skip
def test_told_in_swedish(english: str, told: str) -> None:
    assert swedish.in_swedish(english) == told
