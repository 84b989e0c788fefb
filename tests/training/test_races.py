"""Twelve people, two seats, one moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.training import actions
from banyan.training.models import Seat, Site, Workshop
from banyan.training.queries import codes
from tests.conftest import Cast, make_cast
from tests.races import at_once, threads_share
from tests.training.conftest import DURING, World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12


@pytest.fixture
def crowd(transactional_db: None) -> tuple[World, list[Person]]:
    cast: Cast = make_cast()
    world = make_world(cast)
    devi = world.by(cast.devi)
    people = []
    for number in range(PEOPLE):
        person = add_person(f"Teacher {number}", email=f"t{number}@example.org", by=devi)
        programmes.enrol(world.programme.cohort, person, cast.school, by=devi, confirmed=True)
        people.append(person)
    return world, people


def taking(world: World, person: Person, site: Site) -> Callable[[], object]:
    by = world.by(person)
    pk, at = world.workshop.pk, site.pk
    return lambda: actions.take_seat(Workshop.objects.get(pk=pk), Site.objects.get(pk=at), by=by)


def leave(world: World, person: Person) -> Callable[[], object]:
    by, pk = world.by(person), world.workshop.pk
    return lambda: actions.give_seat_back(Workshop.objects.get(pk=pk), by=by)


def seated(site: Site) -> int:
    return Seat.objects.filter(site=site, status="seated").count()


def test_no_race_overbooks_a_site(crowd: tuple[World, list[Person]], tmp_path: Path) -> None:
    world, people = crowd
    with threads_share(tmp_path):
        said = at_once(*[taking(world, person, world.here) for person in people])
        assert said == ["done"] * PEOPLE
        assert (Site.objects.get(pk=world.here.pk).seats_taken, seated(world.here)) == (2, 2)
        assert Seat.objects.filter(status="waiting").count() == PEOPLE - 2


def test_one_person_has_one_seat_however_many_tabs(
    crowd: tuple[World, list[Person]], tmp_path: Path
) -> None:
    world, people = crowd
    with threads_share(tmp_path):
        said = at_once(*[taking(world, people[0], site) for site in (world.here, world.there) * 3])
        assert said == ["Stale"] * 5 + ["done"]
        assert sum(Site.objects.values_list("seats_taken", flat=True)) == 1


def test_no_seat_is_lost_when_people_leave_and_come_at_once(
    crowd: tuple[World, list[Person]], tmp_path: Path
) -> None:
    world, people = crowd
    first, rest = people[:2], people[2:]
    for person in first:
        world.take(person)
    with threads_share(tmp_path):
        leaving = [leave(world, person) for person in first]
        coming = [taking(world, person, world.here) for person in rest]
        assert at_once(*leaving, *coming) == ["done"] * PEOPLE
        assert (Site.objects.get(pk=world.here.pk).seats_taken, seated(world.here)) == (2, 2)


def test_walk_ins_at_once_take_no_seat_too_many(
    crowd: tuple[World, list[Person]], tmp_path: Path
) -> None:
    world, people = crowd
    Workshop.objects.update(walk_ins=True)
    code, at = codes.code_at(world.day().pk, DURING), DURING

    def come(person: Person, at: datetime) -> Callable[[], object]:
        by = world.by(person, at)
        return lambda: actions.come(Workshop.objects.get(pk=world.workshop.pk), code, by=by)

    with threads_share(tmp_path):
        said = at_once(*[come(person, at) for person in people])
        assert said == ["Refused"] * (PEOPLE - 2) + ["done"] * 2
        assert seated(world.here) == 2
