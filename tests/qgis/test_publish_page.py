"""The page Publish: the portal's answer and its token."""

from __future__ import annotations

from typing import Any

from desk import Desk, started, step_page


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
