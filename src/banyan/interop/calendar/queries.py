"""Whose calendar an address is, and what a calendar program may read there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _

from banyan.interop.calendar.models import CalendarAddress
from banyan.interop.calendar.snapshot import Appointment
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Session
from banyan.mentoring.queries.sessions import for_calendar
from banyan.people.models import Person
from banyan.programmes.queries import words_of

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


def _summary(row: Session) -> str:
    with words_of(row):
        return _("Mentoring session")
