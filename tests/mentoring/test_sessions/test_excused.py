"""Days away excuse what came after they were entered, and nothing before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from banyan.mentoring import actions
from banyan.mentoring.models import Leave, Mark, Session
from banyan.mentoring.queries import hours as hours_queries
from banyan.mentoring.queries import marks as queries
from banyan.mentoring.queries import sessions
from banyan.mentoring.queries.doses import rests_of
from banyan.mentoring.states import MarkKind, MarkStatus, Missing
from banyan.people.models import Person
from blueprint import Hold as Rest
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World

DAY, HOUR, MOMENT = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
LIMIT = SOON - DAY  # the blueprint says 24 hours
TODAY = SOON.date()


def away(world: World, who: str, at: datetime, first: date = TODAY, last: date = TODAY) -> Leave:
    """Somebody says at that moment that she is away."""
    return actions.take_leave(first, last, by=world.by(getattr(world.cast, who), at))


def cancelled(world: World, before: timedelta = 3 * HOUR) -> None:
    arun = world.by(world.cast.arun, SOON - before)
    actions.cancel_session(sessions.session(arun, Session.objects.get().pk), "unwell", by=arun)


def nobody_came(world: World, minutes: int = 0, missing: str = Missing.TEACHER) -> None:
    session = Session.objects.get()
    for who in (world.cast.arun, world.cast.meera):
        actions.say_attendance(
            session, world.cast.arun, minutes, by=world.later(who), missing=missing
        )


def found() -> list[tuple[str, str]]:
    return list(Mark.objects.order_by("pk").values_list("kind", "status"))


LATE, ABSENT = MarkKind.LATE_CANCEL.value, MarkKind.NO_SHOW.value
COUNTS = MarkStatus.COUNTS.value


# Cancelled late


@pytest.mark.parametrize("who", ["arun", "meera"])
@pytest.mark.parametrize(
    ("entered_at", "marks"),
    [
        (NOW, []),
        (LIMIT - MOMENT, []),
        (LIMIT, [(LATE, COUNTS)]),
        (SOON - 3 * HOUR, [(LATE, COUNTS)]),
    ],
)
def test_a_late_cancel_is_excused_by_days_away_that_were_entered_before_it_was_late(
    world: World, who: str, entered_at: datetime, marks: list[tuple[str, str]]
) -> None:
    world.confirmed()
    away(world, who, entered_at)
    cancelled(world)
    assert found() == marks


@pytest.mark.parametrize(
    ("paused_at", "marks"),
    [(LIMIT - DAY, []), (LIMIT, [(LATE, COUNTS)]), (SOON - 3 * HOUR, [(LATE, COUNTS)])],
)
def test_a_late_cancel_is_excused_by_a_pause_of_an_earlier_day_alone(
    world: World, paused_at: datetime, marks: list[tuple[str, str]]
) -> None:
    world.confirmed()
    actions.pause(world.pair, TODAY + 9 * DAY, by=world.by(world.cast.arun, paused_at))
    cancelled(world)
    assert found() == marks


def test_a_pause_after_nobody_came_takes_nothing_back(world: World) -> None:
    world.confirmed()
    nobody_came(world)
    assert found() == [(ABSENT, COUNTS)]
    actions.pause(world.pair, TODAY + 9 * DAY, by=world.by(world.cast.arun, SOON + 3 * HOUR))
    nobody_came(world)
    assert found() == [(ABSENT, COUNTS)]


def test_moving_is_no_way_around_it(world: World) -> None:
    session = world.confirmed()
    away(world, "arun", SOON - 3 * HOUR)
    by = world.by(world.cast.arun, SOON - 3 * HOUR)
    actions.reschedule(session, SOON + DAY, 45, by=by)
    assert found() == [(MarkKind.LATE_MOVE, COUNTS)]


@pytest.mark.parametrize("page", ["cancel", "reschedule"])
def test_the_form_warns_of_it_where_days_away_were_entered_too_late(
    world: World, signed_in: Callable[[Person], Client], page: str
) -> None:
    session = world.confirmed()
    away(world, "arun", SOON - 4 * HOUR)
    with time_machine.travel(SOON - 3 * HOUR, tick=False):
        browser = signed_in(world.cast.arun)
        assert "as late" in browser.get(f"/sessions/{session.pk}/{page}/").content.decode()


# Not there


@pytest.mark.parametrize("who", ["arun", "meera"])
@pytest.mark.parametrize(
    ("entered_at", "marks"),
    [
        (NOW, []),
        (SOON - MOMENT, []),
        (SOON, [(ABSENT, COUNTS)]),
        (SOON + HOUR, [(ABSENT, COUNTS)]),
    ],
)
def test_an_absence_is_excused_by_days_away_that_were_entered_before_the_session_began(
    world: World, who: str, entered_at: datetime, marks: list[tuple[str, str]]
) -> None:
    world.confirmed()
    away(world, who, entered_at)
    nobody_came(world)
    assert found() == marks


def test_days_away_that_are_entered_afterwards_wipe_out_no_mark(world: World) -> None:
    world.confirmed()
    nobody_came(world)
    two = SOON + 2 * DAY
    away(world, "arun", two, TODAY, two.date())
    nobody_came(world, missing=Missing.NOBODY)
    nobody_came(world)  # said again, it is looked at again
    assert found() == [(ABSENT, COUNTS)]


def test_what_days_away_do_not_excuse_can_be_explained(world: World) -> None:
    world.confirmed()
    nobody_came(world)
    away(world, "arun", AFTER)
    arun = world.later(world.cast.arun)
    mark = queries.mark(arun, Mark.objects.get().pk)
    actions.explain_mark(mark, "I was ill, and could not write.", by=arun)
    assert found() == [(ABSENT, MarkStatus.EXPLAINED)]


@pytest.mark.parametrize(
    ("entered_at", "marks"),
    [(NOW, []), (SOON, [(ABSENT, COUNTS)])],
)
def test_of_a_group_whoever_had_a_seat_is_excused_by_her_own_days_away(
    world: World, entered_at: datetime, marks: list[tuple[str, str]]
) -> None:
    group, (came, stayed_away) = world.group(), world.others[:2]
    for teacher in (came, stayed_away):
        actions.take_seat(group, by=world.by(teacher))
    actions.take_leave(TODAY, TODAY, by=world.by(stayed_away, entered_at))
    for teacher, minutes in ((came, 60), (stayed_away, 0)):
        for by in (world.later(teacher), world.later(world.cast.meera)):
            actions.say_attendance(group, teacher, minutes, by=by)
    assert found() == marks


def test_the_days_away_of_one_of_a_group_excuse_nobody_else(world: World) -> None:
    group, (ill, stayed_away, came) = world.group(seats=3), world.others[:3]
    for teacher in (ill, stayed_away, came):
        actions.take_seat(group, by=world.by(teacher))
    actions.take_leave(TODAY, TODAY, by=world.by(ill))
    for teacher, minutes in ((ill, 0), (stayed_away, 0), (came, 60)):
        for by in (world.later(teacher), world.later(world.cast.meera)):
            actions.say_attendance(group, teacher, minutes, by=by)
    assert Mark.objects.get().person == stayed_away


# Changed afterwards


def test_days_that_are_added_stand_for_themselves(world: World) -> None:
    """Away from yesterday on, as she said in time; at the hour of the session she adds today."""
    before = TODAY - DAY
    first = away(world, "arun", NOW, before, before)
    world.confirmed()
    added = away(world, "arun", SOON, before, TODAY + 2 * DAY)
    assert (added.starts_on, added.last_day, added.entered_at) == (TODAY, TODAY + 2 * DAY, SOON)
    first.refresh_from_db()
    assert (first.starts_on, first.last_day, first.entered_at) == (before, before, NOW)
    nobody_came(world)
    assert found() == [(ABSENT, COUNTS)]


def test_days_that_are_added_take_no_excuse_away(world: World) -> None:
    away(world, "arun", NOW)
    world.confirmed()
    away(world, "arun", AFTER, TODAY, TODAY + DAY)
    nobody_came(world)
    assert found() == []


def test_coming_back_earlier_and_being_away_again_is_entered_anew(world: World) -> None:
    before = TODAY - DAY
    away(world, "arun", NOW, before, TODAY)
    back = away(world, "arun", LIMIT - HOUR, before, before)
    assert (back.last_day, back.entered_at) == (before, NOW)
    world.confirmed()
    away(world, "arun", SOON - HOUR, before, TODAY)
    cancelled(world, timedelta(minutes=30))
    assert found() == [(LATE, COUNTS)]


def test_taking_them_out_and_entering_them_again_is_entered_anew(world: World) -> None:
    row = away(world, "arun", NOW)
    world.confirmed()
    actions.drop_leave(row, by=world.arun)
    away(world, "arun", SOON)
    nobody_came(world)
    assert found() == [(ABSENT, COUNTS)]


def test_entering_the_same_days_again_changes_nothing(world: World) -> None:
    row = away(world, "arun", NOW, TODAY, TODAY + DAY)
    later = away(world, "arun", NOW + DAY, TODAY, TODAY + 3 * DAY)
    for _tab in range(2):
        assert away(world, "arun", SOON, TODAY, TODAY + DAY) == row
        assert away(world, "arun", SOON, TODAY, TODAY + 3 * DAY) == later
    assert list(Leave.objects.order_by("pk").values_list("pk", "entered_at")) == [
        (row.pk, NOW),
        (later.pk, NOW + DAY),
    ]


# What they do all the same, and what the page says


def test_days_away_may_have_begun_and_nobody_is_asked_why_they_do_not_meet(world: World) -> None:
    now = SOON + DAY
    assert sessions.nothing_planned(world.pair.pk, now)
    away(world, "arun", now, TODAY - DAY, now.date() + DAY)
    assert not sessions.nothing_planned(world.pair.pk, now)
    kept = hours_queries.own_hours(world.by(world.cast.arun, now))
    assert [(one.starts_on, one.entered_at) for one in kept.leaves] == [(TODAY - DAY, now)]


def test_the_page_says_that_days_entered_afterwards_take_nothing_back(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    with time_machine.travel(NOW, tick=False):
        page = " ".join(signed_in(world.cast.arun).get("/me/hours/").content.decode().split())
    assert "Days that you enter afterwards do not take back that you cancelled late" in page
    assert '<a href="/marks/">you can explain that</a>' in page


def test_the_page_says_that_a_pause_lessens_what_is_owed_and_days_away_do_not(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    away(world, "arun", NOW)
    assert rests_of([world.pair.pk]) == {}
    pair = f"/mentorships/{world.pair.pk}/"
    with time_machine.travel(NOW, tick=False):
        browser = signed_in(world.cast.arun)
        page = " ".join(browser.get("/me/hours/").content.decode().split())
        assert "Days away alone do not lessen what a pair owes in its ledger of minutes" in page
        assert '<a href="/mentorships/?of=own">open the pair</a> and pause it.' in page
        assert pair in browser.get("/mentorships/?of=own").content.decode()
        assert f"{pair}pause/" in browser.get(pair).content.decode()
    actions.pause(world.pair, TODAY + DAY, by=world.arun)
    assert rests_of([world.pair.pk]) == {world.pair.pk: [Rest(NOW.date(), None)]}


# What the page of minutes says before somebody is down as not there


def page_of(browser: Client, session: Session) -> str:
    with time_machine.travel(AFTER, tick=False):
        return " ".join(browser.get(f"/sessions/{session.pk}/attendance/").content.decode().split())


LIFTED = "explained to them in confidence, and they can lift it."
YOURS = "you can explain it to them in confidence, and they can lift it."


@pytest.mark.parametrize("who", ["arun", "meera"])
def test_both_of_a_pair_read_what_follows_before_they_say_that_nobody_met(
    world: World, signed_in: Callable[[Person], Client], who: str
) -> None:
    page = page_of(signed_in(getattr(world.cast, who)), world.confirmed())
    assert "you say that it was you who was not there" in page
    assert "you are down as not there" in page
    assert YOURS in page
    assert "are 3 within 180 days, the coordinators are told and both of you are asked" in page
    assert "Write 0 if you did not meet." in page


def test_whoever_had_a_seat_in_a_group_reads_what_follows(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    group, teacher = world.group(), world.others[0]
    actions.take_seat(group, by=world.by(teacher))
    page = page_of(signed_in(teacher), group)
    assert "If you had a seat and were not there, as you and the mentor both say" in page
    assert YOURS in page
    assert "are 3 within 180 days, the coordinators are told and you are asked" in page
    assert "How many minutes were you there?" in page
    assert "Write 0 if you were not there." in page
    assert "did not meet" not in page


def test_the_mentor_of_a_group_reads_what_follows_for_the_teachers(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    group, teacher = world.group(), world.others[0]
    actions.take_seat(group, by=world.by(teacher))
    page = page_of(signed_in(world.cast.meera), group)
    assert "Write 0 for whoever had a seat and was not there." in page
    assert LIFTED in page
    assert "are 3 within 180 days, the coordinators are told and the teacher is asked" in page
    assert "you are down as not there" not in page
    assert "did not meet" not in page


def test_whoever_had_a_seat_and_says_nothing_is_asked_whether_she_was_there(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    group, teacher = world.group(), world.others[0]
    actions.take_seat(group, by=world.by(teacher))
    with time_machine.travel(AFTER, tick=False):
        answer = signed_in(teacher).post(
            f"/sessions/{group.pk}/attendance/", {f"minutes_{teacher.pk}": ""}
        )
    assert answer.status_code == 422
    assert "Say how many minutes, or 0 if you were not there." in answer.content.decode()


@pytest.mark.parametrize(("entered_at", "warns"), [(NOW, False), (SOON, True)])
def test_the_page_of_minutes_says_nothing_of_it_on_days_that_are_excused(
    world: World,
    signed_in: Callable[[Person], Client],
    entered_at: datetime,
    warns: bool,
) -> None:
    session = world.confirmed()
    away(world, "meera", entered_at)
    page = page_of(signed_in(world.cast.arun), session)
    assert ("down as not there" in page) is warns


def test_the_page_of_minutes_takes_as_many_queries_for_a_pair_as_for_a_group(
    world: World,
    signed_in: Callable[[Person], Client],
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    group, teacher = world.group(starts_at=SOON - 2 * HOUR), world.others[0]
    actions.take_seat(group, by=world.by(teacher))
    session = world.confirmed()
    with time_machine.travel(AFTER, tick=False):
        browser = signed_in(world.cast.meera)
        for of in (session, group):
            address = f"/sessions/{of.pk}/attendance/"
            browser.get(address)
            with django_assert_num_queries(9):
                browser.get(address)


# Those that were there before


def test_of_days_away_that_were_there_the_first_day_or_now_is_when_they_were_entered(
    world: World,
) -> None:
    before, soon = away(world, "arun", NOW), away(world, "meera", NOW, TODAY + DAY, TODAY + DAY)
    Person.objects.filter(pk=world.cast.arun.pk).update(time_zone="Europe/Moscow")
    with time_machine.travel(SOON, tick=False):
        import_module("banyan.mentoring.migrations.0030_leave_entered").since_first_day(apps, None)
    before.refresh_from_db()
    soon.refresh_from_db()
    assert before.entered_at == datetime(2026, 1, 15, 21, tzinfo=UTC)
    assert soon.entered_at == SOON
