"""Group sessions: seats, the waiting list, and what the mentor says of everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.mentoring import actions
from banyan.mentoring.models import Seat, Session, TakenTime
from banyan.mentoring.states import SeatStatus, SessionStatus
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World


def places(session: Session) -> dict[str, str]:
    rows = Seat.objects.filter(session=session).order_by("taken_at", "pk")
    return {seat.person.name.split()[0]: seat.status for seat in rows}


def take(world: World, session: Session, person: Person, minute: int = 0) -> Seat:
    by = world.by(person, world.arun.now + timedelta(minutes=minute))
    return actions.take_seat(Session.objects.get(pk=session.pk), by=by)


def full(world: World) -> Session:
    """Two seats: Bina and Chetan have them, Dipa and Esha wait in this order."""
    session = world.group(seats=2)
    for minute, person in enumerate(world.others):
        take(world, session, person, minute)
    return Session.objects.get(pk=session.pk)


def test_a_mentor_announces_with_as_many_seats_as_the_blueprint_suggests(world: World) -> None:
    session = actions.announce_group(world.cohort, "Reading", SOON, 60, by=world.meera)
    assert (session.status, session.seats, session.seats_taken, session.kind) == (
        SessionStatus.CONFIRMED,
        25,
        0,
        "group",
    )
    for person in (world.cast.arun, world.cast.kavita, world.cast.omar, world.cast.somu):
        with pytest.raises(Refused, match="Only mentors of this programme"):
            actions.announce_group(world.cohort, "Reading", SOON, 60, by=world.by(person))


@pytest.mark.parametrize(
    ("field", "values"),
    [("topic", {"topic": " "}), ("seats", {"seats": 0}), ("seats", {"seats": 101})],
)
def test_what_a_group_needs_is_said_beside_its_field(
    world: World, field: str, values: dict[str, object]
) -> None:
    given: dict[str, object] = {"topic": "Reading", "seats": 5, **values}
    with pytest.raises(Unfit) as refusal:
        actions.announce_group(
            world.cohort,
            starts_at=SOON,
            minutes=60,
            by=world.meera,
            **given,  # type: ignore[arg-type]
        )
    assert refusal.value.field == field


def test_who_comes_late_waits_in_order(world: World) -> None:
    session = full(world)
    assert places(session) == {
        "Bina": "seated",
        "Chetan": "seated",
        "Dipa": "waiting",
        "Esha": "waiting",
    }
    assert session.seats_taken == 2


def test_a_seat_given_back_goes_to_the_first_who_waits(world: World) -> None:
    session = full(world)
    promoted = actions.give_seat_back(session, by=world.by(world.others[0]))
    assert promoted is not None
    assert promoted.person_id == world.others[2].pk
    assert places(session) == {
        "Bina": "left",
        "Chetan": "seated",
        "Dipa": "seated",
        "Esha": "waiting",
    }
    assert Session.objects.get().seats_taken == 2
    assert Event.objects.get(verb="session.promote").data["person"] == world.others[2].pk


def test_leaving_the_waiting_list_promotes_nobody(world: World) -> None:
    session = full(world)
    assert actions.give_seat_back(session, by=world.by(world.others[2])) is None
    assert places(session)["Esha"] == SeatStatus.WAITING
    assert Session.objects.get().seats_taken == 2


def test_who_gave_a_seat_back_may_come_again_at_the_end(world: World) -> None:
    session = full(world)
    actions.give_seat_back(session, by=world.by(world.others[0]))
    assert take(world, session, world.others[0], 30).status == SeatStatus.WAITING
    for person in (world.others[1], world.others[2]):
        actions.give_seat_back(Session.objects.get(), by=world.by(person))
    assert places(session) == {
        "Chetan": "left",
        "Dipa": "left",
        "Esha": "seated",
        "Bina": "seated",
    }
    assert Session.objects.get().seats_taken == 2


def test_in_two_tabs_one_person_takes_one_seat_and_gives_one_back(world: World) -> None:
    session = world.group(seats=5)
    bina = world.by(world.others[0])
    one, two = Session.objects.get(), Session.objects.get()
    actions.take_seat(one, by=bina)
    with pytest.raises(Stale, match="You have a place"):
        actions.take_seat(two, by=bina)
    one, two = Session.objects.get(), Session.objects.get()
    actions.give_seat_back(one, by=bina)
    with pytest.raises(Stale, match="given this seat back"):
        actions.give_seat_back(two, by=bina)
    assert (session.pk, Session.objects.get().seats_taken) == (one.pk, 0)


def test_seats_are_for_teachers_of_the_cohort_before_it_begins(world: World) -> None:
    session = world.group()
    for who in ("meera", "devi", "kavita", "nandan", "omar", "somu"):
        with pytest.raises(Refused, match="Seats are for the teachers"):
            actions.take_seat(session, by=world.by(getattr(world.cast, who)))
    with pytest.raises(Refused, match="already begun"):
        actions.take_seat(session, by=world.by(world.others[0], AFTER))
    actions.cancel_session(session, "other", by=world.meera)
    with pytest.raises(Refused, match="not open any more"):
        actions.take_seat(session, by=world.by(world.others[0]))


def test_a_session_cancelled_in_another_tab_seats_nobody(world: World) -> None:
    in_binas_tab = world.group()
    actions.cancel_session(Session.objects.get(), "other", by=world.meera)
    with pytest.raises(Stale):
        actions.take_seat(in_binas_tab, by=world.by(world.others[0]))
    assert Seat.objects.count() == 0


def test_nobody_takes_a_seat_in_two_places_at_once(world: World) -> None:
    world.confirmed()
    other_mentor = world.group(starts_at=SOON + timedelta(minutes=45))
    Session.objects.filter(pk=other_mentor.pk).update(starts_at=SOON, host=world.cast.devi)
    with pytest.raises(Unfit, match="You already have a session"):
        take(world, other_mentor, world.cast.arun)


def test_the_mentor_moves_the_group_to_another_time(world: World) -> None:
    session = full(world)
    in_another_tab = Session.objects.get()
    actions.reschedule(session, SOON + timedelta(days=1), 60, by=world.meera)
    moved = Session.objects.get()
    assert (moved.status, moved.sequence) == (SessionStatus.CONFIRMED, 1)
    with pytest.raises(Stale):
        actions.reschedule(in_another_tab, SOON + timedelta(days=2), 60, by=world.meera)
    with pytest.raises(Refused, match="Only the mentor of this session"):
        actions.reschedule(moved, SOON + timedelta(days=2), 60, by=world.by(world.others[0]))


def test_the_mentor_says_who_came_and_each_says_it_too(world: World) -> None:
    session = full(world)
    bina, chetan = world.others[:2]
    actions.say_attendance(session, bina, 60, by=world.later(bina))
    assert Session.objects.get().status == SessionStatus.CONFIRMED
    said = {bina.pk: 60, chetan.pk: 0}
    actions.say_attendances(session, said, by=world.later(world.cast.meera))
    assert Session.objects.get().status == SessionStatus.HELD
    minutes = dict(Seat.objects.values_list("person__name", "host_minutes"))
    assert (minutes["Bina Rathod"], minutes["Chetan Mehta"], minutes["Dipa Joshi"]) == (60, 0, None)
    assert Seat.objects.get(person=bina).accounted_minutes == 60
    with pytest.raises(Refused, match="says it for herself"):
        actions.say_attendance(session, bina, 30, by=world.later(chetan))
    with pytest.raises(Refused, match="Only people of this session"):
        actions.say_attendance(session, bina, 30, by=world.later(world.others[3]))


def test_a_group_to_which_nobody_came_did_not_take_place(world: World) -> None:
    session = full(world)
    said = {person.pk: 0 for person in world.others[:2]}
    actions.say_attendances(session, said, by=world.later(world.cast.meera))
    assert Session.objects.get().status == SessionStatus.MISSED


def test_there_is_no_shared_log_of_a_group(world: World) -> None:
    with pytest.raises(Refused, match="group session"):
        actions.write_log(full(world), by=world.later(world.cast.meera), version=0)


def test_whoever_takes_a_seat_can_be_in_no_other_session_then(world: World) -> None:
    """The database holds it, whatever an action forgets to look at."""
    group, teacher = world.group(seats=1), world.others[0]
    actions.take_seat(group, by=world.by(teacher))
    held = TakenTime.objects.filter(session=group, person=teacher)
    assert held.count() == 12
    pair = world.pair_of(world.cast.somu, teacher)
    with pytest.raises(Unfit, match="already ha"):
        actions.propose_session(pair, SOON, 45, by=world.by(teacher))
    with pytest.raises(IntegrityError), transaction.atomic():
        TakenTime.objects.create(session=group, person=teacher, at=held.earliest("at").at)
    actions.give_seat_back(group, by=world.by(teacher))
    assert not held.exists()


def test_a_seat_that_comes_by_itself_takes_time_where_it_is_free(world: World) -> None:
    group, (first, second) = world.group(seats=1), world.others[:2]
    for teacher in (first, second):
        actions.take_seat(group, by=world.by(teacher))
    taken = TakenTime.objects.filter(session=group, person=second)
    assert not taken.exists()  # whoever waits is free
    actions.give_seat_back(group, by=world.by(first))
    assert taken.count() == 12
    later = SOON + timedelta(hours=3)
    actions.reschedule(Session.objects.get(pk=group.pk), later, 60, by=world.meera)
    assert taken.count() == 12
    assert taken.earliest("at").at == int(later.timestamp()) // 300
