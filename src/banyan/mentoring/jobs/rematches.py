"""What a teacher chose to take along goes on in her next pair once that has begun."""

from __future__ import annotations

from django.utils import timezone

from banyan.kernel.viewer import system
from banyan.mentoring.actions.rematches import carry_plans
from banyan.trail.registry import every


def carry_chosen() -> int:
    """For pairs that begin on a later day than the second yes. Returns how many records went."""
    return carry_plans(by=system(timezone.now()))


every(60, "banyan.mentoring.jobs.rematches.carry_chosen")
