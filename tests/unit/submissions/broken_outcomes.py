"""What becomes of broken files when they are loaded, in a process that may use no more than so much memory."""

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from trygghetsrutan.opendata.campaign import About, Campaign, Source
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.submissions import load
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

MEMORY = 3_000_000_000
LIMIT_SECONDS = 60
"""For the process: a file may not hold the program up."""


def campaign(folder: Path, name: str) -> Campaign:
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


def outcomes(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """What became of every file."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    code = (
        "import resource, sys; from pathlib import Path\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))\n"
        "from trygghetsrutan.tests.unit.submissions.broken_outcomes import tell\n"
        "tell(Path(sys.argv[1]), sys.stdin.read().splitlines())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        input="\n".join(files),
        capture_output=True,
        check=False,
        text=True,
        timeout=LIMIT_SECONDS,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: dict[str, str] = json.loads(ran.stdout)
    return found


def tell(folder: Path, names: list[str]) -> None:
    found = {}
    for name in names:
        try:
            found[name] = outcome(folder, name)
        except BaseException as error:
            found[name] = f"CRASH {type(error).__name__}: {error}"
    print(json.dumps(found))


def assert_one_clear_line_or_a_report(name: str, said: str) -> None:
    assert "CRASH" not in said
    if said.startswith("error: "):
        assert "\n" not in said
        assert name in said
        assert "; " in said
    else:
        rows_in, located, unlocated, rejected = map(int, said.split())
        assert rows_in == located + unlocated + rejected
