"""Measure one contender once, in this process: ``one.py CASE CONTENDER KIND N REPEATS`` prints one JSON object.

Nothing but the work is timed: data lie in memory, libraries are loaded, one run before warms up where the work is short.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import contenders

ENOUGH_SECONDS = 1.0
"""A run that takes longer is measured once."""
LONG_SECONDS = 10.0
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


def _timed(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Wall and CPU seconds, and what the work returned."""
    start, spent = time.perf_counter(), time.process_time()
    check = work()
    return (time.perf_counter() - start, time.process_time() - spent), check


def main(case: str, name: str, kind: str, n: int, repeats: int) -> None:
    work = contenders.ALL[case][name].prepare(kind, n)
    gc.collect()
    before = _now_mb()
    _forget_peak()
    first, check = _timed(work)
    timed = [first]
    if first[0] < LONG_SECONDS:
        gc.collect()
        before = _now_mb()
        _forget_peak()
        timed = []
        for _ in range(1 if first[0] > ENOUGH_SECONDS else repeats):
            one, check = _timed(work)
            timed.append(one)
    peak = max(0.0, _peak_mb() - before)
    print(json.dumps({"walls": [wall for wall, _ in timed], "cpus": [cpu for _, cpu in timed], "peak_mb": round(peak, 1), "check": check}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(float(sys.argv[4])), int(sys.argv[5]))
