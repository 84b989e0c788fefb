"""A programme that runs, with Arun enrolled in it and Meera in its pool."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, Request
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment, Expertise, Programme
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus, ProgrammeStatus
from tests.conftest import NOW, Cast
from tests.kept import Kept
from tests.opening import train

TODAY = date(2026, 1, 14)


def body_of(response: Any) -> str:
    """What a browser gets, without the token that differs every time."""
    body: str = response.content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", body)


@dataclass
class World:
    """Rows of the context below, as its own actions leave them."""

    cast: Cast
    programme: Programme
    cohort: Cohort

    def person(self, name: str) -> Person:
        return Person.objects.create(name=name, joined_at=NOW)

    def enrol(self, person: Person, school: Organisation) -> Enrolment:
        return Enrolment.objects.create(
            cohort=self.cohort, person=person, school=school, status=EnrolmentStatus.ENROLLED
        )

    def take_into_pool(self, person: Person, capacity: int, listed: bool = True) -> Application:
        place = Application.objects.create(
            programme=self.programme,
            person=person,
            status=ApplicationStatus.MATCHABLE,
            capacity=capacity,
            hours_a_month=8,
            listed=listed,
        )
        for rank, code in enumerate(("digital_education", "inclusive_education"), 1):
            Expertise.objects.create(application=place, domain=code, rank=rank)
        train(self.programme, person, on=date(2025, 9, 1), code="workshop")
        return place


def make_world(cast: Cast) -> World:
    version = blueprint.get("in_nmm").version
    programme = Programme.objects.create(
        code="nmm",
        name="National Mission for Mentoring",
        organisation=cast.nation,
        blueprint="in_nmm",
        blueprint_version=version,
        status=ProgrammeStatus.OPEN,
        starts_on=date(2025, 6, 1),
        ends_on=date(2026, 6, 1),
    )
    cohort = Cohort.objects.create(
        programme=programme,
        name="Winter",
        blueprint_version=version,
        starts_on=date(2025, 10, 1),
        ends_on=date(2026, 6, 1),
    )
    world = World(cast, programme, cohort)
    world.enrol(cast.arun, cast.school)
    world.take_into_pool(cast.meera, 2)
    return world


kept_world = Kept(make_world)


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)


@pytest.fixture
def undemanding(world: World) -> World:
    """The cohort pins the first version, which names no steps: completion asks for nothing."""
    world.cohort.blueprint_version = "1.0"
    world.cohort.save(update_fields=["blueprint_version"])
    return world


@pytest.fixture
def proposal(world: World, viewer: Callable[..., Viewer]) -> Mentorship:
    """Devi has proposed Meera and Arun to each other; neither has answered."""
    cast = world.cast
    return actions.propose(
        cast.meera,
        cast.arun,
        world.cohort,
        cast.school,
        ["digital_education"],
        by=viewer(cast.devi),
    )


@pytest.fixture
def pair(proposal: Mentorship, cast: Cast, viewer: Callable[..., Viewer]) -> Mentorship:
    """Meera and Arun have both said yes today."""
    actions.accept(proposal, by=viewer(cast.meera))
    return actions.accept(proposal, by=viewer(cast.arun))


@pytest.fixture
def asked(world: World, viewer: Callable[..., Viewer]) -> Request:
    """Arun has asked Meera for guidance on digital education, a day ago."""
    return actions.ask(
        world.cast.meera,
        world.cohort,
        "digital_education",
        "How do I use the smart board with forty children?",
        by=viewer(world.cast.arun, at=NOW - timedelta(days=1)),
    )


@pytest.fixture
def team(world: World) -> World:
    """The same programme, run by the blueprint of Connecticut."""
    version = blueprint.get("ct_team").version
    world.programme.blueprint = "ct_team"
    world.programme.blueprint_version = version
    world.programme.save()
    world.cohort.blueprint_version = version
    world.cohort.save()
    train(world.programme, world.cast.meera, on=date(2025, 9, 1), code="initial_support")
    return world


@pytest.fixture
def walking(team: World, pair: Mentorship) -> Mentorship:
    return pair
