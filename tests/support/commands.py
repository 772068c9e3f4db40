"""Running the command line: as its users do, in a process of its own, or right here, which tells the same in a tenth of the time."""

import contextlib
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from trygghetsrutan.opendata.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "karlskoga"


def command(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command line run in this process; what is no exit of its own is raised."""
    with contextlib.chdir(cwd):
        done = CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def program(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    return subprocess.run([sys.executable, "-m", "trygghetsrutan", *arguments], cwd=cwd, input=stdin, capture_output=True, check=False)
