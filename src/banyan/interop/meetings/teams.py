"""Meetings on Microsoft Teams, by an app of the tenant, in the name of one organiser.

Documents: https://learn.microsoft.com/graph/api/onlinemeeting-createorget and
/graph/api/onlinemeeting-update. An administrator grants OnlineMeetings.ReadWrite.All and an
application access policy for the organiser. `createOrGet` with our own id gives the same meeting
however often it is asked for.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.crypto import salted_hmac

from banyan.interop.meetings.ports import Made, Plan, Trouble
from banyan.interop.meetings.states import Problem
from banyan.interop.meetings.web import Web, text_of
from banyan.mentoring.ports import Guest

SIGN_IN = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"


class Teams:
    """In the name of BANYAN_TEAMS_ORGANISER, the object id of a user of the tenant."""

    accounts: tuple[str, ...] = ()  # one organiser has any number of meetings at a time
    asks = True

    def __init__(self, web: Web) -> None:
        self.web = web
        self.keys = settings.MEETING_KEYS

    def missing(self) -> list[str]:
        names = ("TEAMS_TENANT", "TEAMS_CLIENT_ID", "TEAMS_CLIENT_SECRET", "TEAMS_ORGANISER")
        return [name for name in names if not self.keys[name]]

    def check(self) -> None:
        self._token()

    def fixed(self, uid: str) -> str:
        return ""

    def make(self, plan: Plan) -> Made:
        token = self._token()
        body = {"externalId": _mark(plan.uid), "subject": settings.SITE_NAME, **_times(plan)}
        answer = self.web.ask_json("POST", f"{self._all}/createOrGet", bearer=token, body=body)
        made = answer.json()
        id = text_of(made, "id")
        self._tell(id, plan, token)
        return Made(id, text_of(made, "joinWebUrl"))

    def move(self, id: str, plan: Plan) -> None:
        self._tell(id, plan, self._token())

    def end(self, id: str, plan: Plan) -> None:
        token = self._token()
        try:
            self.web.ask_json("DELETE", self._one(id), bearer=token)
        except Trouble as trouble:
            if trouble.problem != Problem.GONE:
                raise

    def door(
        self, address: str, uid: str, guest: Guest, until: datetime, *, recorded: bool = False
    ) -> str:
        return address

    def _tell(self, id: str, plan: Plan, token: str) -> None:
        """The time, and that nobody waits to be let in by an organiser who never comes:
        `createOrGet` takes no such wish."""
        wishes: dict[str, Any] = {
            **_times(plan),
            "lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": True},
            "allowedPresenters": "everyone",
            "recordAutomatically": False,
        }
        self.web.ask_json("PATCH", self._one(id), bearer=token, body=wishes)

    @property
    def _all(self) -> str:
        return f"{GRAPH}/v1.0/users/{quote(self.keys['TEAMS_ORGANISER'], safe='')}/onlineMeetings"

    def _one(self, id: str) -> str:
        return f"{self._all}/{quote(id, safe='')}"

    def _token(self) -> str:
        tenant = quote(self.keys["TEAMS_TENANT"], safe="")
        return self.web.token(
            f"{SIGN_IN}/{tenant}/oauth2/v2.0/token",
            {
                "grant_type": "client_credentials",
                "client_id": self.keys["TEAMS_CLIENT_ID"],
                "client_secret": self.keys["TEAMS_CLIENT_SECRET"],
                "scope": f"{GRAPH}/.default",
            },
        )


def _mark(uid: str) -> str:
    return "banyan-" + salted_hmac("banyan.teams", uid, algorithm="sha256").hexdigest()[:32]


def _times(plan: Plan) -> dict[str, Any]:
    return {
        "startDateTime": plan.starts_at.astimezone(UTC).isoformat(),
        "endDateTime": plan.ends_at.astimezone(UTC).isoformat(),
    }
