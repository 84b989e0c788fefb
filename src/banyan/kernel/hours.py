"""Stretches of time in whole minutes, and when the clock of a place shows which hours.

A minute is counted in UTC from the beginning of 1970, a day likewise. A stretch is half open, so
that two which touch do not overlap, and one across midnight, or across a night in which clocks are
changed, is like any other. Everything here is integers: a search through the hours of many people
compares some ten thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from banyan.kernel.period import Period

Span: TypeAlias = tuple[int, int]  # minutes, [begins, ends)

HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
FIRST = date(1970, 1, 1)
FIRST_MONDAY = 4  # days after it


def minute(at: datetime) -> int:
    """The minute that a moment lies in."""
    return int(at.timestamp() // 60)


def minute_after(at: datetime) -> int:
    """The first minute that has not begun before a moment."""
    return int(-(-at.timestamp() // 60))


def moment(minutes: int) -> datetime:
    """When a minute begins, in UTC."""
    return datetime.fromtimestamp(minutes * 60, UTC)


def days(day: date) -> int:
    return (day - FIRST).days


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in order, without overlaps; what touches is one stretch."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if begins >= ends:
            continue
        if found and begins <= found[-1][1]:
            if ends > found[-1][1]:
                found[-1] = (found[-1][0], ends)
        else:
            found.append((begins, ends))
    return found


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of some stretches; both in order and without overlaps, as from `joined`."""
    found, at = [], 0
    for begins, ends in spans:
        while at < len(taken) and taken[at][1] <= begins:
            at += 1
        look = at
        while look < len(taken) and taken[look][0] < ends:
            if taken[look][0] > begins:
                found.append((begins, taken[look][0]))
            begins = taken[look][1]
            look += 1
        if begins < ends:
            found.append((begins, ends))
    return found


def shared(ones: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The time that lies in both; both in order and without overlaps."""
    found, one, other = [], 0, 0
    while one < len(ones) and other < len(others):
        begins = max(ones[one][0], others[other][0])
        ends = min(ones[one][1], others[other][1])
        if begins < ends:
            found.append((begins, ends))
        if ones[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
    return found


@dataclass(frozen=True, slots=True)
class Clock:
    """What a place's clock shows for a while: stretches in which it runs steadily, each with the
    minutes that it is ahead of UTC."""

    steady: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, zone: ZoneInfo, begins: int, ends: int) -> Clock:
        """The clock of a zone, from two days before a minute to two days after another: no clock
        is further from UTC than that."""
        return _clock(zone, begins // DAY - 2, -(-ends // DAY) + 2)

    def showing(self, begins: int, ends: int) -> list[Span]:
        """When it shows a time in `[begins, ends)`, these being minutes of the clock itself.

        An hour that is left out is in no stretch. An hour that is shown twice is two, or makes one
        longer by an hour where the stretch goes on from the one to the other.
        """
        found = []
        for since, until, ahead in self.steady:
            first, last = max(since, begins - ahead), min(until, ends - ahead)
            if first < last:
                found.append((first, last))
        return found if len(found) < 2 else joined(found)

    def ahead(self, minutes: int) -> int:
        """How far it is ahead of UTC then."""
        for _since, until, ahead in self.steady:
            if minutes < until:
                return ahead
        return self.steady[-1][2]


@lru_cache(maxsize=256)
def _clock(zone: ZoneInfo, first: int, last: int) -> Clock:
    """Looked at once a day: no clock is changed and changed back within one."""
    changes, ahead = [first * DAY], [_ahead(zone, first * DAY)]
    for before, after in pairwise(range(first * DAY, last * DAY + 1, DAY)):
        if _ahead(zone, after) == ahead[-1]:
            continue
        while after - before > 1:
            middle = (before + after) // 2
            if _ahead(zone, middle) == ahead[-1]:
                before = middle
            else:
                after = middle
        changes.append(after)
        ahead.append(_ahead(zone, after))
    return Clock(tuple(zip(changes, [*changes[1:], last * DAY], ahead, strict=True)))


def _ahead(zone: ZoneInfo, minutes: int) -> int:
    there = moment(minutes).astimezone(zone).utcoffset() or timedelta()
    return int(there.total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody can be met, by the clock of her zone.

    `weekly` has the weekday, Monday being 0, and minutes of that day from and to; one that goes on
    past midnight ends after 1440. `instead` has the hours of single days, none where she is not
    there; `away` the days of leave and holidays. `buffer` are the minutes that she wants free
    before and after each meeting, `most_a_week` the meetings from Monday to Sunday.
    """

    zone: ZoneInfo
    weekly: tuple[tuple[int, int, int], ...]
    instead: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    away: tuple[Period, ...] = ()
    buffer: int = 0
    most_a_week: int | None = None


def kept(hours: Hours, begins: int, ends: int) -> list[Span]:
    """The time between two minutes in which she keeps hours and is not away."""
    clock = Clock.of(hours.zone, begins, ends)
    by_day: list[list[Span]] = [[] for _ in range(7)]
    for weekday, since, until in hours.weekly:
        by_day[weekday].append((since, until))
    instead = {days(day): spans for day, spans in hours.instead.items()}
    found: list[Span] = []
    # A day before, for hours past midnight; and a zone may be a day ahead or behind.
    for day in range(begins // DAY - 2, ends // DAY + 2):
        for since, until in instead.get(day, by_day[(day - FIRST_MONDAY) % 7]):
            found += clock.showing(day * DAY + since, day * DAY + until)
    there = shared(joined(found), [(begins, ends)])
    return without(there, joined(_on_days(hours.away, clock, begins, ends)))


def on_days(periods: Iterable[Period], zone: ZoneInfo, begins: int, ends: int) -> list[Span]:
    """The time between two minutes that lies on some days, by the clock of a zone."""
    clock = Clock.of(zone, begins, ends)
    return shared(joined(_on_days(periods, clock, begins, ends)), [(begins, ends)])


def free(
    hours: Hours, meetings: Sequence[Span], begins: int, ends: int, *, busy: Sequence[Span] = ()
) -> list[Span]:
    """The same without her `meetings` and what she wants free around them, without weeks that have
    as many as she takes, and without what else is `busy`. Her meetings have to be given for the
    whole of the first and last week."""
    clock = Clock.of(hours.zone, begins - WEEK, ends + WEEK)
    taken = [(since - hours.buffer, until + hours.buffer) for since, until in meetings]
    taken += busy
    if hours.most_a_week is not None:
        weeks: dict[int, int] = {}
        for since, _until in meetings:
            week = _week(since + clock.ahead(since))
            weeks[week] = weeks.get(week, 0) + 1
        for week, count in weeks.items():
            if count >= hours.most_a_week:
                taken += clock.showing(week, week + WEEK)
    return without(kept(hours, begins, ends), joined(taken))


def _week(minutes: int) -> int:
    """The first minute of the week, from Monday on, that a minute lies in."""
    return (minutes - FIRST_MONDAY * DAY) // WEEK * WEEK + FIRST_MONDAY * DAY


def _on_days(periods: Iterable[Period], clock: Clock, begins: int, ends: int) -> Iterator[Span]:
    for period in periods:
        first = days(period.starts_on) * DAY
        last = ends + 2 * DAY if period.ends_on is None else days(period.ends_on) * DAY
        if first < ends + 2 * DAY and last > begins - 2 * DAY:
            yield from clock.showing(first, last)


def starts(spans: Iterable[Span], minutes: int, *, every: int, clock: Clock) -> list[int]:
    """When a meeting of so many minutes can begin, at times that a clock shows as so many minutes
    past the hour: with 15, at the quarters."""
    found = []
    for begins, ends in spans:
        at = begins + -(begins + clock.ahead(begins)) % every
        while at + minutes <= ends:
            found.append(at)
            at += every
    return found
