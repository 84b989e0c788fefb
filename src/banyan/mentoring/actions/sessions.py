"""Sessions of a pair: planned, moved, called off, and what is written before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import planning
from banyan.mentoring.actions.marks import agree_to_move, mark_late
from banyan.mentoring.models import AgendaItem, Joining, Mentorship, Seat, Session
from banyan.mentoring.queries.hours import in_hours
from banyan.mentoring.queries.sessions import meeting_url
from banyan.mentoring.rules import BOOKING_RIGHTS, MENTORSHIP_RIGHTS, SESSION, SESSION_RIGHTS
from banyan.mentoring.states import MarkKind, SeatStatus, SessionKind, SessionMode
from banyan.trail import actions as trail


@transaction.atomic
def propose_session(
    mentorship: Mentorship,
    starts_at: datetime,
    minutes: int,
    *,
    by: Viewer,
    mode: str = SessionMode.ONLINE,
    topic: str = "",
    place: str = "",
    meeting_url: str = "",
    time_zone: str | None = None,
    others: Sequence[datetime] = (),
) -> Session:
    """One of the pair proposes a time, or up to three; all are held for both until the other one
    answers.

    `starts_at` and `others` are instants, `time_zone` the IANA zone they were thought of in (the
    proposer's own if not given). Raises Unfit for a time, a length or a place that cannot be.
    """
    MENTORSHIP_RIGHTS.decide(by, mentorship, "propose_session").or_refuse()
    session = _planned(
        mentorship,
        starts_at,
        minutes,
        planning.where(mode, place, meeting_url),
        by=by,
        topic=topic,
        time_zone=time_zone,
        others=others,
    )
    record(session, "propose", by=by)
    return session


@transaction.atomic
def book(mentorship: Mentorship, starts_at: datetime, minutes: int, *, by: Viewer) -> Session:
    """The teacher takes a time in the hours that her mentor keeps; nobody has to confirm it.

    Raises Unfit for a time that is not offered: it has passed, somebody has taken it, one of the
    two has something else then, or the mentor's hours have changed since.
    """
    BOOKING_RIGHTS.decide(by, mentorship, "book").or_refuse()
    # First the lock, then the look: of two who want the last time of a week, one is told.
    people = planning.lock((mentorship.mentor_id, mentorship.mentee_id))
    kept = in_hours(mentorship, starts_at, minutes, by)
    if kept is None:
        time = starts_at, starts_at + timedelta(minutes=minutes)
        planning.nobody_elsewhere(people, time, by=by)
        raise unfit("at", _("This time is not free any more. These are the times that are."))
    place_fields = planning.where(kept.mode, kept.place, "")
    session = _planned(mentorship, starts_at, minutes, place_fields, by=by)
    return trail.move(session, SESSION, "book", by=by, scope=scope_of(session))


def _planned(
    mentorship: Mentorship,
    starts_at: datetime,
    minutes: int,
    place_fields: Mapping[str, str],
    *,
    by: Viewer,
    topic: str = "",
    time_zone: str | None = None,
    others: Sequence[datetime] = (),
) -> Session:
    """A session of a pair at a time that nobody has taken, with its room."""
    ends_at = planning.span(mentorship.cohort, starts_at, minutes, by=by)
    planning.before_the_end(mentorship, starts_at, by=by)
    people = (mentorship.mentor_id, mentorship.mentee_id)
    planning.nobody_busy(people, starts_at, ends_at, by=by)
    further = planning.other_times(mentorship, starts_at, others, minutes, by=by)
    session = Session.objects.create(
        kind=SessionKind.ONE_TO_ONE,
        mentorship=mentorship,
        cohort=mentorship.cohort,
        school=mentorship.school,
        host_id=mentorship.mentor_id,
        topic=topic.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=time_zone or str(by.zone),
        seats=1,
        seats_taken=1,
        proposed_by_id=by.person_id,
        proposed_at=by.now,
        **place_fields,
    )
    Seat.objects.create(session=session, person_id=mentorship.mentee_id, taken_at=by.now)
    planning.keep_others(session, further)
    planning.take_time(session, further)
    planning.open_room(session)
    return session


@transaction.atomic
def confirm_session(
    session: Session, *, by: Viewer, seen: int | None = None, at: datetime | None = None
) -> Session:
    """The other one agrees to the time; of several to the one that begins `at` this moment, or, as
    any would do, to the first that is still to come and free; calendars are told where that is
    another than the first one.

    `seen` is the `sequence` on the page that was looked at, so that nobody agrees to a time that
    was changed meanwhile (Stale)."""
    planning.as_seen(session, seen)
    SESSION.decide(by, session, "confirm").or_refuse()
    times = planning.times_of(session)
    starts_at, ends_at = planning.chosen_of(session, times, at, by=by)
    trail.move(
        session,
        SESSION,
        "confirm",
        by=by,
        scope=scope_of(session),
        starts_at=starts_at,
        ends_at=ends_at,
        sequence=session.sequence + (starts_at != session.starts_at),
    )
    if len(times) > 1:
        planning.release_time(session)
        planning.take_time(session)
    agree_to_move(session, by=by)
    return session


@transaction.atomic
def reschedule(
    session: Session,
    starts_at: datetime,
    minutes: int,
    *,
    by: Viewer,
    seen: int | None = None,
    others: Sequence[datetime] = (),
    why: str = "",
    **changes: Any,
) -> Session:
    """Put a session to another time. Of a pair, either proposes, up to three times, and the other
    one confirms; of a group, the mentor moves it and everybody with a seat is told.

    `why` is for the people of the session. `changes`: mode, topic, place, meeting_url, time_zone;
    what is not given stays. Of a pair, and later than the blueprint's hours before it begins, it
    counts as late until another time is agreed on.
    """
    verb = "shift" if session.kind == SessionKind.GROUP else "reschedule"
    planning.as_seen(session, seen)
    SESSION.decide(by, session, verb).or_refuse()
    planning.before_the_end(session.mentorship, starts_at, by=by)
    fields = planning.moved(session, starts_at, minutes, by=by, **changes)
    fields["moved_reason"] = why.strip()[:200]
    people = [session.host_id]
    if session.mentorship is not None:
        people.append(session.mentorship.mentee_id)
        fields |= {"proposed_by_id": by.person_id, "proposed_at": by.now}
    planning.nobody_busy(people, starts_at, fields["ends_at"], by=by, but=session.pk)
    further = []
    if session.mentorship is not None:
        further = planning.other_times(
            session.mentorship, starts_at, others, minutes, by=by, but=session.pk
        )
        mark_late(session, by=by, kind=MarkKind.LATE_MOVE)
    trail.move(session, SESSION, verb, by=by, scope=scope_of(session), **fields)
    planning.release_time(session)
    planning.keep_others(session, further)
    planning.take_time(session, further)
    if session.mentorship is None:
        seated = Seat.objects.filter(session=session, status=SeatStatus.SEATED)
        for person in seated.order_by("person_id").values_list("person_id", flat=True):
            planning.take_seat_time_if_free(session, person)
    planning.open_room(session)
    return session


@transaction.atomic
def join(session: Session, *, by: Viewer) -> Joining:
    """Somebody goes to the meeting. The first time is kept, for the people of the session alone; it
    says nothing of who was there. Raises DoesNotExist where there is nothing to join."""
    SESSION_RIGHTS.decide(by, session, "read_content").or_refuse()
    meeting_url(by, session)
    joining, first = Joining.objects.get_or_create(
        session=session, person_id=by.person_id, defaults={"joined_at": by.now}
    )
    if first:
        record(session, "join", by=by)
    return joining


@transaction.atomic
def cancel_session(
    session: Session, reason: str, *, by: Viewer, seen: int | None = None
) -> Session:
    """Call it off and say why. `reason` is a code of the blueprint or the person's own words; it
    is read by the people of the session only. Later than the blueprint's hours before it begins, it
    counts as late."""
    planning.as_seen(session, seen)
    SESSION.decide(by, session, "cancel").or_refuse()
    if not reason.strip():
        raise unfit("reason", _("Say why, so that the other one need not guess."))
    mark_late(session, by=by)
    trail.move(
        session,
        SESSION,
        "cancel",
        by=by,
        scope=scope_of(session),
        cancel_reason=reason.strip()[:200],
        cancelled_by_id=by.person_id,
        sequence=session.sequence + 1,
    )
    planning.release_time(session)
    return session


@transaction.atomic
def expire_proposal(session: Session, *, by: Viewer) -> Session:
    """Nobody has answered a proposed time for the blueprint's days: both have it free again. Only
    the platform does so."""
    trail.move(
        session,
        SESSION,
        "expire",
        by=by,
        scope=scope_of(session),
        sequence=session.sequence + 1,
    )
    planning.release_time(session)
    return session


@transaction.atomic
def lapse(session: Session, *, by: Viewer) -> Session:
    """What a pair had planned falls away when the pair is over; the platform does so by itself."""
    trail.move(
        session,
        SESSION,
        "lapse",
        by=by,
        scope=scope_of(session),
        sequence=session.sequence + 1,
    )
    planning.release_time(session)
    return session


@transaction.atomic
def add_agenda_item(session: Session, text: str, *, by: Viewer) -> AgendaItem:
    """Either adds what she would like to talk about, before and during the session.

    The same words of the same person again are the item that is there: a form sent twice.
    """
    SESSION_RIGHTS.decide(by, session, "write_agenda").or_refuse()
    text = text.strip()
    if not text:
        raise unfit("text", _("Write what you would like to talk about."))
    Session.objects.select_for_update().only("pk").get(pk=session.pk)  # one at a time
    own = AgendaItem.objects.filter(session=session, author_id=by.person_id, text=text[:300])
    if (there := own.first()) is not None:
        return there
    item = AgendaItem.objects.create(
        session=session, author_id=by.person_id, text=text[:300], added_at=by.now
    )
    record(session, "agenda", by=by)
    return item


def scope_of(session: Session) -> str:
    return session.school.path or ""


def record(session: Session, verb: str, *, by: Viewer, **data: Any) -> None:
    """One trail event about this session."""
    trail.record(
        verb=f"session.{verb}",
        subject=trail.subject_of(session),
        scope=scope_of(session),
        by=by,
        **data,
    )
