"""The tests themselves: none may reach another machine."""

import socket

import pytest

ELSEWHERE = ("192.0.2.1", 80)
"""An address that RFC 5737 keeps for documentation."""


def test_another_machine_is_out_of_reach() -> None:
    with socket.socket() as one, pytest.raises(AssertionError, match="only this machine"):
        one.connect(ELSEWHERE)
    with pytest.raises(AssertionError, match="only this machine"):
        socket.create_connection(("example.org", 80))


def test_this_machine_is_in_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(("localhost", server.getsockname()[1])):
        pass
