"""What the workers of a cluster do, without a cluster: parts, the shuffle and the merge give the single machine's rows."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import parquet as arrow_parquet

from trygghetsrutan.opendata.engine import cluster as clusters
from trygghetsrutan.opendata.engine import parts
from trygghetsrutan.opendata.engine.cluster import count_part, merge_bucket
from trygghetsrutan.opendata.engine.counting import count_file
from trygghetsrutan.opendata.engine.parts import Part, cut, files
from trygghetsrutan.opendata.errors import Fault, InputError
from trygghetsrutan.opendata.grid.cells import chain_of
from trygghetsrutan.opendata.grid.tally import merge, recoded
from trygghetsrutan.opendata.points import Wanted
from trygghetsrutan.opendata.projection import with_pyproj

WANTED = Wanted("x", "y", "who", "what")
GRID = chain_of("EPSG:3006", 500, 1000)


def _table(seed: int, n: int = 2500) -> pa.Table:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(500000, 3000, n), rng.normal(6500000, 3000, n)
    x[:3] = np.nan
    who = [f"p{i}" if i % 9 else None for i in rng.integers(0, 1500, n).tolist()]
    return pa.table({"x": x, "y": y, "who": who, "what": np.array(["dark", "traffic", "noise"])[rng.integers(0, 3, n)]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleven files of points: Parquet with several row groups, and CSV."""
    path = tmp_path_factory.mktemp("points")
    for seed in range(10):
        arrow_parquet.write_table(_table(seed), path / f"{seed:02}.parquet", row_group_size=700)
    arrow_csv.write_csv(_table(10), path / "10.csv")
    return path


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_ROWS", 1000)


def _as_a_cluster_would(location: str, wanted: Wanted, buckets: int) -> tuple[object, ...]:
    counted = [count_part(part, wanted, "EPSG:3006", GRID, buckets, clusters._versions()) for file in files(location) for part in cut(file)]
    counted = pickle.loads(pickle.dumps(counted))
    reports = [part[0] for part in counted]
    tallies, codes = [], 0
    for b in range(buckets):
        bucket = merge_bucket([part[b + 1] for part in counted], reports)
        tallies.append(recoded(bucket.tally, codes + np.arange(bucket.codes), None))
        codes += bucket.codes
    return merge(tallies), clusters._themes(reports), sum(report.rejected.count for report in reports)


@pytest.mark.parametrize("buckets", [1, 3])
@pytest.mark.parametrize("wanted", [WANTED, Wanted("x", "y"), Wanted("x", "y", "who"), Wanted("x", "y", "", "what")])
def test_parts_shuffled_and_merged_hold_what_one_machine_counts(folder: Path, wanted: Wanted, buckets: int) -> None:
    tally, themes, count = _as_a_cluster_would(str(folder), wanted, buckets)
    rejected, alone, names = count_file(str(folder), wanted, "EPSG:3006", GRID, with_pyproj)
    assert count == rejected.count == 33

    def figures(rows, order):  # type: ignore[no-untyped-def]
        theme = None if rows.theme is None else [order[code] for code in rows.theme.tolist()]
        people = [] if rows.contributor is None else np.unique(rows.contributor, return_counts=True)[1]
        return sorted(zip(rows.key.tolist(), theme or rows.key.tolist(), rows.points.tolist(), strict=True)), sorted(people)

    assert figures(tally, themes) == figures(alone, names)


def test_rows_keep_their_numbers_when_a_file_is_cut(folder: Path) -> None:
    found = []
    for part in cut(Part(str(folder / "00.parquet"), None)):
        report = count_part(part, WANTED, "EPSG:3006", GRID, 1, clusters._versions())[0]
        found += [fault.where.rsplit(":", 1)[1] for fault in report.rejected.faults]
    assert found == ["1", "2", "3"]
    assert len(cut(Part(str(folder / "00.parquet"), None))) == 4


def test_files_are_found_by_folder_pattern_and_address(folder: Path) -> None:
    names = [f"{i:02}.parquet" for i in range(10)]
    assert [Path(part.path).name for part in files(str(folder))] == sorted([*names, "10.csv"])
    assert [Path(part.path).name for part in files(f"{folder}/0*.parquet")] == names
    assert [Path(part.path).name for part in files(f"{folder.as_uri()}/0*.parquet")] == names
    assert len(files(folder.as_uri())) == 11


@pytest.mark.parametrize("location", ["nowhere.csv", "no*thing.csv", "file:///nowhere", "odd://place"])
def test_a_place_without_points_is_an_input_error(location: str) -> None:
    with pytest.raises(InputError):
        files(location)


def test_points_are_read_through_a_filesystem_as_from_a_path(folder: Path) -> None:
    by_address, by_path = (count_file(place, WANTED, "EPSG:3006", GRID, with_pyproj)[1] for place in (folder.as_uri(), str(folder)))
    assert by_address.points.tolist() == by_path.points.tolist()


def test_an_error_arrives_from_another_process_with_its_faults() -> None:
    error = pickle.loads(pickle.dumps(InputError([Fault("a", "b", "c"), Fault("d", "e", "f")])))
    assert [str(fault) for fault in error.faults] == ["a: b; c", "d: e; f"]


def test_a_worker_with_other_versions_refuses_its_part(folder: Path) -> None:
    versions = clusters._versions() | {"numpy": "0.1"}
    with pytest.raises(InputError, match=r"has numpy .* and not 0\.1"):
        count_part(files(str(folder))[0], WANTED, "EPSG:3006", GRID, 1, versions)
