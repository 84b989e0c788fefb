"""What the two find when they open the log of a session; and that there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Subquery

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import AgendaItem, Session, SessionLog
from banyan.mentoring.queries.sessions.one import (
    CONFIDENTIAL,
    PLANNED,
    Steps,
    agenda_of,
    steps_at,
)
from banyan.mentoring.standings import SESSION_PAIR, SESSION_READERS


@dataclass(frozen=True, slots=True)
class Opening:
    """A log before it is written on, and what it begins with."""

    log: SessionLog | None
    last: SessionLog | None  # of the pair's last session before this one that has one
    next_on: date | None  # the viewer's day on which the two meet next, if that is planned
    agenda: tuple[AgendaItem, ...]
    steps: Steps


def opening(viewer: Viewer, session: Session) -> Opening:
    """Raises DoesNotExist for everybody but the two of the session. Three queries."""
    if not SESSION_PAIR.holds(viewer, session):
        raise Session.DoesNotExist
    own = Session.objects.filter(mentorship_id=session.mentorship_id or 0)
    before = own.filter(starts_at__lt=session.starts_at, log__isnull=False).order_by("-starts_at")
    after = own.filter(starts_at__gt=session.starts_at, status__in=PLANNED).order_by("starts_at")
    last_or_next = Q(pk=Subquery(before.values("pk")[:1])) | Q(pk=Subquery(after.values("pk")[:1]))
    rows = own.filter(Q(pk=session.pk) | last_or_next).select_related("log").defer(*CONFIDENTIAL)
    logs: dict[int, SessionLog | None] = {-1: None, 0: None, 1: None}
    next_on = None
    for row in rows:
        way = (row.starts_at > session.starts_at) - (row.starts_at < session.starts_at)
        logs[way] = getattr(row, "log", None)
        if way > 0:
            next_on = row.starts_at.astimezone(viewer.zone).date()
    return Opening(logs[0], logs[-1], next_on, agenda_of(session), steps_at(viewer, session))


def log_kept_at(viewer: Viewer, session: Session) -> datetime | None:
    """When the log of a session was last written, for whoever may know of the session: that it is
    there, and not a word of it."""
    rows = SessionLog.objects.filter(
        session__in=Session.objects.filter(SESSION_READERS.where(viewer), pk=session.pk)
    )
    return rows.values_list("written_at", flat=True).first()
