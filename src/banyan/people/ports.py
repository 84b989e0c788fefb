"""What people needs from outside, named by dotted path in settings."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class FormIsOffered(Protocol):
    """Looks whether a page still has its form for somebody."""

    def __call__(self, person_id: int, address: str, now: datetime) -> bool:
        """Whether the person of this id, opening this address, is offered such a form."""
        ...
