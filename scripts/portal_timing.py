"""Publish many small datasets in a row to the CKAN of ``scripts/ckan_server`` and plan each of them again: seconds per dataset.

``.venv/bin/python scripts/portal_timing.py [--count 200]`` prints medians and extremes, with the machine's load beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trygghetsrutan.opendata.portal import open_portal
from trygghetsrutan.opendata.portal.plan import apply, plan
from trygghetsrutan.opendata.portal.transport import Token
from trygghetsrutan.tests.support.portal_packages import write_package

REPOSITORY = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args()
    up = subprocess.run([str(REPOSITORY / "scripts" / "ckan_server"), "up"], check=True, capture_output=True, text=True)
    server = json.loads(up.stdout)
    token, stamp = Token(Path(server["tokens"]["editor"]).read_text()), f"{time.time_ns():x}"[-8:]
    published, planned, changed = [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        made = [write_package(Path(folder) / str(n), name=f"many-{stamp}-{n}") for n in range(options.count)]
        for package in made:
            began = time.monotonic()
            apply(package, open_portal(server["url"], token=token, organisation=server["organisation"]), check=lambda _: ())
            published.append(time.monotonic() - began)
        for package in made:
            began = time.monotonic()
            found = plan(package, open_portal(server["url"], token=token, organisation=server["organisation"]))
            planned.append(time.monotonic() - began)
            changed += found.would_change
    for name, times in (("publish", published), ("plan again", planned)):
        print(f"{name}: {len(times)} datasets, median {statistics.median(times):.2f} s, {min(times):.2f} to {max(times):.2f} s each")
    print(f"{changed} of them would change; load average {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors")
    return int(changed > 0)


if __name__ == "__main__":
    sys.exit(main())
