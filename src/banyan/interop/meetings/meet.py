"""Spaces of Google Meet, by a service account that acts for one user of a Workspace domain.

Documents: https://developers.google.com/workspace/meet/api/reference/rest/v2/spaces and
https://developers.google.com/identity/protocols/oauth2/service-account. A space has no time, so
there is nothing to move, and it cannot be taken away: ended, it is empty. Meet has no way to ask
twice for one space: a try of which nothing was heard may leave an empty one behind.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.conf import settings

from banyan.interop.meetings import tokens
from banyan.interop.meetings.ports import Made, Plan, Trouble
from banyan.interop.meetings.states import Problem
from banyan.interop.meetings.web import Web, text_of
from banyan.mentoring.ports import Guest

TOKEN = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
API = "https://meet.googleapis.com/v2"
SCOPE = "https://www.googleapis.com/auth/meetings.space.created"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
VALID = 600  # seconds; Google takes an hour at most


class Meet:
    """By the service account BANYAN_MEET_EMAIL with the private key BANYAN_MEET_KEY (PEM, in which
    a line break may be written as `\\n`), for the user BANYAN_MEET_ORGANISER."""

    accounts: tuple[str, ...] = ()
    asks = True

    def __init__(self, web: Web) -> None:
        self.web = web
        self.keys = settings.MEETING_KEYS

    def missing(self) -> list[str]:
        return [n for n in ("MEET_EMAIL", "MEET_KEY", "MEET_ORGANISER") if not self.keys[n]]

    def check(self) -> None:
        self._token()

    def fixed(self, uid: str) -> str:
        return ""

    def make(self, plan: Plan) -> Made:
        """Open to whoever has the address: the two need no account, and nobody lets them in."""
        body = {"config": {"accessType": "OPEN", "entryPointAccess": "ALL"}}
        answer = self.web.ask_json("POST", f"{API}/spaces", bearer=self._token(), body=body)
        made = answer.json()
        return Made(text_of(made, "name"), text_of(made, "meetingUri"))

    def move(self, id: str, plan: Plan) -> None:
        """A space has no time."""

    def end(self, id: str, plan: Plan) -> None:
        url = f"{API}/{quote(id)}:endActiveConference"
        token = self._token()
        try:
            self.web.ask_json("POST", url, bearer=token, body={})
        except Trouble as trouble:
            # FAILED_PRECONDITION, a 400: nobody is in there.
            if trouble.problem not in {Problem.GONE, Problem.REFUSED}:
                raise

    def door(
        self, address: str, uid: str, guest: Guest, until: datetime, *, recorded: bool = False
    ) -> str:
        return address

    def _token(self) -> str:
        now = int(self.web.clock())
        claims = {
            "iss": self.keys["MEET_EMAIL"],
            "sub": self.keys["MEET_ORGANISER"],
            "scope": SCOPE,
            "aud": TOKEN,
            "iat": now,
            "exp": now + VALID,
        }
        try:
            assertion = tokens.by_key(claims, self.keys["MEET_KEY"].replace("\\n", "\n"))
        except ValueError as error:
            raise Trouble(Problem.BARRED, final=True) from error
        return self.web.token(TOKEN, {"grant_type": GRANT, "assertion": assertion})
