"""QGIS, and each step by itself, killed in the middle: nothing is half written, and the step can be done again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from desktop import ROOT, SAMPLE, WORK, drive, with_campaign

STEPS = ("loadsubmissions", "anonymise", "aggregate", "stylegrid", "exportrelease")


class Killed:
    """The whole way in the panel, QGIS killed in the middle of each step, started again, the step done and the next one killed."""

    STEPS = ("load", "search", "count", "style", "release", "package", "publish")

    def __init__(self, folder: Path):
        self.seen: dict[str, dict[str, Any]] = {}
        with_campaign(folder)
        before = "-"
        for step in (*self.STEPS, ""):
            self.seen[before] = drive(folder, "killed", f"{before} {step}".strip(), dies=bool(step))
            assert half_written(folder / WORK) == []
            before = step


def half_written(folder: Path) -> list[Path]:
    """Files that cannot be read whole; a hidden file or folder is what a killed program was writing, and takes no other's place."""
    broken = []
    for path in folder.rglob("*"):
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.suffix == ".gpkg":
            with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as db:
                whole = db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        elif path.suffix in (".json", ".geojson"):
            whole = isinstance(json.loads(path.read_text(encoding="utf-8")), dict | list)
        elif path.suffix == ".toml":
            whole = "[campaign]" in path.read_text(encoding="utf-8")
        else:
            whole = path.stat().st_size > 0 or path.name == "lock"
        broken += [] if whole else [path]
    return broken


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    return Killed(tmp_path_factory.mktemp("killed"))


PAGES = ("sources", "texts", "settings", "map", "release", "publish", "publish")
STATE_OF = dict(zip(Killed.STEPS, PAGES, strict=True))


@pytest.mark.parametrize("step", Killed.STEPS)
def test_a_qgis_killed_in_the_middle_of_a_step_shows_where_it_was(step: str, killed: Killed) -> None:
    seen = killed.seen[step]
    assert seen["errors"] == []
    before = {STATE_OF[each] for each in Killed.STEPS[: Killed.STEPS.index(step)]}
    assert {seen["states"][each] for each in before - {STATE_OF[step]}} <= {"done", "attention"}
    assert (seen["states"][STATE_OF[step]] == "done") == (step == "publish")  # the package is built, the plan is made anew


def test_the_step_that_was_cut_off_is_done_when_it_is_begun_again(killed: Killed) -> None:
    assert set(killed.seen["publish"]["end"].values()) <= {"done", "attention"}
    assert 'href="file://' in killed.seen["publish"]["receipt"]


class Steps:
    """The five steps by ``qgis_process``, each state kept, so that every step can be begun from the one before it."""

    def __init__(self, folder: Path):
        self.folder, self.seconds = folder, 0.0
        profile = folder / "profile"
        profile.mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "QGIS_CUSTOM_CONFIG_PATH": str(profile),
            "XDG_RUNTIME_DIR": str(profile),
            "QGIS_PLUGINPATH": str(ROOT / "build" / "plugin"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = ["qgis_process", "plugins", "enable", "trygghetsrutan"]
        subprocess.run(command, env=self.environment, check=True, capture_output=True)
        out = folder / "out"
        for name in STEPS:
            begun = time.monotonic()
            assert self.start(name, out).wait() == 0
            self.seconds = time.monotonic() - begun
            shutil.copytree(out, folder / f"after-{name}")

    def start(self, name: str, out: Path) -> subprocess.Popen[bytes]:
        command = ["qgis_process", "run", f"trygghetsrutan:{name}", "--", f"CAMPAIGN={SAMPLE / 'campaign.toml'}", f"OUTPUT_FOLDER={out}"]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    return Steps(tmp_path_factory.mktemp("steps"))


@pytest.mark.parametrize("name", STEPS)
def test_a_kill_in_the_middle_of_a_step_leaves_nothing_half_written(name: str, steps: Steps, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = STEPS.index(name)
    shutil.copytree(steps.folder / f"after-{STEPS[before]}", out)
    for share in (0.6, 0.85):
        process = steps.start(name, out)
        time.sleep(steps.seconds * share)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path in (path for path in out.rglob("*") if path.is_file() and not path.name.startswith(".")):
            if path.suffix == ".gpkg":
                with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as db:
                    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            elif path.suffix == ".json":
                json.loads(path.read_text(encoding="utf-8"))
    assert steps.start(name, out).wait() == 0
