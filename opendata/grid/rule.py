"""The rule every release keeps: k, the fewest contributors behind a figure, and the protection width around every hidden one."""

from __future__ import annotations

from ..errors import Fault, InputError

SMALLEST_K = 3
SMALLEST_WIDTH = 2
"""Below a width of 2 an attacker who knows the rules is left with exact counts (see docs/method.md)."""


def width_of(k: int, width: int | None) -> int:
    """``width``, or when none is chosen the protection width that goes with ``k``."""
    return max(SMALLEST_WIDTH, k // 2) if width is None else width


def rule_faults(k: int, width: int | None) -> list[Fault]:
    """Why ``k`` and ``width`` (None: the usual one) can protect nobody; empty when they can."""
    if k < SMALLEST_K:
        return [Fault("k", f"{k} protects nobody", f"use at least {SMALLEST_K}")]
    if not SMALLEST_WIDTH <= width_of(k, width) <= k - 1:
        return [Fault("width", f"{width} does not go with k = {k}", f"use {SMALLEST_WIDTH} to {k - 1}")]
    return []


def check_rule(k: int, width: int) -> None:
    """Raise :class:`InputError` unless ``k`` and ``width`` can protect anybody."""
    faults = rule_faults(k, width)
    if faults:
        raise InputError(faults)
