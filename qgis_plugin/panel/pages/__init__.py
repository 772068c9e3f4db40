"""One page per step, in a module of the step's name."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..widgets import Page


def make(step: str, dock: Any) -> Page:
    """The page of a step, ``SourcesPage`` in ``sources`` and so on; its module is loaded when it is first needed."""
    page: Page = getattr(import_module(f".{step}", __name__), f"{step.capitalize()}Page")(dock)
    return page
