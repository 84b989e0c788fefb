"""Who is in a cohort, as far as the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Count, IntegerField, QuerySet

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment, Need
from banyan.programmes.queries.history import Tally
from banyan.programmes.standings import ENROLLED, ENROLMENT_READERS
from banyan.programmes.states import EnrolmentStatus
from banyan.ui.paging import Page, page_asked
from banyan.ui.prepared import (
    Given,
    PreparedFor,
    PreparedOne,
    PreparedRows,
    each,
    given_each,
    size_of,
)


def enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(ENROLMENT_READERS.where(viewer)).select_related(
        "person", "school", "cohort__programme__organisation"
    )


def enrolment(viewer: Viewer, pk: int) -> Enrolment:
    found: Enrolment = _enrolment.one(viewer, pk)
    return found


@PreparedOne
def _enrolment(viewer: Viewer) -> QuerySet[Enrolment]:
    return enrolments(viewer).prefetch_related("needs")


def my_enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return enrolments(viewer).filter(ENROLLED.where(viewer)).order_by("-cohort__starts_on")


def takes_part(viewer: Viewer, mentor: Application) -> bool:
    """Is the viewer enrolled in the programme of this mentor, so that she may ask her?"""
    if not viewer.is_somebody:
        return False
    rows = my_enrolments(viewer).filter(status=EnrolmentStatus.ENROLLED)
    return rows.filter(cohort__programme_id=mentor.programme_id).exists()


def enrolments_in(
    viewer: Viewer, cohort: Cohort, status: str = "", *, page: str | None = None
) -> Page[Any]:
    """A page of the people of a cohort whom the viewer may see, by school and name: what a list
    shows. One query."""
    known = status if status in EnrolmentStatus.values else ""
    return page_asked(
        lambda start, end: _enrolments_in(viewer, known, start, end, cohort=cohort.pk), page
    )


@PreparedFor
def _enrolments_in(viewer: Viewer, status: str, start: int, end: int) -> QuerySet[Any]:
    rows = Enrolment.objects.filter(ENROLMENT_READERS.where(viewer), cohort_id=COHORT)
    if status:
        rows = rows.filter(status=status)
    return rows.order_by("school__name", "person__name", "pk").values_list(
        "pk", "status", "person__name", "school__name", named=True
    )[start:end]


COHORT = cast(int, Given("cohort", IntegerField()))


def needs_of(enrolments: Iterable[int]) -> dict[int, list[str]]:
    """What these teachers would like help with, as codes, by enrolment; the caller has shown that
    the viewer may see them. One query."""
    found: dict[int, list[str]] = {}
    asked = list(enrolments)
    size = size_of(asked)
    for pk, domain in _needs(size, **each("enrolment", asked, size)) if asked else ():
        found.setdefault(pk, []).append(domain)
    return found


@PreparedRows
def _needs(size: int) -> QuerySet[Any]:
    rows = Need.objects.filter(enrolment__id__in=given_each("enrolment", size))
    return rows.order_by("rank").values_list("enrolment_id", "domain")


def enrolment_counts(viewer: Viewer, cohort: Cohort) -> list[Tally]:
    """Every status of enrolment with its count among the rows that the viewer may see."""
    found = dict(_enrolment_counts(viewer, cohort=cohort.pk))
    return [Tally(s.value, str(s.label), found.get(s.value, 0)) for s in EnrolmentStatus]


@PreparedFor
def _enrolment_counts(viewer: Viewer) -> QuerySet[Any]:
    rows = Enrolment.objects.filter(ENROLMENT_READERS.where(viewer), cohort_id=COHORT)
    counted = rows.order_by().values("status").annotate(count=Count("pk"))
    return counted.values_list("status", "count")


def known_person(email: str, name: str, school: Organisation) -> Person | None:
    """Whoever has this address; without one, who has this name and a role at this school."""
    if email:
        return Person.objects.filter(email=email.lower()).first()
    return Person.objects.filter(
        name=name.strip(), email__isnull=True, memberships__organisation=school
    ).first()
