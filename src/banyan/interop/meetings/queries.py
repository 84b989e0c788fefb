"""Rooms, for the background. Nobody looks at them: people see the link of their session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, F, IntegerField, QuerySet

from banyan.interop.meetings.models import EndOfRecording, RecordingConsent, Room
from banyan.interop.meetings.states import UNSETTLED, RoomStatus
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Session
from banyan.mentoring.states import SessionKind, SessionMode, SessionStatus
from banyan.trail.queries import id_of
from banyan.ui.prepared import ANYBODY, Given, PreparedRows

AT_A_TIME = 200


def uid_of(session_id: int) -> str:
    """What a session is called where its room is named by it."""
    return f"session-{session_id}"


def session_of(subject: str) -> Session | None:
    """The session that an event is about ("session:42"), as it stands now; None when it is gone."""
    return next(iter(_session_of(pk=id_of(subject))), None)


@PreparedRows
def _session_of() -> QuerySet[Session]:
    rows = Session.objects.select_related("school", "host", "mentorship__mentee")
    return rows.filter(pk=Given("pk", IntegerField()))


def wants_room(session: Session, known: Sequence[str], now: datetime) -> bool:
    """Whether a session is to have a room: it is fixed, online, not over, and has no link but one
    of those `known` to be ours."""
    return (
        session.status == SessionStatus.CONFIRMED
        and session.mode == SessionMode.ONLINE
        and session.ends_at > now
        and session.meeting_url in {"", *known}
    )


def due(now: datetime) -> list[int]:
    """The rooms of which a server is to be asked something by now, the longest waiting first."""
    return [pk for (pk,) in _due(now=now)]


@PreparedRows
def _due() -> QuerySet[Room, Any]:
    rows = Room.objects.filter(status__in=UNSETTLED, next_try_at__lte=ANYBODY.now)
    return rows.order_by("next_try_at").values_list("pk")[:AT_A_TIME]


def taken_accounts(room: Room, session: Session) -> set[str]:
    """The vendor's accounts in whose name another room stands at the time of this session."""
    rows = Room.objects.filter(
        provider=room.provider,
        status__in=(RoomStatus.WAITING, RoomStatus.OPEN, RoomStatus.MOVING),
        session__starts_at__lt=session.ends_at,
        session__ends_at__gt=session.starts_at,
    )
    return set(rows.exclude(pk=room.pk).exclude(account="").values_list("account", flat=True))


def fallen_since(since: datetime) -> dict[str, int]:
    """How many rooms did not come to be since then, by problem. For operators; of no session."""
    rows = Room.objects.filter(status=RoomStatus.FALLEN, changed_at__gte=since)
    return dict(rows.values_list("problem").annotate(Count("pk")).order_by("problem"))


@dataclass(frozen=True, slots=True)
class Consent:
    """One of the two, and whether she agrees."""

    name: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Consents:
    """Who of the two agrees that their session is recorded, and whether the viewer does."""

    people: tuple[Consent, ...]
    mine: bool


def consents(viewer: Viewer, session: Session) -> Consents:
    """Of a session that the viewer may look at. One query."""
    given = _agreed(session.pk)
    two = [session.host, *([session.mentorship.mentee] if session.mentorship else [])]
    return Consents(
        tuple(Consent(person.name, person.pk in given) for person in two),
        viewer.person_id in given,
    )


def all_agree(uid: str) -> bool:
    """Whether both of a pair agree that the session with this name is recorded. Of a group nobody
    is asked, so it never is. Two queries."""
    rows = Session.objects.filter(kind=SessionKind.ONE_TO_ONE, mentorship__isnull=False)
    two = rows.values_list("host_id", "mentorship__mentee_id").filter(pk=_id_of(uid)).first()
    return two is not None and set(two) <= _agreed(_id_of(uid))


def recorded_uid(uid: str, number: int) -> str:
    """The name of one room of a session among those that may be recorded, the first being 0."""
    return f"{uid}.{number}" if number else uid


def recorded_uids(uid: str) -> list[str]:
    """The names of all rooms that a session has had on a server that records; the last one is that
    in which it takes place. One query."""
    ended = EndOfRecording.objects.filter(session_id=_id_of(uid)).count()
    return [recorded_uid(uid, number) for number in range(ended + 1)]


def ending_of(viewer: Viewer, session: Session) -> EndOfRecording | None:
    """The last room that could be recorded, of a session that the viewer may look at, if one of the
    two took her yes back; without `ended_at` people may still be in one. One query."""
    rows = EndOfRecording.objects.filter(session=session)
    return rows.order_by(F("ended_at").desc(nulls_first=True), "-number").first()


def ends_of_recording(subject: str) -> list[int]:
    """Of the session that an event is about: what is still to be ended."""
    rows = EndOfRecording.objects.filter(session_id=id_of(subject), ended_at=None)
    return list(rows.values_list("pk", flat=True))


def ends_due(now: datetime) -> list[int]:
    """The rooms that are to be ended by now, the longest waiting first. A server on which nothing
    was ended for a day is asked no more: it has put everybody out by itself."""
    return [pk for (pk,) in _ends_due(now=now, since=now - timedelta(days=1))]


@PreparedRows
def _ends_due() -> QuerySet[EndOfRecording, Any]:
    since = Given("since", DateTimeField())
    rows = EndOfRecording.objects.filter(
        ended_at=None, next_try_at__lte=ANYBODY.now, asked_at__gt=since
    )
    return rows.order_by("next_try_at").values_list("pk")[:AT_A_TIME]


def _agreed(session_id: int) -> set[int]:
    rows = RecordingConsent.objects.filter(session_id=session_id)
    return set(rows.values_list("person_id", flat=True))


def _id_of(uid: str) -> int:
    return int(uid.removeprefix("session-"))
