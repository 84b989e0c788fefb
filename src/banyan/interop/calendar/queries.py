"""Whose calendar an address is, and what a calendar program may read there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.interop.calendar.models import CalendarAddress
from banyan.interop.calendar.snapshot import Appointment, Guest, invitation
from banyan.kernel.viewer import Viewer
from banyan.matching.queries.held import Stretch, in_calendar
from banyan.matching.states.rotas import RotaStatus
from banyan.mentoring.models import Session
from banyan.mentoring.queries.sessions import for_calendar, people_of, told_of
from banyan.mentoring.states import SessionStatus
from banyan.notifications.registry import Enclosure
from banyan.people.models import Person
from banyan.programmes.queries import words_of
from banyan.trail.queries import has_happened
from banyan.training.models import MeetingDay
from banyan.training.queries.workshops import days_in_calendar
from banyan.training.states import WorkshopKind, WorkshopStatus

INVITED = (SessionStatus.PROPOSED, SessionStatus.CONFIRMED, SessionStatus.CANCELLED)
KEPT = timedelta(days=90)  # a calendar program needs little of the past


def hashed(token: str) -> str:
    """What is kept of the secret in an address."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(viewer: Viewer) -> CalendarAddress | None:
    return CalendarAddress.objects.filter(person_id=viewer.person_id).first()


def owner_of(token: str) -> Person:
    """Raises DoesNotExist for an address that was never made, renewed, or taken away."""
    rows = CalendarAddress.objects.select_related("person")
    return rows.get(token_hash=hashed(token), person__is_active=True).person


def sessions_of(viewer: Viewer) -> list[Session]:
    """The viewer's own sessions, from a while ago on. One query."""
    return list(for_calendar(viewer, since=viewer.now - KEPT))


def meetings_of(viewer: Viewer) -> list[Appointment]:
    """The days of workshops in which the viewer has a seat, or which she leads. One query."""
    return [_meeting(day) for day in days_in_calendar(viewer, viewer.now - KEPT)]


def _meeting(day: MeetingDay) -> Appointment:
    workshop = day.site.workshop
    return Appointment(
        id=day.pk,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        status=workshop.status,
        # RFC 5546, 2.1.4: whoever calls it off counts on, too.
        sequence=day.sequence + (workshop.status == WorkshopStatus.CANCELLED),
        summary=_("Webinar") if workshop.kind == WorkshopKind.WEBINAR else _("Workshop"),
        kind="meeting",
        url=settings.PUBLIC_URL + reverse("training:workshop", args=[workshop.pk]),
    )


def short_meetings_of(viewer: Viewer) -> list[Appointment]:
    """The viewer's own short meetings, a stretch for each day. One query."""
    return [_stretch(each) for each in in_calendar(viewer, viewer.now - KEPT)]


def _stretch(each: Stretch) -> Appointment:
    rota = each.place.rota
    return Appointment(
        id=rota.pk,
        starts_at=each.starts_at,
        ends_at=each.ends_at,
        status=rota.status,
        sequence=rota.version + (rota.status == RotaStatus.CANCELLED),
        summary=_("Short meetings"),
        kind="rota",
        url=settings.PUBLIC_URL + reverse("matching:rota_own", args=[rota.pk]),
    )


def as_appointments(sessions: Iterable[Session]) -> list[Appointment]:
    """Each told in the words of its own programme, in the active language."""
    return [
        Appointment(
            id=row.pk,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            status=row.status,
            sequence=row.sequence,
            summary=_summary(row),
        )
        for row in sessions
    ]


SETTLED = ("session.confirm", "session.book", "session.announce")  # from then on it is in calendars


def invitation_of(
    person: Person, session_id: int, *, now: datetime, has_left: bool = False
) -> Enclosure | None:
    """What the calendar of a person is to know of a session as it stands now: that she is invited,
    that it moved, or that it is off. None for one that `is_for_calendar` says no to."""
    session = told_of(f"session:{session_id}")
    if not _is_for(person.pk, session, now, has_left=has_left):
        return None
    (appointment,) = as_appointments([session])
    waits = session.status == SessionStatus.PROPOSED and session.proposed_by_id != person.pk
    name, mailbox = parseaddr(settings.DEFAULT_FROM_EMAIL)
    method, text = invitation(
        appointment,
        Guest(str(person.email), agreed=not waits),
        now=now,
        host=host(),
        organizer=(name or settings.SITE_NAME, mailbox),
        address=settings.PUBLIC_URL + reverse("mentoring:session", args=[session_id]),
        called_off=has_left,
    )
    return Enclosure(f"text/calendar; method={method}; component=VEVENT", text)


def is_for_calendar(
    person_id: int, session_id: int, *, now: datetime, has_left: bool = False
) -> bool:
    """Whether a calendar is to know of a session: not of one that was never settled, that is over,
    or in which she has no place."""
    return _is_for(person_id, told_of(f"session:{session_id}"), now, has_left=has_left)


def _is_for(person_id: int, session: Session, now: datetime, *, has_left: bool) -> bool:
    # Whoever has left and come back is invited by what she did last.
    of_it = (person_id in people_of(session)) != has_left
    over = session.ends_at <= now or session.status not in INVITED
    return of_it and not over and has_happened(f"session:{session.pk}", SETTLED)


def host() -> str:
    """What makes the UIDs of this installation unique."""
    return urlsplit(settings.PUBLIC_URL).hostname or "banyan"


def _summary(row: Session) -> str:
    with words_of(row):
        return _("Mentoring session")
