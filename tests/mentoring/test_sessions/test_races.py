"""Sixteen people, five seats, one moment; and a naive way that shows the race is real."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections
from django.db.models import Count

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.mentoring import actions
from banyan.mentoring.models import Seat, Session
from banyan.mentoring.states import SeatStatus
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from tests.mentoring.test_sessions.conftest import SOON, World

SEATS, PEOPLE = 5, 16


@pytest.fixture
def crowd(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[World, list[Person]]]:
    """A world that threads share: on PostgreSQL the test database, on SQLite a file of its own."""
    if connection.vendor == "sqlite":
        held = connection.connection
        file = tmp_path / "race.sqlite3"
        held.execute("VACUUM INTO ?", [str(file)])
        before = connection.settings_dict["NAME"]
        connection.connection = None
        connection.settings_dict["NAME"] = str(file)
        connection.settings_dict["TEST"] = {**connection.settings_dict["TEST"], "NAME": str(file)}
        connection.inc_thread_sharing()
    world: World = request.getfixturevalue("world")
    people = []
    for number in range(PEOPLE):
        person = add_person(f"Teacher {number}", email=f"t{number}@example.org", by=world.meera)
        devi = world.by(world.cast.devi)
        programmes.enrol(world.cohort, person, world.cast.school, by=devi, confirmed=True)
        people.append(person)
    yield world, people
    if connection.vendor == "sqlite":
        connection.close()
        connection.connection = held
        connection.settings_dict["NAME"] = before
        connection.dec_thread_sharing()


def at_once(work: Callable[[Person], None], people: list[Person]) -> list[BaseException]:
    """Everybody does it at the same moment, each with a connection of her own."""
    gate = threading.Barrier(len(people))
    raised: list[BaseException] = []

    def run(person: Person) -> None:
        gate.wait()
        try:
            work(person)
        except (Refused, Stale, OperationalError) as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def seated() -> int:
    return Seat.objects.filter(status=SeatStatus.SEATED).count()


def test_no_race_overbooks_a_group(crowd: tuple[World, list[Person]]) -> None:
    world, people = crowd
    pk = world.group(seats=SEATS).pk

    def take(person: Person) -> None:
        actions.take_seat(Session.objects.get(pk=pk), by=world.by(person))

    assert at_once(take, people) == []
    session = Session.objects.get(pk=pk)
    assert (session.seats_taken, seated()) == (SEATS, SEATS)
    assert Seat.objects.filter(status=SeatStatus.WAITING).count() == PEOPLE - SEATS


def test_the_naive_way_overbooks_it(crowd: tuple[World, list[Person]]) -> None:
    """The positive control: without the guard these threads do lose seats."""
    world, people = crowd
    pk = world.group(seats=SEATS).pk

    def take(person: Person) -> None:
        session = Session.objects.get(pk=pk)
        free = session.seats_taken < session.seats
        time.sleep(0.05)  # the network, a template, another query
        if free:
            Seat.objects.create(session=session, person=person, taken_at=SOON)
            session.seats_taken += 1
            Session.objects.filter(pk=pk).update(seats_taken=session.seats_taken)

    at_once(take, people)
    assert seated() > SEATS


def test_no_seat_is_lost_when_people_leave_and_come_at_once(
    crowd: tuple[World, list[Person]],
) -> None:
    world, people = crowd
    pk = world.group(seats=SEATS).pk
    first, rest = people[:SEATS], people[SEATS:]
    for person in first:
        actions.take_seat(Session.objects.get(pk=pk), by=world.by(person))

    def come_or_go(person: Person) -> None:
        session = Session.objects.get(pk=pk)
        if person in first:
            actions.give_seat_back(session, by=world.by(person))
        else:
            actions.take_seat(session, by=world.by(person))

    assert at_once(come_or_go, people) == []
    session = Session.objects.get(pk=pk)
    assert (session.seats_taken, seated()) == (SEATS, SEATS)
    by_status = dict(Seat.objects.values_list("status").annotate(Count("pk")))
    assert by_status == {"seated": SEATS, "left": SEATS, "waiting": len(rest) - SEATS}


def test_two_proposals_at_once_take_a_time_once(crowd: tuple[World, list[Person]]) -> None:
    world, people = crowd
    pairs = {person.pk: world.pair_of(world.cast.meera, person) for person in people}

    def propose(person: Person) -> None:
        actions.propose_session(pairs[person.pk], SOON, 45, by=world.by(person))

    refused = at_once(propose, people)
    assert {type(error) for error in refused} == {Unfit}
    assert (Session.objects.count(), len(refused)) == (1, PEOPLE - 1)
