"""A change prepared once writes what the same change does when it is put together anew."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CharField, IntegerField, QuerySet, Value

from banyan.mentoring.models import Mentorship
from banyan.notifications.models import Notice
from banyan.people.models import Person
from banyan.ui.changes import PreparedAddition, PreparedChange, PreparedRemoval
from banyan.ui.prepared import Given, each, given_each, size_of
from tests.conftest import NOW
from tests.surveys.conftest import World


@PreparedChange
def _moved(size: int) -> tuple[QuerySet[Person], dict[str, Any]]:
    rows = Person.objects.filter(
        pk__in=given_each("person", size), name__lt=Given("before", CharField())
    )
    return rows, {"time_zone": Given("zone", CharField()), "locale": Value("hi")}


def test_a_change_takes_what_it_is_given_and_says_how_many_rows_it_made(world: World) -> None:
    arun, meera = world.cast.arun, world.cast.meera
    ids = [arun.pk, meera.pk]
    size = size_of(ids)
    given = each("person", ids, size)
    before = list(Person.objects.exclude(pk=arun.pk).order_by("pk").values())
    for zone in ("Europe/Moscow", "America/New_York"):
        assert _moved(size, before=meera.name, zone=zone, **given) == 1
        arun.refresh_from_db()
        assert (arun.time_zone, arun.locale) == (zone, "hi")
    assert _moved(size, before=arun.name, zone="UTC", **given) == 0
    assert list(Person.objects.exclude(pk=arun.pk).order_by("pk").values()) == before


def test_a_removal_takes_out_the_rows_of_its_values_alone(world: World) -> None:
    @PreparedRemoval
    def gone() -> QuerySet[Notice]:
        return Notice.objects.filter(key=Given("key", CharField()))

    person = world.cast.arun.pk
    for key in ("one", "other"):
        Notice.objects.create(person_id=person, kind="", key=key, category="", created_at=NOW)
    assert (gone(key="one"), gone(key="one")) == (1, 0)
    assert list(Notice.objects.filter(key__in=["one", "other"]).values_list("key")) == [("other",)]


def test_a_change_that_fails_ends_its_transaction(world: World) -> None:
    @PreparedChange
    def nobody() -> tuple[QuerySet[Mentorship], dict[str, Any]]:
        return Mentorship.objects.all(), {"mentor": Value(None, IntegerField())}

    with transaction.atomic():
        with pytest.raises(IntegrityError):
            nobody()
        assert transaction.get_connection().needs_rollback
        transaction.set_rollback(True)


def test_a_row_is_put_in_as_it_is_and_comes_back_with_its_id(world: World) -> None:
    person = world.cast.arun.pk
    add = PreparedAddition(Notice)
    for key, data in (("one", {"at": ["2026-08-03", None], "ß": 1.5}), ("other", {})):
        row = Notice(
            person_id=person, kind="k", key=key, category="pair", data=data, created_at=NOW
        )
        added = add(row)
        assert added is row
        assert not row._state.adding
        found = Notice.objects.values().get(pk=row.pk)
        assert found == {
            "id": row.pk, "person_id": person, "kind": "k", "key": key, "category": "pair",
            "data": data, "link": "", "created_at": NOW, "read_at": None, "mailed_at": None,
            "dropped_at": None,
        }  # fmt: skip
        row.link = "/"
        row.save()  # the same row
    assert Notice.objects.filter(key__in=["one", "other"], link="/").count() == 2


def test_a_row_that_is_not_let_in_ends_its_transaction(world: World) -> None:
    add = PreparedAddition(Notice)

    def once() -> Notice:
        return Notice(person_id=world.cast.arun.pk, kind="", key="k", category="", created_at=NOW)

    add(once())
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            add(once())
        assert transaction.get_connection().needs_rollback
        transaction.set_rollback(True)
