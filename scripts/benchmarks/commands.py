"""What is measured from outside, as a user meets it: commands with their start, their CPU time and their peak of memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import data

PROGRAM = data.HERE / ".venv" / "bin" / "trygghetsrutan"
CAMPAIGN = data.HERE / "examples" / "karlskoga" / "campaign.toml"
PLUGIN = Path(__file__).with_name("plugin_start.py")


def _timed(command: Sequence[str]) -> dict[str, Any]:
    """Wall and CPU seconds and peak MB of a command and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=data.HERE)
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watch.start()
    out, error = process.stdout.read(), process.stderr.read()  # type: ignore[union-attr]
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    watch.join()
    if status:
        print(f"  {' '.join(map(str, command))}: {error.decode().strip()[-300:]}", file=sys.stderr)
    check = out.decode().strip().splitlines()[-1:] or [""]
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": peak[0], "check": check[0], "failed": bool(status)}


def _watch(pid: int, peak: list[float]) -> None:
    """Keep the high-water mark of the process with its children: what the kernel tells at its end counts the program that started it."""
    while True:
        try:
            own = _megabytes(pid, "VmHWM:")
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
            others = sum(_megabytes(int(child), "VmRSS:") for child in children)
            peak[0] = max(peak[0], own, _megabytes(pid, "VmRSS:") + others)
        except (OSError, IndexError):
            if not Path(f"/proc/{pid}/status").exists() or "VmHWM" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii"):
                return
        time.sleep(0.02)


def _megabytes(pid: int, line: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return int(status.split(line)[1].split()[0]) / 1024


def _rounds(case: str, named: dict[str, Sequence[str]], rounds: int, n: int = 1, kind: str = "command") -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for _ in range(rounds):
        for name, command in named.items():
            one = _timed(command)
            known = found.setdefault(name, {"walls": [], "cpus": [], "peak_mb": 0.0, "check": None, "failed": one["failed"]})
            known["walls"].append(one["wall"])
            known["cpus"].append(one["cpu"])
            known["peak_mb"] = round(max(known["peak_mb"], one["peak_mb"]), 1)
            known["check"] = _short(one["check"])
    print(f"{case}, {n}: done; load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return {"case": case, "kind": kind, "n": n, "load": round(os.getloadavg()[0], 1), "contenders": found}


def _short(line: str) -> Any:
    """Of a JSON summary the seconds per step; anything else is not kept."""
    try:
        return {key: value for key, value in json.loads(line).items() if key in ("seconds", "regions", "audit")}
    except (ValueError, AttributeError):
        return None


def starts(folder: Path, rounds: int, most: float) -> list[dict[str, Any]]:
    """Start-up of the command line, beside Python alone; of the plugin and its panel inside QGIS' Python (they tell their own part)."""
    python, qgis = str(PROGRAM.with_name("python")), str(data.HERE / ".venv-qgis/bin/python")
    named: dict[str, Sequence[str]] = {
        "python -c pass": [python, "-c", "pass"],
        "trygghetsrutan --help": [str(PROGRAM), "--help"],
        "trygghetsrutan aggregate --help": [str(PROGRAM), "aggregate", "--help"],
        "QGIS and the plugin": [qgis, str(PLUGIN), str(folder), "start"],
        "QGIS, the plugin and its panel": [qgis, str(PLUGIN), str(folder), "panel"],
    }
    (folder / "trygghetsrutan").symlink_to(data.HERE)
    return [_rounds("start", named, max(rounds, 5))]


def chain(folder: Path, rounds: int, most: float) -> list[dict[str, Any]]:
    """The whole chain of the sample campaign: five channels' files to the package."""
    command = [str(PROGRAM), "run", str(CAMPAIGN), "--out", str(folder / "out"), "--json"]
    return [_rounds("whole chain", {"trygghetsrutan run": command}, rounds, 700, "campaign")]


def submissions(folder: Path, rounds: int, most: float) -> list[dict[str, Any]]:
    """Many submissions, from a table to the package: read, located, duplicates and persons told, masked, aggregated, attacked, packed."""
    found = []
    for n, suffix in ((10**4, "csv"), (10**6, "csv"), (10**6, "parquet")):
        if n <= most:
            settings = str(data.campaign(n, suffix))
            command = [str(PROGRAM), "run", settings, "--out", str(folder / "many"), "--json", "--progress", "none"]
            named = {"trygghetsrutan run": command}
            found.append(_rounds("many submissions", named, 1 if n > 10**4 else rounds, n, f"campaign, .{suffix}"))
            shutil.rmtree(folder / "many")
    return found


def files(folder: Path, rounds: int, most: float) -> list[dict[str, Any]]:
    """A file of points to an audited release."""
    found = []
    sizes = (("csv", 10**6), ("gpkg", 10**6), ("parquet", 10**6), ("parquet", 10**7), ("parquet", 10**8))
    for suffix, n in sizes if most >= 10**6 else (("csv", 10**4),):
        if n > most:
            continue
        # the largest file is the largest of the other cases too
        kind = "uniform" if n == 10**8 else "clustered"
        path = data.table_file(kind, n, suffix)
        common = [str(PROGRAM), "aggregate", str(path), "--crs", "EPSG:3006", "--json", "--progress", "none"]
        common += ["--out", str(folder / "r.gpkg"), *([] if suffix == "gpkg" else ["--x", "x", "--y", "y"])]
        named: dict[str, Sequence[str]] = {"trygghetsrutan aggregate": common}
        # contributors of 100 million points do not fit in the memory of this machine
        if n < 10**8:
            named["trygghetsrutan aggregate, contributors, themes"] = [*common, "--contributor", "who", "--theme", "theme"]
        found.append(_rounds("file to release", named, 1 if n >= 10**7 else rounds, n, f"{kind}, .{suffix}"))
    return found


ALL: dict[str, Callable[[Path, int, float], list[dict[str, Any]]]] = {
    "start": starts,
    "whole chain": chain,
    "file to release": files,
    "many submissions": submissions,
}
