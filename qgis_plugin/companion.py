"""The companion publisher as a subprocess: JSON lines on its standard output, credentials on its standard input, nothing secret in argv.

It needs libraries that QGIS does not bring, so it runs by a Python of its own: one that an administrator names in the settings, or that
of the private environment (:mod:`.installing`). The code that runs in it is the plugin's own, so the two are never of different versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsSettings

from ..opendata.errors import CheckFailed, Fault, InputError
from ..opendata.progress import Progress
from . import installing, program

SETTING = "trygghetsrutan/companion"
"""A Python interpreter that has the publisher's libraries, set by an administrator; empty: the private environment."""


@dataclass(frozen=True)
class Answer:
    """What the publisher said: its exit code (0 done, 1 a check found something) and its JSON object."""

    code: int
    value: dict[str, Any]


def interpreter() -> Path | None:
    """The Python that runs the publisher: the one named in the settings while it is there, else the private one, else None."""
    named = str(QgsSettings().value(SETTING, "") or "")
    return Path(named) if named and Path(named).is_file() else installing.private_python()


def run(arguments: Sequence[str], progress: Progress, credential: str = "") -> Answer:
    """Run ``trygghetsrutan ARGUMENTS`` and return its answer; ``credential`` is the first line of its standard input.

    Raises :class:`InputError` for bad input or when the publisher is not there, :class:`Cancelled` when the user stopped it.
    """
    python = interpreter()
    if python is None:
        raise InputError(Fault("publisher", "is not installed", "install it on the page Publish, or name a Python in the settings"))
    command = [str(python), "-m", "trygghetsrutan", *arguments, "--json", "--progress", "jsonl"]
    ended = program.run(command, program.environment(), progress, first_line=credential)
    value: dict[str, Any] = next((line for line in reversed(ended.lines) if "step" not in line), {})
    if ended.code not in (0, 1):
        told = value.get("faults") or []
        faults = [_fault(each) for each in told if isinstance(each, dict)]
        raise InputError(
            faults
            or Fault("publisher", f"ended with code {ended.code} ({ended.errors[-300:].strip()})", "look at the log and run it again")
        )
    return Answer(ended.code, value)


def check(arguments: Sequence[str], progress: Progress, credential: str = "") -> dict[str, Any]:
    """As :func:`run`, but raises :class:`CheckFailed` when the publisher's check found something."""
    answer = run(arguments, progress, credential)
    if answer.code == 1:
        told = answer.value.get("findings") or answer.value.get("faults") or answer.value.get("hindrances") or []
        faults = [_fault(each) for each in told if isinstance(each, dict)]
        raise CheckFailed(faults or Fault("publisher", "found something that forbids this", "run validate and look at what it says"))
    return answer.value


def _fault(told: dict[str, Any]) -> Fault:
    """A fault or a finding of the publisher: a finding names its file and its row, a fault says where, both say what and how to mend it."""
    file, row = told.get("file"), told.get("row")
    where = told.get("where") or (f"{file}:{row}" if file and row else file) or told.get("gate") or "publisher"
    return Fault(str(where), str(told.get("what", "")), str(told.get("fix", "")))
