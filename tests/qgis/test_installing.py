"""The publisher's private environment without the network: what it is named after, what is whole, which Python is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def silent(step: str, done: int, total: int) -> None:
    pass


@pytest.fixture
def installing(plugin: Any) -> Any:
    from trygghetsrutan.qgis_plugin import installing

    return installing


def test_what_will_be_installed_is_told_before(installing: Any) -> None:
    listed = installing.requirements()
    assert any(line.startswith("ckanapi==") for line in listed)
    assert all("==" in line and "--hash" not in line for line in listed)


def test_what_a_killed_installation_left_is_no_publisher_and_a_named_python_goes_first(plugin: Any) -> None:
    import shutil

    from qgis.core import QgsSettings

    from trygghetsrutan.qgis_plugin import companion, installing

    folder = installing.private_environment()
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.parent.mkdir(parents=True)
    python.write_text("", encoding="utf-8")
    assert companion.interpreter() is None
    (folder / "made-from-lock").write_text("", encoding="utf-8")
    assert companion.interpreter() == python
    QgsSettings().setValue(companion.SETTING, "/nowhere/python")  # what an administrator named, and took away
    assert companion.interpreter() == python
    QgsSettings().setValue(companion.SETTING, sys.executable)
    assert companion.interpreter() == Path(sys.executable)
    QgsSettings().remove(companion.SETTING)
    shutil.rmtree(folder)


def test_the_environment_is_named_after_what_it_is_made_from(installing: Any, monkeypatch: Any, tmp_path: Path) -> None:
    """So that an update of the plugin with other libraries, or of QGIS with another Python, does not run in the old one."""
    before = installing.private_environment().name
    other = tmp_path / "requirements.lock"
    other.write_text("click==8.1.0\n", encoding="utf-8")
    monkeypatch.setattr(installing, "LOCK", other)
    installing._lock_hash.cache_clear()
    assert installing.private_environment().name != before
    installing._lock_hash.cache_clear()
    assert f"-{sys.version_info.major}.{sys.version_info.minor}-" in before


def test_an_installation_that_fails_leaves_nothing_and_says_why(installing: Any, monkeypatch: Any, tmp_path: Path) -> None:
    from trygghetsrutan.opendata.errors import InputError

    lock = tmp_path / "requirements.lock"
    text = installing._locked("setuptools").replace("--hash=sha256:", "--hash=sha256:0")
    lock.write_text(text, encoding="utf-8")
    monkeypatch.setattr(installing, "LOCK", lock)
    installing._lock_hash.cache_clear()
    with pytest.raises(InputError, match="could not be installed"):
        installing.make_environment(silent)
    assert not installing.private_environment().exists()
    installing._lock_hash.cache_clear()


def test_the_builder_is_taken_from_the_lock_with_its_hashes(installing: Any) -> None:
    lines = installing._locked("setuptools").splitlines()
    assert lines[0].startswith("setuptools==")
    assert all(line.strip().startswith("--hash=sha256:") for line in lines[1:])
    assert not lines[-1].endswith("\\")


@pytest.mark.parametrize(("body", "words"), [("raise ModuleNotFoundError('No module named ckanapi')", "lacks a library"), ("", None)])
def test_a_python_is_tried_before_it_is_used(
    installing: Any, fake: Callable[[str], None], tmp_path: Path, body: str, words: str | None
) -> None:
    from trygghetsrutan.opendata.errors import InputError

    fake(body)
    if words is None:
        installing.try_python(tmp_path / "publisher", silent)
        return
    with pytest.raises(InputError, match=words):
        installing.try_python(tmp_path / "publisher", silent)


def test_what_is_no_program_is_refused(installing: Any, tmp_path: Path) -> None:
    from trygghetsrutan.opendata.errors import InputError

    (tmp_path / "text.txt").write_text("hej", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be started"):
        installing.try_python(tmp_path / "text.txt", silent)
