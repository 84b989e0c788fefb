"""What becomes of applications of mentors where readers judge them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from banyan.kernel.viewer import system
from banyan.practice.actions import hand_in_application, lapse
from banyan.practice.queries.applying import handed_for, to_hand_in
from banyan.practice.queries.submissions import told_of
from banyan.practice.rules import APPLYING, SUBMISSION
from banyan.programmes.models import Application
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of


def hand_in_passed_on(event: Event) -> None:
    """An application was passed to the readers: it is handed in by that."""
    for found in to_hand_in(id_of(event.subject)):
        _hand_in(found, event.happened_at)


def hand_in_what_was_passed_on() -> int:
    """The same for all of them, should one have been missed. Returns how many."""
    now = timezone.now()
    return sum(_hand_in(found, now) for found in to_hand_in())


def _hand_in(found: Application, now: datetime) -> bool:
    by = system(now)
    may = APPLYING.decide(by, found, "hand_in")
    return bool(may) and hand_in_application(found, by=by) is not None


def lapse_withdrawn(event: Event) -> None:
    """An applicant has withdrawn: nobody reads it any more."""
    row, by = handed_for(id_of(event.subject)), system(event.happened_at)
    if row is not None and SUBMISSION.decide(by, told_of(row.pk), "lapse"):
        lapse(told_of(row.pk), by=by)


trail.follow("practice.hand_in_passed_on", hand_in_passed_on, "application.pass_on")
trail.follow("practice.lapse_withdrawn", lapse_withdrawn, "application.withdraw")
trail.every(6 * 60, "banyan.practice.jobs.hand_in_what_was_passed_on")
