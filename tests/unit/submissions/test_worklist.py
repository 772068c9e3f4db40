"""The lists in which people decide survive Excel, a text editor and an upgrade, or say which line did not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.submissions.worklist import bare, key_of, read, shielded, write

HEADINGS = ("key", "decision", "words")
KEY = key_of("vid bron")


def listed(folder: Path, *rows: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    write(folder / "list.csv", HEADINGS, rows)
    return read(folder / "list.csv")


@given(st.text())
def test_no_spreadsheet_takes_a_key_for_a_number(words: str) -> None:
    key = key_of(words)
    with pytest.raises(ValueError, match="could not convert"):
        float(key)
    assert key == key_of(f"  {words} ")


@given(st.text(max_size=8), st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "'"]))
def test_a_shielded_cell_is_no_formula_and_reads_back(rest: str, first: str) -> None:
    cell = first + rest
    assert not shielded(cell).startswith(("=", "+", "@", "\t", "\r"))
    assert shielded(cell) == "-" or not shielded(cell).startswith("-")
    assert bare(shielded(cell)) == cell


def test_nowhere_stays_as_people_write_it() -> None:
    assert shielded("-") == "-"


def test_only_lines_with_a_decision_are_read(tmp_path: Path) -> None:
    assert listed(tmp_path, (KEY, "", "a"), (KEY, "-", "=1+1")) == [
        (f"{tmp_path / 'list.csv'}:3", {"key": KEY, "decision": "-", "words": "=1+1"})
    ]


def test_a_list_is_for_its_owner_only(tmp_path: Path) -> None:
    listed(tmp_path)
    assert (tmp_path / "list.csv").stat().st_mode & 0o077 == 0


def test_a_list_that_is_not_there_decides_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "list.csv") == []


def test_a_key_of_earlier_versions_is_still_its_words_key(tmp_path: Path) -> None:
    assert [cells["key"] for _, cells in listed(tmp_path, (KEY.removeprefix("w"), "-", ""))] == [KEY]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"{KEY};2;vid bron;a comment", "list.csv:2: has 4 cells under 3 headings; mend the line or remove it"),
        (f'{KEY};2;"vid bron', "list.csv:2: opens a quotation mark"),
        ("6,81469888601E+11;2;vid bron", "list.csv:2: its key is none of ours"),
    ],
)
def test_a_line_that_is_not_read_is_told_before_it_is_lost(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"key;decision;words\r\n{line}\r\n{KEY};1;vid ån\r\n", encoding="utf-8-sig")
    before = path.read_bytes()
    with pytest.raises(InputError) as error:
        read(path)
    assert told in str(error.value)
    assert path.read_bytes() == before
