"""The companion publisher as a subprocess of QGIS: answers, faults, cancelling, secrets, proxies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def fake(companion: Any, tmp_path: Path) -> Callable[[str], None]:
    """A stand-in for the publisher: a program that QGIS runs instead of its Python."""
    from qgis.core import QgsSettings

    def make(body: str) -> None:
        program = tmp_path / "publisher"
        program.write_text(f"#!{sys.executable}\nimport json, os, sys, time\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
        QgsSettings().setValue(companion.SETTING, str(program))

    return make


def silent(step: str, done: int, total: int) -> None:
    pass


def test_a_fault_of_the_publisher_is_told_as_its_own_words(companion: Any, tmp_path: Path) -> None:
    from trygghetsrutan.opendata.errors import InputError

    with pytest.raises(InputError, match="there is no such file"):
        companion.run(["audit", str(tmp_path / "none.gpkg")], silent)


def test_without_a_publisher_the_user_is_told_what_to_do(plugin: Any) -> None:
    from trygghetsrutan.opendata.errors import InputError
    from trygghetsrutan.qgis_plugin import companion

    with pytest.raises(InputError, match="install it"):
        companion.run(["audit", "x"], silent)


def test_progress_lines_and_the_answer_are_told_apart(companion: Any, fake: Callable[[str], None]) -> None:
    fake('print(json.dumps({"step": "upload", "done": 1, "total": 2}), flush=True); time.sleep(0.5); print(json.dumps({"url": "u"}))')
    seen: list[str] = []
    answer = companion.run(["publish"], lambda step, done, total: seen.append(step))
    assert answer.value == {"url": "u"}
    assert "upload" in seen


def test_the_credential_goes_to_standard_input_and_nowhere_else(companion: Any, fake: Callable[[str], None]) -> None:
    fake(
        'line = sys.stdin.readline().strip(); seen = " ".join(sys.argv) + " ".join(os.environ.values()); '
        'print(json.dumps({"got": line == "kanariefågel", "leaked": "kanariefågel" in seen}))'
    )
    assert companion.run(["publish"], silent, "kanariefågel").value == {"got": True, "leaked": False}


def test_a_cancelled_publisher_is_ended(companion: Any, fake: Callable[[str], None], tmp_path: Path) -> None:
    from trygghetsrutan.opendata.errors import Cancelled

    mark = tmp_path / "pid"
    fake(f'open({str(mark)!r}, "w").write(str(os.getpid())); time.sleep(60)')

    def cancel(step: str, done: int, total: int) -> None:
        if mark.exists() and mark.read_text():
            raise Cancelled

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        companion.run(["publish"], cancel)
    assert time.monotonic() - begun < 20
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_a_crash_of_the_publisher_is_told_and_qgis_lives(companion: Any, fake: Callable[[str], None]) -> None:
    from trygghetsrutan.opendata.errors import InputError

    fake("os.abort()")
    with pytest.raises(InputError, match="ended with code"):
        companion.run(["publish"], silent)


def test_qgis_proxy_is_handed_on(companion: Any) -> None:
    from qgis.core import QgsSettings

    settings = QgsSettings()
    for key, value in (("proxyEnabled", True), ("proxyType", "HttpProxy"), ("proxyHost", "proxy.kommun.example"), ("proxyPort", "8080")):
        settings.setValue(f"proxy/{key}", value)
    found = companion.proxy_environment(settings)
    for key in ("proxyEnabled", "proxyType", "proxyHost", "proxyPort"):
        settings.remove(f"proxy/{key}")
    assert found["HTTPS_PROXY"] == "http://proxy.kommun.example:8080"
    assert "localhost" in found["NO_PROXY"]
    assert companion.proxy_environment(settings) == {}


def test_what_will_be_installed_is_told_before(companion: Any) -> None:
    listed = companion.requirements()
    assert any(line.startswith("ckanapi==") for line in listed)
    assert all("==" in line and "--hash" not in line for line in listed)


def test_the_publisher_runs_the_code_of_the_plugin(companion: Any, fake: Callable[[str], None], unpacked: Path) -> None:
    fake('print(json.dumps({"path": os.environ["PYTHONPATH"]}))')
    assert companion.run(["x"], silent).value == {"path": str(unpacked)}
