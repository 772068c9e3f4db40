"""Fixed grids publish what k allows and pass the same auditor."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.disclosure.audit import audit
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.grid.cells import Cell, Chain
from trygghetsrutan.opendata.grid.fixed import METHOD, coarsened, fixed_grid
from trygghetsrutan.opendata.grid.partition import Partition
from trygghetsrutan.opendata.grid.rule import width_of
from trygghetsrutan.opendata.release import Release

CHAIN = Chain(3006, (250, 500, 1000))


def from_counts(counts: dict[tuple[int, int], int], k: int = 5, size: int = 250) -> Partition:
    """A grid of points at the middle of cells (column, row) of 250 m, every point its own contributor."""
    x = np.array([400_125.0 + 250 * c for (c, _), n in counts.items() for _ in range(n)])
    y = np.array([6_400_125.0 + 250 * r for (_, r), n in counts.items() for _ in range(n)])
    return fixed_grid(x, y, np.arange(len(x)), CHAIN, size, k, width_of(k, None))


def figures(grid: Partition) -> list[tuple[str, int | None]]:
    return sorted((region.kind, region.contributors) for region in grid.regions if region.status == "published")


def test_publishes_cells_of_k_and_the_rest_of_each_coarsest_cell() -> None:
    assert figures(from_counts({(0, 0): 7, (1, 0): 3, (2, 3): 4})) == [("cell", 7), ("remainder", 7)]


def test_suppresses_the_smallest_published_cell_where_the_rest_would_tell() -> None:
    assert figures(from_counts({(0, 0): 9, (1, 0): 6, (2, 0): 2})) == [("cell", 9), ("remainder", 8)]


def test_one_person_with_five_answers_counts_once() -> None:
    spot = np.full(9, 400_100.0), np.full(9, 6_400_100.0)
    assert figures(fixed_grid(*spot, np.zeros(9, dtype=np.int64), CHAIN, 250, 3, 2)) == []


def test_too_few_altogether_are_withheld() -> None:
    grid = from_counts({(0, 0): 2, (40, 40): 1})
    assert figures(grid) == []
    assert (grid.point_region == -1).all()


def test_no_points_no_regions() -> None:
    assert from_counts({}).regions[0].region_id == "elsewhere"


def test_a_size_off_the_chain_is_refused() -> None:
    with pytest.raises(InputError, match="not a size of the chain"):
        from_counts({(0, 0): 9}, size=300)


def test_four_quarters_become_their_parent() -> None:
    quarters = [Cell(250, e, n) for e in (0, 250) for n in (0, 250)]
    assert coarsened([*quarters, Cell(250, 500, 0)], 1000) == [Cell(250, 500, 0), Cell(500, 0, 0)]


@settings(max_examples=80, deadline=None)
@given(
    counts=st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 5)), st.integers(1, 12), max_size=40),
    k=st.integers(3, 6),
    size=st.sampled_from([250, 500, 1000]),
)
def test_every_fixed_grid_passes_the_auditor(counts: dict[tuple[int, int], int], k: int, size: int) -> None:
    grid = from_counts(counts, k, size)
    chain = {"epsg": grid.chain.epsg, "sizes": list(grid.chain.sizes)}
    facts = {"campaign": "test", "method": METHOD, "k": k, "width": grid.width, "chain": chain}
    assert audit(Release(grid.regions, facts=facts)).disclosures == ()
    published = sum(region.contributors or 0 for region in grid.regions)
    assert published == (grid.point_region >= 0).sum()
