"""The word lists as sets, read once per process."""

from __future__ import annotations

import functools
import importlib.resources

_FOLDER = "words"


@functools.cache
def words(name: str) -> frozenset[str]:
    """Lower-case words of ``words/<name>.txt``."""
    return frozenset(word for line in _lines(name) for word in line.split())


@functools.cache
def phrases(name: str) -> tuple[str, ...]:
    """Comma-separated phrases of ``words/<name>.txt`` as they are written, in file order."""
    return tuple(phrase.strip() for line in _lines(name) for phrase in line.split(",") if phrase.strip())


def _lines(name: str) -> list[str]:
    package = __package__ or ""
    text = importlib.resources.files(package).joinpath(_FOLDER, f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
