"""The button that installs the publisher, for real: from the package index, cancelled in the middle, then whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desktop import drive, released, with_campaign


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("install")
    released(with_campaign(folder))
    return drive(folder, "installed", publisher=False, limit=900)


def test_nothing_goes_wrong(seen: dict[str, Any]) -> None:
    assert seen["errors"] == []


def test_a_cancelled_installation_leaves_nothing(seen: dict[str, Any]) -> None:
    assert seen["after_cancel"] == ["None", []]


def test_what_was_installed_builds_and_validates_a_package(seen: dict[str, Any]) -> None:
    assert Path(seen["python"]).name == "python"
    assert seen["packaged"]
