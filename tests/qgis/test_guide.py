"""The user guide says what the plugin says: every command in it runs, every button and page it names is there, every picture exists."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "anvandarguide.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
OF_QGIS = {"Plugin", "Hantera och installera insticksprogram…", "Installera från ZIP"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("guide")
    shutil.copytree(ROOT / "examples" / "karlskoga", made, dirs_exist_ok=True)
    return made


def ran(command: list[str], folder: Path, unpacked: Path) -> subprocess.CompletedProcess[str]:
    profile = folder / "profile"
    profile.mkdir(exist_ok=True, mode=0o700)
    environment = {
        **os.environ,
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "XDG_RUNTIME_DIR": str(profile),
        "QGIS_PLUGINPATH": str(unpacked),
    }
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_every_command_for_qgis_runs_in_the_order_of_the_guide(folder: Path, unpacked: Path) -> None:
    commands = [line for line in COMMANDS if line.startswith("qgis_process ")]
    assert len(commands) == 7
    for line in commands:
        done = ran(shlex.split(line), folder, unpacked)
        assert done.returncode == 0, (line, done.stderr[-500:])
    assert {"release", "map", "map.png", "internal"} == {path.name for path in (folder / "ut").iterdir()}


def test_there_is_no_command_in_the_guide_but_those_of_qgis() -> None:
    assert {line.split()[0] for line in COMMANDS} == {"qgis_process"}


def test_every_button_that_the_guide_names_is_in_the_plugin() -> None:
    tree = ElementTree.parse(ROOT / "qgis_plugin" / "i18n" / "trygghetsrutan_sv.ts")
    known = {message.findtext("translation") for message in tree.getroot().iter("message")} | OF_QGIS
    named = [" ".join(each.split()) for each in re.findall(r"\*\*([^*]+)\*\*", GUIDE)]
    buttons = [part for each in named if not each.endswith(".") for part in each.split(" > ") if len(part) > 1]
    assert len(buttons) > 15
    assert [each for each in buttons if each not in known and f"{each}…" not in known] == []


def test_every_picture_of_the_guide_exists() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", GUIDE)
    assert len(pictures) >= 10
    assert [name for name in pictures if not (ROOT / "docs" / name).is_file()] == []
