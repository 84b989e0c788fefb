"""The mentor pool: applications, what reviewers wrote, and the public directory."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, Func, IntegerField, OuterRef, Prefetch, QuerySet

from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Application, Cohort, Expertise, Programme, Review
from banyan.programmes.queries.history import Tally
from banyan.programmes.standings import APPLICATION_READERS, PUBLIC, SCREENER
from banyan.programmes.states import ApplicationStatus
from banyan.ui.prepared import PreparedFor, PreparedOne


def applications(viewer: Viewer) -> QuerySet[Application]:
    return Application.objects.filter(APPLICATION_READERS.where(viewer)).select_related(
        "person", "organisation", "programme__organisation"
    )


def applications_to_read(viewer: Viewer) -> int:
    """How many wait for a reader or a decision, without the viewer's own. One query."""
    ((count,),) = _applications_to_read(viewer)
    return int(count)


@PreparedFor
def _applications_to_read(viewer: Viewer) -> QuerySet[Any]:
    return counted_to_read(viewer)


def counted_to_read(viewer: Viewer) -> QuerySet[Any]:
    """The same as one row, for a query of something else."""
    waiting = [ApplicationStatus.SUBMITTED, ApplicationStatus.SCREENED]
    rows = Application.objects.filter(APPLICATION_READERS.where(viewer), status__in=waiting)
    others = rows.exclude(person_id=viewer.person_id).order_by()
    # Not an aggregate: that would be counted for each group of something.
    return others.values_list(Func("pk", function="COUNT", output_field=IntegerField()))


def application(viewer: Viewer, pk: int) -> Application:
    """With all that belongs to it, and whether a cohort that is not over is run by another
    blueprint than its programme."""
    found: Application = _application.one(viewer, pk)
    return found


@PreparedOne
def _application(viewer: Viewer) -> QuerySet[Application]:
    otherwise = Cohort.objects.filter(
        programme=OuterRef("programme"), ends_on__gt=viewer.today
    ).exclude(blueprint="", blueprint_version=OuterRef("programme__blueprint_version"))
    rows = applications(viewer).annotate(run_otherwise=Exists(otherwise))
    advised = Prefetch("reviews", Review.objects.only("application_id", "advice"))
    return rows.prefetch_related("expertise", "fluencies", "evidence", advised)


def applications_to_screen(
    viewer: Viewer, programme: Programme, status: str = ""
) -> QuerySet[Application]:
    """Sent applications, oldest first; drafts belong to their authors alone."""
    rows = (
        applications(viewer)
        .filter(SCREENER.where(viewer), programme=programme)
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


def offered_domains(viewer: Viewer) -> list[str]:
    """Domains in which a listed mentor can help, those that most can first."""
    rows = Expertise.objects.filter(
        application__in=Application.objects.filter(PUBLIC.where(viewer))
    )
    counted = rows.order_by().values("domain").annotate(mentors=Count("pk"))
    return [row["domain"] for row in counted.order_by("-mentors", "domain")]


def listed_mentor(viewer: Viewer, pk: int) -> Application:
    return directory(viewer).get(pk=pk)
