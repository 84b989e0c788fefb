"""Steps of journeys, looked at by the clock: who owes one hears of it, then who looks after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone

from banyan.mentoring.models import Mentorship
from banyan.mentoring.notices.nudges import later_at
from banyan.mentoring.queries.mentorships import blueprint_of, coordinators_over
from banyan.mentoring.queries.nudges import resting
from banyan.mentoring.queries.steps import running_pairs
from banyan.mentoring.snapshot import journeys_of, spelled
from banyan.mentoring.states import Nudge
from banyan.notifications.actions import Telling, tell_each, telling
from banyan.organisations.models import Organisation
from banyan.programmes.queries import design_of
from banyan.trail.registry import every
from blueprint import Clocks, Party, Status, StepState

AT_A_TIME = 500  # pairs in memory
LATE = 14  # days after which nobody is told any more what was missed
Near = Callable[[Organisation], frozenset[int]]  # whoever coordinates a school
UNDONE = (Status.OPEN, Status.DUE_SOON, Status.OVERDUE)


def remind_of_steps() -> int:
    """Tell the owners of steps, from the days before they are due that their blueprint names, and
    coordinators of required ones that stay undone. Once for each step and day: should nobody have
    looked on the day itself, then as soon as somebody does, and of several such days only the
    last counts. Returns how many are new."""
    now = timezone.now()

    @cache  # by school: not one query for each step of its pairs
    def near(school: Organisation) -> frozenset[int]:
        return frozenset(coordinators_over([school], on=now.date()))

    told = 0
    for pairs in running_pairs(AT_A_TIME):
        told += tell_each(_overdue_and_soon(pairs, now.date(), near), now=now)
    return told


def _overdue_and_soon(pairs: list[Mentorship], today: date, near: Near) -> Iterator[Telling]:
    found = journeys_of(pairs, today)
    rest = resting(Nudge.STEP, [pair.pk for pair in pairs], today)
    for pair in pairs:
        clocks = blueprint_of(pair.cohort).clocks
        if clocks is None or pair.pk not in found:
            continue
        for state in found[pair.pk].steps:
            if state.due_on is not None and state.status in UNDONE:
                left = (state.due_on - today).days
                yield from _of_step(pair, state, left, clocks, rest, near)


def passed(days: Iterable[int], left: int) -> int | None:
    """Of these days, counted back from the last day of a step (negative ones come after it), the
    latest that has come when `left` days are left; None when none has come, or longer ago than
    LATE days: old news is no news."""
    come = [day for day in days if left <= day <= left + LATE]
    return min(come, default=None)


def _of_step(
    pair: Mentorship,
    state: StepState,
    left: int,
    clocks: Clocks,
    rest: set[tuple[int, int]],
    near: Near,
) -> Iterator[Telling]:
    """`left`: days until its last day."""
    key = f"{pair.pk}:{state.key}:{state.due_on}"
    facts: dict[str, Any] = {
        "mentorship": pair.pk,
        "blueprint": design_of(pair),
        "step": state.key,
        "due_on": str(state.due_on),
        "mentor": pair.mentor.name,
        "teacher": pair.mentee.name,
    }
    if (day := passed(clocks.remind_days, left)) is not None:
        facts["link"] = reverse("mentoring:step", args=[pair.pk, spelled(state.key)])
        kind = "step.due" if left >= 0 else "step.late"
        later = later_at(pair.pk, Nudge.STEP)
        for person, other in _owners(pair, state):
            if (pair.pk, person) not in rest:
                yield from telling(
                    [person],
                    kind,
                    key=f"step.due:{key}:{day}",
                    other=other,
                    otherwise=later,
                    **facts,
                )
    escalations: dict[Party, list[int]] = {}
    for escalation in clocks.escalate if state.step.required else ():
        escalations.setdefault(escalation.to, []).append(-escalation.after_days)
    for party, days in escalations.items():
        if (day := passed(days, left)) is not None:
            facts["link"] = reverse("mentoring:mentorship", args=[pair.pk])
            readers = _people(pair, party, near)
            overdue = f"step.overdue:{key}:{day}"
            yield from telling(readers, "step.overdue", key=overdue, **facts)


def _people(pair: Mentorship, party: Party, near: Near) -> Iterable[int]:
    """Who hears that a step stays undone: one of the two, or else those who coordinate them."""
    two = {"teacher": [pair.mentee_id], "mentor": [pair.mentor_id]}
    two["both"] = two["teacher"] + two["mentor"]
    return two.get(party) or near(pair.school) - {*two["both"]}


def _owners(pair: Mentorship, state: StepState) -> Iterator[tuple[int, str]]:
    """Who of the two owes the step, each with the name of the other."""
    if state.step.by in ("teacher", "both"):
        yield pair.mentee_id, pair.mentor.name
    if state.step.by in ("mentor", "both"):
        yield pair.mentor_id, pair.mentee.name


every(24 * 60, "banyan.mentoring.jobs.steps.remind_of_steps")
