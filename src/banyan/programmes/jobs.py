"""What the worker runs for programmes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.kernel.viewer import system
from banyan.programmes import actions
from banyan.programmes.queries import lists_left

KEPT = timedelta(days=7)


def forget_lists() -> int:
    """Every day: throw away uploaded lists on which nobody decided; returns how many.

    A list is full of names and addresses of people who are not in Banyan.
    """
    now = timezone.now()
    waiting = lists_left(before=now - KEPT)
    for row in waiting:
        actions.discard_import(row, by=system(now))
    return len(waiting)
