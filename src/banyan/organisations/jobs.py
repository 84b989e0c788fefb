"""What the worker runs for organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

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
    return go_on(imports_to_go_on_with(now=now), only, actions.go_on_with_import, now)


def go_on(
    waiting: Iterable[Any], only: int | None, act: Callable[..., object], now: datetime
) -> int:
    """Goes on with each of these uploads, or with `only` one of them; returns how many. What is
    wrong with a row is told in the language of whoever brings the file in."""
    chosen = [row for row in waiting if only in (None, row.pk)]
    for row in chosen:
        with translation.override(row.applied_by.locale if row.applied_by else None):
            act(row, now=now)
    return len(chosen)
