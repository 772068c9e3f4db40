"""Broken and hostile files: one clear line and exit 2, or a report row; never a crash, never a lost row."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from trygghetsrutan.opendata.campaign import About, Campaign, Source
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.submissions import load
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

from . import broken

NAMES = [*(name for name, _ in broken.files()), *broken.LARGE]
LARGEST_SECONDS = 60
MEMORY = 3_000_000_000


def campaign(folder: Path, name: str) -> Campaign:
    import datetime

    about = About(
        "test", "t", "t", datetime.date(2021, 5, 17), datetime.date(2021, 5, 30), "Karlskoga", "1883", "212000-1991", "c", "c@example.com",
        (14.2, 59.2, 14.8, 59.6),
    )  # fmt: skip
    return Campaign(about, (Source("s", name, "map"),), folder=folder)


def outcome(folder: Path, name: str) -> str:
    """``error: the line`` or ``rows_in located unlocated rejected``; whatever else is raised is a crash."""
    try:
        loaded = load.load(campaign(folder, name), with_pyproj, read_vector, silent)
    except InputError as error:
        return f"error: {error}"
    report = loaded.sources[0]
    located = int(loaded.submissions.located.sum())
    return f"{report.rows_in} {located} {len(loaded.submissions) - located} {len(report.rejected)}"


def test_there_are_a_hundred_of_them() -> None:
    assert len(NAMES) >= 100
    assert len(set(NAMES)) == len(NAMES)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float]]:
    """What became of every file and how long it took, in a process that may use no more than :data:`MEMORY` bytes."""
    folder = tmp_path_factory.mktemp("broken")
    for name, content in broken.files():
        (folder / name).write_bytes(content)
    for name, make in broken.LARGE.items():
        (folder / name).write_bytes(make())
    code = (
        "import resource, sys, time, json; from pathlib import Path\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))\n"
        "sys.path.insert(0, sys.argv[2]); import importlib; t = importlib.import_module('submissions.test_broken_files')\n"
        "found = {}\n"
        "for name in t.NAMES:\n"
        "    start = time.perf_counter()\n"
        "    try: said = t.outcome(Path(sys.argv[1]), name)\n"
        "    except BaseException as error: said = f'CRASH {type(error).__name__}: {error}'\n"
        "    found[name] = (said, time.perf_counter() - start)\n"
        "print(json.dumps(found))\n"
    )
    import json

    ran = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(Path(__file__).parents[1])],
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return {name: (said, seconds) for name, (said, seconds) in json.loads(ran.stdout).items()}


@pytest.mark.parametrize("name", NAMES)
def test_gives_one_clear_line_or_a_report(outcomes: dict[str, tuple[str, float]], name: str) -> None:
    said, seconds = outcomes[name]
    assert "CRASH" not in said
    assert seconds < LARGEST_SECONDS
    if said.startswith("error: "):
        assert "\n" not in said
        assert name in said
        assert "; " in said
    else:
        rows_in, located, unlocated, rejected = map(int, said.split())
        assert rows_in == located + unlocated + rejected


def test_an_entity_never_brings_another_file_in(outcomes: dict[str, tuple[str, float]]) -> None:
    assert "document type" in outcomes["outside.kml"][0]
    assert "document type" in outcomes["outside-entity.ods"][0]


def test_the_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "b.csv").write_bytes(b"%PDF-1.4")
    both = dataclasses.replace(campaign(tmp_path, "a.csv"), sources=(Source("a", "a.csv", "map"), Source("b", "b.csv", "map")))
    with pytest.raises(InputError) as error:
        load.load(both, with_pyproj, read_vector, silent)
    assert len(error.value.faults) == 2
