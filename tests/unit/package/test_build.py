"""A package is whole, repeats byte by byte, reads back, and holds nothing that acts."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.package.build import build
from trygghetsrutan.opendata.package.read import read_release
from trygghetsrutan.opendata.package.validate import validate
from trygghetsrutan.opendata.release import Release, ThemeCount, ThemeRegion, table_hashes, write

from ...support import releases

ROOT = Path(__file__).parents[3]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_same_release_same_bytes_whatever_the_hash_seed(good: Path, tmp_path: Path) -> None:
    write(releases.make_release(60, withheld=True), tmp_path / "release.gpkg")
    script = (
        "import sys, importlib.util, pathlib\n"
        f"spec = importlib.util.spec_from_file_location('m', {str(Path(releases.__file__))!r})\n"
        "m = importlib.util.module_from_spec(spec); sys.modules['m'] = m; spec.loader.exec_module(m)\n"
        "from trygghetsrutan.opendata import release\n"
        "from trygghetsrutan.opendata.package.build import build\n"
        f"build(release.read(pathlib.Path({str(tmp_path / 'release.gpkg')!r})), m.make_campaign(), pathlib.Path(sys.argv[1]))\n"
    )
    environment = os.environ | {"PYTHONHASHSEED": "4711"}
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "again")], check=True, env=environment, timeout=120)
    first, second = _bytes(good), _bytes(tmp_path / "again")
    assert [name for name in sorted(first.keys() | second.keys()) if first.get(name) != second.get(name)] == []


@pytest.mark.parametrize("regions", [0, 1, 61])
def test_figures_read_back_so_that_the_hashes_hold(tmp_path: Path, regions: int) -> None:
    release = releases.make_release(regions, withheld=regions > 1)
    build(release, releases.make_campaign(), tmp_path / "package")
    back = read_release(tmp_path / "package")
    assert table_hashes(back) == release.facts["hashes"]
    assert back.facts == release.facts


def test_a_package_on_the_european_grid_reads_back(tmp_path: Path) -> None:
    release = releases.make_release(20, epsg=3035)
    build(release, releases.make_campaign(), tmp_path / "package")
    assert table_hashes(read_release(tmp_path / "package")) == release.facts["hashes"]


def test_regions_of_several_parts_and_with_holes_pass_every_gate(tmp_path: Path) -> None:
    release = releases.parted_release()
    assert {len(region.polygons) for region in release.regions} == {1, 2}
    build(release, releases.make_campaign(), tmp_path / "package")
    assert [str(finding) for finding in validate(tmp_path / "package").findings] == []


def test_a_good_package_passes(good: Path) -> None:
    assert validate(good).to_text().splitlines()[-1].endswith(": passed")


def test_a_code_that_could_act_is_refused(tmp_path: Path) -> None:
    release = releases.make_release(60)
    theme = release.theme_counts[0].theme
    acting = tuple(dataclasses.replace(row, theme="=cmd()") if row.theme == theme else row for row in release.theme_counts)
    with pytest.raises(InputError, match="cannot be a code"):
        build(releases.certified(dataclasses.replace(release, theme_counts=acting)), releases.make_campaign(), tmp_path / "package")
    assert not (tmp_path / "package").exists()


def _facts(**changes: object) -> Callable[[Release], Release]:
    return lambda release: dataclasses.replace(release, facts=release.facts | changes)


def _rehashed(release: Release) -> Release:
    return dataclasses.replace(release, facts=release.facts | {"hashes": table_hashes(release)})


ODD: dict[str, Callable[[Release], Release]] = {
    "no certificate": _facts(audit=None),
    "certificate of a passed audit": _facts(audit={"passed": False}),
    "no certificate of a": _facts(hashes=None),
    "was changed after the audit": lambda release: dataclasses.replace(release, regions=release.regions[1:]),
    "is no region of the release": lambda release: dataclasses.replace(
        release, theme_regions=(*release.theme_regions, ThemeRegion("q:x", "nowhere"))
    ),
    "holds other types": lambda release: dataclasses.replace(
        release, regions=(dataclasses.replace(release.regions[0], contributors="seven"), *release.regions[1:])
    ),
    "other types than a release": lambda release: dataclasses.replace(
        release, theme_counts=(*release.theme_counts, ThemeCount(release.regions[0].region_id, None, 7, "published"))
    ),
    "does not state k": _facts(chain={"epsg": 3006, "sizes": ["a"]}),
    "is none of the grids": _facts(chain={"epsg": 9999999, "sizes": [250]}),
    "as a list of tables": lambda release: _rehashed(_facts(earlier=["x"])(release)),
}


@pytest.mark.parametrize("told", ODD)
def test_a_release_that_was_not_audited_or_is_odd_is_refused(tmp_path: Path, told: str) -> None:
    with pytest.raises(InputError, match=told):
        build(ODD[told](releases.make_release(14)), releases.make_campaign(), tmp_path / "package")
    assert not (tmp_path / "package").exists()
