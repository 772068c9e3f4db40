"""One request at a time to a CKAN: ``ckanapi`` with timeouts, retries, honest errors and a token that nothing prints.

What is repeated: requests that never arrived or came to nothing (connection errors, timeouts, answers cut short, 408, 429, 502, 503, 504),
with growing pauses, jitter and the server's Retry-After. A *write* that may have acted is never repeated here: it raises
:class:`Uncertain`, and the caller looks at the portal before it decides.
"""

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import hashlib
import ipaddress
import math
import os
import secrets
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from .. import PROGRAM, __version__
from ..errors import CheckFailed, Fault, InputError

ATTEMPTS = 4
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0
"""A server that asks for a longer pause than this is left alone: the run ends and says when to come back."""
CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 60.0
SLOWEST_BYTES_PER_S = 100_000
"""A transfer slower than this counts as stalled; the read timeout grows with the size by it."""
ROW_BYTES = 200
"""What a row of a table counts as when its transfer is timed: the DataStore does more with it than store its bytes."""
REPEATABLE = frozenset({408, 429, 502, 503, 504})

_CHUNK = 1 << 16
_AGAIN = "run the same command again: it continues where this stopped"

T = TypeVar("T")


class Token:
    """An API token that no ``repr``, log, traceback or pickle shows."""

    __slots__ = ("_value",)

    def __init__(self, value: str):
        value = value.strip()
        if not value or not value.isascii() or not value.isprintable() or " " in value:
            raise InputError(Fault("token", "is empty or not a token", "make one on your user page at the portal and give it anew"))
        self._value = value

    def reveal(self) -> str:
        """The token itself, for the one header that carries it."""
        return self._value

    def __repr__(self) -> str:
        return "Token(***)"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a token is not written anywhere")


class Refused(CheckFailed):
    """The portal answered, and the answer was no: ``status`` and CKAN's own ``details`` say what."""

    def __init__(self, fault: Fault, status: int, details: Any = None):
        super().__init__(fault)
        self.status = status
        self.details = details


class Uncertain(CheckFailed):
    """A write whose answer did not arrive whole: the portal may have acted or not."""


@dataclass(frozen=True)
class Connection:
    """How a portal is reached.

    ``ca_bundle`` is a file of certificates to trust instead of the system's; ``proxy`` goes before the environment's.
    """

    address: str
    token: Token | None = None
    ca_bundle: str = ""
    proxy: str = ""
    read_timeout_s: float = READ_TIMEOUT_S
    pause: Callable[[float], None] = time.sleep


class Client:
    """Calls to one CKAN. Open one per run; nothing is kept between runs."""

    def __init__(self, connection: Connection):
        import ckanapi
        import requests

        self.address = checked_address(connection.address)
        self._connection = connection
        self._requests = requests
        self._errors = ckanapi.errors
        self._last: Any = None
        session = requests.Session()
        session.auth = _bearer(connection.token, self.address)
        session.hooks["response"].append(self._remember)
        session.trust_env = not is_loopback(self.address)
        # With every request, because what a session is told gives way to the environment in requests.
        self._way: dict[str, Any] = {"verify": _authorities(connection.ca_bundle, session.trust_env)}
        if connection.proxy and session.trust_env:
            self._way["proxies"] = {"http": connection.proxy, "https": connection.proxy}
        self._session = session
        self._ckan = ckanapi.RemoteCKAN(self.address, session=session, user_agent=f"{PROGRAM}/{__version__}")
        self._ckan.base_url = "api/3/action/"

    @property
    def has_token(self) -> bool:
        return self._connection.token is not None

    def anonymous(self) -> Client:
        """The same portal as a reader without an account sees it."""
        return Client(dataclasses.replace(self._connection, token=None))

    def read(self, action: str, **data: Any) -> Any:
        """The result of an action that changes nothing; None when the portal says there is no such thing.

        Raises :class:`Refused` when it says no, :class:`CheckFailed` when it cannot be reached or does not answer as a CKAN.
        """
        for attempt in range(ATTEMPTS):
            try:
                return self._call(action, data, None)
            except Uncertain:
                if attempt == ATTEMPTS - 1:
                    raise
            except Refused as refusal:
                if refusal.status == 404:
                    return None
                if refusal.status not in REPEATABLE or attempt == ATTEMPTS - 1:
                    raise
            self.rest(attempt)
        raise CheckFailed(Fault(self.address, "did not answer", _AGAIN))

    def write(self, action: str, data: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]] | None = None) -> Any:
        """The result of an action that changes something; one attempt.

        Raises :class:`Uncertain` when the server may or may not have acted, :class:`Refused` when it says no.
        """
        try:
            return self._call(action, data, files)
        except Refused as refusal:
            if refusal.status in REPEATABLE:
                raise Uncertain(refusal.faults) from None
            raise

    def until_sure(self, act: Callable[[], T]) -> T:
        """The result of ``act``, done once more after every doubtful answer, so it must look before it writes, or do no harm twice.

        Raises :class:`Uncertain` when no attempt was sure.
        """
        for attempt in range(ATTEMPTS - 1):
            try:
                return act()
            except Uncertain:
                self.rest(attempt)
        return act()

    def rest(self, attempt: int) -> None:
        """Pause before asking again, longer each time and as long as the server wishes.

        Raises :class:`CheckFailed` when that is longer than :data:`LONGEST_PAUSE_S`.
        """
        pause = FIRST_PAUSE_S * 2**attempt
        pause += pause * secrets.randbelow(1000) / 2000
        if self._last is not None and self._last.status_code in REPEATABLE:
            wished = retry_after(self._last.headers, datetime.datetime.now(datetime.UTC))
            if wished > LONGEST_PAUSE_S:
                raise CheckFailed(
                    Fault(self.address, f"asks to be left alone for {math.ceil(wished / 60)} minutes", f"wait that long; {_AGAIN}")
                )
            pause = max(pause, wished)
        self._connection.pause(min(pause, LONGEST_PAUSE_S))

    def fetch(self, url: str, limit: int) -> tuple[int, str, int]:
        """Download ``url``: (status, SHA-256, bytes); reading stops soon after ``limit`` bytes.

        Raises :class:`CheckFailed` when it cannot be reached.
        """
        status, (digest, count) = self._download(url, lambda chunks: _digest(chunks, limit))
        return status, digest, count

    def fetch_text(self, url: str, limit: int) -> str | None:
        """The text at ``url`` (UTF-8); None unless the answer is 200 and no longer than ``limit`` bytes. Raises as :meth:`fetch` does."""
        status, content = self._download(url, lambda chunks: _within(chunks, limit))
        return content.decode("utf-8", errors="replace") if status == 200 and content is not None else None

    def _download(self, url: str, take: Callable[[Iterator[bytes]], T]) -> tuple[int, T]:
        """The status of the answer from ``url`` and what ``take`` makes of its body, asked for again while it does not come whole."""
        for attempt in range(ATTEMPTS):
            try:
                with self._session.get(url, stream=True, timeout=self._timeout(0), **self._way) as answer:
                    if urlsplit(answer.url).scheme != "https" and not is_loopback(answer.url):
                        raise CheckFailed(Fault(self.address, "leads a download to an address without https", "tell who runs the portal"))
                    if answer.status_code not in REPEATABLE or attempt == ATTEMPTS - 1:
                        return answer.status_code, take(answer.iter_content(_CHUNK))
            except self._requests.RequestException as error:
                if attempt == ATTEMPTS - 1 or _distrusted(error):
                    raise CheckFailed(self._unreached(error, "download")) from None
            self.rest(attempt)
        raise CheckFailed(Fault(self.address, "did not answer", _AGAIN))

    def _call(self, action: str, data: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]] | None) -> Any:
        size = sum(len(content) for _, content in (files or {}).values()) + len(data.get("records", ())) * ROW_BYTES
        self._last = None
        try:
            result = self._ckan.call_action(
                action, dict(data), files=dict(files) if files else None, requests_kwargs=self._way | {"timeout": self._timeout(size)}
            )
        except self._requests.RequestException as error:
            raise (CheckFailed if _distrusted(error) else Uncertain)(self._unreached(error, action)) from None
        except (self._errors.CKANAPIError, self._errors.ServerIncompatibleError) as error:
            status = self._last.status_code if self._last is not None else 0
            if status == 200:
                raise self._no_ckan(action) from None
            raise Refused(self._said_no(action, status, error), status, getattr(error, "error_dict", None)) from None
        if self._last.status_code != 200:
            raise Refused(self._said_no(action, self._last.status_code, None), self._last.status_code)
        return result

    def _timeout(self, size: int) -> tuple[float, float]:
        return CONNECT_TIMEOUT_S, self._connection.read_timeout_s + size / SLOWEST_BYTES_PER_S

    def _no_ckan(self, action: str) -> CheckFailed:
        """An answer 200 that is no JSON: cut short, or a page of something in between."""
        kind = self._last.headers.get("Content-Type", "")
        if "json" in kind:
            return Uncertain(Fault(f"{self.address} ({action})", "sent an answer that was cut short", _AGAIN))
        return Refused(
            Fault(
                f"{self.address} ({action})",
                "answered with a page instead of data: this is no CKAN, or something in between (a login page, a proxy) answered for it",
                "check the address and whether the portal opens in a browser from here, then run the same command again",
            ),
            200,
        )

    def _said_no(self, action: str, status: int, error: Any) -> Fault:
        where = f"{self.address} ({action})"
        if 300 <= status < 400:
            return Fault(where, "answered that it has moved", "give the address it moved to (https, and with or without www)")
        if status in (401, 403):
            fix = (
                "use a token of a user who is editor of the organisation; a token may also have expired"
                if self.has_token
                else "give a token"
            )
            return Fault(where, "does not allow this", fix)
        if status == 413 or "too large" in str(error).lower():
            return Fault(
                where, "says a file is too large", "ask who runs the portal to raise ckan.max_resource_size and the web server's limit"
            )
        if status == 409:
            return Fault(where, f"refuses: {_validation(error)}", "mend what is named and plan again")
        if status == 429:
            return Fault(where, "asks for fewer requests (429)", "wait some minutes; " + _AGAIN)
        if status >= 500:
            return Fault(where, f"failed on its side (HTTP {status})", "tell who runs the portal if it stays; " + _AGAIN)
        return Fault(where, f"answered HTTP {status}", "check the address; " + _AGAIN)

    def _unreached(self, error: Exception, action: str) -> Fault:
        """What kept a request from being answered; the library's own text may hold addresses with credentials and is not quoted."""
        exceptions = self._requests.exceptions
        where = f"{self.address} ({action})"
        if _distrusted(error):
            return Fault(where, *_distrust(str(error)))
        if isinstance(error, exceptions.SSLError):
            return Fault(where, "does not speak TLS as it should, or broke the connection", "check that this address and port serve https")
        if isinstance(error, exceptions.ProxyError):
            if "407" in str(error):
                return Fault(where, "could not be reached: the proxy asks who you are (407)", "put its user and password into HTTPS_PROXY")
            return Fault(where, "could not be reached through the proxy", "check HTTPS_PROXY and NO_PROXY")
        if isinstance(error, exceptions.ConnectTimeout | exceptions.ReadTimeout):
            return Fault(where, "did not answer in time", _AGAIN)
        if isinstance(error, exceptions.ChunkedEncodingError | exceptions.ContentDecodingError):
            return Fault(where, "sent an answer that was cut short", _AGAIN)
        return Fault(where, "could not be reached or broke the connection", "check the address and the network; " + _AGAIN)

    def _remember(self, response: Any, *_arguments: Any, **_named: Any) -> None:
        self._last = response


def _digest(chunks: Iterable[bytes], limit: int) -> tuple[str, int]:
    """SHA-256 and number of bytes, of what comes until soon after ``limit`` bytes."""
    digest, count = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        count += len(chunk)
        if count > limit:
            break
    return digest.hexdigest(), count


def _within(chunks: Iterable[bytes], limit: int) -> bytes | None:
    """All that comes; None as soon as it is more than ``limit`` bytes."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > limit:
            return None
    return bytes(content)


def retry_after(headers: Mapping[str, str], now: datetime.datetime) -> float:
    """Seconds for which an answer's ``Retry-After`` asks us to wait; 0 when it does not, or not understandably.

    It is seconds or an HTTP date (RFC 9110, 10.2.3). A date is taken from the server's own clock (``Date``) where the answer tells it, so
    that clocks that differ do no harm.
    """
    stated = headers.get("Retry-After", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated)
    until = _http_date(stated)
    return max(0.0, (until - (_http_date(headers.get("Date", "")) or now)).total_seconds()) if until else 0.0


def _http_date(text: str) -> datetime.datetime | None:
    try:
        stated = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=datetime.UTC)


def _authorities(ca_bundle: str, from_environment: bool) -> str | bool:
    """The file or folder of certificates to trust; True for the usual ones. Raises :class:`InputError` when it cannot be used."""
    named = {"--ca-bundle": ca_bundle}
    if from_environment:
        named |= {variable: os.environ.get(variable, "") for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")}
    where, path = next(((where, path) for where, path in named.items() if path), ("", ""))
    if not path:
        return True
    if Path(path).is_dir():
        return path
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError):
        raise InputError(
            Fault(f"{where} {path}", "is not a file of certificates", "give the authority's certificates as text (PEM: BEGIN CERTIFICATE)")
        ) from None
    return path


def _distrusted(error: Exception) -> bool:
    """True when a certificate was refused: then no byte of a request was sent."""
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _distrust(said: str) -> tuple[str, str]:
    """What is wrong with a certificate, by OpenSSL's words, and what to do."""
    if "Hostname mismatch" in said or "IP address mismatch" in said:
        return "shows a certificate made out to another name; nothing was sent", "check the address, then ask who runs the portal"
    if "has expired" in said:
        return "shows a certificate that has expired; nothing was sent", "check this computer's clock, then ask who runs the portal"
    if "not yet valid" in said:
        return "shows a certificate that is not valid yet; nothing was sent", "check this computer's clock, then ask who runs the portal"
    return (
        "shows a certificate of an authority that is not trusted here; nothing was sent",
        "give the authority's certificates with --ca-bundle; never switch checking off",
    )


def checked_address(address: str) -> str:
    """The portal's address without a trailing slash.

    Raises :class:`InputError` when it is no web address, holds credentials, or is not https while not on this machine.
    """
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise InputError(Fault("the address", "is not that of a portal", "write it as https://data.example.org"))
    if parts.username is not None or parts.password is not None:
        raise InputError(
            Fault("the address", "holds a user name or password, which others can see", "leave them out; give a token instead")
        )
    if parts.scheme == "http" and not is_loopback(address):
        raise InputError(Fault(f"http://{host}", "would send the token unencrypted", "use https"))
    return address.rstrip("/")


def is_loopback(address: str) -> bool:
    """True when the host of ``address`` is this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _bearer(token: Token | None, address: str) -> Any:
    """What puts the token into requests to ``address`` and into none to anywhere else."""
    from requests.auth import AuthBase

    origin = urlsplit(address)[:2]

    class Bearer(AuthBase):
        def __call__(self, request: Any) -> Any:
            if token is not None and urlsplit(request.url)[:2] == origin:
                request.headers["Authorization"] = token.reveal()
            return request

    return Bearer()


def _validation(error: Any) -> str:
    """CKAN's validation messages by field, without the values that were sent."""
    details = getattr(error, "error_dict", None)
    if not isinstance(details, dict):
        return "what was sent"
    return "; ".join(_flat(key, value) for key, value in sorted(details.items()) if not key.startswith("__") and value)[:500]


def _flat(key: str, value: Any) -> str:
    if isinstance(value, list):
        parts = [part for part in value if part]
        return ", ".join(_flat(key, part) if isinstance(part, dict) else f"{key}: {part}" for part in parts)
    if isinstance(value, dict):
        return ", ".join(_flat(f"{key}.{inner}", part) for inner, part in sorted(value.items()) if part)
    return f"{key}: {value}"
