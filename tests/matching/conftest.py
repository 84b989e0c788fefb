"""A programme with teachers who wait and mentors who have seats, built by its own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

import blueprint
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions
from banyan.matching.models import Proposal, Round
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application, Cohort, Enrolment, Programme
from banyan.programmes.queries.designs import blueprint_named
from tests.conftest import LONG_AGO, NOW, Cast
from tests.kept import Kept
from tests.opening import open_up


@dataclass
class World:
    """A programme of the nation that runs, and the means to fill it."""

    cast: Cast
    rekha: Person  # the second coordinator of the nation, hence the second reviewer
    programme: Programme
    cohort: Cohort
    places: dict[int, Application] = field(default_factory=dict)

    @property
    def devi(self) -> Viewer:
        return viewer_for(self.cast.devi, now=NOW)

    def person(self, name: str) -> Person:
        address = name.lower().replace(" ", ".") + "@example.org"
        return people.add_person(name, email=address, by=system(NOW))

    def teacher(
        self,
        who: str | Person,
        *needs: str,
        school: Organisation | None = None,
        cohort: Cohort | None = None,
        **answers: Any,
    ) -> Enrolment:
        """Enrolled, with what is given; by default speaks Hindi and needs digital education."""
        person = self.person(who) if isinstance(who, str) else who
        return programmes.enrol(
            cohort or self.cohort,
            person,
            school or self.cast.school,
            by=self.devi,
            confirmed=True,
            **{
                "needs": list(needs) or ["digital_education"],
                "languages": ["hi"],
                "subjects": ["mathematics"],
                "stages": ["middle"],
                "hours": ["sat-morning"],
                "years": 4,
                **answers,
            },
        )

    def mentor(self, who: str | Person, *domains: str, capacity: int = 1, **answers: Any) -> Person:
        """In the pool, with seats, after the whole way there."""
        person = self.person(who) if isinstance(who, str) else who
        by, rekha = self.devi, viewer_for(self.rekha, now=NOW)
        place = programmes.nominate(
            self.programme,
            person,
            by=by,
            **{
                "domains": list(domains) or ["digital_education"],
                "languages": ["hi", "en"],
                "subjects": ["mathematics"],
                "stages": ["middle"],
                "hours": ["sat-morning"],
                "years": 14,
                "capacity": capacity,
                "hours_a_month": 6,
                "organisation": self.cast.other_school,
                **answers,
            },
        )
        programmes.screen(place, by=by)
        programmes.review(place, "accept", "Listens well.", by=by)
        programmes.review(place, "accept", "Solid work.", by=rekha)
        programmes.accept(place, by=by)
        programmes.orient(place, date(2026, 1, 10), by=by)
        self.places[person.pk] = programmes.activate(place, by=by)
        return person

    def computed(self, cohort: Cohort | None = None) -> Round:
        return actions.compute(
            actions.open_round(cohort or self.cohort, by=self.devi), by=self.devi
        )

    def pairs(self, round_: Round) -> dict[str, str]:
        """Who is proposed to whom, by name; nothing for nobody."""
        rows = Proposal.objects.filter(round=round_).select_related("teacher", "mentor")
        return {row.teacher.name: row.mentor.name if row.mentor else "" for row in rows}


def make_world(cast: Cast) -> World:
    rekha = people.add_person("Rekha Menon", email="rekha@example.org", by=system(NOW))
    organisations.give_role(
        rekha, cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    devi = viewer_for(cast.devi, now=NOW)
    programme = programmes.start_programme(
        "pilot", "Pilot", cast.nation, "in_nmm", date(2025, 7, 1), date(2026, 7, 1), by=devi
    )
    cohort = programmes.add_cohort(
        programme, "First intake", date(2025, 8, 1), date(2026, 6, 1), by=devi
    )
    open_up(programme, by=devi)
    return World(cast, rekha, programme, cohort)


kept_world = Kept(make_world)


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)


def fill(world: World) -> dict[int, Application]:
    world.teacher(world.cast.arun)
    world.mentor(world.cast.meera)
    return world.places


kept_places = Kept(fill)


@pytest.fixture
def pairable(world: World) -> World:
    """Arun waits, and Meera has one seat."""
    world.places = kept_places(world)
    return world


@pytest.fixture
def draft(pairable: World) -> Round:
    """A round in which Arun and Meera have been found for each other."""
    return pairable.computed()


@pytest.fixture
def published(draft: Round, world: World) -> Round:
    return actions.publish(draft, by=world.devi)


def opened_up(world: World) -> None:
    """The cohort runs by an edition of its own, in which teachers may ask two mentors at once; and
    mentors of the pool are listed."""
    base, by = blueprint.get("in_nmm"), world.devi
    draft = programmes.copy_blueprint(base, "by_choice", world.cast.nation, by=by)
    open_ = (
        "\nmatching:\n  self_match:\n    expires_after_days: 10\n    most_open: 2\n"
        "  lists:\n    suggested: 3\n    ranked: 2\n    open_days: 7\n"
    )
    text = draft.text.replace("\nmatching:\n", open_)
    text = text.replace("    prefers: 3\n", "    prefers: 10\n    mentor_prefers: 10\n")
    draft = programmes.save_design(draft, text, draft.edition, by=by)
    made = programmes.publish_design(draft, draft.edition, by=by)
    pinned = "@".join(world.cohort.design)
    design = blueprint_named(made.code, made.version)
    world.cohort = programmes.move_cohort(world.cohort, design, pinned, by=by)


def listed(world: World, person: Person, *publishes: str) -> Person:
    """This mentor agrees to be seen."""
    place = world.places[person.pk]
    programmes.publish(place, True, publishes, by=viewer_for(person, now=NOW))
    return person


@pytest.fixture
def choosing(pairable: World) -> World:
    """Arun may ask, and Meera, who has one seat, is listed."""
    opened_up(pairable)
    listed(pairable, pairable.cast.meera)
    return pairable


Look = Callable[..., Viewer]
