"""Requests for guidance: only the two people of a request can see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Request
from banyan.mentoring.queries.proposals import bar_of, heads
from banyan.mentoring.queries.questions import counted
from banyan.mentoring.standings import (
    REQUEST_PARTIES,
    REQUEST_WORDS_READERS,
    mentor_in_power,
)
from banyan.mentoring.states import LIVE, MentorshipForm, RequestStatus
from banyan.organisations.queries.reporting import reports_to
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.programmes.queries import directory
from banyan.programmes.states import (
    ApplicationStatus,
    Bar,
    EnrolmentStatus,
    ProgrammeStatus,
    Side,
)
from banyan.trail.queries import id_of
from banyan.ui.prepared import ANYBODY, PreparedOne, PreparedRows


def requests(viewer: Viewer) -> QuerySet[Request]:
    """Requests that the viewer made or received, newest first. Without words."""
    return _requests(viewer).defer("text", "answer")


def _requests(viewer: Viewer) -> QuerySet[Request]:
    return (
        Request.objects.filter(REQUEST_PARTIES.where(viewer))
        .select_related("teacher", "mentor", "school", "cohort__programme", "mentorship")
        .order_by("-asked_at", "pk")
    )


def request(viewer: Viewer, pk: int) -> Request:
    """The request with this id; without words for a mentor who has come to power over the teacher.
    Raises DoesNotExist for everybody but its two people."""
    found: Request = _request.one(viewer, pk)
    if not REQUEST_WORDS_READERS.holds(viewer, found):
        found.text = found.answer = ""
    return found


@PreparedOne
def _request(viewer: Viewer) -> QuerySet[Request]:
    return _requests(viewer).annotate(**mentor_in_power("teacher", "mentor", viewer.today))


def listed_mentor(viewer: Viewer, pk: str) -> Application:
    """A mentor of the directory by the id of her place in the pool, as it stands in an address.

    Raises DoesNotExist for one who is not listed there or takes no teachers now.
    """
    if not pk.isdecimal() or len(pk) > 18:
        raise Application.DoesNotExist
    return directory(viewer).prefetch_related(None).get(pk=int(pk))


def cohort_to_ask_in(viewer: Viewer, application: Application) -> Cohort:
    """The cohort of this mentor's programme in which the viewer is enrolled; for anybody else
    the newest one. Raises DoesNotExist when the programme has none."""
    own = Enrolment.objects.filter(
        cohort=OuterRef("pk"), person_id=viewer.person_id, status=EnrolmentStatus.ENROLLED
    )
    cohort = (
        Cohort.objects.filter(programme_id=application.programme_id)
        .annotate(own=Exists(own))
        .select_related("programme")
        .order_by("-own", "-starts_on", "-pk")
        .first()
    )
    if cohort is None:
        raise Cohort.DoesNotExist
    return cohort


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known at the moment when a teacher asks a mentor for guidance."""

    teacher_id: int
    mentor: Person
    cohort: Cohort
    enrolment: Enrolment | None
    place: Application | None  # the mentor's, while she is listed and takes teachers
    domains: tuple[str, ...]  # in which the mentor offers guidance
    heads_school: bool
    oversees: bool  # the teacher reports to the mentor
    asked_already: bool  # this teacher, this mentor, not answered yet
    waiting: int  # requests of this teacher that are not answered yet
    load: int  # requests this mentor has not answered yet, and guidance she gives now
    mentor_bar: Bar | None  # what keeps either of the two from being matched
    teacher_bar: Bar | None

    @property
    def is_open(self) -> bool:
        return self.cohort.programme.status == ProgrammeStatus.OPEN


def asking(viewer: Viewer, mentor: Person, cohort: Cohort) -> Asking:
    """What `ask` decides on, for the viewer as the teacher who asks."""
    enrolment = (
        Enrolment.objects.filter(
            person_id=viewer.person_id, cohort=cohort, status=EnrolmentStatus.ENROLLED
        )
        .select_related("school")
        .first()
    )
    # The place once for each domain that stands there, or once without any.
    places: list[Any] = list(
        Application.objects.filter(
            programme_id=cohort.programme_id,
            person=mentor,
            status=ApplicationStatus.MATCHABLE,
            listed=True,
        )
        .annotate(domain=F("expertise__domain"))
        .order_by("expertise__rank", "expertise__pk")
    )
    loads = _loads(viewer.person_id, mentor)
    return Asking(
        teacher_id=viewer.person_id,
        mentor=mentor,
        cohort=cohort,
        enrolment=enrolment,
        place=places[0] if places else None,
        domains=tuple(each.domain for each in places if each.domain),
        heads_school=bool(enrolment and heads(mentor, enrolment.school, on=viewer.today)),
        oversees=reports_to(viewer.person_id, mentor.pk, viewer.today),
        asked_already=loads.asked > 0,
        waiting=loads.waiting,
        load=loads.to_answer + loads.guided,
        mentor_bar=bar_of(cohort, Side.MENTOR, mentor.pk, on=viewer.today),
        teacher_bar=bar_of(cohort, Side.TEACHER, viewer.person_id, on=viewer.today),
    )


def _loads(teacher: int | None, mentor: Person) -> Any:
    """The mentor, with how many requests wait of this teacher for her (`asked`), of the teacher
    (`waiting`) and for the mentor (`to_answer`), and how many people she guides now. One query."""
    waits = Request.objects.filter(status=RequestStatus.OPEN).order_by()
    guidance = Mentorship.objects.filter(form=MentorshipForm.GUIDANCE, status__in=LIVE).order_by()
    rows = Person.objects.only("pk").annotate(
        asked=counted(waits.filter(teacher_id=teacher, mentor=OuterRef("pk")).values("mentor")),
        waiting=counted(waits.filter(teacher_id=teacher).values("teacher")),
        to_answer=counted(waits.filter(mentor=OuterRef("pk")).values("mentor")),
        guided=counted(guidance.filter(mentor=OuterRef("pk")).values("mentor")),
    )
    return rows.get(pk=mentor.pk)


# What notices and jobs need to know: they have no viewer


def told_of(subject: str) -> Request:
    """The request that an event of the trail is about ("request:42")."""
    return (
        Request.objects.defer("text", "answer")
        .select_related("teacher", "mentor", "cohort__programme")
        .get(pk=id_of(subject))
    )


def status_of(pk: int) -> str | None:
    """Where a request stands now; None when it is gone."""
    return Request.objects.filter(pk=pk).values_list("status", flat=True).first()


def run_out(now: datetime) -> list[Request]:
    """Requests that nobody answered in time, oldest first."""
    return _run_out(now=now)


@PreparedRows
def _run_out() -> QuerySet[Request]:
    rows = Request.objects.filter(status=RequestStatus.OPEN, expires_at__lte=ANYBODY.now)
    without_words = rows.defer("text", "answer").select_related("school")
    return without_words.order_by("expires_at", "pk")


def running_out(now: datetime) -> list[Request]:
    """Requests that still wait for their mentor's answer, the most urgent first."""
    return _running_out(now=now)


@PreparedRows
def _running_out() -> QuerySet[Request]:
    rows = Request.objects.filter(status=RequestStatus.OPEN, expires_at__gt=ANYBODY.now)
    without_words = rows.defer("text", "answer")
    people = without_words.select_related("teacher", "mentor", "cohort__programme")
    return people.order_by("expires_at", "pk")
