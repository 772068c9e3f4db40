"""Somebody changes the dataset by hand in between: the plan shows it, apply refuses, and taking over brings our state back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from trygghetsrutan.opendata.errors import CheckFailed
from trygghetsrutan.opendata.portal.plan import apply, plan

from .conftest import Ckan


def _title(ckan: Ckan, package: dict[str, Any]) -> None:
    ckan.do("package_patch", id=package["id"], title="Bättre titel")


def _order(ckan: Ckan, package: dict[str, Any]) -> None:
    ckan.do("package_resource_reorder", id=package["id"], order=[package["resources"][-1]["id"]])


def _removed(ckan: Ckan, package: dict[str, Any]) -> None:
    ckan.do("resource_delete", id=package["resources"][0]["id"])


def _described(ckan: Ckan, package: dict[str, Any]) -> None:
    ckan.do("resource_patch", id=package["resources"][0]["id"], description="Bättre beskrivning")


def _hidden(ckan: Ckan, package: dict[str, Any]) -> None:
    ckan.do("package_patch", id=package["id"], private=True)


def _deleted(ckan: Ckan, package: dict[str, Any]) -> None:
    ckan.do("package_delete", id=package["id"])


def _tagged(ckan: Ckan, package: dict[str, Any]) -> None:
    ckan.do("package_patch", id=package["id"], tags=[*package["tags"], {"name": "extra"}])


EDITS: dict[str, tuple[Callable[[Ckan, dict[str, Any]], None], str]] = {
    "title": (_title, "title"),
    "order": (_order, "another order"),
    "removed": (_removed, "removed"),
    "described": (_described, "resource regions"),
    "hidden": (_hidden, "private"),
    "deleted": (_deleted, "deleted"),
    "tagged": (_tagged, "tags"),
}


@dataclass
class Edited:
    shown: str
    refused: str
    before: list[str]
    after: list[str]
    clean: bool


@pytest.fixture(scope="module", params=sorted(EDITS))
def edited(request: pytest.FixtureRequest, ckan: Ckan, package_of: Callable[..., Path], fresh_name: Callable[[], str]) -> Edited:
    name = fresh_name()
    package = package_of(name)
    apply(package, ckan.portal(), check=lambda _: ())
    before = ckan.show("package_show", id=name)
    EDITS[request.param][0](ckan, before)
    shown = plan(package, ckan.portal()).text()
    refused = ""
    try:
        apply(package, ckan.portal(), check=lambda _: ())
    except CheckFailed as error:
        refused = str(error)
    apply(package, ckan.portal(), check=lambda _: (), take_over=True)
    after = ckan.show("package_show", id=name)
    again = plan(package, ckan.portal())
    return Edited(shown, refused, _summary(before), _summary(after), again.exit_code == 0)


def _summary(package: dict[str, Any]) -> list[str]:
    tags = sorted(tag["name"] for tag in package["tags"])
    return [package["title"], *tags, *(f"{r['name']} {r['hash']} {r['description']}" for r in package["resources"])]


def test_the_plan_shows_it(edited: Edited, request: pytest.FixtureRequest) -> None:
    kind = request.node.callspec.params["edited"]
    assert EDITS[kind][1] in edited.shown


def test_apply_refuses(edited: Edited) -> None:
    assert "--take-over" in edited.refused


def test_taking_over_brings_the_published_state_back(edited: Edited) -> None:
    assert edited.after == edited.before


def test_afterwards_nothing_would_change(edited: Edited) -> None:
    assert edited.clean


def test_a_file_that_somebody_added_is_kept_when_taking_over(
    ckan: Ckan, package_of: Callable[..., Path], fresh_name: Callable[[], str]
) -> None:
    name = fresh_name()
    apply(package_of(name), ckan.portal(), check=lambda _: ())
    ckan.do("resource_create", package_id=name, name="Protokoll", url="https://example.com/protokoll.pdf")
    apply(package_of(name, "1.1.0"), ckan.portal(), check=lambda _: (), take_over=True)
    assert ckan.show("package_show", id=name)["resources"][-1]["name"] == "Protokoll"
