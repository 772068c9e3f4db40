"""The measured figures as tables and a plot."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

OURS = "trygghetsrutan"
BASE = {"partition": "duckdb, finest level", "themes": "duckdb, finest level and theme"}
"""The contender that ratios are told against; the fastest one that is not ours, where none is named."""


def write(runs: list[dict[str, Any]], out: Path) -> None:
    """README.md of all runs, the newest first, and growth.svg of the newest run that measured growth."""
    lines = ["# Benchmarks", "", _how(), ""]
    if (out / "cluster.json").exists():
        lines += _cluster(json.loads((out / "cluster.json").read_text(encoding="utf-8")))
    for run in reversed(runs):
        lines += _run(run)
    (out / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for run in reversed(runs):
        if _growth(run, out / "growth.svg"):
            break


def _how() -> str:
    return "\n".join(
        (
            "Made by `scripts/benchmark`; raw figures are in `results.json`. All contenders of a case work on the same arrays or files and",
            "take turns round by round, each in a process of its own with its libraries loaded and one run before as warm-up. Times are",
            "medians; *spread* is the fastest and the slowest run; *x* is the ratio to the contender marked 1.00 in the same case.",
            "*CPU* is processor time of all threads: on a machine that others use too it is steadier than time on the clock, and it shows",
            "what two threads cost. *Peak* is memory above what the input already took (for commands: of the whole process). *Load* is how",
            "many processes wanted the processor when the case ended: above the number of cores, times on the clock are longer than on a",
            "machine of your own. Peers count the finest level only; our partition does six levels, remainders, protection and, where it",
            "says so, distinct contributors.",
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


def _run(run: dict[str, Any]) -> list[str]:
    machine = run["machine"]
    versions = [f"{name} {version}" for name, version in (machine["peers"] | machine["ours"]).items()]
    lines = [
        f"## {machine['date']}, commit {machine['commit']}",
        "",
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB; {machine['system']}; Python {machine['python']}; "
        f"{', '.join(versions)}. R: {machine['r']}.",
        "",
    ]
    by_case: dict[str, list[dict[str, Any]]] = {}
    for result in run["results"]:
        by_case.setdefault(result["case"], []).append(result)
    for case, results in by_case.items():
        lines += [f"### {case[0].upper()}{case[1:]}", "", "| data | n | who | median | spread | x | CPU | x CPU | peak MB | load |"]
        lines += ["|---|--:|---|--:|--:|--:|--:|--:|--:|--:|"]
        for result in results:
            lines += _rows(result)
        lines.append("")
    return lines


def _rows(result: dict[str, Any]) -> Iterable[str]:
    measured = {name: one for name, one in result["contenders"].items() if one["walls"]}
    peers = [name for name in measured if not name.startswith(OURS)]
    base = BASE.get(result["case"], "")
    if base not in measured:
        base = min(peers or measured, key=lambda name: median(measured[name]["walls"]))
    for name, one in result["contenders"].items():
        if not one["walls"]:
            yield f"| {result['kind']} | {result['n']:,} | {name} | failed | | | | | | |"
            continue
        wall, cpu = median(one["walls"]), median(one["cpus"])
        ratio = wall / median(measured[base]["walls"])
        cpu_ratio = cpu / max(median(measured[base]["cpus"]), 1e-6)
        spread = f"{_seconds(min(one['walls']))} – {_seconds(max(one['walls']))}"
        cells = [result["kind"], f"{result['n']:,}", name, _seconds(wall), spread, f"{ratio:.2f}", _seconds(cpu), f"{cpu_ratio:.2f}"]
        yield "| " + " | ".join([*cells, f"{one['peak_mb']:,.0f}", str(result["load"])]) + " |"


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
