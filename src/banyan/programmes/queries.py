"""Reading programmes, cohorts, enrolments, applications and the public directory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Model, Q, QuerySet

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.standings import KEEPER
from banyan.organisations.states import Level, Role
from banyan.people.models import Person
from banyan.programmes.models import (
    Application,
    Cohort,
    Enrolment,
    PeopleImport,
    Programme,
    Review,
)
from banyan.programmes.standings import (
    APPLICATION_READERS,
    COHORT_COORDINATOR,
    COHORT_READERS,
    ENROLLED,
    ENROLMENT_READERS,
    IMPORT_COORDINATOR,
    PROGRAMME_COORDINATOR,
    PROGRAMME_READERS,
    PUBLIC,
    SCREENER,
)
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from banyan.trail.actions import subject_of
from banyan.trail.queries import timeline


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
    return Organisation.objects.filter(KEEPER.where(viewer), closed_on__isnull=True).exclude(
        level=Level.SCHOOL
    )


def runs_anything(viewer: Viewer) -> bool:
    return viewer.has(Role.COORDINATOR) or viewer.has(Role.ADMINISTRATOR)


def cohorts(viewer: Viewer) -> QuerySet[Cohort]:
    return (
        Cohort.objects.filter(COHORT_READERS.where(viewer))
        .select_related("programme__organisation")
        .order_by("-starts_on", "name")
    )


def cohorts_of(viewer: Viewer, programme: Programme) -> QuerySet[Cohort]:
    """A programme's cohorts with how many people are in them; for those who run a part of it."""
    counted = Q(enrolments__status__in=[EnrolmentStatus.INVITED, EnrolmentStatus.ENROLLED])
    return (
        cohorts(viewer)
        .filter(programme=programme)
        .annotate(people=Count("enrolments", filter=counted))
    )


def cohort(viewer: Viewer, pk: int) -> Cohort:
    return cohorts(viewer).get(pk=pk)


def cohort_to_run(viewer: Viewer, pk: int) -> Cohort:
    return cohorts(viewer).filter(COHORT_COORDINATOR.where(viewer)).get(pk=pk)


def schools_of(cohort: Cohort) -> QuerySet[Organisation]:
    """Every open school in the area of the cohort's programme."""
    area = cohort.programme.organisation.path or ""
    return Organisation.objects.filter(
        Q(path=area) | Q(path__startswith=f"{area}/"),
        level=Level.SCHOOL,
        closed_on__isnull=True,
    ).order_by("name")


def enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(ENROLMENT_READERS.where(viewer)).select_related(
        "person", "school", "cohort__programme__organisation"
    )


def enrolment(viewer: Viewer, pk: int) -> Enrolment:
    return enrolments(viewer).prefetch_related("needs").get(pk=pk)


def my_enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return enrolments(viewer).filter(ENROLLED.where(viewer)).order_by("-cohort__starts_on")


def enrolments_in(viewer: Viewer, cohort: Cohort, status: str = "") -> QuerySet[Enrolment]:
    """The people of a cohort whom the viewer may see, by school and name; never their words."""
    rows = enrolments(viewer).filter(cohort=cohort).defer("hopes", "left_because")
    if status in EnrolmentStatus.values:
        rows = rows.filter(status=status)
    return rows.prefetch_related("needs").order_by("school__name", "person__name")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows have one status."""

    status: str
    label: str
    count: int


def enrolment_counts(viewer: Viewer, cohort: Cohort) -> list[Tally]:
    """Every status of enrolment with its count among the rows that the viewer may see."""
    rows = Enrolment.objects.filter(ENROLMENT_READERS.where(viewer), cohort=cohort)
    found = dict(rows.values_list("status").annotate(Count("pk")).order_by())
    return [Tally(s.value, str(s.label), found.get(s.value, 0)) for s in EnrolmentStatus]


def applications(viewer: Viewer) -> QuerySet[Application]:
    return Application.objects.filter(APPLICATION_READERS.where(viewer)).select_related(
        "person", "organisation", "programme__organisation"
    )


def application(viewer: Viewer, pk: int) -> Application:
    """With all that belongs to it. A draft is the applicant's alone."""
    return (
        applications(viewer)
        .exclude(~Q(person_id=viewer.person_id), status=ApplicationStatus.DRAFT)
        .prefetch_related("expertise", "fluencies", "evidence")
        .get(pk=pk)
    )


def applications_to_screen(
    viewer: Viewer, programme: Programme, status: str = ""
) -> QuerySet[Application]:
    """Sent applications, oldest first; drafts belong to their authors alone."""
    rows = (
        applications(viewer)
        .filter(SCREENER.where(viewer), programme=programme)
        .exclude(status=ApplicationStatus.DRAFT)
        .defer("motivation", "refusal")
        .annotate(readings=Count("reviews"))
        .prefetch_related("expertise", "fluencies")
    )
    if status in ApplicationStatus.values:
        rows = rows.filter(status=status)
    return rows.order_by("submitted_at")


def application_counts(viewer: Viewer, programme: Programme) -> list[Tally]:
    rows = Application.objects.filter(SCREENER.where(viewer), programme=programme)
    found = dict(rows.values_list("status").annotate(Count("pk")).order_by())
    return [
        Tally(s.value, str(s.label), found.get(s.value, 0))
        for s in ApplicationStatus
        if s != ApplicationStatus.DRAFT
    ]


def my_applications(viewer: Viewer) -> QuerySet[Application]:
    return applications(viewer).filter(person_id=viewer.person_id).order_by("-pk")


def my_application_in(viewer: Viewer, programme: Programme) -> Application | None:
    """The latest application of the viewer in this programme, if there is any."""
    return my_applications(viewer).filter(programme=programme).first()


def reviews_of(viewer: Viewer, application: Application) -> QuerySet[Review]:
    """What reviewers wrote, for those who decide; never for the applicant."""
    return (
        Review.objects.filter(
            application__in=applications(viewer)
            .filter(SCREENER.where(viewer), pk=application.pk)
            .exclude(person_id=viewer.person_id)
        )
        .select_related("reviewer")
        .order_by("given_at")
    )


def person_import(viewer: Viewer, pk: int) -> PeopleImport:
    return (
        PeopleImport.objects.filter(IMPORT_COORDINATOR.where(viewer))
        .select_related("cohort__programme__organisation")
        .get(pk=pk)
    )


def directory(viewer: Viewer, *, domain: str = "", language: str = "") -> QuerySet[Application]:
    """Mentors who agreed to be listed, by name. The filters use what every listed mentor
    publishes, so that no filter can tell what somebody keeps to herself."""
    rows = Application.objects.filter(PUBLIC.where(viewer))
    if domain:
        rows = rows.filter(expertise__domain=domain)
    if language:
        rows = rows.filter(fluencies__language=language)
    return (
        rows.select_related("person", "organisation", "programme")
        .prefetch_related("expertise", "fluencies")
        .defer("motivation", "refusal")
        .order_by("person__name")
    )


def listed_mentor(viewer: Viewer, pk: int) -> Application:
    return directory(viewer).get(pk=pk)


def shelf() -> list[blueprint.Blueprint]:
    """Every blueprint that comes with the product, in the order of their codes."""
    return [found for _, found in sorted(blueprint.library().items())]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history of a page."""

    at: datetime
    actor: str
    sentence: str
    url: str = ""


def history(things: Iterable[Model], platform: str) -> list[Line]:
    """What happened to these rows, newest first; the caller has shown that they may be seen."""
    told = timeline([subject_of(thing) for thing in things])
    names = dict(
        Person.objects.filter(pk__in={entry.actor_id for entry in told}).values_list("pk", "name")
    )
    lines = []
    for entry in told:
        actor = names.get(entry.actor_id, platform)
        lines.append(Line(entry.happened_at, "", entry.sentence.format(actor=actor)))
    return lines


# What the followers of the trail need: they act for the platform, and look at one subject.


def told_enrolment(subject: str) -> Enrolment:
    """The enrolment that an event is about."""
    return Enrolment.objects.select_related("cohort__programme", "school").get(
        pk=int(subject.partition(":")[2])
    )


def told_application(subject: str) -> Application:
    """The application that an event is about."""
    return Application.objects.select_related("programme__organisation", "person").get(
        pk=int(subject.partition(":")[2])
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
