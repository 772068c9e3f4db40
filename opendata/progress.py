"""How long work tells where it is, and learns that it shall stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called often by long work; raises :class:`~trygghetsrutan.opendata.errors.Cancelled` when the user asked to stop.

    ``step`` is a short English name without personal data, ``done`` of ``total`` units are finished.
    """

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """Progress that tells nobody and never cancels."""
