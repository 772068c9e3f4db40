"""Much of the same work by several processes, in order, with progress and cancelling; little of it right here."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from .cpu import cores
from .progress import Progress, silent

Item = TypeVar("Item")
Result = TypeVar("Result")

PAYS_FROM = 20_000
"""Items for which starting processes pays, where one takes about a tenth of a millisecond."""
PIECE = 1_000
AHEAD = 4
"""Pieces given to each process before the first result is waited for."""
HERE = 64
"""Items between two reports of progress when the work is done right here."""

TWO_PAY_FROM = 1 << 19
"""Elements of an array for which a second thread pays; starting one takes about a tenth of a millisecond."""

_work: Callable[[Any], Any] | None = None


def two_pay(n: int) -> bool:
    """Whether ``n`` elements are shared by two threads."""
    return n >= TWO_PAY_FROM and cores() > 1


def in_halves(work: Callable[[int, int], Result], n: int) -> list[Result]:
    """``[work(0, n)]``, or what ``work`` gives for the first and the last of ``n`` elements, done at the same time by two threads.

    It pays for what numpy does without holding the interpreter's lock: arithmetic and sorting, block by block.
    """
    if not two_pay(n):
        return [work(0, n)]
    from concurrent.futures import ThreadPoolExecutor

    middle = n // 2
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(work, 0, middle)
        last = work(middle, n)
        return [first.result(), last]


def in_order(
    make: Callable[[], Callable[[Item], Result]], items: Sequence[Item], step: str = "", progress: Progress = silent, processes: int = 0
) -> list[Result]:
    """``[work(item) for item in items]`` where ``work = make()``; each process makes its own.

    ``make``, items and results must be picklable. ``processes`` 0: one per core for :data:`PAYS_FROM` items or more, otherwise (and always
    inside QGIS, whose executable is not Python) none. What ``progress`` or ``work`` raises is raised here, and the processes end.
    """
    if not processes:
        processes = cores() if len(items) >= PAYS_FROM and "qgis.core" not in sys.modules else 1
    if processes < 2:
        work, here = make(), []
        for done, item in enumerate(items):
            if done % HERE == 0:
                progress(step, done, len(items))
            here.append(work(item))
        progress(step, len(items), len(items))
        return here
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    results: list[Result] = []
    # a fresh process, because a copy of one with threads may hang
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_start, initargs=(make,))
    try:
        waiting: deque[Future[list[Result]]] = deque()
        progress(step, 0, len(items))
        for start in range(0, len(items), PIECE):
            waiting.append(pool.submit(_piece, items[start : start + PIECE]))
            if len(waiting) >= AHEAD * processes:
                results += waiting.popleft().result()
                progress(step, len(results), len(items))
        while waiting:
            results += waiting.popleft().result()
            progress(step, len(results), len(items))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return results


def _start(make: Callable[[], Callable[[Any], Any]]) -> None:
    global _work
    _work = make()


def _piece(items: Sequence[Any]) -> list[Any]:
    if _work is None:
        raise RuntimeError("the process was not started")
    return [_work(item) for item in items]
