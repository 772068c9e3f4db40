"""What was planted in a campaign is nowhere after all steps in QGIS but in internal/: not in what is made, the profile, logs or streams."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ..support import canaries

ROOT = Path(__file__).resolve().parents[2]
STEPS = ("loadsubmissions", "anonymise", "aggregate", "stylegrid", "printlayout", "situationreport", "exportrelease", "package")


class Ran:
    """Every step by ``qgis_process``, with a home, a profile and a folder for temporary files of its own."""

    def __init__(self, folder: Path):
        self.folder, self.out, self.campaign = folder, folder / "out", folder / "kampanj"
        shutil.copytree(ROOT / "examples" / "karlskoga", self.campaign)
        canaries.plant(self.campaign)
        canaries.rename_sources(self.campaign)
        for name in ("home", "tmp", "run"):
            (folder / name).mkdir(mode=0o700)
        ini = folder / "profile" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
        ini.parent.mkdir(parents=True)
        ini.write_text(f"[trygghetsrutan]\ncompanion={ROOT / '.venv/bin/python'}\n", encoding="utf-8")
        self.environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
            "QGIS_LOG_FILE": str(folder / "qgis.log"),
            "QGIS_DEBUG": "1",
            "QGIS_PLUGINPATH": str(ROOT / "build" / "plugin"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.said = self.process("plugins", "enable", "trygghetsrutan")
        common = (f"CAMPAIGN={self.campaign / 'campaign.toml'}", f"OUTPUT_FOLDER={self.out}")
        for name in STEPS:
            self.said += self.process("run", f"trygghetsrutan:{name}", "--", *common)
        package = f"PACKAGE={self.out / 'package'}"
        self.said += self.process("run", "trygghetsrutan:publish", "--", package, f"TO={folder / 'portal'}", "APPLY=true")

    def process(self, *arguments: str) -> bytes:
        done = subprocess.run(["qgis_process", *arguments], env=self.environment, capture_output=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return Ran(tmp_path_factory.mktemp("kanarie"))


def test_they_were_planted(ran: Ran) -> None:
    kept = (ran.out / "internal" / "submissions.gpkg").read_bytes()
    assert len(canaries.IDENTIFIERS) == 300
    assert {*canaries.IDENTIFIERS, canaries.SENTENCE} <= set(canaries.told(kept))


def test_nothing_is_told_on_the_streams(ran: Ran) -> None:
    assert canaries.told(ran.said) == []


def test_nothing_is_in_what_is_made_published_logged_or_kept_by_qgis(ran: Ran) -> None:
    """Results outside internal/, portal, profile, home, temporary files, log."""
    assert (ran.folder / "portal").is_dir()
    assert any((ran.folder / "profile").rglob("*.db"))
    assert canaries.found_in(ran.folder, (ran.campaign,)) == []


def test_the_pages_for_staff_quote_none_of_it(ran: Ran) -> None:
    """The report of loading names the files, whose names hold canaries here, and nothing else that was planted."""
    named = "".join(path.name for path in ran.campaign.iterdir()).encode()
    pages = list((ran.out / "internal").glob("*.html"))
    assert {"load-report.html", "privacy-report.html", "situation-report.html"} <= {page.name for page in pages}
    for page in pages:
        allowed = canaries.told(named) if page.name == "load-report.html" else []
        assert set(canaries.told(page.read_bytes())) <= set(allowed), page.name
