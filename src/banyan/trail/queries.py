"""Reading the trail. The caller has already shown that the viewer may see the subjects."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, IntegerField, Model, QuerySet

from banyan.trail.models import Delivery, Event
from banyan.trail.registry import sentence_of
from banyan.ui.prepared import Given, PreparedRows


def subject_of(thing: Model) -> str:
    """How the trail names a row: its model and its id, "mentorship:42"."""
    return f"{thing._meta.model_name}:{thing.pk}"


def id_of(subject: str) -> int:
    """The id in such a name."""
    return int(subject.partition(":")[2])


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a timeline; `sentence` has a `{actor}` placeholder."""

    happened_at: datetime
    actor_id: int
    sentence: str
    data: dict[str, object]


def timeline(subjects: Iterable[str], *, limit: int = 20) -> list[Entry]:
    """The newest events about these subjects that have a sentence, newest first. One query."""
    events = Event.objects.filter(subject__in=list(subjects)).order_by("-happened_at", "-id")
    return [
        Entry(event.happened_at, event.actor, str(sentence), event.data)
        for event in events[:limit]
        if (sentence := sentence_of(event.verb)) is not None
    ]


def has_happened(subject: str, verbs: Collection[str]) -> bool:
    """Whether something of this kind has happened to this subject."""
    return bool(_has_happened(tuple(verbs), subject=subject))


@PreparedRows
def _has_happened(verbs: tuple[str, ...]) -> QuerySet[Event, Any]:
    rows = Event.objects.filter(subject=Given("subject", CharField()), verb__in=verbs)
    return rows.order_by().values_list("pk")[:1]


def delivery_of(pk: int) -> Delivery:
    """One delivery with its event. Raises Delivery.DoesNotExist if there is none such."""
    delivery: Delivery | None = next(iter(_delivery(pk=pk)), None)
    if delivery is None:
        raise Delivery.DoesNotExist(pk)
    return delivery


@PreparedRows
def _delivery() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("event").filter(pk=Given("pk", IntegerField()))


def left_open(before: datetime, *, most_attempts: int) -> list[int]:
    """Ids of the first 500 deliveries still to do of what happened before a moment."""
    return [pk for (pk,) in _left_open(most_attempts, before=before)]


@PreparedRows
def _left_open(most_attempts: int) -> QuerySet[Delivery, Any]:
    rows = open_deliveries(most_attempts=most_attempts)
    late = rows.filter(event__happened_at__lt=Given("before", DateTimeField()))
    return late.values_list("pk")[:500]


def open_deliveries(*, most_attempts: int) -> QuerySet[Delivery]:
    """Deliveries still to do, oldest first."""
    return (
        Delivery.objects.filter(done_at__isnull=True, attempts__lt=most_attempts)
        .select_related("event")
        .order_by("id")
    )
