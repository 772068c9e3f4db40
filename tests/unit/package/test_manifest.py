"""What a package's files are called, what each is to a catalogue, and which paths may be opened."""

from pathlib import Path

import pytest

from trygghetsrutan.opendata.package import dcat, manifest
from trygghetsrutan.opendata.package.paths import path_fault


def test_names_and_paths_are_each_used_once() -> None:
    listed = manifest.items()
    assert len({item.name for item in listed}) == len({item.path for item in listed}) == len(listed)


def test_the_metadata_come_last() -> None:
    assert [item.path for item in manifest.items()][-len(dcat.FILES) :] == list(dcat.FILES)


@pytest.mark.parametrize("name", ["regions", "region_themes_excel", "regions_gpkg", "codebook"])
def test_figures_are_data(name: str) -> None:
    assert dcat.is_distribution(name)


@pytest.mark.parametrize("name", ["releases", "releases_excel", "release", "audit", "readme_sv", "method_en", "style_qml", "dcat_ttl"])
def test_what_tells_of_the_data_is_none(name: str) -> None:
    assert not dcat.is_distribution(name)


def test_all_that_a_package_of_another_kind_lists_is_its_data() -> None:
    assert dcat.is_distribution("release_areas")


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "data/../../x", "data\\x", "C:/x", "https://example.org/x", "data/x:y", "x\0"])
def test_a_path_that_leads_outside_is_not_opened(tmp_path: Path, path: str) -> None:
    assert path_fault(tmp_path, path) == "leads outside the package"


@pytest.mark.parametrize("path", ["./x", "data//x", "data/", "."])
def test_a_path_is_written_one_way(tmp_path: Path, path: str) -> None:
    assert path_fault(tmp_path, path) == "is no plain path"


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "real")
    assert path_fault(tmp_path, "data/regions.csv") == "is a link"


def test_a_plain_path_may_be_opened(tmp_path: Path) -> None:
    assert path_fault(tmp_path, "data/regions.csv") == ""
