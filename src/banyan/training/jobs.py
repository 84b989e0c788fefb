"""Reminders a day before, and workshops that are over."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import system
from banyan.trail.registry import every
from banyan.training.actions import hold
from banyan.training.notices import tell_of_workshop
from banyan.training.queries.workshops import days_soon, over_since, with_seats
from banyan.training.states import SeatStatus

A_DAY = timedelta(hours=24)


def remind() -> int:
    """Remind those who have a seat, and whoever leads it, within a day of each meeting; a meeting
    that was moved, anew. Returns how many notices are new."""
    now = timezone.now()
    told = 0
    for day in days_soon(now, A_DAY):
        workshop = day.site.workshop
        seated = with_seats(workshop, [SeatStatus.SEATED], day.site)
        told += tell_of_workshop(
            "workshop.reminder",
            workshop,
            {*seated, day.site.leader_id},
            key=f"workshop.reminder:{day.pk}:{day.sequence}",
            now=now,
            day=day.pk,
            starts_at=day.starts_at.isoformat(),
            site=day.site.name,
        )
    return told


def hold_over() -> int:
    """A day after its last meeting, a workshop has taken place, whoever forgot to say so. Returns
    how many."""
    by = system(timezone.now())
    held = 0
    for workshop in over_since(by.now - A_DAY):
        try:
            hold(workshop, by=by)
        except Stale:  # somebody did so at this very moment
            continue
        held += 1
    return held


every(15, "banyan.training.jobs.remind")
every(60, "banyan.training.jobs.hold_over")
