"""The companion publisher as a subprocess of QGIS: answers, faults, cancelling, secrets, proxies."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


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


def test_qgis_proxy_is_handed_on(plugin: Any) -> None:
    from qgis.core import QgsSettings

    from trygghetsrutan.qgis_plugin import program

    settings = QgsSettings()
    for key, value in (("proxyEnabled", True), ("proxyType", "HttpProxy"), ("proxyHost", "proxy.kommun.example"), ("proxyPort", "8080")):
        settings.setValue(f"proxy/{key}", value)
    found = program.proxy_environment(settings)
    for key in ("proxyEnabled", "proxyType", "proxyHost", "proxyPort"):
        settings.remove(f"proxy/{key}")
    assert found["HTTPS_PROXY"] == "http://proxy.kommun.example:8080"
    assert "localhost" in found["NO_PROXY"]
    assert program.proxy_environment(settings) == {}


def test_the_publisher_runs_the_code_of_the_plugin(companion: Any, fake: Callable[[str], None], unpacked: Path) -> None:
    fake('print(json.dumps({"path": os.environ["PYTHONPATH"]}))')
    assert companion.run(["x"], silent).value == {"path": str(unpacked)}


def test_the_publisher_goes_to_the_portal_by_the_proxy_of_qgis(companion: Any, tmp_path: Path) -> None:
    """A proxy that refuses everything is asked for the portal's address, with its own credentials."""
    import base64
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from qgis.core import QgsSettings

    from trygghetsrutan.opendata.errors import UserError

    asked: list[tuple[str, str]] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append((self.path, self.headers.get("Proxy-Authorization", "")))
            self.send_error(502)

        def log_message(self, *said: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    values = {
        "proxyEnabled": True,
        "proxyType": "HttpProxy",
        "proxyHost": "127.0.0.1",
        "proxyPort": str(server.server_port),
        "proxyUser": "asa@kommun",
        "proxyPassword": "hem/ligt: 1",
    }
    settings = QgsSettings()
    for key, value in values.items():
        settings.setValue(f"proxy/{key}", value)
    try:
        with pytest.raises(UserError, match=r"portal\.kommun\.example"):
            companion.check(["withdraw", "finns-ej", "--from", "https://portal.kommun.example"], silent)
    finally:
        for key in values:
            settings.remove(f"proxy/{key}")
        server.shutdown()
    assert {path for path, _ in asked} == {"portal.kommun.example:443"}
    assert base64.b64decode(asked[0][1].removeprefix("Basic ")) == b"asa@kommun:hem/ligt: 1"
