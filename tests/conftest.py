"""What holds for every test: no network beyond this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest


def _stays_here(host: object) -> bool:
    """Whether ``host`` is this machine: its own names, a loopback address, or none (a socket of the file system has none)."""
    if not isinstance(host, str) or host in ("", "localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(function: Callable[..., Any], host: Callable[..., object]) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        # no OSError: what is tried here may catch those
        assert _stays_here(host(*arguments)), f"a test reaches for {host(*arguments)}: only this machine is allowed"
        return function(*arguments, **named)

    return call


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Any:
    """Looking up or connecting to any other machine fails the test, for what runs in this process."""

    def address(_socket: socket.socket, where: object) -> object:
        return where[0] if isinstance(where, tuple) else None

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), address))
        patch.setattr(socket, "getaddrinfo", _guarded(socket.getaddrinfo, lambda host, *_: host))
        yield
