"""The report for the data-protection officer: counts, and nothing but counts."""

import dataclasses
import html
import json
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from trygghetsrutan.opendata.privacy import privacy_report, review
from trygghetsrutan.opendata.privacy.privacy_report import Dropped, Found, Published, Report, Reviewer
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
    dropped=(Dropped("calls", "name", 88, "Upp<ringare"),),
    key_kept=False,
    published=Published(41, 58, 12, 646, 2),
)


def part(page: str, language: str) -> str:
    """What the page says in one language, without its tags."""
    found = re.search(f'<section id="{language}" lang="{language}">(.*?)</section>', page, re.DOTALL)
    assert found is not None
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", found[1])).split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "sv",
            [
                "Integritetsrapport: <trygghet>",
                "Olika deltagare 612",
                "(k) 5",
                "Slag Hantering E-post Telefon Alla telefon maskerat 31 0 31 hälsa listat 0 7 7",
                "Maskerat efter granskning 6",
                "Eva 2021-06-01 5 2 1",
                "calls Upp<ringare namn 88",
                "Nyckel för deltagare förstörd",
                "Ytor med tal, minst 5 deltagare i varje 41",
                "Tal för teman 58",
                "Totaler för hela kampanjen 12",
                "Granskning mot angrepp godkänd",
                "något dolt 2",
                "Fritext, namn, adresser, enskilda punkter inga",
                "Kvarstående risk Automatisk maskering",
                "Dataskyddsombud Datum",
            ],
        ),
        (
            "en",
            [
                "Privacy report: <trygghet>",
                "Distinct contributors 612",
                "Kind Handling E-mail Telephone All telefon (telephone number) masked 31 0 31 hälsa (health) listed 0 7 7",
                "Masked after review 6",
                "Eva 2021-06-01 5 2 1",
                "calls Upp<ringare name 88",
                "Contributor key destroyed",
                "Regions with a figure, at least 5 contributors in each 41",
                "Audit by attack passed",
                "Free text, names, addresses, single points none",
                "What remains as risk Automatic masking",
            ],
        ),
    ],
)
def test_says_what_was_found_reviewed_dropped_and_published(language: str, said: list[str]) -> None:
    page = part(privacy_report.render(FULL), language)
    assert [words for words in said if words not in page] == []


def test_swedish_comes_first() -> None:
    page = privacy_report.render(FULL)
    assert '<html lang="sv">' in page
    assert page.index('lang="sv">\n<h1>') < page.index('lang="en">\n<h1>')


def test_before_the_export_nothing_is_said_to_be_published() -> None:
    page = privacy_report.render(dataclasses.replace(FULL, published=None))
    assert "Vad som publiceras Inte exporterat ännu." in part(page, "sv")
    assert "What is published Not yet exported." in part(page, "en")


def test_the_page_fetches_and_runs_nothing() -> None:
    assert re.findall(r"<script|<link|<img|src=|https?:", privacy_report.render(FULL)) == []


def test_a_later_step_adds_what_leaves_and_keeps_the_rest(tmp_path: Path) -> None:
    privacy_report.write(dataclasses.replace(FULL, published=None, key_kept=True), tmp_path)
    privacy_report.amend(tmp_path, published=FULL.published)
    privacy_report.amend(tmp_path, key_kept=False)
    assert (tmp_path / privacy_report.FILE).read_text(encoding="utf-8") == privacy_report.render(FULL)
    assert json.loads((tmp_path / privacy_report.DATA).read_text(encoding="utf-8")) == json.loads(json.dumps(dataclasses.asdict(FULL)))


def test_where_no_texts_were_searched_there_is_no_report_to_amend(tmp_path: Path) -> None:
    privacy_report.amend(tmp_path, published=FULL.published)
    assert list(tmp_path.iterdir()) == []


def test_names_are_escaped() -> None:
    assert "<trygghet>" not in privacy_report.render(FULL)
    assert "&lt;trygghet&gt;" in privacy_report.render(FULL)


def test_the_same_counts_give_the_same_bytes(tmp_path: Path) -> None:
    assert privacy_report.write(FULL, tmp_path).read_bytes() == privacy_report.write(FULL, tmp_path).read_bytes()


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    privacy_report.write(FULL, tmp_path / "internal")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "internal").iterdir()}
    assert modes == {privacy_report.FILE: 0o600, privacy_report.DATA: 0o600}


def test_an_empty_campaign_has_a_report() -> None:
    page = privacy_report.render(Report("x", 0, 0, 5, 2))
    assert "och kanal Inget." in part(page, "sv")
    assert "and when Nobody." in part(page, "en")


def test_counts_come_from_the_review(make: Make, tmp_path: Path) -> None:
    submissions = make(["ring 070-1740605", "grannen knarkar"], [(("name", "Anna Berg"),)])
    state = review.review(submissions, Masker(), tmp_path)
    items = review.decide(state.items, 0, "accept", "Eva", "2021-06-01T10:00:00")
    assert privacy_report.found_by(state) == (Found("brottsmisstanke", "telephone", 2, 1), Found("telefon", "telephone", 1, 1))
    assert privacy_report.reviewers_of(items) == (Reviewer("Eva", "2021-06-01", 1, 0, 0),)
    assert privacy_report.dropped_of(submissions, {"calls": {"name": "Uppringare"}}) == (Dropped("calls", "name", 1, "Uppringare"),)
