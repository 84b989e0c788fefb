"""Minutes that the two remember differently, and minutes that count in one session only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from banyan.kernel.attendance import accounted
from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.actions import planning
from banyan.mentoring.models import CountedTime, Seat, Session
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.queries.doses import minutes_of
from banyan.mentoring.rules import SESSION_RIGHTS
from banyan.mentoring.rules.attendance import Differing
from banyan.mentoring.states import SeatStatus, SessionStatus
from banyan.notifications.models import Notice
from banyan.people.actions import add_person
from banyan.programmes import actions as programmes
from banyan.trail.models import Event
from tests.mentoring.test_sessions.conftest import SOON, World
from tests.races import at_once, threads_share

LONG_AFTER = SOON + timedelta(days=9)


def said(world: World, own: int, host: int, session: Session | None = None) -> Differing:
    """What each of the two says of a session of 45 minutes."""
    session = session or world.confirmed()
    arun = world.cast.arun
    actions.say_attendance(session, arun, own, by=world.later(arun))
    actions.say_attendance(session, arun, host, by=world.later(world.cast.meera))
    return of(world, session)


def of(world: World, session: Session) -> Differing:
    fresh = queries.session(world.by(world.cast.devi), session.pk)
    return Differing(fresh, Seat.objects.get(session=session, person=world.cast.arun))


def devi(world: World) -> Viewer:
    return world.by(world.cast.devi, LONG_AFTER)


def test_the_database_counts_as_the_table_does(world: World) -> None:
    session = world.confirmed()
    numbers = (None, 0, 45, 60)
    for own, host, settled in product(numbers, repeat=3):
        Seat.objects.update(own_minutes=own, host_minutes=host, settled_minutes=settled)
        seat = Seat.objects.get(session=session)
        assert seat.accounted_minutes == seat.counts == accounted(own, host, settled)


def test_a_coordinator_settles_it_after_the_days_of_the_blueprint(
    world: World, worker: Callable[..., int]
) -> None:
    found = said(world, 45, 30)
    assert minutes_of([world.pair.pk]) == {}
    early = world.by(world.cast.devi, SOON + timedelta(days=6))
    with pytest.raises(Refused, match="can still agree by themselves"):
        actions.settle_attendance(found, 40, "Both were asked.", by=early)
    for who in ("arun", "meera", "kavita", "nandan", "omar", "asha"):
        with pytest.raises(Refused, match="Only a coordinator of this school"):
            by = world.by(getattr(world.cast, who), LONG_AFTER)
            actions.settle_attendance(found, 40, "Because", by=by)
    actions.settle_attendance(found, 40, " Both were asked. ", by=devi(world))
    seat = Seat.objects.get()
    assert (seat.accounted_minutes, seat.settled_reason) == (40, "Both were asked.")
    assert [minutes for _day, minutes in minutes_of([world.pair.pk])[world.pair.pk]] == [40]
    event = Event.objects.get(verb="session.settle")
    assert (event.actor, event.data["minutes"]) == (world.cast.devi.pk, 40)
    assert "asked" not in str(event.data)
    worker(LONG_AFTER)
    told = Notice.objects.filter(kind="session.settled").values_list("person_id", flat=True)
    assert sorted(told) == sorted([world.cast.arun.pk, world.cast.meera.pk])


@pytest.mark.parametrize(
    ("own", "host", "minutes"), [(45, 30, 29), (45, 30, 46), (90, 30, 46), (90, 60, 61)]
)
def test_nothing_is_settled_that_neither_says_or_only_one_beyond_the_plan(
    world: World, own: int, host: int, minutes: int
) -> None:
    found = said(world, own, host)
    with pytest.raises(Unfit, match="between what the two say"):
        actions.settle_attendance(found, minutes, "Because", by=devi(world))
    with pytest.raises(Unfit, match="Say why"):
        actions.settle_attendance(found, min(own, host), "  ", by=devi(world))
    assert Seat.objects.get().accounted_minutes is None


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, SessionStatus.MISSED), (40, SessionStatus.HELD)]
)
def test_whether_they_met_at_all_can_be_settled(world: World, minutes: int, expected: str) -> None:
    found = said(world, 0, 45)
    assert found.session.status == SessionStatus.CONFIRMED
    actions.settle_attendance(found, minutes, "Both were asked.", by=devi(world))
    assert Session.objects.get().status == expected


def test_what_is_settled_is_opened_only_by_agreement(world: World) -> None:
    found = said(world, 45, 30)
    actions.settle_attendance(found, 40, "Both were asked.", by=devi(world))
    arun = world.by(world.cast.arun, LONG_AFTER)
    with pytest.raises(Unfit, match="has settled it: 40 minutes count"):
        actions.say_attendance(found.session, world.cast.arun, 44, by=arun)
    actions.say_attendance(found.session, world.cast.arun, 45, by=arun)  # what she said before
    assert Seat.objects.get().accounted_minutes == 40
    actions.say_attendance(found.session, world.cast.arun, 30, by=arun)
    assert Seat.objects.get().accounted_minutes == 30


def test_settling_in_two_tabs_settles_it_once(world: World) -> None:
    found = said(world, 45, 30)
    in_another_tab = of(world, found.session)
    actions.settle_attendance(found, 40, "Both were asked.", by=devi(world))
    with pytest.raises(Stale, match="said something else since"):
        actions.settle_attendance(in_another_tab, 35, "Both were asked.", by=devi(world))
    assert Event.objects.filter(verb="session.settle").count() == 1


def test_numbers_that_have_changed_since_are_looked_at_again(world: World) -> None:
    found = said(world, 45, 30)
    actions.say_attendance(found.session, world.cast.arun, 40, by=world.later(world.cast.arun))
    with pytest.raises(Stale, match="said something else since"):
        actions.settle_attendance(found, 40, "Because", by=devi(world), seen=(45, 30))


def test_the_page_of_the_coordinator_has_numbers_and_no_word(
    world: World, signed_in: Callable[..., Client]
) -> None:
    with time_machine.travel(LONG_AFTER, tick=False):
        settled_on_its_page(world, signed_in)


def settled_on_its_page(world: World, as_person: Callable[..., Client]) -> None:
    session = world.confirmed(topic="My quarrel with the head")
    found = said(world, 45, 30, session)
    address = f"/sessions/{session.pk}/seats/{found.seat.pk}/settle/"
    browser = as_person(world.cast.devi)
    page = browser.get(address).content.decode()
    assert "45 minutes" in page
    assert "30 minutes" in page
    assert "quarrel" not in page
    for who in ("arun", "meera", "kavita", "nandan", "omar", "asha"):
        assert as_person(getattr(world.cast, who)).get(address).status_code == 404
    answer = browser.post(
        address, {"minutes": 90, "reason": "Kept words", "own_seen": 45, "host_seen": 30}
    ).content.decode()
    assert "between what the two say" in answer
    assert "Kept words" in answer
    values = {"minutes": 40, "reason": "Both were asked.", "own_seen": 45, "host_seen": 30}
    assert browser.post(address, values).status_code == 302
    for who in ("arun", "meera"):
        page = as_person(getattr(world.cast, who)).get(f"/sessions/{session.pk}/").content.decode()
        assert "Both were asked." in page


def test_minutes_close_with_the_cohort_and_after_a_year(world: World) -> None:
    session = world.confirmed()
    world.cohort.ends_on = SOON.date()
    world.cohort.save()
    session = Session.objects.get()
    arun = world.cast.arun
    decide = SESSION_RIGHTS.decide
    assert decide(world.by(arun, SOON + timedelta(days=2)), session, "say_attendance")
    late = decide(world.by(arun, SOON + timedelta(days=3)), session, "say_attendance")
    assert str(late) == "This cohort is over and its minutes are closed."
    world.cohort.ends_on = SOON.date() + timedelta(days=1000)
    world.cohort.save()
    session = Session.objects.get()
    assert decide(world.by(arun, SOON + timedelta(days=366)), session, "say_attendance")
    assert not decide(world.by(arun, SOON + timedelta(days=367)), session, "say_attendance")


def test_a_session_that_nobody_confirms_says_so(world: World) -> None:
    session = world.confirmed()
    for days, words in ((2, "Not settled yet"), (4, "Not confirmed")):
        now = SOON + timedelta(days=days)
        assert queries.state_in_words(session, now, 3)[0] == words
        viewer = world.by(world.cast.meera, now)
        assert [line.status_label for line in queries.of_mentorship(viewer, world.pair)] == [words]


# No minute counts twice


def test_minutes_that_run_into_the_next_session_count_once(world: World) -> None:
    first, second = world.confirmed(), world.confirmed(SOON + timedelta(minutes=45))
    arun, later = world.cast.arun, world.by(world.cast.arun, SOON + timedelta(hours=3))
    for person in (arun, world.cast.meera):
        by = world.by(person, SOON + timedelta(hours=3))
        actions.say_attendance(second, arun, 45, by=by)
        if person == arun:
            actions.say_attendance(first, arun, 60, by=by)
    meera = world.by(world.cast.meera, SOON + timedelta(hours=3))
    with pytest.raises(Unfit, match="No minute counts twice"):
        actions.say_attendance(first, arun, 60, by=meera)
    assert Seat.objects.get(session=first).host_minutes is None
    for by in (meera, later):
        actions.say_attendance(first, arun, 45, by=by)
    assert CountedTime.objects.filter(person=arun).count() == 18


def test_what_ran_into_the_next_session_lets_that_one_begin_later(world: World) -> None:
    first, second = world.confirmed(), world.confirmed(SOON + timedelta(minutes=45))
    people = [world.cast.arun, world.cast.meera]
    for session, minutes in ((first, 60), (second, 45)):
        for person in people:
            by = world.by(person, SOON + timedelta(hours=3))
            actions.say_attendance(session, world.cast.arun, minutes, by=by)
    counts = Seat.objects.order_by("session__starts_at").values_list("accounted_minutes", flat=True)
    assert list(counts) == [60, 45]
    assert CountedTime.objects.filter(person=world.cast.meera).count() == 12 + 9


def test_what_ran_past_the_end_of_the_next_session_leaves_nothing_of_it(world: World) -> None:
    first, second = world.confirmed(), world.confirmed(SOON + timedelta(minutes=45))
    arun, meera = (
        world.by(each, SOON + timedelta(hours=3)) for each in (world.cast.arun, world.cast.meera)
    )
    for by in (arun, meera):
        actions.say_attendance(first, world.cast.arun, 90, by=by)
    actions.say_attendance(second, world.cast.arun, 15, by=arun)
    with pytest.raises(Unfit, match="No minute counts twice"):
        actions.say_attendance(second, world.cast.arun, 15, by=meera)


def test_a_group_and_a_pair_at_the_same_time_do_not_both_count(world: World) -> None:
    """A place from the waiting list comes by itself, whatever else she has planned then."""
    group, teacher = world.group(seats=1), world.others[0]
    pair = world.pair_of(world.cast.somu, teacher)
    actions.take_seat(group, by=world.arun)
    actions.take_seat(group, by=world.by(teacher))
    session = actions.propose_session(pair, SOON, 45, by=world.by(world.cast.somu))
    actions.confirm_session(session, by=world.by(teacher))
    actions.give_seat_back(group, by=world.arun)
    assert Seat.objects.get(session=group, person=teacher).status == SeatStatus.SEATED
    for who in (teacher, world.cast.somu):
        actions.say_attendance(session, teacher, 45, by=world.later(who))
    actions.say_attendance(group, teacher, 60, by=world.later(teacher))
    with pytest.raises(Unfit, match=f"Of the time of {teacher.name}"):
        actions.say_attendance(group, teacher, 60, by=world.later(world.cast.meera))
    assert Seat.objects.get(session=group, person=teacher).accounted_minutes is None


def test_a_mentor_of_a_group_is_there_as_long_as_whoever_stayed_longest(world: World) -> None:
    group = world.group()
    for teacher in world.others[:2]:
        actions.take_seat(group, by=world.by(teacher))
    for teacher, minutes in zip(world.others, (30, 60), strict=False):
        for by in (world.later(teacher), world.later(world.cast.meera)):
            actions.say_attendance(group, teacher, minutes, by=by)
    assert CountedTime.objects.filter(person=world.cast.meera).count() == 12
    assert CountedTime.objects.filter(person=world.others[0]).count() == 6


def test_what_is_corrected_to_nothing_holds_no_time(world: World) -> None:
    session = world.held()
    assert CountedTime.objects.count() == 18
    for who in (world.cast.arun, world.cast.meera):
        actions.say_attendance(session, world.cast.arun, 0, by=world.later(who))
    assert CountedTime.objects.count() == 0


def test_the_database_alone_counts_a_minute_once(world: World) -> None:
    world.held()
    one = CountedTime.objects.filter(person=world.cast.arun).earliest("at")
    with pytest.raises(IntegrityError), transaction.atomic():
        CountedTime.objects.create(person=one.person, session=one.session, at=one.at)


def test_what_is_long_ago_is_let_go_of(world: World) -> None:
    world.held()
    planning.forget_past_time(by=world.by(world.cast.devi, SOON + timedelta(days=366)))
    assert CountedTime.objects.count() == 18
    planning.forget_past_time(by=world.by(world.cast.devi, SOON + timedelta(days=368)))
    assert CountedTime.objects.count() == 0


@pytest.fixture
def overlapping(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[World, list[Session]]]:
    """Sessions of Meera with eight teachers, one after the other, of which each has said that hers
    took six hours: only Meera's word is wanting."""
    with threads_share(tmp_path):
        world: World = request.getfixturevalue("world")
        made = []
        for number in range(8):
            devi = world.by(world.cast.devi)
            person = add_person(f"Teacher {number}", email=f"t{number}@example.org", by=devi)
            programmes.enrol(world.cohort, person, world.cast.school, by=devi, confirmed=True)
            pair = world.pair_of(world.cast.meera, person)
            starts_at = SOON + timedelta(minutes=30 * number)
            session = actions.propose_session(pair, starts_at, 30, by=world.meera)
            actions.confirm_session(session, by=world.by(person))
            by = world.by(person, SOON + timedelta(hours=8))
            actions.say_attendance(session, person, 360, by=by)
            made.append(session)
        yield world, made


def test_of_minutes_that_overlap_and_are_said_at_once_one_session_has_them(
    overlapping: tuple[World, list[Session]],
) -> None:
    world, made = overlapping
    meera = world.by(world.cast.meera, SOON + timedelta(hours=8))
    came = at_once(
        *(
            lambda session=session: actions.say_attendance(
                session, session.mentorship.mentee, 360, by=meera
            )
            for session in made
        )
    )
    assert came.count("done") == 1
    assert Seat.objects.filter(accounted_minutes=360).count() == 1
    assert CountedTime.objects.filter(person=world.cast.meera).count() == 72


def test_the_race_is_real(
    overlapping: tuple[World, list[Session]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the guard all of them count: six hours of one mentor, eight times."""
    world, made = overlapping
    monkeypatch.setattr("banyan.mentoring.actions.attendance.count_time", lambda *a, **k: None)
    meera = world.by(world.cast.meera, SOON + timedelta(hours=8))
    for session in made:
        mentorship = session.mentorship
        assert mentorship is not None
        actions.say_attendance(session, mentorship.mentee, 360, by=meera)
    assert Seat.objects.filter(accounted_minutes=360).count() == 8
