"""Meetings on Zoom, by a server-to-server app of the account.

Documents: https://developers.zoom.us/docs/internal-apps/s2s-oauth/ and /docs/api/meetings/. A host
of Zoom leads one meeting at a time, so BANYAN_ZOOM_HOSTS names several, and none is given twice at
one time. Zoom has no way to ask twice for one meeting: after a try of which nothing was heard, the
host's coming meetings are looked through for ours.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.crypto import salted_hmac

from banyan.interop.meetings.ports import Made, Plan, Trouble
from banyan.interop.meetings.states import Problem
from banyan.interop.meetings.web import Web, text_of
from banyan.mentoring.ports import Guest

TOKEN = "https://zoom.us/oauth/token"  # noqa: S105 - an address
API = "https://api.zoom.us/v2"
SCHEDULED = 2  # the type of a meeting with one time
MOST_PAGES = 5  # of a host's coming meetings, three hundred each


class Zoom:
    """In the name of the hosts in BANYAN_ZOOM_HOSTS: ids or addresses of licensed users."""

    asks = True

    def __init__(self, web: Web) -> None:
        self.web = web
        self.keys = settings.MEETING_KEYS
        hosts = (host.strip() for host in self.keys["ZOOM_HOSTS"].split(","))
        self.accounts = tuple(host for host in hosts if host)

    def missing(self) -> list[str]:
        names = ("ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET")
        unset = [name for name in names if not self.keys[name]]
        return unset + ([] if self.accounts else ["ZOOM_HOSTS"])

    def check(self) -> None:
        self._token()

    def fixed(self, uid: str) -> str:
        return ""

    def make(self, plan: Plan) -> Made:
        token = self._token()
        if plan.again and (there := self._ours(plan, token)) is not None:
            return there
        url = f"{API}/users/{quote(plan.account, safe='')}/meetings"
        answer = self.web.ask_json("POST", url, bearer=token, body=_meeting(plan))
        return _made(answer.json())

    def move(self, id: str, plan: Plan) -> None:
        body = {name: value for name, value in _meeting(plan).items() if name in _TIMES}
        self.web.ask_json("PATCH", f"{API}/meetings/{quote(id)}", bearer=self._token(), body=body)

    def end(self, id: str, plan: Plan) -> None:
        """Zoom writes to nobody about it: we do."""
        query = urlencode({"schedule_for_reminder": "false", "cancel_meeting_reminder": "false"})
        url = f"{API}/meetings/{quote(id)}?{query}"
        token = self._token()
        try:
            self.web.ask_json("DELETE", url, bearer=token)
        except Trouble as trouble:
            if trouble.problem != Problem.GONE:
                raise

    def door(
        self, address: str, uid: str, guest: Guest, until: datetime, *, recorded: bool = False
    ) -> str:
        return address

    def _token(self) -> str:
        pair = f"{self.keys['ZOOM_CLIENT_ID']}:{self.keys['ZOOM_CLIENT_SECRET']}"
        asked = {
            "grant_type": "account_credentials",
            "account_id": self.keys["ZOOM_ACCOUNT_ID"],
        }
        basic = b64encode(pair.encode()).decode()
        return self.web.token(TOKEN, asked, {"Authorization": f"Basic {basic}"})

    def _ours(self, plan: Plan, token: str) -> Made | None:
        """The meeting that an earlier try made without our hearing of it."""
        for row in self._coming(plan.account, token):
            if row.get("agenda") == _mark(plan.uid):
                return _made(row)
        return None

    def _coming(self, account: str, token: str) -> Iterator[Mapping[str, Any]]:
        query = {"type": "upcoming", "page_size": "300"}
        for _page in range(MOST_PAGES):
            url = f"{API}/users/{quote(account, safe='')}/meetings?{urlencode(query)}"
            answer = self.web.ask_json("GET", url, bearer=token).json()
            rows = answer.get("meetings")
            if not isinstance(rows, list):
                raise Trouble(Problem.UNREADABLE)
            yield from (row for row in rows if isinstance(row, dict))
            following = answer.get("next_page_token")
            if not following:
                return
            query["next_page_token"] = str(following)


_TIMES = ("start_time", "duration", "timezone")


def _mark(uid: str) -> str:
    """By which we find our meeting again; it tells nobody whose it is."""
    return "banyan-" + salted_hmac("banyan.zoom", uid, algorithm="sha256").hexdigest()[:32]


def _meeting(plan: Plan) -> dict[str, Any]:
    """What Zoom is told: when, and nothing of whom or what. Whoever has the link comes in, before
    the host too, who is an account and not one of the two; nothing is recorded."""
    return {
        "topic": settings.SITE_NAME,
        "agenda": _mark(plan.uid),
        "type": SCHEDULED,
        "start_time": plan.starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "duration": max(1, round((plan.ends_at - plan.starts_at).total_seconds() / 60)),
        "timezone": "UTC",
        "settings": {
            "join_before_host": True,
            "waiting_room": False,
            "meeting_authentication": False,
            "auto_recording": "none",
        },
    }


def _made(row: Mapping[str, Any]) -> Made:
    number = row.get("id")
    if not isinstance(number, int):
        raise Trouble(Problem.UNREADABLE)
    return Made(str(number), text_of(row, "join_url"))
