"""Requests to a CKAN: what is repeated, what is not, what is said, and what never is."""

from __future__ import annotations

import datetime
import hashlib
import io
import pickle
import threading
import traceback
from typing import Any

import pytest

from trygghetsrutan.opendata.errors import CheckFailed, InputError
from trygghetsrutan.opendata.portal import credentials, is_address, open_portal
from trygghetsrutan.opendata.portal.folder import FolderPortal
from trygghetsrutan.opendata.portal.transport import (
    ATTEMPTS,
    Client,
    Connection,
    Refused,
    Token,
    Uncertain,
    checked_address,
    is_loopback,
    retry_after,
)

from .fake import FINE, SECRET, Fake, client, error


def test_a_result_is_read(fake: Fake) -> None:
    assert client(fake).read("status_show") == {"a": 1}


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_a_reading_request_is_repeated_when_the_server_is_out_of_breath(fake: Fake, status: int) -> None:
    fake.replies = [error(status), FINE]
    assert client(fake).read("status_show") == {"a": 1}


@pytest.mark.parametrize("status", [400, 403, 409, 413, 500])
def test_other_refusals_are_not_repeated(fake: Fake, status: int) -> None:
    fake.replies = [error(status)]
    with pytest.raises(Refused):
        client(fake).read("status_show")
    assert len(fake.asked) == 1


def test_giving_up_comes_after_a_few_attempts(fake: Fake) -> None:
    fake.replies = [error(503)]
    with pytest.raises(CheckFailed):
        client(fake).read("status_show")
    assert len(fake.asked) == ATTEMPTS


def test_the_servers_wish_for_a_pause_is_heeded(fake: Fake) -> None:
    pauses: list[float] = []
    status, headers, body = error(429)
    fake.replies = [(status, headers | {"Retry-After": "17"}, body), FINE]
    client(fake, pauses).read("status_show")
    assert pauses == [17.0]


def test_a_wish_for_a_pause_may_be_a_date_by_the_servers_clock(fake: Fake) -> None:
    pauses: list[float] = []
    status, headers, body = error(503)
    wish = {"Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:50:07 GMT"}
    fake.replies = [(status, headers | wish, body), FINE]
    client(fake, pauses).read("status_show")
    assert pauses == [30.0]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": " 7 "}, 7),
        ({"Retry-After": "Sun, 22 Nov 2026 12:00:40 GMT"}, 40),
        ({"Retry-After": "Sunday, 22-Nov-26 12:00:40 GMT"}, 40),
        ({"Retry-After": "Sun Nov 22 12:00:40 2026"}, 40),
        ({"Retry-After": "Sun, 22 Nov 2026 11:00:00 GMT"}, 0),
        ({"Retry-After": "Sun, 22 Nov 2026 12:00:40 GMT", "Date": "nonsense"}, 40),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": "-5"}, 0),
        ({"Retry-After": "٣"}, 0),
        ({"Retry-After": "Sun, 99 Nov 2026 12:00:40 GMT"}, 0),
    ],
)
def test_a_wish_for_a_pause_is_seconds_or_one_of_the_three_forms_of_a_date(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers, datetime.datetime(2026, 11, 22, 12, 0, 0, tzinfo=datetime.UTC)) == seconds


def test_a_server_that_wants_to_be_left_alone_for_long_is_left_alone(fake: Fake) -> None:
    pauses: list[float] = []
    status, headers, body = error(429)
    fake.replies = [(status, headers | {"Retry-After": "3600"}, body), FINE]
    with pytest.raises(CheckFailed, match=r"left alone for 60 minutes; wait that long"):
        client(fake, pauses).read("status_show")
    assert (pauses, len(fake.asked)) == ([], 1)


def test_pauses_grow(fake: Fake) -> None:
    pauses: list[float] = []
    fake.replies = [error(503)]
    with pytest.raises(CheckFailed):
        client(fake, pauses).read("status_show")
    assert pauses == sorted(pauses)
    assert len(pauses) == ATTEMPTS - 1


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_a_write_that_may_have_acted_is_never_repeated_blindly(fake: Fake, status: int) -> None:
    fake.replies = [error(status)]
    with pytest.raises(Uncertain):
        client(fake).write("package_create", {})
    assert len(fake.asked) == 1


def test_an_answer_cut_short_leaves_a_write_uncertain(fake: Fake) -> None:
    fake.replies = [(200, {"Content-Type": "application/json", "Content-Length": "900"}, b'{"success": tr')]
    with pytest.raises(Uncertain):
        client(fake).write("package_create", {})


def test_no_such_thing_is_no_error(fake: Fake) -> None:
    fake.replies = [error(404, "Not Found Error")]
    assert client(fake).read("package_show", id="x") is None


def test_success_in_words_after_a_failure_in_numbers_is_a_failure(fake: Fake) -> None:
    fake.replies = [(500, {"Content-Type": "application/json"}, FINE[2])]
    with pytest.raises(Refused, match="HTTP 500"):
        client(fake).write("package_create", {})


def test_a_page_instead_of_data_is_called_so(fake: Fake) -> None:
    fake.replies = [(200, {"Content-Type": "text/html"}, b"<html>Log in</html>")]
    with pytest.raises(Refused, match="a page instead of data"):
        client(fake).read("status_show")


def test_what_the_portal_finds_wrong_is_named_by_field(fake: Fake) -> None:
    fake.replies = [error(409, "Validation Error", name=["already in use"], resources=[{}, {"id": ["taken"]}])]
    with pytest.raises(Refused, match=r"name: already in use; .*taken"):
        client(fake).write("package_create", {})


def test_a_move_to_another_address_is_not_followed_with_a_write(fake: Fake) -> None:
    fake.replies = [(301, {"Location": "http://127.0.0.1:1/elsewhere"}, b"")]
    with pytest.raises(Refused, match="moved"):
        client(fake).write("package_create", {})
    assert len(fake.asked) == 1


def test_a_download_is_hashed(fake: Fake) -> None:
    fake.replies = [(200, {"Content-Type": "text/csv"}, b"a,b\n")]
    status, digest, count = client(fake).fetch(f"{fake.url}/file.csv", 100)
    assert (status, digest[:8], count) == (200, hashlib.sha256(b"a,b\n").hexdigest()[:8], 4)


def test_a_download_that_never_ends_is_cut_off(fake: Fake) -> None:
    fake.replies = [(200, {"Content-Type": "text/csv"}, b"x" * 1_000_000)]
    assert client(fake).fetch(f"{fake.url}/file.csv", 10)[2] < 200_000


def test_the_token_goes_to_the_portal(fake: Fake) -> None:
    client(fake).read("status_show")
    assert fake.asked[0][1]["Authorization"] == SECRET


def test_the_token_goes_nowhere_else(fake: Fake) -> None:
    other = Fake()
    thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    fake.replies = [(302, {"Location": f"{other.url}/file.csv"}, b"")]
    client(fake).fetch(f"{fake.url}/file.csv", 100)
    other.shutdown()
    other.server_close()
    assert [headers.get("Authorization") for _, headers in other.asked] == [None]


def test_a_reader_without_an_account_sends_no_token(fake: Fake) -> None:
    client(fake).anonymous().read("status_show")
    assert "Authorization" not in fake.asked[0][1]


def test_a_token_shows_itself_to_nobody() -> None:
    token = Token(SECRET)
    assert SECRET not in f"{token} {token!r} {[token]} {Connection('https://a.se', token)}"


def test_a_token_cannot_be_pickled() -> None:
    with pytest.raises(TypeError, match="not written"):
        pickle.dumps(Token(SECRET))


def test_a_token_is_in_no_traceback(fake: Fake) -> None:
    fake.replies = [error(403, "Authorization Error")]
    try:
        client(fake).write("package_create", {})
    except Refused as refusal:
        lines = traceback.TracebackException.from_exception(refusal, capture_locals=True).format()
    assert SECRET not in "".join(lines)


@pytest.mark.parametrize("text", ["", "  ", "two words", "tab\tin it", "å"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="token"):
        Token(text)


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("http://data.example.com", "unencrypted"),
        ("https://anna:hemligt@data.example.com", "user name or password"),
        ("ftp://data.example.com", "is not that of a portal"),
        ("https://data.example.com/?key=1", "is not that of a portal"),
        ("https://", "is not that of a portal"),
        ("https://data.example.com:port", "is not that of a portal"),
    ],
)
def test_an_address_that_cannot_be_is_refused(address: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        checked_address(address)


def test_a_refused_address_does_not_repeat_the_password() -> None:
    with pytest.raises(InputError) as caught:
        checked_address("https://anna:hemligt@data.example.com")
    assert "hemligt" not in str(caught.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:5000", "http://localhost", "http://[::1]:80", "http://127.9.9.9"])
def test_loopback_needs_no_https(address: str) -> None:
    assert checked_address(address) == address


@pytest.mark.parametrize("address", ["http://127.0.0.1.example.com", "http://localhost.example.com", "http://10.0.0.1", "http://0.0.0.0"])
def test_what_only_looks_like_loopback_is_not(address: str) -> None:
    assert not is_loopback(address)


def test_a_certificate_that_nobody_vouches_for_is_refused(fake: Fake) -> None:
    plain = Client(Connection(fake.url.replace("http://", "https://"), None, pause=lambda _: None))
    with pytest.raises(CheckFailed, match=r"certificate|broke the connection"):
        plain.read("status_show")


def test_loopback_is_never_asked_for_through_a_proxy(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert client(fake).read("status_show") == {"a": 1}


def test_a_given_proxy_is_used() -> None:
    away = Client(Connection("https://data.example.com", None, proxy="http://127.0.0.1:1", pause=lambda _: None))
    with pytest.raises(CheckFailed, match="through the proxy"):
        away.read("status_show")


def test_a_folder_and_an_address_are_told_apart() -> None:
    assert (is_address("https://data.example.com"), is_address("ut/portal"), is_address("C:\\portal")) == (True, False, False)


def test_a_folder_opens_as_a_folder(tmp_path: Any) -> None:
    assert isinstance(open_portal(str(tmp_path)), FolderPortal)


def test_a_token_on_standard_input_goes_before_the_environment() -> None:
    found = credentials.find("https://data.example.com", io.StringIO("from-stdin\nmore\n"), {credentials.VARIABLE: "from-environment"})
    assert found is not None
    assert found.reveal() == "from-stdin"


def test_the_token_is_taken_out_of_the_environment() -> None:
    environment = {credentials.VARIABLE: SECRET}
    found = credentials.find("https://data.example.com", None, environment)
    assert found is not None
    assert (found.reveal(), environment) == (SECRET, {})


def test_the_keyring_is_asked_by_host(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    monkeypatch.setattr(
        keyring, "get_password", lambda service, host: SECRET if (service, host) == ("trygghetsrutan", "data.example.com") else None
    )
    found = credentials.find("https://data.example.com/portal", None, {})
    assert found is not None
    assert found.reveal() == SECRET


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_token_as_long_as_can_be_is_taken_whole(end: str) -> None:
    found = credentials.find("https://data.example.com", io.StringIO("t" * 4096 + end), {})
    assert found is not None
    assert len(found.reveal()) == 4096


def test_what_is_too_long_for_a_token_is_not_cut() -> None:
    with pytest.raises(InputError, match="token: is longer than 4096 characters; send the token alone"):
        credentials.find("https://data.example.com", io.StringIO("t" * 4097 + "\n"), {})


@pytest.mark.parametrize("address", ["https://[", "http://data.example.com", "https://anna:hemligt@data.example.com"])
def test_no_token_is_looked_for_before_the_address_is_one(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        raise AssertionError(address)

    monkeypatch.setattr(credentials, "find", asked)
    with pytest.raises(InputError):
        open_portal(address)


def test_what_looks_before_it_writes_is_done_again_after_a_doubtful_answer(fake: Fake) -> None:
    pauses: list[float] = []
    fake.replies = [error(503), FINE]
    asking = client(fake, pauses)
    assert asking.until_sure(lambda: asking.write("package_delete", {"id": "x"})) == {"a": 1}
    assert (len(fake.asked), len(pauses)) == (2, 1)


@pytest.mark.parametrize(("status", "asked", "kind"), [(503, ATTEMPTS, Uncertain), (403, 1, Refused)])
def test_what_stays_doubtful_is_given_up_and_a_no_is_taken_at_once(fake: Fake, status: int, asked: int, kind: type[CheckFailed]) -> None:
    fake.replies = [error(status)]
    asking = client(fake)
    with pytest.raises(kind):
        asking.until_sure(lambda: asking.write("package_delete", {"id": "x"}))
    assert len(fake.asked) == asked
