"""A cohort in which Meera has met teachers, one to one and in a group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations.queries import viewer_for
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort
from banyan.surveys import actions
from banyan.surveys.models import Response
from tests.conftest import NOW, Cast
from tests.kept import Kept
from tests.opening import open_up

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
GOOD: dict[str, int | str] = {"useful": 5, "heard": 4, "will_try": "definitely"}
MENTORS: dict[str, int | str] = {"worthwhile": 4, "prepared": "partly"}


@dataclass
class World:
    cast: Cast
    cohort: Cohort
    pairs: dict[int, Mentorship] = field(default_factory=dict)  # by the teacher's id

    def by(self, person: Person, at: datetime = NOW) -> Viewer:
        return viewer_for(person, now=at)

    def teacher(self, name: str) -> Person:
        """Somebody who is enrolled and has Meera as her mentor."""
        devi = self.by(self.cast.devi)
        person = add_person(name, email=f"{name.split()[0].lower()}@example.org", by=devi)
        programmes.enrol(self.cohort, person, self.cast.school, by=devi, confirmed=True)
        self.pair_with(person)
        return person

    def pair_with(self, person: Person) -> Mentorship:
        """An active pair; how pairs come to be is tested elsewhere."""
        self.pairs[person.pk] = Mentorship.objects.create(
            mentor=self.cast.meera,
            mentee=person,
            cohort=self.cohort,
            school=self.cast.school,
            status=MentorshipStatus.ACTIVE,
            domains=["classroom_management"],
            proposed_at=NOW - 300 * DAY,
            starts_on=date(2025, 9, 1),
        )
        return self.pairs[person.pk]

    def confirmed(self, teacher: Person, at: datetime) -> Session:
        before = at - DAY
        session = mentoring.propose_session(
            self.pairs[teacher.pk], at, 45, by=self.by(self.cast.meera, before)
        )
        return mentoring.confirm_session(session, by=self.by(teacher, before))

    def held(self, teacher: Person, at: datetime = NOW - DAY, minutes: int = 45) -> Session:
        session = self.confirmed(teacher, at)
        for person in (self.cast.meera, teacher):
            mentoring.say_attendance(session, teacher, minutes, by=self.by(person, at + HOUR))
        return session

    def group(self, people: Iterable[Person], at: datetime = NOW - DAY) -> Session:
        """A group session of Meera's that took place; everybody named was there."""
        meera = self.by(self.cast.meera, at - DAY)
        session = mentoring.announce_group(self.cohort, "Reading aloud", at, 60, 5, by=meera)
        seated = list(people)
        for person in seated:
            mentoring.take_seat(session, by=self.by(person, at - DAY))
        mentoring.say_attendances(
            session,
            {person.pk: 60 for person in seated},
            by=self.by(self.cast.meera, at + HOUR),
        )
        session.refresh_from_db()
        return session

    def say(
        self, teacher: Person, at: datetime, score: int = 5, themes: Iterable[str] = ()
    ) -> Response:
        """A session held at `at`, and what the teacher says two hours later."""
        return actions.give_feedback(
            self.held(teacher, at),
            by=self.by(teacher, at + 2 * HOUR),
            answers={"useful": score, "heard": score, "will_try": "maybe"},
            themes=themes,
        )


def make_world(cast: Cast) -> World:
    devi = viewer_for(cast.devi, now=datetime(2025, 8, 1, 6, tzinfo=UTC))
    programme = programmes.start_programme(
        "pilot", "Pilot", cast.nation, "in_nmm", date(2025, 8, 1), date(2026, 8, 31), by=devi
    )
    cohort = programmes.add_cohort(programme, "First", date(2025, 8, 1), date(2026, 8, 31), by=devi)
    open_up(programme, by=devi)
    programmes.enrol(cohort, cast.arun, cast.school, by=devi, confirmed=True)
    world = World(cast, cohort)
    world.pair_with(cast.arun)
    return world


kept_world = Kept(make_world)


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)
