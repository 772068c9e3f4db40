"""The measured figures as tables and a plot."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import median
from typing import Any

OURS = "trygghetsrutan"
BASE = {"partition": "duckdb, finest level", "themes": "duckdb, finest level and theme"}
"""The contender that ratios are told against; the fastest one that is not ours, where none is named."""


def write(out: Path) -> None:
    """README.md of the runs kept in ``out``, beside what notes.md says of them, and growth.svg of the first."""
    runs = {number: json.loads(path.read_text(encoding="utf-8")) for number in (1, 2) if (path := out / f"run-{number}.json").exists()}
    lines = ["# Benchmarks", "", _how(), ""]
    if (out / "notes.md").exists():
        lines += [(out / "notes.md").read_text(encoding="utf-8").strip(), ""]
    if (out / "cluster.json").exists():
        lines += _cluster(json.loads((out / "cluster.json").read_text(encoding="utf-8")))
    for number, run in runs.items():
        lines += _about(number, run["machine"])
    first = next(iter(runs.values()), None)
    if first and _growth(first, out / "growth.svg"):
        lines += _doublings(list(runs.values()))
    lines += _tables([run["results"] for run in runs.values()])
    (out / "README.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _how() -> str:
    return "\n".join(
        (
            "Made by `scripts/benchmark --run 1` and, another time, `--run 2`; raw figures are in `run-1.json` and `run-2.json`. All",
            "contenders of a case work on the same arrays or files and take turns round by round, each in a process of its own with",
            "its libraries loaded and one run before as warm-up. Times are medians of a run; *x* is the ratio to the contender marked",
            "1.00 in the same case and run. Where two figures stand, they are of the first and the second run, and *apart* is by how",
            "much of their mean the two ratios differ. *CPU* is processor time of all threads: it shows what two threads cost. *Peak*",
            "is memory above what the input already took (for commands: of the whole process and its children). *Load* is how many",
            "processes wanted the processor when the case ended, our own among them. Peers count the finest level only; our partition",
            "does six levels, remainders, protection and, where it says so, distinct contributors.",
            "",
            "![Time against the number of points](growth.svg)",
        )
    )


def _cluster(told: dict[str, Any]) -> list[str]:
    """What `scripts/benchmarks/cluster.py` printed, kept as cluster.json."""
    same = "the same bytes" if told["same_bytes"] else "OTHER BYTES"
    alone, dask = (", ".join(f"{step} {seconds}" for step, seconds in told[f"{name}_steps"].items()) for name in ("alone", "dask"))
    return [
        "## A cluster that loses a worker",
        "",
        f"`scripts/benchmarks/cluster.py`: {told['points']:,} points with contributors and themes, {told['regions']:,} regions, on",
        f"{told['workers']} Dask workers of this machine; {', '.join(told['events'])}. The release has **{same}** as the",
        f"single machine's (SHA-256 `{told['sha256_dask']}`). Seconds on the clock: alone {told['alone_seconds']} ({alone}); Dask",
        f"{told['dask_seconds']} on the same two cores ({dask}).",
        "",
    ]


def _about(number: int, machine: dict[str, Any]) -> list[str]:
    versions = [f"{name} {version}" for name, version in (machine["peers"] | machine["ours"]).items()]
    return [
        f"**Run {number}**: {machine['date']}, commit {machine['commit']}, {machine['minutes']} minutes. {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory_gb']} GB; {machine['system']}; Python {machine['python']}; {', '.join(versions)}. "
        f"R: {machine['r']}.",
        "",
    ]


def _tables(runs: list[list[dict[str, Any]]]) -> list[str]:
    lines: list[str] = []
    by_key = [{(one["case"], one["kind"], one["n"]): one for one in results} for results in runs]
    keys = list(dict.fromkeys(key for results in by_key for key in results))
    for case in dict.fromkeys(key[0] for key in keys):
        lines += [f"## {case[0].upper()}{case[1:]}", "", "| data | n | who | time | x | apart | CPU | x CPU | apart | peak MB | load |"]
        lines += ["|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
        steps: list[str] = []
        for key in keys:
            if key[0] == case:
                here = [results[key] for results in by_key if key in results]
                lines += _rows(here)
                steps += _steps(here)
        lines += ["", *([*steps, ""] if steps else [])]
    return lines


def _rows(results: list[dict[str, Any]]) -> Iterable[str]:
    """A line per contender; ``results`` are one case of each run."""
    bases = [_base(result) for result in results]
    for name in dict.fromkeys(name for result in results for name in result["contenders"]):
        start = [results[0]["kind"], f"{results[0]['n']:,}", name]
        pairs = [(result["contenders"].get(name), base) for result, base in zip(results, bases, strict=True)]
        done = [(one, base) for one, base in pairs if one and one["walls"]]
        if not done:
            yield "| " + " | ".join([*start, "failed", *[""] * 7]) + " |"
            continue
        cells = []
        for what in ("walls", "cpus"):
            values = [median(one[what]) for one, _ in done]
            ratios = [value / max(median(base[what]), 1e-6) for value, (_, base) in zip(values, done, strict=True)]
            apart = f"{(max(ratios) - min(ratios)) / (sum(ratios) / len(ratios)):.0%}" if len(ratios) == 2 and max(ratios) > 0 else ""
            cells += [" / ".join(map(_seconds, values)), " / ".join(f"{ratio:.2f}" for ratio in ratios), apart]
        peak = max(one["peak_mb"] for one, _ in done)
        yield "| " + " | ".join([*start, *cells, f"{peak:,.0f}", " / ".join(str(result["load"]) for result in results)]) + " |"


def _base(result: dict[str, Any]) -> dict[str, Any]:
    """The contender that ratios of this case are told against."""
    measured = {name: one for name, one in result["contenders"].items() if one["walls"]}
    named = BASE.get(result["case"], "")
    if named in measured:
        return measured[named]
    peers = [name for name in measured if not name.startswith(OURS)]
    best = min(peers or measured, key=lambda name: median(measured[name]["walls"]), default="")
    return measured.get(best, {"walls": [1.0], "cpus": [1.0]})


def _steps(results: list[dict[str, Any]]) -> Iterable[str]:
    """What a command told of its steps, and memory per row where rows are many."""
    for name in results[0]["contenders"]:
        for number, result in enumerate(results, 1):
            one = result["contenders"].get(name)
            seconds = (one.get("check") or {}).get("seconds") if one and isinstance(one.get("check"), dict) else None
            if seconds:
                told = ", ".join(f"{step} {value}" for step, value in seconds.items())
                memory = f"; {one['peak_mb'] * 1e6 / result['n']:,.0f} bytes a row at the peak" if result["n"] >= 10**6 else ""
                yield f"- {name}, {result['kind']}, {result['n']:,}, run {number}: seconds {told}{memory}"


def _doublings(runs: list[dict[str, Any]]) -> list[str]:
    """By how much time grows when n doubles, from one size to the next."""
    lines = ["CPU time when n doubles (2.00: in proportion), uniform points, from each size to the next ten times as large:", ""]
    found: dict[str, dict[int, list[float]]] = {}
    for run in runs:
        for result in run["results"]:
            if result["case"] == "partition" and result["kind"] == "uniform" and result["n"] >= 10**5:
                for name, one in result["contenders"].items():
                    if one["walls"] and name.startswith(OURS):
                        found.setdefault(name, {}).setdefault(result["n"], []).append(median(one["cpus"]))
    sizes = sorted({n for by_n in found.values() for n in by_n})
    steps = list(pairwise(sizes))
    lines += ["| | " + " | ".join(f"{a:,} to {b:,}" for a, b in steps) + " |", "|---|" + "--:|" * len(steps)]
    for name, by_n in found.items():
        growth = [
            f"{(median(by_n[b]) / median(by_n[a])) ** (log(2) / log(b / a)):.2f}" if a in by_n and b in by_n else "" for a, b in steps
        ]
        lines.append(f"| {name} | " + " | ".join(growth) + " |")
    return [*lines, ""] if steps else []


def _seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def _growth(run: dict[str, Any], path: Path) -> bool:
    """Time of the partition against n, both axes logarithmic, with the line along which doubling n doubles time."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for result in run["results"]:
        if result["case"] == "partition" and result["kind"] == "uniform":
            for name, one in result["contenders"].items():
                if one["walls"]:
                    lines.setdefault(name, []).append((result["n"], median(one["cpus"])))
    if max(map(len, lines.values()), default=0) < 3:
        return False
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "trygghetsrutan"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 6))
    for name, points in sorted(lines.items()):
        axes.plot(*zip(*points, strict=True), marker="o", linewidth=2.5 if name.startswith(OURS) else 1, label=name)
    ours = max((points for name, points in lines.items() if name.startswith(OURS)), key=len)
    n, seconds = ours[-1]
    axes.plot([ours[0][0], n], [seconds * ours[0][0] / n, seconds], "k:", linewidth=1, label="doubling n doubles time")
    axes.set(xscale="log", yscale="log", xlabel="points", ylabel="CPU seconds", title="Cells of 250 m to 8 km, uniform points")
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    return True
