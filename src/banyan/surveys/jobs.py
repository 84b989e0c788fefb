"""Asking for feedback that is due, by the clock."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from banyan.notifications.actions import tell
from banyan.surveys.notices import DUE
from banyan.surveys.queries.asking import Missing, unanswered
from banyan.trail.registry import every


def ask_feedback() -> int:
    """Ask everybody who was in a held session and has not said how it was, once each, when the
    blueprint's hours have passed. Returns how many notices are new."""
    now = timezone.now()
    return sum(
        _ask(missing, person, now) for missing in unanswered(now) for person in missing.people
    )


def _ask(missing: Missing, person: int, now: datetime) -> int:
    session = missing.session
    return tell(
        [person],
        DUE.code,
        key=f"{DUE.code}:{session.pk}",
        now=now,
        link=reverse("surveys:feedback", args=[session.pk]),
        session=session.pk,
        person=person,
        starts_at=session.starts_at.isoformat(),
    )


every(15, "banyan.surveys.jobs.ask_feedback")
