"""Goals, looked at by the clock: a reminder on the day of a review, and one before the last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from banyan.mentoring.models import Goal
from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.queries.goals import under_way_by
from banyan.mentoring.rules.goals import has_endorser
from banyan.notifications.actions import tell
from banyan.trail.registry import every

AHEAD = timedelta(days=3)  # before the last day of a goal
LATE = timedelta(days=14)  # nobody is reminded of a day that is long over


def remind_of_goals() -> int:
    """On its day, remind both of a goal that they wanted to look at again; three days before its
    last day, whoever owns it. Days are those of the owner's calendar; each reminder comes once,
    and none for a goal that is met, let go or being revised. Returns how many notices are new."""
    now = timezone.now()
    return sum(_reminded(goal, now) for goal in under_way_by(now.date() + AHEAD, LATE + AHEAD))


def _reminded(goal: Goal, now: datetime) -> int:
    record = goal.record
    today = day_there(now, record.owner.time_zone)
    facts: dict[str, Any] = {
        "now": now,
        "link": reverse("mentoring:goal", args=[record.pk]),
        "goal": goal.pk,
    }
    people = {record.owner_id}
    if record.mentorship is not None and has_endorser(record):
        people.add(record.mentorship.mentor_id)
    told = 0
    if goal.review_on is not None and _is_now(goal.review_on, today):
        on = goal.review_on.isoformat()
        told += tell(
            people, "goal.review", key=f"goal.review:{goal.pk}:{on}", review_on=on, **facts
        )
    if goal.due_on is not None and _is_now(goal.due_on - AHEAD, today):
        on = goal.due_on.isoformat()
        told += tell(
            [record.owner_id], "goal.due", key=f"goal.due:{goal.pk}:{on}", due_on=on, **facts
        )
    return told


def _is_now(day: date, today: date) -> bool:
    return day <= today <= day + LATE


every(60, "banyan.mentoring.jobs.goals.remind_of_goals")
