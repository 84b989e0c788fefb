"""Hours that people keep, beside a recount that asks the time zone minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.kernel.hours import (
    DAY,
    Clock,
    Hours,
    Span,
    free,
    joined,
    kept,
    minute,
    minute_after,
    moment,
    shared,
    starts,
    without,
)
from banyan.kernel.period import Period

KOLKATA, MOSCOW = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Moscow")
NEW_YORK, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
ZONES = (KOLKATA, MOSCOW, NEW_YORK, LORD_HOWE, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("UTC"))

spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda one: (one[0], sum(one))),
    max_size=8,
)


def minutes_of(found: list[Span]) -> set[int]:
    return {each for begins, ends in found for each in range(begins, ends)}


def in_order(found: list[Span]) -> bool:
    return all(begins < ends for begins, ends in found) and all(
        one[1] < other[0] for one, other in pairwise(found)
    )


@given(spans, spans)
def test_stretches_are_joined_left_out_and_shared_as_sets_of_minutes(
    ones: list[Span], others: list[Span]
) -> None:
    first, second = joined(ones), joined(others)
    assert in_order(first)
    assert minutes_of(first) == minutes_of(ones)
    assert minutes_of(without(first, second)) == minutes_of(ones) - minutes_of(others)
    assert minutes_of(shared(first, second)) == minutes_of(ones) & minutes_of(others)
    assert in_order(shared(first, second))


TAKEN = (600, 660)


@pytest.mark.parametrize(
    ("offered", "left"),
    [
        pytest.param((540, 720), [(540, 600), (660, 720)], id="encloses it"),
        pytest.param((610, 650), [], id="lies within"),
        pytest.param((600, 660), [], id="is the same"),
        pytest.param((540, 600), [(540, 600)], id="touches before"),
        pytest.param((660, 700), [(660, 700)], id="touches after"),
        pytest.param((570, 630), [(570, 600)], id="overlaps before"),
        pytest.param((630, 700), [(660, 700)], id="overlaps after"),
        pytest.param((600, 700), [(660, 700)], id="begins together"),
        pytest.param((540, 660), [(540, 600)], id="ends together"),
    ],
)
def test_a_stretch_beside_one_that_is_taken(offered: Span, left: list[Span]) -> None:
    assert without([offered], [TAKEN]) == left


def test_a_moment_within_a_minute_begins_before_it_and_is_over_after_it() -> None:
    at = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
    assert moment(minute(at)) == at.replace(second=0)
    assert moment(minute_after(at)) == at.replace(minute=1, second=0)
    assert minute_after(at.replace(second=0)) == minute(at)


def wall(zone: ZoneInfo, at: int) -> datetime:
    return moment(at).astimezone(zone).replace(tzinfo=None)


def utc(text: str) -> int:
    return minute(datetime.fromisoformat(text).replace(tzinfo=UTC))


def clock_minutes(text: str) -> int:
    """Minutes of a wall clock, counted as if it stood in UTC."""
    return utc(text)


@pytest.mark.parametrize(
    ("zone", "begins", "ends", "shown"),
    [
        pytest.param(
            KOLKATA, "2026-03-08 16:00", "2026-03-08 18:00",
            [("2026-03-08 10:30", "2026-03-08 12:30")], id="a zone that never changes",
        ),
        pytest.param(
            NEW_YORK, "2026-03-08 01:30", "2026-03-08 03:30",
            [("2026-03-08 06:30", "2026-03-08 07:30")], id="over the hour that is left out",
        ),
        pytest.param(
            NEW_YORK, "2026-03-08 02:15", "2026-03-08 02:45", [], id="within what is left out",
        ),
        pytest.param(
            NEW_YORK, "2026-03-08 02:30", "2026-03-08 03:30",
            [("2026-03-08 07:00", "2026-03-08 07:30")], id="from what is left out",
        ),
        pytest.param(
            NEW_YORK, "2026-11-01 00:30", "2026-11-01 02:30",
            [("2026-11-01 04:30", "2026-11-01 07:30")], id="over the hour that comes twice",
        ),
        pytest.param(
            NEW_YORK, "2026-11-01 01:15", "2026-11-01 01:45",
            [("2026-11-01 05:15", "2026-11-01 05:45"), ("2026-11-01 06:15", "2026-11-01 06:45")],
            id="within the hour that comes twice",
        ),
        pytest.param(
            LORD_HOWE, "2026-10-04 01:45", "2026-10-04 03:00",
            [("2026-10-03 15:15", "2026-10-03 16:00")], id="half an hour that is left out",
        ),
        pytest.param(
            MOSCOW, "2026-12-31 23:00", "2027-01-01 01:00",
            [("2026-12-31 20:00", "2026-12-31 22:00")], id="across midnight and the year",
        ),
    ],
)  # fmt: skip
def test_a_clock_shows_hours(
    zone: ZoneInfo, begins: str, ends: str, shown: list[tuple[str, str]]
) -> None:
    since, until = clock_minutes(begins), clock_minutes(ends)
    clock = Clock.of(zone, since, until)
    assert clock.showing(since, until) == [(utc(one), utc(other)) for one, other in shown]


changes = st.sampled_from(
    [date(2026, 3, 7), date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5), date(2026, 10, 4)]
)


@st.composite
def kept_hours(draw: st.DrawFn) -> tuple[Hours, date]:
    around = draw(changes)
    weekly = draw(
        st.lists(
            st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24)).map(
                lambda one: (one[0], one[1] * 60, (one[1] + one[2]) * 60 - 15)
            ),
            max_size=5,
        )
    )
    near = st.integers(-3, 3).map(lambda days: around + timedelta(days))
    instead = draw(
        st.dictionaries(near, st.sampled_from([(), ((60, 200),), ((0, 30), (1400, 1500))]))
    )
    away = draw(
        st.lists(
            st.tuples(near, st.integers(0, 2)).map(
                lambda one: Period(one[0], one[0] + timedelta(one[1]))
            ),
            max_size=2,
        )
    )
    hours = Hours(draw(st.sampled_from(ZONES)), tuple(weekly), instead, tuple(away))
    return hours, around


def recounted(hours: Hours, begins: int, ends: int) -> set[int]:
    """Each minute, by what a wall clock of the zone shows in it."""
    found = set()
    for at in range(begins, ends):
        shown = wall(hours.zone, at)
        today = shown.date()
        if any(away.holds(today) for away in hours.away):
            continue
        clock = shown.hour * 60 + shown.minute
        for day, past in ((today, clock), (today - timedelta(1), clock + DAY)):
            weekly = [(since, until) for on, since, until in hours.weekly if on == day.weekday()]
            for since, until in hours.instead.get(day, tuple(weekly)):
                if since <= past < until:
                    found.add(at)
    return found


@given(kept_hours())
@settings(max_examples=40, deadline=None)
def test_hours_are_kept_as_the_clock_of_the_zone_shows_them(drawn: tuple[Hours, date]) -> None:
    hours, around = drawn
    begins = utc(around.isoformat()) - DAY + 7
    ends = begins + 2 * DAY
    found = kept(hours, begins, ends)
    assert in_order(found)
    assert minutes_of(found) == recounted(hours, begins, ends)


NOON = utc("2026-06-01 06:30")  # noon of a Monday in Kolkata
DAILY = Hours(KOLKATA, tuple((day, 12 * 60, 14 * 60) for day in range(7)))


def test_a_meeting_takes_its_time_and_what_is_wanted_free_around_it() -> None:
    hours = Hours(KOLKATA, DAILY.weekly, buffer=10)
    meeting = (NOON + 45, NOON + 75)
    assert free(hours, [meeting], NOON, NOON + DAY) == [
        (NOON, NOON + 35),
        (NOON + 85, NOON + 120),
    ]


def test_what_the_other_one_has_takes_its_time_alone() -> None:
    hours = Hours(KOLKATA, DAILY.weekly, buffer=10)
    busy = [(NOON + 45, NOON + 75)]
    assert free(hours, [], NOON, NOON + DAY, busy=busy) == [
        (NOON, NOON + 45),
        (NOON + 75, NOON + 120),
    ]


def test_a_week_with_as_many_meetings_as_she_takes_offers_no_more() -> None:
    hours = Hours(KOLKATA, DAILY.weekly, most_a_week=2)
    monday, sunday = NOON, NOON + 6 * DAY
    meetings = [(monday, monday + 30), (sunday + 30, sunday + 60)]
    found = free(hours, meetings, monday, monday + 14 * DAY)
    assert found[0] == (monday + 7 * DAY, monday + 7 * DAY + 120)
    assert len(found) == 7
    assert len(free(hours, meetings[:1], monday, monday + 14 * DAY)) == 14


def test_a_week_is_that_of_her_own_zone() -> None:
    """Sunday evening in New York is Monday in UTC."""
    sunday = utc("2026-06-08 01:00")
    hours = Hours(NEW_YORK, ((6, 20 * 60, 23 * 60), (0, 20 * 60, 23 * 60)), most_a_week=1)
    found = free(hours, [(sunday, sunday + 30)], utc("2026-06-01 12:00"), utc("2026-06-10 12:00"))
    assert found == [(utc("2026-06-09 00:00"), utc("2026-06-09 03:00"))]


def test_meetings_begin_at_the_quarters_that_the_clock_shows() -> None:
    begins = NOON + 5
    clock = Clock.of(KOLKATA, begins, begins)
    found = starts([(begins, begins + 60)], 30, every=15, clock=clock)
    assert [wall(KOLKATA, at).strftime("%H:%M") for at in found] == ["12:15", "12:30"]
    assert starts([(begins, begins + 60)], 55, every=15, clock=clock) == []


def test_hours_move_with_the_clock_when_it_is_changed() -> None:
    """Ten in the morning stays ten: an hour less of UTC apart from one week to the other."""
    hours = Hours(NEW_YORK, ((0, 600, 660),))
    found = kept(hours, utc("2026-03-02"), utc("2026-03-16"))
    assert found == [
        (utc("2026-03-02 15:00"), utc("2026-03-02 16:00")),
        (utc("2026-03-09 14:00"), utc("2026-03-09 15:00")),
    ]
