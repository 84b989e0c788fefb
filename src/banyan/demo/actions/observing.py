"""Meera watches a lesson of Arun: from the plan to what he says to it, and one that is to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from banyan.demo import lessons
from banyan.demo.actions.world import World
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import records
from banyan.people.models import Person
from banyan.practice.actions import observations as observing
from banyan.practice.queries import observations
from banyan.practice.queries.evidence import Line
from banyan.programmes.models import Cohort


def observe(world: World, cohort: Cohort) -> None:
    """One cycle whose feedback is answered; the next lesson is agreed."""
    pair = (
        Mentorship.objects.filter(cohort=cohort, mentee=world.cast["arun"])
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .get()
    )
    meera, arun = pair.mentor, pair.mentee
    made = observing.plan(
        pair, arun, by=world.seen(arun, world.at(16)), focus=lessons.FOCUS, words=lessons.PLAN,
        starts_at=world.slot(12, 10),
    )  # fmt: skip
    lesson = world.slot(12, 10)

    def act(person: Person, days_ago: float, verb: Callable[..., object], *given: object) -> None:
        by = world.seen(person, world.at(days_ago, 16))
        found = records.known(by, records.record(by, made.record_id))
        verb(observations.cycle(by, found), *given, by=by)

    act(meera, 15, observing.agree)
    by = world.seen(meera, lesson + timedelta(minutes=42))
    found = observations.cycle(by, records.known(by, records.record(by, made.record_id)))
    lines = [Line(f"demo.{n}", *said) for n, said in enumerate(lessons.EVIDENCE, 1)]
    observing.collect(found, lines, by=by, began_at=lesson)
    act(meera, 12, observing.finish)
    act(meera, 11, observing.write, {"shows_observer": lessons.SHOWS_MEERA}, {})
    act(arun, 11, observing.write, {"shows_observed": lessons.SHOWS_ARUN}, {})
    act(arun, 10, observing.analyse)
    act(meera, 10, observing.write, lessons.FEEDBACK, {})
    act(meera, 10, observing.give)
    act(arun, 9, observing.write, lessons.ANSWERS, {})
    act(arun, 9, observing.answer)
    coming = observing.plan(
        pair, arun, by=world.seen(meera, world.at(3)), focus=lessons.NEXT_FOCUS,
        words={**lessons.PLAN, "tools": ["talk", "places"]}, starts_at=world.slot(-4, 10),
    )  # fmt: skip
    by = world.seen(arun, world.at(2))
    found = observations.cycle(by, records.known(by, records.record(by, coming.record_id)))
    observing.agree(found, by=by)
