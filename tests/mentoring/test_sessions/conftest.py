"""A pair that works together, and a cohort with teachers for a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations.queries import viewer_for
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort
from tests.conftest import NOW, Cast
from tests.kept import Kept
from tests.opening import open_up

SOON = datetime(2026, 1, 16, 11, 30, tzinfo=UTC)  # two days on, 17:00 in India
AFTER = SOON + timedelta(hours=2)


@dataclass
class World:
    cast: Cast
    cohort: Cohort
    pair: Mentorship
    others: list[Person]  # teachers of the cohort, of the same school

    def by(self, person: Person, at: datetime = NOW) -> Viewer:
        return viewer_for(person, now=at)

    @property
    def meera(self) -> Viewer:
        return self.by(self.cast.meera)

    @property
    def arun(self) -> Viewer:
        return self.by(self.cast.arun)

    def later(self, person: Person) -> Viewer:
        """The person, after the session of SOON."""
        return self.by(person, AFTER)

    def proposed(self, starts_at: datetime = SOON, minutes: int = 45, **more: str) -> Session:
        return actions.propose_session(self.pair, starts_at, minutes, by=self.meera, **more)

    def confirmed(self, starts_at: datetime = SOON, minutes: int = 45, **more: str) -> Session:
        session = self.proposed(starts_at, minutes, **more)
        return actions.confirm_session(session, by=self.arun)

    def held(self, **more: str) -> Session:
        session = self.confirmed(**more)
        for person in (self.cast.meera, self.cast.arun):
            actions.say_attendance(session, self.cast.arun, 45, by=self.later(person))
        return session

    def group(self, seats: int = 2, starts_at: datetime = SOON) -> Session:
        return actions.announce_group(
            self.cohort, "Reading aloud in a mixed class", starts_at, 60, seats, by=self.meera
        )

    def pair_of(self, mentor: Person, mentee: Person) -> Mentorship:
        """An active pair; how pairs come to be is tested elsewhere."""
        return Mentorship.objects.create(
            mentor=mentor,
            mentee=mentee,
            cohort=self.cohort,
            school=self.cast.school,
            status=MentorshipStatus.ACTIVE,
            domains=["classroom_management"],
            proposed_at=NOW - timedelta(days=40),
            starts_on=date(2026, 1, 10),
        )


def make_world(cast: Cast) -> World:
    devi = viewer_for(cast.devi, now=NOW)
    programme = programmes.start_programme(
        "pilot", "Pilot", cast.nation, "in_nmm", date(2025, 9, 1), date(2026, 8, 31), by=devi
    )
    cohort = programmes.add_cohort(programme, "First", date(2025, 9, 1), date(2026, 8, 31), by=devi)
    open_up(programme, by=devi)
    others = [
        add_person(name, email=f"{name.split()[0].lower()}@example.org", by=devi)
        for name in ("Bina Rathod", "Chetan Mehta", "Dipa Joshi", "Esha Trivedi")
    ]
    for person in (cast.arun, *others):
        programmes.enrol(cohort, person, cast.school, by=devi, confirmed=True)
    made = World(cast, cohort, Mentorship(), others)
    made.pair = made.pair_of(cast.meera, cast.arun)
    return made


kept_world = Kept(make_world)


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)
