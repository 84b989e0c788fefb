"""Rooms of a BigBlueButton server.

Its API: https://docs.bigbluebutton.org/development/api. Each call carries a checksum over its name,
its query and the shared secret. `create` is idempotent, and the server forgets a room that nobody
enters: so the room is made once when a session is confirmed, which shows in time that the server
works, and again, as its documentation advises, whenever somebody goes in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode
from xml.etree import ElementTree

from django.conf import settings
from django.utils.crypto import salted_hmac

from banyan.interop.meetings.ports import Made, Plan, Recording, Trouble
from banyan.interop.meetings.states import Problem
from banyan.interop.meetings.web import Web, raise_for
from banyan.mentoring.ports import Guest

HASHES = ("sha1", "sha256", "sha384", "sha512")  # that it knows, since version 2.5
GONE = {"notFound", "invalidMeetingIdentifier"}
THERE = {"idNotUnique"}  # it runs already, made with other wishes


def checksum(call: str, query: str, secret: str, algorithm: str = "sha256") -> str:
    """What the server checks a call by: the hash of its name, its query without the checksum, and
    the shared secret, one after the other."""
    return hashlib.new(algorithm, f"{call}{query}{secret}".encode()).hexdigest()


class BigBlueButton:
    """The server at BANYAN_BBB_URL, an address that ends in `/bigbluebutton` or in `/api`."""

    accounts: tuple[str, ...] = ()
    asks = True

    def __init__(self, web: Web) -> None:
        keys = settings.MEETING_KEYS
        self.web = web
        self.secret = keys["BBB_SECRET"]
        self.algorithm = keys["BBB_HASH"] or "sha256"
        base = keys["BBB_URL"].rstrip("/")
        self.base = base if base.endswith("/api") or not base else f"{base}/api"

    def missing(self) -> list[str]:
        unset = [n for n in ("BBB_URL", "BBB_SECRET") if not settings.MEETING_KEYS[n]]
        return unset + ([] if self.algorithm in HASHES else ["BBB_HASH"])

    def check(self) -> None:
        self._call("getMeetings", {})

    def fixed(self, uid: str) -> str:
        return f"{self.base}/join?meetingID={meeting_id(uid)}"

    def make(self, plan: Plan) -> Made:
        self._create(plan.uid, recorded=False)
        return Made(meeting_id(plan.uid), self.fixed(plan.uid))

    def move(self, id: str, plan: Plan) -> None:
        """Nothing to tell: it is made again when somebody goes in."""

    def end(self, id: str, plan: Plan) -> None:
        self._call("end", {"meetingID": id}, passing=GONE)

    def door(
        self, address: str, uid: str, guest: Guest, until: datetime, *, recorded: bool = False
    ) -> str:
        """Made when it is not there, then an address for this person alone. It tells the server
        the name that the others in the room see, and nothing else of her."""
        self._create(uid, recorded=recorded)
        return self._address(
            "join",
            {
                "fullName": guest.name,
                "meetingID": meeting_id(uid),
                "role": "MODERATOR" if guest.is_host else "VIEWER",
                "userID": guest.key,
            },
        )

    def end_room(self, uid: str) -> None:
        """Put everybody out of the room with this name; one that is not there is no trouble."""
        self._call("end", {"meetingID": meeting_id(uid)}, passing=GONE)

    def recordings(self, uids: Sequence[str]) -> list[Recording]:
        """What was recorded in rooms with these names and can be watched, the oldest first."""
        query = {"meetingID": ",".join(map(meeting_id, uids)), "state": "published"}
        found = self._call("getRecordings", query, passing={"noRecordings"})
        return sorted(
            (_recording(row) for row in found.iterfind("recordings/recording")),
            key=lambda one: one.began_at,
        )

    def _create(self, uid: str, *, recorded: bool) -> None:
        wishes = {
            "name": settings.SITE_NAME,
            "meetingID": meeting_id(uid),
            "record": "true" if recorded else "false",
        }
        self._call("create", wishes, passing=THERE)

    def _address(self, call: str, asked: Mapping[str, str]) -> str:
        query = urlencode(asked)
        signed = checksum(call, query, self.secret, self.algorithm)
        return f"{self.base}/{call}?{query}{'&' if query else ''}checksum={signed}"

    def _call(
        self, call: str, asked: Mapping[str, str], passing: Iterable[str] = ()
    ) -> ElementTree.Element:
        """The answer to a call that succeeded, or failed with one of the `passing` keys."""
        answer = self.web.ask("GET", self._address(call, asked))
        raise_for(answer)
        found = _read(answer.body)
        if found.findtext("returncode", "").strip().upper() == "SUCCESS":
            return found
        key = found.findtext("messageKey", "").strip()
        if key in set(passing):
            return found
        if key == "checksumError":
            raise Trouble(Problem.BARRED, final=True)
        raise Trouble(Problem.REFUSED, final=True)


def meeting_id(uid: str) -> str:
    """What the server calls the room: nobody can guess it or tell from it whose it is."""
    return "banyan-" + salted_hmac("banyan.bbb", uid, algorithm="sha256").hexdigest()[:32]


def _read(body: bytes) -> ElementTree.Element:
    """An answer as XML; one that brings definitions of its own along is not read at all."""
    if b"<!" in body.replace(b"<![CDATA[", b""):
        raise Trouble(Problem.UNREADABLE)
    try:
        found = ElementTree.fromstring(body)  # noqa: S314 - nothing is defined in it, see above
    except (ElementTree.ParseError, ValueError) as error:
        raise Trouble(Problem.UNREADABLE) from error
    if found.tag != "response":
        raise Trouble(Problem.UNREADABLE)
    return found


def _recording(row: ElementTree.Element) -> Recording:
    """One entry of the list; times are in milliseconds since 1970."""
    try:
        began, ended = (int(row.findtext(name, "")) for name in ("startTime", "endTime"))
        began_at = datetime.fromtimestamp(began / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Trouble(Problem.UNREADABLE) from error
    addresses = (url.text.strip() for url in row.iterfind("playback/format/url") if url.text)
    return Recording(
        began_at,
        max(0, (ended - began) // 60_000),
        tuple(address for address in addresses if address.startswith("https://")),
    )
