"""Pairs whose mentor has come to power over the teacher since they were proposed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat

from banyan.mentoring.models import Mentorship
from banyan.mentoring.standings import POWERS
from banyan.mentoring.states import SEATED
from banyan.organisations.models import Membership, Organisation, ReportingLine
from banyan.organisations.queries.reporting import holding
from banyan.organisations.states import ReportingKind, Role
from banyan.ui.prepared import TODAY, PreparedRows


def powers(today: Any) -> QuerySet[Membership]:
    """A subquery over pairs: the roles by which the mentor has power over the teacher's school on
    this day (a date, or an expression for one), the longest held first."""
    school = Organisation.objects.filter(pk=OuterRef(OuterRef("school_id"))).values("path")[:1]
    return (
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=today),
            person=OuterRef("mentor_id"),
            role__in=POWERS,
            starts_on__lte=today,
        )
        .alias(
            held=Concat("organisation__path", Value("/")),
            below=Concat(Subquery(school), Value("/")),
        )
        .filter(below__startswith=F("held"))
        .order_by("starts_on", "pk")
    )


def lines(today: Any) -> QuerySet[ReportingLine]:
    """A subquery over pairs: how the teacher reports to the mentor on this day, the longest held
    first."""
    rows = holding(today).filter(person=OuterRef("mentee_id"), reports_to=OuterRef("mentor_id"))
    return rows.order_by("starts_on", "pk")


def in_conflict(today: Any) -> dict[str, Coalesce]:
    """For annotating a pair: by which role, or as what else, its mentor has power over the teacher
    (see `power_named`), and since when."""
    return {
        "power_role": Coalesce(
            Subquery(powers(today).values("role")[:1]),
            Subquery(lines(today).values("kind")[:1]),
            output_field=CharField(),
        ),
        "power_since": Coalesce(
            Subquery(powers(today).values("starts_on")[:1]),
            Subquery(lines(today).values("starts_on")[:1]),
        ),
    }


def power_named(code: str) -> object:
    """What `power_role` is called: a role, or the kind of a reporting line."""
    return Role(code).label if code in Role.values else ReportingKind(code).label


def pairs_in_conflict(today: date) -> list[Mentorship]:
    """Every pair that is proposed or runs and whose mentor has power over the teacher, each with
    `power_id`, the membership that gives it, or else `line_id`, the reporting line: for the
    platform's own look. One query."""
    return _pairs_in_conflict(today=today)


@PreparedRows
def _pairs_in_conflict() -> QuerySet[Mentorship]:
    rows = Mentorship.objects.filter(status__in=SEATED).defer("end_words", "decline_reason")
    return (
        rows.annotate(
            power_id=Subquery(powers(TODAY).values("pk")[:1]),
            line_id=Subquery(lines(TODAY).values("pk")[:1]),
        )
        .filter(Q(power_id__isnull=False) | Q(line_id__isnull=False))
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .order_by("pk")
    )


def still_in_conflict(pk: int, today: date) -> bool:
    """Whether the mentor of a pair that runs has power over the teacher on this day."""
    day = Value(today, DateField())
    rows = Mentorship.objects.filter(pk=pk, status__in=SEATED)
    return rows.filter(Q(Exists(powers(day))) | Q(Exists(lines(day)))).exists()
