"""How what Arun keeps hangs together: from the need that he named to what he thought about it."""

from __future__ import annotations

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions as mentoring
from banyan.mentoring.actions import records
from banyan.mentoring.actions.goals import do_step_by
from banyan.mentoring.models import Goal, Mentorship, Record, StepRecord
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.records import own_records
from banyan.mentoring.queries.steps import Doing
from banyan.mentoring.snapshot import journey_of
from banyan.mentoring.states import LIVE, RecordKind

K = RecordKind
# Which of each kind, counted from the oldest, led to which.
LED = (
    ((K.INTAKE, 0), (K.NEED, 0)),
    ((K.NEED, 0), (K.GOAL, 1)),
    ((K.GOAL, 1), (K.LESSON_PLAN, 0)),
    ((K.GOAL, 1), (K.OBSERVATION, 0)),
    ((K.OBSERVATION, 0), (K.EXPERIMENT, 0)),
    ((K.OBSERVATION, 0), (K.OBSERVATION, 1)),
    ((K.JOURNAL, 0), (K.NEED, 2)),
)


def tie(world: World) -> None:
    """Joins them, and says which steps of the journey are done with that."""
    arun = world.cast["arun"]
    pair = (
        Mentorship.objects.filter(mentee=arun, mentor=world.cast["meera"], status__in=LIVE)
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .get()
    )
    by = world.seen(arun, world.at(3, 20))
    kept: dict[RecordKind, list[Record]] = {}
    for one in own_records(by).order_by("begun_at", "pk"):
        kept.setdefault(RecordKind(one.kind), []).append(one)
    for (kind, number), (other, later) in LED:
        records.link(kept[kind][number], kept[other][later], by=by)
    began = (world.now.date() - (pair.starts_on or world.now.date())).days
    looked = world.seen(arun, world.at(began * 0.7, 18))
    mentoring.finish_step(_doing(pair, "needs", looked), words.NEEDED, 0, by=looked)
    set_out = world.seen(arun, world.at(began * 0.45, 21))
    goal = Goal.objects.select_related("record").get(record=kept[K.GOAL][1])
    do_step_by(goal, _doing(pair, "goal", set_out), by=set_out)


def _doing(pair: Mentorship, code: str, by: Viewer) -> Doing:
    journey = journey_of(pair, by.today)
    (state,) = [one for one in (journey.steps if journey else ()) if one.step.code == code]
    record = StepRecord(mentorship=pair, key=state.key)
    return Doing(pair, blueprint_of(pair.cohort), state.step, state, record)
