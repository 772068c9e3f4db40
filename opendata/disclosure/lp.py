"""Linear and integer programs for what is linked in a ring, by scipy's HiGHS; imported only where such a ring exists."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import Fault, InputError
from .layout import Int
from .system import Contradiction, Float, System

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


def some_point(system: System) -> Int:
    """See :func:`trygghetsrutan.opendata.disclosure.system.whole_point`."""
    optimize, sparse = _scipy()
    n = system.unknowns
    matrix = sparse.csr_matrix((system.value, (system.row, system.column)), shape=(len(system.b), n))
    bounds = np.stack((system.lower, system.upper), axis=1)
    for whole in (0, 1):
        answer = optimize.linprog(np.zeros(n), A_eq=matrix, b_eq=system.b, bounds=bounds, method="highs", integrality=whole)
        if answer.status == _INFEASIBLE:
            raise Contradiction
        if answer.status == 0 and np.abs(answer.x - np.rint(answer.x)).max(initial=0.0) < _TOLERANCE:
            return np.asarray(np.rint(answer.x), dtype=np.int64)
    raise InputError(Fault("audit", "the linear program found no end", "report this release to the makers of the program"))


def _end(optimize: Any, matrix: Any, total: Float, bounds: Float, i: int, sign: float, whole: int) -> float:
    """The least (sign 1) or largest (sign -1) value of unknown ``i``."""
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
