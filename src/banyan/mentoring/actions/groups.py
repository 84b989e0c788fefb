"""Group sessions: announced with seats that no race can overbook, and a waiting list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import planning
from banyan.mentoring.actions.sessions import record, scope_of
from banyan.mentoring.models import Seat, Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules import GROUP_RIGHTS, SESSION, SESSION_RIGHTS
from banyan.mentoring.states import SeatStatus, SessionKind, SessionMode, SessionStatus
from banyan.programmes.models import Cohort
from banyan.trail import actions as trail


@transaction.atomic
def announce_group(
    cohort: Cohort,
    topic: str,
    starts_at: datetime,
    minutes: int,
    seats: int | None = None,
    *,
    by: Viewer,
    mode: str = SessionMode.ONLINE,
    place: str = "",
    meeting_url: str = "",
    time_zone: str | None = None,
) -> Session:
    """A mentor of the programme invites the teachers of a cohort; as many seats as the blueprint
    suggests when not given. Raises Unfit as for a session of a pair."""
    GROUP_RIGHTS.decide(by, cohort, "announce").or_refuse()
    limits = blueprint_of(cohort).session.seats
    seats = limits.default if seats is None else seats
    if not topic.strip():
        raise unfit("topic", _("Say what the session is about."))
    if not 1 <= seats <= limits.maximum:
        raise unfit("seats", _("Offer from 1 to %(most)s seats.") % {"most": limits.maximum})
    ends_at = planning.span(cohort, starts_at, minutes, by=by)
    place_fields = planning.where(mode, place, meeting_url)
    planning.nobody_busy([by.person_id], starts_at, ends_at, by=by)
    session = Session.objects.create(
        kind=SessionKind.GROUP,
        cohort=cohort,
        school=cohort.programme.organisation,
        host_id=by.person_id,
        topic=topic.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=time_zone or str(by.zone),
        seats=seats,
        proposed_by_id=by.person_id,
        proposed_at=by.now,
        **place_fields,
    )
    planning.take_time(session)
    planning.open_room(session)
    return trail.move(session, SESSION, "announce", by=by, scope=scope_of(session))


@transaction.atomic
def take_seat(session: Session, *, by: Viewer) -> Seat:
    """A seat when there is one, else a place at the end of the waiting list.

    The row is locked, so that nobody slips between a seat given back and the one who waits for
    it; the conditional update and the constraint would each hold the number of seats alone.
    Raises Stale for somebody who has a place already.
    """
    SESSION_RIGHTS.decide(by, session, "take_seat").or_refuse()
    now = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if now.status != SessionStatus.CONFIRMED:
        raise Stale(str(SESSION.moved_on))
    if Seat.objects.filter(session=session, person_id=by.person_id).exclude(status=SeatStatus.LEFT):
        raise Stale(_("You have a place in this session already."))
    planning.nobody_busy([by.person_id], now.starts_at, now.ends_at, by=by)
    got = Session.objects.filter(pk=session.pk, seats_taken__lt=F("seats")).update(
        seats_taken=F("seats_taken") + 1
    )
    seat, _made = Seat.objects.update_or_create(
        session=session,
        person_id=by.person_id,
        defaults={
            "status": SeatStatus.SEATED if got else SeatStatus.WAITING,
            "taken_at": by.now,
        },
    )
    if got:
        planning.take_seat_time(now, seat.person_id)
    record(session, "take_seat" if got else "wait", by=by)
    session.seats_taken = now.seats_taken + (1 if got else 0)
    return seat


@transaction.atomic
def give_seat_back(session: Session, *, by: Viewer) -> Seat | None:
    """Leave the session or its waiting list. A seat goes at once to the first who waits; returns
    that person's seat, if there is one. Raises Stale for somebody who has left already."""
    now = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    places = Seat.objects.filter(session=session)
    mine = places.filter(person_id=by.person_id).exclude(status=SeatStatus.LEFT).first()
    if mine is None:
        raise Stale(_("You have given this seat back already."))
    SESSION_RIGHTS.decide(by, session, "give_seat_back").or_refuse()
    places.filter(pk=mine.pk).update(status=SeatStatus.LEFT)
    planning.release_seat_time(session, mine.person_id)
    record(session, "give_seat_back", by=by, seated=mine.status == SeatStatus.SEATED)
    if mine.status != SeatStatus.SEATED:
        return None
    first = places.filter(status=SeatStatus.WAITING).order_by("taken_at", "pk").first()
    if first is None:
        Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") - 1)
        return None
    places.filter(pk=first.pk).update(status=SeatStatus.SEATED)
    first.status = SeatStatus.SEATED
    planning.take_seat_time_if_free(now, first.person_id)
    record(session, "promote", by=by, person=first.person_id)
    return first
