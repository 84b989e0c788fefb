"""What becomes of finished steps and of readings, by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from banyan.kernel.viewer import system
from banyan.mentoring.queries.mentorships import blueprint_of, coordinators_over, told_of
from banyan.notifications.actions import tell
from banyan.practice.actions import hand_in
from banyan.practice.notices.submissions import tell_deciders
from banyan.practice.queries.disputes import undecided
from banyan.practice.queries.handing_in import Ready, ready, ready_since
from banyan.practice.queries.submissions import unread
from banyan.practice.queries.works import handed
from banyan.practice.rules import HANDING_IN
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event

WARN_DAYS = 3  # so long before a reading is due, its reader is reminded
LOOK_BACK = timedelta(days=30)


def hand_in_finished(event: Event) -> None:
    """A teacher has said that a step is done: what readers judge is handed in by that."""
    pair = told_of(event.subject)
    found = ready(pair, str(event.data["key"]), blueprint_of(pair.cohort))
    if found is not None:
        _hand_in(found, event.happened_at)


def hand_in_what_waits() -> int:
    """The same for all steps finished lately, should one have been missed. Returns how many."""
    now = timezone.now()
    return sum(_hand_in(found, now) for found in ready_since(now - LOOK_BACK))


def _hand_in(found: Ready, now: datetime) -> bool:
    by = system(now)
    return bool(HANDING_IN.decide(by, found, "hand_in")) and hand_in(found, by=by) is not None


def remind_readers() -> int:
    """Tell readers shortly before a reading is due and when it is late; then the coordinators,
    too. Once each. Returns how many notices are new."""
    now = timezone.now()
    today = now.date()
    told = 0
    for reading in unread(today + timedelta(days=WARN_DAYS)):
        late = reading.due_on < today
        facts: dict[str, Any] = {
            "now": now,
            "reading": reading.pk,
            "due_on": reading.due_on.isoformat(),
        }
        told += tell(
            [reading.reader_id],
            "reading.due",
            key=f"reading.due:{reading.pk}:{reading.due_on}:{'late' if late else 'soon'}",
            link=reverse("practice:reading", args=[reading.pk]),
            **facts,
        )
        if late and reading.submission is not None:
            work = handed(reading.submission)
            told += tell(
                set(coordinators_over([work.place], on=today)) - work.own,
                "applicant.overdue" if work.is_application else "reading.overdue",
                key=f"reading.overdue:{reading.pk}:{reading.due_on}",
                link=reverse("practice:submission", args=[reading.submission_id]),
                blueprint=design_of(work),
                teacher=work.author.name,
                **facts,
            )
    return told


def remind_of_disputes() -> int:
    """Tell those who decide, once, that a dispute is late. Returns how many notices are new."""
    now = timezone.now()
    return sum(
        tell_deciders(found, "dispute.overdue", f"dispute.overdue:{found.dispute.pk}", now=now)
        for found in undecided(now.date())
    )


trail.follow("practice.hand_in_finished", hand_in_finished, "step.finish")
trail.every(6 * 60, "banyan.practice.jobs.hand_in_what_waits")
trail.every(24 * 60, "banyan.practice.jobs.remind_readers")
trail.every(24 * 60, "banyan.practice.jobs.remind_of_disputes")
