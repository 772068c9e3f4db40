"""The companion publisher as a subprocess: JSON lines on its standard output, credentials on its standard input, nothing secret in argv.

It needs libraries that QGIS does not bring, so it has an environment of its own: one that an administrator names in the settings, or a
private one that :func:`make_environment` makes below the user's QGIS profile. The environment holds libraries only: the code that runs in
it is the plugin's own, so the two are never of different versions.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess  # nosec B404 - the publisher runs apart from QGIS so that it cannot take QGIS down
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qgis.core import QgsApplication, QgsSettings

from ..opendata.errors import Cancelled, CheckFailed, Fault, InputError
from ..opendata.progress import Progress

SETTING = "trygghetsrutan/companion"
"""A Python interpreter that has the publisher's libraries, set by an administrator; empty: the private environment."""
ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
MEGABYTES = 720
"""What the private environment takes on the disk, as seen with Python 3.11 on Linux."""
_MADE = "made-from-lock"
"""The file that is written last: without it an environment is not whole."""
_BUILDER = "setuptools"
"""What builds the few libraries that come as source; it is installed first, so that pip fetches nothing that the lock does not name."""
_PROBE = "import ckanapi, datapackage, fiona, frictionless, pyproj, pyshacl, scipy, shapely"
_TICK = 0.2  # seconds between looking whether the user cancelled
_PATIENCE = 5.0  # seconds a cancelled publisher gets to finish its current write
_WINDOWS = os.name == "nt"


@dataclass(frozen=True)
class Answer:
    """What the publisher said: its exit code (0 done, 1 a check found something) and its JSON object."""

    code: int
    value: dict[str, Any]


def private_environment() -> Path:
    """Where the private environment for this lock file and this Python lies, made or not.

    Both are in its name: after an update of the plugin or of QGIS that changes one of them it is made anew, beside the old one.
    """
    name = f"publisher-{sys.version_info.major}.{sys.version_info.minor}-{_lock_hash()[:12]}"
    return Path(QgsApplication.qgisSettingsDirPath()) / "trygghetsrutan" / name


def interpreter() -> Path | None:
    """The Python that runs the publisher: the one named in the settings while it is there, else the private one, else None."""
    named = str(QgsSettings().value(SETTING, "") or "")
    if named and Path(named).is_file():
        return Path(named)
    folder = private_environment()
    python = _python_of(folder)
    return python if (folder / _MADE).is_file() and python.is_file() else None


def run(arguments: Sequence[str], progress: Progress, first_line: str = "") -> Answer:
    """Run ``trygghetsrutan ARGUMENTS`` and return its answer; ``first_line`` goes first to its standard input.

    Raises :class:`InputError` for bad input or when the publisher is not there, :class:`Cancelled` when the user stopped it.
    """
    python = interpreter()
    if python is None:
        raise InputError(Fault("publisher", "is not installed", "install it on the page Publish, or name a Python in the settings"))
    code, lines, errors = _run(
        [str(python), "-m", "trygghetsrutan", *arguments, "--json", "--progress", "jsonl"], _environment(), progress, first_line
    )
    value: dict[str, Any] = next((line for line in reversed(lines) if "step" not in line), {})
    if code not in (0, 1):
        told = value.get("faults") or []
        faults = [_fault(each) for each in told if isinstance(each, dict)]
        raise InputError(
            faults or Fault("publisher", f"ended with code {code} ({errors[-300:].strip()})", "look at the log and run it again")
        )
    return Answer(code, value)


def check(arguments: Sequence[str], progress: Progress, first_line: str = "") -> dict[str, Any]:
    """As :func:`run`, but raises :class:`CheckFailed` when the publisher's check found something."""
    answer = run(arguments, progress, first_line)
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
    env = _environment() | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    del env["PYTHONPATH"]
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-cache-dir", "--progress-bar", "off"]
    try:
        progress("making the environment", 0, 2 * listed)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _must([str(_system_python()), "-m", "venv", "--clear", str(folder)], _environment(), progress)
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
        code, _, errors = _run([str(python), "-c", _PROBE], _environment(), progress, "")
    except OSError as error:
        raise InputError(Fault(str(python), f"cannot be started ({error.strerror})", "choose a Python interpreter")) from None
    if code:
        raise InputError(
            Fault(str(python), f"lacks a library ({_last_line(errors) or code})", "install what requirements.lock names into it")
        )


class _Told:
    """What pip says in plain lines, as progress: a library collected, then all of them unpacked."""

    def __init__(self, libraries: int):
        self._libraries, self._collected = libraries, 0

    def __call__(self, line: str) -> dict[str, Any] | None:
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


def proxy_environment(settings: QgsSettings) -> dict[str, str]:
    """QGIS' proxy settings as the variables that Python's libraries read; empty when QGIS uses none."""
    if not settings.value("proxy/proxyEnabled", False, type=bool):
        return {}
    kind = str(settings.value("proxy/proxyType", "") or "")
    host, port = str(settings.value("proxy/proxyHost", "") or ""), str(settings.value("proxy/proxyPort", "") or "")
    if kind not in ("HttpProxy", "Socks5Proxy") or not host:
        return {}
    user, word = str(settings.value("proxy/proxyUser", "") or ""), str(settings.value("proxy/proxyPassword", "") or "")
    login = f"{quote(user, safe='')}:{quote(word, safe='')}@" if user else ""
    scheme = "http" if kind == "HttpProxy" else "socks5h"
    address = f"{scheme}://{login}{host}{':' + port if port else ''}"
    excluded = settings.value("proxy/noProxyUrls", []) or []
    named = [excluded] if isinstance(excluded, str) else [str(each) for each in excluded]
    hosts = [each.split("//")[-1].split("/")[0].split(":")[0] for each in named]
    return {"HTTP_PROXY": address, "HTTPS_PROXY": address, "NO_PROXY": ",".join(["localhost", "127.0.0.1", *filter(None, hosts)])}


def _environment() -> dict[str, str]:
    """QGIS' environment without what would make another Python load QGIS' libraries, and with our code and QGIS' proxy."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB", "PROJ_DATA", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    ours = {"PYTHONPATH": str(ROOT.parent), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return kept | proxy_environment(QgsSettings()) | ours


def _python_of(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if _WINDOWS else folder / "bin" / "python"


def _system_python() -> Path:
    """QGIS' own interpreter: on Windows sys.executable is QGIS itself, so it is looked for beside the library."""
    if not _WINDOWS:
        return Path(sys.executable) if "python" in Path(sys.executable).name else Path("/usr/bin/python3")
    return Path(sys.exec_prefix) / "python.exe"


def _must(command: list[str], env: dict[str, str], progress: Progress, read: Callable[[str], dict[str, Any] | None] | None = None) -> None:
    """Run a step of the installation; raises :class:`InputError` with the last words of the one that failed."""
    code, lines, errors = _run(command, env, progress, "", read or (lambda line: {"said": line}))
    if not code:
        return
    if "ensurepip" in errors + "".join(str(line.get("said", "")) for line in lines):
        raise InputError(
            Fault("publisher", "the Python of this system cannot make environments", "install python3-venv, or choose a Python yourself")
        )
    raise InputError(
        Fault("publisher", f"could not be installed ({_last_line(errors) or code})", "check the network and the proxy settings of QGIS")
    )


def _last_line(errors: str) -> str:
    return next((line.strip() for line in reversed(errors.splitlines()) if line.strip()), "")


def _json(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _run(
    command: list[str],
    env: dict[str, str],
    progress: Progress,
    first_line: str,
    read: Callable[[str], dict[str, Any] | None] = _json,
) -> tuple[int, list[dict[str, Any]], str]:
    """Run a command to its end: exit code, what ``read`` made of its output's lines, its error text. Ends it when ``progress`` says so."""
    process = subprocess.Popen(  # nosec B603 - a fixed program with separate arguments, no shell
        command,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    lines: list[dict[str, Any]] = []
    errors: list[str] = []
    readers = [
        threading.Thread(target=_read_lines, args=(process.stdout, read, lines), daemon=True),
        threading.Thread(target=lambda: errors.append(process.stderr.read() if process.stderr else ""), daemon=True),
    ]
    for reader in readers:
        reader.start()
    if process.stdin is not None:
        try:
            process.stdin.write(first_line + "\n" if first_line else "")
            process.stdin.close()
        except BrokenPipeError:
            errors.append("ended before it was told what to do")
    told = 0
    try:
        while True:
            try:
                code = process.wait(_TICK)
                break
            except subprocess.TimeoutExpired:
                told = _tell(lines, told, progress)
        for reader in readers:
            reader.join()
        _tell(lines, told, progress)
    except Cancelled:
        _end(process)
        raise
    finally:
        for reader in readers:
            reader.join(_PATIENCE)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
    return code, lines, "".join(errors)


def _tell(lines: list[dict[str, Any]], told: int, progress: Progress) -> int:
    """Pass on what the publisher said of its progress since last time; also where a cancel is noticed."""
    steps = [line for line in lines[told:] if "step" in line]
    if steps:
        last = steps[-1]
        progress(str(last["step"]), int(last.get("done", 0)), int(last.get("total", 0)))
    else:
        progress("", 0, 0)
    return len(lines)


def _read_lines(stream: Any, read: Callable[[str], dict[str, Any] | None], into: list[dict[str, Any]]) -> None:
    for line in stream:
        value = read(line)
        if value is not None:
            into.append(value)


def _end(process: subprocess.Popen[str]) -> None:
    """Ask the publisher to stop; when it does not in time, stop it. It never leaves half a version either way."""
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
