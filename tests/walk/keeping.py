"""What Arun keeps of his practice in the story of the walk, and what Tara publishes."""

from __future__ import annotations

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import goals, records
from banyan.mentoring.actions import records as practised
from banyan.mentoring.models import (
    Mentorship,
    Record,
)
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import RecordKind
from banyan.people.models import Person
from banyan.practice import actions as practice
from banyan.practice.actions import lesson_plans
from banyan.practice.models import LessonPlan
from banyan.practice.states import Source
from banyan.programmes.queries.frameworks import frameworks
from tests.walk.moments import at
from tests.walk.secrets import SECRETS


def try_out(arun: Viewer, secret: str) -> Record:
    words = {"idea": secret, "expect": "More voices", "decision": "adapt"}
    return records.begin(RecordKind.EXPERIMENT, by=arun, words=words)


def sort_work(pair: Mentorship, arun: Viewer, secret: str) -> Record:
    words = {"task": secret, "far_count": 4, "near_count": 11, "there_count": 9}
    return records.begin(RecordKind.STUDENT_WORK, by=arun, pair=pair, words=words)


def publish_plan(by: Viewer) -> Record:
    """A plan of her own, for everybody."""
    words = {"subject": "science", "stage": "middle", "aims": "Shadows", "steps": "10 Torches"}
    made = records.begin(RecordKind.LESSON_PLAN, by=by, title="Shadows", words=words)
    plan = LessonPlan.objects.select_related("record").get(record=made)
    return lesson_plans.publish(plan, by=by).record


def say_how_he_is(arun: Person) -> Record:
    practice.turn_on(by=at(arun, 12))
    return practice.give_check({"rest": 2, "words": SECRETS["mind"]}, by=at(arun, 12))


def look_at_himself(pair: Mentorship, plan: Record) -> Record:
    """Arun finds a strength and a need; the lesson plan shows something of it."""
    arun = at(pair.mentee, 4)
    (ours,) = [one for one in frameworks() if one.code == "banyan_practice"]
    made = practice.begin_assessment(Source.SELF, ours, by=arun, pair=pair)
    words = {"1.1": 4, "3.2": 1, "3.2:said": SECRETS["look"], "strengths": SECRETS["look"]}
    practised.write(made, "", words, {}, by=arun)
    practice.add_evidence(made, "3.2", plan, by=arun)
    return made


def keep_records(pair: Mentorship, colleague: Person) -> tuple[Record, Record]:
    """A lesson plan on which Meera has remarked, and what came of it in Arun's journal."""
    arun, meera = at(pair.mentee, 8), at(pair.mentor, 7)
    plan = practised.begin(
        RecordKind.LESSON_PLAN,
        by=arun,
        pair=pair,
        title=SECRETS["record"],
        words={"aims": SECRETS["record"]},
    )
    practised.comment(plan, SECRETS["comment"], by=meera)
    entry = practised.begin(
        RecordKind.JOURNAL,
        by=at(pair.mentee, 6),
        words={"text": SECRETS["entry"] + "\n\nThey asked more than I did."},
        after=[plan],
    )
    shown = digest("They asked more than I did.")
    practised.share(entry, colleague, by=at(pair.mentee, 5), parts=[shown])
    return plan, entry


def set_goal(pair: Mentorship) -> Record:
    """A goal that Meera has endorsed twice, with a word on how far it is."""
    arun, meera = at(pair.mentee, 9), at(pair.mentor, 8)
    words = {
        "what": SECRETS["aim"],
        "target": SECRETS["aim"],
        "milestone_1": SECRETS["aim"],
        "due": at(pair.mentee, -30).today.isoformat(),
    }
    goal = goals.begin_goal(SECRETS["aim"], words, by=arun, pair=pair)
    for again in (False, True):
        goals.propose_goal(goal, by=arun)
        goals.endorse_goal(goal, 1, by=meera)
        if not again:
            goals.revise_goal(goal, SECRETS["revised"], by=arun)
    goals.look_again(goal, SECRETS["progress"], at(pair.mentee, -10).today, by=arun)
    return goal.record
