"""What follows from a system of published sums: A x = b, l <= x <= u over hidden counts.

The system is cut into connected components. Bound propagation solves a component without a cycle exactly (in a tree of sums every
interval that survives is attained) and needs numpy only. What is linked in a ring goes to a linear program, and what is narrow there to
an integer program (:mod:`lp`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Fault, InputError
from ..progress import Progress, silent
from .layout import Float, Int

CERTAIN = 1e-6
"""Ends of an interval that are nearer than this are one number, counts being whole."""
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class System:
    """A sparse system by its non-zero entries, (entries,) each; ``b`` (sums,); ``lower``, ``upper`` (unknowns,), infinity allowed."""

    row: Int
    column: Int
    value: Float
    b: Float
    lower: Float
    upper: Float

    @property
    def unknowns(self) -> int:
        return len(self.lower)


class Contradiction(ValueError):
    """No counts at all satisfy the sums: the figures, or what the attacker believes of the rules, cannot be."""


class Builder:
    """Collects unknowns and sums one by one."""

    def __init__(self) -> None:
        self._row: list[int] = []
        self._column: list[int] = []
        self._value: list[float] = []
        self._b: list[float] = []
        self._lower: list[float] = []
        self._upper: list[float] = []

    def unknown(self, lower: float = 0.0, upper: float = np.inf) -> int:
        """A new unknown; returns its index."""
        self._lower.append(lower)
        self._upper.append(upper)
        return len(self._lower) - 1

    def sum(self, unknowns: Sequence[int], total: float, values: Sequence[float] | None = None) -> None:
        """State that the unknowns (times ``values``, else 1) add up to ``total``."""
        self._row += [len(self._b)] * len(unknowns)
        self._column += unknowns
        self._value += values or [1.0] * len(unknowns)
        self._b.append(total)

    def union(self, unknowns: Sequence[int], lower: float = 0.0, upper: float = np.inf) -> int:
        """A new unknown that is the sum of others: a block of cells, or any combination to be attacked; returns its index."""
        whole = self.unknown(lower, upper)
        self.sum([*unknowns, whole], 0.0, [1.0] * len(unknowns) + [-1.0])
        return whole

    def build(self) -> System:
        return System(
            np.array(self._row, dtype=np.int64),
            np.array(self._column, dtype=np.int64),
            np.array(self._value, dtype=np.float64),
            np.array(self._b, dtype=np.float64),
            np.array(self._lower, dtype=np.float64),
            np.array(self._upper, dtype=np.float64),
        )


def feasible_intervals(
    a: ArrayLike, b: ArrayLike, lower: ArrayLike = 0.0, upper: ArrayLike = np.inf, *, integer: bool = False, progress: Progress = silent
) -> Float:
    """Smallest and largest value of every unknown of ``a @ x = b``, ``lower <= x <= upper``: (unknowns, 2) float64.

    ``a`` is (sums, unknowns), ``b`` (sums,), ``lower`` and ``upper`` numbers or (unknowns,). With ``integer`` only whole numbers count.
    Raises :class:`InputError` when nothing satisfies the system, or when it needs scipy and scipy is missing.
    """
    matrix = np.atleast_2d(np.asarray(a, dtype=np.float64))
    row, column = np.nonzero(matrix)
    n = matrix.shape[1]
    system = System(
        row.astype(np.int64),
        column.astype(np.int64),
        matrix[row, column],
        np.asarray(b, dtype=np.float64).reshape(-1),
        np.broadcast_to(np.asarray(lower, dtype=np.float64), n).copy(),
        np.broadcast_to(np.asarray(upper, dtype=np.float64), n).copy(),
    )
    try:
        return solve(system, below=np.inf if integer else 0.0, progress=progress)
    except Contradiction:
        raise InputError(Fault("system", "no counts satisfy these sums", "check the figures")) from None


def solve(system: System, targets: Int | None = None, *, below: float = 0.0, progress: Progress = silent) -> Float:
    """Interval of every unknown, (unknowns, 2) float64; exact for ``targets`` (all when None), at least valid for the others.

    An interval narrower than ``below`` is computed once more over whole numbers. Raises :class:`Contradiction` when the system has no
    solution and :class:`InputError` when it needs scipy and scipy is missing.
    """
    low, high = propagate(system)
    label, ring = components(system)
    wanted = np.ones(system.unknowns, dtype=bool) if targets is None else np.isin(np.arange(system.unknowns), targets)
    order = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[order], np.arange(len(ring) + 1))
    rings = np.nonzero(ring)[0].tolist()
    entry_order = np.argsort(label[system.column], kind="stable") if rings else np.zeros(0, dtype=np.int64)
    entry_starts = np.searchsorted(label[system.column][entry_order], np.arange(len(ring) + 1))
    for done, component in enumerate(rings):
        progress("audit: linear programs", done, len(rings))
        members = order[starts[component] : starts[component + 1]]
        if not wanted[members].any():
            continue
        entries = entry_order[entry_starts[component] : entry_starts[component + 1]]
        from .lp import component_intervals

        component_intervals(system, members, entries, wanted, low, high, below)
    return np.stack((low, high), axis=1)


def propagate(system: System) -> tuple[Float, Float]:
    """Bounds that each sum alone forces, repeated until nothing moves: (lower, upper), never wider than the system's own.

    Raises :class:`Contradiction` when a bound crosses another.
    """
    low, high = system.lower.copy(), system.upper.copy()
    rows, n = len(system.b), system.unknowns
    row, column, value, b = system.row, system.column, system.value, system.b
    positive = value > 0
    for _ in range(2 * (rows + n) + 2):
        at_low, at_high = np.where(positive, low[column], high[column]) * value, np.where(positive, high[column], low[column]) * value
        least, open_low = _row_sums(row, at_low, rows)
        most, open_high = _row_sums(row, at_high, rows)
        others_least = np.where(open_low[row] - np.isinf(at_low) > 0, -np.inf, least[row] - np.where(np.isinf(at_low), 0.0, at_low))
        others_most = np.where(open_high[row] - np.isinf(at_high) > 0, np.inf, most[row] - np.where(np.isinf(at_high), 0.0, at_high))
        upper_term, lower_term = (b[row] - others_least) / value, (b[row] - others_most) / value
        new_high, new_low = high.copy(), low.copy()
        np.minimum.at(new_high, column, np.where(positive, upper_term, lower_term))
        np.maximum.at(new_low, column, np.where(positive, lower_term, upper_term))
        if (new_low > new_high + _TOLERANCE).any():
            raise Contradiction
        moved = (new_high < high - _TOLERANCE).any() or (new_low > low + _TOLERANCE).any()
        low, high = new_low, new_high
        if not moved:
            break
    empty = np.bincount(row, minlength=rows) == 0
    if (np.abs(b[empty]) > _TOLERANCE).any():
        raise Contradiction
    return low, high


def _row_sums(row: Int, term: Float, rows: int) -> tuple[Float, Int]:
    """Sum of the finite terms of each row, and how many are infinite."""
    endless = np.isinf(term)
    return (
        np.bincount(row, weights=np.where(endless, 0.0, term), minlength=rows).astype(np.float64),
        np.bincount(row[endless], minlength=rows).astype(np.int64),
    )


def components(system: System) -> tuple[Int, NDArray[np.bool_]]:
    """Connected component of every unknown, (unknowns,) int64 from 0, and per component whether its sums form a ring."""
    n, rows = system.unknowns, len(system.b)
    label = np.arange(n + rows)
    tail, head = system.column, system.row + n
    while True:
        least = label.copy()
        edge = np.minimum(label[tail], label[head])
        np.minimum.at(least, tail, edge)
        np.minimum.at(least, head, edge)
        np.minimum.at(least, label, least)
        least = least[least]
        if (least == label).all():
            break
        label = least
    _, label = np.unique(label, return_inverse=True)
    count = int(label.max()) + 1 if len(label) else 0
    nodes = np.bincount(label, minlength=count)
    edges = np.bincount(label[tail], minlength=count)
    return label[:n].astype(np.int64), edges >= nodes
