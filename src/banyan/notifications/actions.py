"""Telling people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from banyan.notifications.models import Notice
from banyan.notifications.registry import kind_of


def tell(
    person_ids: Iterable[int], kind: str, *, key: str, now: datetime, link: str = "", **data: Any
) -> int:
    """Tell each person once; the same key again is nothing new. Returns how many are new.

    `data` fills the placeholders of the kind's words: names, dates in ISO form, counts. Never
    confidential text. Dates and instants are shown in the reader's own zone and language.
    """
    category = kind_of(kind).category
    wanted = sorted({pid for pid in person_ids if pid})
    known = set(
        Notice.objects.filter(person_id__in=wanted, key=key).values_list("person_id", flat=True)
    )
    fresh = [
        Notice(
            person_id=pid,
            kind=kind,
            key=key,
            category=category,
            data=data,
            link=link,
            created_at=now,
        )
        for pid in wanted
        if pid not in known
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
