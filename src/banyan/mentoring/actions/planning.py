"""What every planned session has to satisfy, one to one or in a group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import IntegerField, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, Unfit, denied, unfit
from banyan.kernel.hours import minute, minute_after
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import CountedTime, Mentorship, OtherTime, Session, TakenTime
from banyan.mentoring.ports import MeetingRoom
from banyan.mentoring.queries.elsewhere import elsewhere
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.sessions import PLANNED, is_busy
from banyan.mentoring.rules import SESSION
from banyan.mentoring.rules.sessions import SAYABLE
from banyan.mentoring.states import LIVE, SessionMode
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.ui import words
from banyan.ui.changes import PreparedRemoval
from banyan.ui.prepared import Given, PreparedRows

FIVE = 5  # minutes that are taken together
MOST_OTHERS = 2  # times beside the first

Times: TypeAlias = tuple[datetime, datetime]  # from and until


def span(cohort: Cohort, starts_at: datetime, minutes: int, *, by: Viewer) -> datetime:
    """When a session that starts then ends. Raises Unfit for a time that has passed, and for a
    length outside what the blueprint allows."""
    limits = blueprint_of(cohort).session.minutes
    if starts_at <= by.now:
        raise unfit("day", _("This time has passed. Choose one that is still to come."))
    if starts_at > by.now + timedelta(days=366):
        raise unfit("day", _("This is more than a year away. Choose a nearer day."))
    if starts_at.second or starts_at.microsecond or starts_at.minute % FIVE:
        raise unfit("time", _("Choose a time at a full five minutes, like 16:05."))
    if not limits.minimum <= minutes <= limits.maximum:
        raise unfit(
            "minutes",
            _("A session lasts from %(least)s to %(most)s minutes.")
            % {"least": limits.minimum, "most": limits.maximum},
        )
    return starts_at + timedelta(minutes=minutes)


def before_the_end(mentorship: Mentorship | None, starts_at: datetime, *, by: Viewer) -> None:
    """Raises Unfit for a time after the day for which the end of the pair is announced."""
    last = mentorship.ends_early_on if mentorship else None
    if last is not None and starts_at.astimezone(by.zone).date() > last:
        said = {"day": words.day(last)}
        raise unfit("day", _("This pair ends on %(day)s. Choose an earlier day.") % said)


def lock(people: Iterable[int]) -> list[Person]:
    """These people's rows, until the transaction ends, so that of two who want the same time one
    looks after the other; in one order, so that neither waits for the other for ever."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=set(people))
    return list(rows.order_by("pk").only("name"))


def nobody_busy(
    people: Iterable[int],
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: Viewer,
    but: int | None = None,
) -> None:
    """Raises Unfit when one of these people has another session then, with their rows locked."""
    ids = sorted(set(people))
    each = lock(ids)
    if not is_busy(ids, starts_at, ends_at, but=but):
        return
    for person in each:
        if is_busy([person.pk], starts_at, ends_at, but=but):
            raise unfit(
                "time",
                _("You already have a session at that time.")
                if person.pk == by.person_id
                else _("%(name)s already has a session at that time.") % {"name": person.name},
            )


class BusyElsewhere(Unfit):
    """A time at which one of the two has something else than a session."""


def nobody_elsewhere(people: Iterable[Person], time: Times, *, by: Viewer) -> None:
    """Raises BusyElsewhere when one of these people has something else than a session then, such
    as a workshop. What it is, is told to herself alone."""
    for found in elsewhere(list(people), [time], by)[:1]:
        raise BusyElsewhere("at", denied(found.in_the_way(by)))


def chosen_of(
    session: Session, times: Iterable[Times], at: datetime | None, *, by: Viewer
) -> Times:
    """Of the `times` that are proposed the one that begins `at` this moment; or, as any would do,
    the first that is still to come and free. Raises Unfit for one that has passed, and
    BusyElsewhere for one over something else while another is still to come. A single time was
    proposed by somebody who was told of it: it stands if it suits both."""
    ahead = sorted(time for time in times if time[0] > by.now)
    chosen = [time for time in ahead if at in (None, time[0])]
    if not chosen:
        raise unfit("at", _("This time has passed. Choose one that is still to come."))
    if len(ahead) == 1 or session.mentorship is None:
        return chosen[0]
    found = elsewhere([session.host, session.mentorship.mentee], chosen, by)
    over = {one.time for one in found}
    free = next((time for time in chosen if time not in over), None)
    if free is None:
        raise BusyElsewhere("at", denied(found[0].in_the_way(by)))
    return free


def other_times(
    mentorship: Mentorship,
    first: datetime,
    others: Sequence[datetime],
    minutes: int,
    *,
    by: Viewer,
    but: int | None = None,
) -> list[Times]:
    """Further times for a session of a pair, from and until, checked like the `first`. Raises Unfit
    beside the day or the time of the second or the third."""
    if len(others) > MOST_OTHERS:
        raise unfit("day_3", _("Propose three times at most."))
    people = (mentorship.mentor_id, mentorship.mentee_id)
    found = [(first, first + timedelta(minutes=minutes))]
    for number, starts_at in enumerate(others, start=2):
        try:
            ends_at = span(mentorship.cohort, starts_at, minutes, by=by)
            before_the_end(mentorship, starts_at, by=by)
            nobody_busy(people, starts_at, ends_at, by=by, but=but)
        except Unfit as refusal:
            raise Unfit(f"{refusal.field}_{number}", refusal.decision) from refusal
        if any(starts_at < until and since < ends_at for since, until in found):
            raise unfit(f"time_{number}", _("This overlaps another time that you propose."))
        found.append((starts_at, ends_at))
    return found[1:]


def times_of(session: Session) -> list[Times]:
    """The times at which a proposed session could be, from and until, the first of them first."""
    first = session.starts_at, session.ends_at
    return [first, *((at, until) for at, until in _others_of(pk=session.pk))]


@PreparedRows
def _others_of() -> QuerySet[OtherTime, Any]:
    rows = OtherTime.objects.filter(session_id=Given("pk", IntegerField())).order_by("pk")
    return rows.values_list("starts_at", "ends_at")


def take_time(session: Session, others: Sequence[Times] = ()) -> None:
    """The host and the teacher of a planned session can be in no other one then, nor at the
    `others` that are proposed with it: the database sees to it. Raises Unfit where one of them has
    been taken."""
    people = [session.host_id]
    if session.mentorship is not None:
        people.append(session.mentorship.mentee_id)
    _take(session, people, [(session.starts_at, session.ends_at), *others])


def take_seat_time(session: Session, person: int) -> None:
    """Whoever has taken a seat in a group can be in no other session then. Raises Unfit."""
    _take(session, [person], [(session.starts_at, session.ends_at)])


def take_seat_time_if_free(session: Session, person: int) -> None:
    """The same for a seat that came by itself, from the waiting list or with another time of the
    group: her calendar need not be empty, and the seat is hers to give back."""
    try:
        take_seat_time(session, person)
    except Unfit:
        return


def release_seat_time(session: Session, person: int) -> None:
    """A seat given back holds nobody."""
    TakenTime.objects.filter(session=session, person_id=person).delete()


def _take(session: Session, people: Sequence[int], times: Iterable[Times]) -> None:
    fives = [
        at
        for begins, ends in times
        for at in range(minute(begins) // FIVE, -(-minute_after(ends) // FIVE))
    ]
    rows = [
        TakenTime(person_id=person, session=session, at=at) for person in people for at in fives
    ]
    try:
        with transaction.atomic():
            TakenTime.objects.bulk_create(rows)
    except IntegrityError as taken:
        _let_go_of_the_ended(people, fives)
        try:
            with transaction.atomic():
                TakenTime.objects.bulk_create(rows)
        except IntegrityError:
            said = _("This time has just been taken. Choose another one.")
            raise unfit("time", said) from taken


def _let_go_of_the_ended(people: Sequence[int], fives: list[int]) -> None:
    """What a pair had planned before it ended holds nobody: it is called off in the background."""
    TakenTime.objects.filter(
        person_id__in=people,
        at__in=fives,
        session__mentorship__isnull=False,
        session__status__in=PLANNED,
    ).exclude(session__mentorship__status__in=LIVE).delete()


def keep_others(session: Session, others: Sequence[Times]) -> None:
    """These are the other times of a session now, and no more."""
    _drop_others(pk=session.pk)
    OtherTime.objects.bulk_create(
        OtherTime(session=session, starts_at=begins, ends_at=ends) for begins, ends in others
    )


def release_time(session: Session) -> None:
    """What it held is free again, and its other times are gone."""
    _free(pk=session.pk)
    _drop_others(pk=session.pk)


@PreparedRemoval
def _free() -> QuerySet[TakenTime]:
    return TakenTime.objects.filter(session_id=Given("pk", IntegerField()))


@PreparedRemoval
def _drop_others() -> QuerySet[OtherTime]:
    return OtherTime.objects.filter(session_id=Given("pk", IntegerField()))


def forget_past_time(*, by: Viewer) -> int:
    """What has passed holds nobody any more; and what is so long ago that nobody says minutes of
    it any more needs no guard. Returns how many rows are gone."""
    gone = TakenTime.objects.filter(at__lt=minute(by.now) // FIVE).delete()[0]
    sayable = minute(by.now - SAYABLE - timedelta(minutes=2 * MOST_MINUTES))
    return gone + CountedTime.objects.filter(at__lt=sayable // FIVE).delete()[0]


def where(mode: str, place: str, meeting_url: str) -> dict[str, str]:
    """The fields that say where a session is. Raises Unfit for a place that is missing or a link
    that is not https. An online session without a link gets a room of its own."""
    if mode not in SessionMode.values:
        raise unfit("mode", _("Choose one of the ways to meet."))
    place, meeting_url = place.strip(), meeting_url.strip()
    if mode == SessionMode.IN_PERSON and not place:
        raise unfit("place", _("Say where you will meet."))
    if meeting_url and mode == SessionMode.ONLINE and not meeting_url.startswith("https://"):
        raise unfit("meeting_url", _("A meeting link begins with https://"))
    return {
        "mode": mode,
        "place": place if mode != SessionMode.ONLINE else "",
        "meeting_url": meeting_url if mode == SessionMode.ONLINE else "",
    }


def meeting_room() -> MeetingRoom:
    """Where sessions online take place, as this installation has it."""
    room: MeetingRoom = import_string(settings.MEETING_ROOM)()
    return room


def open_room(session: Session) -> None:
    """An online session without a link gets the room whose address is known at once, named by its
    id. One that has to be made first comes in the background, when the time is confirmed."""
    if session.mode == SessionMode.ONLINE and not session.meeting_url:
        address = meeting_room().address(session_uid=uid_of(session))
        if address:
            session.meeting_url = address
            Session.objects.filter(pk=session.pk).update(meeting_url=address)


def uid_of(session: Session) -> str:
    """What a session is called where its room is named by it."""
    return f"session-{session.pk}"


def as_seen(session: Session, seen: int | None) -> None:
    """Lock the row, and raise Stale when its time is not the one that the person saw.

    The status alone cannot tell: a proposed time replaced by another one is still proposed.
    """
    rows = Session.objects.select_for_update(no_key=True).values_list("sequence", flat=True)
    if rows.get(pk=session.pk) != (session.sequence if seen is None else seen):
        raise Stale(str(SESSION.moved_on))


def moved(
    session: Session, starts_at: datetime, minutes: int, *, by: Viewer, **changes: Any
) -> dict[str, Any]:
    """The fields of a session that is put to another time, checked like a new one. What is not
    given stays as it is."""
    ends_at = span(session.cohort, starts_at, minutes, by=by)
    asked = {name: value for name, value in changes.items() if value is not None}
    place = where(
        asked.get("mode", session.mode),
        asked.get("place", session.place),
        asked.get("meeting_url", session.meeting_url),
    )
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "topic": asked.get("topic", session.topic).strip(),
        "time_zone": asked.get("time_zone", str(by.zone)),
        "sequence": session.sequence + 1,
        **place,
    }


MOST_MINUTES = 600  # longer than any session; a slip of the finger, not a meeting


def said_range() -> str:
    return _("Give the minutes from 0 to %(most)s.") % {"most": MOST_MINUTES}


def said_minutes(minutes: int) -> int:
    """Raises Unfit for minutes that no session has. 0 is "was not there"."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise unfit("minutes", said_range())
    return minutes
