"""Steps of journeys, looked at by the clock: who owes one hears of it, then who looks after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of, coordinators_over
from banyan.mentoring.queries.steps import running_pairs
from banyan.mentoring.snapshot import journeys_of, spelled
from banyan.notifications.actions import tell
from banyan.programmes.queries import design_of
from banyan.trail.registry import every
from blueprint import Clocks, Party, Status, StepState

AT_A_TIME = 500  # pairs in memory
UNDONE = (Status.OPEN, Status.DUE_SOON, Status.OVERDUE)


def remind_of_steps() -> int:
    """Tell the owners of steps on the days before they are due that their blueprint names, and
    coordinators of required ones that stay undone. Once for each step and day. Returns how many
    are new."""
    now = timezone.now()
    told = 0
    for pairs in running_pairs(AT_A_TIME):
        found = journeys_of(pairs, now.date())
        for pair in pairs:
            clocks = blueprint_of(pair.cohort).clocks
            if clocks is None or pair.pk not in found:
                continue
            for state in found[pair.pk].steps:
                if state.due_on is not None and state.status in UNDONE:
                    told += _tell_of(pair, state, state.due_on, clocks, now)
    return told


def _tell_of(
    pair: Mentorship, state: StepState, due_on: date, clocks: Clocks, now: datetime
) -> int:
    days = (due_on - now.date()).days
    key = f"{pair.pk}:{state.key}:{due_on}:{days}"
    facts: dict[str, Any] = {
        "now": now,
        "mentorship": pair.pk,
        "blueprint": design_of(pair),
        "step": state.key,
        "due_on": due_on.isoformat(),
        "mentor": pair.mentor.name,
        "teacher": pair.mentee.name,
    }
    told = 0
    if days in clocks.remind_days:
        facts["link"] = reverse("mentoring:step", args=[pair.pk, spelled(state.key)])
        for person, other in _owners(pair, state):
            told += tell([person], "step.due", key=f"step.due:{key}", other=other, **facts)
    for escalation in clocks.escalate if state.step.required else ():
        if escalation.after_days == -days:
            facts["link"] = reverse("mentoring:mentorship", args=[pair.pk])
            readers = _people(pair, escalation.to, now.date())
            told += tell(readers, "step.overdue", key=f"step.overdue:{key}", **facts)
    return told


def _people(pair: Mentorship, party: Party, today: date) -> Iterable[int]:
    """Who hears that a step stays undone: one of the two, or else those who coordinate them."""
    two = {"teacher": [pair.mentee_id], "mentor": [pair.mentor_id]}
    two["both"] = two["teacher"] + two["mentor"]
    return two.get(party) or coordinators_over([pair.school], on=today)


def _owners(pair: Mentorship, state: StepState) -> Iterator[tuple[int, str]]:
    """Who of the two owes the step, each with the name of the other."""
    if state.step.by in ("teacher", "both"):
        yield pair.mentee_id, pair.mentor.name
    if state.step.by in ("mentor", "both"):
        yield pair.mentor_id, pair.mentee.name


every(24 * 60, "banyan.mentoring.jobs.steps.remind_of_steps")
