"""Arun and Meera walk through the modules of Connecticut; Ravi, Sara and Tom read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.snapshot import doing
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations.actions import give_role
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.actions import observations
from banyan.practice.models import Reading, Submission
from banyan.practice.queries import submissions as queries
from banyan.practice.queries.works import Handed
from banyan.programmes.models import Cohort, Enrolment, Programme
from banyan.programmes.states import EnrolmentStatus, ProgrammeStatus
from banyan.trail import actions as trail
from tests.conftest import LONG_AGO, NOW, Cast
from tests.kept import Kept
from tests.opening import train
from tests.practice.observing import STEP, Lesson

SUBMISSION, REVIEW = "module_1/submission", "module_1/review"
PAPER = "A violet paper by Arun Patel on voices."
CRITERIA = ("new_learning", "impact_on_practice", "impact_on_students")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class World:
    cast: Cast
    pair: Mentorship
    ravi: Person
    sara: Person
    tom: Person

    def by(self, person: Person, at: datetime = NOW) -> Viewer:
        return viewer_for(person, now=at)

    def write(self, words: str = PAPER, at: datetime = NOW) -> None:
        """Arun says that the submission is done; the worker does the rest."""
        arun = self.by(self.cast.arun, at)
        step = doing(arun, self.pair, SUBMISSION)
        mentoring.finish_step(step, {"evidence_paper": words}, step.record.version, by=arun)
        self.work(at)

    def work(self, at: datetime = NOW) -> None:
        """What follows in the background, and what follows from that."""
        while trail.deliver_open(now=at):
            pass

    def handed(self, at: datetime = NOW) -> Handed:
        found = queries.latest(self.by(self.cast.devi, at), self.pair, SUBMISSION)
        assert found is not None
        return queries.submission(self.by(self.cast.devi, at), found.pk)

    def give(self, *people: Person, at: datetime = NOW) -> list[Reading]:
        devi = self.by(self.cast.devi, at)
        return [actions.assign_reader(self.handed(at), one, by=devi) for one in people]

    def read(self, reader: Person, met: bool, at: datetime = NOW, words: str = "Say more.") -> None:
        """This reader finds all criteria met, or the last one not."""
        by = self.by(reader, at)
        row = queries.readings(by).filter(done_at=None).get()
        found = {code: met or code != CRITERIA[-1] for code in CRITERIA}
        comments = {} if met else {CRITERIA[-1]: words}
        actions.finish_reading(queries.reading(by, row.pk), found, comments, by=by)

    def step(self, key: str) -> str:
        found = StepRecord.objects.filter(mentorship=self.pair, key=key).first()
        return found.status if found else "blank"

    def status(self) -> list[str]:
        rows = Submission.objects.order_by("attempt")
        return list(rows.values_list("status", flat=True))


def make_world(cast: Cast) -> World:
    version = blueprint.get("ct_team").version
    programme = Programme.objects.create(
        code="team",
        name="TEAM",
        organisation=cast.state,
        blueprint="ct_team",
        blueprint_version=version,
        status=ProgrammeStatus.OPEN,
        starts_on=date(2025, 6, 1),
        ends_on=date(2028, 6, 1),
    )
    cohort = Cohort.objects.create(
        programme=programme,
        name="First",
        blueprint_version=version,
        starts_on=date(2025, 9, 1),
        ends_on=date(2028, 6, 1),
    )
    Enrolment.objects.create(
        cohort=cohort, person=cast.arun, school=cast.school, status=EnrolmentStatus.ENROLLED
    )
    pair = Mentorship.objects.create(
        mentor=cast.meera,
        mentee=cast.arun,
        cohort=cohort,
        school=cast.school,
        status=MentorshipStatus.ACTIVE,
        proposed_at=NOW - 120 * DAY,
        starts_on=date(2025, 10, 1),
    )
    for step in blueprint.get("ct_team").steps:
        if "module_1" in step.modules and step.code not in ("submission", "review"):
            StepRecord.objects.create(
                mentorship=pair,
                key=f"module_1/{step.code}",
                status="done",
                done_on=date(2025, 12, 1),
            )
    asha = viewer_for(cast.asha, now=NOW)
    readers = {}
    for name in ("Ravi", "Sara", "Tom"):
        readers[name.lower()] = add_person(name, email=f"{name}@example.org", by=asha)
        give_role(
            readers[name.lower()], cast.other_district, Role.REVIEWER, by=asha, starts_on=LONG_AGO
        )
    train(programme, *readers.values(), cast.omar, on=date(2025, 6, 2))
    return World(cast, pair, **readers)


kept_world = Kept(make_world)


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)


@pytest.fixture
def pair(world: World) -> Mentorship:
    """Meera and Arun, who work together now."""
    return world.pair


@pytest.fixture
def lesson(world: World, cast: Cast) -> Lesson:
    """Meera has planned to watch Arun."""
    made = observations.plan(
        world.pair, cast.arun, by=viewer_for(cast.meera, now=NOW), focus="Whom do I ask?",
        words={"look_for": "Hands", "rows": 4, "columns": 5}, step_key=STEP,
    )  # fmt: skip
    return Lesson(cast, world.pair, made.record)
