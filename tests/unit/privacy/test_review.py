"""Review: decisions survive re-runs, belong to a text's content, and gate the masked texts."""

import csv
import io
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.errors import Cancelled, InputError
from trygghetsrutan.opendata.privacy import review
from trygghetsrutan.opendata.privacy.review import Item, content_key
from trygghetsrutan.opendata.privacy.text import Masker
from trygghetsrutan.opendata.submissions.model import Submissions

Make = Callable[..., Submissions]
LISTED = "grannen på 4:an knarkar"
SURE = "ring 070-1740605"
CLEAN = "mörkt i parken"


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


def decide_all(path: Path, decision: str) -> None:
    items = review.read(path)
    for index in range(len(items)):
        items = review.decide(items, index, decision, "Eva", "2021-06-01T10:00:00")
    review.write(path, items)


def test_masked_texts_leave_only_when_nothing_is_open(make: Make, masker: Masker, tmp_path: Path) -> None:
    state = review.review(make([LISTED, SURE, CLEAN]), masker, tmp_path)
    assert list(state.submissions.masked) == ["", "ring [telefon]", CLEAN]
    assert (state.left, state.total, state.complete) == (1, 1, False)


def test_accepting_masks(make: Make, masker: Masker, tmp_path: Path) -> None:
    review.review(make([LISTED]), masker, tmp_path)
    decide_all(tmp_path / review.FILE, "accept")
    state = review.review(make([LISTED]), masker, tmp_path)
    assert list(state.submissions.masked) == ["grannen på 4:an [brottsmisstanke]"]
    assert state.complete


def test_rejecting_leaves(make: Make, masker: Masker, tmp_path: Path) -> None:
    review.review(make([LISTED]), masker, tmp_path)
    decide_all(tmp_path / review.FILE, "reject")
    assert list(review.review(make([LISTED]), masker, tmp_path).submissions.masked) == [LISTED]


def test_a_decision_holds_for_the_same_text_in_another_row(make: Make, masker: Masker, tmp_path: Path) -> None:
    review.review(make([LISTED]), masker, tmp_path)
    decide_all(tmp_path / review.FILE, "reject")
    assert review.review(make([CLEAN, LISTED]), masker, tmp_path).complete


def test_a_changed_text_is_reviewed_again(make: Make, masker: Masker, tmp_path: Path) -> None:
    review.review(make([LISTED]), masker, tmp_path)
    decide_all(tmp_path / review.FILE, "reject")
    assert review.review(make([LISTED + " ofta"]), masker, tmp_path).left == 1


def test_the_same_text_twice_is_decided_once(make: Make, masker: Masker, tmp_path: Path) -> None:
    assert review.review(make([LISTED, LISTED]), masker, tmp_path).total == 1


def test_a_text_that_is_withdrawn_leaves_nothing_in_the_table(make: Make, masker: Masker, tmp_path: Path) -> None:
    first = review.review(make([LISTED]), masker, tmp_path)
    review.write(tmp_path / review.FILE, review.decide(first.items, 0, "accept", "anna", "2021-06-01"))
    review.review(make(["Det är mörkt"]), masker, tmp_path)
    assert review.read(tmp_path / review.FILE) == ()


def test_running_again_writes_the_same_bytes(make: Make, masker: Masker, tmp_path: Path) -> None:
    review.review(make([LISTED, SURE]), masker, tmp_path)
    before = (tmp_path / review.FILE).read_bytes()
    review.review(make([LISTED, SURE]), masker, tmp_path)
    assert (tmp_path / review.FILE).read_bytes() == before


def test_a_person_can_mark_more(make: Make, masker: Masker, tmp_path: Path) -> None:
    review.review(make([CLEAN]), masker, tmp_path)
    path = tmp_path / review.FILE
    review.write(path, review.add(review.read(path), CLEAN, "adress", 8, 14, "Eva", "2021-06-01"))
    assert list(review.review(make([CLEAN]), masker, tmp_path).submissions.masked) == ["mörkt i [adress]"]


def test_a_row_added_in_a_spreadsheet_needs_only_the_words(make: Make, masker: Masker, tmp_path: Path) -> None:
    review.review(make([LISTED]), masker, tmp_path)
    path = tmp_path / review.FILE
    decide_all(path, "reject")
    columns = path.read_text("utf-8-sig").splitlines()[0].split(";")
    row = {"content": content_key(LISTED), "kind": "adress", "words": "4:AN", "decision": "extra"}
    with path.open("a", encoding="utf-8") as stream:
        stream.write(";".join(row.get(name, "") for name in columns) + "\r\n")
    assert list(review.review(make([LISTED]), masker, tmp_path).submissions.masked) == ["grannen på [adress] knarkar"]


def test_marks_outside_the_text_are_refused() -> None:
    with pytest.raises(InputError):
        review.add((), CLEAN, "namn", 3, 99, "", "")


def test_unknown_decisions_are_refused(tmp_path: Path) -> None:
    item = Item(content_key(LISTED), "namn", 0, 7, text=LISTED)
    with pytest.raises(InputError):
        review.decide((item,), 0, "perhaps", "", "")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("decision", "verdict", "review_text.csv:1"),
        (";;;;", ";maybe;;;", "review_text.csv:2"),
        ("brottsmisstanke", "kuriosa", "review_text.csv:2"),
    ],
)
def test_what_cannot_be_read_is_told_by_row_and_left_as_it_is(
    make: Make, masker: Masker, tmp_path: Path, old: str, new: str, where: str
) -> None:
    review.review(make([LISTED]), masker, tmp_path)
    path = tmp_path / review.FILE
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    before = path.read_bytes()
    with pytest.raises(InputError) as raised:
        review.review(make([LISTED]), masker, tmp_path)
    assert raised.value.faults[0].where == where
    assert "grannen" not in str(raised.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_may_save_it_its_own_way(make: Make, masker: Masker, tmp_path: Path, encoding: str, delimiter: str) -> None:
    review.review(make([LISTED]), masker, tmp_path)
    path = tmp_path / review.FILE
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([[cell.replace("\r", "") for cell in row] for row in rows])
    before = review.read(path)
    path.write_bytes(buffer.getvalue().encode(encoding))
    assert review.read(path) == before


def test_only_the_owner_can_read_it(make: Make, masker: Masker, tmp_path: Path) -> None:
    review.review(make([LISTED]), masker, tmp_path / "internal")
    assert stat.S_IMODE((tmp_path / "internal" / review.FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "internal").stat().st_mode) == 0o700


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), min_size=1, max_size=30), max_size=4, unique=True))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("review") / review.FILE
    items = tuple(Item(content_key(text), "namn", 0, 1, "accept", "=1+1", "@now", 0.5, "-", text, "+s", 3, "'map") for text in texts)
    review.write(path, items)
    assert review.read(path) == items


@given(st.text(max_size=20), st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'"]))
def test_no_cell_is_a_formula(tmp_path_factory: pytest.TempPathFactory, rest: str, first: str) -> None:
    path = tmp_path_factory.mktemp("review") / review.FILE
    text = (first + rest).replace("\x00", "")
    review.write(path, [Item(content_key(text), "namn", 0, 1, text=text, by=text, source=text, reason=text)])
    data = path.read_bytes().decode("utf-8-sig")
    for row in list(csv.reader(io.StringIO(data, newline=""), delimiter=";"))[1:]:
        assert not any(cell != "-" and cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_long_work_can_be_cancelled_and_leaves_nothing(make: Make, masker: Masker, tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        review.review(make([LISTED]), masker, tmp_path, stop)
    assert list(tmp_path.iterdir()) == []


def test_accepted_findings_that_overlap_a_mask_become_one(masker: Masker) -> None:
    findings = masker.find(SURE)
    item = Item(content_key(SURE), "namn", 0, 9, "accept", text=SURE)
    assert review.apply(SURE, findings, [item]) == "[telefon]"
