"""The chain: the rooms in the order data flows, one function a step, the same for the command line and for QGIS.

Between the steps of a campaign the state is ``internal/submissions.gpkg``; what leaves is only what :func:`export_release` writes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

INTERNAL, RELEASE, PACKAGE = "internal", "release", "package"
STATE = "submissions.gpkg"
METHOD = "nested cells with remainders"


@dataclass
class Timer:
    """Seconds per step, for the summary."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


def default_width(k: int) -> int:
    """The protection width when none is chosen: max(2, k // 2), never below 2 (docs/method.md says why)."""
    return max(2, k // 2)
