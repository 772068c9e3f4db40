"""The companion publisher as a subprocess: JSON lines on its standard output, credentials on its standard input, nothing secret in argv.

It needs libraries that QGIS does not bring, so it has an environment of its own: one that an administrator names in the settings, or a
private one that :func:`make_environment` makes below the user's QGIS profile. It runs the same code as the plugin.
"""

from __future__ import annotations

import json
import os
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
_TICK = 0.2  # seconds between looking whether the user cancelled
_PATIENCE = 5.0  # seconds a cancelled publisher gets to finish its current write
_WINDOWS = os.name == "nt"


@dataclass(frozen=True)
class Answer:
    """What the publisher said: its exit code (0 done, 1 a check found something) and its JSON object."""

    code: int
    value: dict[str, Any]


def private_environment() -> Path:
    """Where the private environment lies, made or not."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "trygghetsrutan" / "publisher"


def interpreter() -> Path | None:
    """The Python that runs the publisher, or None when there is none yet."""
    named = str(QgsSettings().value(SETTING, "") or "")
    candidates = [Path(named)] if named else [_python_of(private_environment())]
    return next((path for path in candidates if path.is_file()), None)


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

    Raises :class:`InputError` when it cannot be made; what was begun is taken away by the next attempt.
    """
    folder = private_environment()
    folder.parent.mkdir(parents=True, exist_ok=True)
    env = _environment()
    progress("making the environment", 0, 2)
    _must(_run([str(_system_python()), "-m", "venv", "--clear", str(folder)], env, progress, ""))
    progress("installing the libraries", 1, 2)
    python = _python_of(folder)
    common = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
    try:
        _must(_run([*common, "--require-hashes", "-r", str(LOCK)], env, progress, ""))
    except (InputError, Cancelled):
        # An environment without its libraries would pass for an installed publisher.
        python.unlink(missing_ok=True)
        raise
    progress("installing the libraries", 2, 2)
    return python


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


def _must(outcome: tuple[int, list[dict[str, Any]], str]) -> None:
    code, _, errors = outcome
    if code:
        last = [line for line in errors.strip().splitlines() if line.strip()][-1:]
        raise InputError(
            Fault("publisher", f"could not be installed ({last[0] if last else code})", "check the network and the proxy settings of QGIS")
        )


def _run(
    command: list[str], env: dict[str, str], progress: Progress, first_line: str, started: Callable[[int], None] | None = None
) -> tuple[int, list[dict[str, Any]], str]:
    """Run a command to its end: exit code, the JSON objects of its output, its error text. Ends it when ``progress`` says so."""
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
    if started is not None:
        started(process.pid)
    lines: list[dict[str, Any]] = []
    errors: list[str] = []
    readers = [
        threading.Thread(target=_read_lines, args=(process.stdout, lines), daemon=True),
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


def _read_lines(stream: Any, into: list[dict[str, Any]]) -> None:
    for line in stream:
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            into.append(value)


def _end(process: subprocess.Popen[str]) -> None:
    """Ask the publisher to stop; when it does not in time, stop it. It never leaves half a version either way."""
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
