"""Publishing and the ledger: what was published is recorded, whatever came between, and a ledger that can be none is told before."""

import dataclasses
import json
from pathlib import Path

import pytest

from trygghetsrutan.opendata import api
from trygghetsrutan.opendata.disclosure import ledger as ledgers
from trygghetsrutan.opendata.errors import CheckFailed, InputError
from trygghetsrutan.opendata.package.report import Report

NAME = "snackaomtrygghet-2021"


@pytest.fixture
def package(ran: tuple[Path, dict], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's package, which passes every gate (test_chain)."""
    monkeypatch.setattr(api, "validate", lambda path, progress: Report(str(path), (), ()))
    return ran[0] / "package"


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_publication_that_ended_before_the_ledger_is_recorded_by_the_next_run(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, ledger = api.portal(str(tmp_path / "portal")), tmp_path / "ledger"
    with monkeypatch.context() as patch:
        patch.setattr(ledgers, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            api.publish(package, portal, ledger=ledger)
    again = api.publish(package, portal, ledger=ledger)
    assert not again.changed
    assert len(ledgers.entries(ledger)) == 1
    api.publish(package, portal, ledger=ledger)
    assert len(ledgers.entries(ledger)) == 1


def test_a_withdrawal_that_ended_before_the_ledger_is_noted_by_the_next_run(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, ledger = api.portal(str(tmp_path / "portal")), tmp_path / "ledger"
    api.publish(package, portal, ledger=ledger)
    with monkeypatch.context() as patch:
        patch.setattr(ledgers, "note_withdrawal", killed)
        with pytest.raises(KeyboardInterrupt):
            api.withdraw(NAME, portal, "Fel", ledger=ledger)
    for _ in range(2):
        api.withdraw(NAME, portal, "Fel", ledger=ledger)
    assert [noted.campaign for noted in ledgers.withdrawals(ledger)] == [NAME]


def test_a_new_ledger_is_told_in_the_receipt(package: Path, tmp_path: Path) -> None:
    portal, ledger = api.portal(str(tmp_path / "portal")), tmp_path / "ledger"
    told = [api.publish(package, portal, ledger=ledger).text() for _ in range(2)]
    assert ["new ledger was begun" in text for text in told] == [True, False]


def test_a_withdrawal_that_begins_a_ledger_tells_it_too(package: Path, tmp_path: Path) -> None:
    portal, misspelt = api.portal(str(tmp_path / "portal")), tmp_path / "leger"
    api.publish(package, portal, ledger=tmp_path / "ledger")
    told = [api.withdraw(NAME, portal, "Fel", ledger=misspelt).text() for _ in range(2)]
    assert ["new ledger was begun" in text for text in told] == [True, False]
    assert [noted.campaign for noted in ledgers.withdrawals(misspelt)] == [NAME]


def test_the_portals_own_folder_is_not_taken_for_a_ledger(package: Path, tmp_path: Path) -> None:
    to = tmp_path / "portal"
    api.publish(package, api.portal(str(to)))
    mode = to.stat().st_mode
    for act in (api.publish, api.withdraw):
        with pytest.raises(InputError, match="holds other files and no ledger"):
            act(*((package, api.portal(str(to))) if act is api.publish else (NAME, api.portal(str(to)), "Fel")), ledger=to)
    assert to.stat().st_mode == mode


@pytest.mark.parametrize("below", ["", "ledger"])
def test_a_ledger_that_can_be_none_is_told_before_the_portal_is_touched(package: Path, tmp_path: Path, below: str) -> None:
    portal, taken = api.portal(str(tmp_path / "portal")), tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(InputError, match="is no folder"):
        api.publish(package, portal, ledger=taken / below)
    assert not (tmp_path / "portal").exists()
    api.publish(package, portal)
    with pytest.raises(InputError, match="is no folder"):
        api.withdraw(NAME, portal, "Fel", ledger=taken / below)
    assert api.plan_withdrawal(NAME, portal).would_change


def test_an_update_is_not_published_with_a_ledger_that_lacks_what_it_builds_on(package: Path, tmp_path: Path) -> None:
    facts = json.loads((package / "release.json").read_text(encoding="utf-8"))
    release = dataclasses.replace(api.read(package), facts=facts | {"earlier": [{"version": "0.9.0"}]})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "read", lambda _: release)
        with pytest.raises(CheckFailed, match=r"holds 0 earlier releases of .* tells of 1; name the ledger"):
            api.publish(package, api.portal(str(tmp_path / "portal")), ledger=tmp_path / "misspelt")
    assert not (tmp_path / "portal").exists()
    assert not (tmp_path / "misspelt").exists()
