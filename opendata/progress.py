"""How long work tells where it is, learns that it shall stop, and how long each step of it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Called often by long work; raises :class:`~trygghetsrutan.opendata.errors.Cancelled` when the user asked to stop.

    ``step`` is a short English name without personal data, ``done`` of ``total`` units are finished.
    """

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """Progress that tells nobody and never cancels."""


class Timer:
    """Seconds of wall time per step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)
