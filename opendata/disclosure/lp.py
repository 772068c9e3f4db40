"""Linear and integer programs for what is linked in a ring, by scipy's HiGHS; imported only where such a ring exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from .layout import Float, Int
from .system import Contradiction, System

_INFEASIBLE, _UNBOUNDED = 2, 3  # scipy.optimize.OptimizeResult.status
_TOLERANCE = 1e-6


def component_intervals(system: System, members: Int, entries: Int, wanted: Any, low: Float, high: Float, below: float) -> None:
    """Narrow ``low`` and ``high`` of the wanted ones of ``members`` to what the whole component allows, in place.

    ``entries`` are the component's entries of ``system``. Intervals narrower than ``below`` are computed over whole numbers as well.
    """
    optimize, sparse = _scipy()
    place = np.full(system.unknowns, -1, dtype=np.int64)
    place[members] = np.arange(len(members))
    sums, local_row = np.unique(system.row[entries], return_inverse=True)
    matrix = sparse.csr_matrix(
        (system.value[entries], (local_row.reshape(-1), place[system.column[entries]])), shape=(len(sums), len(members))
    )
    total = system.b[sums]
    bounds = np.stack((low[members], high[members]), axis=1)
    for i in np.nonzero(wanted[members])[0].tolist():
        ends = [_end(optimize, matrix, total, bounds, i, sign, 0) for sign in (1.0, -1.0)]
        if ends[1] - ends[0] < below:
            ends = [_end(optimize, matrix, total, bounds, i, sign, 1) for sign in (1.0, -1.0)]
        low[members[i]], high[members[i]] = ends


@dataclass(frozen=True)
class Network:
    """Two-way sums: every edge ``tail`` -> ``head`` carries 0 … ``most`` whole contributors, every supply is used up, every demand met.

    ``supply`` (tails,), ``demand`` (heads,), ``tail``, ``head``, ``most`` (edges,), all int64; no two edges alike.
    """

    supply: Int
    demand: Int
    tail: Int
    head: Int
    most: Int

    def flow(self) -> Int:
        """One solution, (edges,) int64, by a maximum flow (Dinic 1970). Raises :class:`Contradiction` when there is none."""
        sparse = _scipy()[1]
        from scipy.sparse.csgraph import maximum_flow

        tails, heads = len(self.supply), len(self.demand)
        if self.supply.sum() != self.demand.sum() or min(self.supply.min(initial=0), self.demand.min(initial=0)) < 0:
            raise Contradiction
        source, sink = tails + heads, tails + heads + 1
        start = np.concatenate((np.full(tails, source), self.tail, tails + np.arange(heads)))
        stop = np.concatenate((np.arange(tails), tails + self.head, np.full(heads, sink)))
        room = np.concatenate((self.supply, self.most, self.demand)).astype(np.int32)
        answer = maximum_flow(sparse.csr_matrix((room, (start, stop)), shape=(sink + 1, sink + 1)), source, sink)
        if answer.flow_value != self.supply.sum():
            raise Contradiction
        return np.asarray(answer.flow.tocsr()[self.tail, tails + self.head], dtype=np.int64).reshape(-1)

    def interval(self, edge: int, carried: int) -> tuple[int, int]:
        """The least and the most that ``edge`` can carry, given that it can carry ``carried``: every value between can be, too."""
        return (
            _bisect(carried, 0, lambda value: self._can_carry(edge, value)),
            _bisect(carried, int(self.most[edge]), lambda value: self._can_carry(edge, value)),
        )

    def _can_carry(self, edge: int, value: int) -> bool:
        supply, demand, most = self.supply.copy(), self.demand.copy(), self.most.copy()
        supply[self.tail[edge]] -= value
        demand[self.head[edge]] -= value
        most[edge] = 0
        try:
            Network(supply, demand, self.tail, self.head, most).flow()
        except Contradiction:
            return False
        return True


def _bisect(yes: int, end: int, possible: Callable[[int], bool]) -> int:
    """The value nearest to ``end`` that is possible, where ``yes`` is and what is possible has no gaps."""
    no = end + (1 if end >= yes else -1)
    while abs(no - yes) > 1:
        middle = (yes + no) // 2
        if possible(middle):
            yes = middle
        else:
            no = middle
    return yes


def _end(optimize: Any, matrix: Any, total: Float, bounds: Float, i: int, sign: float, whole: int) -> float:
    """The least (sign 1) or largest (sign -1) value of unknown ``i``, over all numbers or (``whole`` 1) over whole ones; maybe infinite."""
    cost = np.zeros(len(bounds))
    cost[i] = sign
    answer = optimize.linprog(cost, A_eq=matrix, b_eq=total, bounds=bounds, method="highs", integrality=whole)
    if answer.status == _INFEASIBLE:
        raise Contradiction
    if answer.status == _UNBOUNDED:
        return -sign * np.inf
    if answer.status != 0:
        raise InputError(Fault("audit", "the linear program found no end", "report this release to the makers of the program"))
    end = float(answer.x[i])
    return float(round(end)) if abs(end - round(end)) < _TOLERANCE else end


def _scipy() -> tuple[Any, Any]:
    try:
        from scipy import optimize, sparse
    except ImportError:
        fix = "install it (pip install scipy), or audit with the command line: trygghetsrutan audit"
        raise InputError(Fault("audit", "tables that are linked in a ring need scipy, which is missing here", fix)) from None
    return optimize, sparse
