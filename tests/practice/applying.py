"""Meera applies to mentor in a programme whose readers judge applications; Ravi, Sara, Tom read."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.organisations.actions import give_role
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.models import Reading, Submission
from banyan.practice.queries import submissions as queries
from banyan.practice.queries.works import Handed
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application, Design, Programme
from banyan.programmes.states import DesignStatus, ProgrammeStatus
from banyan.trail import actions as trail
from blueprint.shelf import SHELF
from tests.blueprint.samples import dumped
from tests.conftest import LONG_AGO, NOW, Cast
from tests.kept import Kept
from tests.opening import train

TEAM = yaml.load((SHELF / "ct_team.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


def judged(**more: Any) -> str:
    """The file of Connecticut, where two readers judge who may mentor."""
    data = copy.deepcopy(TEAM)
    data |= {"code": "team_by_readers", "version": "1.0"}
    data["mentor"] |= {"review": "of_applications", "reviewers": 2}
    review = {
        "code": "of_applications",
        "title": {"en": "Who may mentor"},
        "readers": 2,
        "blind": True,
        "criteria": copy.deepcopy(data["mentor"]["criteria"]),
        "on_disagreement": "another_reader",
        "answer_within": {"working_days": 10},
        "resubmissions": 0,
        "resubmit_within": {"weeks": 1},
        "training_valid_months": 36,
        "dispute": {"raise_within": {"working_days": 10}, "decide_within": {"working_days": 20}},
    }
    data["reviews"].append(review | more)
    return dumped(data)


CRITERIA = tuple(one["code"] for one in TEAM["mentor"]["criteria"])
OFFER: dict[str, Any] = {
    "domains": [blueprint.get("ct_team").domains[0].code],
    "languages": [blueprint.get("ct_team").vocabularies.languages[0].code],
    "years": 14,
    "motivation": "I, Meera Iyer of KV Sabarmati, listen well. Call 98765 43210.",
    "about": "Kavita heads my school.",
}


@dataclass
class World:
    cast: Cast
    programme: Programme
    ravi: Person
    sara: Person
    tom: Person

    def by(self, person: Person) -> Viewer:
        return viewer_for(person, now=NOW)

    def work(self) -> None:
        while trail.deliver_open(now=NOW):
            pass

    def apply(self) -> Application:
        """Meera applies, Devi finds it in order, and it is with the readers."""
        meera, devi = self.by(self.cast.meera), self.by(self.cast.devi)
        made = programmes.start_application(
            self.programme, by=meera, **OFFER, organisation=self.cast.school
        )
        programmes.add_evidence(
            made, "Meera’s film", "How I teach.", "https://x.org/meera-iyer", by=meera
        )
        programmes.submit(made, by=meera)
        programmes.pass_on(made, by=devi)
        self.work()
        return made

    def handed(self) -> Handed:
        return queries.told_of(Submission.objects.latest("pk").pk)

    def give(self, *people: Person) -> list[Reading]:
        devi = self.by(self.cast.devi)
        return [actions.assign_reader(self.handed(), one, by=devi) for one in people]

    def read(self, reader: Person, met: bool, words: str = "Say more.") -> None:
        """This reader finds all criteria met, or the last one not."""
        by = self.by(reader)
        row = queries.readings(by).filter(done_at=None).get()
        found = {code: met or code != CRITERIA[-1] for code in CRITERIA}
        comments = {} if met else {CRITERIA[-1]: words}
        actions.finish_reading(queries.reading(by, row.pk), found, comments, by=by)
        self.work()

    def status(self) -> str:
        return Application.objects.latest("pk").status


def publish(place: Organisation) -> Design:
    """The file, as this organisation has published it."""
    return Design.objects.create(
        code="team_by_readers",
        version="1.0",
        title="TEAM",
        organisation=place,
        status=DesignStatus.PUBLISHED,
        based_on="ct_team@1.0",
        text=judged(),
        written_at=NOW,
    )


def make_world(cast: Cast) -> World:
    publish(cast.state)
    programme = Programme.objects.create(
        code="readers",
        name="TEAM by readers",
        organisation=cast.state,
        blueprint="team_by_readers",
        blueprint_version="1.0",
        status=ProgrammeStatus.OPEN,
        starts_on=date(2025, 6, 1),
        ends_on=date(2028, 6, 1),
    )
    asha = viewer_for(cast.asha, now=NOW)
    give_role(cast.devi, cast.state, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    readers = {}
    for name in ("Ravi", "Sara", "Tom"):
        readers[name.lower()] = add_person(name, email=f"{name}@example.org", by=asha)
        give_role(
            readers[name.lower()], cast.other_district, Role.REVIEWER, by=asha, starts_on=LONG_AGO
        )
    train(programme, *readers.values(), on=date(2025, 6, 2))
    return World(cast, programme, **readers)


kept_world = Kept(make_world)
