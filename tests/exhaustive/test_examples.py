"""The examples in Python, and the update of a campaign that docs/publishing.md shows, run as their readers would run them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..support.commands import EXAMPLE, command

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "examples" / "python"


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


def test_an_update_goes_as_the_document_shows_it(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    toml = tmp_path / "campaign.toml"
    document = (
        (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8").replace("WHERE", "portal").replace("NAME", "snackaomtrygghet-2021")
    )
    shown = re.findall(r"^trygghetsrutan (.+? out/ledger.*?)(?: +#.*)?$", document, re.MULTILINE)
    assert [line.split()[0] for line in shown] == ["publish", "run", "publish", "withdraw"]
    assert command("run", "campaign.toml", "--out", "out", cwd=tmp_path).returncode == 0
    for line in shown:
        if line.startswith("run"):
            toml.write_text(toml.read_text(encoding="utf-8").replace('version = "1.0.0"', 'version = "1.0.1"'), encoding="utf-8")
        done = command(*line.split(), cwd=tmp_path)
        assert done.returncode == 0, (line, done.stderr)
