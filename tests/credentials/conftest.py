"""Arun and Meera as a pair of different programmes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import yaml

import blueprint
from banyan.credentials import actions
from banyan.credentials.models import Certificate
from banyan.credentials.queries import papers
from banyan.credentials.queries.papers import Paper
from banyan.credentials.states import Signer
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Design, Enrolment, Programme
from banyan.programmes.states import DesignStatus, EnrolmentStatus, ProgrammeStatus
from tests.conftest import LONG_AGO, NOW, Cast

DAY = timedelta(days=1)


@dataclass
class World:
    cast: Cast
    pair: Mentorship

    def by(self, person: Person, at: datetime = NOW) -> Viewer:
        return viewer_for(person, now=at)

    def paper(self, name: str, person: Person) -> Paper:
        return papers.paper(self.pair, name, self.by(person))

    def sign(self, name: str, person: Person, signer: str) -> None:
        paper = self.paper(name, person)
        actions.sign(paper, Signer(signer), paper.edition, by=self.by(person))

    def complete(self) -> None:
        self.pair.status = MentorshipStatus.COMPLETED
        self.pair.ends_on = NOW.date()
        self.pair.save()

    def award(self) -> Certificate:
        return actions.award(papers.awards(self.pair)[0], by=self.by(self.cast.devi))


@pytest.fixture
def make(cast: Cast) -> Callable[[str], World]:
    """A pair that runs by this blueprint since the autumn."""

    def pair(code: str) -> World:
        version = blueprint.get(code).version
        programme = Programme.objects.create(
            code=code.replace("_", "-"),
            name="Наставник रोज़ #1",
            organisation=cast.state,
            blueprint=code,
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
        made = Mentorship.objects.create(
            mentor=cast.meera,
            mentee=cast.arun,
            cohort=cohort,
            school=cast.school,
            status=MentorshipStatus.ACTIVE,
            proposed_at=NOW - 120 * DAY,
            starts_on=date(2025, 10, 1),
        )
        return World(cast, made)

    return pair


@pytest.fixture
def latha(cast: Cast) -> Person:
    """A second coordinator of the programme."""
    person = Person.objects.create(name="Latha", email="latha@school.example", joined_at=NOW)
    organisations.give_role(
        person, cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    return person


@pytest.fixture
def world(make: Callable[[str], World]) -> World:
    return make("ct_team")


STEPS = ("steps", "modules", "stages", "reviews", "documents", "indicators", "instruments",
         "frameworks", "completion", "traits")  # fmt: skip


def by_another_design(
    world: World, change: Callable[[dict[str, Any]], None], name: str = "stepless"
) -> World:
    """The same pair by a published blueprint of the nation: as its own, without steps and what
    hangs on them, and changed. A design is read once in all tests: each has a name of its own."""
    cohort = world.pair.cohort
    code, version = cohort.design
    file = yaml.safe_load(blueprint.file_of(code, version))
    for section in STEPS:
        file.pop(section, None)
    file["code"] = f"{code}_{name}"
    file["doses"] = [dose for dose in file["doses"] if dose["per"] != "module"]
    file["recognition"].pop("certificate", None)
    file["relationship"].pop("agreement", None)
    change(file)
    gone = re.compile(
        rf"({'|'.join(STEPS)})\b|doses\[module|recognition.certificate|relationship.agreement"
    )
    for one in file["provenance"]:
        one["of"] = [path for path in one["of"] if not gone.match(path)]
    file["provenance"] = [one for one in file["provenance"] if one["of"]]
    text = yaml.safe_dump(file, allow_unicode=True)
    assert [problem for problem in blueprint.check(text) if problem.severity == "error"] == []
    Design.objects.create(
        code=file["code"], version=version, title="Without steps",
        organisation=world.cast.nation, status=DesignStatus.PUBLISHED, text=text, written_at=NOW,
    )  # fmt: skip
    Cohort.objects.filter(pk=cohort.pk).update(blueprint=file["code"])
    cohort.refresh_from_db()
    return world
