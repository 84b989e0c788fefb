"""A long list of people is brought in by the worker, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_q.models import OrmQ

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership
from banyan.organisations.queries import TAKEN_FOR
from banyan.organisations.states import ImportStatus
from banyan.people.models import Person
from banyan.programmes import actions, jobs
from banyan.programmes.actions import imports, uploads
from banyan.programmes.models import Enrolment, PeopleImport, Programme
from banyan.programmes.states import ProgrammeStatus
from tests.conftest import NOW
from tests.programmes.conftest import World
from tests.programmes.test_imports import HEAD

pytestmark = pytest.mark.django_db
ROWS = [f"Teacher {n},t{n}@example.org,1005{',' * 10}\n" for n in range(5)]
BAD = f"Lost One,lost@example.org,9999{',' * 10}\n"
TEXT = HEAD + ROWS[0] + ROWS[1] + BAD + "".join(ROWS[2:]) + ROWS[1]  # the last is said twice


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Four rows are many; a task of the worker does two, and a chunk has three."""
    monkeypatch.setattr(uploads, "LARGE", 4)
    monkeypatch.setattr(uploads, "AT_ONCE", 2)
    monkeypatch.setattr(imports, "CHUNK", 3)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def devi(world: World, viewer: Callable[..., Viewer]) -> Viewer:
    return viewer(world.cast.devi)


@pytest.fixture
def begun(world: World, devi: Viewer) -> PeopleImport:
    row, _report = actions.keep_import(world.cohort, "list.csv", TEXT.encode(), by=devi)
    return actions.apply_import(row, by=devi)


def stored(row: PeopleImport) -> PeopleImport:
    return PeopleImport.objects.get(pk=row.pk)


def enrolled() -> int:
    return Enrolment.objects.filter(person__name__startswith="Teacher ").count()


WHOLE = {"rows": 7, "new": 5, "changed": 0, "same": 0, "bad": 2}


def test_a_long_list_is_left_to_the_worker_which_does_some_rows_in_each_task(
    begun: PeopleImport,
) -> None:
    assert (begun.status, enrolled()) == (ImportStatus.APPLYING, 0)
    assert bytes(stored(begun).content) == TEXT.encode()
    done = []
    while jobs.bring_in(begun.pk):
        done.append((stored(begun).written["rows"], enrolled()))
        tasks = [task.task["func"] for task in OrmQ.objects.all()]
        assert tasks.count("banyan.programmes.jobs.bring_in") == min(len(done) + 1, 4)
    assert done == [(2, 2), (4, 3), (6, 5), (7, 5)]
    row = stored(begun)
    assert (row.status, bytes(row.content), row.counts) == (ImportStatus.APPLIED, b"", WHOLE)
    assert [(problem["row"], problem["column"]) for problem in row.problems] == [
        (4, "school"), (8, "email"),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", range(7))
def test_after_a_crash_in_any_row_nobody_comes_in_twice_and_the_counts_are_of_the_whole(
    rows: int, begun: PeopleImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 100)
    with monkeypatch.context() as patch:
        counting, left = imports.count, [rows]

        def stop(*given: Any) -> None:
            counting(*given)
            if not left[0]:  # within the row: what it wrote is not kept
                raise KeyboardInterrupt
            left[0] -= 1

        patch.setattr(uploads, "count", stop)
        with pytest.raises(KeyboardInterrupt):
            jobs.bring_in(begun.pk)
    assert (stored(begun).status, stored(begun).written.get("rows", 0)) == ("applying", rows)
    assert jobs.bring_in_all() == 0  # whoever has taken it up may still be at it
    with time_machine.travel(NOW + TAKEN_FOR + timedelta(seconds=1), tick=False):
        assert jobs.bring_in_all() == 1
    row = stored(begun)
    assert (row.status, row.counts, len(row.problems)) == (ImportStatus.APPLIED, WHOLE, 2)
    assert Person.objects.filter(name__startswith="Teacher ").count() == 5
    assert enrolled() == 5


def test_what_is_being_brought_in_is_decided(begun: PeopleImport, devi: Viewer) -> None:
    for act in (actions.apply_import, actions.discard_import):
        row = stored(begun)
        row.status = ImportStatus.CHECKED  # as a tab that was open before still has it
        with pytest.raises(Stale):
            act(row, by=devi)
    assert bytes(stored(begun).content) == TEXT.encode()


def test_whoever_decided_need_not_be_coordinator_any_more(
    begun: PeopleImport, world: World
) -> None:
    Membership.objects.filter(person=world.cast.devi).delete()
    while jobs.bring_in(begun.pk):
        pass
    assert stored(begun).counts == WHOLE


def test_a_list_for_a_closed_programme_waits_for_a_decision_again(
    begun: PeopleImport,
) -> None:
    Programme.objects.update(status=ProgrammeStatus.CLOSED)
    jobs.bring_in(begun.pk)
    assert (stored(begun).status, enrolled()) == (ImportStatus.CHECKED, 0)


def test_the_page_says_how_far_it_is_and_then_what_came_of_it(
    world: World, signed_in: Callable[[Person], Client], devi: Viewer
) -> None:
    row, _report = actions.keep_import(world.cohort, "list.csv", TEXT.encode(), by=devi)
    browser, url = signed_in(world.cast.devi), f"/people-imports/{row.pk}/"
    answer = browser.post(f"{url}apply/", follow=True)
    assert "0 of 7 rows are done." in answer.content.decode()
    jobs.bring_in(row.pk)
    page = browser.get(url).content.decode()
    assert "2 of 7 rows are done." in page
    assert f'hx-get="{url}"' in page and f'<a href="{url}">See how far it is</a>' in page
    assert "apply/" not in page and "discard/" not in page
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "2 of 7 rows" in part
    while jobs.bring_in(row.pk):
        pass
    assert browser.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = browser.get(url).content.decode()
    assert "This school is not in the area of the programme." in page and "hx-get" not in page
