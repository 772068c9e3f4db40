"""Publishing to a real CKAN from the real desktop: plan as a diff, cancelled and done, receipt, link."""

from __future__ import annotations

import json
import secrets
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desktop import ROOT, drive, released, with_campaign

NAME = f"qgis-{secrets.token_hex(4)}"


def server(*arguments: str) -> dict[str, Any]:
    done = subprocess.run([ROOT / "scripts" / "ckan_server", *arguments], check=False, capture_output=True, text=True)
    assert done.stdout, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


@pytest.fixture(scope="module")
def ckan() -> Iterator[dict[str, Any]]:
    """The server of tests/portal: its first start installs it (minutes), later ones take seconds."""
    was_running = server("status")["running"]
    yield server("up")
    if not was_running:
        server("down")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ckan")
    released(with_campaign(made), NAME)
    return made


@pytest.fixture(scope="module")
def seen(ckan: dict[str, Any], folder: Path) -> dict[str, Any]:
    return drive(folder, "to_ckan", f"{ckan['url']} {ckan['tokens']['editor']}")


def shown(ckan: dict[str, Any]) -> dict[str, Any]:
    """What anybody gets of the dataset."""
    with urllib.request.urlopen(f"{ckan['url']}/api/3/action/package_show?id={NAME}", timeout=60) as answer:
        found: dict[str, Any] = json.loads(answer.read())["result"]
    return found


def test_nothing_goes_wrong(seen: dict[str, Any]) -> None:
    assert seen["errors"] == []


def test_the_plan_is_a_diff_of_new_things(seen: dict[str, Any]) -> None:
    assert seen["plan"].count("+ ny") > 10
    assert set(seen["plan"]) == {"+ ny", "= oförändrad"}


def test_a_publishing_cancelled_while_files_go_up_shows_readers_nothing_and_can_be_done_again(seen: dict[str, Any]) -> None:
    assert "laddar upp" in seen["cancelled_while"]
    assert seen["cancelled"] == ""
    assert seen["readers_get"] in (403, 404)
    assert seen["plan_after"]


def test_the_receipt_links_to_the_dataset(seen: dict[str, Any], ckan: dict[str, Any]) -> None:
    assert f'href="{ckan["url"]}/dataset/{NAME}"' in seen["receipt"]
    assert len(shown(ckan)["resources"]) > 5


def test_a_second_plan_would_change_nothing(seen: dict[str, Any]) -> None:
    assert seen["again"].startswith("Inget skulle ändras")


def test_the_token_is_only_where_qgis_keeps_it_encrypted(seen: dict[str, Any], ckan: dict[str, Any], folder: Path) -> None:
    token = Path(ckan["tokens"]["editor"]).read_bytes().strip()
    assert [path for path in folder.rglob("*") if path.is_file() and token in path.read_bytes()] == []
