"""An expression prepared once answers as the same expression put together anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import (
    Case,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.lookups import GreaterThan
from django.test.utils import CaptureQueriesContext

from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.standings import PAIR
from banyan.mentoring.states import LIVE
from banyan.organisations.states import Role
from banyan.ui.prepared import ANYBODY, Given, Prepared, PreparedRows
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


@PreparedRows
def own_pairs(*statuses: str) -> QuerySet[Any, Any]:
    rows = Mentorship.objects.filter(
        PAIR.where(ANYBODY), proposed_at__lte=ANYBODY.now, status__in=statuses
    )
    return rows.order_by("pk").values_list("pk", "proposed_at", "mentee__name", named=True)


def test_rows_are_those_of_whoever_is_given_and_never_of_another(world: World) -> None:
    cast = world.cast
    for person in (cast.meera, cast.arun, cast.devi):
        plain = Mentorship.objects.filter(PAIR.where(world.by(person)), status__in=LIVE)
        anew = list(plain.order_by("pk").values_list("pk", "proposed_at", "mentee__name"))
        assert own_pairs(*LIVE, person=person.pk, now=NOW) == anew
    assert own_pairs(*LIVE, person=cast.devi.pk, now=NOW) == []
    (row,) = own_pairs(*LIVE, person=cast.arun.pk, now=NOW)
    assert row.mentee__name == "Arun Patel"


def test_rows_are_those_of_the_time_that_is_given(world: World) -> None:
    (row,) = own_pairs(*LIVE, person=world.cast.arun.pk, now=NOW)
    assert own_pairs(*LIVE, person=world.cast.arun.pk, now=row.proposed_at - DAY) == []


def test_a_value_that_is_not_given_is_missed() -> None:
    with pytest.raises(KeyError):
        own_pairs("active", person=1)


@pytest.mark.django_db
def test_another_shape_is_another_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        own_pairs("active", person=1, now=NOW)
        own_pairs("active", "paused", person=1, now=NOW)
    assert ["paused" in query["sql"] for query in queries] == [False, True]


def test_anybody_holds_no_role_and_has_no_day() -> None:
    assert ANYBODY.scopes(Role.COORDINATOR) == []
    with pytest.raises(AttributeError):
        _ = ANYBODY.today
