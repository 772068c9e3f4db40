"""The panel where nothing can be written: what a GIS officer is told, and that nothing is lost."""

from __future__ import annotations

import dataclasses
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desk import Desk, press, show

NOBODY = 65534
"""The user who owns nothing."""


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


def test_what_is_wrong_with_the_texts_is_told_in_the_dialog(desk: Desk) -> None:
    from trygghetsrutan.qgis_plugin.panel.pagetexts import PageTexts

    dialog = PageTexts(None, desk.session)
    with full_disk():
        dialog._save()
    assert "disk is full" in dialog.trouble.text()
    assert not dialog.result()


def test_errors_of_the_system_are_told_in_swedish(plugin: Any, monkeypatch: Any) -> None:
    """The words exist in the translation; a test of it checks that none is missing."""
    import errno
    import sqlite3

    from trygghetsrutan.qgis_plugin.i18n.messages import file_trouble

    assert file_trouble(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/a/å b")).startswith("/a/å b: The disk is full")
    assert file_trouble(sqlite3.OperationalError("database or disk is full")).startswith("The disk is full")
    assert "may not be written" in file_trouble(PermissionError(errno.EACCES, "x", "y"))
    assert file_trouble(OSError(errno.ELOOP, "too many links", "y")) == "y: too many links"
