"""What the command line says: progress on stderr, results on stdout, faults one line each."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .errors import UserError
from .progress import Progress, silent

QUIET_SECONDS = 1.0
"""Steps that are over sooner are not worth a line."""


def result(value: dict[str, Any], as_json: bool, text: str) -> None:
    """Print the result: one JSON object, or the text."""
    print(json.dumps(value, ensure_ascii=False, sort_keys=True) if as_json else text)


def told(error: UserError, as_json: bool) -> int:
    """Print what is wrong, a line a fault on stderr (with ``as_json`` an object on stdout too); return the exit code."""
    for fault in error.faults:
        print(_one_line(str(fault)), file=sys.stderr)
    if as_json:
        faults = [{"where": f.where, "what": f.what, "fix": f.fix} for f in error.faults]
        print(json.dumps({"faults": faults}, ensure_ascii=False, sort_keys=True))
    return error.exit_code


def figures(summary: Mapping[str, Any]) -> str:
    """The summary of a release as lines."""
    shares = ", ".join(f"{share:.1%} at or below {size} m" for size, share in summary["share_at_or_below"].items())
    return "\n".join(
        (
            f"points: {summary['points_in']} in, {summary['points_rejected']} rejected, {summary['points_published']} published",
            f"regions: {summary['regions']} of at least {summary['k']} contributors; median size {summary['weighted_median_size_m']} m",
            f"fineness: {shares}",
            f"audit: {summary['audit']}; narrowest interval left to an attacker: {summary['narrowest_interval']}",
            f"seconds: {', '.join(f'{step} {seconds}' for step, seconds in summary['seconds'].items())}",
        )
    )


@contextmanager
def progress(kind: str) -> Iterator[Progress]:
    """A progress of ``kind``: ``auto`` (a bar on a terminal, lines otherwise), ``jsonl`` (JSON lines on stdout) or ``none``."""
    if kind == "jsonl":
        yield _json_lines
    elif kind == "none":
        yield silent
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _lines()


def _json_lines(step: str, done: int, total: int) -> None:
    print(json.dumps({"step": step, "done": done, "total": total}), flush=True)


def _lines() -> Progress:
    started: dict[str, float] = {}
    said: dict[str, float] = {}

    def show(step: str, done: int, total: int) -> None:
        now = time.monotonic()
        begun = started.setdefault(step, now)
        if now - begun < QUIET_SECONDS or now - said.get(step, begun) < QUIET_SECONDS:
            return
        said[step] = now
        print(f"{step}: {done} of {total}", file=sys.stderr, flush=True)

    return show


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())
