"""What is said of packages and folders that cannot be used: where, what, and what to do, word for word."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trygghetsrutan.opendata.portal import dataset, plan
from trygghetsrutan.opendata.portal.folder import RECORD, FolderPortal

from ...support.told import told
from .conftest import MakePackage

NAME = "snacka-om-trygghet"
FILE = "datapackage.json"
FIX = "build the package anew"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", f"{FILE}: is not JSON in UTF-8; {FIX}"),
        ("[]", f"{FILE}: is not a JSON object; {FIX}"),
        (" " * 20_000_001, f"{FILE}: is larger than a descriptor can be; give the folder of a data package"),
    ],
    ids=["cut off", "list", "large"],
)
def test_a_descriptor_that_is_none(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert told(tmp_path, lambda: dataset.read(tmp_path)) == line


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda d: d.update(resources=[]), f"{FILE}: lists no resource; {FIX}"),
        (lambda d: d["resources"].append(d["resources"][0] | {"name": "x"}), f"{FILE}: lists data/regions.csv twice; {FIX}"),
        (lambda d: d["resources"][1].update(name="regions"), f"{FILE}: resource name 'regions' is missing or used twice; {FIX}"),
        (
            lambda d: d.update(name="new"),
            f"{FILE}: name cannot be the name of a dataset; use 2 to 100 of a-z, 0-9, - and _; not new, edit or search",
        ),
        (
            lambda d: d.update(version="v1"),
            f"{FILE}: version is not of the form 1.0.0; state a version of the data and build the package anew",
        ),
    ],
)
def test_a_descriptor_that_names_what_cannot_be(make_package: MakePackage, change: Callable[[Any], object], line: str) -> None:
    package = make_package()
    descriptor = json.loads((package / FILE).read_text(encoding="utf-8"))
    change(descriptor)
    (package / FILE).write_text(json.dumps(descriptor), encoding="utf-8")
    assert told(package, lambda: dataset.read(package)) == line


def hindrances(package: Path, root: Path) -> list[str]:
    planned = plan.plan(package, FolderPortal(root))
    return [str(fault).replace(f"{root}", "portal") for fault in (*planned.hindrances, *planned.edits)]


def test_a_portal_that_is_a_file(make_package: MakePackage, tmp_path: Path) -> None:
    (tmp_path / "portal").write_text("", encoding="utf-8")
    assert "portal: is not a folder; give the folder of the portal" in hindrances(make_package(), tmp_path / "portal")


def test_a_package_that_uses_the_portals_own_names(make_package: MakePackage, tmp_path: Path) -> None:
    package = make_package()
    (package / "versions").mkdir()
    (package / "versions" / "x.txt").write_text("x", encoding="utf-8")
    line = f"package: holds versions or {RECORD}; {FIX}: the portal needs these names"
    assert hindrances(package, tmp_path / "portal") == [line]


def test_a_published_file_that_is_gone(make_package: MakePackage, tmp_path: Path) -> None:
    root = tmp_path / "portal"
    plan.apply(make_package(), FolderPortal(root), check=lambda _: ())
    (root / NAME / "data" / "regions.csv").unlink()
    line = f"portal/{NAME}/data/regions.csv: is gone; keep a copy if it matters, then publish with --take-over"
    assert line in hindrances(make_package(), root)


def test_a_version_that_was_superseded(make_package: MakePackage, tmp_path: Path) -> None:
    for version in ("1.0.0", "1.1.0"):
        plan.apply(make_package(version, version=version), FolderPortal(tmp_path / "portal"), check=lambda _: ())
    line = f"{NAME} 1.0.0: was superseded; publish a version higher than the current one"
    assert line in hindrances(tmp_path / "1.0.0", tmp_path / "portal")
