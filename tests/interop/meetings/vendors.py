"""Zoom, Microsoft and Google in miniature: what their documents demand of a caller, and how they
say no. Nobody of ours has met the real ones; the README says so."""

from __future__ import annotations

import base64
import hmac
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from tests.interop.meetings.servers import Asked, Fake, Reply, said


def unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def bearer(asked: Asked) -> str:
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    return token if scheme == "Bearer" else ""


@dataclass
class ZoomServer(Fake):
    """A token for an hour against Basic credentials; meetings of the users of one account."""

    account: str = "acc-1"
    client: str = "client-1"
    secret: str = "zoom-secret"
    users: tuple[str, ...] = ("host1@example.org", "host2@example.org")
    meetings: dict[int, dict[str, Any]] = field(default_factory=dict)
    made: int = 0  # no number comes twice
    deaf: int = 0  # so many meetings are made, and nobody hears of it

    def answer(self, asked: Asked) -> Reply:
        path = urlsplit(asked.path).path
        if asked.headers["host"] == "zoom.us":
            return self.token(asked, path)
        if asked.headers["host"] != "api.zoom.us":
            return said(404, {})
        if bearer(asked) != "zoom-token":
            return said(401, {"code": 124, "message": "Invalid access token."})
        if (found := re.fullmatch(r"/v2/users/([^/]+)/meetings", path)) is not None:
            user = unquote(found[1])
            if user not in self.users:
                return said(404, {"code": 1001, "message": f"User does not exist: {user}."})
            return self.create(asked, user) if asked.method == "POST" else self.list(asked, user)
        if (found := re.fullmatch(r"/v2/meetings/(\d+)", path)) is not None:
            meeting = self.meetings.get(int(found[1]))
            if meeting is None:
                return said(404, {"code": 3001, "message": "Meeting does not exist."})
            return self.change(asked, int(found[1]), meeting)
        return said(404, {"code": 404, "message": "Not found"})

    def token(self, asked: Asked, path: str) -> Reply:
        basic = base64.b64encode(f"{self.client}:{self.secret}".encode()).decode()
        if (asked.method, path) != ("POST", "/oauth/token"):
            return said(404, {})
        if asked.headers.get("authorization") != f"Basic {basic}":
            reason = {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}
            return said(400, reason)
        wanted = {"grant_type": "account_credentials", "account_id": self.account}
        if asked.form != wanted:
            return said(400, {"reason": "Bad Request", "error": "invalid_request"})
        return said(200, {"access_token": "zoom-token", "token_type": "bearer", "expires_in": 3599})

    def times(self, body: dict[str, Any]) -> bool:
        datetime.strptime(body["start_time"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - its own form
        return isinstance(body["duration"], int) and body["timezone"] == "UTC"

    def create(self, asked: Asked, user: str) -> Reply:
        body = asked.json
        if body.get("type") != 2 or not body.get("topic") or not self.times(body):
            return said(400, {"code": 300, "message": "Validation Failed."})
        number = 85746065000 + self.made
        self.made += 1
        made = {**body, "id": number, "host": user}
        made["join_url"] = f"https://example.zoom.us/j/{number}?pwd=abc.1"
        made["start_url"] = f"https://example.zoom.us/s/{number}?zak=eyJhost"
        self.meetings[number] = made
        if self.deaf:
            self.deaf -= 1
            return 502, {}, b"Bad Gateway"
        return said(201, made)

    def list(self, asked: Asked, user: str) -> Reply:
        assert asked.query["type"] == "upcoming"
        assert int(asked.query["page_size"]) <= 300
        mine = [m for m in self.meetings.values() if m["host"] == user]
        begin = int(asked.query.get("next_page_token", "0"))
        more = str(begin + 1) if begin + 1 < len(mine) else ""
        return said(200, {"meetings": mine[begin : begin + 1], "next_page_token": more})

    def change(self, asked: Asked, number: int, meeting: dict[str, Any]) -> Reply:
        if asked.method == "PATCH" and self.times(asked.json):
            meeting.update(asked.json)
            return 204, {}, b""
        if asked.method == "DELETE":
            del self.meetings[number]
            return 204, {}, b""
        return said(400, {"code": 300, "message": "Validation Failed."})


@dataclass
class TeamsServer(Fake):
    """A token by client credentials; online meetings of the one organiser whom a policy names."""

    tenant: str = "tenant-1"
    client: str = "app-1"
    secret: str = "teams-secret"
    organiser: str = "550fae72-d251-43ec-868c-373732c2704f"
    meetings: dict[str, dict[str, Any]] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Reply:
        path = urlsplit(asked.path).path
        if asked.headers["host"] == "login.microsoftonline.com":
            return self.token(asked, path)
        if bearer(asked) != "graph-token":
            return self.no(401, "InvalidAuthenticationToken")
        found = re.fullmatch(r"/v1\.0/users/([^/]+)/onlineMeetings(?:/([^/]+))?", path)
        if found is None:
            return self.no(404, "NotFound")
        if unquote(found[1]) != self.organiser:
            return self.no(403, "Forbidden")  # no application access policy for this user
        if found[2] == "createOrGet" and asked.method == "POST":
            return self.create_or_get(asked.json)
        meeting = self.meetings.get(unquote(found[2] or ""))
        if meeting is None:
            return self.no(404, "UnknownError")
        return self.change(asked, meeting)

    def no(self, status: int, code: str) -> Reply:
        return said(status, {"error": {"code": code, "message": "No.", "innerError": {}}})

    def token(self, asked: Asked, path: str) -> Reply:
        wanted = {
            "grant_type": "client_credentials",
            "client_id": self.client,
            "client_secret": self.secret,
            "scope": "https://graph.microsoft.com/.default",
        }
        if (asked.method, path) != ("POST", f"/{self.tenant}/oauth2/v2.0/token"):
            return said(400, {"error": "invalid_request"})
        if asked.form != wanted:
            return said(401, {"error": "invalid_client", "error_description": "AADSTS7000215"})
        return said(200, {"access_token": "graph-token", "token_type": "Bearer", "expires_in": 1})

    def times(self, body: dict[str, Any]) -> bool:
        begin, end = (datetime.fromisoformat(body[n]) for n in ("startDateTime", "endDateTime"))
        return begin < end and begin.utcoffset() == timedelta(0)

    def create_or_get(self, body: dict[str, Any]) -> Reply:
        if set(body) - {"externalId", "startDateTime", "endDateTime", "subject", "participants"}:
            return self.no(400, "BadRequest")
        if not body.get("externalId") or not self.times(body):
            return self.no(400, "BadRequest")
        for meeting in self.meetings.values():
            if meeting["externalId"] == body["externalId"]:
                return said(200, meeting)
        id = f"MSpkYzE3+/{len(self.meetings)}=="
        url = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_M2Iz%40thread.v2/0?context=%7b%7d"
        self.meetings[id] = {**body, "id": id, "joinWebUrl": url}
        return said(201, self.meetings[id])

    def change(self, asked: Asked, meeting: dict[str, Any]) -> Reply:
        if asked.method == "DELETE":
            del self.meetings[meeting["id"]]
            return 204, {}, b""
        if asked.method != "PATCH" or not self.times(asked.json):
            return self.no(400, "BadRequest")
        meeting.update(asked.json)
        return said(200, meeting)


@dataclass
class MeetServer(Fake):
    """A token against an assertion that the service account signed; spaces, and whether somebody
    is in them."""

    key: RSAPrivateKey | None = None
    email: str = "banyan@project.iam.gserviceaccount.com"
    organiser: str = "meetings@example.org"
    spaces: dict[str, dict[str, Any]] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    now: float = 0.0

    def answer(self, asked: Asked) -> Reply:
        path = urlsplit(asked.path).path
        if asked.headers["host"] == "oauth2.googleapis.com":
            return self.token(asked, path)
        if bearer(asked) != "google-token":
            return self.no(401, "UNAUTHENTICATED")
        if (asked.method, path) == ("POST", "/v2/spaces"):
            return self.create(asked.json)
        found = re.fullmatch(r"/v2/(spaces/[\w-]+):endActiveConference", path)
        if asked.method == "POST" and found is not None:
            if found[1] not in self.busy:
                return self.no(400, "FAILED_PRECONDITION")
            self.busy.discard(found[1])
            return said(200, {})
        return self.no(404, "NOT_FOUND")

    def no(self, status: int, code: str) -> Reply:
        return said(status, {"error": {"code": status, "message": "No.", "status": code}})

    def create(self, body: dict[str, Any]) -> Reply:
        wishes = body.get("config", {})
        if wishes.get("accessType") not in {"OPEN", "TRUSTED", "RESTRICTED"}:
            return self.no(400, "INVALID_ARGUMENT")
        name = f"spaces/jQCFfuBOdN5z{len(self.spaces)}"
        made = {**body, "name": name, "meetingUri": "https://meet.google.com/abc-mnop-xyz"}
        self.spaces[name] = made
        return said(200, {**made, "meetingCode": "abc-mnop-xyz"})

    def token(self, asked: Asked, path: str) -> Reply:
        if (asked.method, path) != ("POST", "/token"):
            return said(404, {})
        form = asked.form
        if form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return said(400, {"error": "unsupported_grant_type"})
        head, claims, signature = form["assertion"].split(".")
        assert self.key is not None
        try:
            self.key.public_key().verify(
                unpacked(signature), f"{head}.{claims}".encode(), PKCS1v15(), SHA256()
            )
        except InvalidSignature:
            return said(
                400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
            )
        told = json.loads(unpacked(claims))
        wanted = {
            "iss": self.email,
            "sub": self.organiser,
            "aud": "https://oauth2.googleapis.com/token",
            "scope": "https://www.googleapis.com/auth/meetings.space.created",
        }
        in_time = told["iat"] <= self.now < told["exp"] <= told["iat"] + 3600
        if json.loads(unpacked(head)) != {"alg": "RS256", "typ": "JWT"} or not in_time:
            return said(400, {"error": "invalid_grant"})
        if {name: told.get(name) for name in wanted} != wanted:
            return said(401, {"error": "unauthorized_client"})
        return said(200, {"access_token": "google-token", "expires_in": 3599})


def checked_by_jitsi(address: str, *, app: str, secret: str, now: float) -> dict[str, Any]:
    """What prosody's token plugin looks at, of the token in an address: signature, issuer, domain,
    room and expiry. Raises AssertionError for a token that it would turn away."""
    parts = urlsplit(address)
    token = dict(parse_qsl(parts.query))["jwt"]
    head, claims, signature = token.split(".")
    assert json.loads(unpacked(head)) == {"alg": "HS256", "typ": "JWT"}
    digest = hmac.new(secret.encode(), f"{head}.{claims}".encode(), sha256).digest()
    assert hmac.compare_digest(digest, unpacked(signature))
    told: dict[str, Any] = json.loads(unpacked(claims))
    assert told["iss"] == app
    assert told["sub"] in {parts.hostname, "*"}
    assert told["room"] == parts.path.removeprefix("/")
    assert now < told["exp"]
    user = told["context"]["user"]
    assert all(isinstance(value, str) and value for value in user.values())
    return told
