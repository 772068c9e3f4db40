"""A proxy between publisher and CKAN that breaks one request, and an observer that looks at the portal as a reader after every write.

A portal changes only through writes, so looking after each one that was passed on sees every state that a reader could ever see.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import select
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from trygghetsrutan.opendata.errors import UserError
from trygghetsrutan.opendata.portal.ckan import CkanPortal
from trygghetsrutan.opendata.portal.ckan_model import uploaded
from trygghetsrutan.opendata.portal.dataset import Dataset, read
from trygghetsrutan.opendata.portal.plan import Receipt, apply
from trygghetsrutan.opendata.portal.transport import Connection, Token

READ_TIMEOUT_S = 4.0
"""How long the publisher under test waits: long for a request that is answered, short for one that never is."""

ANSWERED = {"429": 429, "500": 500, "502": 502, "503": 503, "504": 504, "409": 409, "413": 413, "403": 403}
FAULTS = (
    "refused", "reset before", "reset after", "timeout before", "timeout after", *ANSWERED, "500 after", "502 after", "503 after",
    "truncated", "html", "killed before", "killed after",
)  # fmt: skip
READING = ("_show", "_list", "_search", "_info", "_for_user", "_authz")
"""How the names of actions end that change nothing: after those a reader need not look again."""
REPEATABLE = ("refused", "reset after", "502 after", "503")
"""Faults that a single repetition gets over; they are also tried staying on."""


class Proxy:
    """Passes requests on to ``upstream`` one at a time; breaks number ``broken`` (from 0), and all later ones if the fault ``stays``."""

    def __init__(self, upstream: str, observe: Callable[[], None] = lambda: None):
        parts = urlsplit(upstream)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._observe = observe
        self.broken, self.fault, self.stays, self.victim = -1, "", False, 0
        self.log: list[str] = []
        self._stop = threading.Event()
        self._listener = self._listen(0)
        self._bound: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._bound}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(30)
        self._listener.close()

    @staticmethod
    def _listen(port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(16)
        return listener

    def _due(self, number: int) -> bool:
        return number == self.broken or (self.stays and number > self.broken >= 0)

    def _serve(self) -> None:
        while not self._stop.is_set():
            if not select.select([self._listener], [], [], 0.02)[0]:
                continue
            client, _ = self._listener.accept()
            with client:
                client.settimeout(READ_TIMEOUT_S + 1)
                try:
                    self._handle(client)
                except OSError:
                    continue

    def _handle(self, client: socket.socket) -> None:
        head, body = _request(client)
        number = len(self.log)
        method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
        self.log.append(f"{method} {_action(target)}")
        fault = self.fault if self._due(number) else ""
        if fault in ("refused", "reset before"):
            return _reset(client)
        if fault == "timeout before":
            return _hang(client)
        if fault == "killed before":
            os.kill(self.victim, signal.SIGKILL)
            return None
        if fault in ANSWERED:
            return _answer(
                client, ANSWERED[fault], b"application/json", b'{"success": false, "error": {"message": "no", "__type": "Error"}}'
            )
        if fault == "html":
            return _answer(client, 200, b"text/html", b"<html><title>Log in</title></html>")
        status, headers, content = self._forward(method, target, head, body)
        if method == "POST" and not _action(target).endswith(READING):
            self._observe()
        if fault == "reset after":
            return _reset(client)
        if fault == "timeout after":
            return _hang(client)
        if fault == "killed after":
            os.kill(self.victim, signal.SIGKILL)
            return None
        if fault in ("500 after", "502 after", "503 after"):
            return _answer(client, int(fault[:3]), b"text/html", b"<html>gateway</html>")
        kept = [(key, value) for key, value in headers if key.lower() not in ("connection", "content-length", "transfer-encoding")]
        lines = [
            f"HTTP/1.1 {status} X",
            *(f"{key}: {value}" for key, value in kept),
            f"Content-Length: {len(content)}",
            "Connection: close",
        ]
        sent = content[: len(content) // 2] if fault == "truncated" else content
        client.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + sent)
        return None

    def _forward(self, method: str, target: str, head: bytes, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=60)
        headers = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:] if ": " in line)
        headers["Host"] = f"{self._host}:{self._port}"
        headers["Connection"] = "close"
        connection.request(method, target, body=body or None, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.getheaders(), content


def _request(client: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        part = client.recv(65536)
        if not part:
            raise OSError("closed")
        data += part
    head, body = data.split(b"\r\n\r\n", 1)
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
    while len(body) < length:
        part = client.recv(65536)
        if not part:
            raise OSError("closed")
        body += part
    return head, body


def _action(target: str) -> str:
    path = urlsplit(target).path
    return path.rsplit("/", 1)[-1] if "/action/" in path else "download" if "/download/" in path else path.split("/")[1]


def _reset(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def _hang(client: socket.socket) -> None:
    """Say nothing until the other side gives up."""
    select.select([client], [], [], READ_TIMEOUT_S + 2)


def _answer(client: socket.socket, status: int, kind: bytes, content: bytes) -> None:
    retry = b"Retry-After: 1\r\n" if status in (429, 503) else b""
    client.sendall(
        b"HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s"
        % (status, kind, len(content), retry, content)
    )


class Broken(AssertionError):
    """A promise to readers was broken."""


@dataclass
class Observer:
    """Reads a dataset as anybody can, and compares it with the versions it may show."""

    url: str
    name: str
    versions: tuple[Dataset, ...]
    may_be_absent: bool
    seen: set[str] = field(default_factory=set)
    _proven: set[str] = field(default_factory=set)
    _session: requests.Session = field(default_factory=requests.Session)

    def __call__(self) -> None:
        package = self._get("package_show", id=self.name)
        if self._get("package_show", id=f"{self.name}-staging") is not None:
            raise Broken("the private workspace is public")
        if package is None:
            if not self.may_be_absent:
                raise Broken("the dataset vanished")
            self.seen.add("absent")
            return
        version = next((dataset for dataset in self.versions if dataset.version == package["version"]), None)
        if version is None or package["private"]:
            raise Broken(f"readers see version {package['version']!r}")
        current = [resource for resource in package["resources"] if resource.get("version_status") == "current"]
        files = {file.name: file for file in uploaded(version)}
        if {resource["data_name"]: resource["hash"] for resource in current} != {
            name: f"sha256:{file.sha256}" for name, file in files.items()
        }:
            raise Broken("readers see a mixture of versions")
        for resource in current:
            key = f"{resource['id']} {resource['last_modified']}"
            if key not in self._proven:
                content = self._session.get(resource["url"], timeout=30).content
                if content != files[resource["data_name"]].file.read_bytes():
                    raise Broken(f"readers get other bytes of {resource['data_name']}")
                self._proven.add(key)
        self.seen.add(version.version)

    def _get(self, action: str, **parameters: str) -> Any:
        answer = self._session.get(f"{self.url}/api/3/action/{action}", params=parameters, timeout=60)
        return answer.json()["result"] if answer.status_code == 200 else None

    def state(self) -> Any:
        """What a reader finds at the end, without what differs from run to run (ids, times) and from name to name."""
        package = self._get("package_show", id=self.name)
        if package is None:
            return None
        known = {f"sha256:{file.sha256}": f"{dataset.version}/{file.name}" for dataset in reversed(self.versions) for file in dataset.files}
        resources = []
        for resource in package["resources"]:
            views = sorted(view["view_type"] for view in self._get("resource_view_list", id=resource["id"]))
            table = self._get("datastore_search", resource_id=resource["id"]) if resource["datastore_active"] else None
            rows = [{key: value for key, value in row.items() if key != "_id"} for row in table["records"]] if table else None
            kept = {key: resource.get(key) for key in ("data_name", "name", "versions", "version_status", "format", "mimetype")}
            resources.append(kept | {"file": known.get(resource["hash"]), "views": views, "rows": rows})
        shown = {
            key: package.get(key) for key in ("title", "notes", "version", "private", "state", "license_id", "author", "maintainer_email")
        }
        extras = {extra["key"]: extra["value"] for extra in package["extras"] if extra["key"] != "managed_state"}
        for key in ("identifier", "managed_by"):
            extras[key] = extras[key].replace(self.versions[-1].uuid, "UUID")
        return shown | {"tags": sorted(tag["name"] for tag in package["tags"]), "extras": extras, "resources": resources}


@dataclass(frozen=True)
class Outcome:
    """What one case came to; ``wrong`` is empty when every promise held."""

    fault: str
    stays: bool
    request: str
    number: int
    ended: str
    """``done`` despite the fault, ``stopped`` with a message, or ``killed``."""
    message: str
    wrong: str


def connect(url: str, token: Token | None) -> CkanPortal:
    """A portal whose client waits little and never sleeps."""
    return CkanPortal(
        Connection(url, token, read_timeout_s=READ_TIMEOUT_S, pause=lambda _: None), organisation="karlskoga", groups=("trygghet",)
    )


def publish(url: str, token: Token | None, package: Path) -> Receipt:
    return apply(package, connect(url, token), check=lambda _: ())


def requests_of(url: str, token: Token, package: Path) -> list[str]:
    """The requests of one clean publication, in order."""
    proxy = Proxy(url)
    try:
        publish(proxy.url, token, package)
        return proxy.log
    finally:
        proxy.close()


def run_case(
    url: str, token: Token, before: Path | None, package: Path, number: int, fault: str, *, stays: bool, reference: Any
) -> Outcome:
    """Publish ``package`` (after ``before``, if given) with one fault, then again without; compare the end with ``reference``."""
    wanted = read(package)
    versions = (wanted,) if before is None else (read(before), wanted)
    if before is not None:
        publish(url, token, before)
    observer = Observer(url, wanted.name, versions, may_be_absent=before is None)
    problems: list[str] = []

    def observe() -> None:
        try:
            observer()
        except Broken as broken:
            problems.append(str(broken))

    proxy = Proxy(url, observe)
    proxy.broken, proxy.fault, proxy.stays = number, fault, stays
    ended, message = "done", ""
    try:
        if fault.startswith("killed"):
            ended = _in_a_process(proxy, token, package)
        else:
            publish(proxy.url, token, package)
    except UserError as error:
        ended, message = "stopped", str(error)
        if not all(fault.what and fault.fix for fault in error.faults):
            problems.append("a message without what to do")
        if token.reveal() in message:
            problems.append("the token is in a message")
    except Exception as error:
        ended = "stopped"
        problems.append(f"a traceback: {type(error).__name__}: {str(error)[:200]}")
    finally:
        proxy.close()
    request = proxy.log[number] if number < len(proxy.log) else "(not reached)"
    observe()
    try:
        publish(url, token, package)
    except Exception as error:
        problems.append(f"the second run failed: {type(error).__name__}: {str(error)[:300]}")
    observe()
    if observer.state() != reference:
        problems.append("the end state differs from a clean run's")
    return Outcome(fault, stays, request, number, ended, message, "; ".join(dict.fromkeys(problems)))


def _in_a_process(proxy: Proxy, token: Token, package: Path) -> str:
    process = multiprocessing.get_context("fork").Process(target=publish, args=(proxy.url, token, package))
    process.start()
    proxy.victim = process.pid or 0
    process.join(120)
    if process.exitcode == -signal.SIGKILL:
        return "killed"
    return "done" if process.exitcode == 0 else "stopped"


def wait_until(condition: Callable[[], bool], limit_s: float = 30.0) -> bool:
    """True as soon as ``condition`` holds; False when it never did."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
