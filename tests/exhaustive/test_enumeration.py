"""What an attacker who knows every rule can be certain of: the quick form of the programs in tests/enumeration."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..enumeration import enumerate_outputs as enumeration
from ..enumeration import witnesses as attacker


@pytest.mark.parametrize(("blocks", "layout", "k", "width"), enumeration.QUICK)
def test_no_set_of_cells_is_certain_and_every_interval_is_as_wide_as_the_rule_says(blocks, layout, k, width):
    found = enumeration.enumerate_family(blocks, layout, k, width, top=k)
    assert (found.leaking, found.narrowest) == (0, width)


def test_the_program_prints_what_stands_in_the_method() -> None:
    program, method = Path(enumeration.__file__), Path(__file__).parents[2] / "docs" / "method.md"
    done = subprocess.run([sys.executable, str(program), "--quick"], capture_output=True, text=True, encoding="utf-8", check=False)
    rows = done.stdout.splitlines()
    assert (done.returncode, len(rows)) == (0, len(enumeration.QUICK) + 2)
    assert [row for row in rows if row not in method.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("k", [3, 4, 5])
def test_at_full_deniability_every_hidden_cell_may_be_empty(k):
    assert enumeration.enumerate_family(2, "apart", k, k - 1, top=k).never_empty == 0


@pytest.mark.parametrize("k", [3, 4, 5])
def test_without_protection_width_the_enumeration_finds_certain_counts(k):
    with enumeration.unprotected():
        assert enumeration.enumerate_family(2, "apart", k, 0, top=k).leaking > 0


def test_every_order_of_cells_and_every_set_of_cells_gives_the_same_verdict_as_the_short_way():
    found = enumeration.enumerate_family(2, "apart", 3, 2, top=3, whole=True)
    assert (found.inputs, found.leaking, found.narrowest, found.never_empty) == (4**8, 0, 2, 0)


@given(st.integers(0, 2**32 - 1), st.sampled_from([(3, 2), (4, 2), (5, 2), (5, 4)]))
@settings(max_examples=25, deadline=None)
def test_the_ends_of_every_interval_are_worlds_with_the_same_release(seed, rule):
    random = np.random.default_rng(seed)
    found = attacker.narrowest(attacker.world(3, 2, rule[0], random), 3, *rule, random, 3)
    assert found is None or found >= rule[1]


@given(st.integers(0, 2**32 - 1), st.permutations(range(4)), st.sampled_from([(3, 2), (5, 2), (5, 4)]))
@settings(max_examples=40, deadline=None)
def test_the_four_quarters_of_a_cell_are_treated_alike(seed, order, rule):
    random = np.random.default_rng(seed)
    counts = attacker.world(3, 1, rule[0], random)
    column, row = 2 * random.integers(2), 2 * random.integers(2)
    quarters = [(column + i % 2, row + i // 2) for i in range(4)]
    moved = counts | {quarters[i]: counts[quarters[order[i]]] for i in range(4)}
    assert figures(counts, rule) == unmoved(figures(moved, rule), quarters, order)


def unmoved(told: dict, quarters: list, order: list) -> dict:
    """What was told of each cell before the quarters changed places."""
    return told | {quarters[order[i]]: told[quarters[i]] for i in range(4)}


def figures(counts: dict, rule: tuple[int, int]) -> dict:
    """Size and figure of the region that each finest cell lies in."""
    regions = attacker.make(counts, 3, *rule)
    drawn = sorted((attacker.parse_cell_id(r.container_id)[1], r.contributors) for r in regions if r.size_m)
    last = next(r.contributors for r in regions if not r.size_m)

    def told(column: int, row: int) -> tuple[int, int | None]:
        cell = attacker.Cell(125, column * 125, row * 125)
        return next(((container.size, figure) for container, figure in drawn if cell.within(container)), (0, last))

    return {cell: told(*cell) for cell in counts}
