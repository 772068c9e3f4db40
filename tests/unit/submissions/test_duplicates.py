"""Repetitions are flagged where one person said the same twice, and not where two people agree."""

import numpy as np
import pytest

from trygghetsrutan.opendata.errors import Cancelled
from trygghetsrutan.opendata.submissions.duplicates import flag
from trygghetsrutan.opendata.submissions.model import Submissions, blank

LONG = "Det är väldigt mörkt längs gångvägen mellan skolan och affären på kvällarna"


def told(*items: dict[str, object]) -> Submissions:
    submissions = blank(len(items))
    for i, item in enumerate(items):
        submissions.text[i] = item.get("text", LONG)
        submissions.place[i] = item.get("place", "")
        submissions.received[i] = np.datetime64(str(item.get("received", "2021-05-18")), "s")
        submissions.x[i], submissions.y[i] = item.get("at", (np.nan, np.nan))  # type: ignore[misc]
        submissions.identifiers[i] = item.get("who", ())
    return submissions


ANNA = (("name", "Anna Ek"), ("telephone", "070-174 06 05"))
ANNA_AGAIN = (("telephone", "+46701740605"),)
BO = (("email", "bo@example.org"),)


@pytest.mark.parametrize(
    ("one", "other", "repeated"),
    [
        ({"who": ANNA}, {"who": ANNA_AGAIN}, True),
        ({"who": ANNA}, {"who": ANNA_AGAIN, "text": "Hej! " + LONG + ". Mvh Anna. Det gäller torget."}, True),
        ({"who": ANNA}, {"who": BO}, False),
        ({"who": ANNA}, {"who": ANNA, "text": "Någonting helt annat om mopeder på torget i natt"}, False),
        ({"who": ANNA, "at": (0.0, 0.0)}, {"who": ANNA, "at": (900.0, 0.0)}, False),
        ({"who": ANNA}, {"who": ANNA, "received": "2021-06-18"}, False),
        ({"at": (0.0, 0.0)}, {"at": (20.0, 0.0)}, True),
        ({"at": (0.0, 0.0)}, {"at": (500.0, 0.0)}, False),
        ({"place": "Torget"}, {"place": " torget "}, True),
        ({}, {}, False),
        ({"at": (0.0, 0.0), "text": "Det är mörkt här"}, {"at": (0.0, 0.0), "text": "Det är mörkt här"}, False),
        ({"who": (("name", "anonym"),), "at": (0.0, 0.0)}, {"who": ANNA, "at": (5.0, 0.0)}, True),
        ({"who": (("name", "Uppgift saknas."),), "at": (0.0, 0.0)}, {"who": ANNA, "at": (5.0, 0.0)}, True),
    ],
)
def test_repetition(one: dict[str, object], other: dict[str, object], repeated: bool) -> None:
    flagged = flag(told(one, other))
    assert flagged.duplicate_of.tolist() == [-1, 0 if repeated else -1]
    assert flagged.flags.tolist() == [(), ("duplicate",) if repeated else ()]


def test_long_work_can_be_cancelled() -> None:
    def stop(step: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        flag(told({"who": ANNA}, {"who": ANNA}), stop)


def test_all_repetitions_point_at_the_first() -> None:
    assert flag(told(*(3 * [{"who": ANNA}]))).duplicate_of.tolist() == [-1, 0, 0]


def test_nothing_is_removed_and_flagging_twice_changes_nothing() -> None:
    once = flag(told({"who": ANNA}, {"who": ANNA}, {"who": BO}))
    assert len(once) == 3
    assert flag(once).flags.tolist() == once.flags.tolist()


def test_a_sentence_sent_by_thousands_costs_no_square() -> None:
    assert len(flag(told(*(20_000 * [{"at": (0.0, 0.0)}])))) == 20_000


def test_empty_submissions_have_no_repetitions() -> None:
    assert flag(told({"text": ""}, {"text": ""})).duplicate_of.tolist() == [-1, -1]
    assert len(flag(told())) == 0


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    steps: list[tuple[int, int]] = []
    flag(told({"who": ANNA}, {"who": BO}), lambda step, done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert all(done <= total for done, total in steps)

    def stop(step: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        flag(told({"who": ANNA}), stop)


def test_no_submissions_have_no_repetitions() -> None:
    assert len(flag(told())) == 0


def test_submissions_without_words_repeat_nothing() -> None:
    assert flag(told({"text": ""}, {"text": ""})).duplicate_of.tolist() == [-1, -1]
