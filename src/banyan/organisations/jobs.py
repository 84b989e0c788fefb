"""What the worker runs for organisations."""

from __future__ import annotations

from django.utils import timezone, translation

from banyan.organisations import actions
from banyan.organisations.queries import imports_to_go_on_with


def bring_in(import_id: int) -> int:
    """Bring in a large directory that somebody has just decided to bring in; returns 1 or 0."""
    return _bring_in(import_id)


def bring_in_all() -> int:
    """Every minute: go on with directories at which nobody is; returns how many there were."""
    return _bring_in(None)


def _bring_in(only: int | None) -> int:
    now = timezone.now()
    waiting = [row for row in imports_to_go_on_with(now=now) if only in (None, row.pk)]
    for row in waiting:
        # What is wrong with a row is told to whoever brings the file in.
        with translation.override(row.applied_by.locale if row.applied_by else None):
            actions.go_on_with_import(row, now=now)
    return len(waiting)
