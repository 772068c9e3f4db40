"""Counting on a Dask cluster: every worker counts parts, a shuffle brings each contributor to one worker, the rows come home.

What a worker gives away is what :mod:`..grid.tally` holds, so the partition that follows is the single machine's and the release is the
same byte for byte. Tasks are pure functions of files: what a killed worker had done is done again by another, and a worker that
joins late gets the tasks that are left.
"""

from __future__ import annotations

import logging
import platform
import uuid
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import __version__
from ..cpu import cores
from ..errors import Fault, InputError
from ..grid.cells import Chain
from ..grid.tally import Tally, merge, recoded
from ..points import Rejected, Wanted
from ..points.texts import unified
from ..progress import Progress, silent
from .counting import Counted, Rows, chunks_of, nowhere, placed
from .parts import Part, cut, files

WAIT_SECONDS = 60
"""How long to wait for the first worker of a cluster."""
DEATHS = 10
"""Workers that may die at one task before the task is held to be what kills them."""
MOST_BUCKETS = 32
LIBRARIES = ("numpy", "pyarrow", "pyproj")
"""Libraries whose versions may show in the result."""


SAME_VERSIONS = "install the same versions of everything on every machine (docs/scale.md)"


@dataclass(frozen=True)
class Report:
    """What a part has to tell: its rejected rows, and the names of its themes in the order of its codes."""

    rejected: Rejected
    themes: list[str]


@dataclass(frozen=True)
class Bucket:
    """Rows of one part whose contributors (or cells) fall in one bucket of the shuffle."""

    tally: Tally
    names: Any
    """Distinct names of the contributors, a ``pyarrow`` array; the codes of nameless ones follow. None without contributors."""
    codes: int
    """How many codes of contributors there are."""


def count_parts(
    location: str, wanted: Wanted, crs: str, grid: Chain, scheduler: str = "", progress: Progress = silent
) -> tuple[Rejected, Tally, list[str] | None]:
    """As :func:`.counting.count_file`, on the workers of ``scheduler`` (an address), or on processes of this machine without one.

    Raises :class:`InputError` when the cluster cannot be reached, has no worker, or its workers have other versions than this machine.
    """
    try:
        import distributed
    except ImportError:
        fix = "install it: pip install 'trygghetsrutan[dask]', here and on every worker"
        raise InputError(Fault("--engine dask", "Dask is not installed", fix)) from None
    with _client(distributed, scheduler) as client:
        versions = _agreed(client)
        parts = [part for file in files(location) for part in cut(file)]
        buckets = max(1, min(2 * len(client.ncores()), MOST_BUCKETS))
        run = uuid.uuid4().hex
        counted = [
            client.submit(count_part, part, wanted, crs, grid, buckets, versions, key=f"count-{run}-{i}") for i, part in enumerate(parts)
        ]
        reports = [client.submit(itemgetter(0), future, key=f"report-{run}-{i}") for i, future in enumerate(counted)]
        merged = []
        for b in range(buckets):
            pieces = [client.submit(itemgetter(b + 1), future, key=f"piece-{run}-{i}-{b}") for i, future in enumerate(counted)]
            merged.append(client.submit(merge_bucket, pieces, reports, key=f"merge-{run}-{b}"))
        # only what is waited for is held on to, so that workers can let go of the rest
        del counted, pieces
        try:
            _watch(distributed, reports, "count parts", progress)
            _watch(distributed, merged, "put together", progress)
            told: list[Report] = client.gather(reports)
            tallies, codes = [], 0
            for future in merged:
                bucket: Bucket = client.gather(future)
                tallies.append(recoded(bucket.tally, codes + np.arange(bucket.codes), None))
                codes += bucket.codes
        except distributed.KilledWorker:
            fix = "give workers more memory, or save the points in smaller files or row groups"
            raise InputError(Fault(location, f"{DEATHS} workers died at the same part", fix)) from None
        except (distributed.client.FutureCancelledError, OSError) as error:
            raise InputError(Fault(scheduler, f"the cluster went away ({type(error).__name__})", "start it again")) from None
    rejected = Rejected(Path(location))
    for report in told:
        rejected.of_the_next(report.rejected)
    tally = merge(tallies)
    if not len(tally):
        raise InputError(nowhere(location, crs, grid))
    return rejected, tally, _themes(told) if wanted.theme else None


def count_part(part: Part, wanted: Wanted, crs: str, grid: Chain, buckets: int, versions: dict[str, str]) -> tuple[Report | Bucket, ...]:
    """What a worker does with a part: its report, then its rows by bucket."""
    from ..projection import with_pyproj

    different = _different(versions, _versions())
    if different:
        raise InputError(Fault(f"worker on {platform.node()}", different, SAME_VERSIONS))
    rejected = Rejected(Path(part.path))
    counted = Counted(bool(wanted.contributor), bool(wanted.theme))
    for chunk in chunks_of(part, wanted, rejected):
        counted.add(*placed(chunk, crs, grid, with_pyproj, rejected), grid.finest)
    rows = counted.rows()
    return Report(rejected, rows.themes or []), *_shuffled(rows, buckets)


def _shuffled(rows: Rows, buckets: int) -> Iterator[Bucket]:
    """Rows by bucket: each contributor's all in the one that the name tells, without contributors each cell's."""
    tally = rows.tally
    if rows.names is None or tally.contributor is None:
        of_row = tally.key % buckets
        for b in range(buckets):
            yield Bucket(_chosen(tally, of_row == b), None, 0)
        return
    named = len(rows.names)
    of_code = np.arange(rows.codes) % buckets
    # as text, because a contributor may be a number in one file and a text in another
    of_code[:named] = [zlib.crc32(str(name).encode()) % buckets for name in rows.names.to_pylist()]
    of_row = of_code[tally.contributor]
    for b in range(buckets):
        codes = np.flatnonzero(of_code == b)
        into = np.zeros(rows.codes, dtype=np.int64)
        into[codes] = np.arange(len(codes))
        yield Bucket(recoded(_chosen(tally, of_row == b), into, None), rows.names.take(codes[codes < named]), len(codes))


def merge_bucket(pieces: Sequence[Bucket], reports: Sequence[Report]) -> Bucket:
    """The rows of one bucket of all parts under common codes; the names stay behind."""
    themes = {name: code for code, name in enumerate(_themes(reports))}
    theme_codes = [np.array([themes[name] for name in report.themes], dtype=np.int64) for report in reports]
    named = [piece for piece in pieces if piece.names is not None]
    distinct, new = unified([piece.names for piece in named]) if named else ([], [])
    into, codes, tallies = iter(new), len(distinct), []
    for piece, theme in zip(pieces, theme_codes, strict=True):
        contributor = None
        if piece.names is not None:
            contributor = np.concatenate([next(into), codes + np.arange(piece.codes - len(piece.names))])
            codes += piece.codes - len(piece.names)
        tallies.append(recoded(piece.tally, contributor, theme))
    return Bucket(merge([tally for tally in tallies if len(tally)]), None, codes)


def _themes(reports: Sequence[Report]) -> list[str]:
    return sorted({name for report in reports for name in report.themes})


def _chosen(tally: Tally, rows: NDArray[np.bool_]) -> Tally:
    contributor, theme = (None if column is None else column[rows] for column in (tally.contributor, tally.theme))
    return Tally(tally.key[rows], contributor, theme, tally.points[rows])


@contextmanager
def _client(distributed: Any, scheduler: str) -> Iterator[Any]:
    """A client of the cluster at ``scheduler``, or of processes on this machine that end with it."""
    import dask

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.scheduler.allowed-failures": DEATHS, "distributed.comm.timeouts.connect": f"{WAIT_SECONDS}s"}):
        if not scheduler:
            with (
                distributed.LocalCluster(n_workers=cores(), threads_per_worker=1, dashboard_address=None) as cluster,
                distributed.Client(cluster) as client,
            ):
                yield client
            return
        try:
            client = distributed.Client(scheduler, timeout=WAIT_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            fix = "start one with: dask scheduler (docs/scale.md)"
            raise InputError(Fault("--scheduler", f"no scheduler answers at {scheduler} ({type(error).__name__})", fix)) from None
        with client:
            try:
                client.wait_for_workers(1, timeout=WAIT_SECONDS)
            except TimeoutError:
                fix = f"start some with: dask worker {scheduler}"
                raise InputError(Fault("--scheduler", f"{scheduler} has no worker", fix)) from None
            yield client


def _versions() -> dict[str, str]:
    """What must be the same everywhere for the release to be."""
    import pyproj

    found = {name: metadata.version(name) for name in LIBRARIES}
    return {"trygghetsrutan": __version__, "python": platform.python_version().rpartition(".")[0], "PROJ": pyproj.proj_version_str} | found


def _different(here: dict[str, str], there: dict[str, str]) -> str:
    return ", ".join(f"has {name} {there.get(name)} and not {version}" for name, version in here.items() if there.get(name) != version)


def _agreed(client: Any) -> dict[str, str]:
    """This machine's versions; raises :class:`InputError` with a fault for every worker that has others."""
    here = _versions()
    faults = []
    for worker, there in sorted(client.run(_versions, on_error="return").items()):
        if isinstance(there, Exception):
            faults.append(Fault(f"worker {worker}", f"cannot run this program ({type(there).__name__})", SAME_VERSIONS))
        elif different := _different(here, there):
            faults.append(Fault(f"worker {worker}", different, SAME_VERSIONS))
    if faults:
        raise InputError(faults)
    return here


def _watch(distributed: Any, futures: Sequence[Any], step: str, progress: Progress) -> None:
    """Wait for all, telling how far; the first error of a task is raised."""
    progress(step, 0, len(futures))
    for done, future in enumerate(distributed.as_completed(futures), 1):
        if future.status == "error":
            raise future.exception()
        progress(step, done, len(futures))
