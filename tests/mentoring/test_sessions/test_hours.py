"""Hours that a mentor keeps, and times that her teacher books in them: actions and pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Unfit
from banyan.mentoring import actions
from banyan.mentoring.models import (
    Availability,
    DayHours,
    Leave,
    Session,
    TakenTime,
    WeeklyHours,
)
from banyan.mentoring.queries import hours as queries
from banyan.mentoring.states import MentorshipStatus, SessionStatus
from banyan.notifications.models import Notice
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import World

SignIn = Callable[[Person], Client]
FOUR = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)  # four in the afternoon of a Friday in India
WEEKLY = {"weekdays": ["4"], "begins": "16:00", "ends": "18:00"}
LIMITS = {"mode": "online", "place": "", "buffer": "10", "notice": "24", "most_a_week": ""}
FRIDAY = 4
SIXTEENTH = date(2026, 1, 16)  # such a Friday


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def fridays(world: World) -> World:
    """Meera can be met on Fridays from four to six."""
    actions.add_hours([FRIDAY], 16 * 60, 18 * 60, by=world.meera)
    return world


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def told(world: World, minutes: int = 45, since: date | None = None) -> list[str]:
    """The times of the page, by Arun's clock."""
    found = queries.times(world.arun, world.pair, minutes, since)
    assert found is not None
    zone = world.arun.zone
    return [at.astimezone(zone).strftime("%d %H:%M") for _day, each in found.days for at in each]


# Keeping hours


def test_hours_are_kept_by_the_clock_of_whoever_keeps_them(fridays: World) -> None:
    kept = Availability.objects.get()
    assert (kept.person_id, kept.time_zone) == (fridays.cast.meera.pk, "Asia/Kolkata")
    assert list(WeeklyHours.objects.values_list("weekday", "begins", "ends")) == [(4, 960, 1080)]
    assert told(fridays) == ["16 16:00", "16 16:15", "16 16:30", "16 16:45", "16 17:00", "16 17:15"]


def test_the_same_hours_again_change_nothing(fridays: World) -> None:
    actions.add_hours([FRIDAY], 16 * 60, 18 * 60, by=fridays.meera)
    assert WeeklyHours.objects.count() == 1


def test_hours_may_go_on_past_midnight(world: World) -> None:
    actions.add_hours([FRIDAY], 23 * 60, 60, by=world.meera)
    assert WeeklyHours.objects.get().ends == 25 * 60
    assert told(world, 60) == ["16 23:00", "16 23:15", "16 23:30", "16 23:45", "17 00:00"]


@pytest.mark.parametrize(
    ("weekdays", "begins", "ends", "field"),
    [
        ([], 960, 1080, "weekdays"),
        ([7], 960, 1080, "weekdays"),
        ([-1], 960, 1080, "weekdays"),
        ([4], 960, 960, "ends"),
        ([4], 1440, 30, "begins"),
        ([4], -1, 30, "begins"),
    ],
)
def test_hours_that_cannot_be_are_not_kept(
    world: World, weekdays: list[int], begins: int, ends: int, field: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        actions.add_hours(weekdays, begins, ends, by=world.meera)
    assert refusal.value.field == field
    assert WeeklyHours.objects.count() == 0


def test_hours_that_are_taken_out_offer_no_time_and_leave_what_is_booked(fridays: World) -> None:
    session = actions.book(fridays.pair, FOUR, 45, by=fridays.arun)
    actions.drop_hours(WeeklyHours.objects.get(), by=fridays.meera)
    assert told(fridays) == []
    assert Session.objects.get(pk=session.pk).status == SessionStatus.CONFIRMED


def test_nobody_takes_out_hours_of_somebody_else(fridays: World) -> None:
    row = WeeklyHours.objects.get()
    with pytest.raises(Refused):
        actions.drop_hours(row, by=fridays.arun)
    with pytest.raises(WeeklyHours.DoesNotExist):
        queries.own_weekly(fridays.arun, row.pk)


def test_one_day_has_other_hours_or_none(fridays: World) -> None:
    actions.set_day(date(2026, 1, 16), (10 * 60, 11 * 60), by=fridays.meera)
    assert told(fridays, 60) == ["16 10:00"]
    row = actions.set_day(date(2026, 1, 16), None, by=fridays.meera)
    assert DayHours.objects.count() == 1
    assert told(fridays, 60)[0] == "23 16:00"
    actions.drop_day(row, by=fridays.meera)
    assert told(fridays, 60)[0] == "16 16:00"


def test_one_day_has_as_many_stretches_as_are_given_and_they_go_one_by_one(
    fridays: World,
) -> None:
    morning = actions.set_day(SIXTEENTH, (10 * 60, 11 * 60), by=fridays.meera)
    actions.set_day(SIXTEENTH, (14 * 60, 15 * 60), by=fridays.meera)
    # What touches does not overlap; and together it is one time.
    touching = actions.set_day(SIXTEENTH, (11 * 60, 11 * 60 + 30), by=fridays.meera)
    assert told(fridays, 60) == [*(f"16 {at}" for at in ("10:00", "10:15", "10:30", "14:00"))]
    actions.set_day(SIXTEENTH, (10 * 60, 11 * 60), by=fridays.meera)
    assert DayHours.objects.count() == 3
    assert Event.objects.filter(verb="hours.set_day").count() == 3
    assert not actions.drop_day(morning, by=fridays.meera)
    assert not actions.drop_day(touching, by=fridays.meera)
    assert told(fridays, 60) == ["16 14:00"]
    assert not Event.objects.filter(verb="hours.drop_day").exists()
    assert actions.drop_day(DayHours.objects.get(), by=fridays.meera)
    assert Event.objects.filter(verb="hours.drop_day").count() == 1
    assert told(fridays, 60)[0] == "16 16:00"


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(10, 12), (9, 11), (11, 13), (10.5, 11), (9, 13), (10, 11), (11, 12), (10, 2), (9, 10.5)],
)
def test_two_stretches_of_a_day_do_not_overlap(fridays: World, begins: float, ends: float) -> None:
    actions.set_day(SIXTEENTH, (10 * 60, 12 * 60), by=fridays.meera)
    stretch = (int(begins * 60), int(ends * 60))
    if (begins, ends) == (10, 12):
        actions.set_day(SIXTEENTH, stretch, by=fridays.meera)
    else:
        with pytest.raises(Unfit, match="overlap these") as refusal:
            actions.set_day(SIXTEENTH, stretch, by=fridays.meera)
        assert refusal.value.field == "begins"
    assert list(DayHours.objects.values_list("begins", "ends")) == [(600, 720)]
    # On the day after it is in nobody's way.
    actions.set_day(SIXTEENTH + timedelta(days=1), stretch, by=fridays.meera)
    assert DayHours.objects.count() == 2


def test_a_day_is_kept_free_whatever_it_had_and_hours_on_it_end_that(fridays: World) -> None:
    for begins in (10, 14):
        actions.set_day(SIXTEENTH, (begins * 60, begins * 60 + 60), by=fridays.meera)
    for _twice in range(2):
        actions.set_day(SIXTEENTH, None, by=fridays.meera)
        assert list(DayHours.objects.values_list("begins", "ends")) == [(None, None)]
    assert told(fridays, 60)[0] == "23 16:00"
    actions.set_day(SIXTEENTH, (10 * 60, 11 * 60), by=fridays.meera)
    assert list(DayHours.objects.values_list("begins", "ends")) == [(600, 660)]
    assert told(fridays, 60) == ["16 10:00"]


def test_a_day_past_midnight_and_the_hours_of_the_next_are_one_time(fridays: World) -> None:
    actions.set_day(SIXTEENTH, (23 * 60, 1 * 60), by=fridays.meera)
    actions.set_day(SIXTEENTH + timedelta(days=1), (30, 90), by=fridays.meera)
    found = told(fridays, 90)
    assert found == ["16 23:00", "16 23:15", "16 23:30", "16 23:45", "17 00:00"]


def test_days_have_only_so_many_stretches(fridays: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("banyan.mentoring.actions.hours.MOST_ROWS", 2)
    for begins in (10, 14):
        actions.set_day(SIXTEENTH, (begins * 60, begins * 60 + 60), by=fridays.meera)
    actions.set_day(SIXTEENTH, (14 * 60, 15 * 60), by=fridays.meera)  # as it is already
    with pytest.raises(Unfit, match="many days"):
        actions.set_day(SIXTEENTH, (16 * 60, 17 * 60), by=fridays.meera)
    actions.set_day(SIXTEENTH, None, by=fridays.meera)
    assert DayHours.objects.count() == 1


@pytest.mark.parametrize("begins", [600, None])
def test_the_database_has_a_beginning_once_a_day_and_one_day_without_hours(
    fridays: World, begins: int | None
) -> None:
    kept = Availability.objects.get()
    ends = None if begins is None else 660
    DayHours.objects.create(availability=kept, on=SIXTEENTH, begins=begins, ends=ends)
    with pytest.raises(IntegrityError), transaction.atomic():
        later = None if begins is None else 700
        DayHours.objects.create(availability=kept, on=SIXTEENTH, begins=begins, ends=later)


def test_on_days_away_nobody_can_be_booked(fridays: World) -> None:
    leave = actions.take_leave(date(2026, 1, 15), date(2026, 1, 16), by=fridays.meera)
    assert told(fridays, 60)[0] == "23 16:00"
    actions.drop_leave(leave, by=fridays.meera)
    assert told(fridays, 60)[0] == "16 16:00"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 1, 20), date(2026, 1, 19), "last"),
        (date(2026, 1, 1), date(2026, 1, 13), "last"),
        (date(2026, 1, 20), date(2027, 1, 20), "last"),
    ],
)
def test_days_away_that_cannot_be_are_not_kept(
    world: World, first: date, last: date, field: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        actions.take_leave(first, last, by=world.meera)
    assert refusal.value.field == field
    assert Leave.objects.count() == 0


def test_hours_stay_with_their_clock_when_somebody_moves(fridays: World) -> None:
    """Four in India is half past one in Moscow; nothing moves until she says so."""
    meera = replace(fridays.meera, zone=ZoneInfo("Europe/Moscow"))
    actions.set_limits("online", "", 0, 1, None, by=meera)
    assert told(fridays, 60)[0] == "16 16:00"
    actions.set_limits("online", "", 0, 1, None, by=meera, time_zone="Europe/Moscow")
    assert told(fridays, 60)[0] == "16 18:30"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"mode": "by pigeon"}, "mode"),
        ({"mode": "in_person", "place": " "}, "place"),
        ({"buffer": 121}, "buffer"),
        ({"notice": -1}, "notice"),
        ({"most_a_week": 0}, "most_a_week"),
    ],
)
def test_limits_that_cannot_be_are_not_kept(
    world: World, values: dict[str, Any], field: str
) -> None:
    usual = {"mode": "online", "place": "", "buffer": 10, "notice": 24, "most_a_week": None}
    with pytest.raises(Unfit) as refusal:
        actions.set_limits(**{**usual, **values}, by=world.meera)
    assert refusal.value.field == field
    assert Availability.objects.count() == 0


# Booking


def test_a_time_is_booked_with_one_tap(fridays: World) -> None:
    session = actions.book(fridays.pair, FOUR, 45, by=fridays.arun)
    assert session.status == SessionStatus.CONFIRMED
    assert (session.starts_at, session.ends_at) == (FOUR, FOUR + timedelta(minutes=45))
    assert session.meeting_url.startswith("https://")
    verbs = Event.objects.filter(subject=f"session:{session.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["session.book"]


def test_the_mentor_is_told_of_a_booked_time(fridays: World, worker: Callable[..., int]) -> None:
    actions.book(fridays.pair, FOUR, 45, by=fridays.arun)
    worker()
    of_sessions = Notice.objects.filter(kind__startswith="session.").order_by("person_id")
    assert list(of_sessions.values_list("person_id", "kind")) == [
        (fridays.cast.meera.pk, "session.booked"),
        (fridays.cast.arun.pk, "session.calendar"),  # for his own calendar, on no page
    ]


def test_a_session_and_what_is_wanted_free_around_it_are_not_offered(fridays: World) -> None:
    actions.book(fridays.pair, FOUR + timedelta(minutes=45), 30, by=fridays.arun)
    assert told(fridays, 30) == [
        "16 16:00", "16 17:30",
        "23 16:00", "23 16:15", "23 16:30", "23 16:45", "23 17:00", "23 17:15", "23 17:30",
    ][:2]  # fmt: skip


def test_times_that_the_teacher_has_not_are_not_offered(fridays: World) -> None:
    """Arun leads a group from four to five: what he leads is his, whoever it is for."""
    Session.objects.create(
        kind="group",
        cohort=fridays.cohort,
        school=fridays.cast.school,
        host=fridays.cast.arun,
        topic="Chess",
        starts_at=FOUR,
        ends_at=FOUR + timedelta(hours=1),
        time_zone="Asia/Kolkata",
        status=SessionStatus.CONFIRMED,
        proposed_by=fridays.cast.arun,
        proposed_at=NOW,
    )
    assert told(fridays)[:2] == ["16 17:00", "16 17:15"]


@pytest.mark.parametrize(
    ("at", "minutes"),
    [
        pytest.param(FOUR - timedelta(minutes=15), 45, id="before the hours"),
        pytest.param(FOUR + timedelta(minutes=90), 45, id="past their end"),
        pytest.param(FOUR + timedelta(minutes=5), 45, id="between two times"),
        pytest.param(FOUR + timedelta(seconds=1), 45, id="a second late"),
        pytest.param(FOUR, 50, id="a length that is not offered"),
        pytest.param(FOUR - timedelta(days=7), 45, id="a week ago"),
        pytest.param(FOUR + timedelta(weeks=9), 45, id="too far ahead"),
    ],
)
def test_what_is_not_offered_is_not_booked(fridays: World, at: datetime, minutes: int) -> None:
    with pytest.raises(Unfit):
        actions.book(fridays.pair, at, minutes, by=fridays.arun)
    assert Session.objects.count() == 0


def test_a_mentor_says_how_long_before_she_can_be_booked(fridays: World) -> None:
    actions.set_limits("online", "", 0, 72, None, by=fridays.meera)
    assert told(fridays, 60)[0] == "23 16:00"


def test_a_mentor_says_how_often_a_week_she_can_be_booked(fridays: World) -> None:
    actions.set_limits("online", "", 0, 24, 1, by=fridays.meera)
    actions.book(fridays.pair, FOUR, 30, by=fridays.arun)
    assert told(fridays, 30)[0] == "23 16:00"


def test_only_the_teacher_of_a_pair_that_runs_books(fridays: World) -> None:
    for viewer in (fridays.meera, fridays.by(fridays.cast.devi), fridays.by(fridays.others[0])):
        with pytest.raises(Refused):
            actions.book(fridays.pair, FOUR, 45, by=viewer)
    fridays.pair.status = MentorshipStatus.PAUSED
    fridays.pair.save()
    with pytest.raises(Refused):
        actions.book(fridays.pair, FOUR, 45, by=fridays.arun)
    assert Session.objects.count() == 0


def test_where_no_hours_are_kept_nothing_is_booked(world: World) -> None:
    assert queries.times(world.arun, world.pair, 45, None) is None
    with pytest.raises(Unfit):
        actions.book(world.pair, FOUR, 45, by=world.arun)


# Time that is taken


def test_a_planned_session_takes_the_time_of_both_until_it_is_called_off(world: World) -> None:
    session = world.proposed(FOUR, 45)
    fives = range(int(FOUR.timestamp()) // 300, int(FOUR.timestamp()) // 300 + 9)
    both = (world.cast.meera.pk, world.cast.arun.pk)
    assert set(TakenTime.objects.values_list("person_id", "at")) == {
        (person, at) for person in both for at in fives
    }
    actions.reschedule(session, FOUR + timedelta(hours=2), 30, by=world.arun)
    assert TakenTime.objects.count() == 12
    actions.cancel_session(session, "ill", by=world.arun)
    assert TakenTime.objects.count() == 0


def test_the_database_gives_no_time_twice(world: World) -> None:
    """Whatever an action forgets to look at."""
    session = world.proposed(FOUR, 45)
    taken = TakenTime.objects.filter(person=world.cast.meera).first()
    assert taken is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        TakenTime.objects.create(person=world.cast.meera, session=session, at=taken.at)


def test_what_an_ended_pair_had_planned_is_in_nobody_s_way(world: World) -> None:
    world.proposed(FOUR, 45)
    world.pair.status = MentorshipStatus.ENDED
    world.pair.save()
    next_one = world.pair_of(world.cast.meera, world.others[0])
    session = actions.propose_session(next_one, FOUR, 45, by=world.meera)
    meera = TakenTime.objects.filter(person=world.cast.meera)
    assert set(meera.values_list("session_id", flat=True)) == {session.pk}


def test_a_time_between_two_fives_is_not_taken(world: World) -> None:
    with pytest.raises(Unfit) as refusal:
        world.proposed(FOUR + timedelta(minutes=2))
    assert refusal.value.field == "time"


# Pages


def test_hours_are_added_and_taken_out_on_a_page(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.meera)
    assert "You keep no hours yet" in text(browser.get("/me/hours/"))
    assert browser.post("/me/hours/weekly/", WEEKLY).headers["Location"] == "/me/hours/"
    page = text(browser.get("/me/hours/"))
    assert "You keep no hours yet" not in page
    assert "4:00 pm to 6:00 pm" in page.replace("\u00a0", " ").lower()
    row = WeeklyHours.objects.get()
    browser.post(f"/me/hours/weekly/{row.pk}/drop/")
    assert WeeklyHours.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "sent", "said"),
    [
        ("weekly/", {**WEEKLY, "weekdays": []}, "Choose at least one day."),
        ("weekly/", {**WEEKLY, "begins": "half past four"}, "Write the time like 16:30."),
        ("weekly/", {**WEEKLY, "ends": "16:00"}, "Choose an end that is not the beginning."),
        ("days/", {"on": "2026-01-01"}, "This day is over."),
        ("days/", {"on": "2026-01-20", "begins": "16:00"}, "Give both times, or neither."),
        (
            "days/",
            {"on": "2026-01-20", "begins": "16:00", "ends": "16:00"},
            "Choose an end that is not the beginning.",
        ),
        ("", {**LIMITS, "buffer": "121"}, "Give a number from 0 to 120."),
        ("", {**LIMITS, "mode": "in_person"}, "Say where you will meet."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    world: World, signed_in: SignIn, address: str, sent: dict[str, Any], said: str
) -> None:
    answer = signed_in(world.cast.meera).post(f"/me/hours/{address}", sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not WeeklyHours.objects.exists()
    assert not DayHours.objects.exists()


def test_stretches_of_a_day_are_added_and_taken_out_on_a_page(
    fridays: World, signed_in: SignIn
) -> None:
    browser = signed_in(fridays.cast.meera)

    def sent(address: str, **said: str) -> str:
        answer = browser.post(f"/me/hours/days/{address}", said, follow=True)
        return text(answer).replace("\u202f", " ").replace("\u00a0", " ")

    sent("", on="2026-01-16", begins="10:00", ends="11:00")
    page = sent("", on="2026-01-16", begins="14:00", ends="15:00")
    first, second = page.index("10:00 am to 11:00 am"), page.index("2:00 pm to 3:00 pm")
    assert first < second
    assert page.count("Fri 16 Jan 2026</dt>") == 1
    page = sent("", on="2026-01-16", begins="14:30", ends="16:00")
    assert "You keep hours on that day that overlap these." in page
    morning, later = DayHours.objects.order_by("begins")
    page = sent(f"{morning.pk}/drop/")
    assert "Taken out. What is booked in these hours stands." in page
    assert "10:00 am to 11:00 am" not in page
    assert "2:00 pm to 3:00 pm" in page
    assert "That day is as your week has it again." in sent(f"{later.pk}/drop/")
    page = sent("", on="2026-01-16")
    assert "Nobody can book you on that day. What is booked on it stands." in page
    assert "no hours" in page


def test_days_away_are_given_and_taken_back_on_a_page(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.meera)
    browser.post("/me/leave/", {"first": "2026-02-02", "last": "2026-02-06"})
    leave = Leave.objects.get()
    assert leave.last_day == date(2026, 2, 6)
    assert "From Mon 2 Feb 2026 until Fri 6 Feb 2026" in text(browser.get("/me/hours/"))
    browser.post(f"/me/leave/{leave.pk}/drop/")
    assert not Leave.objects.exists()


def test_hours_of_somebody_else_are_not_there(fridays: World, signed_in: SignIn) -> None:
    row = WeeklyHours.objects.get()
    answer = signed_in(fridays.cast.arun).post(f"/me/hours/weekly/{row.pk}/drop/")
    assert answer.status_code == 404


def test_a_teacher_books_in_two_taps(fridays: World, signed_in: SignIn) -> None:
    browser = signed_in(fridays.cast.arun)
    address = f"/mentorships/{fridays.pair.pk}/times/"
    page = text(browser.get(address))
    at = int(FOUR.timestamp()) // 60
    assert f'name="at" value="{at}"' in page
    answer = browser.post(address, {"at": str(at), "minutes": "45"})
    session = Session.objects.get()
    assert answer.headers["Location"] == f"/sessions/{session.pk}/"
    again = browser.post(address, {"at": str(at), "minutes": "45"})
    assert again.status_code == 409
    assert "This time is not free any more." in text(again)
    assert f'name="at" value="{at}"' not in text(again)


@pytest.mark.parametrize("sent", [{}, {"at": "now", "minutes": "45"}, {"at": "9" * 40}])
def test_a_time_that_is_none_says_so(
    fridays: World, signed_in: SignIn, sent: dict[str, str]
) -> None:
    browser = signed_in(fridays.cast.arun)
    answer = browser.post(f"/mentorships/{fridays.pair.pk}/times/", sent)
    assert answer.status_code == 409
    assert "Choose one of the times." in text(answer)


@pytest.mark.parametrize("since", ["9999-12-31", "0001-01-01", "2027-01-01", "soon"])
def test_a_day_on_which_nothing_is_offered_yet_leads_to_the_first(
    fridays: World, signed_in: SignIn, since: str
) -> None:
    browser = signed_in(fridays.cast.arun)
    answer = browser.get(f"/mentorships/{fridays.pair.pk}/times/?since={since}")
    assert answer.status_code == 200
    assert f'value="{int(FOUR.timestamp()) // 60}"' in text(answer)


@pytest.mark.parametrize(("language", "said"), [("hi", "0 से 120 तक"), ("ru", "от 0 до 120")])
def test_a_number_out_of_bounds_is_told_in_the_readers_language(
    world: World, signed_in: SignIn, language: str, said: str
) -> None:
    world.cast.meera.locale = language
    world.cast.meera.save()
    browser = signed_in(world.cast.meera)
    answer = browser.post("/me/hours/", {**LIMITS, "buffer": "121"})
    assert answer.status_code == 422
    assert said in text(answer)


def test_where_no_hours_are_kept_a_time_is_proposed(world: World, signed_in: SignIn) -> None:
    answer = signed_in(world.cast.arun).get(f"/mentorships/{world.pair.pk}/times/")
    assert answer.headers["Location"] == f"/mentorships/{world.pair.pk}/sessions/new/"


def test_times_cost_as_many_queries_for_many_sessions(fridays: World, signed_in: SignIn) -> None:
    browser, counts = signed_in(fridays.cast.arun), []
    address = f"/mentorships/{fridays.pair.pk}/times/"
    browser.get(address)
    for number in range(3):
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        counts.append(len(asked))
        actions.book(fridays.pair, FOUR + timedelta(days=7 * number), 45, by=fridays.arun)
    assert counts == [9, 9, 9]
