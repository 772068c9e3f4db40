"""Counting on a Dask cluster of processes: the single machine's release, also when a worker is killed and another joins late."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet as arrow_parquet

from trygghetsrutan.opendata.engine import cluster as clusters
from trygghetsrutan.opendata.engine.aggregate import aggregate_file
from trygghetsrutan.opendata.errors import Cancelled, InputError
from trygghetsrutan.opendata.projection import with_pyproj

from ..support.told import told
from .processes import Cluster

SETTINGS = {"x": "x", "y": "y", "crs": "EPSG:3006", "grid": "EPSG:3006", "k": 5, "width": None, "finest": 500, "coarsest": 4000}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty files of points, so that there is a middle to kill a worker in."""
    path = tmp_path_factory.mktemp("points")
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x, y = rng.normal(500000, 3000, 1500), rng.normal(6500000, 3000, 1500)
        who = [f"p{i}" if i % 9 else None for i in rng.integers(0, 1500, 1500).tolist()]
        what = np.array(["dark", "traffic", "noise"])[rng.integers(0, 3, 1500)]
        arrow_parquet.write_table(pa.table({"x": x, "y": y, "who": who, "what": what}), path / f"{seed:02}.parquet")
    return path


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    started = Cluster()
    try:
        yield started
    finally:
        started.close()


def test_the_release_of_a_cluster_that_loses_a_worker_and_gains_one_is_the_single_machines(
    folder: Path, tmp_path: Path, cluster: Cluster
) -> None:
    victim = cluster.worker()
    cluster.worker()
    fates: list[str] = []

    def progress(step: str, done: int, total: int) -> None:
        if step == "count parts" and done == 3 and not fates:
            os.kill(victim.pid, signal.SIGKILL)
            cluster.worker()
            fates.append("killed")

    common = SETTINGS | {"contributor": "who", "theme": "what"}
    aggregate_file(str(folder), tmp_path / "alone.gpkg", with_pyproj, **common)
    aggregate_file(str(folder), tmp_path / "many.gpkg", with_pyproj, **common, engine="dask", scheduler=cluster.address, progress=progress)
    assert fates == ["killed"]
    assert (tmp_path / "many.gpkg").read_bytes() == (tmp_path / "alone.gpkg").read_bytes()


def test_bad_input_on_a_cluster_is_told_as_on_one_machine(folder: Path, tmp_path: Path, cluster: Cluster) -> None:
    cluster.worker()
    common = SETTINGS | {"engine": "dask", "scheduler": cluster.address}
    with pytest.raises(InputError, match="has no column whoo"):
        aggregate_file(str(folder), None, with_pyproj, **common, contributor="whoo")

    nowhere = f"{folder}: no row, read as EPSG:4326, lies on the ground of the grid EPSG:3006; check --x, --y and --crs"
    assert told(Path("/"), lambda: aggregate_file(str(folder), None, with_pyproj, **common | {"crs": "EPSG:4326"})) == nowhere

    def stop(step: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        aggregate_file(str(folder), None, with_pyproj, **common, progress=stop)


def test_an_address_without_scheduler_and_a_scheduler_without_workers_are_input_errors(
    folder: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "WAIT_SECONDS", 1)
    for address, words in (
        ("tcp://127.0.0.1:9", "no scheduler answers"),
        ("nonsense", "no scheduler answers"),
        (cluster.address, "has no worker"),
    ):
        with pytest.raises(InputError, match=words):
            aggregate_file(str(folder), None, with_pyproj, **SETTINGS, engine="dask", scheduler=address)
