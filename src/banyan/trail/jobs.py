"""What the worker runs for the trail."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.trail import actions
from banyan.trail.queries import delivery_of


def deliver_one(delivery_id: int) -> bool:
    """Hand one event to one follower, unless that was done already; returns whether it was now."""
    delivery = delivery_of(delivery_id)
    if delivery.done_at is not None:
        return False
    actions.deliver(delivery, now=timezone.now())
    return True


def deliver_some(delivery_ids: list[int]) -> int:
    """The same for deliveries that were made together, in their order; returns how many."""
    return sum(deliver_one(pk) for pk in delivery_ids)


def sweep() -> int:
    """Every minute: say that the worker lives, and wake deliveries that nobody handled."""
    now = timezone.now()
    actions.beat("worker", now=now)
    return actions.wake_open(before=now - timedelta(minutes=2))
