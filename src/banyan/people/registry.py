"""What holds people's time beside the sessions of mentoring. Each context that holds some registers
itself, so that whoever offers a time leaves it out, wherever the two stand on the map."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

Holder = Callable[[Collection[int], datetime, datetime], Iterable[QuerySet[Any]]]
_holders: list[Holder] = []


def holds_time(holder: Holder) -> None:
    """From now on this tells when people are busy. It is given their ids and two moments, and gives
    rows of which each overlaps the time between these, annotated with `whose` time it is (an id),
    `held_from`, `held_until`, and `held_by`: what it is called, for that person alone to read."""
    if holder not in _holders:
        _holders.append(holder)


def held_time(people: Collection[int], begins: datetime, ends: datetime) -> list[QuerySet[Any]]:
    """What holds the time of these people at some moment of [begins, ends), in no order: sets of
    rows, each annotated as above, that can be put into one query by `union`."""
    return [rows.order_by() for holder in _holders for rows in holder(people, begins, ends)]
