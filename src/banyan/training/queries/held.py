"""When workshops hold people's time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, QuerySet

from banyan.training.models import MeetingDay
from banyan.training.states import SeatStatus, WorkshopStatus


def held(
    people: Collection[int], begins: datetime, ends: datetime
) -> tuple[QuerySet[MeetingDay], ...]:
    """The days of open workshops that these people lead, and those at which they have a seat, as
    `people.registry.holds_time` asks for them. Whoever waits for a seat is free; a draft and what
    was called off hold nobody."""
    days = MeetingDay.objects.filter(
        starts_at__lt=ends, ends_at__gt=begins, site__workshop__status=WorkshopStatus.OPEN
    ).annotate(
        held_from=F("starts_at"), held_until=F("ends_at"), held_by=F("site__workshop__title")
    )
    return (
        days.filter(site__leader_id__in=people).annotate(whose=F("site__leader_id")),
        days.filter(
            site__places__person_id__in=people, site__places__status=SeatStatus.SEATED
        ).annotate(whose=F("site__places__person_id")),
    )
