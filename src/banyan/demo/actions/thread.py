"""How what Arun keeps hangs together: from the need that he named to what he thought about it."""

from __future__ import annotations

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions as mentoring
from banyan.mentoring.actions import records
from banyan.mentoring.actions.steps import do_step_by
from banyan.mentoring.forms.steps import NOTES
from banyan.mentoring.models import Mentorship, Record, StepRecord
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
    wanted = {NOTES: words.WANTED}
    done = (("needs", 0.68, words.NEEDED, kept[K.NEED][0]), ("goal", 0.4, wanted, kept[K.GOAL][1]))
    for code, share, said, shown in done:
        then = world.seen(arun, world.at(began * share, 21))
        mentoring.draft_step(_doing(pair, code, then), said, 0, by=then)
        do_step_by(shown, _doing(pair, code, then), by=then)
    mentoring.finish_step(_doing(pair, "reflection", by), words.REFLECTED, 0, by=by)


def _doing(pair: Mentorship, code: str, by: Viewer) -> Doing:
    journey = journey_of(pair, by.today)
    state = next(one for one in (journey.steps if journey else ()) if one.step.code == code)
    there = StepRecord.objects.filter(mentorship=pair, key=state.key).first()
    record = there or StepRecord(mentorship=pair, key=state.key)
    return Doing(pair, blueprint_of(pair.cohort), state.step, state, record)
