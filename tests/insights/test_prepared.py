"""An expression prepared once answers as the same expression put together anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import (
    Case,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.lookups import GreaterThan

from banyan.insights.queries.prepared import Given, Prepared
from banyan.mentoring.models import Mentorship, Session
from tests.conftest import NOW
from tests.surveys.conftest import DAY, World


def late(since: Any) -> Any:
    proposed = Q(GreaterThan(F("proposed_at"), since))
    return Case(When(proposed, then=Value(1)), default=Value(0))


LATE = Prepared(Mentorship, lambda: late(Given("since", DateTimeField())), IntegerField())


@pytest.mark.parametrize("days", [-1, 1])
def test_each_use_has_values_of_its_own(world: World, days: int) -> None:
    first = Mentorship.objects.order_by("proposed_at")[0]
    at: datetime = first.proposed_at + timedelta(days=days)
    rows = Mentorship.objects.filter(pk=first.pk)
    anew = rows.annotate(late=late(Value(at, DateTimeField()))).values_list("late", flat=True).get()
    assert anew == int(days < 0)
    assert rows.annotate(late=LATE(since=at)).values_list("late", flat=True).get() == anew


def test_it_reads_other_tables_of_the_very_row(world: World) -> None:
    world.held(world.cast.arun, NOW - 20 * DAY)
    held = Session.objects.filter(mentorship=OuterRef("pk")).values("starts_at")[:1]
    prepared = Prepared(Mentorship, lambda: Subquery(held), DateTimeField())
    rows = Mentorship.objects.annotate(met=prepared()).values_list("mentee__name", "met")
    assert dict(rows)["Arun Patel"] == NOW - 20 * DAY


def test_it_does_not_join_behind_the_back_of_its_user() -> None:
    prepared = Prepared(Mentorship, lambda: F("school__path"), IntegerField())
    with pytest.raises(ValueError, match="other tables"):
        prepared()
