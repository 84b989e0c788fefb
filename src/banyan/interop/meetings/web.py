"""Asking servers on the internet for something, and never one inside our own network.

The host is resolved once, each of its addresses is looked at, and the connection goes to the one
that was looked at: a name that answers differently the second time gains nothing. Only https, only
port 443 unless the address says another; redirects are not followed, whatever they name. One
deadline holds for all of it, from the name of the host to the last byte of the answer, which may be
so many bytes and no more.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic, time
from typing import Any
from urllib.parse import urlencode, urlsplit

from banyan.interop.meetings.ports import Trouble
from banyan.interop.meetings.rules import wait_asked
from banyan.interop.meetings.states import Problem

SECONDS = 15.0  # for one question and its answer, where the background asks
PATIENCE = 2.5  # and where somebody waits for her page
NAT64 = IPv6Network("64:ff9b::/96")  # a gateway makes IPv4 addresses of these (RFC 6052)
MOST_ADDRESSES = 3  # of one host that are tried
MOST_BYTES = 200_000  # of an answer; a list of recordings is the longest that we ask for


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local,
    shared, reserved, multicast or unspecified, and not one that hides an IPv4 address in an IPv6
    one. The registries are those of RFC 6890, as Python's ipaddress knows them."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (
        ip.ipv4_mapped is not None
        or ip.sixtofour is not None
        or ip.teredo is not None
        or ip.is_site_local
        or ip in NAT64
    ):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


Resolve = Callable[[str, int], list[str]]


def addresses_of(host: str, port: int) -> list[str]:
    """Every IP address of a host, as the machine's resolver gives them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(where[0]) for _family, _type, _proto, _name, where in found]


def _resolved(resolve: Resolve, host: str, port: int, seconds: float) -> list[str]:
    """What a resolver says in time. It has no deadline of its own, so it is left behind in a thread
    that nobody waits for. Raises OSError."""
    answers: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def _ask() -> None:
        try:
            answers.put(resolve(host, port))
        except OSError as error:
            answers.put(error)
        except UnicodeError:  # a label that is too long, or empty
            answers.put(OSError(host))

    Thread(target=_ask, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty as error:
        raise TimeoutError(host) from error
    if isinstance(found, OSError):
        raise found
    return found


def dial(host: str, port: int, seconds: float, resolve: Resolve = addresses_of) -> socket.socket:
    """A TLS connection to a host of the open internet, within so many seconds. Raises Trouble when
    one of its addresses lies inside, and OSError when it does not answer."""
    until = monotonic() + seconds
    found = _resolved(resolve, host, port, seconds)
    if not found or not all(is_outside(address) for address in found):
        raise Trouble(Problem.INSIDE, final=True)
    plain = _first_that_answers(found[:MOST_ADDRESSES], port, _left(until))
    secret = ssl.create_default_context().wrap_socket(
        plain, server_hostname=host, do_handshake_on_connect=False
    )
    try:
        with _cut_after(secret, _left(until)):
            secret.do_handshake()
    except OSError:
        secret.close()
        raise
    return secret


def _left(until: float) -> float:
    """Seconds until that moment of the monotonic clock. Raises OSError when it has passed."""
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@contextmanager
def _cut_after(wire: socket.socket, seconds: float) -> Iterator[None]:
    """A deadline for each read would let a server drip one byte at a time for ever."""
    wire.settimeout(seconds)
    deadline = Timer(seconds, _cut, (wire,))
    deadline.daemon = True
    deadline.start()
    try:
        yield
    finally:
        deadline.cancel()


def _first_that_answers(found: list[str], port: int, seconds: float) -> socket.socket:
    """Where a machine has no way to IPv6, the second address is the one that answers."""
    *early, last = found
    for address in early:
        try:
            return socket.create_connection((address, port), timeout=seconds / len(found))
        except OSError:
            continue
    return socket.create_connection((last, port), timeout=seconds / len(found))


Dial = Callable[[str, int, float], socket.socket]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `headers` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Mapping[str, Any]:
        """The body as a JSON object. Raises Trouble for anything else."""
        try:
            read = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Trouble(Problem.UNREADABLE) from error
        if not isinstance(read, dict):
            raise Trouble(Problem.UNREADABLE)
        return read


@dataclass(frozen=True, slots=True)
class Web:
    """The way out, with the clock that tokens are dated by. Tests give it another `dial`, to a
    server of their own."""

    dial: Dial = field(default=dial)
    seconds: float = SECONDS
    clock: Callable[[], float] = field(default=time)  # seconds since 1970

    def in_a_hurry(self) -> Web:
        """The same for a page that somebody waits for."""
        return Web(self.dial, min(self.seconds, PATIENCE), self.clock)

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """One question, one answer, whatever its status short of a redirect. Raises Trouble when
        there is none: a wrong address, silence, a redirect, or more than MOST_BYTES."""
        host, port, target = _parts(url)
        until = monotonic() + self.seconds
        try:
            wire = self.dial(host, port, self.seconds)
        except OSError as error:
            raise Trouble(Problem.SILENT) from error
        connection = HTTPConnection(host, port)
        connection.sock = wire
        named = f"[{host}]" if ":" in host else host
        named += "" if port == 443 else f":{port}"
        try:
            with _cut_after(wire, _left(until)):
                connection.request(method, target, body, {"Host": named, **(headers or {})})
                with connection.getresponse() as response:
                    read = response.read(MOST_BYTES + 1)
        except (OSError, HTTPException) as error:
            raise Trouble(Problem.SILENT) from error
        finally:
            connection.close()
            wire.close()
        if len(read) > MOST_BYTES:
            raise Trouble(Problem.UNREADABLE, final=True)
        if 300 <= response.status < 400:
            raise Trouble(Problem.REFUSED, final=True)
        return Answer(
            response.status, {name.lower(): value for name, value in response.getheaders()}, read
        )

    def ask_json(
        self,
        method: str,
        url: str,
        *,
        bearer: str = "",
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The same with a JSON body and a bearer token. Raises Trouble for an answer that is no
        success, as `raise_for` says it."""
        sent = {"Accept": "application/json", **(headers or {})}
        if bearer:
            sent["Authorization"] = f"Bearer {bearer}"
        content = None
        if body is not None:
            sent["Content-Type"] = "application/json"
            content = json.dumps(body, separators=(",", ":")).encode()
        answer = self.ask(method, url, headers=sent, body=content)
        raise_for(answer)
        return answer

    def token(
        self, url: str, asked: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> str:
        """An access token (RFC 6749, 4.4 and 5.1). Raises Trouble: credentials that are refused
        are so for ever, whatever status says it."""
        answer = self.ask(
            "POST",
            url,
            headers={
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
                **(headers or {}),
            },
            body=urlencode(asked).encode(),
        )
        if answer.status in {400, 401, 403}:
            raise Trouble(Problem.BARRED, final=True)
        raise_for(answer)
        return text_of(answer.json(), "access_token")


def text_of(answer: Mapping[str, Any], name: str) -> str:
    """A text that must be in an answer. Raises Trouble when it is not."""
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise Trouble(Problem.UNREADABLE)
    return value


def raise_for(answer: Answer) -> None:
    """Raises Trouble for a status that is no success; what a vendor says beside it is not read,
    so that nothing of it gets into a log."""
    status = answer.status
    if 200 <= status < 300:
        return
    if status in {401, 403}:
        raise Trouble(Problem.BARRED, final=True)
    if status in {404, 410}:
        raise Trouble(Problem.GONE, final=True)
    if status == 429:
        raise Trouble(Problem.BUSY, wait=wait_asked(answer.headers.get("retry-after", "")))
    if status == 503:
        raise Trouble(Problem.BROKEN, wait=wait_asked(answer.headers.get("retry-after", "")))
    if status >= 500 or status == 408:
        raise Trouble(Problem.BROKEN)
    raise Trouble(Problem.REFUSED, final=True)


def _parts(url: str) -> tuple[str, int, str]:
    """Host, port and target of an https address. Raises Trouble for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise Trouble(Problem.REFUSED, final=True) from error
    odd = parts.username is not None or parts.password is not None
    if parts.scheme != "https" or not parts.hostname or odd:
        raise Trouble(Problem.REFUSED, final=True)
    if any(ord(sign) <= 32 or ord(sign) > 126 for sign in url):
        raise Trouble(Problem.REFUSED, final=True)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.hostname, port, target


def _cut(wire: socket.socket) -> None:
    """The time is up: whoever reads from it is told that there is no more."""
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was over by then
