"""The two of a pair are told of an emergency access when its day has come."""

from __future__ import annotations

from django.utils import timezone

from banyan.kernel.viewer import system
from banyan.mentoring.actions.emergencies import tell_the_pair
from banyan.mentoring.queries.emergencies import to_be_told
from banyan.trail.registry import every


def tell_of_emergencies() -> int:
    """How many pairs were told."""
    by = system(timezone.now())
    return sum(tell_the_pair(found, by=by) for found in to_be_told(by.now))


every(60, "banyan.mentoring.jobs.emergencies.tell_of_emergencies")
