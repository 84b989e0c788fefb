"""Days on which a place is closed: no time is offered, no silence counted, less is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Unfit
from banyan.kernel.period import Period
from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.jobs import nudge_quiet_at
from banyan.mentoring.models import Session
from banyan.mentoring.queries import hours as queries
from banyan.mentoring.queries.sessions import quiet_pairs
from banyan.mentoring.queries.sessions.told import days_open
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.queries import Closing
from banyan.organisations.states import DaysKind, Level, Role
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW
from tests.mentoring.test_sessions.conftest import World

SignIn = Callable[[Person], Client]
FRIDAY = date(2026, 1, 16)
FOUR = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)  # four in the afternoon of that Friday in India


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def fridays(world: World) -> World:
    """Meera can be met on Fridays from four to six."""
    actions.add_hours([4], 16 * 60, 18 * 60, by=world.meera)
    return world


def close(
    place: Organisation,
    first: date = FRIDAY,
    last: date | None = None,
    kind: DaysKind = DaysKind.CLOSED,
    title: str = "Kite festival",
) -> None:
    organisations.add_days(place, kind, title, first, last or first, by=system(NOW))


def days(world: World) -> list[int]:
    found = queries.times(world.arun, world.pair, 45, date(2026, 1, 14))
    assert found is not None
    later = queries.times(world.arun, world.pair, 45, date(2026, 1, 21))
    assert later is not None
    return [day.day for day, _each in (*found.days, *later.days)]


def move(person: Person, zone: str) -> None:
    Person.objects.filter(pk=person.pk).update(time_zone=zone)


# Times that are offered


def test_no_time_is_offered_on_closed_days_of_the_school(fridays: World) -> None:
    assert days(fridays) == [16, 23]
    close(fridays.cast.school)
    assert days(fridays) == [23]
    assert queries.in_hours(fridays.pair, FOUR, 45, fridays.arun) is None
    with pytest.raises(Unfit):
        actions.book(fridays.pair, FOUR, 45, by=fridays.arun)
    assert Session.objects.count() == 0


def test_what_is_closed_above_the_school_is_closed_in_it_and_beside_it_is_not(
    fridays: World,
) -> None:
    beside = organisations.add_organisation(
        "KV Beside", level=Level.SCHOOL, parent=fridays.cast.district, by=system(NOW)
    )
    close(beside)
    close(fridays.cast.school, kind=DaysKind.TERM)
    assert days(fridays) == [16, 23]
    close(fridays.cast.nation, last=date(2026, 1, 24))
    assert days(fridays) == []


def test_no_time_is_offered_on_closed_days_of_the_mentors_place(fridays: World) -> None:
    nation = fridays.cast.nation
    own = organisations.add_organisation(
        "KV Meera", level=Level.SCHOOL, parent=fridays.cast.other_district, by=system(NOW)
    )
    for role in (Role.TEACHER, Role.PRINCIPAL):
        organisations.give_role(
            fridays.cast.arun if role == Role.PRINCIPAL else fridays.cast.meera,
            own, role, by=system(NOW), starts_on=LONG_AGO,
        )  # fmt: skip
    close(own)
    assert days(fridays) == [23]
    assert nation.pk in own.ancestor_ids


def test_a_place_that_the_mentor_has_left_closes_nothing(fridays: World) -> None:
    held = organisations.give_role(
        fridays.cast.meera, fridays.cast.other_school, Role.TEACHER, by=system(NOW),
        starts_on=LONG_AGO,
    )  # fmt: skip
    organisations.end_role(held, by=system(NOW), on=date(2026, 1, 10))
    close(fridays.cast.other_school)
    assert days(fridays) == [16, 23]


# Meera's hours are 16:00 to 18:00 in India, 10:30 to 12:30 UTC: the same Friday where Arun's school
# is in Los Angeles, but half past midnight of Saturday for one on Kiritimati (UTC+14).
@pytest.mark.parametrize(
    ("zone", "friday", "saturday"),
    [
        ("America/Los_Angeles", [23], [16, 23]),
        ("Pacific/Kiritimati", [16, 23], [23]),
    ],
)
def test_the_days_of_a_school_are_those_of_its_teacher(
    fridays: World, zone: str, friday: list[int], saturday: list[int]
) -> None:
    move(fridays.cast.arun, zone)
    fridays.pair.mentee.refresh_from_db()
    close(fridays.cast.school)
    told = [
        at.astimezone(UTC).day
        for day in (date(2026, 1, 14), date(2026, 1, 21))
        for _day, each in shown(fridays, day).days
        for at in each
    ]
    assert sorted(set(told)) == friday
    organisations.drop_days(fridays.cast.school.calendar.get(), by=system(NOW))
    close(fridays.cast.school, FRIDAY + timedelta(days=1))
    told = [
        at.astimezone(UTC).day
        for day in (date(2026, 1, 14), date(2026, 1, 21))
        for _day, each in shown(fridays, day).days
        for at in each
    ]
    assert sorted(set(told)) == saturday


def shown(world: World, since: date) -> queries.Times:
    found = queries.times(world.arun, world.pair, 45, since)
    assert found is not None
    return found


def test_the_page_says_what_is_closed_and_costs_no_query_more(
    fridays: World, signed_in: SignIn
) -> None:
    browser = signed_in(fridays.cast.arun)
    address = f"/mentorships/{fridays.pair.pk}/times/?since=2026-01-14"
    browser.get(address)
    counts = []
    for number in range(3):
        close(fridays.cast.school, FRIDAY + timedelta(days=number), title=f"Day {number}")
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(address).content.decode()
        counts.append(len(asked))
        assert f"Day {number} ({fridays.cast.school.name}): closed on" in page
    assert counts == [9, 9, 9]


def test_a_vacation_without_a_free_time_is_said(fridays: World, signed_in: SignIn) -> None:
    close(fridays.cast.school, FRIDAY, date(2026, 6, 20), title="Summer vacation")
    page = signed_in(fridays.cast.arun).get(f"/mentorships/{fridays.pair.pk}/times/")
    said = page.content.decode()
    assert "No time is free in the next eight weeks" in said
    assert "Summer vacation" in said


# Proposals


def propose(browser: Client, world: World, day: str) -> list[str]:
    answer = browser.post(
        f"/mentorships/{world.pair.pk}/sessions/new/",
        {"day": day, "time": "16:00", "minutes": "45", "mode": "phone", "place": "I call"},
    )
    assert answer.status_code == 302, answer.content.decode()
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_a_proposal_on_a_closed_day_is_told_kindly_and_stands(
    world: World, signed_in: SignIn
) -> None:
    close(world.cast.school)
    said = propose(signed_in(world.cast.meera), world, "2026-01-16")
    assert said[1:] == [
        f"{world.cast.school.name} is closed on Fri 16 Jan 2026: Kite festival. The time stands if "
        "it suits you both; you can also propose another one."
    ]
    assert Session.objects.count() == 1


def test_a_proposal_on_any_other_day_is_told_nothing(world: World, signed_in: SignIn) -> None:
    close(world.cast.school)
    assert len(propose(signed_in(world.cast.meera), world, "2026-01-15")) == 1


# Silence


def closing(first: int, last: int) -> Closing:
    return Closing(Period(date(2026, 1, first), date(2026, 1, last) + timedelta(days=1)), "", "")


@pytest.mark.parametrize(
    ("closed", "days"),
    [
        ([], 10),
        ([closing(3, 4)], 8),
        ([closing(1, 1)], 10),  # the day of the last sign itself counts for nothing
        ([closing(11, 20)], 9),
        ([closing(12, 20)], 10),
        ([closing(3, 6), closing(5, 8), closing(5, 5)], 4),
        ([closing(1, 31)], 0),
    ],
)
def test_closed_days_are_not_counted_as_silence(closed: list[Closing], days: int) -> None:
    assert days_open(date(2026, 1, 1), date(2026, 1, 11), closed) == days


def test_a_pair_is_asked_later_by_as_many_days_as_its_school_was_closed(world: World) -> None:
    at = datetime(2026, 2, 1, 6, 30, tzinfo=UTC)  # 22 days after the pair began
    assert [quiet.days for found in quiet_pairs(at) for quiet in found] == [22]
    close(world.cast.school, date(2026, 1, 12), date(2026, 1, 20))
    close(world.cast.other_school, date(2026, 1, 21), date(2026, 1, 25))
    assert [quiet.days for found in quiet_pairs(at) for quiet in found] == [13]
    assert asked_after(at) == {"session.quiet_mentor"}
    world.cast.school.calendar.all().delete()
    assert asked_after(at) == {"session.quiet_area"}


def asked_after(at: datetime) -> set[str]:
    Notice.objects.all().delete()
    nudge_quiet_at(at)
    found = Notice.objects.filter(kind__startswith="session.quiet")
    return set(found.values_list("kind", flat=True))


def test_the_silence_of_many_pairs_costs_four_queries(world: World) -> None:
    at, counts, told = datetime(2026, 2, 3, 6, 30, tzinfo=UTC), [], []
    for person in [None, *world.others[:2]]:
        if person:
            world.pair_of(world.cast.meera, person)
        close(world.cast.school, date(2026, 1, 12) + timedelta(days=len(counts)))
        with CaptureQueriesContext(connection) as asked:
            list(quiet_pairs(at))
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            assert nudge_quiet_at(at) == 1  # the coordinator, of one pair more
        told.append(len(asked))
    assert counts == [4, 4, 4]
    assert len(set(told)) == 1, told
