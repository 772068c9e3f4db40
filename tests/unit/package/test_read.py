"""A package read back: what is hostile or broken is told, and never crashes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.package import read as reading
from trygghetsrutan.opendata.package.opened import Package
from trygghetsrutan.opendata.package.read import read_release
from trygghetsrutan.opendata.package.validate import validate

from ...support.told import told


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[]", "datapackage.json: is not a JSON object; make the package anew"),
        (" " * 5_000_001, "datapackage.json: is larger than 5 MB; make the package anew"),
    ],
    ids=["list", "large"],
)
def test_a_descriptor_that_is_none(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    assert told(tmp_path, lambda: Package(tmp_path).descriptor) == line


@pytest.mark.parametrize(
    ("limit", "line"), [(8, "release.json: is larger than 0 MB"), (10**9, "data/exclusions.csv: is missing or cannot be read")]
)
def test_a_package_that_cannot_be_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, line: str) -> None:
    (tmp_path / "release.json").write_text('{"chain": {}}', encoding="utf-8")
    monkeypatch.setattr(reading, "LARGEST_BYTES", limit)
    assert told(tmp_path, lambda: read_release(tmp_path)) == f"{line}; fetch the package anew from where it was published"


def _spoil(good: Path, tmp_path: Path, path: str, change: Callable[[bytes], bytes]) -> Path:
    import shutil

    copy = tmp_path / "package"
    shutil.copytree(good, copy)
    (copy / path).write_bytes(change((copy / path).read_bytes()))
    return copy


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("data/regions.csv", lambda data: b""),
        ("data/regions.csv", lambda data: data.replace(b"contributors", b"people", 1)),
        ("data/regions.csv", lambda data: data + b'"'),
        ("data/regions.csv", lambda data: data + b"a,b\n"),
        ("data/regions.csv", lambda data: data.replace(b",published", b",published,x", 1)),
        ("data/regions.csv", lambda data: b"\xff\xfe" + data),
        ("data/regions.csv", lambda data: data.replace(b",cell,250,", b",cell,-250,", 1)),
        ("data/regions.csv", lambda data: data.replace(b",cell,250,", ",cell,٢٥٠,".encode(), 1)),
        ("data/exclusions.csv", lambda data: data + b"SE_x,SE_y\n"),
        ("release.json", lambda data: b"[]"),
        ("release.json", lambda data: b"[" * 100_000),
        ("release.json", lambda data: b'{"chain": 5}'),
    ],
)
def test_a_broken_package_is_told_in_one_line(good: Path, tmp_path: Path, path: str, change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(InputError) as error:
        read_release(_spoil(good, tmp_path, path, change))
    assert path in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_release(tmp_path / "none")
    with pytest.raises(InputError):
        validate(tmp_path / "none")


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_as_a_descriptor_are_a_finding_and_never_a_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "datapackage.json").write_bytes(data)
    assert validate(folder).findings
