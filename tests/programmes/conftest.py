"""A programme of the cast: open, with one cohort, a teacher in it and a mentor on her way."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
import yaml

from banyan.kernel.viewer import Viewer, system
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.practice.models import Submission
from banyan.programmes import actions
from banyan.programmes.models import Application, Cohort, Design, Enrolment, Programme
from banyan.programmes.states import ApplicationStatus as A
from banyan.programmes.states import DesignStatus
from blueprint.shelf import SHELF
from tests.blueprint.samples import dumped, named
from tests.conftest import LONG_AGO, NOW, Cast
from tests.kept import Kept
from tests.opening import open_up

Look = Callable[..., Viewer]

OFFER = {
    "domains": ["classroom_management", "inclusive_education"],
    "languages": ["hi", "en"],
    "subjects": ["mathematics"],
    "stages": ["middle"],
    "hours": ["sat-morning"],
    "years": 14,
    "capacity": 3,
    "hours_a_month": 6,
    "about": "Fourteen years with mixed classes.",
    "motivation": "Somebody once did this for me.",
}


@dataclass
class World:
    cast: Cast
    rekha: Person  # the second coordinator of the nation, hence the second reviewer
    programme: Programme
    cohort: Cohort
    arun: Enrolment


def make_world(cast: Cast) -> World:
    by = system(NOW)
    rekha = people.add_person("Rekha Menon", email="rekha@example.org", by=by)
    organisations.give_role(rekha, cast.nation, Role.COORDINATOR, by=by, starts_on=LONG_AGO)
    devi = viewer_for(cast.devi, now=NOW)
    programme = actions.start_programme(
        "pilot",
        "Pilot",
        cast.nation,
        "in_nmm",
        date(2025, 7, 1),
        date(2026, 7, 1),
        by=devi,
    )
    cohort = actions.add_cohort(
        programme, "First intake", date(2025, 8, 1), date(2026, 3, 1), by=devi
    )
    open_up(programme, by=devi)
    arun = actions.enrol(
        cohort,
        cast.arun,
        cast.school,
        by=devi,
        needs=["classroom_management", "digital_education"],
        languages=["hi", "en"],
        subjects=["mathematics"],
        stages=["middle"],
        hours=["sat-morning"],
        years=4,
        hopes="I want the last bench to speak.",
    )
    return World(cast, rekha, programme, cohort, arun)


kept_world = Kept(make_world)


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)


@pytest.fixture
def draft(world: World, viewer: Look) -> Application:
    """Meera's application, complete and not yet sent."""
    meera = viewer(world.cast.meera)
    application = actions.start_application(world.programme, by=meera, **OFFER)
    actions.add_evidence(application, "Service record", "14 years in KV Surat", "", by=meera)
    return application


def let_readers_judge(programme: Programme, application: Application, found: str) -> None:
    """The same programme, where readers judge applications, and have found so of this one."""
    data = yaml.load((SHELF / "in_nmm.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    data |= {"code": "by_readers", "version": "1.0"}
    data["mentor"]["review"] = "who_mentors"
    data["reviews"] = [
        named(
            "who_mentors",
            readers=data["mentor"]["reviewers"],
            blind=True,
            criteria=copy.deepcopy(data["mentor"]["criteria"]),
            on_disagreement="another_reader",
            answer_within={"weeks": 2},
            resubmissions=0,
            resubmit_within={"weeks": 1},
        )
    ]
    Design.objects.create(
        code="by_readers",
        version="1.0",
        title="By readers",
        organisation=programme.organisation,
        status=DesignStatus.PUBLISHED,
        based_on="in_nmm@1.0",
        text=dumped(data),
        written_at=NOW,
    )
    Programme.objects.filter(pk=programme.pk).update(
        blueprint="by_readers", blueprint_version="1.0"
    )
    if found:
        Submission.objects.create(
            application=application,
            attempt=1,
            design="by_readers@1.0",
            handed_in_at=NOW,
            status=found,
        )


@pytest.fixture
def brought_to(world: World, draft: Application, viewer: Look) -> Callable[[A], Application]:
    """Meera's application, walked along the table to a state."""

    def walk(state: A) -> Application:
        meera, devi, rekha = (viewer(p) for p in (world.cast.meera, world.cast.devi, world.rekha))
        steps: list[tuple[A, Callable[[], object]]] = [
            (A.DRAFT, lambda: None),
            (A.SUBMITTED, lambda: actions.submit(draft, by=meera)),
            (A.SCREENED, lambda: actions.screen(draft, by=devi)),
            (
                A.ACCEPTED,
                lambda: (
                    actions.review(draft, "accept", "Listens well.", by=devi),
                    actions.review(draft, "accept", "Solid work.", by=rekha),
                    actions.accept(draft, by=devi),
                ),
            ),
            (A.ORIENTED, lambda: actions.orient(draft, date(2026, 1, 10), by=devi)),
            (A.MATCHABLE, lambda: actions.activate(draft, by=devi)),
            (A.RESTING, lambda: actions.rest(draft, by=meera)),
        ]
        order = [at for at, _step in steps]
        if state == A.WITHDRAWN:
            actions.withdraw_application(draft, by=meera)
            return draft
        if state == A.READ:
            walk(A.SUBMITTED)
            Application.objects.filter(pk=draft.pk).update(status=A.READ)
            return draft
        if state == A.REFUSED:
            walk(A.SUBMITTED)
            actions.refuse(draft, "There are enough mentors for now.", by=devi)
            return draft
        for _at, step in steps[: order.index(state) + 1]:
            step()
        return draft

    return walk
