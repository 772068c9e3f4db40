"""A certificate authority of our own, a portal behind TLS, and a proxy that speaks CONNECT: all on loopback."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)
Kind = TypeVar("Kind", bound="_Server")


class Authority:
    """An authority whose certificate is the file :attr:`bundle`."""

    def __init__(self, folder: Path, name: str):
        self._folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(*(number in (5, 6) for number in range(9)))
        self._certificate = (
            _builder(self._name, self._name, self._key.public_key(), -DAY, 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        self.bundle = folder / f"{name}.pem"
        self.bundle.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def certificate(self, name: str, since: datetime.timedelta = -DAY, until: datetime.timedelta = DAY) -> Path:
        """A file with a certificate for the host ``name``, valid between two times from now, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            host: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
        except ValueError:
            host = x509.DNSName(name)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = (
            _builder(subject, self._name, key.public_key(), since, until)
            .add_extension(x509.SubjectAlternativeName([host]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path = self._folder / f"{made.serial_number}.pem"
        path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
        return path


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, since: datetime.timedelta, until: datetime.timedelta
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return builder.serial_number(x509.random_serial_number()).not_valid_before(now + since).not_valid_after(now + until)


class _Server:
    """Takes connections on loopback, each in a thread of its own, until it is closed."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._take, args=(self._listener.accept()[0],), daemon=True).start()

    def _take(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            self.handle(client)

    def handle(self, client: socket.socket) -> None:
        raise NotImplementedError


class Front(_Server):
    """TLS in front of ``port`` on this machine; :attr:`heard` is everything that was said to it after a handshake."""

    def __init__(self, certificate: Path, port: int):
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._upstream = port
        self.heard = bytearray()
        super().__init__()

    def handle(self, client: socket.socket) -> None:
        with self._context.wrap_socket(client, server_side=True) as plain, socket.create_connection(("127.0.0.1", self._upstream)) as up:
            _join(plain, up, self.heard)


class ConnectProxy(_Server):
    """A proxy that leads every CONNECT to ``port`` on this machine; :attr:`asked` are request lines, :attr:`heard` all it was sent.

    With ``login`` it wants to be given that ``Proxy-Authorization`` first.
    """

    def __init__(self, port: int, login: str = ""):
        self._upstream, self._login = port, login
        self.asked: list[str] = []
        self.heard = bytearray()
        super().__init__()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            part = client.recv(4096)
            if not part:
                return
            head += part
        self.heard += head
        self.asked.append(head.split(b"\r\n", 1)[0].decode())
        if self._login and f"Proxy-Authorization: {self._login}".encode() not in head:
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        if not head.startswith(b"CONNECT "):
            client.sendall(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self._upstream)) as up:
            _join(client, up, self.heard)


def _join(one: socket.socket, other: socket.socket, heard: bytearray) -> None:
    back = threading.Thread(target=_pass, args=(other, one, bytearray()), daemon=True)
    back.start()
    _pass(one, other, heard)
    back.join()


def _pass(source: socket.socket, target: socket.socket, heard: bytearray) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            heard += part
            target.sendall(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def serving(server: Kind) -> Iterator[Kind]:
    try:
        yield server
    finally:
        server.close()
