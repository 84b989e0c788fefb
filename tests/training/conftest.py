"""A workshop of two days at two sites, open to the people of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from banyan.kernel.viewer import Viewer
from banyan.organisations.queries import viewer_for
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.training import actions
from banyan.training.models import MeetingDay, Seat, Site, Workshop
from banyan.training.states import SeatStatus
from tests.conftest import NOW, Cast
from tests.kept import Kept
from tests.mentoring.conftest import World as Programme
from tests.mentoring.conftest import kept_world

FIRST = datetime(2026, 2, 2, 4, 30, tzinfo=UTC)  # ten in the morning in India, on a Monday
SECOND = FIRST + timedelta(days=1)
LENGTH = timedelta(hours=4)
DURING, AFTER = FIRST + timedelta(minutes=4), SECOND + LENGTH + timedelta(hours=1)


@dataclass
class World:
    cast: Cast
    programme: Programme
    bina: Person  # they teach beside Arun
    chitra: Person
    workshop: Workshop
    here: Site  # two seats, led by Meera
    there: Site  # one seat, led by Devi

    def by(self, person: Person, at: datetime = NOW) -> Viewer:
        return viewer_for(person, now=at)

    def take(self, person: Person, site: Site | None = None) -> Seat:
        return actions.take_seat(self.workshop, site or self.here, by=self.by(person))

    def status(self, person: Person) -> str:
        return SeatStatus(Seat.objects.get(workshop=self.workshop, person=person).status).value

    def day(self, number: int = 0) -> MeetingDay:
        rows = MeetingDay.objects.filter(site=self.here)
        return rows.select_related("site__workshop__programme__organisation")[number]


def make_world(cast: Cast) -> World:
    programme = kept_world.make(cast)
    devi = viewer_for(cast.devi, now=NOW)
    others = []
    for name in ("Bina Shah", "Chitra Rao"):
        key = name.split()[0].lower()
        person = add_person(name, email=f"{key}@example.org", by=devi)
        programmes.enrol(programme.cohort, person, cast.school, by=devi, confirmed=True)
        others.append(person)
    workshop = actions.plan(
        programme.programme,
        "Reading aloud together",
        date(2026, 1, 31),
        by=devi,
        audience="teachers",
        about="Two days of practice.",
    )
    here = actions.add_site(
        workshop, "Ahmedabad", 2, cast.meera, "Asia/Kolkata", by=devi, place="DIET, hall 2"
    )
    there = actions.add_site(
        workshop, "Surat", 1, cast.devi, "Asia/Kolkata", by=devi, place="DIET, hall 1"
    )
    for site in (here, there):
        for begins in (FIRST, SECOND):
            actions.add_day(site, begins, begins + LENGTH, by=devi)
    actions.open_workshop(workshop, by=devi)
    return World(cast, programme, *others, workshop, here, there)


kept_workshop = Kept(make_world)


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_workshop(cast)
