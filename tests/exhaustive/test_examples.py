"""The examples in Python do what their first lines say, one after the other as their readers would run them."""

import subprocess
import sys
from pathlib import Path

import pytest

from ..support.commands import EXAMPLE

SCRIPTS = Path(__file__).parents[2] / "examples" / "python"


def run(name: str, *arguments: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / f"{name}.py"), *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("municipality")
    return out, run("municipality", EXAMPLE / "campaign.toml", out)


def test_a_municipality_gets_from_files_to_a_package(municipality: tuple[Path, str]) -> None:
    out, said = municipality
    assert "702 rows in, 669 located; 51 regions published" in said
    assert "Ring [namn] på [telefon], det är mörkt vid Rävåsens park" in said
    assert "every gate passed: True" in said
    assert (out / "package" / "datapackage.json").is_file()


def test_a_researcher_releases_own_points_and_attacks_a_package(municipality: tuple[Path, str], tmp_path: Path) -> None:
    said = run("researcher", tmp_path, municipality[0] / "package")
    assert "passed True" in said
    assert "the same attack on the package: passed True" in said
    assert (tmp_path / "study.gpkg").is_file()


def test_a_portals_maintainer_publishes_twice_and_withdraws(municipality: tuple[Path, str], tmp_path: Path) -> None:
    said = run("portal_maintainer", municipality[0] / "package", tmp_path / "portal")
    assert "published twice changes nothing: True" in said
    assert "withdrawn:" in said
