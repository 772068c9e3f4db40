"""The sample campaign in the repository is what its script makes, and it has the dirt it promises."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from trygghetsrutan.opendata import campaign as settings

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = ["besok.ods", "epost.mbox", "gazetteer.geojson", "telefon.csv", "vykort.xlsx", "webbkarta.geojson"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    subprocess.run([sys.executable, str(EXAMPLES / "make_sample.py"), str(folder)], check=True, cwd=folder)
    return folder


def content(path: Path) -> object:
    """The file's content; of a zip its members, because another zlib may pack the same content differently."""
    if path.suffix in (".ods", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            return [(name, archive.read(name)) for name in archive.namelist()]
    return path.read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_the_committed_file_is_what_the_seeded_script_makes(made: Path, name: str) -> None:
    assert content(made / name) == content(EXAMPLES / "karlskoga" / name)


def test_campaign_toml_names_every_file() -> None:
    campaign = settings.load(EXAMPLES / "karlskoga" / "campaign.toml")
    named = {source.file for source in campaign.sources} | set(campaign.gazetteer.files)
    assert named == set(FILES)
