"""An expression prepared once answers as the same expression put together anew."""

from __future__ import annotations

from dataclasses import replace
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
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.lookups import GreaterThan
from django.test.utils import CaptureQueriesContext

from banyan.kernel.viewer import Grant, Viewer
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.standings import COORDINATOR, INVOLVED, PAIR
from banyan.mentoring.states import LIVE
from banyan.organisations.models import Organisation
from banyan.organisations.standings import under
from banyan.organisations.states import Role
from banyan.ui.prepared import (
    ANYBODY,
    HERE,
    Given,
    Prepared,
    PreparedAt,
    PreparedFor,
    PreparedOne,
    PreparedRows,
    Somebody,
    each,
    given_each,
    size_of,
)
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


@PreparedFor
def pairs_for(viewer: Viewer) -> QuerySet[Mentorship]:
    rows = Mentorship.objects.filter(INVOLVED.where(viewer), proposed_at__lte=viewer.now)
    return rows.select_related("mentor", "cohort__programme").annotate(now=F("status"))


def test_what_is_seen_by_role_is_seen_by_who_holds_it_there_and_by_nobody_else(
    world: World,
) -> None:
    cast = world.cast
    world.pair_with(cast.somu)
    Mentorship.objects.filter(mentee=cast.somu).update(school=cast.other_school)
    seen = {}
    for _twice in range(2):
        for name in ("meera", "arun", "somu", "devi", "omar", "kavita", "asha"):
            viewer = world.by(getattr(cast, name))
            anew = Mentorship.objects.filter(INVOLVED.where(viewer)).values_list("pk", flat=True)
            seen[name] = sorted(pair.pk for pair in pairs_for(viewer))
            assert seen[name] == sorted(anew)
    near, far = (world.pairs[one.pk].pk for one in (cast.arun, cast.somu))
    both = sorted([near, far])
    assert seen == {
        "meera": both,
        "devi": both,
        "arun": [near],
        "somu": [far],
        "omar": [far],
        "kavita": [],
        "asha": [],
    }


@pytest.mark.parametrize("beside", [None, "school", "nation"])
def test_each_role_keeps_its_own_places(world: World, beside: str | None) -> None:
    cast = world.cast
    world.pair_with(cast.somu)
    Mentorship.objects.filter(mentee=cast.somu).update(school=cast.other_school)
    grants = {Grant("coordinator", cast.other_district.path or "")}
    if beside:  # a role that sorts before, over places that hold everything
        grants |= {Grant("administrator", getattr(cast, beside).path or "")}
    viewer = Viewer(cast.kavita.pk, NOW, frozenset(grants))
    assert [pair.mentee_id for pair in pairs_for(viewer)] == [cast.somu.pk]
    wider = replace(
        viewer, grants=frozenset({*grants, Grant("coordinator", str(cast.school.path))})
    )
    assert {pair.mentee_id for pair in pairs_for(wider)} == {cast.somu.pk, cast.arun.pk}


@PreparedFor
def pairs_by_role_alone(viewer: Viewer) -> QuerySet[Mentorship]:
    return Mentorship.objects.filter(COORDINATOR.where(viewer))


@pytest.mark.django_db
def test_who_holds_no_such_role_sees_nothing_and_nothing_is_asked() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert pairs_by_role_alone(Viewer(1, NOW)) == []
        assert pairs_by_role_alone(Viewer(1, NOW, frozenset({Grant("mentor", "1")}))) == []
    assert len(queries) == 0


def test_objects_come_as_the_queryset_makes_them(world: World) -> None:
    (found,) = pairs_for(world.by(world.cast.arun))
    rows = Mentorship.objects.filter(PAIR.where(world.by(world.cast.arun)))
    anew = rows.select_related("mentor", "cohort__programme").get()
    with CaptureQueriesContext(connection) as queries:
        assert (found, found.mentor, found.cohort.programme) == (
            anew,
            anew.mentor,
            anew.cohort.programme,
        )
        assert [getattr(found, each.attname) for each in Mentorship._meta.concrete_fields] == [
            getattr(anew, each.attname) for each in Mentorship._meta.concrete_fields
        ]
        assert (found.now, found._state.adding, found._state.db) == ("active", False, "default")
    assert len(queries) == 0
    found.save(update_fields=["status"])  # a row like any other


def test_nobody_looks_into_a_place_that_is_not_given_yet() -> None:
    somebody = Somebody(["coordinator"])
    (scope,) = somebody.scopes("coordinator")
    for look in (lambda: scope.split("/"), lambda: scope.startswith("1"), lambda: scope[0]):
        with pytest.raises(TypeError):
            look()
    with pytest.raises(TypeError):
        somebody.holds("coordinator", over="1/2")


@PreparedAt
def pairs_at(live: bool) -> QuerySet[Mentorship]:
    rows = Mentorship.objects.filter(under("school__path", [HERE]))
    return (rows.filter(status__in=LIVE) if live else rows).order_by("pk")


def test_what_lies_at_a_place_is_of_that_place_and_of_those_under_it(world: World) -> None:
    cast = world.cast
    world.pair_with(cast.somu)
    Mentorship.objects.filter(mentee=cast.somu).update(school=cast.other_school)
    near, far = (world.pairs[one.pk] for one in (cast.arun, cast.somu))
    for place, there in (
        (cast.nation, [near, far]),
        (cast.district, [near]),
        (cast.school, [near]),
        (cast.other_school, [far]),
    ):
        assert pairs_at(place.path or "", True) == sorted(there, key=lambda pair: pair.pk)


@PreparedOne
def pair_of(viewer: Viewer, *statuses: str) -> QuerySet[Mentorship]:
    rows = Mentorship.objects.filter(INVOLVED.where(viewer), status__in=statuses)
    sessions = Session.objects.select_related("host").order_by("pk")
    return rows.order_by("pk").prefetch_related(Prefetch("sessions", sessions), "sessions__places")


def test_one_row_is_found_by_whoever_sees_it_and_by_nobody_else(world: World) -> None:
    cast = world.cast
    sessions = [world.held(cast.arun, NOW - days * DAY) for days in (20, 10)]
    pair = world.pairs[cast.arun.pk]
    for person in (cast.meera, cast.arun, cast.devi):
        for _twice in range(2):
            found = pair_of.one(world.by(person), pair.pk, *LIVE)
            with CaptureQueriesContext(connection) as queries:
                assert found == pair
                assert [one.host for one in found.sessions.all()] == [cast.meera] * 2
                assert sorted(found.sessions.all(), key=lambda one: one.pk) == sorted(
                    sessions, key=lambda one: one.pk
                )
                assert [len(one.places.all()) for one in found.sessions.all()] == [1, 1]
            assert len(queries) == 0
    for person, pk, statuses in (
        (cast.omar, pair.pk, LIVE),
        (cast.kavita, pair.pk, LIVE),
        (cast.arun, pair.pk, ["paused"]),
        (cast.arun, pair.pk + 1000, LIVE),
        (cast.arun, 2**70, LIVE),
    ):
        with pytest.raises(Mentorship.DoesNotExist):
            pair_of.one(world.by(person), pk, *statuses)


@PreparedFor
def places_above(viewer: Viewer) -> QuerySet[Any]:
    above = Organisation.objects.filter(path__in=viewer.above(Role.COORDINATOR))
    return above.order_by("path").values_list("path", named=True)


def test_the_places_above_hers_are_given_too(world: World) -> None:
    cast = world.cast
    for held in ([], [cast.nation], [cast.school], [cast.district, cast.other_school]):
        grants = frozenset(Grant("coordinator", place.path or "") for place in held)
        viewer = Viewer(cast.kavita.pk, NOW, grants | {Grant("mentor", cast.school.path or "")})
        assert [row.path for row in places_above(viewer)] == viewer.above(Role.COORDINATOR)
    assert viewer.above(Role.COORDINATOR) == sorted(
        str(place.path) for place in (cast.nation, cast.state, cast.other_district)
    )


@PreparedRows
def some_pairs(size: int) -> QuerySet[Mentorship]:
    return Mentorship.objects.filter(pk__in=given_each("pair", size)).order_by("pk")


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_one_query_serves_for_nearly_as_many_ids(world: World, count: int) -> None:
    for number in range(5):
        world.teacher(f"Teacher{number} Name")
    ids = sorted(Mentorship.objects.values_list("pk", flat=True))[:count]
    size = size_of(ids)
    assert size == {1: 1, 2: 2, 3: 4, 4: 4, 5: 8}[count]
    assert [pair.pk for pair in some_pairs(size, **each("pair", ids, size))] == ids


def test_what_never_changes_is_written_into_the_statement(world: World) -> None:
    odd = ("Don't", "100 %", "back\\slash", "a %s", "{}", "é")

    @PreparedRows
    def found(name: str) -> QuerySet[Any]:
        rows = Organisation.objects.filter(level="school", id__gt=Given("after", IntegerField()))
        said = Case(When(pk__gt=-1, then=Value(name)), default=Value("plain"))
        return rows.annotate(said=said, less=Value(-3), few=Value(3)).values_list(
            "said", "less", "few"
        )

    for name in odd:
        with CaptureQueriesContext(connection):
            assert set(found(name, after=0)) == {(name, -3, 3)}
            assert found(name, after=2**40) == []
    statement = found.kept("Don't").sql
    assert "'school'" in statement
    assert "'plain'" in statement
    # What could end the quotes, or make a comment, waits as it did.
    assert statement.count("%s") == len(found.kept("Don't").params.params) == 4
