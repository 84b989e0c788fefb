"""What the worker runs for programmes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone, translation

from banyan.kernel.viewer import system
from banyan.programmes import actions
from banyan.programmes.queries import lists_left, lists_to_go_on_with

KEPT = timedelta(days=7)


def bring_in(import_id: int) -> int:
    """Bring in the next rows of a large list that somebody has decided on; returns 1 or 0."""
    return _bring_in(import_id)


def bring_in_all() -> int:
    """Every minute: go on with lists at which nobody is; returns how many there were."""
    return _bring_in(None)


def _bring_in(only: int | None) -> int:
    now = timezone.now()
    waiting = [row for row in lists_to_go_on_with(now=now) if only in (None, row.pk)]
    for row in waiting:
        # What is wrong with a row is told to whoever brings the list in.
        with translation.override(row.applied_by.locale if row.applied_by else None):
            actions.go_on_with_import(row, now=now)
    return len(waiting)


def forget_lists() -> int:
    """Every day: throw away uploaded lists on which nobody decided; returns how many.

    A list is full of names and addresses of people who are not in Banyan.
    """
    now = timezone.now()
    waiting = lists_left(before=now - KEPT)
    for row in waiting:
        actions.discard_import(row, by=system(now))
    return len(waiting)
