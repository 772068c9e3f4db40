"""A package opened for its gates: descriptor, figures and map files, each read once however many gates ask.

What cannot be read raises :class:`InputError` for every gate that asks, so each tells it as its own finding.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from ..release import Release
from . import manifest, read
from .report import ANEW
from .shapes import Features


class Package:
    """A package's folder and what lies in it."""

    def __init__(self, folder: Path):
        self.folder = folder

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """``datapackage.json``; raises :class:`InputError` when it is missing or no JSON object."""
        path = self.folder / manifest.DESCRIPTOR
        try:
            if path.stat().st_size > manifest.LARGEST_DESCRIPTOR:
                raise InputError(Fault(manifest.DESCRIPTOR, "is larger than 5 MB", ANEW))
            loaded = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=_no_repeats)
        except OSError:
            raise InputError(Fault(manifest.DESCRIPTOR, "is missing or cannot be read", ANEW)) from None
        except (ValueError, RecursionError) as error:
            raise InputError(Fault(manifest.DESCRIPTOR, f"is not JSON ({str(error)[:100]})", ANEW)) from None
        if not isinstance(loaded, dict):
            raise InputError(Fault(manifest.DESCRIPTOR, "is not a JSON object", ANEW))
        return loaded

    @property
    def resources(self) -> list[dict[str, Any]]:
        """The resources that are objects with a path; what is not is a finding of the gate ``files``."""
        listed = self.descriptor.get("resources")
        return [r for r in listed if isinstance(r, dict) and isinstance(r.get("path"), str)] if isinstance(listed, list) else []

    @cached_property
    def release(self) -> Release:
        """The published figures from the CSV tables; raises :class:`InputError` as :func:`~.read.read_release` does."""
        return read.read_release(self.folder)

    @cached_property
    def features(self) -> Features:
        """The map files."""
        return Features(self.folder)


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("a key occurs twice in one object")
    return out
