"""Hours in which people can be met, and the times that are left in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    FilteredRelation,
    Prefetch,
    Q,
    QuerySet,
    Value,
)

from banyan.kernel import hours as spans
from banyan.kernel.hours import Hours, Span, minute, minute_after, moment
from banyan.kernel.period import Period
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    Availability,
    DayHours,
    Leave,
    Mentorship,
    Session,
    WeeklyHours,
)
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.sessions.one import HOLDS_ITS_TIME
from banyan.mentoring.standings import DAY_KEEPER, HOURS_KEEPER, LEAVER, WEEKLY_KEEPER
from banyan.mentoring.states import LIVE, SeatStatus, SessionStatus
from banyan.organisations.queries import (
    CLOSING,
    Closing,
    Closings,
    closing_rows,
    closings_over,
    ids_in,
    places_of,
)
from banyan.organisations.states import Role
from banyan.people.registry import held_time

EVERY = 15  # minutes from one time that is offered to the next
AHEAD = timedelta(weeks=8)  # how far a time can be booked
AT_ONCE = timedelta(days=7)  # shown on one page
MEETS_FROM = (Role.MENTOR, Role.TEACHER)  # where somebody is one of these, she is not when closed


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody keeps of hours. `availability` is None until she has set any."""

    availability: Availability | None
    weekly: tuple[WeeklyHours, ...]
    days: tuple[DayHours, ...]
    leaves: tuple[Leave, ...]


def own_hours(viewer: Viewer) -> Kept:
    """The viewer's own; of single days and leave those that are not over. Four queries."""
    found = (
        Availability.objects.filter(HOURS_KEEPER.where(viewer))
        .prefetch_related(
            Prefetch("weekly", WeeklyHours.objects.order_by("weekday", "begins")),
            Prefetch(
                "instead", DayHours.objects.filter(on__gte=viewer.today).order_by("on", "begins")
            ),
        )
        .first()
    )
    leaves = Leave.objects.filter(LEAVER.where(viewer), ends_on__gt=viewer.today)
    return Kept(
        found,
        tuple(found.weekly.all()) if found else (),
        tuple(found.instead.all()) if found else (),
        tuple(leaves.order_by("starts_on")),
    )


def own_weekly(viewer: Viewer, pk: int) -> WeeklyHours:
    """Raises DoesNotExist for everybody else's."""
    return WeeklyHours.objects.filter(WEEKLY_KEEPER.where(viewer)).get(pk=pk)


def own_day(viewer: Viewer, pk: int) -> DayHours:
    """Raises DoesNotExist for everybody else's."""
    return DayHours.objects.filter(DAY_KEEPER.where(viewer)).get(pk=pk)


def own_leave(viewer: Viewer, pk: int) -> Leave:
    """Raises DoesNotExist for everybody else's."""
    return Leave.objects.filter(LEAVER.where(viewer)).get(pk=pk)


@dataclass(frozen=True, slots=True)
class Offering:
    """How somebody can be met, and her hours as the search takes them. `closed` are the days on
    which a place where she mentors or teaches is closed: in her hours she is away then."""

    row: Availability
    hours: Hours
    closed: tuple[Closing, ...] = ()

    def bookable(self, now: datetime) -> tuple[datetime, datetime]:
        """From when and until when she can be booked, as things stand now."""
        return now + timedelta(hours=self.row.notice), now + AHEAD


def offering(
    people: Collection[int], *, since: date, schools: Collection[str] = ()
) -> tuple[dict[int, Offering], Closings]:
    """What these people keep, from a day on, by person; nobody who keeps none. And the days on
    which places are closed: those where they mentor or teach, and the `schools` at these paths.
    Four queries."""
    kept, places = _kept(people, since)
    ids = list(kept)
    weekly: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for pk, *each in WeeklyHours.objects.filter(availability_id__in=ids).values_list(
        "availability_id", "weekday", "begins", "ends"
    ):
        weekly[pk].append((each[0], each[1], each[2]))
    near = since - timedelta(days=2)
    instead: dict[int, dict[date, tuple[Span, ...]]] = defaultdict(dict)
    for pk, on, begins, ends in DayHours.objects.filter(
        availability_id__in=ids, on__gte=near
    ).values_list("availability_id", "on", "begins", "ends"):
        before = instead[pk].setdefault(on, ())
        if begins is not None and ends is not None:
            instead[pk][on] = (*before, (begins, ends))
    above = {
        pk for path in (*chain.from_iterable(places.values()), *schools) for pk in ids_in(path)
    }
    away, closings = _not_there([row.person_id for row in kept.values()], above, near)
    found = {}
    for pk, row in kept.items():
        closed = [one for path in sorted(places[pk]) for one in closings.over(path)]
        found[row.person_id] = Offering(
            row,
            Hours(
                ZoneInfo(row.time_zone),
                tuple(weekly[pk]),
                instead[pk],
                (*away[row.person_id], *(one.period for one in closed)),
                row.buffer,
                row.most_a_week,
            ),
            tuple(dict.fromkeys(closed)),
        )
    return found, closings


def _kept(people: Collection[int], on: date) -> tuple[dict[int, Availability], dict[int, set[str]]]:
    """The rows of these people, and the paths of the places where each mentors or teaches on that
    day, by the id of the row. One query."""
    of = "person__memberships"
    held = FilteredRelation(
        of,
        condition=Q(
            Q(**{f"{of}__ends_on__isnull": True}) | Q(**{f"{of}__ends_on__gt": on}),
            **{f"{of}__role__in": MEETS_FROM, f"{of}__starts_on__lte": on},
        ),
    )
    rows = Availability.objects.filter(person_id__in=people)
    found: dict[int, Availability] = {}
    places: dict[int, set[str]] = defaultdict(set)
    each: QuerySet[Any] = rows.annotate(held=held, there=F("held__organisation__path"))
    for row in each:
        found[row.pk] = row
        if row.there:
            places[row.pk].add(row.there)
    return found, places


def _not_there(
    people: Collection[int], places: Collection[int], near: date
) -> tuple[dict[int, list[Period]], Closings]:
    """Days on which these people are away, by person, and on which these places are closed. One
    query."""
    leaves = Leave.objects.filter(person_id__in=people, ends_on__gt=near)
    nobody, nothing = Value(None, BigIntegerField()), Value("", CharField())
    whole = Value(None, BigIntegerField())
    rows = leaves.values_list("person_id", whole, "starts_on", "ends_on", nothing, nothing)
    closed = closing_rows(Q(organisation_id__in=places), near)
    away: dict[int, list[Period]] = defaultdict(list)
    closings = Closings()
    for person, place, starts_on, ends_on, title, name in rows.union(
        closed.values_list(nobody, *CLOSING), all=True
    ):
        if place is None:
            away[person].append(Period(starts_on, ends_on))
        else:
            closings.add(place, starts_on, ends_on, title, name)
    return away, closings


@dataclass(frozen=True, slots=True)
class Taken:
    """The time of somebody that is taken: the sessions that she leads, and all that holds her."""

    leads: list[Span]
    all: list[Span]


def taken_by(people: Collection[int], begins: int, ends: int) -> dict[int, Taken]:
    """What holds the time of these people between two minutes, by person. One query."""
    found = {person: Taken([], []) for person in people}
    ours = Q(places__person_id__in=people, places__status=SeatStatus.SEATED)
    rows = Session.objects.annotate(ours=FilteredRelation("places", condition=ours)).filter(
        Q(host_id__in=people) | Q(ours__isnull=False),
        Q(mentorship=None) | Q(mentorship__status__in=LIVE) | Q(status=SessionStatus.HELD),
        Q(starts_at__lt=moment(ends), ends_at__gt=moment(begins))
        | Q(others__starts_at__lt=moment(ends), others__ends_at__gt=moment(begins)),
        status__in=HOLDS_ITS_TIME,
    ).values_list(
        "pk", "host_id", "ours__person_id", "starts_at", "ends_at",
        "others__starts_at", "others__ends_at",
    )  # fmt: skip
    nobody, never = Value(None, BigIntegerField()), Value(None, DateTimeField())
    elsewhere = (
        held.values_list(nobody, nobody, "whose", "held_from", "held_until", never, never)
        for held in held_time(people, moment(begins), moment(ends))
    )
    led = set()
    # A group has a row for each of these people, and what is proposed one for each other time.
    for pk, host, seated, starts_at, ends_at, or_at, or_until in rows.union(*elsewhere, all=True):
        taken = [(minute(starts_at), minute_after(ends_at))]
        if host in found and pk not in led:
            led.add(pk)
            found[host].leads.extend(taken)
        if or_at is not None:
            taken.append((minute(or_at), minute_after(or_until)))
        for person in {host, seated} & found.keys():
            found[person].all.extend(taken)
    return found


def offered(
    kept: Mapping[int, Hours],
    minutes: int,
    begins: datetime,
    ends: datetime,
    *,
    besides: Iterable[int] = (),
    closed: Sequence[Span] = (),
) -> dict[int, list[int]]:
    """When a session of so many minutes could begin, in the hours of each of these people, at a
    time that is not `closed` and at which none of those `besides` is busy: minutes, by person. One
    query for any number of people."""
    since, until = minute_after(begins), minute(ends)
    others = list(besides)
    taken = taken_by({*kept, *others}, since - spans.WEEK, until + spans.WEEK)
    busy = [*closed, *(span for person in others for span in taken[person].all)]
    found = {}
    for person, hours in kept.items():
        own = taken[person]
        left = spans.free(hours, own.leads, since, until, busy=[*own.all, *busy])
        clock = spans.Clock.of(hours.zone, since, until)
        found[person] = spans.starts(left, minutes, every=EVERY, clock=clock)
    return found


@dataclass(frozen=True, slots=True)
class Times:
    """What a teacher can book with her mentor: by day of her own calendar, each time as a moment.

    `earlier` and `later` are the days from which the pages before and after begin, None where
    there is none. `first` is the first time there is at all. `closed` says on which of these days
    a place of the two is closed.
    """

    minutes: int
    days: tuple[tuple[date, tuple[datetime, ...]], ...]
    earlier: date | None
    later: date | None
    first: datetime | None
    mode: str
    place: str
    closed: tuple[Closing, ...]


def times(viewer: Viewer, pair: Mentorship, minutes: int, since: date | None) -> Times | None:
    """The times of a week in which the mentor of a pair can be booked, from a day on, or from the
    first that there is; None where she keeps no hours. Their days are those of the viewer."""
    kept, school = _offers(pair, viewer)
    if kept is None:
        return None
    moments = [moment(at) for at in _of_pair(pair, kept, school, minutes, viewer)]
    first = moments[0] if moments else None
    today = viewer.today
    if since is None or not today <= since <= today + AHEAD:
        since = first.astimezone(viewer.zone).date() if first else today
    until = since + AT_ONCE
    by_day = [
        (day, tuple(each))
        for day, each in groupby(moments, lambda at: at.astimezone(viewer.zone).date())
    ]
    before = [day for day, _each in by_day if day < since]
    after = [day for day, _each in by_day if day >= until]
    closed = [
        one
        for one in dict.fromkeys([*school, *kept.closed])
        if one.period.starts_on < until and since < (one.period.ends_on or date.max)
    ]
    return Times(
        minutes,
        tuple((day, each) for day, each in by_day if since <= day < until),
        max(before[0], since - AT_ONCE) if before else None,
        after[0] if after else None,
        first,
        kept.row.mode,
        kept.row.place,
        tuple(sorted(closed, key=lambda one: one.period.starts_on)),
    )


def closed_then(session: Session, moments: Iterable[datetime]) -> list[tuple[date, Closing]]:
    """The days among these moments on which the teacher's school is closed, by her clock, or a
    place where the mentor works, by his: each with what closes it. Two queries."""
    pair = session.mentorship
    where = ZoneInfo((pair.mentee if pair else session.host).time_zone)
    theirs = ZoneInfo(session.host.time_zone)
    at = sorted(moments)
    places = places_of(session.host_id, MEETS_FROM, at[0].date())
    zones = [(session.school.path or "", where), *((path, theirs) for path in sorted(places))]
    near = timedelta(days=2)
    found = closings_over(
        [path for path, _zone in zones], at[0].date() - near, at[-1].date() + near
    )
    told = {
        (one.astimezone(zone).date(), closing): None
        for one in at
        for path, zone in zones
        for closing in found.over(path)
        if closing.period.holds(one.astimezone(zone).date())
    }
    return list(told)


def keeps_hours(person: int) -> Availability | None:
    """The row of somebody who keeps hours."""
    return Availability.objects.filter(person_id=person).first()


def in_hours(pair: Mentorship, at: datetime, minutes: int, viewer: Viewer) -> Availability | None:
    """How the mentor of a pair can be met at this moment, for so many minutes, as things stand now;
    None where it is not a time that is offered."""
    kept, school = _offers(pair, viewer)
    if kept is None or minutes not in lengths(pair) or moment(minute(at)) != at:
        return None
    return kept.row if minute(at) in _of_pair(pair, kept, school, minutes, viewer) else None


def _offers(pair: Mentorship, viewer: Viewer) -> tuple[Offering | None, list[Closing]]:
    """What the mentor of a pair keeps, and when the school of the teacher is closed."""
    school = pair.school.path or ""
    offers, closings = offering([pair.mentor_id], since=viewer.now.date(), schools=[school])
    return offers.get(pair.mentor_id), closings.over(school)


def _of_pair(
    pair: Mentorship, kept: Offering, school: list[Closing], minutes: int, viewer: Viewer
) -> list[int]:
    opens, closes = kept.bookable(viewer.now)
    # A school has no clock of its own: its days are those of the teacher, as those of the pair.
    closed = spans.on_days(
        [one.period for one in school],
        ZoneInfo(pair.mentee.time_zone),
        minute(opens) - spans.DAY,
        minute_after(closes) + spans.DAY,
    )
    hours = {pair.mentor_id: kept.hours}
    found = offered(hours, minutes, opens, closes, besides=[pair.mentee_id], closed=closed)
    return found[pair.mentor_id]


def lengths(pair: Mentorship) -> tuple[int, ...]:
    """How long a session can be that is booked: what the blueprint suggests, and half an hour
    shorter and longer where it lets them be."""
    limits = blueprint_of(pair.cohort).session.minutes
    steps = (limits.default + step for step in (-30, -15, 0, 15, 30))
    return tuple(each for each in steps if limits.minimum <= each <= limits.maximum)
