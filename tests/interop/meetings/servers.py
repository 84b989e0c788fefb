"""Meeting servers of our own, on loopback: each checks what its vendor's documents demand, answers
as they say, and refuses as they say. `Loopback` is the way to them, in place of the way out."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from xml.sax.saxutils import escape

from banyan.interop.meetings.web import Web

_ports: dict[str, int] = {}
SECONDS = 0.6  # of patience with a fake; a slow one takes longer


def _dial(host: str, port: int, seconds: float) -> socket.socket:
    assert port == 443
    if host not in _ports:
        raise ConnectionRefusedError(host)
    return socket.create_connection(("127.0.0.1", _ports[host]), timeout=seconds)


class Loopback(Web):
    def __init__(self) -> None:
        super().__init__(dial=_dial, seconds=SECONDS)


@dataclass
class Asked:
    """One request as it came in."""

    method: str
    path: str  # with its query
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query))

    @property
    def form(self) -> dict[str, str]:
        assert self.headers["content-type"] == "application/x-www-form-urlencoded"
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def json(self) -> Any:
        assert self.headers["content-type"] == "application/json"
        return json.loads(self.body)


Reply = tuple[int, dict[str, str], bytes]
Misbehaviour = Callable[[BaseHTTPRequestHandler], Reply | None]


def said(status: int, what: object, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "application/json", **named}, json.dumps(what).encode()


@dataclass
class Fake:
    """What every fake has: what it was asked, and a way to make it behave badly."""

    asked: list[Asked] = field(default_factory=list)
    bad: Misbehaviour | None = None

    def answer(self, asked: Asked) -> Reply:
        raise NotImplementedError

    @property
    def calls(self) -> list[str]:
        return [f"{a.method} {urlsplit(a.path).path}" for a in self.asked]


@contextmanager
def serving(fake: Fake, *hosts: str) -> Iterator[None]:
    """Inside, these hosts lead to the fake."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("content-length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(length))
            fake.asked.append(asked)
            reply = fake.bad(self) if fake.bad else fake.answer(asked)
            if reply is None:
                return
            status, named, body = reply
            self.send_response(status)
            for name, value in named.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # who asked may have heard enough
                self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_DELETE = _do

        def log_message(self, *_args: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    _ports.update(dict.fromkeys(hosts, server.server_port))
    try:
        yield
    finally:
        for host in hosts:
            del _ports[host]
        server.shutdown()
        server.server_close()
        thread.join()


# Bad days of a server


def slow(_handler: BaseHTTPRequestHandler) -> Reply | None:
    time.sleep(SECONDS * 2)
    return None


def dripping(handler: BaseHTTPRequestHandler) -> Reply | None:
    """A byte now and then, for ever: each read is in time, the whole never is."""
    try:
        for _ in range(40):
            handler.wfile.write(b"H" if _ == 0 else b"T")
            handler.wfile.flush()
            time.sleep(SECONDS / 6)
    except OSError:
        return None
    return None


def huge(_handler: BaseHTTPRequestHandler) -> Reply:
    return 200, {}, b"x" * 5_000_000


def broken(_handler: BaseHTTPRequestHandler) -> Reply:
    return 500, {}, b"<h1>oops</h1>"


def busy(_handler: BaseHTTPRequestHandler) -> Reply:
    return said(429, {"code": 429, "message": "Too many requests"}, Retry_After="240")


def babbling(_handler: BaseHTTPRequestHandler) -> Reply:
    return 200, {"Content-Type": "application/json"}, b'{"join_url": '


def luring(_handler: BaseHTTPRequestHandler) -> Reply:
    """To the place where clouds keep their secrets."""
    return 302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""


BAD_DAYS = {each.__name__: each for each in (slow, dripping, huge, broken, busy, babbling, luring)}


# BigBlueButton: https://docs.bigbluebutton.org/development/api


@dataclass
class BigBlueButtonServer(Fake):
    """Checks each checksum over the query as it was sent, in any of the four hashes, tells rooms
    apart by their id, and forgets none before it is ended."""

    secret: str = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"
    rooms: dict[str, dict[str, str]] = field(default_factory=dict)
    recorded: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Reply:
        found = re.fullmatch(r"/bigbluebutton/api/(\w+)", urlsplit(asked.path).path)
        if asked.method != "GET" or found is None:
            return 404, {}, b""
        call, raw = found[1], urlsplit(asked.path).query
        query, _, theirs = raw.rpartition("checksum=")
        query = query.removesuffix("&")
        hashes = {40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
        if len(theirs) not in hashes:
            return self.failed("checksumError", "Checksums do not match")
        text = f"{call}{query}{self.secret}".encode()
        if hashlib.new(hashes[len(theirs)], text).hexdigest() != theirs:
            return self.failed("checksumError", "Checksums do not match")
        handler = getattr(self, f"do_{call}", None)
        if handler is None:
            return self.failed("unsupportedRequest", "This request is not supported.")
        reply: Reply = handler(dict(parse_qsl(query, keep_blank_values=True)))
        return reply

    def failed(self, key: str, message: str) -> Reply:
        return self.xml(
            f"<returncode>FAILED</returncode><messageKey>{key}</messageKey>"
            f"<message>{message}</message>"
        )

    def xml(self, inside: str) -> Reply:
        return 200, {"Content-Type": "text/xml"}, f"<response>{inside}</response>".encode()

    def done(self, inside: str = "") -> Reply:
        return self.xml(f"<returncode>SUCCESS</returncode>{inside}")

    def do_create(self, query: dict[str, str]) -> Reply:
        if not query.get("name") or not query.get("meetingID"):
            return self.failed("missingParam", "You must specify a name and a meeting ID.")
        if not re.fullmatch(r"[A-Za-z0-9_-]{2,256}", query["meetingID"]):
            return self.failed("validationError", "The meeting ID has other signs than it may.")
        if query.get("record", "false") not in {"true", "false"}:
            return self.failed("validationError", "record is true or false.")
        there = self.rooms.setdefault(query["meetingID"], query)
        if there != query:
            return self.failed("idNotUnique", "A meeting already exists with that meeting ID.")
        return self.done(
            f"<meetingID>{escape(query['meetingID'])}</meetingID><createTime>1531155809613"
            "</createTime><messageKey></messageKey>"
        )

    def do_join(self, query: dict[str, str]) -> Reply:
        if query.get("meetingID") not in self.rooms:
            return self.failed("invalidMeetingIdentifier", "The meeting ID does not match any.")
        if not query.get("fullName") or query.get("role") not in {"MODERATOR", "VIEWER"}:
            return self.failed("missingParam", "You must specify a name and a role.")
        return self.done("<session_token>ai1wqj8wb6s7rnk0</session_token>")

    def do_end(self, query: dict[str, str]) -> Reply:
        if self.rooms.pop(query.get("meetingID", ""), None) is None:
            return self.failed("notFound", "We could not find a meeting with that meeting ID.")
        return self.done("<messageKey>sentEndMeetingRequest</messageKey>")

    def do_getMeetings(self, query: dict[str, str]) -> Reply:
        return self.done("<meetings/>")

    def do_getRecordings(self, query: dict[str, str]) -> Reply:
        asked = query.get("meetingID", "").split(",")  # one or several
        rows = [row for room in asked for row in self.recorded.get(room, [])]
        if not rows:
            return self.done(
                "<recordings></recordings><messageKey>noRecordings</messageKey>"
                "<message>There are no recordings for the meeting(s).</message>"
            )
        inside = "".join(
            f"<recording><state>published</state><startTime>{began}</startTime>"
            f"<endTime>{ended}</endTime><playback><format><type>presentation</type>"
            f"<url> {escape(url)} </url></format></playback></recording>"
            for began, ended, url in rows
        )
        return self.done(f"<recordings>{inside}</recordings>")
