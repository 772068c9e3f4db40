"""A file of points counted chunk by chunk: what was left out is told the same however far the reader is ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trygghetsrutan.opendata import points
from trygghetsrutan.opendata.engine import counting
from trygghetsrutan.opendata.grid.cells import chain_of
from trygghetsrutan.opendata.points import Chunk, Rejected, Wanted
from trygghetsrutan.opendata.progress import Progress
from trygghetsrutan.opendata.projection import with_pyproj

BAD = ("1,1", "no,6570000", "500000,6570000,9")
"""Outside the grid, which is seen when a row is counted; without a coordinate; with a cell too many."""


@pytest.mark.parametrize("ahead", [iter, lambda chunks: iter(list(chunks))], ids=["a chunk at a time", "all chunks before one is counted"])
def test_the_first_rejected_rows_are_told_however_far_the_reader_is_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: Callable[[Iterator[Chunk]], Iterator[Chunk]]
) -> None:
    def by_seven(part: counting.Part, wanted: Wanted, rejected: Rejected, progress: Progress) -> Iterator[Chunk]:
        return points.chunks(Path(part.path), wanted, rejected, progress, 7)

    monkeypatch.setattr(counting, "_ahead", ahead)
    monkeypatch.setattr(counting, "chunks_of", by_seven)
    path = tmp_path / "p.csv"
    path.write_text("\n".join(["x,y", *BAD * 20, "500000,6570000"]) + "\n", encoding="utf-8")
    rejected, tally, _ = counting.count_file(str(path), Wanted("x", "y"), "EPSG:3006", chain_of("EPSG:3006", 250, 500), with_pyproj)
    assert (int(tally.points.sum()), rejected.count) == (1, 60)
    assert [fault.where for fault in rejected.faults] == [f"{path}:{row}" for row in range(2, 22)]
