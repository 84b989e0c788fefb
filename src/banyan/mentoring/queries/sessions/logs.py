"""What the two find when they open the log of a session; and that there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import AgendaItem, Session, SessionLog
from banyan.mentoring.queries.readers import lately
from banyan.mentoring.queries.sessions.one import (
    CONFIDENTIAL,
    PLANNED,
    Steps,
    agenda_of,
    steps_at,
)
from banyan.mentoring.standings import SESSION_PAIR_WORDS, SESSION_READERS
from banyan.trail.queries import subject_of


@dataclass(frozen=True, slots=True)
class Opening:
    """A log before it is written on, and what it begins with."""

    log: SessionLog | None
    last: SessionLog | None  # of the pair's last session before this one that has one
    next_on: date | None  # the viewer's day on which the two meet next, if that is planned
    agenda: tuple[AgendaItem, ...]
    steps: Steps
    noted: frozenset[int]  # sessions of whose logs the viewer's reading is on record already


def opening(viewer: Viewer, session: Session) -> Opening:
    """Raises DoesNotExist for everybody but the two of the session. Three queries."""
    if not SESSION_PAIR_WORDS.holds(viewer, session):
        raise Session.DoesNotExist
    own = Session.objects.filter(mentorship_id=session.mentorship_id or 0)
    before = own.filter(starts_at__lt=session.starts_at, log__isnull=False).order_by("-starts_at")
    after = own.filter(starts_at__gt=session.starts_at, status__in=PLANNED).order_by("starts_at")
    last_or_next = Q(pk=Subquery(before.values("pk")[:1])) | Q(pk=Subquery(after.values("pk")[:1]))
    rows = own.filter(Q(pk=session.pk) | last_or_next).select_related("log").defer(*CONFIDENTIAL)
    name = Concat(Value(subject_of(SessionLog(pk=0))[:-1]), Cast(OuterRef("log"), CharField()))
    rows = rows.annotate(noted=Exists(lately(viewer, "log.read").filter(subject=name)))
    logs: dict[int, SessionLog | None] = {-1: None, 0: None, 1: None}
    next_on, noted = None, set()
    for row in rows:
        way = (row.starts_at > session.starts_at) - (row.starts_at < session.starts_at)
        logs[way] = getattr(row, "log", None)
        if row.noted:
            noted.add(row.pk)
        if way > 0:
            next_on = row.starts_at.astimezone(viewer.zone).date()
    agenda, steps = agenda_of(session), steps_at(viewer, session)
    return Opening(logs[0], logs[-1], next_on, agenda, steps, frozenset(noted))


def log_kept_at(viewer: Viewer, session: Session) -> datetime | None:
    """When the log of a session was last written, for whoever may know of the session: that it is
    there, and not a word of it."""
    rows = SessionLog.objects.filter(
        session__in=Session.objects.filter(SESSION_READERS.where(viewer), pk=session.pk)
    )
    return rows.values_list("written_at", flat=True).first()
