"""Methods are compared on the same ground, and the maps are plain SVG."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from trygghetsrutan.opendata.comparison import Comparison, compare, morans_i
from trygghetsrutan.opendata.grid.cells import Chain

CHAIN = Chain(3006, (250, 500, 1000, 2000))


@pytest.fixture(scope="module")
def clustered() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    towns = rng.uniform(0, 6000, (5, 2))
    points = towns[rng.integers(0, 5, 700)] + rng.normal(0, 500, (700, 2))
    return 400_000 + points[:, 0], 6_400_000 + points[:, 1]


@pytest.fixture(scope="module")
def compared(clustered: tuple[np.ndarray, np.ndarray]) -> Comparison:
    return compare(*clustered, None, CHAIN, ks=(3, 5))


def test_one_line_per_method_and_k(compared: Comparison) -> None:
    assert [(row.method, row.size, row.k) for row in compared.rows] == [
        (method, size, k) for k in (3, 5) for method, size in (("partition", 0), ("fixed", 250), ("fixed", 500), ("fixed", 1000))
    ]


def test_every_line_passed_the_auditor(compared: Comparison) -> None:
    assert all(row.audit_passed for row in compared.rows)


def test_the_partition_shows_more_in_small_cells_than_the_finest_fixed_grid_leaves_out(compared: Comparison) -> None:
    by_name = {(row.method, row.size, row.k): row for row in compared.rows}
    assert by_name["partition", 0, 5].share_at_or_below["500"] > by_name["fixed", 250, 5].share_at_or_below["500"]


def test_the_share_at_a_size_that_the_chain_lacks_is_that_of_the_next_finer_one(compared: Comparison) -> None:
    row = compared.rows[0]
    assert [row.share_at(size) for size in (100, 250, 600)] == [0.0, row.share_at_or_below["250"], row.share_at_or_below["500"]]


def test_a_surface_keeps_every_published_contributor(clustered: tuple[np.ndarray, np.ndarray], compared: Comparison) -> None:
    from trygghetsrutan.opendata.comparison import _Lattice

    lattice = _Lattice(*clustered, CHAIN)
    for one in compared.partitions:
        drawn = one.contributors[(one.sizes > 0) & (one.contributors > 0)].sum()
        surface = lattice.surface(one)
        assert surface.min() > -1e-9
        assert np.isclose(surface.sum(), drawn)


def test_morans_i_of_halves_and_of_a_chessboard() -> None:
    halves = np.repeat([[1.0] * 4 + [0.0] * 4], 8, axis=0)
    chess = np.indices((8, 8)).sum(axis=0) % 2 * 1.0
    assert morans_i(halves) == pytest.approx(1 - 2 * 8 / 112)
    assert morans_i(chess) == pytest.approx(-1)
    assert morans_i(np.ones((3, 3))) is None


def test_the_maps_are_one_well_formed_picture_without_scripts(compared: Comparison) -> None:
    svg = compared.svg("sv")
    root = ElementTree.fromstring(svg)
    assert len(root.findall("{http://www.w3.org/2000/svg}g")) == len(compared.rows)
    assert "uppdelning, k = 5" in svg
    assert "<script" not in svg
    assert svg == compared.svg("sv")


def test_the_table_has_one_line_each_and_the_raw_grid(compared: Comparison) -> None:
    assert len(compared.text().splitlines()) == len(compared.rows) + 2


def test_no_points_give_empty_lines() -> None:
    nothing = compare(np.zeros(0), np.zeros(0), None, CHAIN)
    assert [row.share_published for row in nothing.rows] == [0.0] * 4
    ElementTree.fromstring(nothing.svg("en"))
