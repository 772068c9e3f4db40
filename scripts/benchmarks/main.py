"""Run the cases, contenders in turn. With ``--run 1`` or ``--run 2`` the figures are kept in docs/benchmarks/ (run-1.json, run-2.json) and
README.md with the tables of both and growth.svg are written anew; without it they go to .work/bench/trial/ and nothing else changes."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import commands
import contenders
import data
import report

OUT = data.HERE / "docs" / "benchmarks"
SIZES = {
    "partition": [("uniform", 10**e) for e in range(3, 9)]
    + [("clustered", 10**6), ("clustered", 10**7), ("national", 10**7), ("real", 92_666)],
    "themes": [("uniform", 10**5), ("uniform", 10**6), ("clustered", 10**6)],
    "read csv": [("uniform", 10**6)],
    "read parquet": [("uniform", 10**6)],
    "read geopackage": [("uniform", 10**6)],
    "project": [("uniform", 10**6)],
    "mask texts": [("texts", 10**4)],
    "theme texts": [("texts", 10**4)],
    "locate": [("campaign", 10**4)],
    "audit": [("clustered", 10**6), ("clustered", 10**5)],
    "package": [("clustered", 10**5), ("national", 10**6)],
}
QUICK = 10**6
SLOW_SECONDS = 2.0
"""A contender that takes longer is measured once, not in every round."""


def environment(home: str) -> dict[str, str]:
    """The environment of a contender's process; ours has what the command line sets for itself."""
    values = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    if home == "ours":
        program = "import json; from trygghetsrutan.opendata import cpu; e = {}; cpu.settle(e); print(json.dumps(e))"
        told = subprocess.run([str(contenders.home("ours")), "-c", program], capture_output=True, text=True, check=True).stdout
        values |= json.loads(told)
    return values


def measure(case: str, name: str, kind: str, n: int, repeats: int) -> dict[str, Any] | None:
    """One process of one contender; None when it could not do it, with the reason on stderr."""
    contender = contenders.ALL[case][name]
    one = Path(__file__).with_name("one.py")
    command = [str(contenders.home(contender.home)), str(one), case, name, kind, str(n), str(repeats)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(contender.home), cwd=data.HERE, check=False)
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])  # type: ignore[no-any-return]
    except (ValueError, IndexError):
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        print(f"  {name}, {kind}, {n}: failed ({reason})", file=sys.stderr)
        return None


def run_case(case: str, kind: str, n: int, rounds: int, repeats: int) -> dict[str, Any]:
    """All contenders of a case in turn, ``rounds`` times."""
    found: dict[str, dict[str, Any]] = {}
    for number in range(rounds):
        for name, contender in contenders.ALL[case].items():
            known = found.get(name)
            if not contender.least <= n <= contender.most or (known and (known["walls"][0] > SLOW_SECONDS or known["failed"])):
                continue
            one = measure(case, name, kind, n, repeats)
            known = found.setdefault(name, {"walls": [], "cpus": [], "peak_mb": 0.0, "check": None, "failed": one is None})
            if one:
                known["walls"] += one["walls"]
                known["cpus"] += one["cpus"]
                known["peak_mb"] = max(known["peak_mb"], one["peak_mb"])
                known["check"] = one["check"]
        print(f"{case}, {kind}, {n}: round {number + 1} of {rounds}; load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return {"case": case, "kind": kind, "n": n, "load": round(os.getloadavg()[0], 1), "contenders": found}


def machine() -> dict[str, Any]:
    """What was measured on, and with which versions."""
    model, memory = platform.processor(), 0
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
        memory = int(Path("/proc/meminfo").read_text(encoding="ascii").split()[1]) // 1024**2
    peers = ("duckdb", "polars", "pandas", "geopandas", "h3", "numpy", "pyarrow", "pyogrio", "pyproj")
    ours = ("numpy", "pyarrow", "pyogrio", "pyproj", "scipy", "distributed")
    program = f"import json; from importlib import metadata as m; print(json.dumps({{n: m.version(n) for n in {ours!r}}}))"
    told = subprocess.run([str(contenders.home("ours")), "-c", program], capture_output=True, text=True, check=True).stdout
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=data.HERE, check=False).stdout
    return {
        "date": date.today().isoformat(),
        "booted": round(time.time() - float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])),
        "commit": commit.strip(),
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gb": memory,
        "system": platform.platform(),
        "python": platform.python_version(),
        "ours": json.loads(told),
        "peers": {name: metadata.version(name) for name in peers},
        "r": "absent: AQuadtree was not measured",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=int, choices=(1, 2), help="keep this as the first or the second of the two runs that are compared")
    parser.add_argument("--cases", nargs="*", choices=[*SIZES, *commands.ALL], help="only these; of a kept run the others stay")
    parser.add_argument("--most", type=float, default=1e8, help="largest number of points (default 1e8)")
    parser.add_argument("--quick", action="store_true", help=f"at most {QUICK} points, one round")
    parser.add_argument("--rounds", type=int, default=2, help="times that all contenders take their turn (default 2)")
    parser.add_argument("--repeats", type=int, default=3, help="timed runs in each process (default 3)")
    parser.add_argument("--minutes", type=float, default=25, help="begin nothing new after so long; what is left out is told (default 25)")
    parser.add_argument("--prepare", action="store_true", help="only make the data, which takes minutes and is done once")
    parser.add_argument("--report", action="store_true", help="measure nothing, write the tables anew")
    arguments = parser.parse_args()
    out = data.FOLDER / "trial" if arguments.run is None and not arguments.report else OUT
    out.mkdir(parents=True, exist_ok=True)
    if not arguments.report:
        most, rounds = (min(QUICK, arguments.most), 1) if arguments.quick else (arguments.most, arguments.rounds)
        cases = arguments.cases or [*SIZES, *commands.ALL]
        prepare(cases, most)
        if arguments.prepare:
            return
        store = out / f"run-{arguments.run or 1}.json"
        kept = json.loads(store.read_text(encoding="utf-8"))["results"] if store.exists() and arguments.cases else []
        about, started = machine(), time.monotonic()
        results = [one for one in kept if one["case"] not in cases]
        for case in cases:
            results += measured(case, most, rounds, arguments.repeats, started + 60 * arguments.minutes)
            about["minutes"] = round((time.monotonic() - started) / 60, 1)
            told = {"machine": about, "results": results}
            # after every case, so that an interrupted run is not lost
            store.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{about['minutes']} minutes", file=sys.stderr)
    report.write(out)
    print(out / "README.md")


def prepare(cases: Sequence[str], most: float) -> None:
    """Make all data that the cases need."""
    for case in cases:
        for kind, n in SIZES.get(case, ()):
            if n > most or kind == "texts":
                continue
            if kind == "campaign":
                data.campaign(n)
                continue
            data.folder(kind, n)
            suffix = contenders.needs_file(case) or ("gpkg" if case == "partition" and n == 10**6 else "")
            if suffix:
                data.table_file(kind, n, suffix)
    if "file to release" in cases:
        for suffix, n in (("csv", 10**6), ("gpkg", 10**6), ("parquet", 10**6), ("parquet", 10**7), ("parquet", 10**8)):
            if n <= most:
                data.table_file("uniform" if n == 10**8 else "clustered", n, suffix)
    if "many submissions" in cases:
        for n, suffix in ((10**4, "csv"), (10**6, "parquet")):
            if n <= most:
                data.campaign(n, suffix)


def measured(case: str, most: float, rounds: int, repeats: int, until: float) -> list[dict[str, Any]]:
    """A case at all its sizes; nothing is begun after ``until``, by the clock that only goes forward."""
    if case in commands.ALL:
        if time.monotonic() > until:
            print(f"left out for want of time: {case}", file=sys.stderr)
            return []
        with tempfile.TemporaryDirectory() as folder:
            return commands.ALL[case](Path(folder), rounds, most)
    found = []
    for kind, n in SIZES[case]:
        if n > most:
            continue
        if time.monotonic() > until:
            print(f"left out for want of time: {case}, {kind}, {n}", file=sys.stderr)
            continue
        # very large inputs once, because a round takes minutes; small ones too, because starting processes takes nearly all of it
        once = n >= 10**8 or case == "package" or (case == "partition" and (n < 10**5 or kind == "national"))
        found.append(run_case(case, kind, n, 1 if once else rounds, 3 * repeats if once and n < 10**5 else repeats))
    return found


if __name__ == "__main__":
    main()
