"""A program beside QGIS: lines of its output, progress and cancel while it runs, QGIS' proxy in its environment."""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404 - the publisher runs apart from QGIS so that it cannot take QGIS down
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qgis.core import QgsSettings

from ..opendata.errors import Cancelled
from ..opendata.progress import Progress

ROOT = Path(__file__).resolve().parent.parent
_TICK = 0.2  # seconds between looking whether the user cancelled
_PATIENCE = 5.0  # seconds a cancelled program gets to finish its current write

Line = dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """What a program left: its exit code, what was made of its output's lines, its error text."""

    code: int
    lines: list[Line]
    errors: str

    @property
    def last_words(self) -> str:
        """The last line of its error text that says something, else its exit code."""
        return next((line.strip() for line in reversed(self.errors.splitlines()) if line.strip()), str(self.code))


def json_line(line: str) -> Line | None:
    """A line that is a JSON object."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def run(
    command: list[str],
    env: dict[str, str],
    progress: Progress,
    *,
    first_line: str = "",
    read: Callable[[str], Line | None] = json_line,
) -> Ended:
    """Run ``command`` to its end, ``first_line`` first on its standard input; ``read`` makes something of a line of its output.

    Lines that have a ``step`` are told to ``progress``; when that raises Cancelled, the program is ended and the error goes on.
    """
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
    lines: list[Line] = []
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
    return Ended(code, lines, "".join(errors))


def environment() -> dict[str, str]:
    """QGIS' environment without what would make another Python load QGIS' libraries, and with our code and QGIS' proxy."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB", "PROJ_DATA", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    ours = {"PYTHONPATH": str(ROOT.parent), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return kept | proxy_environment(QgsSettings()) | ours


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


def _tell(lines: list[Line], told: int, progress: Progress) -> int:
    """Pass on what the program said of its progress since last time; also where a cancel is noticed."""
    steps = [line for line in lines[told:] if "step" in line]
    if steps:
        last = steps[-1]
        progress(str(last["step"]), int(last.get("done", 0)), int(last.get("total", 0)))
    else:
        progress("", 0, 0)
    return len(lines)


def _read_lines(stream: Any, read: Callable[[str], Line | None], into: list[Line]) -> None:
    for line in stream:
        value = read(line)
        if value is not None:
            into.append(value)


def _end(process: subprocess.Popen[str]) -> None:
    """Ask the program to stop; when it does not in time, stop it."""
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
