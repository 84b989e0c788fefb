"""Meera watches lessons of Arun: one observation for each way in which it can stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries import records
from banyan.people.models import Person
from banyan.practice.actions import observations as observing
from banyan.practice.queries import observations
from banyan.practice.queries.evidence import Line
from tests.conftest import NOW
from tests.walk.moments import at

STAGES = ("planned", "agreed", "observed", "feedback")


def watch(pair: Mentorship, status: str, secrets: Mapping[str, str]) -> Record:
    """An observation of Arun that has come so far."""
    said = secrets["observed"]
    made = observing.plan(
        pair, pair.mentee, by=at(pair.mentor, 12), focus=said, words={"look_for": said},
        starts_at=NOW - timedelta(days=10, hours=STAGES.index(status)),
    )  # fmt: skip

    def act(person: Person, days_ago: float, verb: Callable[..., object], *given: object) -> None:
        by = at(person, days_ago)
        found = records.known(by, records.record(by, made.record_id))
        verb(observations.cycle(by, found), *given, by=by)

    if status == "planned":
        return made.record
    act(pair.mentee, 11, observing.agree)
    if status == "agreed":
        return made.record
    lines = [Line("w.1", 5, "teacher_says", text=said), Line("w.2", 600, "talk", "teacher")]
    act(pair.mentor, 10, observing.collect, lines)
    act(pair.mentor, 10, observing.finish)
    if status == "observed":
        return made.record
    act(pair.mentor, 9, observing.write, {"shows_observer": said}, {})
    act(pair.mentee, 9, observing.write, {"shows_observed": said}, {})
    act(pair.mentee, 9, observing.analyse)
    feedback = {"strength_1": said, "step_1": said, "practice_1": said}
    act(pair.mentor, 8, observing.write, feedback, {})
    act(pair.mentor, 8, observing.give)
    return made.record
