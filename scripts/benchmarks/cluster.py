"""50 million points on three local Dask workers, one of which is killed in the middle while another joins: the single machine's bytes?

Run with .venv/bin/python; prints one JSON object and appends nothing anywhere. ``cluster.py [POINTS] [WORKERS]``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import data
import numpy as np

from trygghetsrutan.opendata.engine.aggregate import aggregate_file
from trygghetsrutan.opendata.files import sha256
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.tests.cluster.processes import Cluster

FILE_ROWS = 10**6
SETTINGS = {"x": "x", "y": "y", "crs": "EPSG:3006", "grid": "EPSG:3006", "k": 5, "width": None, "finest": 2000, "coarsest": 32000}


def folder(points: int) -> Path:
    """A folder of Parquet files of a million points each in 300 towns of the whole country; most contributors have several points."""
    import pyarrow as pa
    from pyarrow import parquet

    path = data.FOLDER / f"country-{points}"
    path.mkdir(parents=True, exist_ok=True)
    middle = np.random.default_rng(1).uniform((350_000, 6_200_000), (850_000, 7_500_000), (300, 2))
    for number in range(points // FILE_ROWS):
        file = path / f"{number:04}.parquet"
        if file.exists():
            continue
        rng = np.random.default_rng(number)
        town = rng.integers(0, 300, FILE_ROWS)
        x, y = (middle[town, axis] + rng.normal(0, 4000, FILE_ROWS) for axis in (0, 1))
        who = rng.integers(0, points * 2 // 3, FILE_ROWS)
        theme = pa.array([f"theme{code:02}" for code in range(12)]).take(pa.array(rng.integers(0, 12, FILE_ROWS)))
        parquet.write_table(pa.table({"x": x, "y": y, "who": who, "theme": theme}), file)
    return path


def main(points: int, workers: int) -> None:
    path, told = folder(points), {"points": points, "workers": workers}
    common: dict[str, Any] = SETTINGS | {"contributor": "who", "theme": "theme"}
    with tempfile.TemporaryDirectory() as temporary:
        alone, many = Path(temporary) / "alone.gpkg", Path(temporary) / "many.gpkg"
        start = time.perf_counter()
        summary = aggregate_file(str(path), alone, with_pyproj, **common)
        told |= {"alone_seconds": round(time.perf_counter() - start, 1), "alone_steps": summary["seconds"], "regions": summary["regions"]}
        cluster = Cluster()
        try:
            victim, *_ = [cluster.worker() for _ in range(workers)]
            events: list[str] = []

            def progress(step: str, done: int, total: int) -> None:
                if step == "count parts" and done >= total * 2 // 5 and not events:
                    os.kill(victim.pid, signal.SIGKILL)
                    cluster.worker()
                    events.append(f"killed one worker and added one after {done} of {total} parts")

            start = time.perf_counter()
            summary = aggregate_file(str(path), many, with_pyproj, **common, engine="dask", scheduler=cluster.address, progress=progress)
        finally:
            cluster.close()
        told |= {"dask_seconds": round(time.perf_counter() - start, 1), "dask_steps": summary["seconds"], "events": events}
        told |= {"sha256_alone": sha256(alone), "sha256_dask": sha256(many)}
        told["same_bytes"] = told["sha256_alone"] == told["sha256_dask"]
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if len(sys.argv) > 1 else 50 * FILE_ROWS, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
