"""Observations, looked at by the clock: what was seen and is not yet looked at together."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from banyan.notifications.actions import tell
from banyan.practice.queries.observations import other_of, to_analyse
from banyan.trail import registry as trail

WARN_DAYS = 1  # so long before the last day the two are reminded


def remind_of_co_analysis() -> int:
    """Tell both, the day before and when it is late, that they have yet to look at what was seen.
    Once each. Returns how many notices are new."""
    now = timezone.now()
    today = now.date()
    told = 0
    for row in to_analyse(today + timedelta(days=WARN_DAYS)):
        by = row.analyse_by
        if by is None:
            continue
        when = "late" if by < today else "soon"
        for person in (row.record.owner_id, row.observer_id):
            told += tell(
                [person],
                "observation.analyse_due",
                key=f"observation.analyse_due:{row.pk}:{by}:{when}",
                now=now,
                link=reverse("practice:observation", args=[row.record_id]),
                observation=row.pk,
                other=other_of(row, person).name,
                analyse_by_on=by.isoformat(),
            )
    return told


trail.every(24 * 60, "banyan.practice.jobs.observations.remind_of_co_analysis")
