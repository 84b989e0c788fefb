"""The table of sessions, walked: verb by state by person; and standings said twice alike."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q

from banyan.kernel.clocks import NoSuchTime, instant
from banyan.mentoring import actions
from banyan.mentoring.models import Session
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.rules import SESSION, SESSION_RIGHTS
from banyan.mentoring.standings import (
    COHORT_TEACHER,
    HOST,
    SEATED,
    SESSION_COORDINATOR,
    SESSION_MENTEE,
    SESSION_READERS,
    WAITING,
)
from banyan.mentoring.states import SessionStatus as T
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World

PEOPLE = ("meera", "arun", "devi", "kavita", "nandan", "omar", "asha", "somu")

# Meera proposed. Before it begins, who may do what from each state: nobody else, nothing else.
BEFORE = {
    T.PROPOSED: {"confirm": {"arun"}, "reschedule": {"meera", "arun"}, "cancel": {"meera", "arun"}},
    T.CONFIRMED: {"reschedule": {"meera", "arun"}, "cancel": {"meera", "arun"}},
    T.HELD: {},
    T.MISSED: {},
    T.CANCELLED: {},
}


@pytest.mark.parametrize("state", list(T))
def test_moves_of_a_pair(world: World, state: T) -> None:
    pk = world.proposed().pk
    Session.objects.update(status=state)
    for move in SESSION.moves:
        allowed = {
            who
            for who in PEOPLE
            if SESSION.decide(
                world.by(getattr(world.cast, who)), Session.objects.get(pk=pk), move.verb
            )
        }
        assert allowed == BEFORE[state].get(move.verb, set()), move.verb


@pytest.mark.parametrize("state", list(T))
def test_moves_of_a_group(world: World, state: T) -> None:
    pk = world.group().pk
    Session.objects.update(status=state)
    expected: dict[T, dict[str, set[str]]] = {
        T.PROPOSED: {"announce": {"meera"}, "cancel": {"meera"}},
        T.CONFIRMED: {"shift": {"meera"}, "cancel": {"meera"}},
    }
    for move in SESSION.moves:
        allowed = {
            who
            for who in PEOPLE
            if SESSION.decide(
                world.by(getattr(world.cast, who)), Session.objects.get(pk=pk), move.verb
            )
        }
        assert allowed == expected.get(state, {}).get(move.verb, set()), move.verb


def test_held_and_missed_follow_and_are_nobodys_button(world: World) -> None:
    session = world.confirmed()
    for who in PEOPLE:
        viewer = world.later(getattr(world.cast, who))
        for verb in ("hold", "miss"):
            assert not SESSION.decide(viewer, session, verb)


RIGHTS_BEFORE = {
    "read": {"meera", "arun", "devi"},
    "read_content": {"meera", "arun"},
    "take_to_calendar": {"meera", "arun"},
    "write_agenda": {"meera", "arun"},
    "paste_link": {"meera", "arun"},
}
RIGHTS_AFTER = {
    "read": {"meera", "arun", "devi"},
    "read_content": {"meera", "arun"},
    "take_to_calendar": {"meera", "arun"},
    "write_agenda": {"meera", "arun"},
    "paste_link": {"meera", "arun"},
    "write_log": {"meera", "arun"},
    "say_attendance": {"meera", "arun"},
}


@pytest.mark.parametrize(("at", "expected"), [(NOW, RIGHTS_BEFORE), (AFTER, RIGHTS_AFTER)])
def test_rights_in_a_session_of_a_pair(
    world: World, at: datetime, expected: dict[str, set[str]]
) -> None:
    session = world.confirmed()
    for right in SESSION_RIGHTS.rights:
        allowed = {
            who
            for who in PEOPLE
            if SESSION_RIGHTS.decide(world.by(getattr(world.cast, who), at), session, right.verb)
        }
        assert allowed == expected.get(right.verb, set()), right.verb


def test_rights_in_a_group(world: World) -> None:
    group = world.group(seats=1)
    bina, chetan, dipa, _esha = world.others
    for person in (bina, chetan):
        actions.take_seat(Session.objects.get(pk=group.pk), by=world.by(person))
    session = Session.objects.get(pk=group.pk)
    people = {
        "host": world.cast.meera,
        "seated": bina,
        "waiting": chetan,
        "teacher": dipa,
        "coordinator": world.cast.devi,
        "principal": world.cast.kavita,
        "omar": world.cast.omar,
    }
    found = {
        right.verb: {
            who
            for who, person in people.items()
            if SESSION_RIGHTS.decide(world.by(person), session, right.verb)
        }
        for right in SESSION_RIGHTS.rights
    }
    assert found == {
        "read": {"host", "seated", "waiting", "teacher", "coordinator"},
        "read_content": {"host", "seated"},
        "take_to_calendar": {"host", "seated"},
        "write_agenda": {"host", "seated"},
        "paste_link": {"host"},
        "write_log": set(),
        "say_attendance": set(),
        "take_seat": {"seated", "waiting", "teacher"},
        "give_seat_back": {"seated", "waiting"},
    }


@pytest.mark.parametrize(
    "standing",
    [HOST, SESSION_MENTEE, SEATED, WAITING, COHORT_TEACHER, SESSION_COORDINATOR, SESSION_READERS],
    ids=lambda s: s.name,
)
def test_a_standing_is_the_same_in_python_and_in_sql(world: World, standing: object) -> None:
    world.proposed()
    group = world.group(seats=1, starts_at=SOON + timedelta(days=1))
    for person in world.others[:2]:
        actions.take_seat(Session.objects.get(pk=group.pk), by=world.by(person))
    for person in (*world.cast.everybody().values(), *world.others):
        viewer = world.by(person)
        where: Q = standing.where(viewer)  # type: ignore[attr-defined]
        in_sql = set(Session.objects.filter(where).values_list("pk", flat=True))
        in_python = {s.pk for s in Session.objects.all() if standing.holds(viewer, s)}  # type: ignore[attr-defined]
        assert in_sql == in_python, person.name


# A wall clock and the moment it means: zone, day, time, UTC or None, twice.
CLOCKS = [
    ("Asia/Kolkata", "2026-03-29", "02:30", "2026-03-28T21:00", False),
    ("Asia/Kolkata", "2026-01-01", "00:00", "2025-12-31T18:30", False),
    ("Europe/Moscow", "2026-03-29", "02:30", "2026-03-28T23:30", False),
    ("Europe/Moscow", "2026-10-25", "02:30", "2026-10-24T23:30", False),
    ("America/New_York", "2026-03-08", "01:59", "2026-03-08T06:59", False),
    ("America/New_York", "2026-03-08", "02:00", None, False),
    ("America/New_York", "2026-03-08", "02:59", None, False),
    ("America/New_York", "2026-03-08", "03:00", "2026-03-08T07:00", False),
    ("America/New_York", "2026-11-01", "00:59", "2026-11-01T04:59", False),
    ("America/New_York", "2026-11-01", "01:00", "2026-11-01T05:00", True),
    ("America/New_York", "2026-11-01", "01:59", "2026-11-01T05:59", True),
    ("America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00", False),
]


@pytest.mark.parametrize(("zone", "day", "clock", "utc", "twice"), CLOCKS)
def test_a_wall_clock_and_the_moment_it_means(
    zone: str, day: str, clock: str, utc: str | None, twice: bool
) -> None:
    typed = (date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    if utc is None:
        with pytest.raises(NoSuchTime):
            instant(*typed)
    else:
        found = instant(*typed)
        assert (found.at.isoformat(timespec="minutes"), found.twice) == (f"{utc}+00:00", twice)


# As above: what it stands at, in UTC, and the moment that is meant, or None; and twice.
STANDS = [
    ("2026-11-01", "01:30", "2026-11-01T06:30:00", "2026-11-01T06:30:00", False),
    ("2026-11-01", "01:30", "2026-11-01T05:30:00", "2026-11-01T05:30:00", False),
    ("2026-11-01", "01:30", "2026-11-01T06:30:40", "2026-11-01T06:30:40", False),
    ("2026-11-01", "01:45", "2026-11-01T06:30:00", "2026-11-01T05:45:00", True),
    ("2026-11-02", "01:30", "2026-11-01T06:30:00", "2026-11-02T06:30:00", False),
    ("2026-03-08", "02:30", "2026-03-08T07:30:00", None, False),
]


@pytest.mark.parametrize(("day", "clock", "stands", "utc", "twice"), STANDS)
def test_what_is_left_at_its_time_stays_at_its_moment(
    day: str, clock: str, stands: str, utc: str | None, twice: bool
) -> None:
    typed = (date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo("America/New_York"))
    before = datetime.fromisoformat(f"{stands}+00:00")
    if utc is None:
        with pytest.raises(NoSuchTime):
            instant(*typed, before)
    else:
        found = instant(*typed, before)
        assert (found.at.isoformat(), found.twice) == (f"{utc}+00:00", twice)


def test_two_people_and_two_clocks_agree_on_one_moment() -> None:
    """The week in which New York has changed its clocks and Europe's cities have not."""
    moments = {
        instant(date(2026, 3, 10), time.fromisoformat(clock), ZoneInfo(zone)).at
        for zone, clock in [
            ("America/New_York", "08:00"),
            ("Europe/Moscow", "15:00"),
            ("Asia/Kolkata", "17:30"),
        ]
    }
    assert len(moments) == 1


# What others read of sessions


def test_a_coordinator_lists_sessions_of_a_pair_without_their_topics(world: World) -> None:
    world.held(topic="Fractions")
    (own,) = queries.of_mentorship(world.arun, world.pair)
    (seen,) = queries.of_mentorship(world.by(world.cast.devi), world.pair)
    assert (own.topic, seen.topic) == ("Fractions", "")
    assert (seen.status, seen.minutes) == ("held", 45)
    assert queries.of_mentorship(world.by(world.cast.omar), world.pair) == []


def test_minutes_count_when_both_say_the_same(world: World) -> None:
    world.held()
    differing = world.confirmed(SOON + timedelta(days=1))
    day_after = AFTER + timedelta(days=1)
    actions.say_attendance(differing, world.cast.arun, 45, by=world.by(world.cast.arun, day_after))
    actions.say_attendance(differing, world.cast.arun, 30, by=world.by(world.cast.meera, day_after))
    one = queries.Held(sessions=1, minutes=45)
    assert queries.minutes_by_mentorship([world.pair.pk]) == {world.pair.pk: one}
