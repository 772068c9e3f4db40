"""A dataset's life at a real CKAN, as sysadmin and as editor: published, found, downloaded, updated, withdrawn, published again."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from trygghetsrutan.opendata.portal.ckan_model import uploaded
from trygghetsrutan.opendata.portal.dataset import read
from trygghetsrutan.opendata.portal.plan import Plan, Receipt, apply, plan, withdraw

from .conftest import Ckan


@dataclass
class Chapter:
    """What stood at the portal after one step, as anybody could read it."""

    package: dict[str, Any]
    receipt: Receipt
    plan_after: Plan
    files: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)
    views: dict[str, list[str]] = field(default_factory=dict)
    dictionary: list[dict[str, Any]] = field(default_factory=list)
    found: list[str] = field(default_factory=list)


@dataclass
class Story:
    name: str
    first: Path
    second: Path
    chapters: dict[str, Chapter]
    page: str
    old_urls: dict[str, int]
    old_files_on_disk: list[Path]


def _read(ckan: Ckan, name: str, receipt: Receipt, after: Plan) -> Chapter:
    package = ckan.show("package_show", id=name)
    chapter = Chapter(package, receipt, after)
    for resource in package["resources"]:
        chapter.files[resource["name"]] = requests.get(resource["url"], timeout=60).content
        chapter.views[resource["name"]] = [view["view_type"] for view in ckan.show("resource_view_list", id=resource["id"])]
        if resource["datastore_active"]:
            chapter.tables[resource["name"]] = ckan.show("datastore_search", resource_id=resource["id"])["records"]
            chapter.dictionary = ckan.show("datastore_info", id=resource["id"])["fields"]
    chapter.found = [hit["name"] for hit in ckan.show("package_search", q=f"name:{name}")["results"]]
    return chapter


def _open_in_browser(url: str) -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with contextlib.closing(browser):
            page = browser.new_page()
            page.goto(url, wait_until="domcontentloaded", timeout=120_000)
            return str(page.inner_text("body"))


@pytest.fixture(scope="module", params=["editor", "sysadmin"])
def story(request: pytest.FixtureRequest, ckan: Ckan, package_of: Callable[..., Path], fresh_name: Callable[[], str]) -> Story:
    name, chapters = fresh_name(), {}
    first, second = package_of(name), package_of(name, "1.1.0")
    for title, package in (("published", first), ("updated", second)):
        receipt = apply(package, ckan.portal(request.param), check=lambda _: ())
        chapters[title] = _read(ckan, name, receipt, plan(package, ckan.portal(request.param)))
        if title == "published":
            page = _open_in_browser(f"{ckan.url}/dataset/{name}")
    resources = chapters["updated"].package["resources"]
    receipt = withdraw(name, ckan.portal(request.param), "Fel siffra")
    chapters["withdrawn"] = _read(ckan, name, receipt, plan(second, ckan.portal(request.param)))
    old_urls = {resource["url"]: requests.get(resource["url"], timeout=60).status_code for resource in resources}
    on_disk = [ckan.stored(resource["id"]) for resource in resources if ckan.stored(resource["id"]).exists()]
    receipt = apply(second, ckan.portal(request.param), check=lambda _: ())
    chapters["again"] = _read(ckan, name, receipt, plan(second, ckan.portal(request.param)))
    return Story(name, first, second, chapters, page, old_urls, on_disk)


def test_what_is_published_is_public(story: Story) -> None:
    assert story.chapters["published"].package["private"] is False


@pytest.mark.parametrize("chapter", ["published", "updated", "again"])
def test_every_file_can_be_downloaded_and_is_the_packages(story: Story, chapter: str) -> None:
    package = story.first if chapter == "published" else story.second
    assert {file.file.read_bytes() for file in uploaded(read(package))} <= set(story.chapters[chapter].files.values())


@pytest.mark.parametrize("chapter", ["published", "updated", "again"])
def test_the_plan_afterwards_would_change_nothing(story: Story, chapter: str) -> None:
    assert story.chapters[chapter].plan_after.exit_code == 0, story.chapters[chapter].plan_after.text()


def test_the_search_finds_it(story: Story) -> None:
    assert story.chapters["published"].found == [story.name]


def test_the_page_opens_in_a_browser_and_names_the_dataset(story: Story) -> None:
    assert "Snacka om trygghet 2021" in story.page


def test_the_receipt_proves_every_file(story: Story) -> None:
    assert len(story.chapters["published"].receipt.files) == len(uploaded(read(story.first)))


def test_ids_in_the_datastore_are_text(story: Story) -> None:
    assert [row["region_id"] for row in story.chapters["updated"].tables["Områden (csv)"]] == ["0123"]


def test_a_withheld_figure_is_empty_in_the_datastore(story: Story) -> None:
    assert [row["contributors"] for row in story.chapters["published"].tables["Områden (csv)"]] == [7, None]


def test_the_datastore_has_our_dictionary(story: Story) -> None:
    labels = {entry["id"]: entry["info"]["label"] for entry in story.chapters["published"].dictionary if "info" in entry}
    assert labels["region_id"] == "Ruta"


def test_tables_have_a_table_view(story: Story) -> None:
    assert story.chapters["published"].views["Områden (csv)"] == ["datatables_view"]


def test_dcat_facts_are_in_the_extras(story: Story) -> None:
    extras = {entry["key"]: entry["value"] for entry in story.chapters["published"].package["extras"]}
    assert (extras["temporal_start"], extras["temporal_end"]) == ("2021-05-17", "2021-05-30")
    assert extras["theme"].count("data-theme/") == 4


def test_licence_tags_and_group_are_set(story: Story) -> None:
    package = story.chapters["published"].package
    assert package["license_id"] == "cc-zero"
    assert sorted(tag["name"] for tag in package["tags"]) == ["trygghet", "öppna data"]
    assert [group["name"] for group in package["groups"]] == ["trygghet"]


def test_an_old_version_is_kept_and_marked(story: Story) -> None:
    superseded = [r for r in story.chapters["updated"].package["resources"] if r["version_status"] == "superseded"]
    assert {resource["name"] for resource in superseded} == {"Områden (csv), version 1.0.0", "datapackage.json, version 1.0.0"}


def test_a_file_with_the_same_bytes_stays_the_same_resource(story: Story) -> None:
    layer = next(r for r in story.chapters["updated"].package["resources"] if r["data_name"] == "regions-geojson")
    assert layer["versions"] == "1.0.0 1.1.0"


def test_the_private_workspace_is_seen_by_nobody(story: Story, ckan: Ckan) -> None:
    assert ckan.show("package_show", id=f"{story.name}-staging") is None


def test_a_tombstone_says_when_and_why(story: Story) -> None:
    package = story.chapters["withdrawn"].package
    assert "Fel siffra" in package["notes"]
    assert package["resources"] == []


def test_nothing_withdrawn_can_be_downloaded(story: Story) -> None:
    assert set(story.old_urls.values()) == {404}


def test_nothing_withdrawn_is_left_on_the_servers_disk(story: Story) -> None:
    assert story.old_files_on_disk == []


def test_the_plan_after_a_withdrawal_says_that_it_would_be_public_again(story: Story) -> None:
    assert "would be public again" in story.chapters["withdrawn"].plan_after.text()
