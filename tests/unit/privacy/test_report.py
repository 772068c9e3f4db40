"""The report for the data-protection officer: counts, and nothing but counts."""

import stat
from collections.abc import Callable
from pathlib import Path

from trygghetsrutan.opendata.privacy import report, review
from trygghetsrutan.opendata.privacy.report import Dropped, Found, Report, Reviewer
from trygghetsrutan.opendata.privacy.text import Masker
from trygghetsrutan.opendata.submissions.model import Submissions

Make = Callable[..., Submissions]
FULL = Report(
    campaign="<trygghet>",
    submissions=700,
    contributors=612,
    k=5,
    width=2,
    found=(Found("telefon", "email", 1, 31), Found("hälsa", "telephone", 2, 7)),
    reviewers=(Reviewer("Eva", "2021-06-01", 5, 2, 1),),
    open_findings=0,
    dropped=(Dropped("calls", "name", 88),),
    key_kept=False,
    published=(("regions", "41"),),
)


def test_says_what_was_found_reviewed_dropped_and_published() -> None:
    page = report.render(FULL)
    for said in (
        "612",
        "telefon",
        "telephone number",
        "31",
        "hälsa",
        "Eva",
        "2021-06-01",
        "88",
        "regions",
        "41",
        "destroyed",
        "What remains as risk",
    ):
        assert said in page


def test_names_are_escaped() -> None:
    assert "<trygghet>" not in report.render(FULL)
    assert "&lt;trygghet&gt;" in report.render(FULL)


def test_the_same_counts_give_the_same_bytes(tmp_path: Path) -> None:
    assert report.write(FULL, tmp_path).read_bytes() == report.write(FULL, tmp_path).read_bytes()


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    assert stat.S_IMODE(report.write(FULL, tmp_path / "internal").stat().st_mode) == 0o600


def test_an_empty_campaign_has_a_report() -> None:
    assert "Nothing." in report.render(Report("x", 0, 0, 5, 2))


def test_counts_come_from_the_review(make: Make, tmp_path: Path) -> None:
    submissions = make(["ring 070-1740605", "grannen knarkar"], [(("name", "Anna Berg"),)])
    state = review.review(submissions, Masker(), tmp_path)
    items = review.decide(state.items, 0, "accept", "Eva", "2021-06-01T10:00:00")
    assert report.found_by(state) == (Found("brottsmisstanke", "telephone", 2, 1), Found("telefon", "telephone", 1, 1))
    assert report.reviewers_of(items) == (Reviewer("Eva", "2021-06-01", 1, 0, 0),)
    assert report.dropped_of(submissions) == (Dropped("calls", "name", 1),)
