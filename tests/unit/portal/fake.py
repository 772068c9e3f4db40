"""A portal that gives the answers it is told to, and clients of it that do not really pause."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from trygghetsrutan.opendata.portal.transport import Client, Connection, Token

SECRET = "eyJ0eXAi.secret-token.abc123"
Reply = tuple[int, dict[str, str], bytes]
FINE: Reply = (200, {"Content-Type": "application/json"}, b'{"success": true, "result": {"a": 1}}')


class Fake(ThreadingHTTPServer):
    """Answers with the replies it was given, the last one for ever, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[Reply] = [FINE]
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Fake

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.server.replies.pop(0) if len(self.server.replies) > 1 else self.server.replies[0]
        self.send_response_only(status)
        for key, value in headers.items():
            self.send_header(key, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


def client(fake: Fake, pauses: list[float] | None = None, token: str = SECRET) -> Client:
    pause = pauses.append if pauses is not None else lambda _: None
    return Client(Connection(fake.url, Token(token) if token else None, read_timeout_s=5, pause=pause))


def error(status: int, kind: str = "Error", **details: Any) -> Reply:
    body = {"success": False, "error": {"__type": kind, "message": "no"} | details}
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()
