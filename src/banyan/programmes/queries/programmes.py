"""Programmes, their cohorts, and the schools of their area."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Count, Q, QuerySet, Subquery, When

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.organisations.queries import free_to_take_up
from banyan.organisations.standings import KEEPER
from banyan.organisations.states import ImportStatus, Level, Role
from banyan.programmes.models import Cohort, PeopleImport, Programme
from banyan.programmes.queries.applications import counted_to_read
from banyan.programmes.standings import (
    COHORT_COORDINATOR,
    COHORT_READERS,
    IMPORT_COORDINATOR,
    PROGRAMME_COORDINATOR,
    PROGRAMME_READERS,
)
from banyan.programmes.states import EnrolmentStatus
from banyan.ui.prepared import ANYBODY, TODAY, PreparedFor, PreparedOne, PreparedRows


def programmes(viewer: Viewer) -> QuerySet[Programme]:
    """Those that take or took people in, and those that the viewer runs; newest first."""
    return (
        Programme.objects.filter(PROGRAMME_READERS.where(viewer))
        .select_related("organisation")
        .order_by("-starts_on", "name")
    )


def programme(viewer: Viewer, code: str) -> Programme:
    return programmes(viewer).get(code=code)


def programmes_run_by(viewer: Viewer) -> QuerySet[Programme]:
    return programmes(viewer).filter(PROGRAMME_COORDINATOR.where(viewer))


def programme_to_run(viewer: Viewer, code: str) -> Programme:
    return programmes_run_by(viewer).get(code=code)


def places_to_start(viewer: Viewer) -> QuerySet[Organisation]:
    """Where the viewer may start a programme: areas, not single schools, widest first."""
    return (
        Organisation.objects.filter(KEEPER.where(viewer), closed_on__isnull=True)
        .exclude(level=Level.SCHOOL)
        .select_related("parent")
    )


def may_start_somewhere(viewer: Viewer) -> bool:
    """Whether there is an area in which the viewer may start a programme or keep a blueprint."""
    runs_something = viewer.has(Role.COORDINATOR) or viewer.has(Role.ADMINISTRATOR)
    return runs_something and places_to_start(viewer).exists()


def cohorts(viewer: Viewer) -> QuerySet[Cohort]:
    return (
        Cohort.objects.filter(COHORT_READERS.where(viewer))
        .select_related("programme__organisation")
        .order_by("-starts_on", "name")
    )


def cohorts_at_once(viewer: Viewer) -> list[Cohort]:
    """The same, of those no more than a choice offers. One query."""
    return _cohorts_at_once(viewer)


@PreparedFor
def _cohorts_at_once(viewer: Viewer) -> QuerySet[Cohort]:
    return cohorts(viewer)[:100]


def cohorts_widest_first(viewer: Viewer) -> list[Cohort]:
    """The cohorts that the viewer may look at, in the order of a home: one that is not over
    before one that is, then one that is hers to run before one that only reaches her area, then
    that of the widest area, then the latest. People are not counted: a nation has too many for
    that on every look at a home. Each has `to_read`: how many applications wait for the viewer,
    whichever they are for. One query."""
    return _cohorts_widest_first(viewer)


@PreparedFor
def _cohorts_widest_first(viewer: Viewer) -> QuerySet[Cohort]:
    over = Case(When(ends_on__gt=TODAY, then=0), default=1)
    widest = [
        When(programme__organisation__level=level, then=place)
        for place, level in enumerate(Level.values)
    ]
    found = cohorts(viewer).annotate(
        over=over,
        hers=Case(When(COHORT_COORDINATOR.where(viewer), then=0), default=1),
        breadth=Case(*widest, default=len(widest)),
        to_read=Subquery(counted_to_read(viewer)),  # the same for all: a home asks once less
    )
    return found.order_by("over", "hers", "breadth", "-starts_on", "-pk")[:100]


def cohorts_of(viewer: Viewer, programme: Programme) -> QuerySet[Cohort]:
    """A programme's cohorts with how many people are in them; for those who run a part of it."""
    counted = Q(enrolments__status__in=[EnrolmentStatus.INVITED, EnrolmentStatus.ENROLLED])
    return (
        cohorts(viewer)
        .filter(programme=programme)
        .annotate(people=Count("enrolments", filter=counted))
    )


def cohort(viewer: Viewer, pk: int) -> Cohort:
    found: Cohort = _cohort.one(viewer, pk)
    return found


_cohort = PreparedOne(cohorts)


def cohort_to_run(viewer: Viewer, pk: int) -> Cohort:
    found: Cohort = _cohort_to_run.one(viewer, pk)
    return found


@PreparedOne
def _cohort_to_run(viewer: Viewer) -> QuerySet[Cohort]:
    return cohorts(viewer).filter(COHORT_COORDINATOR.where(viewer))


def schools_of(programme: Programme) -> QuerySet[Organisation]:
    """Every open school in the area of a programme."""
    area = programme.organisation.path or ""
    return Organisation.objects.filter(
        Q(path=area) | Q(path__startswith=f"{area}/"),
        level=Level.SCHOOL,
        closed_on__isnull=True,
    ).order_by("name")


def person_import(viewer: Viewer, pk: int) -> PeopleImport:
    return (
        PeopleImport.objects.filter(IMPORT_COORDINATOR.where(viewer))
        .defer("content")
        .select_related("cohort__programme__organisation")
        .get(pk=pk)
    )


def lists_to_go_on_with(*, now: datetime) -> list[PeopleImport]:
    """Uploaded lists that the worker is to bring in, oldest first."""
    return _lists_to_go_on_with(now=now)


@PreparedRows
def _lists_to_go_on_with() -> QuerySet[PeopleImport]:
    rows = PeopleImport.objects.filter(free_to_take_up(ANYBODY.now)).defer("content")
    return rows.select_related("cohort__programme__organisation", "applied_by").order_by("pk")


def lists_left(*, before: datetime) -> list[PeopleImport]:
    """Uploaded lists, older than this moment, on which nobody has decided."""
    return list(
        PeopleImport.objects.filter(
            status=ImportStatus.CHECKED, created_at__lt=before
        ).select_related("cohort__programme__organisation")
    )
