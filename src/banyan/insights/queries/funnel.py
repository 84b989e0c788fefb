"""From invited to meeting: how far the teachers of a cohort have come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banyan.insights.queries.spans import month_begins
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.queries.mentorships import domain_words
from banyan.mentoring.states import MentorshipForm, SessionStatus
from banyan.programmes.models import Cohort, Enrolment, Need
from banyan.programmes.standings import ENROLMENT_COORDINATOR
from banyan.programmes.states import EnrolmentStatus

TAKEN_IN = (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED)

STAGES: dict[str, tuple[object, Q]] = {
    "invited": (_("Invited"), Q()),
    "enrolled": (_("Enrolled"), Q(status__in=TAKEN_IN)),
    "proposed": (_("Mentor proposed"), Q(status__in=TAKEN_IN, proposed=True)),
    "active": (_("Both said yes"), Q(status__in=TAKEN_IN, begun=True)),
    "met": (_("Met at least once"), Q(status__in=TAKEN_IN, met=True)),
    "met_this_month": (_("Met this month"), Q(status__in=TAKEN_IN, met_this_month=True)),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """`key` names the rows behind the number (`stage_rows`) and its definition."""

    key: str
    label: str
    count: int
    stopped: int | None  # reached the stage before and not this one; None for the first


@dataclass(frozen=True, slots=True)
class Funnel:
    cohort: Cohort
    stages: tuple[Stage, ...]


def _teachers(viewer: Viewer, cohort: Cohort) -> QuerySet[Enrolment]:
    """Those who have not left, in the schools that the viewer coordinates, with how far each is."""
    pairs = Mentorship.objects.filter(
        cohort=OuterRef("cohort"), mentee=OuterRef("person"), form=MentorshipForm.PAIR
    )
    held = Session.objects.filter(
        status=SessionStatus.HELD,
        mentorship__cohort=OuterRef("cohort"),
        mentorship__mentee=OuterRef("person"),
        mentorship__form=MentorshipForm.PAIR,
    )
    return (
        Enrolment.objects.filter(ENROLMENT_COORDINATOR.where(viewer), cohort=cohort)
        .exclude(status=EnrolmentStatus.WITHDRAWN)
        .annotate(
            proposed=Exists(pairs),
            begun=Exists(pairs.filter(starts_on__isnull=False)),
            met=Exists(held),
            met_this_month=Exists(held.filter(starts_at__gte=month_begins(viewer))),
        )
    )


def funnel(viewer: Viewer, cohort: Cohort) -> Funnel:
    """One query. Each number counts people who are in the one before it too."""
    counts = _teachers(viewer, cohort).aggregate(
        **{f"in_{key}": Count("pk", filter=wanted) for key, (_label, wanted) in STAGES.items()}
    )
    stages: list[Stage] = []
    for key, (label, _wanted) in STAGES.items():
        count = counts[f"in_{key}"]
        stopped = stages[-1].count - count if stages else None
        stages.append(Stage(key, str(label), count, stopped))
    return Funnel(cohort, tuple(stages))


def stage_rows(
    viewer: Viewer, cohort: Cohort, key: str, *, missing: bool = False
) -> QuerySet[Enrolment]:
    """The teachers behind one number; with `missing`, those who reached the stage before it and
    not this one. Raises KeyError for a stage that there is not."""
    _label, wanted = STAGES[key]
    rows = _teachers(viewer, cohort)
    if missing:
        keys = list(STAGES)
        before = STAGES[keys[max(0, keys.index(key) - 1)]][1]
        rows = rows.filter(before).exclude(wanted) if wanted else rows.none()
    else:
        rows = rows.filter(wanted)
    return rows.select_related("person", "school").defer("hopes").order_by("person__name", "pk")


def needs_by_domain(viewer: Viewer, cohort: Cohort) -> list[tuple[str, int]]:
    """How many enrolled teachers named each domain among their needs, the most named first."""
    rows = (
        Need.objects.filter(
            enrolment__in=_teachers(viewer, cohort).filter(status__in=TAKEN_IN).values("pk")
        )
        .values_list("domain")
        .annotate(people=Count("enrolment", distinct=True))
        .order_by("-people", "domain")
    )
    found = list(rows)
    names = domain_words(cohort, [code for code, _people in found])
    return [(name, people) for name, (_code, people) in zip(names, found, strict=True)]
