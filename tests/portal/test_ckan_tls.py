"""The real CKAN behind TLS and behind a proxy: who is trusted, what is said when not, and that nothing is sent then."""

from __future__ import annotations

import base64
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest

from trygghetsrutan.opendata.errors import CheckFailed, InputError
from trygghetsrutan.opendata.portal import open_portal
from trygghetsrutan.opendata.portal.ckan import CkanPortal
from trygghetsrutan.opendata.portal.plan import apply, plan
from trygghetsrutan.opendata.portal.transport import Client, Connection

from .conftest import Ckan
from .tls import DAY, Authority, ConnectProxy, Front, serving

PackageOf = Callable[..., Path]
FreshName = Callable[[], str]
HOST = "oppnadata.kommun.example"
"""A name that no name server knows: whoever reaches it went through the proxy."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), "Kommunens rot")


@pytest.fixture(scope="module")
def other_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("other"), "Någon annans rot")


@pytest.fixture
def without_variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for variable in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(variable, raising=False)
    return monkeypatch


@pytest.fixture
def behind(ckan: Ckan, authority: Authority, without_variables: pytest.MonkeyPatch) -> Iterator[tuple[Front, ConnectProxy]]:
    """The portal as ``https://HOST``, which only the proxy leads to."""
    port = urlsplit(ckan.url).port or 80
    with serving(Front(authority.certificate(HOST), port)) as front, serving(ConnectProxy(front.port)) as proxy:
        yield front, proxy


def _portal(ckan: Ckan, address: str, ca_bundle: Path | str = "", proxy: str = "") -> CkanPortal:
    connection = Connection(address, ckan.token(), str(ca_bundle), proxy, pause=lambda _: None)
    return CkanPortal(connection, organisation="karlskoga", groups=("trygghet",))


def test_a_portal_with_the_municipalitys_own_authority_is_published_to(
    ckan: Ckan, authority: Authority, package_of: PackageOf, fresh_name: FreshName
) -> None:
    name = fresh_name()
    package = package_of(name)
    with serving(Front(authority.certificate("localhost"), urlsplit(ckan.url).port or 80)) as front:
        portal = _portal(ckan, f"https://localhost:{front.port}", authority.bundle)
        receipt = apply(package, portal, check=lambda _: ())
        assert plan(package, portal).exit_code == 0
    assert ckan.show("package_show", id=name)["version"] == "1.0.0"
    assert all(file.url.startswith(f"https://localhost:{front.port}/") for file in receipt.files)


@pytest.mark.parametrize(
    ("host", "since", "until", "trusted", "message"),
    [
        ("localhost", -DAY, DAY, "other", r"authority that is not trusted here; nothing was sent.*--ca-bundle"),
        ("localhost", -DAY, DAY, "usual", r"authority that is not trusted here; nothing was sent.*--ca-bundle"),
        ("localhost", -3 * DAY, -DAY, "own", r"has expired; nothing was sent.*clock"),
        ("localhost", DAY, 3 * DAY, "own", r"not valid yet; nothing was sent.*clock"),
        ("portal.example", -DAY, DAY, "own", r"made out to another name; nothing was sent.*address"),
    ],
)
def test_a_certificate_that_does_not_hold_is_named_and_nothing_is_sent(
    ckan: Ckan,
    authority: Authority,
    other_authority: Authority,
    package_of: PackageOf,
    fresh_name: FreshName,
    host: str,
    since: timedelta,
    until: timedelta,
    trusted: str,
    message: str,
) -> None:
    bundle: Path | str = {"own": authority.bundle, "other": other_authority.bundle, "usual": ""}[trusted]
    with serving(Front(authority.certificate(host, since, until), urlsplit(ckan.url).port or 80)) as front:
        with pytest.raises(CheckFailed, match=rf"(?s){message}"):
            apply(package_of(fresh_name()), _portal(ckan, f"https://localhost:{front.port}", bundle), check=lambda _: ())
        assert bytes(front.heard) == b""


def test_a_wrong_certificate_is_asked_for_only_once(ckan: Ckan, authority: Authority) -> None:
    pauses: list[float] = []
    with serving(Front(authority.certificate("portal.example"), urlsplit(ckan.url).port or 80)) as front:
        address = f"https://localhost:{front.port}"
        with pytest.raises(CheckFailed):
            Client(Connection(address, None, str(authority.bundle), pause=pauses.append)).read("status_show")
    assert pauses == []


def test_https_to_a_port_that_speaks_http_is_told_so(ckan: Ckan) -> None:
    address = ckan.url.replace("http://127.0.0.1", "https://localhost")
    with pytest.raises(CheckFailed, match="does not speak TLS"):
        Client(Connection(address, ckan.token(), pause=lambda _: None)).read("status_show")


@pytest.mark.parametrize("content", [None, "no certificate", ""])
def test_a_bundle_that_is_none_is_named_before_anything_is_sent(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "rot.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=r"--ca-bundle .*rot\.pem: is not a file of certificates"):
        open_portal("https://localhost:1", ca_bundle=str(path))


def test_a_variable_that_names_no_bundle_is_named(tmp_path: Path, without_variables: pytest.MonkeyPatch) -> None:
    without_variables.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "rot.pem"))
    with pytest.raises(InputError, match=r"REQUESTS_CA_BUNDLE .*rot\.pem"):
        open_portal(f"https://{HOST}")


def test_through_a_proxy_a_dataset_is_published_and_the_proxy_hears_no_token(
    ckan: Ckan, behind: tuple[Front, ConnectProxy], authority: Authority, package_of: PackageOf, fresh_name: FreshName,
    without_variables: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    front, proxy = behind
    without_variables.setenv("HTTPS_PROXY", proxy.url)
    without_variables.setenv("REQUESTS_CA_BUNDLE", str(authority.bundle))
    name = fresh_name()
    apply(package_of(name), _portal(ckan, f"https://{HOST}"), check=lambda _: ())
    assert ckan.show("package_show", id=name)["version"] == "1.0.0"
    assert {line.rsplit(" ", 1)[0] for line in proxy.asked} == {f"CONNECT {HOST}:443"}
    token = ckan.token().reveal().encode()
    assert (token in front.heard, token in proxy.heard) == (True, False)


def test_the_option_goes_before_the_variables(
    ckan: Ckan, behind: tuple[Front, ConnectProxy], authority: Authority, other_authority: Authority, without_variables: pytest.MonkeyPatch
) -> None:
    without_variables.setenv("REQUESTS_CA_BUNDLE", str(other_authority.bundle))
    without_variables.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    portal = _portal(ckan, f"https://{HOST}", authority.bundle, behind[1].url)
    assert "datastore" in portal.plugins()


def test_what_is_excepted_from_the_proxy_does_not_reach_it(
    ckan: Ckan, behind: tuple[Front, ConnectProxy], authority: Authority, without_variables: pytest.MonkeyPatch
) -> None:
    without_variables.setenv("HTTPS_PROXY", behind[1].url)
    without_variables.setenv("NO_PROXY", ".kommun.example")

    def unknown(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    without_variables.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(CheckFailed, match="could not be reached"):
        _portal(ckan, f"https://{HOST}", authority.bundle).plugins()
    assert behind[1].asked == []


def test_a_proxy_that_wants_a_login_is_given_it_and_no_message_repeats_it(
    ckan: Ckan, behind: tuple[Front, ConnectProxy], authority: Authority, without_variables: pytest.MonkeyPatch
) -> None:
    login = "Basic " + base64.b64encode(b"anna:hemligt").decode()
    with serving(ConnectProxy(behind[0].port, login)) as proxy:
        without_variables.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(CheckFailed, match=r"proxy asks who you are \(407\)"):
            _portal(ckan, f"https://{HOST}", authority.bundle).plugins()
        without_variables.setenv("HTTPS_PROXY", proxy.url.replace("http://", "http://anna:hemligt@"))
        assert "datastore" in _portal(ckan, f"https://{HOST}", authority.bundle).plugins()
    with pytest.raises(CheckFailed, match="through the proxy") as caught:
        _portal(ckan, f"https://{HOST}", authority.bundle).plugins()
    assert "hemligt" not in str(caught.value)


def test_a_proxy_that_shows_its_own_certificate_is_refused_and_hears_no_token(
    ckan: Ckan, authority: Authority, other_authority: Authority, without_variables: pytest.MonkeyPatch
) -> None:
    """What looks into TLS on the way: accepted only when its authority is given."""
    settings: dict[str, Any] = {"ca_bundle": authority.bundle}
    with (
        serving(Front(other_authority.certificate(HOST), urlsplit(ckan.url).port or 80)) as inside,
        serving(ConnectProxy(inside.port)) as proxy,
    ):
        without_variables.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(CheckFailed, match="authority that is not trusted"):
            _portal(ckan, f"https://{HOST}", **settings).plugins()
        assert bytes(inside.heard) == b""
