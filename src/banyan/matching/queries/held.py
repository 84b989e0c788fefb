"""When short meetings hold people's time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value

from banyan.matching.models import RotaPlace
from banyan.matching.states.rotas import RotaStatus


def held(
    people: Collection[int], begins: datetime, ends: datetime
) -> tuple[QuerySet[RotaPlace], ...]:
    """Announced short meetings in which these people take part, from the first turn to the end of
    the last, as `people.registry.holds_time` asks for them. Whoever did not come is free."""
    step = F("rota__minutes") + F("rota__pause")
    lasts = ExpressionWrapper(
        Value(timedelta(minutes=1)) * (F("rota__turns") * step - F("rota__pause")), DurationField()
    )
    until = ExpressionWrapper(F("rota__starts_at") + lasts, DateTimeField())
    rows = RotaPlace.objects.filter(
        Q(last_turn=None) | Q(last_turn__gt=0),
        person_id__in=people,
        rota__status=RotaStatus.ANNOUNCED,
        rota__turns__gt=0,
        rota__starts_at__lt=ends,
    ).annotate(
        whose=F("person_id"),
        held_from=F("rota__starts_at"),
        held_until=until,
        held_by=F("rota__name"),
    )
    return (rows.filter(held_until__gt=begins),)
