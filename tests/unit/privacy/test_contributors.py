"""Contributors: one key per person, nothing of the person left."""

import dataclasses
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.privacy import contributors
from trygghetsrutan.opendata.submissions import identifiers
from trygghetsrutan.opendata.submissions.model import Submissions

Make = Callable[..., Submissions]


def keyed(make: Make, folder: Path, *identifiers: tuple[tuple[str, str], ...]) -> list[str]:
    return list(contributors.key(make(["text"] * len(identifiers), identifiers), folder).contributor)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("telephone", "070-174 06 05", "+46 (0)70 1740605"),
        ("telephone", "0046701740605", "070.174.06.05"),
        ("email", "Anna.Berg@Exempel.SE", " anna.berg@exempel.se "),
        ("email", "Anna Berg <anna.berg@exempel.se>", "mailto:anna.berg@exempel.se"),
        ("name", "Berg, Anna", "anna  BERG"),
        ("name", "Anna Bérg", "Anna Berg"),
        ("address", "Storgatan 12 B, 691 31 Karlskoga", "STORGATAN 12b"),
        ("contributor", "42", "42"),
        ("name", "Saknas Anna Berg", "saknas anna berg"),
    ],
)
def test_identifiers_that_agree_are_one_person(make: Make, tmp_path: Path, kind: str, one: str, other: str) -> None:
    a, b = keyed(make, tmp_path, ((kind, one),), ((kind, other),))
    assert a == b


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("telephone", "070-174 06 05", "070-174 06 06"),
        ("email", "anna@exempel.se", "anna@exempel.com"),
        ("name", "Anna", "Anna"),  # many people are called so
        ("name", "Åsa Berg", "Asa Berg"),
        ("address", "Karlskoga", "Karlskoga"),
        ("address", "Storgatan 12", "Storgatan 2"),
        ("email", "info@exempel.se", "info@exempel.se"),  # a mailbox that many write through
        ("telephone", "okänt", "okänt"),
        ("name", "", ""),
        ("name", "Vill vara anonym", "Vill vara anonym"),
        ("name", "Ej angivet", "EJ ANGIVET."),
        ("name", "vill ej uppge namn", "vill ej uppge namn"),
        ("email", "anonym@example.org", "anonym@example.org"),
        ("contributor", "okänd", "okänd"),
        ("contributor", "-", "-"),
        ("contributor", "N/A", "n/a"),
        ("contributor", "0", "0"),
    ],
)
def test_identifiers_that_do_not_point_at_one_person_join_nobody(make: Make, tmp_path: Path, kind: str, one: str, other: str) -> None:
    a, b = keyed(make, tmp_path, ((kind, one),), ((kind, other),))
    assert a != b


def test_one_person_by_e_mail_and_by_telephone_is_one(make: Make, tmp_path: Path) -> None:
    mail, both, call, someone = keyed(
        make,
        tmp_path,
        (("email", "anna@exempel.se"),),
        (("telephone", "0701740605"), ("email", "ANNA@exempel.se")),
        (("telephone", "+46701740605"),),
        (("telephone", "0701740606"),),
    )
    assert mail == both == call != someone


def test_identifiers_are_gone(make: Make, tmp_path: Path) -> None:
    done = contributors.key(make(["a"], [(("name", "Anna Berg"),)]), tmp_path)
    assert list(done.identifiers) == [()]
    assert "anna" not in done.contributor[0]
    assert len(done.contributor[0]) == 32


def test_without_identifier_everybody_is_somebody_else(make: Make, tmp_path: Path) -> None:
    assert len(set(keyed(make, tmp_path, (), (), ()))) == 3


def test_a_lone_row_keeps_its_key_when_another_source_grows(make: Make, tmp_path: Path) -> None:
    few, more = make(["a", "b"]), make(["c", "a", "b"])
    for submissions, others in ((few, 1), (more, 2)):
        submissions.source[:others] = "other"
        submissions.row[others:] = 7
    assert contributors.key(few, tmp_path).contributor[-1] == contributors.key(more, tmp_path).contributor[-1]


def test_a_repetition_without_identifier_is_the_same_person(make: Make, tmp_path: Path) -> None:
    submissions = dataclasses.replace(make(["a", "a", "a"]), duplicate_of=np.array([-1, 0, -1]))
    first, again, other = contributors.key(submissions, tmp_path).contributor
    assert first == again != other


def test_the_same_words_by_two_known_persons_are_two(make: Make, tmp_path: Path) -> None:
    submissions = make(["a", "a"], [(("email", "anna@exempel.se"),), (("email", "bo@exempel.se"),)])
    one, other = contributors.key(dataclasses.replace(submissions, duplicate_of=np.array([-1, 0])), tmp_path).contributor
    assert one != other


def test_ids_of_two_systems_are_not_mixed(make: Make, tmp_path: Path) -> None:
    submissions = make(["a", "b"], [(("contributor", "1"),), (("contributor", "1"),)])
    submissions.source[1] = "other"
    one, other = contributors.key(submissions, tmp_path).contributor
    assert one != other


def test_keys_stay_the_same_from_run_to_run(make: Make, tmp_path: Path) -> None:
    identifiers = (("email", "anna@exempel.se"),)
    assert keyed(make, tmp_path, identifiers) == keyed(make, tmp_path, identifiers)


def test_keying_what_is_keyed_changes_nothing(make: Make, tmp_path: Path) -> None:
    once = contributors.key(make(["a", "b"], [(("email", "anna@exempel.se"),)]), tmp_path)
    assert list(contributors.key(once, tmp_path).contributor) == list(once.contributor)


def test_campaigns_have_keys_of_their_own(make: Make, tmp_path: Path) -> None:
    identifiers = (("email", "anna@exempel.se"),)
    assert keyed(make, tmp_path / "a", identifiers) != keyed(make, tmp_path / "b", identifiers)


def test_the_secret_is_for_its_owner_only(make: Make, tmp_path: Path) -> None:
    keyed(make, tmp_path / "internal", ())
    path = tmp_path / "internal" / contributors.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_forgotten_key_cannot_make_the_same_keys(make: Make, tmp_path: Path) -> None:
    identifiers = (("email", "anna@exempel.se"),)
    before = keyed(make, tmp_path, identifiers)
    assert contributors.forget_key(tmp_path)
    assert not (tmp_path / contributors.FILE).exists()
    assert keyed(make, tmp_path, identifiers) != before


def test_forgetting_what_is_not_there_is_told(tmp_path: Path) -> None:
    assert not contributors.forget_key(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"abc", b"00" * 31, b"\xff\xfe", b"zz" * 32])
def test_a_damaged_secret_is_never_replaced_silently(make: Make, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / contributors.FILE).write_bytes(damage)
    with pytest.raises(InputError):
        keyed(make, tmp_path, ())
    assert (tmp_path / contributors.FILE).read_bytes() == damage


def test_what_is_dropped_is_counted(make: Make) -> None:
    submissions = make(["a", "b"], [(("name", "Anna Berg"), ("email", "a@b.se")), (("name", "Bo Ek"), ("email", ""))])
    assert contributors.dropped(submissions) == {"calls": {"name": 2, "email": 1}}


@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    folder = tmp_path_factory.getbasetemp() / "order"
    rows = [
        (("email", "a@exempel.se"),),
        (("email", "a@exempel.se"), ("telephone", "0701740605")),
        (("telephone", "0701740605"), ("name", "Anna Berg")),
        (("name", "Berg Anna"),),
        (("name", "Bo Ek"),),
        (("name", "Bo Ek"), ("address", "Storgatan 1")),
    ]
    from trygghetsrutan.opendata.submissions.model import blank

    submissions = blank(6)
    for at, row in enumerate(order):
        submissions.identifiers[at] = rows[row]
    keys = dict(zip(order, contributors.key(submissions, folder).contributor, strict=True))
    assert keys[0] == keys[1] == keys[2] == keys[3] != keys[4] == keys[5]


@given(st.sampled_from(identifiers.KINDS), st.text(max_size=40))
def test_normalising_twice_changes_nothing(kind: str, value: str) -> None:
    once = contributors.normalised(kind, value)
    assert contributors.normalised(kind, once) == once
