"""Which meeting server this installation uses, and what mentoring asks of it.

`link` is the default: people paste a link of their own, and we ask nobody for anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache, caches
from django.utils.module_loading import import_string

from banyan.interop.meetings.bigbluebutton import BigBlueButton
from banyan.interop.meetings.jitsi import JitsiRoom
from banyan.interop.meetings.ports import Recorder, Recording, Server, Trouble
from banyan.interop.meetings.queries import all_agree, recorded_uids
from banyan.interop.meetings.states import Problem
from banyan.interop.meetings.web import Web
from banyan.mentoring.ports import Guest, NoDoor

HERE = "banyan.interop.meetings"
SERVERS = {
    "jitsi": f"{HERE}.jitsi.JitsiRoom",
    "bigbluebutton": f"{HERE}.bigbluebutton.BigBlueButton",
    "zoom": f"{HERE}.zoom.Zoom",
    "teams": f"{HERE}.teams.Teams",
    "meet": f"{HERE}.meet.Meet",
}
LINK = "link"  # no server at all
CODES = (LINK, *SERVERS)


# Where somebody waits for her page, a server that has failed so often in a row is left alone for a
# while; then one page tries it again. All processes count together.
MOST_FAILURES = 5
REST = 30  # seconds
LISTED = 30  # seconds for which a list of recordings is taken to be as it was
COUNTED = 600  # seconds
FAILED, RESTS = "meetings.failed", "meetings.rests"
TIRED = {Problem.SILENT, Problem.BUSY, Problem.BROKEN, Problem.UNREADABLE}


def server(code: str, *, in_a_hurry: bool = False) -> Server:
    """The server with this code, with its way out. Raises KeyError for one that there is not."""
    web: Web = import_string(settings.MEETING_WEB)()
    web = web.in_a_hurry() if in_a_hurry else web
    make: Callable[[Web], Any] = import_string(SERVERS[code])
    found: Server = make(web)
    return found


def end_recorded(name: str) -> None:
    """End a room that may be recorded. Raises Trouble when the server does not."""
    found = server("bigbluebutton")
    if not isinstance(found, BigBlueButton) or found.missing():
        raise Trouble(Problem.BARRED)
    found.end_room(name)


T = TypeVar("T")


def spared(ask: Callable[[], T]) -> T:
    """Ask a server something for a page, unless it rests. Raises Trouble, at once where it does."""
    if cache.get(RESTS):
        raise Trouble(Problem.SILENT)
    try:
        found = ask()
    except Trouble as trouble:
        if trouble.problem in TIRED:
            failed = cache.get(FAILED, 0) + 1
            cache.set(FAILED, failed, COUNTED)
            if failed >= MOST_FAILURES:
                cache.set(RESTS, True, REST)
        raise
    if cache.get(FAILED):
        cache.delete(FAILED)
    return found


def chosen() -> Server | None:
    """The server of this installation; None where people paste their links, and where what it
    needs is not set: `banyan doctor` tells so, and nobody waits for a room that cannot come."""
    if settings.MEETINGS not in SERVERS:
        return None
    found = server(settings.MEETINGS, in_a_hurry=True)
    return None if found.missing() else found


def instead(uid: str) -> str:
    """Where a session takes place when its server does not make a room: a Jitsi room where a
    Jitsi server is known, else nowhere yet."""
    jitsi = JitsiRoom()
    return "" if settings.MEETINGS == "jitsi" or jitsi.missing() else jitsi.fixed(uid)


def recorder() -> Recorder | None:
    """The server of this installation, where it can record."""
    found = chosen()
    return found if isinstance(found, BigBlueButton) else None


def recordings(uid: str) -> list[Recording]:
    """What was recorded of a session. Raises Trouble when the server does not answer."""
    found = recorder()
    if found is None:
        return []
    there: list[Recording] | None = caches["memory"].get(f"recordings:{uid}")
    if there is None:
        there = spared(lambda: found.recordings(recorded_uids(uid)))
        caches["memory"].set(f"recordings:{uid}", there, LISTED)
    return there


def _asked_door(
    server: BigBlueButton, address: str, uid: str, guest: Guest, until: datetime
) -> str:
    recorded, name = all_agree(uid), recorded_uids(uid)[-1]
    return spared(lambda: server.door(address, name, guest, until, recorded=recorded))


class Rooms:
    """Implements `mentoring.ports.MeetingRoom`."""

    @property
    def opens_by_itself(self) -> bool:
        return chosen() is not None

    @property
    def records(self) -> bool:
        return recorder() is not None

    def address(self, *, session_uid: str) -> str:
        found = chosen()
        return found.fixed(session_uid) if found else ""

    def door(self, address: str, *, session_uid: str, guest: Guest, until: datetime) -> str:
        """A pasted link is given back as it is, and so is the room of a server that we do not
        use any more. Raises NoDoor when the server is asked and does not answer."""
        for found in (chosen(), JitsiRoom()):
            if found is not None and not found.missing() and address == found.fixed(session_uid):
                try:
                    if isinstance(found, BigBlueButton):
                        return _asked_door(found, address, session_uid, guest, until)
                    return found.door(address, session_uid, guest, until)
                except Trouble as trouble:
                    raise NoDoor(trouble.problem.label) from trouble
        return address
