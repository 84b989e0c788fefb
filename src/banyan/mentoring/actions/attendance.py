"""How long a session was: what both sides say, what counts, and what a coordinator settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from banyan.kernel.attendance import settleable
from banyan.kernel.decision import Stale, Unfit, denied, unfit
from banyan.kernel.hours import minute, moment
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import planning
from banyan.mentoring.actions.marks import mark_absent
from banyan.mentoring.actions.sessions import record, scope_of
from banyan.mentoring.models import CountedTime, Seat, Session
from banyan.mentoring.rules import SESSION, SESSION_RIGHTS
from banyan.mentoring.rules.attendance import SETTLING_RIGHTS, Differing
from banyan.mentoring.states import Missing, SeatStatus, SessionKind
from banyan.people.models import Person
from banyan.trail import actions as trail
from banyan.ui import words


@transaction.atomic
def say_attendance(
    session: Session, person: Person, minutes: int, *, by: Viewer, missing: str = ""
) -> Seat:
    """How many minutes `person` was there, as `by` says: for herself, or as the mentor.

    0 is "was not there"; of a session of two, `missing` says then who was not (`Missing`). When
    both sides have said, the session is held or missed by itself.
    Either may say it again, to correct it; once a coordinator has settled it, only to agree.
    """
    return _say(session, {person.pk: minutes}, by=by, missing=missing)[person.pk]


@transaction.atomic
def say_attendances(
    session: Session, minutes: Mapping[int, int], *, by: Viewer, missing: str = ""
) -> Session:
    """The same for several people at once, as the mentor of a group does: person id → minutes.

    Raises Seat.DoesNotExist for somebody who has no seat, and Unfit for minutes that count in
    another session already.
    """
    _say(session, minutes, by=by, missing=missing)
    return session


def _locked(session: Session) -> Session:
    """The row as it is now, held until the transaction ends, with its seats."""
    rows = Session.objects.select_for_update(no_key=True).prefetch_related("places")
    fresh = rows.get(pk=session.pk)
    # These never change.
    fresh.mentorship, fresh.school, fresh.cohort = (
        session.mentorship,
        session.school,
        session.cohort,
    )
    return fresh


def _say(
    session: Session, minutes: Mapping[int, int], *, by: Viewer, missing: str
) -> dict[int, Seat]:
    """Write down what was said, on the locked row; returns the seats by person."""
    fresh = _locked(session)
    SESSION_RIGHTS.decide(by, fresh, "say_attendance").or_refuse()
    seats = {seat.person_id: seat for seat in fresh.places.all()}
    news = {}
    for person_id, said in minutes.items():
        seat = seats.get(person_id)
        if seat is None or seat.status != SeatStatus.SEATED:
            raise Seat.DoesNotExist
        if by.person_id == person_id:
            side = "own"
        elif by.person_id == session.host_id:
            side = "host"
        else:
            denied(_("Everybody says it for herself; the mentor says it too.")).or_refuse()
        values: dict[str, Any] = {
            f"{side}_minutes": planning.said_minutes(said),
            f"{side}_missing": _who_was_missing(session, said, missing),
        }
        _settled_stays(seat, side, said)
        if all(getattr(seat, name) == value for name, value in values.items()):
            continue  # as she has said it before, in another tab
        news[person_id] = said
        values[f"{side}_said_at"] = by.now
        Seat.objects.filter(pk=seat.pk).update(**values)
        for name, value in values.items():
            setattr(seat, name, value)
    if not news:
        session.status = fresh.status
        return seats
    record(fresh, "attendance", by=by, people=list(news), minutes=list(news.values()))
    _follow_attendance(fresh, by=by)
    if any(seat.differs for seat in fresh.places.all()):
        record(fresh, "differ", by=by)
    session.status = fresh.status
    return seats


def _who_was_missing(session: Session, minutes: int | None, missing: str) -> str:
    """Only of two who did not meet is it asked. Raises Unfit for anything but an answer to it."""
    if missing not in ("", *Missing.values):
        raise unfit("missing", _("Choose one of these answers."))
    return missing if session.kind == SessionKind.ONE_TO_ONE and minutes == 0 else ""


def _settled_stays(seat: Seat, side: str, said: int) -> None:
    """What a coordinator has settled is not opened again by another number, only by agreement.
    Raises Unfit."""
    mine = getattr(seat, f"{side}_minutes")
    theirs = seat.host_minutes if side == "own" else seat.own_minutes
    if seat.settled_minutes is not None and said not in (mine, theirs):
        raise unfit(
            f"minutes_{seat.person_id}",
            _("The coordinator has settled it: %(length)s count. That changes only when you both "
              "say the same: %(theirs)s.")
            % {
                "length": words.minutes(seat.settled_minutes),
                "theirs": words.minutes(theirs or 0),
            },
        )  # fmt: skip


@transaction.atomic
def settle_attendance(
    found: Differing,
    minutes: int,
    reason: str,
    *,
    by: Viewer,
    seen: tuple[int, int] | None = None,
    missing: str = "",
) -> Seat:
    """A coordinator says how many minutes count where the two leave it at different numbers, and
    why; both are told, and both may still agree on another number. Where nobody met, `missing` says
    who was not there.

    `seen` are the numbers of the two that stood on the page. Raises Stale when one of them has
    changed since, and Unfit for minutes beyond what they bound (`kernel.attendance`).
    """
    fresh = _locked(found.session)
    seat = next((one for one in fresh.places.all() if one.pk == found.seat.pk), None)
    if seat is None:
        raise Seat.DoesNotExist
    own, host = seat.own_minutes, seat.host_minutes
    if not seat.differs or own is None or host is None or (seen and seen != (own, host)):
        raise Stale(_("One of the two has said something else since. Look at it again."))
    SETTLING_RIGHTS.decide(by, Differing(fresh, seat), "settle").or_refuse()
    least, most = settleable(own, host, fresh.planned_minutes)
    if not least <= minutes <= most:
        raise unfit(
            "minutes",
            _("Choose from %(least)s to %(most)s minutes: between what the two say, and longer "
              "than planned only as far as both say so.")
            % {"least": least, "most": most},
        )  # fmt: skip
    if not reason.strip():
        raise unfit("reason", _("Say why, so that both can follow it."))
    values: dict[str, Any] = {
        "settled_minutes": minutes,
        "settled_at": by.now,
        "settled_by_id": by.person_id,
        "settled_reason": reason.strip()[:300],
        "settled_missing": _who_was_missing(fresh, minutes, missing),
    }
    Seat.objects.filter(pk=seat.pk).update(**values)
    for name, value in values.items():
        setattr(seat, name, value)
    record(fresh, "settle", by=by, person=seat.person_id, minutes=minutes)
    _follow_attendance(fresh, by=by)
    found.session.status = fresh.status
    return seat


def _follow_attendance(session: Session, *, by: Viewer) -> None:
    """Hold or miss as soon as what both said allows it, and count what counts."""
    for verb in ("hold", "miss"):
        if SESSION.decide(by, session, verb):
            trail.move(session, SESSION, verb, by=by, scope=scope_of(session))
            planning.release_time(session)
    count_time(session, by=by)
    mark_absent(session, by=by)


def count_time(session: Session, *, by: Viewer) -> None:
    """What counts of a session counts in no other: the database sees to it. A mentor of a group is
    there for as long as whoever stayed longest. Where an earlier session of somebody ran into this
    one, hers began when that one was over. Raises Unfit, with the person of whom it is."""
    minutes = {
        seat.person_id: seat.counts
        for seat in session.places.all()
        if seat.status == SeatStatus.SEATED and seat.counts
    }
    if minutes:
        minutes[session.host_id] = max(minutes.values())
    CountedTime.objects.filter(session=session).delete()
    if _counted(session, {person: _fives(session, each) for person, each in minutes.items()}):
        return
    begun = _begun_late(session, minutes)
    fives = {
        person: _fives(session, each, begun.get(person, 0)) for person, each in minutes.items()
    }
    if not _counted(session, fives):
        raise _counted_already(session, fives, by)


def _counted(session: Session, fives: Mapping[int, range]) -> bool:
    """Whether this time was free and counts in this session from now on."""
    rows = [
        CountedTime(person_id=person, session=session, at=at)
        for person in sorted(fives)
        for at in fives[person]
    ]
    try:
        with transaction.atomic():
            CountedTime.objects.bulk_create(rows)
    except IntegrityError:
        return False
    return True


def _fives(session: Session, minutes: int, late: int = 0) -> range:
    """The fives of minutes in which so long a session lies; sessions begin at a full five, or so
    many fives later."""
    begins = minute(session.starts_at) + late * planning.FIVE
    first = begins // planning.FIVE
    return range(first, -(-(begins + minutes) // planning.FIVE))


def _begun_late(session: Session, people: Iterable[int]) -> dict[int, int]:
    """By person, for how many fives after the planned beginning a session counted that was to be
    over by then. Whoever came only after the planned end was not there: she is left out."""
    planned = _fives(session, session.planned_minutes)
    taken = CountedTime.objects.filter(
        person__in=list(people),
        at__gte=planned.start,
        at__lt=planned.stop,
        session__ends_at__lte=session.starts_at,
    )
    last: dict[int, int] = dict(taken.values_list("person").annotate(Max("at")))
    return {person: at + 1 - planned.start for person, at in last.items() if at + 1 < planned.stop}


def _counted_already(session: Session, fives_of: Mapping[int, range], by: Viewer) -> Unfit:
    """A sentence for whoever says minutes that lie in those of another session."""
    for person, fives in sorted(fives_of.items()):
        there = CountedTime.objects.filter(
            person_id=person, at__gte=fives.start, at__lt=fives.stop
        ).exclude(session=session)
        first = there.order_by("at").values_list("at", flat=True).first()
        if first is not None:
            when = words.moment(moment(first * planning.FIVE))
            said = (
                _("Of your time, minutes of another session count from %(when)s on. No minute "
                  "counts twice: say how long this session was without them.")
                if person == by.person_id
                else _("Of the time of %(name)s, minutes of another session count from %(when)s "
                       "on. No minute counts twice: say how long this session was without them.")
            )  # fmt: skip
            name = Person.objects.only("name").get(pk=person).name
            return unfit(_field(session, person, by), said % {"when": when, "name": name})
    return unfit("minutes", _("These minutes count in another session already."))


def _field(session: Session, person: int, by: Viewer) -> str:
    """Beside which field it is said: of the participant, the mentor's own time too."""
    people = [seat.person_id for seat in session.places.all()]
    return f"minutes_{person if person in people else people[0]}"
