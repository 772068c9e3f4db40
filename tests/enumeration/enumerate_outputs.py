"""The attacker who tries every possible world: group all inputs of small trees by what is published, and see what each group shares.

Nothing is assumed about the rules: the real partition is run on every input, and an attacker who knows it is left with exactly those
inputs that give the same release. For every set of hidden cells the smallest and largest count over them is the interval the attacker
is left with.

    python tests/enumeration/enumerate_outputs.py            # the long form: the table of docs/method.md, about an hour
    python tests/enumeration/enumerate_outputs.py --quick    # what the unit tests run

Cells take 0 … top, where ``top`` reaches well into the counts at which a cell shows itself. Trees are blocks of four cells: ``apart``
(every block is a coarsest cell, so that they meet in elsewhere only) or ``nested`` (four blocks in one parent). Since the partition treats
the four cells of a block alike (a unit test), the cells of a block are enumerated in falling order and a set is told by how many hidden
cells it takes of each block; ``whole=True`` does without that and enumerates every order and every set.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from trygghetsrutan.opendata.grid import partition as real
from trygghetsrutan.opendata.grid.cells import Chain
from trygghetsrutan.opendata.grid.rule import SMALLEST_WIDTH

FINEST = 125
CHUNK = 40_000
"""Trees per call of the partition."""

_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Outcome:
    """What the enumeration of one family of trees found."""

    inputs: int
    outputs: int
    leaking: int
    """Outputs in which some set of cells has a certain count of 1 … k-1."""
    narrowest: int
    """Narrowest interval of any set of hidden cells that is not made of whole regions."""
    never_empty: int
    """Outputs in which some hidden cell is certain not to be empty."""


def enumerate_family(blocks: int, layout: str, k: int, width: int, top: int, whole: bool = False) -> Outcome:
    """Enumerate every input of ``blocks`` blocks of four cells and judge what is left to the attacker."""
    groups, values, level, figure = [], [], [], []
    for chunk in _inputs(blocks, top, whole):
        seen_level, seen_figure, last = publish(chunk, layout, k, width)
        key = _hash(seen_level, seen_figure, last)
        groups.append(key)
        values.append(chunk.astype(np.int8))
        level.append(seen_level.astype(np.int8))
        figure.append(last)
    return _judge(np.concatenate(groups), np.concatenate(values), np.concatenate(level), np.concatenate(figure), k, layout, whole)


def _inputs(blocks: int, top: int, whole: bool) -> Iterator[NDArray[np.int64]]:
    """Chunks of inputs ``(trees, blocks, 4)``."""
    if whole:
        one = np.asarray(list(itertools.product(range(top + 1), repeat=4)), dtype=np.int64)
    else:
        one = np.asarray(list(itertools.combinations_with_replacement(range(top, -1, -1), 4)), dtype=np.int64)
    total = len(one) ** blocks
    for start in range(0, total, CHUNK):
        index = np.arange(start, min(start + CHUNK, total))
        yield np.stack([one[(index // len(one) ** b) % len(one)] for b in range(blocks)], axis=1)


def publish(values: NDArray[np.int64], layout: str, k: int, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Run the partition on many trees at once, far apart.

    ``values``: ``(trees, blocks, 4)``. Gives, per finest cell ``(trees, blocks * 4)``, the level of the region it lies in (-1 elsewhere)
    and that region's figure, and per tree the figure of elsewhere (-1 withheld), which is worked out tree by tree with the partition's
    own rule because one call has only one elsewhere.
    """
    trees, blocks, _ = values.shape
    levels = 2 if layout == "apart" else 3
    chain = Chain(3006, tuple(FINEST << i for i in range(levels)))
    across = 2 * blocks if layout == "apart" else 4
    column = np.arange(blocks)[:, np.newaxis] % (blocks if layout == "apart" else 2) * 2 + np.arange(4) % 2
    row = (0 if layout == "apart" else np.arange(blocks)[:, np.newaxis] // 2 * 2) + np.arange(4) // 2 + 0 * column
    tree = np.repeat(np.arange(trees), blocks * 4)
    cell_column = tree * across + np.tile(column.ravel(), trees)
    cell_row = np.tile(row.ravel(), trees)
    flat = values.reshape(-1)
    made = real.partition(np.repeat((cell_column + 0.5) * FINEST, flat), np.repeat((cell_row + 0.5) * FINEST, flat), None, chain, k, width)

    height = 2 if layout == "apart" else 4
    level = np.full((height, trees * across), -1)
    figure = np.full((height, trees * across), -1)
    total = np.zeros(trees, dtype=np.int64)
    east, north = made.corners.T // FINEST
    for at in range(levels - 1, -1, -1):
        here = np.flatnonzero(made.sizes == FINEST << at)
        side = 1 << at
        for dy, dx in itertools.product(range(side), repeat=2):
            level[north[here] + dy, east[here] + dx] = at
            figure[north[here] + dy, east[here] + dx] = made.contributors[here]
        np.add.at(total, east[here] // across, made.contributors[here])
    shown_level = level[cell_row, cell_column].reshape(trees, -1)
    shown_figure = figure[cell_row, cell_column].reshape(trees, -1)
    waiting = values.reshape(trees, -1).sum(axis=1) - total
    content = _waiting_content(shown_level, shown_figure, layout, k, width)
    last = np.asarray([real.shown_elsewhere(n, c, k, width) for n, c in zip(waiting.tolist(), content.tolist(), strict=True)])
    return shown_level, shown_figure, last


def _waiting_content(level: NDArray[np.int64], figure: NDArray[np.int64], layout: str, k: int, width: int) -> NDArray[np.int64]:
    """What the coarsest cells with a region can still hide, from the published figures alone (docs/method.md, Capacity)."""

    def capacity(content: NDArray[np.int64], ground: NDArray[np.bool_], shown: NDArray[np.int64]) -> NDArray[np.int64]:
        waits = np.where(ground & (content - width >= k), k - 1, content)
        return np.where(shown < 0, waits, np.where(shown == content - width, width, 0))

    cells, figures = level.reshape(len(level), -1, 4), figure.reshape(len(level), -1, 4)
    open_cell = cells != 0
    content = np.where(open_cell, k - 1, 0).sum(axis=2)
    block = capacity(content, open_cell.any(axis=2), np.where(cells == 1, figures, -1).max(axis=2))
    seen = (cells >= 0).any(axis=2)
    if layout == "apart":
        return (block * seen).sum(axis=1)
    parent = capacity(block.sum(axis=1), ((cells < 0) | (cells == 2)).any(axis=(1, 2)), np.where(level == 2, figure, -1).max(axis=1))
    return parent * seen.any(axis=1)


def _hash(*columns: NDArray[np.int64]) -> NDArray[np.uint64]:
    """One number per row; equal rows give equal numbers, different rows different ones but for a chance of about n^2 / 2^64."""
    table = np.concatenate([c.reshape(len(c), -1) for c in columns], axis=1)
    key = np.zeros(len(table), dtype=np.uint64)
    for column in table.T:
        key = (key ^ (column + 1).astype(np.uint64)) * _MIX
        key ^= key >> np.uint64(29)
    return key


def _judge(
    group: NDArray[np.uint64],
    values: NDArray[np.int8],
    level: NDArray[np.int8],
    last: NDArray[np.int64],
    k: int,
    layout: str,
    whole: bool,
) -> Outcome:
    order = np.argsort(group, kind="stable")
    group, level = group[order], level[order]
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    trees, blocks, _ = values.shape
    hidden = (level != 0).reshape(trees, blocks, 4)
    counts = np.where(hidden, values[order], 0).astype(np.int16)
    if whole:
        parts = blocks * 4
        ceiling = hidden.reshape(trees, parts)[starts].astype(int)
        low = high = [np.stack([np.zeros(trees, dtype=np.int16), counts.reshape(trees, parts)[:, p]]) for p in range(parts)]
    else:
        parts = blocks
        ceiling = hidden.sum(axis=2)[starts]
        none = np.zeros((1, trees), dtype=np.int16)
        falling = -np.sort(-counts, axis=2)
        high = [np.concatenate([none, falling[:, b].T.cumsum(axis=0, dtype=np.int16)]) for b in range(blocks)]
        # the smallest counts are taken among hidden cells only: the others stand far behind them
        rising = np.sort(np.where(hidden, values[order], 99), axis=2)
        low = [np.concatenate([none, rising[:, b].T.cumsum(axis=0, dtype=np.int16)]) for b in range(blocks)]
    home = _homes(level[starts], blocks, layout, whole)
    shown_last = last[order][starts] >= 0
    leaking = np.zeros(len(starts), dtype=bool)
    never_empty = np.zeros(len(starts), dtype=bool)
    narrowest = np.iinfo(np.int16).max
    most = 1 if whole else 4
    for taken in itertools.product(range(most + 1), repeat=parts):
        want = np.asarray(taken)
        valid = (want <= ceiling).all(axis=1) & (want.sum() > 0)
        if not valid.any():
            continue
        highest = np.maximum.reduceat(sum(high[p][t] for p, t in enumerate(taken)), starts)
        lowest = np.minimum.reduceat(sum(low[p][t] for p, t in enumerate(taken)), starts)
        leaking |= valid & (highest == lowest) & (highest >= 1) & (highest < k)
        # made of whole regions: in every region all of its hidden cells or none
        apart = np.zeros(len(starts), dtype=bool)
        for region in range(int(home.max()) + 1):
            inside = (home == region) & (ceiling > 0)
            some = (inside & (want > 0)).any(axis=1)
            missing = (inside & (want < ceiling)).any(axis=1)
            apart |= some & missing
        # elsewhere withheld has no figure at all, so all of it is as hidden as a part of it
        apart |= ~shown_last & ((home == 0) & (want > 0)).any(axis=1)
        valid &= apart
        if valid.any():
            narrowest = min(narrowest, int((highest - lowest)[valid].min()))
        if want.sum() == 1:
            never_empty |= valid & (lowest > 0)
    return Outcome(trees, len(starts), int(leaking.sum()), narrowest, int(never_empty.sum()))


def _homes(level: NDArray[np.int8], blocks: int, layout: str, whole: bool) -> NDArray[np.int64]:
    """For each part (a cell, or the hidden cells of a block) the region it lies in: 0 elsewhere, 1 the parent's, 2 … the blocks'."""
    cells = level.reshape(len(level), blocks, 4)
    top = cells.max(axis=2, initial=-1)
    hidden_level = np.where((cells == -1).any(axis=2), -1, top)
    home = np.where(hidden_level == -1, 0, np.where(hidden_level == 2, 1, 2 + np.arange(blocks)))
    return np.repeat(home, 4, axis=1) if whole else home


def unprotected() -> mock._patch[object]:
    """Lets the partition run with widths that it refuses, to see what they would give away."""
    return mock.patch.object(real, "check_rule", return_value=None)


LONG = [
    *((2, "apart", k, w) for k in (3, 4, 5) for w in range(k)),
    *((3, "apart", k, w) for k in (3, 4, 5) for w in range(2, k)),
    *((4, "nested", 3, w) for w in (0, 1, 2)),
]
QUICK = [(2, "apart", k, w) for k in (3, 4, 5) for w in range(2, k)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    print("| tree | k | w | inputs | outputs | outputs with a certain 1 … k-1 | narrowest | outputs with a cell never empty |")
    print("|---|---|---|---|---|---|---|---|")
    worst = 0
    for blocks, layout, k, width in QUICK if arguments.quick else LONG:
        started = time.process_time()
        with unprotected():
            found = enumerate_family(blocks, layout, k, width, top=k)
        if width >= SMALLEST_WIDTH:
            worst |= found.leaking > 0 or found.narrowest < width
        print(
            f"| {blocks} blocks {layout} | {k} | {width} | {found.inputs:,} | {found.outputs:,} | {found.leaking:,} | "
            f"{found.narrowest} | {found.never_empty:,} |",
            flush=True,
        )
        print(f"{time.process_time() - started:.0f} s", file=sys.stderr)
    return int(worst)


if __name__ == "__main__":
    sys.exit(main())
