"""From invited to meeting: how far the teachers of a cohort have come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    When,
)
from django.utils.translation import gettext_lazy as _

from banyan.insights.queries.spans import month_begins
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.queries.mentorships import domain_words
from banyan.mentoring.states import MentorshipForm, SessionStatus
from banyan.programmes.models import Cohort, Enrolment, Need
from banyan.programmes.standings import ENROLMENT_COORDINATOR
from banyan.programmes.states import EnrolmentStatus
from banyan.ui.prepared import Given, Prepared, PreparedFor

TAKEN_IN = (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED)

LABELS: dict[str, object] = {
    "invited": _("Invited"),
    "enrolled": _("Enrolled"),
    "proposed": _("Mentor proposed"),
    "active": _("Both said yes"),
    "met": _("Met at least once"),
    "met_this_month": _("Met this month"),
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


def _teachers(viewer: Viewer, cohort_id: int) -> QuerySet[Enrolment]:
    """Those who have not left, in the schools that the viewer coordinates."""
    return Enrolment.objects.filter(
        ENROLMENT_COORDINATOR.where(viewer), cohort_id=cohort_id
    ).exclude(status=EnrolmentStatus.WITHDRAWN)


def _pairs() -> QuerySet[Mentorship]:
    return Mentorship.objects.filter(cohort_id=COHORT, form=MentorshipForm.PAIR)


def _held() -> QuerySet[Session]:
    return Session.objects.filter(
        cohort_id=COHORT, mentorship__form=MentorshipForm.PAIR, status=SessionStatus.HELD
    )


TAKEN_IN_NOW = Q(status__in=TAKEN_IN)
COHORT = cast(int, Given("cohort", IntegerField()))
SINCE = Given("since", DateTimeField())
# Who has come to which stage. The sets of people are asked for by themselves, not for each teacher
# again: a cohort of thousands would otherwise take minutes.
REACHED: dict[str, Callable[[], Q]] = {
    "invited": lambda: Q(pk__isnull=False),
    "enrolled": lambda: TAKEN_IN_NOW,
    "proposed": lambda: TAKEN_IN_NOW & Q(person__in=_pairs().values("mentee")),
    "active": lambda: (
        TAKEN_IN_NOW & Q(person__in=_pairs().filter(starts_on__isnull=False).values("mentee"))
    ),
    "met": lambda: TAKEN_IN_NOW & Q(person__in=_held().values("mentorship__mentee")),
    "met_this_month": lambda: (
        TAKEN_IN_NOW
        & Q(person__in=_held().filter(starts_at__gte=SINCE).values("mentorship__mentee"))
    ),
}
CONDITIONS = {key: Prepared(Enrolment, build, BooleanField()) for key, build in REACHED.items()}


def _conditions(viewer: Viewer, cohort: Cohort) -> dict[str, Q]:
    since = month_begins(viewer)
    return {key: Q(has(cohort=cohort.pk, since=since)) for key, has in CONDITIONS.items()}


def funnel(viewer: Viewer, cohort: Cohort) -> Funnel:
    """One query. Each number counts people who are in the one before it too."""
    (counts,) = _reached(viewer, cohort=cohort.pk, since=month_begins(viewer)) or [
        [0] * len(REACHED)  # for whoever coordinates no school
    ]
    stages: list[Stage] = []
    for (key, label), count in zip(LABELS.items(), counts, strict=True):
        stopped = stages[-1].count - count if stages else None
        stages.append(Stage(key, str(label), count, stopped))
    return Funnel(cohort, tuple(stages))


@PreparedFor
def _reached(viewer: Viewer) -> QuerySet[Any]:
    # Not aggregates: those would be counted for each group of something.
    return _teachers(viewer, COHORT).values_list(
        *(
            Func(Case(When(REACHED[key](), then=1)), function="COUNT", output_field=IntegerField())
            for key in LABELS
        )
    )


def stage_rows(
    viewer: Viewer, cohort: Cohort, key: str, *, missing: bool = False
) -> QuerySet[Enrolment]:
    """The teachers behind one number; with `missing`, those who reached the stage before it and
    not this one. Raises KeyError for a stage that there is not."""
    conditions = _conditions(viewer, cohort)
    wanted = conditions[key]
    rows = _teachers(viewer, cohort.pk)
    if missing:
        keys = list(conditions)
        before = conditions[keys[max(0, keys.index(key) - 1)]]
        rows = rows.filter(before).exclude(wanted)
    else:
        rows = rows.filter(wanted)
    return rows.select_related("person", "school").defer("hopes").order_by("person__name", "pk")


def needs_by_domain(viewer: Viewer, cohort: Cohort) -> list[tuple[str, int]]:
    """How many enrolled teachers named each domain among their needs, the most named first."""
    rows = (
        Need.objects.filter(
            enrolment__in=_teachers(viewer, cohort.pk).filter(status__in=TAKEN_IN).values("pk")
        )
        .values_list("domain")
        .annotate(people=Count("enrolment", distinct=True))
        .order_by("-people", "domain")
    )
    found = list(rows)
    names = domain_words(cohort, [code for code, _people in found])
    return [(name, people) for name, (_code, people) in zip(names, found, strict=True)]
