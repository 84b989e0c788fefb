"""What every change of a pair has in common."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Hold, Mentorship
from banyan.mentoring.rules import MENTORSHIP
from banyan.trail import actions as trail


def move(mentorship: Mentorship, verb: str, *, by: Viewer, **changes: object) -> Mentorship:
    """One row of the table: decided, changed and recorded together."""
    scope = mentorship.school.path or ""
    return trail.move(mentorship, MENTORSHIP, verb, by=by, scope=scope, **changes)


WORDS = ("end_words", "extended_because")  # not loaded for whoever may not read them


def change(
    mentorship: Mentorship, verb: str, changes: dict[str, Any], *, by: Viewer, **data: Any
) -> Mentorship:
    """Fields of a pair that stays in its state, with its event. Raises Stale when its state, or
    one of these fields, is not what the caller has loaded."""
    seen = {name: getattr(mentorship, name) for name in changes if name not in WORDS}
    rows = Mentorship.objects.filter(pk=mentorship.pk, status=mentorship.status, **seen)
    with transaction.atomic():
        changed = rows.update(**changes)
        if changed:
            trail.record(
                verb=f"mentorship.{verb}",
                subject=trail.subject_of(mentorship),
                scope=mentorship.school.path or "",
                by=by,
                **data,
            )
    if not changed:
        raise Stale(str(MENTORSHIP.moved_on))
    for name, value in changes.items():
        setattr(mentorship, name, value)
    return mentorship


def end_hold(mentorship: Mentorship, by: Viewer) -> None:
    """A hold that began later in the day of somebody further east ends on the day it began."""
    Hold.objects.filter(mentorship=mentorship, ends_on__isnull=True).update(
        ends_on=Greatest("begins_on", Value(by.today, DateField()))
    )
