"""Short meetings in people's time: when they hold it, and what a calendar program reads of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    CharField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat

from banyan.kernel.viewer import Viewer
from banyan.matching.models import RotaPlace
from banyan.matching.queries.rotas import turn_starts
from banyan.matching.standings import ROTA_GUEST
from banyan.matching.states.rotas import RotaStatus
from banyan.trail.models import Event

MOST = 100  # in one calendar


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


@dataclass(frozen=True, slots=True)
class Stretch:
    """From somebody's first short meeting of a day to the end of her last."""

    place: RotaPlace
    starts_at: datetime
    ends_at: datetime


def in_calendar(viewer: Viewer, since: datetime) -> list[Stretch]:
    """The viewer's own short meetings for her calendar, a stretch for each day of them: those that
    were announced, also when they were called off then. One query."""
    told = Event.objects.filter(
        subject=Concat(Value("rota:"), Cast(OuterRef("rota_id"), CharField())), verb="rota.announce"
    )
    mine = Q(rota__meetings__teacher=F("person")) | Q(rota__meetings__mentor=F("person"))
    rows = (
        RotaPlace.objects.filter(ROTA_GUEST.where(viewer), rota__starts_at__gte=since)
        .filter(~Q(rota__status=RotaStatus.CANCELLED) | Exists(told))
        .annotate(
            first=Min("rota__meetings__turn", filter=mine),
            last=Max("rota__meetings__turn", filter=mine),
        )
        .exclude(first=None)
        .select_related("rota")
        .order_by("rota__starts_at", "pk")
    )
    return [
        Stretch(
            place,
            turn_starts(place.rota, place.first),
            turn_starts(place.rota, place.last) + timedelta(minutes=place.rota.minutes),
        )
        for place in rows[:MOST]
    ]
