"""The panel when something is wrong or has changed: what a GIS officer is told, and that nothing is lost."""

from __future__ import annotations

import dataclasses
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, leave_something_open, press, show

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "karlskoga"
NOBODY = 65534
"""The user who owns nothing."""


@pytest.fixture(scope="module")
def styled(run: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign, counted."""
    folder = tmp_path_factory.mktemp("panel") / "Snacka om trygghet åäö"
    shutil.copytree(SAMPLE, folder)
    leave_something_open(folder)
    for name in ("loadsubmissions", "anonymise", "aggregate"):
        run(name, CAMPAIGN=str(folder / "campaign.toml"), OUTPUT_FOLDER=str(folder / "ut"))
    return folder


@pytest.fixture
def desk(styled: Path, tmp_path: Path) -> Iterator[Desk]:
    folder = shutil.copytree(styled, tmp_path / "Snacka om trygghet åäö")
    made = Desk(folder / "ut", folder / "campaign.toml")
    yield made
    made.close()


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow beyond one byte."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def not_root() -> Iterator[None]:
    """As a user whom permissions stop: root, who runs the tests of a container, may write everywhere."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def state_of(desk: Desk, step: str) -> tuple[str, str]:
    from trygghetsrutan.qgis_plugin.panel import status

    session = desk.session
    return next(
        (each.state, each.line) for each in status.steps(session.campaign, session.campaign_path, session.results) if each.id == step
    )


def test_an_output_folder_that_may_not_be_written_is_refused_at_once(desk: Desk, tmp_path: Path) -> None:
    before = desk.session.folder
    refused = tmp_path / "bara att läsa"
    refused.mkdir(mode=0o500)
    with not_root():
        desk.session.choose_folder(refused)
    assert "may not be written" in desk.told[0]
    assert desk.session.folder == before


def test_a_decision_on_a_full_disk_is_told_and_the_list_stays_whole(desk: Desk) -> None:
    from trygghetsrutan.qgis_plugin.panel.pages.themes import ThemesPage

    page = show(ThemesPage(desk))
    before = desk.session.results.themes.read_bytes()
    with full_disk():
        press(page.shown, "2")
    assert "disk is full" in desk.told[0]
    assert desk.session.results.themes.read_bytes() == before
    assert not list(desk.session.results.internal.glob(".review_themes~*"))


def test_a_text_decided_on_a_full_disk_stays_open(desk: Desk) -> None:
    from trygghetsrutan.qgis_plugin.panel.pages.texts import TextsPage

    page = show(TextsPage(desk))
    desk.wait()
    before = desk.session.results.texts.read_bytes()
    with full_disk():
        press(page.shown, "M")
    assert "disk is full" in desk.told[-1]
    assert desk.session.results.texts.read_bytes() == before
    assert not page._items[0].decision


def test_the_campaign_on_a_full_disk_stays_as_it_was(desk: Desk) -> None:
    before = desk.session.campaign_path.read_bytes()
    changed = dataclasses.replace(desk.session.campaign, privacy=dataclasses.replace(desk.session.campaign.privacy, k=7))
    with full_disk():
        assert not desk.session.save(changed)
    assert "disk is full" in desk.told[0]
    assert desk.session.campaign_path.read_bytes() == before
    assert desk.session.campaign.privacy.k == 5


def test_a_map_that_cannot_be_written_is_told_and_the_old_one_stays(desk: Desk, run: Any) -> None:
    from trygghetsrutan.qgis_plugin.panel.drawing import Drawing
    from trygghetsrutan.qgis_plugin.styling.renderer import Look

    session = desk.session
    run("stylegrid", CAMPAIGN=str(session.campaign_path), OUTPUT_FOLDER=str(session.folder))
    before = session.results.map_layers.read_bytes()
    undone: list[bool] = []
    with full_disk():
        session.start("Kartan", Drawing(session.results, session.campaign, Look(ramp="fjord")).style, print, lambda: undone.append(True))
        desk.wait()
    assert undone == [True]
    assert "the disk is full" in desk.told[0]
    assert session.results.map_layers.read_bytes() == before


def test_files_that_hold_no_submissions_are_named(desk: Desk, tmp_path: Path) -> None:
    from trygghetsrutan.qgis_plugin.panel.pages.sources import SourcesPage

    (tmp_path / "bild.png").write_bytes(b"x")
    page = SourcesPage(desk)
    page.add_files([tmp_path / "bild.png", tmp_path])
    assert "bild.png" in desk.told[0]
    assert len(desk.session.campaign.sources) == 5


def test_a_source_that_is_edited_in_qgis_is_not_loaded_until_it_is_saved(desk: Desk) -> None:
    from qgis.core import QgsProject, QgsVectorLayer

    from trygghetsrutan.qgis_plugin.panel.pages.sources import SourcesPage

    layer = QgsVectorLayer(str(desk.session.campaign.path("webbkarta.geojson")), "Webbkartan", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    page = SourcesPage(desk)
    page._load()
    assert not desk.session.busy
    assert "Webbkartan" in desk.told[0]
    layer.rollBack()
    page._load()
    desk.wait()
    assert "702" in desk.told[-1]
    QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"type": "FeatureCollection", "features": []}', "holds no rows"),
        (b"\x89PNG", "is a picture"),
        (b"", "is empty"),
    ],
)
def test_a_source_that_cannot_be_used_says_why_in_its_verdict(desk: Desk, content: bytes, words: str) -> None:
    from trygghetsrutan.opendata.campaign import Source
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.qgis_plugin.panel.pages.preview import preview

    path = desk.session.campaign.path("fel åäö.csv" if content[:1] != b"{" else "fel åäö.geojson")
    path.write_bytes(content)
    assert words in preview(desk.session.campaign, Source("fel", path.name, "map"), silent).trouble


def test_a_source_that_is_gone_or_a_folder_says_so(desk: Desk) -> None:
    from trygghetsrutan.opendata.campaign import Source
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.qgis_plugin.panel.pages.preview import preview

    desk.session.campaign.path("mapp.csv").mkdir()
    for name in ("borta.csv", "mapp.csv"):
        assert name in preview(desk.session.campaign, Source("fel", name, "map"), silent).trouble


def test_a_campaign_file_that_is_a_folder_is_refused_and_the_old_one_kept(desk: Desk, tmp_path: Path) -> None:
    assert not desk.session.open(tmp_path)
    assert desk.session.campaign is not None
    assert len(desk.told) == 1


def test_texts_of_the_page_are_written_into_the_campaign_file(desk: Desk) -> None:
    from trygghetsrutan.opendata import campaign as settings
    from trygghetsrutan.qgis_plugin.panel.pagetexts import PageTexts

    dialog = PageTexts(None, desk.session)
    dialog.lines["title_en"].setText('Safety  "2026" \\ å')
    dialog.paragraphs["background_en"].setPlainText("One.\n\nTwo.\n")
    dialog.lines["keywords_sv"].setText("trygghet,  belysning , trygghet,")
    dialog._save()
    found = settings.load(desk.session.campaign_path)
    assert found.campaign.title_en == 'Safety "2026" \\ å'
    assert found.page.background_en == "One.\n\nTwo."
    assert found.portal.keywords_sv == ("trygghet", "belysning")
    assert found.sources == desk.session.campaign.sources


def test_what_is_wrong_with_the_texts_is_told_in_the_dialog(desk: Desk) -> None:
    from trygghetsrutan.qgis_plugin.panel.pagetexts import PageTexts

    dialog = PageTexts(None, desk.session)
    with full_disk():
        dialog._save()
    assert "disk is full" in dialog.trouble.text()
    assert not dialog.result()


def test_texts_and_settings_of_the_grid_do_not_ask_for_loading_again_but_sources_do(desk: Desk) -> None:
    session = desk.session
    session.load("Läser", lambda result: None)
    desk.wait()
    assert state_of(desk, "sources")[0] == "done"
    about = dataclasses.replace(session.campaign.campaign, title_sv="Ny titel")
    session.save(dataclasses.replace(session.campaign, campaign=about, privacy=dataclasses.replace(session.campaign.privacy, k=7)))
    assert state_of(desk, "sources")[0] == "done"
    session.save(dataclasses.replace(session.campaign, sources=session.campaign.sources[:-1]))
    assert state_of(desk, "sources")[0] == "attention"


def test_decisions_that_are_not_used_yet_stand_among_the_findings_before_a_release(desk: Desk) -> None:
    from trygghetsrutan.opendata.submissions import worklist
    from trygghetsrutan.qgis_plugin.panel import findings

    def steps() -> set[str]:
        return {each.step for each in findings.findings(desk.session.campaign, desk.session.results) if "not used" in each.what}

    results = desk.session.results
    assert steps() == set()
    for path, decision, told in ((results.themes, "lighting", {"themes"}), (results.places, "1", {"themes", "places"})):
        worklist.decide(path, worklist.lines(path)[0][1]["key"], decision)
        assert steps() == told


LISTS = {"places": "PlacesPage", "texts": "TextsPage", "themes": "ThemesPage"}


@pytest.fixture
def page_of(desk: Desk) -> Iterator[Any]:
    """A function that shows the page of a step; the layers that it adds to the project go with it."""
    import importlib

    from qgis.core import QgsProject

    made: list[Any] = []

    def shown(step: str) -> Any:
        module = importlib.import_module(f"trygghetsrutan.qgis_plugin.panel.pages.{step}")
        made.append(show(getattr(module, LISTS[step])(desk)))
        return made[-1]

    yield shown
    for page in made:
        page.leave()
        page.close()
    QgsProject.instance().removeAllMapLayers()


@pytest.mark.parametrize("step", ["places", "themes"])
def test_a_list_saved_by_excel_as_ansi_is_shown_and_decided(desk: Desk, page_of: Any, step: str) -> None:
    path = getattr(desk.session.results, step)
    text = path.read_text(encoding="utf-8-sig")
    path.write_bytes(text.encode("cp1252", "replace"))
    page = page_of(step)
    assert len(page._lines) == text.count("\n") - 1
    page.decide("1" if step == "places" else "lighting")
    assert desk.told == []
    assert sum(bool(line.decision) for line in page._lines) == 1


@pytest.mark.parametrize("step", LISTS)
def test_a_list_whose_heading_was_renamed_is_told_and_the_panel_goes_on(desk: Desk, page_of: Any, step: str) -> None:
    from trygghetsrutan.qgis_plugin.panel import findings

    path = getattr(desk.session.results, step)
    path.write_bytes(path.read_bytes().replace(b"decision", b"beslut", 1))
    before = path.read_bytes()
    page = page_of(step)
    shown = {"places": lambda: page.counter.text(), "themes": lambda: page.given.text(), "texts": lambda: desk.told[0]}[step]()
    assert "decision" in shown
    state, line = state_of(desk, step)
    assert (state, "decision" in line) == ("attention", True)
    told = [each for each in findings.findings(desk.session.campaign, desk.session.results) if "cannot be read" in each.what]
    assert [each.step for each in told] == [step]
    assert path.read_bytes() == before


def test_loading_again_keeps_the_texts_masked(desk: Desk) -> None:
    from trygghetsrutan.opendata.submissions import store

    before = store.read(desk.session.results.submissions).masked.tolist()
    desk.session.load("Läser", lambda result: None)
    desk.wait()
    assert store.read(desk.session.results.submissions).masked.tolist() == before
    assert any(before)


def test_the_map_of_the_panel_is_the_one_of_the_toolbox(desk: Desk, run: Any) -> None:
    from trygghetsrutan.qgis_plugin.panel.drawing import Drawing
    from trygghetsrutan.qgis_plugin.styling.renderer import Look

    session = desk.session
    parameters = {"CAMPAIGN": str(session.campaign_path), "OUTPUT_FOLDER": str(session.folder), "LANGUAGE": 0}
    run("stylegrid", **parameters)
    made = run("printlayout", **parameters)
    files = [session.results.map_layers, session.results.map_picture, session.results.map_layers.with_suffix(".sld"), Path(made["PNG"])]
    wanted = {path: path.read_bytes() for path in files}
    for path in files:
        path.unlink()
    drawing = Drawing(session.results, session.campaign, Look())
    session.start("Kartan", drawing.style, lambda _none: session.start_slices("Ritar", drawing.picture_slices(), lambda: None))
    desk.wait()
    session.start_slices("Ritar", Drawing(session.results, session.campaign, Look()).print_slices("A4"), lambda: None)
    desk.wait()
    assert desk.told == []
    assert {path: path.read_bytes() for path in files} == wanted


def test_what_is_drawn_in_slices_can_be_cancelled_between_them(desk: Desk) -> None:
    done: list[str] = []
    desk.session.start_slices(
        "Ritar", [lambda: done.append("one"), desk.session.cancel, lambda: done.append("three")], lambda: done.append("end")
    )
    desk.wait()
    assert done == ["one"]
    assert desk.told == []


def test_errors_of_the_system_are_told_in_swedish(plugin: Any, monkeypatch: Any) -> None:
    """The words exist in the translation; a test of it checks that none is missing."""
    import errno
    import sqlite3

    from trygghetsrutan.qgis_plugin.i18n.messages import file_trouble

    assert file_trouble(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/a/å b")).startswith("/a/å b: The disk is full")
    assert file_trouble(sqlite3.OperationalError("database or disk is full")).startswith("The disk is full")
    assert "may not be written" in file_trouble(PermissionError(errno.EACCES, "x", "y"))
    assert file_trouble(OSError(errno.ELOOP, "too many links", "y")) == "y: too many links"


def step_page(desk: Desk, step: str) -> Any:
    from trygghetsrutan.qgis_plugin.panel import pages

    return pages.make(step, desk)


def started(desk: Desk, begin: Callable[[], None]) -> None:
    begin()
    desk.wait()


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], list[dict[str, Any]]]]:
    """Chooses a portal, at which the publisher only records in the ledger that it is given; returns what it was given."""
    from qgis.core import QgsSettings

    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers
    from trygghetsrutan.qgis_plugin import publishing

    given: list[dict[str, Any]] = []

    def apply(package: str, to: str, token: str, ledger: str, progress: Any) -> dict[str, Any]:
        given.append({"to": to, "token": token, "ledger": ledger})
        ledgers.record(Path(ledger), contract.read(Path(package).parent / "release" / "release.gpkg"))
        return {"url": f"{to}/<b>?a=1&b", "at": "<i>nu</i>"}

    def choose(to: str) -> list[dict[str, Any]]:
        QgsSettings().setValue(publishing.PORTAL, to)
        return given

    monkeypatch.setattr(publishing, "apply", apply)
    yield choose
    QgsSettings().remove(publishing.PORTAL)


@pytest.mark.parametrize("to", ["https://ckan.example.se", "portal"])
def test_a_second_release_is_counted_and_attacked_with_the_first_whatever_the_portal(
    desk: Desk, portal: Any, tmp_path: Path, to: str
) -> None:
    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers

    given = portal(to if "://" in to else str(tmp_path / to))
    results = desk.session.results
    started(desk, step_page(desk, "release")._export)
    page = step_page(desk, "publish")
    started(desk, page._apply)
    assert [each["ledger"] for each in given] == [str(results.ledger)]
    assert results.ledger.parent == results.release.parents[1]
    assert results.ledger.stat().st_mode & 0o077 == 0
    started(desk, step_page(desk, "settings")._count)
    draft = contract.read(results.draft)
    assert (draft.facts["tree"], len(draft.facts["earlier"])) == ("frozen", 1)
    started(desk, step_page(desk, "release")._export)
    assert contract.read(results.release).facts["audit"]["passed"]
    started(desk, page._apply)
    assert len(ledgers.history(results.ledger, desk.session.campaign.campaign.name)) == 2
    assert not [words for words in desk.told if "Not finished" in words]


def one_fewer_before(results: Any) -> Any:
    """Record a release in which the largest region of the draft had one contributor fewer; returns the region as it was."""
    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers

    draft = contract.read(results.draft)
    shown = max(draft.regions, key=lambda region: region.contributors or 0)
    union = next(line.theme_region_id for line in draft.theme_regions if line.region_id == shown.region_id)
    row = max((row for row in draft.theme_counts if row.region_id == union), key=lambda row: row.contributors or 0)
    was, row_was = (dataclasses.replace(one, contributors=one.contributors - 1) for one in (shown, row))
    regions = tuple(was if each is shown else each for each in draft.regions)
    themes = tuple(row_was if each is row else each for each in draft.theme_counts)
    ledgers.record(results.ledger, dataclasses.replace(draft, regions=regions, theme_counts=themes))
    return was


def test_an_update_that_would_disclose_is_refused_by_the_panel_at_a_ckan_too(desk: Desk, portal: Any) -> None:
    portal("https://ckan.example.se")
    results = desk.session.results
    one_fewer_before(results)
    started(desk, step_page(desk, "release")._export)
    assert not results.release.exists()
    assert "Not finished" in desk.told[-1]


def test_what_would_disclose_is_held_back_where_the_user_ticks_it(desk: Desk) -> None:
    from trygghetsrutan.opendata import release as contract

    results = desk.session.results
    was = one_fewer_before(results)
    page = step_page(desk, "release")
    page.refresh()
    page.hold.setChecked(True)
    started(desk, page._export)
    release = contract.read(results.release)
    assert was in release.regions
    union = next(line.theme_region_id for line in release.theme_regions if line.region_id == was.region_id)
    kept = sum(line.theme_region_id == union for line in release.theme_regions)
    assert desk.told == [f"The release is written; Areas that keep their earlier figures: {kept}; Kinds of totals that are not shown: 3"]


def test_changes_can_be_held_back_only_where_there_is_a_release_before(desk: Desk) -> None:
    page = step_page(desk, "release")
    page.refresh()
    assert not page.hold.isVisibleTo(page)
    one_fewer_before(desk.session.results)
    page.refresh()
    assert page.hold.isVisibleTo(page)
    assert not page.hold.isChecked()


def test_the_choice_to_hold_back_makes_the_page_no_larger_than_others_are(desk: Desk) -> None:
    """They fit beside the map on a screen of 1366 by 768."""
    page = step_page(desk, "release")
    one_fewer_before(desk.session.results)
    page.refresh()
    needs, others = page.minimumSizeHint(), [step_page(desk, step).minimumSizeHint() for step in ("settings", "publish")]
    assert needs.width() <= max(each.width() for each in others)
    assert needs.height() <= max(each.height() for each in others)


def test_a_folder_portals_own_ledger_goes_on_and_is_reckoned_with(desk: Desk, portal: Any, run: Any, tmp_path: Path) -> None:
    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers

    results, name = desk.session.results, desk.session.campaign.campaign.name
    run("exportrelease", OUTPUT_FOLDER=str(results.folder))
    beside = tmp_path / "portal åäö-ledger"
    ledgers.record(beside, contract.read(results.release))
    portal(str(tmp_path / "portal åäö"))
    started(desk, step_page(desk, "settings")._count)
    assert contract.read(results.draft).facts["tree"] == "frozen"
    assert ledgers.history(results.ledger, name) == ledgers.history(beside, name)
    started(desk, step_page(desk, "release")._export)
    started(desk, step_page(desk, "publish")._apply)
    assert len(ledgers.history(beside, name)) == 2
    assert ledgers.history(results.ledger, name) == ledgers.history(beside, name)
    assert [words for words in desk.told if "Not finished" in words] == []


def test_what_a_portal_answers_is_shown_as_text(desk: Desk, portal: Any, run: Any) -> None:
    portal("https://ckan.example.se")
    run("exportrelease", OUTPUT_FOLDER=str(desk.session.results.folder))
    page = step_page(desk, "publish")
    started(desk, page._apply)
    assert "<b>" not in page.receipt.text()
    assert "<i>" not in page.receipt.text()
    assert "&lt;i&gt;" in page.receipt.text()


def test_the_token_is_read_before_the_work_in_the_background_begins(desk: Desk, portal: Any, run: Any, monkeypatch: Any) -> None:
    import threading

    from trygghetsrutan.opendata.errors import Fault, InputError
    from trygghetsrutan.qgis_plugin import publishing

    given = portal("https://ckan.example.se")
    run("exportrelease", OUTPUT_FOLDER=str(desk.session.results.folder))
    read: list[bool] = []

    def credential(login: str) -> str:
        read.append(threading.current_thread() is threading.main_thread())
        return "hemligt"

    monkeypatch.setattr(publishing, "credential", credential)
    page = step_page(desk, "publish")
    started(desk, page._apply)
    assert (read, given[0]["token"]) == ([True], "hemligt")

    def refused(login: str) -> str:
        raise InputError(Fault("credentials", "the configuration cannot be read", "enter the master password"))

    monkeypatch.setattr(publishing, "credential", refused)
    page._apply()
    page._plan()
    assert not desk.session.busy
    assert ["cannot be read" in words for words in desk.told[-2:]] == [True, True]
    assert len(given) == 1


def test_a_refusal_of_processing_is_told_and_an_error_that_only_bears_its_name_is_not(desk: Desk) -> None:
    from qgis.core import QgsProcessingException

    desk.session.show_error("Räknar", QgsProcessingException("k is too small"))
    desk.session.show_error("Räknar", type("QgsProcessingException", (Exception,), {})("words of a submission"))
    assert desk.told[0] == "Räknar: k is too small"
    assert "words of a submission" not in desk.told[1]
