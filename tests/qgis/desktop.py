"""QGIS' real desktop, driven by the scripts in ``driven`` on a screen of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples" / "karlskoga"
WORK = "Snacka om trygghet åäö"
"""A folder as people name them."""


def drive(
    folder: Path,
    script: str,
    argument: str = "",
    *,
    size: str = "1366x768",
    language: str = "sv",
    dies: bool = False,
    publisher: bool = True,
    limit: int = 600,
) -> dict[str, Any]:
    """Run a script of ``driven`` in QGIS and return what it saw; with ``dies`` QGIS is expected to be killed on the way."""
    environment = {
        **os.environ,
        "DRIVE_WORK": str(folder / WORK),
        "DRIVE_ARGUMENT": argument,
        "DRIVE_LIMIT": str(limit - 30),
        "DESKTOP_LIMIT": str(limit),
        "DRIVE_PICTURES": str(folder / "pictures"),
        "DRIVE_SCRIPT": script,
        "TRYGGHETSRUTAN_PYTHON": str(ROOT / ".venv" / "bin" / "python") if publisher else "",
        "DESKTOP_LOG": str(folder / f"{script}.log"),
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
    }
    environment.pop("QGIS_CUSTOM_CONFIG_PATH", None)
    for name in ("pictures", "home", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    command = [ROOT / "scripts" / "desktop", size, folder / "profile", language, ROOT / "tests" / "qgis" / "driven" / "driver.py"]
    ended = subprocess.run(command, env=environment, check=False, timeout=limit + 20).returncode
    assert (ended != 0) == dies
    seen: dict[str, Any] = json.loads((folder / "pictures" / "seen.json").read_text(encoding="utf-8"))
    return seen


def with_campaign(folder: Path) -> Path:
    """The sample campaign with its file in the working folder below ``folder``; returns the campaign file."""
    shutil.copytree(SAMPLE, folder / WORK)
    return folder / WORK / "campaign.toml"


def released(campaign: Path, name: str = "") -> Path:
    """Release and package where the panel looks for them, by the command line; ``name`` is another name of the dataset. The package."""
    if name:
        campaign.write_text(campaign.read_text(encoding="utf-8").replace("snackaomtrygghet-2021", name), encoding="utf-8")
    out = campaign.parent / "trygghetsrutan"
    command = [ROOT / ".venv" / "bin" / "trygghetsrutan", "run", campaign, "--out", out]
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return out / "package"
