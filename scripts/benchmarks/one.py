"""Measure one contender once, in this process: ``one.py CASE CONTENDER KIND N REPEATS`` prints one JSON object.

Nothing but the work is timed: data lie in memory, libraries are loaded, one run before warms up where the work is short.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path

import contenders

ENOUGH_SECONDS = 1.0
"""A run that takes longer is not warmed up."""


def _peak_mb() -> float:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _now_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _forget_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        sys.stderr.write("the peak of memory could not be reset; it includes loading\n")


def main(case: str, name: str, kind: str, n: int, repeats: int) -> None:
    work = contenders.ALL[case][name].prepare(kind, n)
    start = time.perf_counter()
    check = work()
    first = time.perf_counter() - start
    walls, cpus = [], []
    gc.collect()
    before = _now_mb()
    _forget_peak()
    if first > ENOUGH_SECONDS:
        repeats = 1
    for _ in range(repeats):
        spent = time.process_time()
        start = time.perf_counter()
        check = work()
        walls.append(time.perf_counter() - start)
        cpus.append(time.process_time() - spent)
    peak = max(0.0, _peak_mb() - before)
    print(json.dumps({"walls": walls, "cpus": cpus, "peak_mb": round(peak, 1), "check": check}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(float(sys.argv[4])), int(sys.argv[5]))
