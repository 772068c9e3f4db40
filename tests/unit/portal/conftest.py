"""A small package, and hands to change it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ...support.portal_packages import write_package

MakePackage = Callable[..., Path]


@pytest.fixture
def make_package(tmp_path: Path) -> MakePackage:
    def make(folder: str = "package", **settings: Any) -> Path:
        return write_package(tmp_path / folder, **settings)

    return make
