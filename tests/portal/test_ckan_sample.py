"""The sample campaign at a real CKAN by the command line, from its sources to a tombstone, with every process watched for the token."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from trygghetsrutan.opendata.portal.ckan_model import uploaded
from trygghetsrutan.opendata.portal.credentials import VARIABLE
from trygghetsrutan.opendata.portal.dataset import Dataset, read

from ..support.commands import EXAMPLE, command
from .conftest import Ckan


@dataclass
class Watched:
    """What a command said, and which other processes showed the token in their arguments or environment while it ran."""

    code: int
    said: str
    looked_at: int
    shown_by: set[str]


@dataclass
class Sample:
    dataset: Dataset
    planned: Watched
    published: Watched
    by_variable: Watched
    package: dict[str, Any]
    files: dict[str, bytes]
    tables: dict[str, list[dict[str, Any]]]
    found: list[str]
    withdrawn: Watched
    left: list[Path]
    tombstone: dict[str, Any]


def _watched(arguments: list[str], token: str, *, variable: bool = False) -> Watched:
    environment = os.environ | ({VARIABLE: token} if variable else {})
    process = subprocess.Popen(
        [sys.executable, "-m", "trygghetsrutan", *arguments, *([] if variable else ["--token-stdin"])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
    )  # fmt: skip
    shown_by, seen = set(), set()
    if process.stdin is not None and not variable:
        process.stdin.write(f"{token}\n")
        process.stdin.flush()
    while process.returncode is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
        for folder in Path("/proc").glob("[0-9]*"):
            own = int(folder.name) == process.pid
            seen.add(folder.name)
            for what in ("cmdline",) if own and variable else ("cmdline", "environ"):
                if token.encode() in _content(folder / what):
                    shown_by.add(f"{folder.name} {what}")
    said = process.communicate()[0]
    return Watched(process.returncode, said, len(seen), shown_by)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def sample(ckan: Ckan, fresh_name: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder, name = tmp_path_factory.mktemp("sample"), fresh_name()
    shutil.copytree(EXAMPLE, folder / "campaign")
    campaign = folder / "campaign" / "campaign.toml"
    campaign.write_text(campaign.read_text(encoding="utf-8").replace('"snackaomtrygghet-2021"', f'"{name}"', 1), encoding="utf-8")
    made = command("run", "campaign/campaign.toml", "--out", "out", cwd=folder)
    assert made.returncode == 0, made.stderr
    package, token = folder / "out" / "package", ckan.token().reveal()
    publish = ["publish", str(package), "--to", ckan.url, "--organisation", "karlskoga", "--group", "trygghet"]
    planned = _watched([*publish, "--json"], token)
    published = _watched([*publish, "--apply", "--json"], token)
    by_variable = _watched(publish, token, variable=True)
    dataset, shown = read(package), ckan.show("package_show", id=name)
    files = {resource["data_name"]: requests.get(resource["url"], timeout=60).content for resource in shown["resources"]}
    tables = {
        resource["data_name"]: ckan.show("datastore_search", resource_id=resource["id"], limit=1000)["records"]
        for resource in shown["resources"]
        if resource["datastore_active"]
    }
    found = [hit["name"] for hit in ckan.show("package_search", q="trygghet Karlskoga", rows=1000)["results"]]
    withdrawn = _watched(["withdraw", name, "--from", ckan.url, "--reason", "Provet är slut", "--apply"], token)
    left = [ckan.stored(resource["id"]) for resource in shown["resources"] if ckan.stored(resource["id"]).exists()]
    tombstone = ckan.show("package_show", id=name)
    return Sample(dataset, planned, published, by_variable, shown, files, tables, found, withdrawn, left, tombstone)


def test_the_plan_creates_every_file(sample: Sample) -> None:
    changes = json.loads(sample.planned.said[sample.planned.said.index("{") :])["changes"]
    assert sample.planned.code == 1
    assert sum(change["what"].startswith("resource ") and change["action"] == "create" for change in changes) == len(
        uploaded(sample.dataset)
    )


def test_it_is_published(sample: Sample) -> None:
    assert sample.published.code == 0, sample.published.said
    assert sample.package["private"] is False


def test_readers_get_every_file_byte_for_byte(sample: Sample) -> None:
    assert sample.files == {file.name: file.file.read_bytes() for file in uploaded(sample.dataset)}


def test_the_search_finds_it_by_its_words(sample: Sample) -> None:
    assert sample.dataset.name in sample.found


def test_every_plain_table_is_in_the_datastore_and_no_copy_for_spreadsheets(sample: Sample) -> None:
    assert sorted(sample.tables) == sorted(file.name for file in sample.dataset.resources if file.is_table)
    assert not [name for name in sample.tables if name.endswith("_excel")]


def test_the_table_of_regions_has_the_files_regions(sample: Sample) -> None:
    written = {line.split(",", 1)[0] for line in sample.files["regions"].decode().splitlines()[1:]}
    assert {row["region_id"] for row in sample.tables["regions"]} == written


def test_a_second_look_would_change_nothing(sample: Sample) -> None:
    assert sample.by_variable.code == 0, sample.by_variable.said


def test_a_withdrawal_leaves_nothing_but_the_tombstone(sample: Sample) -> None:
    assert sample.withdrawn.code == 0, sample.withdrawn.said
    assert (sample.left, sample.tombstone["resources"]) == ([], [])
    assert "Provet är slut" in sample.tombstone["notes"]


@pytest.mark.parametrize("run", ["planned", "published", "withdrawn", "by_variable"])
def test_no_process_shows_the_token(sample: Sample, run: str) -> None:
    watched: Watched = getattr(sample, run)
    assert watched.looked_at > 1
    assert watched.shown_by == set()


@pytest.mark.parametrize("run", ["planned", "published", "withdrawn", "by_variable"])
def test_nothing_said_holds_the_token(sample: Sample, ckan: Ckan, run: str) -> None:
    assert ckan.token().reveal() not in getattr(sample, run).said


def test_the_portal_has_the_token_in_no_log_and_no_file(sample: Sample, ckan: Ckan) -> None:
    """``sample`` has used it; the folder of the logs and what is stored are searched, byte by byte."""
    places = [path for place in ("logs", "storage") for path in Path(ckan.facts[place]).rglob("*") if path.is_file()]
    assert any(path.name == "ckan.log" for path in places)
    assert [path.name for path in places if ckan.token().reveal().encode() in path.read_bytes()] == []
