"""A workshop day or short meetings hold people's time: no time is offered or taken over them, and
whoever proposes one is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Unfit
from banyan.kernel.hours import minute
from banyan.kernel.viewer import Viewer
from banyan.matching.models import Rota, RotaPlace
from banyan.matching.queries.rotas import ends_at
from banyan.matching.states.rotas import Invited, RotaStatus
from banyan.mentoring import actions
from banyan.mentoring.actions.planning import BusyElsewhere
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.queries import hours as queries
from banyan.mentoring.queries.answers import sealed
from banyan.mentoring.states import MentorshipStatus, SessionStatus
from banyan.people.models import Person
from banyan.people.registry import held_time
from banyan.programmes.states import Side
from banyan.training import actions as training
from banyan.training.models import MeetingDay, Seat, Site, Workshop
from banyan.training.states import SeatStatus, WorkshopStatus
from tests.conftest import NOW, Cast
from tests.training.conftest import FIRST, kept_workshop
from tests.training.conftest import World as Training

SignIn = Callable[[Person], Client]
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY = date(2026, 2, 2)
NEXT = FIRST + WEEK  # of the Monday after, on which there is nothing
TITLE, MORNING = "Reading aloud together", "Getting to know you"
BEFORE = ["09:00", "09:15"]  # of three quarters of an hour, until ten
ALL_DAY = [f"{hour:02}:{quarter:02}" for hour in range(9, 16) for quarter in (0, 15, 30, 45)][:-2]


@pytest.fixture(autouse=True)
def _clock() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@dataclass
class World:
    """Meera, who leads a workshop from ten to two on a Monday, can be met on Mondays from nine to
    four; Arun is her teacher. Devi leads the other site."""

    training: Training
    pair: Mentorship

    @property
    def cast(self) -> Cast:
        return self.training.cast

    @property
    def meera(self) -> Viewer:
        return self.training.by(self.cast.meera)

    @property
    def arun(self) -> Viewer:
        return self.training.by(self.cast.arun)

    def led_by(self, person: Person) -> None:
        Site.objects.update(leader=person)

    def offered(self, day: date = MONDAY) -> list[str]:
        found = queries.times(self.arun, self.pair, 45, day)
        assert found is not None
        zone = self.arun.zone
        each = dict(found.days).get(day, ())
        return [at.astimezone(zone).strftime("%H:%M") for at in each]

    def short_meetings(self, *people: Person, **more: Any) -> Rota:
        """From ten on, three turns of twenty minutes with ten between: until twenty past eleven.
        How they are laid is tested elsewhere."""
        plan = {"starts_at": FIRST, "turns": 3, "status": RotaStatus.ANNOUNCED, **more}
        rota = Rota.objects.create(
            cohort=self.pair.cohort, name=MORNING, time_zone="Asia/Kolkata", minutes=20, pause=10,
            most=3, invited=Invited.ALL, made_by=self.cast.devi, **plan,
        )  # fmt: skip
        for person in people:
            RotaPlace.objects.create(rota=rota, person=person, side=Side.TEACHER)
        return rota


@pytest.fixture
def world(cast: Cast) -> World:
    made = kept_workshop(cast)
    pair = Mentorship.objects.create(
        mentor=cast.meera, mentee=cast.arun, cohort=made.programme.cohort, school=cast.school,
        status=MentorshipStatus.ACTIVE, domains=["classroom_management"],
        proposed_at=NOW, starts_on=NOW.date(),
    )  # fmt: skip
    found = World(made, pair)
    actions.add_hours([0], 9 * 60, 16 * 60, by=found.meera)
    return found


@pytest.fixture
def free(world: World) -> World:
    """The same, and nobody leads anything."""
    Workshop.objects.update(status=WorkshopStatus.CANCELLED)
    return world


# What is offered


def test_no_time_is_offered_over_a_workshop_day_that_the_mentor_leads(world: World) -> None:
    after = [at for at in ALL_DAY if at >= "14:00"]
    assert world.offered() == [*BEFORE, *after]
    assert world.offered(MONDAY + WEEK) == ALL_DAY
    world.led_by(world.cast.devi)
    assert world.offered() == ALL_DAY


@pytest.mark.parametrize("status", ["draft", "held", "cancelled"])
def test_a_workshop_that_is_not_open_holds_nobody(world: World, status: str) -> None:
    Workshop.objects.update(status=status)
    assert world.offered() == ALL_DAY


def test_no_time_is_offered_over_a_workshop_in_which_the_teacher_has_a_seat(world: World) -> None:
    world.led_by(world.cast.devi)
    world.training.take(world.training.bina)
    assert world.offered() == ALL_DAY
    world.training.take(world.cast.arun)
    assert "10:00" not in world.offered()
    training.give_seat_back(world.training.workshop, by=world.arun)
    assert world.offered() == ALL_DAY


def test_whoever_waits_for_a_seat_is_free(world: World) -> None:
    world.led_by(world.cast.devi)
    for person in (world.training.bina, world.training.chitra, world.cast.arun):
        world.training.take(person)
    assert world.training.status(world.cast.arun) == "waiting"
    assert world.offered() == ALL_DAY


def test_no_time_is_offered_over_short_meetings_of_one_of_the_two(free: World) -> None:
    after = [at for at in ALL_DAY if at >= "11:30"]
    for person in (free.cast.meera, free.cast.arun):
        rota = free.short_meetings(person)
        assert ends_at(rota) == FIRST + timedelta(minutes=80)
        assert free.offered() == [*BEFORE, *after]
        rota.delete()
    free.short_meetings(free.cast.devi)
    assert free.offered() == ALL_DAY


@pytest.mark.parametrize(
    "more",
    [{"status": "draft"}, {"status": "held"}, {"status": "cancelled"}, {"turns": 0}],
)
def test_short_meetings_that_are_not_to_come_hold_nobody(free: World, more: Any) -> None:
    free.short_meetings(free.cast.meera, free.cast.arun, **more)
    assert free.offered() == ALL_DAY


def test_whoever_did_not_come_to_short_meetings_is_free(free: World) -> None:
    free.short_meetings(free.cast.arun)
    RotaPlace.objects.update(last_turn=2)
    assert free.offered() != ALL_DAY
    RotaPlace.objects.update(last_turn=0)
    assert free.offered() == ALL_DAY


@pytest.mark.parametrize(
    ("begins", "ends", "found"),
    [(-60, 0, 0), (-60, 1, 2), (79, 90, 2), (80, 90, 1), (239, 300, 1), (240, 300, 0)],
)
def test_what_touches_does_not_overlap(world: World, begins: int, ends: int, found: int) -> None:
    """Of a workshop of four hours, and of short meetings that end after eighty minutes."""
    world.short_meetings(world.cast.meera)
    at = FIRST + timedelta(minutes=begins), FIRST + timedelta(minutes=ends)
    assert sum(rows.count() for rows in held_time([world.cast.meera.pk], *at)) == found


def test_who_registers_again_holds_no_more_time(world: World) -> None:
    at = FIRST, FIRST + timedelta(minutes=1)
    before = len(held_time([world.cast.meera.pk], *at))
    for name in ("training", "matching"):
        apps.get_app_config(name).ready()
    assert len(held_time([world.cast.meera.pk], *at)) == before > 0


# Booking


def test_nothing_is_booked_over_a_workshop(world: World) -> None:
    world.training.take(world.cast.arun)
    with pytest.raises(Unfit) as refusal:
        actions.book(world.pair, FIRST, 45, by=world.arun)
    assert str(refusal.value) == (
        f"“{TITLE}” stands in your calendar at that time. Choose another time."
    )
    assert Session.objects.count() == 0
    actions.book(world.pair, NEXT, 45, by=world.arun)
    assert Session.objects.count() == 1


def test_a_teacher_is_not_told_what_her_mentor_does_then(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.arun)
    chosen = {"at": str(minute(FIRST)), "minutes": "45"}
    answer = browser.post(f"/mentorships/{world.pair.pk}/times/", chosen)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Meera Iyer has no time then. Choose another time." in said
    assert TITLE not in said
    assert Session.objects.count() == 0


def test_nothing_is_booked_over_short_meetings(free: World) -> None:
    free.short_meetings(free.cast.arun, free.cast.meera)
    with pytest.raises(Unfit, match=MORNING):
        actions.book(free.pair, FIRST + timedelta(minutes=60), 45, by=free.arun)
    RotaPlace.objects.filter(person=free.cast.arun).delete()
    with pytest.raises(Unfit, match="Meera Iyer has no time then"):
        actions.book(free.pair, FIRST + timedelta(minutes=60), 45, by=free.arun)


def test_a_time_that_is_taken_by_a_session_is_told_as_before(world: World) -> None:
    actions.book(world.pair, NEXT, 45, by=world.arun)
    with pytest.raises(Unfit, match="not free any more"):
        actions.book(world.pair, NEXT, 45, by=world.arun)


# Answering with one of several times


@pytest.fixture
def two(world: World) -> Session:
    """Meera proposes a time over her own workshop, and one that is free."""
    return actions.propose_session(world.pair, FIRST, 45, by=world.meera, others=[NEXT])


def test_of_several_times_one_over_a_workshop_is_not_chosen(world: World, two: Session) -> None:
    with pytest.raises(BusyElsewhere, match="Meera Iyer has no time then"):
        actions.confirm_session(two, by=world.arun, at=FIRST)
    world.training.take(world.cast.arun)
    with pytest.raises(BusyElsewhere, match=TITLE):
        actions.confirm_session(two, by=world.arun, at=FIRST)
    assert Session.objects.get().status == SessionStatus.PROPOSED
    assert actions.confirm_session(two, by=world.arun, at=NEXT).starts_at == NEXT


def test_any_of_these_is_the_first_that_is_free(world: World, two: Session) -> None:
    assert actions.confirm_session(two, by=world.arun).starts_at == NEXT


def test_where_none_of_several_is_free_none_is_chosen(world: World) -> None:
    both = actions.propose_session(world.pair, FIRST, 45, by=world.meera, others=[FIRST + DAY])
    with pytest.raises(BusyElsewhere):
        actions.confirm_session(both, by=world.arun)
    assert Session.objects.get().status == SessionStatus.PROPOSED


def test_the_page_says_why_a_time_cannot_be_chosen(
    world: World, two: Session, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.arun)
    browser.post(f"/sessions/{two.pk}/confirm/", {"seen": "0", "at": str(minute(FIRST))})
    page = browser.get(f"/sessions/{two.pk}/").content.decode()
    assert "Meera Iyer has no time then. Choose another time." in page
    assert TITLE not in page
    assert "Which of these times suits you?" in page


def test_so_does_the_page_behind_a_mail(world: World, two: Session, client: Client) -> None:
    answer = client.post(f"/answers/{sealed(world.cast.arun, two, FIRST, now=NOW)}/")
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Meera Iyer has no time then. Choose another time." in said
    assert "is told that the time suits you" not in said
    other = client.post(f"/answers/{sealed(world.cast.arun, two, NEXT, now=NOW)}/")
    assert other.status_code == 200
    assert Session.objects.get().starts_at == NEXT


def test_a_single_time_over_a_workshop_stands_if_it_suits_both(
    world: World, signed_in: SignIn
) -> None:
    session = actions.propose_session(world.pair, FIRST, 45, by=world.meera)
    said = posted(signed_in(world.cast.arun), f"/sessions/{session.pk}/confirm/", seen="0")
    assert said[1:] == [
        "Meera Iyer has something else then: Mon 2 Feb 2026, 10:00 am. The time stands if it suits "
        "you both; you can also propose another one."
    ]
    assert Session.objects.get().status == SessionStatus.CONFIRMED


# Proposing


def posted(browser: Client, address: str, **fields: str) -> list[str]:
    answer = browser.post(address, fields)
    assert answer.status_code == 302, answer.content.decode()
    return [str(one).replace("\xa0", " ") for one in get_messages(answer.wsgi_request)]


def proposed(browser: Client, world: World, day: str, **more: str) -> list[str]:
    return posted(
        browser, f"/mentorships/{world.pair.pk}/sessions/new/",
        day=day, time="11:00", minutes="45", mode="phone", place="I call", **more,
    )  # fmt: skip


def test_a_proposal_over_a_workshop_is_told_kindly_and_stands(
    world: World, signed_in: SignIn
) -> None:
    world.training.take(world.cast.arun)
    said = proposed(signed_in(world.cast.meera), world, "2026-02-02")
    assert said[1:] == [
        f"“{TITLE}” stands in your calendar, too: Mon 2 Feb 2026, 11:00 am. The time stands all "
        "the same; you can also choose another one.",
        "Arun Patel has something else then: Mon 2 Feb 2026, 11:00 am. The time stands if it suits "
        "you both; you can also propose another one.",
    ]
    assert Session.objects.count() == 1


def test_each_of_several_times_is_told_and_a_free_one_is_not(
    free: World, signed_in: SignIn
) -> None:
    free.short_meetings(free.cast.arun)
    browser = signed_in(free.cast.meera)
    said = proposed(browser, free, "2026-02-09", day_2="2026-02-02", time_2="10:30")
    assert len(said) == 2
    assert "Arun Patel has something else then: Mon 2 Feb 2026, 10:30 am." in said[1]
    assert MORNING not in said[1]
    further = proposed(browser, free, "2026-02-10")[len(said) :]
    assert further == ["Proposed. It is for the other one to confirm now."]


def test_another_time_over_a_workshop_is_told_too(world: World, signed_in: SignIn) -> None:
    session = actions.propose_session(world.pair, NEXT, 45, by=world.meera)
    said = posted(
        signed_in(world.cast.meera), f"/sessions/{session.pk}/reschedule/",
        day="2026-02-02", time="11:00", minutes="45", mode="phone", place="I call", seen="0",
    )  # fmt: skip
    assert len(said) == 2
    assert TITLE in said[1]


def test_a_group_over_a_workshop_of_its_own_mentor_is_told(world: World, signed_in: SignIn) -> None:
    said = posted(
        signed_in(world.cast.meera), "/sessions/new-group/",
        cohort=str(world.pair.cohort.pk), topic="Chess", seats="3",
        day="2026-02-02", time="11:00", minutes="60", mode="phone", place="I call",
    )  # fmt: skip
    assert len(said) == 2
    assert TITLE in said[1]


# The other way round, and what it costs


def test_a_seat_is_taken_over_a_session_that_stands(world: World) -> None:
    world.led_by(world.cast.devi)
    actions.book(world.pair, FIRST, 45, by=world.arun)
    assert world.training.take(world.cast.arun).status == SeatStatus.SEATED


def test_the_page_of_times_costs_no_query_more(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.arun)
    address = f"/mentorships/{world.pair.pk}/times/?since=2026-02-02"
    browser.get(address)
    counts = []
    for number in range(3):
        starts = FIRST + timedelta(hours=6, days=number)
        for site in Site.objects.all():
            MeetingDay.objects.create(site=site, starts_at=starts, ends_at=starts + DAY)
        world.short_meetings(world.cast.meera, world.cast.arun, starts_at=starts)
        Seat.objects.get_or_create(
            workshop=world.training.workshop, person=world.cast.arun,
            defaults={"site": world.training.here, "status": "seated", "taken_at": NOW},
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        counts.append(len(asked))
    assert counts == [9, 9, 9]


def test_what_is_in_the_way_is_looked_up_in_one_query(world: World, signed_in: SignIn) -> None:
    """However much there is of it, and however many times are proposed."""
    counts = []
    browser = signed_in(world.cast.meera)
    for number in range(3):
        at = datetime(2026, 3, 2 + number, 5, 30, tzinfo=UTC)
        session = actions.propose_session(world.pair, at, 45, by=world.meera)
        address = f"/sessions/{session.pk}/reschedule/"
        form = {"time": "11:00", "minutes": "45", "mode": "phone", "place": "I call", "seen": "0"}
        world.short_meetings(world.cast.meera, world.cast.arun, starts_at=at)
        with CaptureQueriesContext(connection) as asked:
            posted(browser, address, day=f"2026-02-{10 + number}", **form)
        counts.append(sum("rota" in each["sql"] for each in asked))
    assert counts == [1, 1, 1]
