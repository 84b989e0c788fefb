"""Pairs whose mentor has come to power over the teacher's school since they were proposed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from banyan.mentoring.models import Mentorship
from banyan.mentoring.standings import POWERS
from banyan.mentoring.states import SEATED
from banyan.organisations.models import Membership, Organisation
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


def in_conflict(today: Any) -> dict[str, Subquery]:
    """For annotating a pair: by which role its mentor has power over the school, and since when."""
    held = powers(today)
    return {
        "power_role": Subquery(held.values("role")[:1]),
        "power_since": Subquery(held.values("starts_on")[:1]),
    }


def pairs_in_conflict(today: date) -> list[Mentorship]:
    """Every pair that is proposed or runs and whose mentor has power over the teacher's school,
    each with `power_id`, the membership that gives it: for the platform's own look. One query."""
    return _pairs_in_conflict(today=today)


@PreparedRows
def _pairs_in_conflict() -> QuerySet[Mentorship]:
    rows = Mentorship.objects.filter(status__in=SEATED).defer("end_words", "decline_reason")
    return (
        rows.annotate(power_id=Subquery(powers(TODAY).values("pk")[:1]))
        .filter(power_id__isnull=False)
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .order_by("pk")
    )


def still_in_conflict(pk: int, today: date) -> bool:
    """Whether the mentor of a pair that runs has power over the teacher's school on this day."""
    held = powers(Value(today, DateField()))
    rows = Mentorship.objects.filter(pk=pk, status__in=SEATED)
    return rows.annotate(power=Subquery(held.values("pk")[:1])).filter(power__isnull=False).exists()
