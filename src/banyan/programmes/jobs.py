"""What the worker runs for programmes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from banyan.kernel.viewer import system
from banyan.notifications.actions import tell
from banyan.organisations.jobs import go_on
from banyan.programmes import actions
from banyan.programmes.queries import lists_left, lists_to_go_on_with
from banyan.programmes.queries.trainings import RunningOut, coordinators_of, running_out
from blueprint import TrainingStatus

KEPT = timedelta(days=7)
LAST_CALL_DAYS = 14  # before a training runs out, its second reminder


def bring_in(import_id: int) -> int:
    """Bring in the next rows of a large list that somebody has decided on; returns 1 or 0."""
    return _bring_in(import_id)


def bring_in_all() -> int:
    """Every minute: go on with lists at which nobody is; returns how many there were."""
    return _bring_in(None)


def _bring_in(only: int | None) -> int:
    now = timezone.now()
    return go_on(lists_to_go_on_with(now=now), only, actions.go_on_with_import, now)


def forget_lists() -> int:
    """Every day: throw away uploaded lists on which nobody decided; returns how many.

    A list is full of names and addresses of people who are not in Banyan.
    """
    now = timezone.now()
    waiting = lists_left(before=now - KEPT)
    for row in waiting:
        actions.discard_import(row, by=system(now))
    return len(waiting)


def remind_of_trainings() -> int:
    """Every day: tell mentors and readers twice that a training runs out, and once, with those who
    run the programme, that it has. Returns how many notices are new."""
    now = timezone.now()
    today = now.date()
    return sum(_remind(found, today, now) for found in running_out(today))


def _remind(found: RunningOut, today: date, now: datetime) -> int:
    held, ends = found.state.held_on, found.state.runs_out_on
    if held is None or ends is None:
        return 0
    facts: dict[str, Any] = {
        "programme": found.programme.name,
        "programme_id": found.programme.pk,
        "person": found.person.pk,
        "name": found.person.name,
        "code": found.code,
        "title": found.title or gettext("reading what teachers hand in"),
        "held_on": held.isoformat(),
        "ends_on": ends.isoformat(),
        "link": found.link,
    }
    key = f"{found.programme.pk}:{found.person.pk}:{found.code}:{held}"
    if found.state.status == TrainingStatus.RUN_OUT:
        runs = coordinators_of(found.programme, today) - {found.person.pk}
        told = tell([found.person.pk], "training.run_out", key=f"run_out:{key}", now=now, **facts)
        return told + tell(runs, "training.run_out_of", key=f"run_out_of:{key}", now=now, **facts)
    call = 2 if (ends - today).days <= LAST_CALL_DAYS else 1
    return tell([found.person.pk], "training.runs_out", key=f"out{call}:{key}", now=now, **facts)
