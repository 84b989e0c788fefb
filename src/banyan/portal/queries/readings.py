"""Who has opened what a person wrote here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from banyan.kernel.viewer import Viewer
from banyan.mentoring.forms.records import named
from banyan.mentoring.models import Session, SessionLog
from banyan.mentoring.queries.records import own_records
from banyan.people.models import Person
from banyan.portal.queries.readers import KINDS
from banyan.surveys import standings as surveys
from banyan.surveys.models import Response
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


def read_by_others(viewer: Viewer, *, most: int = 50) -> list[Read]:
    """Who has opened words of the viewer's, newest first. Nine queries, however many."""
    own: dict[str, tuple[object, str]] = {}
    for row in own_records(viewer):
        own[subject_of(row)] = (named(row), reverse("mentoring:record", args=[row.pk]))
    for step in KINDS["step"].rows(viewer):
        own[subject_of(step)] = (KINDS["step"].title, KINDS["step"].url(step))
    for pk in Response.objects.filter(surveys.AUTHOR.where(viewer)).values_list("pk", flat=True):
        own[f"response:{pk}"] = (KINDS["feedback"].title, reverse("surveys:own"))
    for session, log in KINDS["log"].rows(viewer).values_list("pk", "log"):
        url = KINDS["log"].url(Session(pk=session))
        own[subject_of(SessionLog(pk=log))] = (KINDS["log"].title, url)
    for kind in ("request", "submission", "dispute"):
        for row in KINDS[kind].rows(viewer):
            own[subject_of(row)] = (KINDS[kind].title, KINDS[kind].url(row))
    events = (
        Event.objects.filter(verb__in=READINGS, subject__in=list(own))
        .exclude(actor=viewer.person_id)
        .order_by("-happened_at", "-pk")
        .values_list("happened_at", "actor", "subject")[:most]
    )
    names = dict(
        Person.objects.filter(pk__in={actor for _at, actor, _of in events}).values_list(
            "pk", "name"
        )
    )
    return [
        Read(moment, names[actor], *own[subject])
        for moment, actor, subject in events
        if actor in names
    ]
