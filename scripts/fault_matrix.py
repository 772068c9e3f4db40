"""Break every request of a publication and of an update in every way, and say what readers saw and how it ended.

``scripts/fault_matrix [--write]`` needs the CKAN of ``scripts/ckan_server`` (it is started); ``--write`` puts the table into
``docs/publishing.md``. With ``--minutes`` it stops early; the cases are taken in an order that spreads over all requests and faults. The
table as it stands is kept in ``.work/fault-matrix.md`` meanwhile.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from trygghetsrutan.opendata.portal.transport import Token
from trygghetsrutan.tests.portal import faults
from trygghetsrutan.tests.support.portal_packages import write_package

REPOSITORY = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- fault matrix: begin -->", "<!-- fault matrix: end -->"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so long; what was run is spread over all cases")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many cases of the order: those that an earlier run has tried")
    parser.add_argument("--role", default="editor")
    options = parser.parse_args()
    up = subprocess.run([str(REPOSITORY / "scripts" / "ckan_server"), "up"], check=True, capture_output=True, text=True)
    server = json.loads(up.stdout)
    url, token = server["url"], Token(Path(server["tokens"][options.role]).read_text())
    began, outcomes, commit = time.monotonic(), [], revision()
    with tempfile.TemporaryDirectory() as folder:
        plans = {what: Bench(url, token, Path(folder), what) for what in ("publish", "update")}
        cases = [(what, case) for what, bench in plans.items() for case in bench.cases]
        for count, (what, case) in enumerate(spread(cases)[options.skip :], options.skip):
            if time.monotonic() - began > options.minutes * 60:
                break
            outcomes.append((what, plans[what].run(count, *case)))
            if outcomes[-1][1].wrong:
                print(f"WRONG {what} {outcomes[-1][1]}", file=sys.stderr, flush=True)
            if count % 20 == 19:
                print(f"{count + 1} of {len(cases)}", file=sys.stderr, flush=True)
                so_far = table(outcomes, len(cases), (time.monotonic() - began) / 60, options.role, commit)
                (REPOSITORY / ".work" / "fault-matrix.md").write_text(so_far)
    text = table(outcomes, len(cases), (time.monotonic() - began) / 60, options.role, commit)
    print(text)
    if options.write:
        path = REPOSITORY / "docs" / "publishing.md"
        document = path.read_text()
        head, _, rest = document.partition(BEGIN)
        path.write_text(f"{head}{BEGIN}\n\n{text}\n{END}{rest.partition(END)[2]}")
    return int(any(outcome.wrong for _, outcome in outcomes))


def revision() -> str:
    """The commit that is tried, and whether the publisher's files differ from it."""
    git = ["git", "-C", str(REPOSITORY)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    changed = subprocess.run([*git, "diff", "--quiet", "HEAD", "--", "opendata"], check=False).returncode
    return f"{commit} with changes" if changed else commit


def spread(cases: list[Any]) -> list[Any]:
    """All cases, in an order whose every beginning is spread over the whole: steps of the golden section."""
    count = len(cases)
    step = next(step for step in range(round(count * 0.618), count + 2) if math.gcd(step, count) == 1)
    return [cases[index * step % count] for index in range(count)]


class Bench:
    """First publications, or updates, of small datasets at one portal, each with one fault."""

    def __init__(self, url: str, token: Token, folder: Path, what: str):
        self._url, self._token, self._folder, self._what = url, token, folder / what, what
        self._stamp = f"{time.time_ns():x}"[-9:]
        before, package = self._make(f"matrix-{what}-{self._stamp}-clean")
        if before is not None:
            faults.publish(url, token, before)
        steps = faults.requests_of(url, token, package)
        versions = tuple(faults.read(path) for path in (before, package) if path is not None)
        self._reference = faults.Observer(url, versions[-1].name, versions, may_be_absent=True).state()
        self.cases = [(number, fault, False) for number in range(len(steps)) for fault in faults.FAULTS]
        self.cases += [(number, fault, True) for number in range(len(steps)) for fault in faults.REPEATABLE]
        print(f"{what}: {len(steps)} requests, {len(self.cases)} cases: {', '.join(steps)}", file=sys.stderr, flush=True)

    def run(self, count: int, number: int, fault: str, stays: bool) -> Any:
        before, package = self._make(f"matrix-{self._what}-{self._stamp}-{count}")
        return faults.run_case(self._url, self._token, before, package, number, fault, stays=stays, reference=self._reference)

    def _make(self, name: str) -> tuple[Path | None, Path]:
        folder = self._folder / name
        if self._what == "publish":
            return None, write_package(folder / "new", name=name, layer=False)
        rows = "region_id,contributors,status\n0123,5,published\n"
        before = write_package(folder / "old", name=name, layer=False)
        return before, write_package(folder / "new", name=name, layer=False, version="1.1.0", title_sv="Ny titel", rows=rows)


def table(outcomes: list[tuple[str, Any]], planned: int, minutes: float, role: str, commit: str) -> str:
    """One row a fault: how many cases, how they ended, and how many kept every promise."""
    lines = [
        "| fault | cases | done despite it | stopped with a message | killed | every promise kept |",
        "|---|---|---|---|---|---|",
    ]
    kinds = {(outcome.fault, outcome.stays) for _, outcome in outcomes}
    for fault, stays in sorted(kinds, key=lambda kind: (kind[1], faults.FAULTS.index(kind[0]))):
        chosen = [outcome for _, outcome in outcomes if (outcome.fault, outcome.stays) == (fault, stays)]
        ended = Counter(outcome.ended for outcome in chosen)
        kept = sum(not outcome.wrong for outcome in chosen)
        label = f"{fault}{', and it stays' if stays else ''}"
        lines.append(f"| {label} | {len(chosen)} | {ended['done']} | {ended['stopped']} | {ended['killed']} | {kept} |")
    kept = sum(not outcome.wrong for _, outcome in outcomes)
    ended = Counter(outcome.ended for _, outcome in outcomes)
    lines.append(f"| **all** | {len(outcomes)} | {ended['done']} | {ended['stopped']} | {ended['killed']} | {kept} |")
    lines.append("")
    counts = Counter(what for what, _ in outcomes)
    lines.append(
        f"Run: {len(outcomes)} of {planned} cases ({counts['publish']} of a first publication, {counts['update']} of an update), "
        f"in {minutes:.0f} minutes, as {role} at commit {commit}."
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
