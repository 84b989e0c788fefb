"""Lessons of one of a pair that the other watches: Meera one of Arun's from the plan to what he
says to it, and one that is to come; and others, each as far as its pair has come with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from banyan.demo import lessons
from banyan.demo.actions.world import World
from banyan.demo.queries import persona
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import records
from banyan.mentoring.states import LIVE
from banyan.people.models import Person
from banyan.practice.actions import observations as observing
from banyan.practice.models import Observation
from banyan.practice.queries import observations
from banyan.practice.queries.evidence import Line


@dataclass(frozen=True)
class Course:
    """An observation that has been planned, and goes on by what its two do one after the other."""

    world: World
    row: Observation

    def act(
        self, person: Person, at: datetime, verb: Callable[..., object], *given: object
    ) -> None:
        by = self.world.seen(person, at)
        found = records.known(by, records.record(by, self.row.record_id))
        verb(observations.cycle(by, found), *given, by=by)

    def see(self, observer: Person, lesson: datetime, said: lessons.Lines) -> None:
        """Everything that was seen, kept when the lesson is over."""
        over = lesson + timedelta(minutes=42)
        lines = [Line(f"demo.{n}", *one) for n, one in enumerate(said, 1)]

        def collect(found: observations.Cycle, *, by: Viewer) -> None:
            observing.collect(found, lines, by=by, began_at=lesson)

        self.act(observer, over, collect)


def observe(world: World) -> None:
    """One cycle whose feedback is answered; the next lesson is agreed."""
    meera, arun = world.cast["meera"], world.cast["arun"]
    pair = _pair_of(meera, arun)
    lesson = world.slot(12, 10)
    made = observing.plan(
        pair, arun, by=world.seen(arun, world.at(16)), focus=lessons.FOCUS, words=lessons.PLAN,
        starts_at=lesson,
    )  # fmt: skip
    course = Course(world, made)
    course.act(meera, world.at(15, 16), observing.agree)
    course.see(meera, lesson, lessons.EVIDENCE)
    course.act(meera, world.at(12, 16), observing.finish)
    course.act(
        meera, world.at(11, 16), observing.write, {"shows_observer": lessons.SHOWS_MEERA}, {}
    )
    course.act(arun, world.at(11, 16), observing.write, {"shows_observed": lessons.SHOWS_ARUN}, {})
    course.act(arun, world.at(10, 16), observing.analyse)
    course.act(meera, world.at(10, 16), observing.write, lessons.FEEDBACK, {})
    course.act(meera, world.at(10, 16), observing.give)
    course.act(arun, world.at(9, 16), observing.write, lessons.ANSWERS, {})
    course.act(arun, world.at(9, 16), observing.answer)
    coming = observing.plan(
        pair, arun, by=world.seen(meera, world.at(3)), focus=lessons.NEXT_FOCUS,
        words={**lessons.PLAN, "tools": ["talk", "places"]}, starts_at=world.slot(-4, 10),
    )  # fmt: skip
    Course(world, coming).act(arun, world.at(2), observing.agree)


def observe_others(world: World) -> None:
    """Those that stand on their way today."""
    for one in lessons.WATCHED:
        _watch(world, one)


def _watch(world: World, one: lessons.Watched) -> None:
    observed, observer = persona(one.observed), persona(one.observer)
    lesson = world.school_day(one.days_ago, 10, ZoneInfo(observed.time_zone))

    def before(days: float) -> datetime:
        return lesson - timedelta(days=days)

    def after(hours: float) -> datetime:
        return lesson + timedelta(hours=hours)

    made = observing.plan(
        _pair_of(observed, observer), observed, by=world.seen(observer, before(3)),
        focus=one.focus, words=one.plan, starts_at=lesson,
    )  # fmt: skip
    course = Course(world, made)
    course.act(observed, before(2), observing.agree)
    course.see(observer, lesson, one.lines)
    course.act(observer, after(1), observing.finish)
    if one.observed_says:
        said = {"shows_observed": one.observed_says}
        course.act(observed, after(7), observing.write, said, {})
    if one.observer_says:
        said = {"shows_observer": one.observer_says}
        course.act(observer, after(9), observing.write, said, {})
    if one.talked_over:
        course.act(observed, after(28), observing.analyse)
    if one.feedback:
        course.act(observer, after(31), observing.write, one.feedback, {})
        course.act(observer, after(31), observing.give)


def _pair_of(first: Person, second: Person) -> Mentorship:
    both = (first.pk, second.pk)
    rows = Mentorship.objects.filter(mentor__in=both, mentee__in=both, status__in=LIVE)
    return rows.select_related("mentor", "mentee", "school", "cohort__programme").get()
