"""Late cancellations and absences: made by the rules of a blueprint, explained in confidence, and
lifted or left to stand by a coordinator."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from banyan.kernel.attendance import absent
from banyan.kernel.decision import unfit
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.models import Mark, Session
from banyan.mentoring.queries.marks import excused
from banyan.mentoring.rules.marks import MARK, late_from
from banyan.mentoring.states import (
    MarkKind,
    MarkStatus,
    Missing,
    SeatStatus,
    SessionKind,
    SessionStatus,
)
from banyan.trail import actions as trail

SIDES = (Missing.TEACHER.value, Missing.MENTOR.value)
MOST_WORDS = 2000  # characters


def mark_late(
    session: Session, *, by: Viewer, kind: MarkKind = MarkKind.LATE_CANCEL
) -> Mark | None:
    """Somebody is cancelling or moving this session: late, by the rule of its blueprint, or in
    time. Before its state changes."""
    since = late_from(session)
    if by.person_id is None or since is None or by.now <= since:
        return None
    if excused(session, {by.person_id}, since):
        return None
    return _made(session, by.person_id, kind, by)


def agree_to_move(session: Session, *, by: Viewer) -> None:
    """A time is agreed on again: that the one before was left late counts no more."""
    _let_fall(session, Q(kind=MarkKind.LATE_MOVE), by)


def mark_absent(session: Session, *, by: Viewer) -> None:
    """After minutes were said: who was not there has a mark, and nobody else of this session but
    where it was explained already: then it is a coordinator's to decide."""
    people = _absent(session)
    if people:
        people -= excused(session, people, session.starts_at)
    _let_fall(session, Q(kind=MarkKind.NO_SHOW) & ~Q(person_id__in=people), by)
    for person in sorted(people):
        _made(session, person, MarkKind.NO_SHOW, by)


def _let_fall(session: Session, which: Q, by: Viewer) -> None:
    """These marks of a session fall away, where they count and nobody has explained them."""
    rows = Mark.objects.select_for_update().filter(which, session=session, status=MarkStatus.COUNTS)
    for mark in rows.order_by("pk"):
        mark.session = session
        trail.move(mark, MARK, "fall_away", by=system(by.now), scope=_scope(mark))


def _absent(session: Session) -> set[int]:
    """Person ids of those who were not there: of a pair as `kernel.attendance.absent` says, of a
    group that took place whoever had a seat and was there for no minute, as both say."""
    seats = [seat for seat in session.places.all() if seat.status == SeatStatus.SEATED]
    if session.kind == SessionKind.GROUP:
        held = session.status == SessionStatus.HELD
        return {seat.person_id for seat in seats if held and seat.counts == 0}
    people = set()
    for seat in seats:
        side = absent(
            seat.counts, seat.own_missing, seat.host_missing, seat.settled_missing, sides=SIDES
        )
        if side:
            people.add(seat.person_id if side == Missing.TEACHER else session.host_id)
    return people


def _made(session: Session, person: int, kind: MarkKind, by: Viewer) -> Mark | None:
    """Once a session and person, whoever says it how often; what fell away counts again."""
    mark, made = Mark.objects.get_or_create(
        session=session, person_id=person, defaults={"kind": kind, "made_at": by.now}
    )
    mark.session = session
    if not made and mark.status == MarkStatus.FELL_AWAY:
        again = {"kind": kind, "made_at": by.now}
        scope = _scope(mark)
        return trail.move(mark, MARK, "count_again", by=system(by.now), scope=scope, **again)
    if not made:
        return None
    trail.record(
        verb="mark.add", subject=trail.subject_of(mark), scope=_scope(mark), by=by, kind=kind.value
    )
    return mark


def explain_mark(mark: Mark, words: str, *, by: Viewer) -> Mark:
    """Whoever it is of says why, in confidence, to the coordinators; until they have looked at it,
    it does not count. Raises Unfit without words."""
    if not words.strip():
        raise unfit("words", _("Say in a few words how it came."))
    return trail.move(
        mark,
        MARK,
        "explain",
        by=by,
        scope=_scope(mark),
        explanation=words.strip()[:MOST_WORDS],
        explained_at=by.now,
    )


def lift_mark(mark: Mark, because: str, *, by: Viewer) -> Mark:
    """The coordinator takes it away: it counts nowhere any more."""
    return _decided(mark, "lift", because, by)


def let_mark_stand(mark: Mark, because: str, *, by: Viewer) -> Mark:
    """The coordinator has read the explanation, and it counts on."""
    return _decided(mark, "stand", because, by)


@transaction.atomic
def _decided(mark: Mark, verb: str, because: str, by: Viewer) -> Mark:
    MARK.decide(by, mark, verb).or_refuse()
    if not because.strip():
        raise unfit("because", _("Say why; only this person reads it."))
    return trail.move(
        mark,
        MARK,
        verb,
        by=by,
        scope=_scope(mark),
        because=because.strip()[:MOST_WORDS],
        decided_at=by.now,
        decided_by_id=by.person_id,
    )


def _scope(mark: Mark) -> str:
    return mark.session.school.path or ""
