"""Counts by status, the history of a page, and what followers of the trail look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Model, OuterRef, Q, QuerySet, Subquery

from banyan.organisations.models import Membership
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Application, Enrolment
from banyan.trail.models import Event
from banyan.trail.queries import id_of, subject_of
from banyan.trail.registry import sentence_of
from banyan.ui.prepared import PreparedRows, each, given_each, size_of

LONGEST = 20  # lines of a history


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows have one status."""

    status: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history of a page."""

    at: datetime
    actor: str
    sentence: str
    url: str = ""


def history(things: Iterable[Model], platform: str) -> list[Line]:
    """What happened to these rows, newest first; the caller has shown that they may be seen.

    One query: the trail knows no people, so their names are looked up beside each event.
    """
    subjects = [subject_of(thing) for thing in things]
    size = size_of(subjects)
    return [
        Line(event.happened_at, "", str(sentence).format(actor=event.actor_name or platform))
        for event in (_history(size, **each("subject", subjects, size)) if subjects else ())
        if (sentence := sentence_of(event.verb)) is not None
    ]


@PreparedRows
def _history(size: int) -> QuerySet[Any]:
    name = Person.objects.filter(pk=OuterRef("actor")).values("name")
    events = Event.objects.filter(subject__in=given_each("subject", size, CharField()))
    return (
        events.annotate(actor_name=Subquery(name))
        .order_by("-happened_at", "-id")
        .values_list("happened_at", "verb", "actor_name")[:LONGEST]
    )


# What the followers of the trail need: they act for the platform, and look at one subject.


def told_enrolment(subject: str) -> Enrolment:
    """The enrolment that an event is about."""
    return Enrolment.objects.select_related("cohort__programme", "school").get(pk=id_of(subject))


def told_application(subject: str) -> Application:
    """The application that an event is about."""
    return Application.objects.select_related("programme__organisation", "person").get(
        pk=id_of(subject)
    )


def enrolment_status(pk: int) -> str | None:
    return Enrolment.objects.filter(pk=pk).values_list("status", flat=True).first()


def application_status(pk: int) -> str | None:
    return Application.objects.filter(pk=pk).values_list("status", flat=True).first()


def screeners_of(application: Application, at: datetime) -> set[int]:
    """Ids of the people who coordinate the programme's area on that day."""
    return set(
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=at.date()),
            starts_on__lte=at.date(),
            role=Role.COORDINATOR,
            organisation_id__in=application.programme.organisation.ancestor_ids,
        ).values_list("person_id", flat=True)
    )
