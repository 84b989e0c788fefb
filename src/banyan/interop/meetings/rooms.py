"""Which meeting server this installation uses, and what mentoring asks of it.

`link` is the default: people paste a link of their own, and we ask nobody for anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from banyan.interop.meetings.bigbluebutton import BigBlueButton
from banyan.interop.meetings.jitsi import JitsiRoom
from banyan.interop.meetings.ports import Recorder, Recording, Server, Trouble
from banyan.interop.meetings.queries import all_agree
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


def server(code: str) -> Server:
    """The server with this code, with its way out. Raises KeyError for one that there is not."""
    web: Web = import_string(settings.MEETING_WEB)()
    make: Callable[[Web], Any] = import_string(SERVERS[code])
    found: Server = make(web)
    return found


def chosen() -> Server | None:
    """The server of this installation; None where people paste their links, and where what it
    needs is not set: `banyan doctor` tells so, and nobody waits for a room that cannot come."""
    if settings.MEETINGS not in SERVERS:
        return None
    found = server(settings.MEETINGS)
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
    return found.recordings(uid) if found else []


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
                recorded = isinstance(found, BigBlueButton) and all_agree(session_uid)
                try:
                    return found.door(address, session_uid, guest, until, recorded=recorded)
                except Trouble as trouble:
                    raise NoDoor(trouble.problem.label) from trouble
        return address
