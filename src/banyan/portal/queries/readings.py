"""Who has opened what a person wrote here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery, Value
from django.urls import reverse

from banyan.kernel.viewer import Viewer
from banyan.mentoring.forms.records import named
from banyan.mentoring.queries.records import own_records
from banyan.people.models import Person
from banyan.portal.queries.readers import KINDS
from banyan.trail.models import Event
from banyan.trail.queries import subject_of


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody has opened words of the viewer's."""

    at: datetime
    name: str
    kind: object
    url: str


# Which events tell of a reading.
READINGS = (
    "record.read", "step.read", "feedback.read_confidence", "log.read", "request.read",
    "submission.read", "dispute.read",
)  # fmt: skip


# For each kind but records: how the trail names what was read, in which field its id stands, and in
# which the id by which its page is found.
_NAMED = {
    "step": ("steprecord", "pk", "mentorship"),
    "log": ("sessionlog", "log", "pk"),
    "feedback": ("response", "pk", "pk"),
    "request": ("request", "pk", "pk"),
    "submission": ("submission", "pk", "pk"),
    "dispute": ("dispute", "pk", "pk"),
}


def read_by_others(viewer: Viewer, *, most: int = 50) -> list[Read]:
    """Who has opened words of the viewer's, newest first. Three queries, however many."""
    own: dict[str, tuple[object, str]] = {}
    for record in own_records(viewer):
        own[subject_of(record)] = (named(record), reverse("mentoring:record", args=[record.pk]))
    for code, pk, at in _of_the_viewer(viewer):
        kind, (subject, _pk, field) = KINDS[code], _NAMED[code]
        row = kind.rows(viewer).model(**{"pk" if field == "pk" else f"{field}_id": at})
        own[f"{subject}:{pk}"] = (kind.title, kind.url(row))
    name = Person.objects.filter(pk=OuterRef("actor")).values("name")
    events = (
        Event.objects.filter(verb__in=READINGS, subject__in=list(own))
        .exclude(actor=viewer.person_id)
        .order_by("-happened_at", "-pk")
        .values_list("happened_at", Subquery(name), "subject")[:most]
    )
    return [Read(moment, name, *own[subject]) for moment, name, subject in events if name]


def _of_the_viewer(viewer: Viewer) -> Iterable[tuple[str, int, int]]:
    """Kind and ids of what the viewer has written of each of these kinds. One query."""
    first, *others = (
        KINDS[code].rows(viewer).order_by().values_list(Value(code), pk, at)
        for code, (_subject, pk, at) in _NAMED.items()
    )
    return first.union(*others, all=True)
