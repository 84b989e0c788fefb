"""What Arun hands in, in a second programme, and what its readers find."""

from __future__ import annotations

from datetime import timedelta

import blueprint
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.snapshot import doing
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.practice import actions as practice
from banyan.practice.models import Anchor, Submission
from banyan.practice.queries import anchors
from banyan.practice.queries import submissions as handed_in
from banyan.programmes import actions as programmes
from banyan.programmes.models import Programme
from banyan.trail import actions as trail
from tests.conftest import LONG_AGO, NOW, Cast
from tests.opening import open_up, train
from tests.walk.moments import at, later
from tests.walk.secrets import SECRETS


def hand_in(cast: Cast, ravi: Person) -> Submission:
    """Meera and Arun in a second programme: Arun's paper came back once, with the words of two
    readers, and Ravi is to read the second one."""
    devi, start = cast.devi, at(cast.devi, 60).today
    made = programmes.start_programme(
        "team", "Modules", cast.state, "ct_team", start, at(devi, -700).today, by=at(devi, 60)
    )
    cohort = programmes.add_cohort(made, "First", start, made.ends_on, by=at(devi, 60))
    open_up(made, by=at(devi, 60))
    train(made, ravi, on=start)
    programmes.enrol(cohort, cast.arun, cast.school, by=at(devi, 60), confirmed=True)
    walking = Mentorship.objects.create(  # how pairs come to be is told above
        mentor=cast.meera, mentee=cast.arun, cohort=cohort, school=cast.school,
        status=MentorshipStatus.ACTIVE, proposed_at=NOW - timedelta(days=60), starts_on=start,
    )  # fmt: skip
    for step in blueprint.get("ct_team").steps:
        if "module_1" in step.modules and step.code not in ("submission", "review"):
            StepRecord.objects.create(
                mentorship=walking, key=f"module_1/{step.code}", status="done", done_on=start
            )
    sara = people.add_person("Sara", email="sara@example.org", by=system(NOW))
    organisations.give_role(
        sara, cast.other_district, Role.REVIEWER, by=system(NOW), starts_on=LONG_AGO
    )
    train(made, sara, on=start)
    for days_ago, readers in ((40, (ravi, sara)), (20, (ravi,))):
        arun = at(cast.arun, days_ago)
        paper = doing(arun, walking, "module_1/submission")
        words = {"evidence_paper": SECRETS["paper"]}
        mentoring.finish_step(paper, words, paper.record.version, by=arun)
        trail.deliver_open(now=arun.now, limit=5000)
        for reader in readers:
            read(walking, reader, at(devi, days_ago), judges=len(readers) > 1)
    return Submission.objects.get(attempt=2)


def agree_on_one(programme: Programme, ravi: Person, by: Viewer) -> Anchor:
    codes = [one.code for one in blueprint.get("ct_team").reviews[0].criteria]
    made = practice.write_anchor(
        programme, "module_1/submission", "The quiet row", {"evidence_paper": SECRETS["anchor"]},
        dict.fromkeys(codes, True), SECRETS["anchor"], by=by,
    )  # fmt: skip
    practice.give_anchor(anchors.anchor(by, made.pk), [ravi], by=by)
    return made


def read(walking: Mentorship, reader: Person, by: Viewer, *, judges: bool) -> None:
    handed = handed_in.latest(by, walking, "module_1/submission")
    assert handed is not None
    given = practice.assign_reader(handed_in.submission(by, handed.pk), reader, by=by)
    if judges:
        hers = later(viewer_for(reader, now=NOW), by.now)
        mine = handed_in.reading(hers, given.pk)
        codes = [criterion.code for criterion in mine.handed.review.criteria]
        comments = dict.fromkeys(codes, SECRETS["finding"])
        practice.finish_reading(mine, dict.fromkeys(codes, False), comments, by=hers)
