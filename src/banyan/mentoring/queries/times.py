"""The times at which a session can still be: its own, and, until the other one has answered, up to
two others at which it is proposed as well."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from banyan.mentoring.models import OtherTime, Session
from banyan.mentoring.states import SessionStatus


def another_ahead(now: datetime) -> Exists:
    """Of a session that is proposed for several times: that one beside the first is still to come.
    There are no others once it is answered."""
    return Exists(others_ahead(now))


def others_ahead(now: datetime) -> QuerySet[OtherTime]:
    return OtherTime.objects.filter(session=OuterRef("pk"), starts_at__gt=now)


def next_other(now: datetime) -> Subquery:
    """The next of these other times; none where there is none."""
    return Subquery(others_ahead(now).order_by("starts_at").values("starts_at")[:1])


def next_time(now: datetime) -> Case:
    """When a session that is `ahead` begins: at its own time, or, where that has passed, at the
    next of the others."""
    return Case(When(starts_at__gt=now, then="starts_at"), default=next_other(now))


def ahead(now: datetime) -> Q:
    """Sessions that can still begin: `times_ahead` in SQL."""
    return Q(starts_at__gt=now) | Q(another_ahead(now))


def times_ahead(session: Session, now: datetime) -> list[datetime]:
    """When a planned session can still begin, the next time first: of one that is proposed for
    several times, those that have not passed. At most one query."""
    times = [session.starts_at]
    if session.status == SessionStatus.PROPOSED:
        times += _others_of(session)
    return sorted(at for at in times if at > now)


def ended_at(session: Session) -> datetime:
    """When the last time is over for which a session was planned. At most one query."""
    others = _others_of(session) if session.status == SessionStatus.PROPOSED else []
    return max([session.starts_at, *others]) + (session.ends_at - session.starts_at)


def _others_of(session: Session) -> list[datetime]:
    if hasattr(session, "second_at"):
        return other_times(session)
    return [one.starts_at for one in session.others.all()]


def other_times(session: Session) -> list[datetime]:
    """When a proposed session, as `session` gives it, could begin as well."""
    others = session.second_at, session.third_at  # type: ignore[attr-defined]
    return [at for at in others if at is not None]
