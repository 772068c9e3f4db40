"""The core's faults in the user's language: their patterns are collected from the sources, as every other text is."""

from __future__ import annotations

from ...opendata.errors import Fault


def sentence(fault: Fault) -> str:
    """One fault as one line: where, what is wrong, what to do."""
    return f"{fault.where}: {fault.what}; {fault.fix}"
