"""A large directory is brought in by the worker, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_q.models import OrmQ

from banyan.kernel.decision import Stale
from banyan.organisations import actions, jobs
from banyan.organisations.actions import directory, uploads
from banyan.organisations.models import DirectoryImport, Membership, Organisation
from banyan.organisations.queries import TAKEN_FOR
from banyan.organisations.snapshot import comparison
from banyan.organisations.states import ImportStatus
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db
HEAD = "name,type,state,district,udise_code\n"
GOOD = "".join(f"School {n},state,Gujarat,Kutch,2407010010{n}\n" for n in range(5))
BAD = "No state,state,Nowhere,,\n"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Four rows are many, and two make a chunk."""
    monkeypatch.setattr(uploads, "LARGE", 4)
    monkeypatch.setattr(comparison, "CHUNK", 2)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def row(cast: Cast, viewer: Callable[..., Any]) -> DirectoryImport:
    """A directory of five schools of a new district, checked."""
    return actions.check_import(
        "schools.csv", (HEAD + GOOD).encode(), cast.nation, by=viewer(cast.asha),
        create_districts=True,
    )  # fmt: skip


@pytest.fixture
def begun(row: DirectoryImport, cast: Cast, viewer: Callable[..., Any]) -> DirectoryImport:
    """The same, as somebody has decided to bring it in, before any worker has come to it."""
    return actions.apply_import(row, by=viewer(cast.asha))


def stored(row: DirectoryImport) -> DirectoryImport:
    return DirectoryImport.objects.get(pk=row.pk)


def there() -> int:
    return Organisation.objects.filter(name__startswith="School ").count()


def stopped_after(chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes stops, as if the machine had, after so many chunks."""
    writing, left = directory._write_chunk, [chunks]

    def write(*given: Any) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        writing(*given)

    monkeypatch.setattr(directory, "_write_chunk", write)


def test_a_large_directory_is_left_to_the_worker_and_the_file_kept_until_it_is_in(
    begun: DirectoryImport,
) -> None:
    assert (begun.status, there()) == (ImportStatus.APPLYING, 0)
    assert bytes(stored(begun).content) == (HEAD + GOOD).encode()
    tasks = [(task.task["func"], task.task["args"]) for task in OrmQ.objects.all()]
    assert ("banyan.organisations.jobs.bring_in", (begun.pk,)) in tasks
    assert jobs.bring_in(begun.pk) == 1
    done = stored(begun)
    assert (done.status, there(), bytes(done.content)) == (ImportStatus.APPLIED, 5, b"")
    assert (done.counts["new"], done.counts["districts"], done.percent) == (5, 1, 100)


def test_a_small_directory_is_in_at_once(
    row: DirectoryImport, cast: Cast, viewer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGE", 5)
    assert actions.apply_import(row, by=viewer(cast.asha)).status == ImportStatus.APPLIED
    assert (there(), jobs.bring_in_all()) == (5, 0)


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_after_a_crash_the_rest_comes_in_once_and_the_counts_are_of_the_whole(
    chunks: int, begun: DirectoryImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        stopped_after(chunks, patch)
        with pytest.raises(KeyboardInterrupt):
            jobs.bring_in(begun.pk)
    assert (stored(begun).status, there()) == (ImportStatus.APPLYING, 2 * chunks)
    assert jobs.bring_in_all() == 0  # whoever has taken it up may still be at it
    with time_machine.travel(NOW + TAKEN_FOR + timedelta(seconds=1), tick=False):
        assert jobs.bring_in_all() == 1
        assert jobs.bring_in_all() == 0
    done = stored(begun)
    counts = {name: done.counts[name] for name in ("rows", "new", "changed", "same", "districts")}
    assert counts == {"rows": 5, "new": 5, "changed": 0, "same": 0, "districts": 1}
    assert (done.status, there()) == (ImportStatus.APPLIED, 5)
    assert Event.objects.filter(verb="directory_import.apply").count() == 1


def test_two_workers_never_bring_the_same_directory_in(begun: DirectoryImport) -> None:
    first, second = stored(begun), stored(begun)
    actions.go_on_with_import(first, now=NOW)
    before = Event.objects.count()
    actions.go_on_with_import(second, now=NOW + timedelta(days=1))
    assert (there(), Event.objects.count()) == (5, before)


def test_what_is_being_brought_in_is_decided(
    begun: DirectoryImport, cast: Cast, viewer: Callable[..., Any]
) -> None:
    for act in (actions.apply_import, actions.discard_import):
        with pytest.raises(Stale):
            act(stored(begun), by=viewer(cast.asha))


def test_whoever_decided_need_not_be_administrator_any_more(
    begun: DirectoryImport, cast: Cast
) -> None:
    Membership.objects.filter(person=cast.asha).delete()
    jobs.bring_in(begun.pk)
    assert (stored(begun).status, there()) == (ImportStatus.APPLIED, 5)
    applied = Event.objects.get(verb="directory_import.apply")
    assert applied.actor == cast.asha.pk


def test_a_directory_that_cannot_come_in_any_more_waits_for_a_decision_again(
    begun: DirectoryImport,
) -> None:
    Organisation.objects.filter(name="Gujarat").update(name="Gurjar")
    jobs.bring_in(begun.pk)
    left = stored(begun)
    assert (left.status, there(), left.applied_at) == (ImportStatus.CHECKED, 0, None)
    assert left.notes[-1] == (
        "The directory has changed since the file was checked. Send it again."
    )


def test_the_page_says_how_far_it_is_and_then_what_came_of_it(
    cast: Cast,
    viewer: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    signed_in: Callable[[Person], Client],
) -> None:
    row = actions.check_import(
        "schools.csv", (HEAD + GOOD + BAD).encode(), cast.nation, by=viewer(cast.asha),
        create_districts=True,
    )  # fmt: skip
    browser, url = signed_in(cast.asha), f"/directory-imports/{row.pk}/"
    answer = browser.post(f"{url}apply/", {"keep_good": "yes"}, follow=True)
    with monkeypatch.context() as patch:
        stopped_after(1, patch)
        with pytest.raises(KeyboardInterrupt):
            jobs.bring_in(row.pk)
    assert "About 0 of 6 rows are done." in answer.content.decode()
    page = browser.get(url).content.decode()
    assert "About 4 of 6 rows are done." in page
    assert f'hx-get="{url}"' in page and f'<a href="{url}">See how far it is</a>' in page
    assert "apply/" not in page and "discard/" not in page
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "About 4 of 6 rows" in part
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        jobs.bring_in_all()
    assert browser.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = browser.get(url).content.decode()
    assert "Brought in" in page and "No state" not in page and "Nowhere" in page
    assert "hx-get" not in page
