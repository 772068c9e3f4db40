"""The private environment that holds the publisher's libraries, and nothing else: made from the lock file, or a Python that is tried.

It lies below the user's QGIS profile. The code that runs in it is the plugin's own, so the two are never of different versions.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication

from ..opendata.errors import Cancelled, Fault, InputError
from ..opendata.progress import Progress
from . import program
from .program import ROOT, Line

LOCK = ROOT / "requirements.lock"
MEGABYTES = 720
"""What the private environment takes on the disk, as seen with Python 3.11 on Linux."""
_MADE = "made-from-lock"
"""The file that is written last: without it an environment is not whole."""
_BUILDER = "setuptools"
"""What builds the few libraries that come as source; it is installed first, so that pip fetches nothing that the lock does not name."""
_PROBE = "import ckanapi, datapackage, fiona, frictionless, pyproj, pyshacl, scipy, shapely"
_WINDOWS = os.name == "nt"


def private_environment() -> Path:
    """Where the private environment for this lock file and this Python lies, made or not.

    Both are in its name: after an update of the plugin or of QGIS that changes one of them it is made anew, beside the old one.
    """
    name = f"publisher-{sys.version_info.major}.{sys.version_info.minor}-{_lock_hash()[:12]}"
    return Path(QgsApplication.qgisSettingsDirPath()) / "trygghetsrutan" / name


def private_python() -> Path | None:
    """The private environment's Python; None while there is no whole one."""
    folder = private_environment()
    python = _python_of(folder)
    return python if (folder / _MADE).is_file() and python.is_file() else None


def requirements() -> list[str]:
    """What the private environment will hold, one ``name==version`` a line, to be shown before anything is installed."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [line.split(" ")[0].rstrip("\\").strip() for line in lines if line[:1].isalnum() and "==" in line]


def make_environment(progress: Progress) -> Path:
    """Make the private environment with exactly what the lock file names (hashes checked); returns its Python.

    Raises :class:`InputError` when it cannot be made and :class:`Cancelled` when the user stopped it; nothing of it is left then. What a
    killed QGIS left is no environment (:data:`_MADE` is missing) and is taken away here.
    """
    folder = private_environment()
    listed = len(requirements())
    python, scratch = _python_of(folder), folder / "scratch"
    # What pip has begun to unpack when it is stopped lies in our folder, and goes away with it.
    env = program.environment() | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    del env["PYTHONPATH"]
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-cache-dir", "--progress-bar", "off"]
    try:
        progress("making the environment", 0, 2 * listed)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _must([str(_system_python()), "-m", "venv", "--clear", str(folder)], program.environment(), progress)
        scratch.mkdir()
        first = scratch / "first.txt"
        first.write_text(_locked(_BUILDER), encoding="utf-8")
        _must([*pip, "--require-hashes", "--no-deps", "-r", str(first)], env, progress)
        _must([*pip, "--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(LOCK)], env, progress, _Told(listed))
        progress("trying the libraries", 2 * listed, 2 * listed)
        _must([str(python), "-c", _PROBE], env, progress)
        shutil.rmtree(scratch)
        (folder / _MADE).write_text(_lock_hash(), encoding="utf-8")
    except (InputError, Cancelled, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for old in folder.parent.glob(f"{folder.name.rpartition('-')[0]}-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return python


def try_python(python: Path, progress: Progress) -> None:
    """Raises :class:`InputError` when ``python`` does not run, or lacks a library that the publisher needs."""
    try:
        ended = program.run([str(python), "-c", _PROBE], program.environment(), progress)
    except OSError as error:
        raise InputError(Fault(str(python), f"cannot be started ({error.strerror})", "choose a Python interpreter")) from None
    if ended.code:
        raise InputError(Fault(str(python), f"lacks a library ({ended.last_words})", "install what requirements.lock names into it"))


class _Told:
    """What pip says in plain lines, as progress: a library collected, then all of them unpacked."""

    def __init__(self, libraries: int):
        self._libraries, self._collected = libraries, 0

    def __call__(self, line: str) -> Line | None:
        if re.match(r"Collecting |Requirement already satisfied: ", line):
            self._collected = min(self._collected + 1, self._libraries)
            return {"step": "downloading libraries", "done": self._collected, "total": 2 * self._libraries}
        if line.startswith("Installing collected packages"):
            return {"step": "unpacking libraries", "done": self._libraries, "total": 2 * self._libraries}
        return None


def _locked(name: str) -> str:
    """The lines of the lock file about one library: its version and its hashes."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(f"{name}=="))
    rest = next((i for i in range(first + 1, len(lines)) if not lines[i].startswith(" ")), len(lines))
    return "\n".join(line for line in lines[first:rest] if not line.lstrip().startswith("#")).rstrip("\\ ") + "\n"


@functools.cache
def _lock_hash() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def _python_of(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if _WINDOWS else folder / "bin" / "python"


def _system_python() -> Path:
    """QGIS' own interpreter: on Windows sys.executable is QGIS itself, so it is looked for beside the library."""
    if not _WINDOWS:
        return Path(sys.executable) if "python" in Path(sys.executable).name else Path("/usr/bin/python3")
    return Path(sys.exec_prefix) / "python.exe"


def _must(command: list[str], env: dict[str, str], progress: Progress, read: Callable[[str], Line | None] | None = None) -> None:
    """Run a step of the installation; raises :class:`InputError` with the last words of the one that failed."""
    ended = program.run(command, env, progress, read=read or (lambda line: {"said": line}))
    if not ended.code:
        return
    if "ensurepip" in ended.errors + "".join(str(line.get("said", "")) for line in ended.lines):
        raise InputError(
            Fault("publisher", "the Python of this system cannot make environments", "install python3-venv, or choose a Python yourself")
        )
    raise InputError(Fault("publisher", f"could not be installed ({ended.last_words})", "check the network and the proxy settings of QGIS"))
