"""A dataset in CKAN's words: ids, marks, versions, and what CKAN would change behind our back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.portal.ckan_checks import hindrances
from trygghetsrutan.opendata.portal.ckan_model import (
    MANAGED_HASH,
    Mark,
    Wanted,
    file_names,
    fingerprint,
    mark_of,
    next_resources,
    resource_id,
    sealed,
    short_hash,
    uploaded,
    wanted,
)
from trygghetsrutan.opendata.portal.ckan_tables import columns
from trygghetsrutan.opendata.portal.dataset import read, version_key

from .conftest import MakePackage

HOME = "0dac8168-03a8-4084-a360-eacdc79e38a4"
WORD = st.text("abcdef0123456789", min_size=1, max_size=12)


@pytest.fixture
def want(make_package: MakePackage) -> Wanted:
    return wanted(read(make_package()), organisation="karlskoga", groups=(), licence_id="cc-zero", fields={}, declared=())


def published(want: Wanted, old: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    return next_resources(HOME, old or [], {}, want)


def test_the_same_bytes_are_the_same_resource(want: Wanted) -> None:
    assert resource_id(HOME, want.files[0]) == resource_id(HOME, want.files[0])


def test_other_bytes_are_another_resource(want: Wanted) -> None:
    assert resource_id(HOME, replace(want.files[0], sha256="0" * 64)) != resource_id(HOME, want.files[0])


def test_another_dataset_has_other_resources(want: Wanted) -> None:
    assert resource_id("other", want.files[0]) != resource_id(HOME, want.files[0])


@given(st.dictionaries(WORD, WORD, max_size=5), WORD, WORD)
def test_a_mark_is_read_back_as_it_was_written(fields: dict[str, str], version: str, run: str) -> None:
    mark = Mark("0d922139-e6f5-5e37-8c10-ad309691bf29", "published", version, "c", run, "2026-01-01T00:00:00Z", "o", fields)
    assert mark_of({"extras": [{"key": key, "value": value} for key, value in mark.extras().items()]}) == mark


def test_a_dataset_without_our_mark_is_not_ours() -> None:
    assert mark_of({"extras": [{"key": "managed_by", "value": "Somebody else"}]}) is None


def test_what_a_new_version_does_not_hold_is_marked_as_superseded(want: Wanted) -> None:
    changed = replace(want, version="1.1.0", files=(replace(want.files[0], sha256="0" * 64), *want.files[1:]))
    after = published(changed, published(want))
    assert [(r["data_name"], r["version_status"], r["versions"]) for r in after if r["version_status"] == "superseded"] == [
        ("regions", "superseded", "1.0.0")
    ]


def test_what_a_new_version_holds_too_belongs_to_both(want: Wanted) -> None:
    after = published(replace(want, version="1.1.0"), published(want))
    assert {resource["versions"] for resource in after} == {"1.0.0 1.1.0"}


def test_what_others_put_there_comes_last_and_is_not_touched(want: Wanted) -> None:
    foreign = {"id": "x", "name": "Protokoll"}
    assert published(want, [foreign, *published(want)])[-1] == foreign


def test_publishing_the_same_again_changes_no_resource(want: Wanted) -> None:
    once = published(want)
    assert published(want, once) == once


@pytest.mark.parametrize("key", ["name", "description", "hash", "size", "last_modified", "url"])
def test_an_edit_of_a_resource_shows_in_its_fingerprint(want: Wanted, key: str) -> None:
    resource = published(want)[0]
    assert fingerprint(resource | {key: "edited"}) != resource[MANAGED_HASH]


def test_a_sealed_resource_agrees_with_its_seal(want: Wanted) -> None:
    resource = sealed(published(want)[0])
    assert fingerprint(resource) == resource[MANAGED_HASH]


def test_descriptor_and_archive_go_along_and_the_page_does_not(make_package: MakePackage) -> None:
    assert [file.path for file in uploaded(read(make_package()))] == ["data/regions.csv", "data/regions.geojson", "datapackage.json"]


def test_ids_are_text_in_the_datastore(want: Wanted) -> None:
    assert {column["id"]: column["type"] for column in columns(want.files[0])}["region_id"] == "text"


def test_files_of_the_same_name_get_their_folder_into_it(want: Wanted) -> None:
    twin = replace(want.files[0], name="regions_excel", path="data/excel/regions.csv")
    assert set(file_names([want.files[0], twin]).values()) == {"data-regions.csv", "data-excel-regions.csv"}


def test_a_good_dataset_has_no_hindrance(want: Wanted) -> None:
    assert list(hindrances(want, None)) == []


@pytest.mark.parametrize("tag", ["a", "trygghet/oro", "x" * 101, " kant ", "komma,", "semi;kolon"])
def test_a_tag_that_ckan_refuses_is_found(want: Wanted, tag: str) -> None:
    assert any("tag" in fault.what for fault in hindrances(replace(want, tags=(tag,)), None))


@pytest.mark.parametrize("tag", ["öppna data", "trygghet", "a_b-c.d", "2021"])
def test_a_tag_that_ckan_takes_is_let_through(want: Wanted, tag: str) -> None:
    assert list(hindrances(replace(want, tags=(tag,)), None)) == []


@pytest.mark.parametrize("path", ["data/rutor å.csv", "data/a b.csv", "data/x", "data/" + "x" * 120 + ".csv"])
def test_a_file_that_ckan_would_rename_is_found(want: Wanted, path: str) -> None:
    renamed = replace(want, files=(replace(want.files[0], path=path),))
    assert any("renamed" in fault.what for fault in hindrances(renamed, None))


def test_an_extra_too_long_for_the_search_is_found(want: Wanted) -> None:
    assert any("search" in fault.what for fault in hindrances(replace(want, extras={"spatial": "x" * 40_000}), None))


def test_a_portals_own_field_is_not_sent_as_an_extra(make_package: MakePackage) -> None:
    want = wanted(read(make_package()), organisation="karlskoga", groups=(), licence_id="", fields={}, declared=("temporal_start",))
    assert "temporal_start" not in want.extras
    assert want.fields["temporal_start"] == "2021-05-17"


def test_the_placeholder_address_is_not_published(make_package: MakePackage) -> None:
    dataset = read(make_package(homepage="https://opendata.example.org/x/"))
    assert wanted(dataset, organisation="o", groups=(), licence_id="", fields={}, declared=()).fields["url"] == ""


@pytest.mark.parametrize(("lower", "higher"), [("1.9.0", "1.10.0"), ("1.0.0-rc1", "1.0.0"), ("1.0.0", "1.0.1"), ("1", "1.0.1")])
def test_versions_are_ordered_by_number(lower: str, higher: str) -> None:
    assert version_key(lower) < version_key(higher)


@given(st.lists(st.text(max_size=20), max_size=4), st.lists(st.text(max_size=20), max_size=4))
def test_different_values_have_different_short_hashes(one: list[str], other: list[str]) -> None:
    assert (short_hash(one) == short_hash(other)) == (one == other)
