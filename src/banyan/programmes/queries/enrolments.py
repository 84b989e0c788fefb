"""Who is in a cohort, as far as the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment, Need
from banyan.programmes.queries.history import Tally
from banyan.programmes.standings import ENROLLED, ENROLMENT_READERS
from banyan.programmes.states import EnrolmentStatus


def enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(ENROLMENT_READERS.where(viewer)).select_related(
        "person", "school", "cohort__programme__organisation"
    )


def enrolment(viewer: Viewer, pk: int) -> Enrolment:
    return enrolments(viewer).prefetch_related("needs").get(pk=pk)


def my_enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return enrolments(viewer).filter(ENROLLED.where(viewer)).order_by("-cohort__starts_on")


def takes_part(viewer: Viewer, mentor: Application) -> bool:
    """Is the viewer enrolled in the programme of this mentor, so that she may ask her?"""
    if not viewer.is_somebody:
        return False
    rows = my_enrolments(viewer).filter(status=EnrolmentStatus.ENROLLED)
    return rows.filter(cohort__programme_id=mentor.programme_id).exists()


def enrolments_in(viewer: Viewer, cohort: Cohort, status: str = "") -> QuerySet[Any]:
    """The people of a cohort whom the viewer may see, by school and name: what a list shows."""
    rows = Enrolment.objects.filter(ENROLMENT_READERS.where(viewer), cohort=cohort)
    if status in EnrolmentStatus.values:
        rows = rows.filter(status=status)
    return rows.order_by("school__name", "person__name").values_list(
        "pk", "status", "person__name", "school__name", named=True
    )


def needs_of(enrolments: Iterable[int]) -> dict[int, list[str]]:
    """What these teachers would like help with, as codes, by enrolment; the caller has shown that
    the viewer may see them. One query."""
    found: dict[int, list[str]] = {}
    rows = Need.objects.filter(enrolment_id__in=list(enrolments)).order_by("rank")
    for pk, domain in rows.values_list("enrolment_id", "domain"):
        found.setdefault(pk, []).append(domain)
    return found


def enrolment_counts(viewer: Viewer, cohort: Cohort) -> list[Tally]:
    """Every status of enrolment with its count among the rows that the viewer may see."""
    rows = Enrolment.objects.filter(ENROLMENT_READERS.where(viewer), cohort=cohort)
    found = dict(rows.values_list("status").annotate(Count("pk")).order_by())
    return [Tally(s.value, str(s.label), found.get(s.value, 0)) for s in EnrolmentStatus]


def known_person(email: str, name: str, school: Organisation) -> Person | None:
    """Whoever has this address; without one, who has this name and a role at this school."""
    if email:
        return Person.objects.filter(email=email.lower()).first()
    return Person.objects.filter(
        name=name.strip(), email__isnull=True, memberships__organisation=school
    ).first()
