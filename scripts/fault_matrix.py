"""Break every request of a publication and of an update in every way, and say what readers saw and how it ended.

``scripts/fault_matrix [--write]`` needs the CKAN of ``scripts/ckan_server`` (it is started); ``--write`` puts the table into
``docs/publishing.md``. ``--every N`` runs each N-th case only.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from trygghetsrutan.opendata.portal.transport import Token

REPOSITORY = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- fault matrix: begin -->", "<!-- fault matrix: end -->"


def load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem + "_for_matrix", REPOSITORY / path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--role", default="editor")
    options = parser.parse_args()
    faults, packages = load("tests/portal/faults.py"), load("tests/unit/portal/conftest.py")
    up = subprocess.run([str(REPOSITORY / "scripts" / "ckan_server"), "up"], check=True, capture_output=True, text=True)
    server = json.loads(up.stdout)
    url, token = server["url"], Token(Path(server["tokens"][options.role]).read_text())
    began, outcomes = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        for what in ("publish", "update"):
            outcomes += [(what, outcome) for outcome in run(faults, packages, url, token, Path(folder) / what, what, options.every)]
    minutes = (time.monotonic() - began) / 60
    text = table(outcomes, minutes)
    print(text)
    for what, outcome in outcomes:
        if outcome.wrong:
            print(f"WRONG {what} {outcome}")
    if options.write:
        path = REPOSITORY / "docs" / "publishing.md"
        document = path.read_text()
        head, _, rest = document.partition(BEGIN)
        path.write_text(f"{head}{BEGIN}\n\n{text}\n{END}{rest.partition(END)[2]}")
    return int(any(outcome.wrong for _, outcome in outcomes))


def run(faults: ModuleType, packages: ModuleType, url: str, token: Token, folder: Path, what: str, every: int) -> list[Any]:
    stamp = f"{time.time_ns():x}"[-9:]

    def make(name: str) -> tuple[Path | None, Path]:
        before = packages.write_package(folder / name / "1", name=name) if what == "update" else None
        changed = (
            {"version": "1.1.0", "title_sv": "Ny titel", "rows": "region_id,contributors,status\n0123,5,published\n"} if before else {}
        )
        return before, packages.write_package(folder / name / "2", name=name, **changed)

    clean = f"matrix-{what}-{stamp}-clean"
    before, package = make(clean)
    if before is not None:
        faults.publish(url, token, before)
    steps = faults.requests_of(url, token, package)
    versions = tuple(faults.read(path) for path in (before, package) if path is not None)
    reference = faults.Observer(url, clean, versions, may_be_absent=True).state()
    cases = [(number, fault, False) for number in range(len(steps)) for fault in faults.FAULTS]
    cases += [(number, fault, True) for number in range(len(steps)) for fault in faults.REPEATABLE]
    print(f"{what}: {len(steps)} requests, {len(cases)} cases: {', '.join(steps)}", file=sys.stderr, flush=True)
    outcomes = []
    for count, (number, fault, stays) in enumerate(cases[::every]):
        name = f"matrix-{what}-{stamp}-{count}"
        before, package = make(name)
        outcomes.append(faults.run_case(url, token, before, package, number, fault, stays=stays, reference=reference))
        if outcomes[-1].wrong:
            print(f"WRONG {outcomes[-1]}", file=sys.stderr, flush=True)
        if count % 20 == 19:
            print(f"{what}: {count + 1} of {len(cases[::every])}", file=sys.stderr, flush=True)
    return outcomes


def table(outcomes: list[tuple[str, Any]], minutes: float) -> str:
    """One row a fault: how many cases, how they ended, and how many kept every promise."""
    lines = [
        "| fault | requests broken | done despite it | stopped with a message | killed | every promise kept |",
        "|---|---|---|---|---|---|",
    ]
    for fault, stays in dict.fromkeys((outcome.fault, outcome.stays) for _, outcome in outcomes):
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
    lines.append(f"{counts['publish']} cases of a first publication and {counts['update']} of an update, run in {minutes:.0f} minutes.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
