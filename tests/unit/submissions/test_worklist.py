"""The lists in which people decide survive Excel, a text editor and an upgrade, or say which line did not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.submissions import place_review, theme_review
from trygghetsrutan.opendata.submissions.place_review import Candidate
from trygghetsrutan.opendata.submissions.worklist import bare, decide, key_of, lines, read, shielded, write

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


def test_a_decision_is_written_into_its_line_and_every_other_cell_says_what_it_said(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write(path, (*HEADINGS, "my own column"), [(KEY, "2", "=1+1", "'å"), (key_of("vid ån"), "", "vid\nån", "-1")])
    before = [cells for _, cells in lines(path)]
    decide(path, key_of("vid ån"), "-")
    assert [cells for _, cells in lines(path)] == [before[0], before[1] | {"decision": "-"}]
    decide(path, key_of("vid ån"), "")
    assert [cells for _, cells in lines(path)] == before
    assert path.stat().st_mode & 0o077 == 0


def test_a_list_saved_by_excel_as_ansi_is_read_and_decided(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(f"key;decision;words\r\n{KEY};;Vägbelysning på Årstavägen\r\n".encode("cp1252"))
    decide(path, KEY, "1")
    assert [cells for _, cells in read(path)] == [{"key": KEY, "decision": "1", "words": "Vägbelysning på Årstavägen"}]


@pytest.mark.parametrize(
    "content", [f"key;decision\r\n{key_of('vid ån')};\r\n", "key;decision\r\n6,81469888601E+11;\r\n", "key;beslut\r\n"]
)
def test_a_decision_about_what_is_not_in_the_list_changes_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        decide(path, KEY, "1")
    with pytest.raises(InputError):
        decide(path, "6,81469888601E+11", "1")
    assert path.read_text(encoding="utf-8") == content.replace("\r\n", "\n")


def test_places_are_listed_with_the_candidates_that_have_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / place_review.FILE
    cells = (KEY, "", "vid bron", "several places", "3", "karta:4", "Bron (gamla) (474000, -6576000)", "Bron", "Ån (1, 2)", "", "", "")
    write(path, place_review.HEADINGS, [cells])
    (line,) = place_review.lines(path)
    assert (line.key, line.decision, line.words, line.reason, line.rows) == (KEY, "", "vid bron", "several places", "3")
    assert [(each.name, each.x, each.y) for each in line.candidates] == [("Bron (gamla)", 474000.0, -6576000.0)]
    assert isinstance(line.candidates[0], Candidate)


def test_wordings_are_listed_with_the_words_that_gave_their_theme(tmp_path: Path) -> None:
    path = tmp_path / theme_review.FILE
    theme_review.write([theme_review.Line("Mörkt, blött", "lighting", (("lighting", "mörkt"), ("ground", "blött")))], {}, path)
    (line,) = theme_review.lines(path)
    assert (line.key, line.decision, line.theme, line.because, line.times) == (
        key_of("Mörkt, blött"),
        "",
        "lighting",
        ("mörkt", "blött"),
        "1",
    )
