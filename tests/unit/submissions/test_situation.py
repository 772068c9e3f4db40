"""The situation report: people are counted and not rows, what is quoted is masked, and both languages say the same."""

import dataclasses
import shutil
import stat
from pathlib import Path

import numpy as np
import pytest

from trygghetsrutan.opendata import api
from trygghetsrutan.opendata import campaign as settings
from trygghetsrutan.opendata.submissions import situation
from trygghetsrutan.opendata.submissions.codebook import load_codebook
from trygghetsrutan.opendata.submissions.gazetteer import Place
from trygghetsrutan.opendata.submissions.model import Submissions, blank

from ...support.commands import EXAMPLE

QUOTED = "Lampan vid [namn]s port är trasig <sedan> i höstas."
STATION = Place("Stationen & torget", "place", 500_000.0, 6_500_000.0, 50.0)


def told(submissions: Submissions, folder: Path, before: Submissions | None = None, language: str = "sv") -> str:
    campaign = settings.load(EXAMPLE / "campaign.toml")
    path = situation.write(campaign, submissions, before, [STATION], load_codebook(), language, folder / "internal")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path.read_text(encoding="utf-8")


@pytest.fixture
def four() -> Submissions:
    """Three at the station, two of them one person's, and one without a place."""
    x = np.array([500_010.0, 500_020.0, 500_030.0, np.nan])
    return dataclasses.replace(
        blank(4),
        x=x,
        y=np.where(np.isnan(x), np.nan, 6_500_010.0),
        contributor=np.array(["a", "a", "b", "c"], dtype=object),
        theme=np.array(["lighting"] * 4, dtype=object),
        channel=np.array(["map", "map", "email", "email"], dtype=object),
        text=np.array(["Lampan vid Annas port är trasig <sedan> i höstas.", "", "", ""], dtype=object),
        masked=np.array([QUOTED, "", "", ""], dtype=object),
    )


def test_a_person_who_told_twice_of_a_place_counts_once(four: Submissions, tmp_path: Path) -> None:
    report = told(four, tmp_path)
    assert "4 synpunkter från 3 personer eller hushåll, 3 av dem lägesatta." in report
    row = report[report.index("Stationen &amp; torget") :]
    assert row.startswith('Stationen &amp; torget</th><td class="n">2</td><td class="n">3</td>')


def test_what_is_quoted_is_the_masked_text_as_text(four: Submissions, tmp_path: Path) -> None:
    report = told(four, tmp_path)
    assert "<blockquote>Lampan vid [namn]s port är trasig &lt;sedan&gt; i höstas.</blockquote>" in report
    assert "Annas" not in report


def test_without_a_reviewed_text_it_says_that_nothing_is_quoted(four: Submissions, tmp_path: Path) -> None:
    bare = dataclasses.replace(four, masked=four.masked * 0)
    assert "the review of the texts is not finished" in told(bare, tmp_path, language="en")


def test_what_changed_since_the_campaign_before_is_told_in_persons(four: Submissions, tmp_path: Path) -> None:
    before = four.take(np.array([0, 1]))
    assert '<td class="n">3</td><td class="n">1</td><td class="n">+2</td>' in told(four, tmp_path, before)
    assert "sedan förra kampanjen" not in told(four, tmp_path)


def test_a_campaign_that_was_run_has_its_report_from_python(ran: tuple[Path, dict], tmp_path: Path) -> None:
    shutil.copytree(ran[0] / "internal", tmp_path / "internal")
    path = api.situation(EXAMPLE / "campaign.toml", tmp_path, earlier=ran[0], language="en")
    assert path == tmp_path / "internal" / "situation-report.html"
    assert "Change since the last campaign" in path.read_text(encoding="utf-8")


def test_nothing_loaded_is_said(tmp_path: Path) -> None:
    with pytest.raises(api.InputError, match="nothing was loaded yet"):
        api.situation(EXAMPLE / "campaign.toml", tmp_path)
