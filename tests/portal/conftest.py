"""The real CKAN under test, its users' tokens, and small packages of our own."""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from trygghetsrutan.opendata.portal.ckan import CkanPortal
from trygghetsrutan.opendata.portal.transport import Connection, Token

from ..support.portal_packages import write_package

REPOSITORY = Path(__file__).resolve().parents[2]

NEW_ROWS = "region_id,contributors,status\n0123,5,published\n"


@dataclass(frozen=True)
class Ckan:
    """The server: addresses, tokens by role, and a reader without an account."""

    facts: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.facts["url"])

    def token(self, role: str = "editor") -> Token:
        return Token(Path(self.facts["tokens"][role]).read_text())

    def portal(self, role: str | None = "editor", url: str = "", **settings: Any) -> CkanPortal:
        token = self.token(role) if role else None
        settings = {"organisation": "karlskoga", "groups": ("trygghet",)} | settings
        return CkanPortal(Connection(url or self.url, token, pause=lambda _: None), **settings)

    def show(self, action: str, **parameters: Any) -> Any:
        """What anybody gets from a reading action; None when refused."""
        answer = requests.get(f"{self.url}/api/3/action/{action}", params=parameters, timeout=60)
        return answer.json()["result"] if answer.status_code == 200 else None

    def do(self, action: str, role: str = "sysadmin", **data: Any) -> Any:
        """An action by hand, as somebody would do it in the web pages."""
        headers = {"Authorization": self.token(role).reveal()}
        answer = requests.post(f"{self.url}/api/3/action/{action}", json=data, headers=headers, timeout=60)
        answer.raise_for_status()
        return answer.json()["result"]

    def stored(self, resource_id: str) -> Path:
        """Where CKAN keeps the file of a resource."""
        return Path(self.facts["storage"]) / "resources" / resource_id[:3] / resource_id[3:6] / resource_id[6:]


def _server(*arguments: str) -> dict[str, Any]:
    done = subprocess.run([str(REPOSITORY / "scripts" / "ckan_server"), *arguments], check=False, capture_output=True, text=True)
    if not done.stdout:
        pytest.fail(f"the CKAN server does not start: {done.stderr}")
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


@pytest.fixture(scope="session")
def ckan() -> Iterator[Ckan]:
    was_running = _server("status")["running"]
    yield Ckan(_server("up", "--scheming"))
    if not was_running:
        _server("down")


@pytest.fixture(scope="session")
def package_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    def make(name: str, version: str = "1.0.0", **settings: Any) -> Path:
        if version != "1.0.0":
            settings = {"title_sv": "Ny titel", "rows": NEW_ROWS} | settings
        return write_package(tmp_path_factory.mktemp("package"), name=name, version=version, **settings)

    return make


@pytest.fixture(scope="session")
def fresh_name() -> Callable[[], str]:
    return lambda: f"t-{secrets.token_hex(5)}"
