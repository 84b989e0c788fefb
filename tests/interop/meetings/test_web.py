"""The way out: to the open internet only, once, and not for ever."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.interop.meetings import web
from banyan.interop.meetings.ports import Trouble
from banyan.interop.meetings.rules import LONGEST_WAIT, wait_asked
from banyan.interop.meetings.states import Problem
from banyan.interop.meetings.web import PATIENCE, Web, dial, is_outside
from tests.interop.meetings.servers import (
    BAD_DAYS,
    SECONDS,
    Asked,
    Fake,
    Loopback,
    Reply,
    _dial,
    said,
)

INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "::7f00:1",
    "fec0::1",
]
OUTSIDE = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:4700::1111"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_known(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_open_internet_is_let_through(address: str) -> None:
    assert is_outside(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_an_ipv6_one_never_is(address: object) -> None:
    assert not is_outside(f"::ffff:{address}")


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where a connection was tried; nobody answers."""
    tried: list[tuple[str, int]] = []

    def _refuse(where: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(web.socket, "create_connection", _refuse)
    return tried


@pytest.mark.parametrize("inside", INSIDE)
def test_nothing_is_sent_to_a_host_one_of_whose_addresses_is_inside(
    inside: str, connected: list[tuple[str, int]]
) -> None:
    for found in ([inside], ["8.8.8.8", inside], [inside, "8.8.8.8"]):
        with pytest.raises(Trouble) as told:
            dial("meet.example.org", 443, 1.0, lambda _host, _port, f=found: f)
        assert (told.value.problem, told.value.final) == (Problem.INSIDE, True)
    assert connected == []


def test_a_host_without_an_address_is_none(connected: list[tuple[str, int]]) -> None:
    with pytest.raises(Trouble):
        dial("meet.example.org", 443, 1.0, lambda _host, _port: [])
    assert connected == []


def test_the_connection_goes_to_the_address_that_was_looked_at(
    connected: list[tuple[str, int]],
) -> None:
    """A name that answers with another address the second time is not asked a second time."""
    answers = iter([["8.8.8.8", "2606:4700::1111"], ["127.0.0.1"]])
    with pytest.raises(ConnectionRefusedError):
        dial("meet.example.org", 443, 1.0, lambda _host, _port: next(answers))
    assert connected == [("8.8.8.8", 443), ("2606:4700::1111", 443)]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]"]
)
def test_loopback_is_inside_however_it_is_written(
    host: str, connected: list[tuple[str, int]]
) -> None:
    with pytest.raises(Trouble) as told:
        Web().ask("GET", f"https://{host}/")
    assert told.value.problem == Problem.INSIDE
    assert connected == []


@pytest.mark.parametrize(
    "url",
    [
        "http://meet.example.org/",
        "ftp://meet.example.org/",
        "file:///etc/passwd",
        "gopher://meet.example.org/",
        "https:///x",
        "https://user:word@meet.example.org/",
        "https://meet.example.org:x/",
        "https://meet.example.org/a b",
        "https://meet.example.org/a\r\nX-Injected: 1",
        "//meet.example.org/",
        "",
    ],
)
def test_only_a_plain_https_address_is_asked(url: str) -> None:
    def _dial(*_where: object) -> socket.socket:
        raise AssertionError("nobody is called")

    with pytest.raises(Trouble) as told:
        Web(dial=_dial).ask("GET", url)
    assert told.value.problem == Problem.REFUSED


class Plain(Fake):
    def answer(self, asked: Asked) -> Reply:
        return said(200, {"ok": True}, X_Word="yes")


@pytest.fixture
def plain(serve: Callable[..., None]) -> Plain:
    fake = Plain()
    serve(fake, "plain.example.org")
    return fake


URL = "https://plain.example.org/a?b=c"


def test_an_answer_comes_with_status_headers_and_body(plain: Plain) -> None:
    answer = Loopback().ask("POST", URL, headers={"X-Own": "1"}, body=b"hello")
    assert (answer.status, answer.headers["x-word"], answer.json()) == (200, "yes", {"ok": True})
    (asked,) = plain.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/a?b=c", b"hello")
    assert (asked.headers["host"], asked.headers["x-own"]) == ("plain.example.org", "1")


@pytest.mark.parametrize(
    ("day", "problem", "final"),
    [
        ("slow", Problem.SILENT, False),
        ("dripping", Problem.SILENT, False),
        ("huge", Problem.UNREADABLE, True),
        ("broken", Problem.BROKEN, False),
        ("busy", Problem.BUSY, False),
        ("babbling", Problem.UNREADABLE, False),
        ("luring", Problem.REFUSED, True),
    ],
)
def test_a_bad_day_of_a_server_is_a_trouble_with_a_name(
    plain: Plain, day: str, problem: Problem, final: bool
) -> None:
    plain.bad = BAD_DAYS[day]
    began = time.monotonic()
    with pytest.raises(Trouble) as told:
        Loopback().ask_json("GET", URL).json()
    assert (told.value.problem, told.value.final) == (problem, final)
    assert time.monotonic() - began < SECONDS * 3
    assert len(plain.asked) == 1  # a redirect least of all is followed


def test_one_deadline_holds_from_the_name_of_the_host_to_the_last_byte(plain: Plain) -> None:
    plain.bad = BAD_DAYS["slow"]

    def _slowly(host: str, port: int, seconds: float) -> socket.socket:
        time.sleep(0.7)
        return _dial(host, port, seconds)

    began = time.monotonic()
    with pytest.raises(Trouble) as told:
        Web(dial=_slowly, seconds=0.9).ask("GET", URL)
    assert told.value.problem == Problem.SILENT
    assert time.monotonic() - began < 1.4  # and not the seconds once more


def test_a_resolver_that_does_not_answer_is_not_waited_for() -> None:
    ever = Event()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        dial("meet.example.org", 443, 0.3, lambda _host, _port: ["8.8.8.8"] * ever.wait(5))
    assert time.monotonic() - began < 2
    ever.set()


def test_a_name_that_is_none_is_told_at_once() -> None:
    for error in (OSError("no such host"), UnicodeError("label too long")):

        def _fail(_host: str, _port: int, error: Exception = error) -> list[str]:
            raise error

        began = time.monotonic()
        with pytest.raises(OSError):
            dial("meet.example.org", 443, 5, _fail)
        assert time.monotonic() - began < 2


def test_a_handshake_that_drips_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()

    def _drip() -> None:
        with suppress(OSError):
            theirs.sendall(b"\x16\x03\x03\x3f\xff")  # a record of the handshake, and its length
            for _ in range(60):
                theirs.sendall(b"\x02")
                time.sleep(0.05)

    monkeypatch.setattr(web, "_first_that_answers", lambda *_given: ours)
    Thread(target=_drip, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(OSError):
        dial("meet.example.org", 443, 0.5, lambda _host, _port: ["8.8.8.8"])
    assert time.monotonic() - began < 2
    theirs.close()


def test_whoever_waits_for_a_page_waits_no_three_seconds() -> None:
    assert Web().in_a_hurry().seconds == PATIENCE < 3 < Web().seconds
    assert Loopback().in_a_hurry().seconds == SECONDS  # never longer than it was


@pytest.mark.parametrize("status", [401, 403, 404, 410, 400, 422])
def test_what_asking_again_cannot_mend_is_final(plain: Plain, status: int) -> None:
    plain.bad = lambda _handler: said(status, {"error": "no"})
    with pytest.raises(Trouble) as told:
        Loopback().ask_json("GET", URL)
    assert told.value.final


def test_a_server_says_how_long_to_wait() -> None:
    assert wait_asked("240") == timedelta(minutes=4)
    assert wait_asked(" 7 ") == timedelta(seconds=7)
    assert wait_asked("999999999999") == LONGEST_WAIT
    for nonsense in ("", "-3", "1.5", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "٣", "²"):
        assert wait_asked(nonsense) is None


def test_a_list_is_no_answer_where_an_object_is_due(plain: Plain) -> None:
    plain.bad = lambda _handler: said(200, [1, 2])
    with pytest.raises(Trouble):
        Loopback().ask("GET", URL).json()
