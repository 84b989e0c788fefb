"""Rooms of a Jitsi server: the name is unguessable, and made from the session alone.

Where the server asks for tokens (lib-jitsi-meet, doc/tokens.md), each person goes in with one of
her own, for that room, until a while after the session.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from banyan.interop.meetings import tokens
from banyan.interop.meetings.ports import Made, Plan, Trouble
from banyan.interop.meetings.states import Problem
from banyan.interop.meetings.web import Web
from banyan.mentoring.ports import Guest

LONGER = timedelta(hours=2)  # a talk that runs over is not thrown out


class JitsiRoom:
    """A room on the server named in JITSI_URL. There is nothing to make, to move or to end: the
    first to come opens it, the last to leave closes it."""

    accounts: tuple[str, ...] = ()
    asks = False

    def __init__(self, web: Web | None = None) -> None:
        self.web = web

    def address(self, *, session_uid: str) -> str:
        """The same address for the same session, so that a retry makes no second room."""
        return self.fixed(session_uid)

    def missing(self) -> list[str]:
        keys = settings.MEETING_KEYS
        unset = [] if settings.JITSI_URL else ["JITSI_URL"]
        if bool(keys["JITSI_APP_ID"]) != bool(keys["JITSI_APP_SECRET"]):
            unset.append("JITSI_APP_SECRET" if keys["JITSI_APP_ID"] else "JITSI_APP_ID")
        return unset

    def check(self) -> None:
        """Whether the server is there at all: it has nothing that one could ask with a token."""
        if self.web is None:
            raise Trouble(Problem.SILENT, final=True)
        self.web.ask("GET", f"{settings.JITSI_URL}/")

    def fixed(self, uid: str) -> str:
        return f"{settings.JITSI_URL}/{_name(uid)}" if settings.JITSI_URL else ""

    def make(self, plan: Plan) -> Made:
        return Made("", self.fixed(plan.uid))

    def move(self, id: str, plan: Plan) -> None:
        """Nothing is kept there of any time."""

    def end(self, id: str, plan: Plan) -> None:
        """Nothing is kept there."""

    def door(
        self, address: str, uid: str, guest: Guest, until: datetime, *, recorded: bool = False
    ) -> str:
        """The address itself, or with a token where the server asks for one. Of a person it says
        the name that the others see, an id that means nothing elsewhere, and who hosts."""
        keys = settings.MEETING_KEYS
        if not keys["JITSI_APP_ID"]:
            return address
        claims = {
            "aud": keys["JITSI_AUDIENCE"] or "jitsi",
            "iss": keys["JITSI_APP_ID"],
            "sub": keys["JITSI_SUB"] or urlsplit(settings.JITSI_URL).hostname or "*",
            "room": _name(uid),
            "exp": int((until + LONGER).timestamp()),
            "context": {
                "user": {
                    "id": guest.key,
                    "name": guest.name,
                    "moderator": "true" if guest.is_host else "false",
                }
            },
        }
        return f"{address}?jwt={quote(tokens.by_secret(claims, keys['JITSI_APP_SECRET']))}"


def _name(uid: str) -> str:
    return "banyan-" + salted_hmac("banyan.jitsi", uid, algorithm="sha256").hexdigest()[:32]
