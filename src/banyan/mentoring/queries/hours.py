"""Hours in which people can be met, and the times that are left in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import FilteredRelation, Prefetch, Q

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

EVERY = 15  # minutes from one time that is offered to the next
AHEAD = timedelta(weeks=8)  # how far a time can be booked
AT_ONCE = timedelta(days=7)  # shown on one page


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
            Prefetch("instead", DayHours.objects.filter(on__gte=viewer.today).order_by("on")),
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
    """How somebody can be met, and her hours as the search takes them."""

    row: Availability
    hours: Hours

    def bookable(self, now: datetime) -> tuple[datetime, datetime]:
        """From when and until when she can be booked, as things stand now."""
        return now + timedelta(hours=self.row.notice), now + AHEAD


def offering(people: Collection[int], *, since: date) -> dict[int, Offering]:
    """What these people keep, from a day on, by person; nobody who keeps none. Four queries."""
    kept = list(Availability.objects.filter(person_id__in=people))
    ids = [row.pk for row in kept]
    weekly: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for row in WeeklyHours.objects.filter(availability_id__in=ids).values_list(
        "availability_id", "weekday", "begins", "ends"
    ):
        weekly[row[0]].append(row[1:])
    near = since - timedelta(days=2)
    instead: dict[int, dict[date, tuple[Span, ...]]] = defaultdict(dict)
    for pk, on, begins, ends in DayHours.objects.filter(
        availability_id__in=ids, on__gte=near
    ).values_list("availability_id", "on", "begins", "ends"):
        instead[pk][on] = () if begins is None or ends is None else ((begins, ends),)
    away: dict[int, list[Period]] = defaultdict(list)
    for person, starts_on, ends_on in Leave.objects.filter(
        person_id__in=[row.person_id for row in kept], ends_on__gt=near
    ).values_list("person_id", "starts_on", "ends_on"):
        away[person].append(Period(starts_on, ends_on))
    return {
        row.person_id: Offering(
            row,
            Hours(
                ZoneInfo(row.time_zone),
                tuple(weekly[row.pk]),
                instead[row.pk],
                tuple(away[row.person_id]),
                row.buffer,
                row.most_a_week,
            ),
        )
        for row in kept
    }


@dataclass(frozen=True, slots=True)
class Taken:
    """The time of somebody that is taken: the sessions that she leads, and all of them."""

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
    )
    led = set()
    # A group has a row for each of these people, and what is proposed one for each other time.
    for pk, host, seated, starts_at, ends_at, or_at, or_until in rows.values_list(
        "pk", "host_id", "ours__person_id", "starts_at", "ends_at",
        "others__starts_at", "others__ends_at",
    ):  # fmt: skip
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
) -> dict[int, list[int]]:
    """When a session of so many minutes could begin, in the hours of each of these people, at a
    time at which none of those `besides` is busy: minutes, by person. One query for any number of
    people."""
    since, until = minute_after(begins), minute(ends)
    others = list(besides)
    taken = taken_by({*kept, *others}, since - spans.WEEK, until + spans.WEEK)
    busy = [span for person in others for span in taken[person].all]
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
    there is none. `first` is the first time there is at all.
    """

    minutes: int
    days: tuple[tuple[date, tuple[datetime, ...]], ...]
    earlier: date | None
    later: date | None
    first: datetime | None
    mode: str
    place: str


def times(viewer: Viewer, pair: Mentorship, minutes: int, since: date | None) -> Times | None:
    """The times of a week in which the mentor of a pair can be booked, from a day on, or from the
    first that there is; None where she keeps no hours."""
    kept = offering([pair.mentor_id], since=viewer.now.date()).get(pair.mentor_id)
    if kept is None:
        return None
    moments = [moment(at) for at in _of_pair(pair, kept, minutes, viewer)]
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
    return Times(
        minutes,
        tuple((day, each) for day, each in by_day if since <= day < until),
        max(before[0], since - AT_ONCE) if before else None,
        after[0] if after else None,
        first,
        kept.row.mode,
        kept.row.place,
    )


def keeps_hours(person: int) -> Availability | None:
    """The row of somebody who keeps hours."""
    return Availability.objects.filter(person_id=person).first()


def in_hours(pair: Mentorship, at: datetime, minutes: int, viewer: Viewer) -> Availability | None:
    """How the mentor of a pair can be met at this moment, for so many minutes, as things stand now;
    None where it is not a time that is offered."""
    kept = offering([pair.mentor_id], since=viewer.now.date()).get(pair.mentor_id)
    if kept is None or minutes not in lengths(pair) or moment(minute(at)) != at:
        return None
    return kept.row if minute(at) in _of_pair(pair, kept, minutes, viewer) else None


def _of_pair(pair: Mentorship, kept: Offering, minutes: int, viewer: Viewer) -> list[int]:
    opens, closes = kept.bookable(viewer.now)
    hours = {pair.mentor_id: kept.hours}
    return offered(hours, minutes, opens, closes, besides=[pair.mentee_id])[pair.mentor_id]


def lengths(pair: Mentorship) -> tuple[int, ...]:
    """How long a session can be that is booked: what the blueprint suggests, and half an hour
    shorter and longer where it lets them be."""
    limits = blueprint_of(pair.cohort).session.minutes
    steps = (limits.default + step for step in (-30, -15, 0, 15, 30))
    return tuple(each for each in steps if limits.minimum <= each <= limits.maximum)
