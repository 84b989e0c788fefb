"""Keeping what somebody says again as what it is: no news."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

Stored = TypeVar("Stored", bound=Model)


def put(model: type[Stored], values: dict[str, Any], **key: Any) -> tuple[Stored, bool]:
    """The row of this key, with these values, made where there is none; and whether anything is
    other than it was. A form that two tabs send is news once."""
    row, made = model._default_manager.get_or_create(defaults=values, **key)
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    if changes:
        row.save(update_fields=list(changes))
    return row, made or bool(changes)
