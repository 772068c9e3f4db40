"""Three hundred planted identifiers: none survives in what the room hands on or writes beside its review table."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from trygghetsrutan.opendata.privacy import contributors, privacy_report, review
from trygghetsrutan.opendata.privacy.finders.numbers import luhn
from trygghetsrutan.opendata.privacy.text import Masker
from trygghetsrutan.opendata.submissions.model import Submissions

GIVEN = ("Anna", "Karl", "Fatima", "Lars", "Ingrid", "Ahmed", "Kerstin", "Nils", "Zlatan", "Ulla")
SURNAMES = ("Kanariefors", "Kanarielund", "Kanariesson", "Kanariekvist", "Kanariström")
HIDDEN_IN = (
    "Hej, jag heter {} och det är mörkt i parken",
    "mörkt vid stationen, ring {} om ni undrar",
    "Från: {}\nÄmne: belysning\nLampan är trasig.",
    "inkommet via telefon av {}: buskarna skymmer",
    "mvh {}",
)


def canaries() -> list[tuple[str, str]]:
    """(kind of identifier column, value), 300 in all."""
    planted: list[tuple[str, str]] = []
    for n in range(75):
        planted.append(("name", f"{GIVEN[n % 10]} {SURNAMES[n // 10 % 5]}"))
        planted.append(("telephone", f"070-174 06 {5 + n:02}"))
        planted.append(("email", f"kanarie.{n}@exempel.se"))
        date = f"{40 + n % 55:02}{1 + n % 12:02}{1 + n % 28:02}{n:03}"
        planted.append(("contributor", f"{date[:6]}-{date[6:]}{next(d for d in '0123456789' if luhn(date + d))}"))
    return planted


@pytest.fixture
def campaign(make: Callable[..., Submissions]) -> Submissions:
    planted = canaries()
    texts = [HIDDEN_IN[at % len(HIDDEN_IN)].format(value) for at, (_, value) in enumerate(planted)]
    return make(texts, [((kind, value),) for kind, value in planted])


def test_three_hundred_are_planted() -> None:
    assert len(canaries()) == 300


def test_none_survives_in_masked_texts_keys_report_or_log(
    campaign: Submissions, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    keyed = contributors.key(campaign, tmp_path)
    state = review.review(keyed, Masker(), tmp_path)
    facts = privacy_report.Report(
        "x",
        300,
        300,
        5,
        2,
        privacy_report.found_by(state),
        privacy_report.reviewers_of(state.items),
        state.left,
        privacy_report.dropped_of(campaign, {}),
    )
    page = privacy_report.write(facts, tmp_path).read_text("utf-8")
    out, err = capfd.readouterr()
    handed_on = "\n".join(
        [*state.submissions.masked, *state.submissions.contributor, str(list(state.submissions.identifiers)), page, caplog.text, out, err]
    )
    assert [value for _, value in canaries() if value in handed_on] == []
    assert not any(part in handed_on for part in ("Kanarie", "kanarie"))


def test_the_names_stay_out_of_errors(campaign: Submissions, tmp_path: Path) -> None:
    (tmp_path / contributors.FILE).write_text("damaged")
    with pytest.raises(contributors.InputError) as raised:
        contributors.key(campaign, tmp_path)
    assert "Kanarie" not in str(raised.value)
