"""Two coordinators at the same moment. The harness makes them meet after both have counted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import OperationalError, connection

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import proposals as queries
from banyan.mentoring.states import MentorshipStatus
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort
from tests.mentoring.conftest import World

Look = Callable[..., Viewer]
pytestmark = pytest.mark.django_db(transaction=True)

MEET = 0.7  # seconds for which the first waits for the second


def together(*acts: Callable[[], object]) -> list[str]:
    """Does all of it at once, each in a thread of its own; returns "done" or the refusal of each.

    A database that lets in one writer at a time may turn the other away; he comes again.
    """
    said: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            said.append(_insist(act))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def _insist(act: Callable[[], object]) -> str:
    until = time.monotonic() + 15
    while True:
        try:
            act()
        except Refused as refused:
            return str(refused)
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return "done"


@contextmanager
def meeting_after_the_count(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever has counted the seats waits for the other to have counted them too."""
    barrier = Barrier(2)
    count = queries.seats_taken

    def counted(cohort: Cohort, mentor_ids: Iterable[int]) -> dict[int, int]:
        taken = count(cohort, mentor_ids)
        try:
            barrier.wait(MEET)
        except BrokenBarrierError:
            return taken
        return taken

    with monkeypatch.context() as patch:
        patch.setattr(queries, "seats_taken", counted)
        yield


def two_proposals(world: World, viewer: Look) -> list[Callable[[], object]]:
    """Meera has one seat; each of two coordinators gives it to another teacher."""
    Application.objects.update(capacity=1)
    teachers = [world.person(f"Teacher {n}") for n in range(2)]
    for teacher in teachers:
        world.enrol(teacher, world.cast.school)
    cast, devi = world.cast, viewer(world.cast.devi)

    def giving(teacher: Person) -> Callable[[], object]:
        cohort = Cohort.objects.select_related("programme__organisation").get()
        return lambda: actions.propose(cast.meera, teacher, cohort, cast.school, [], by=devi)

    return [giving(teacher) for teacher in teachers]


def test_two_coordinators_at_once_never_give_one_seat_twice(
    world: World, viewer: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = two_proposals(world, viewer)
    with meeting_after_the_count(monkeypatch):
        said = together(*acts)
    assert said == ["Meera Iyer has no free place for a teacher.", "done"]
    assert Mentorship.objects.count() == 1


def test_without_the_lock_the_same_seat_is_given_twice(
    world: World, viewer: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: it can see the fault that it guards against."""
    acts = two_proposals(world, viewer)
    look = queries.places_in_pool
    monkeypatch.setattr(
        queries, "places_in_pool", lambda cohort, mentors, lock=False: look(cohort, mentors)
    )
    with meeting_after_the_count(monkeypatch):
        together(*acts)
    # Where one writer at a time is let in, the database itself is the lock.
    one_writer = not connection.features.has_select_for_update
    assert Mentorship.objects.count() == (1 if one_writer else 2)


def test_two_mentors_at_once_never_become_two_pairs(world: World, viewer: Look) -> None:
    other = world.person("Prakash Rao")
    world.take_into_pool(other, 2)
    cast, devi = world.cast, viewer(world.cast.devi)
    cohort = Cohort.objects.select_related("programme__organisation").get()
    said = together(
        lambda: actions.propose(cast.meera, cast.arun, cohort, cast.school, [], by=devi),
        lambda: actions.propose(other, cast.arun, cohort, cast.school, [], by=devi),
    )
    assert said == ["Arun Patel has a mentor or a proposal already.", "done"]
    assert Mentorship.objects.count() == 1


def test_two_yeses_at_once_make_one_pair(proposal: Mentorship, world: World, viewer: Look) -> None:
    hers, his = (Mentorship.objects.select_related("school").get() for _ in range(2))
    meera, arun = viewer(world.cast.meera), viewer(world.cast.arun)
    together(lambda: actions.accept(hers, by=meera), lambda: actions.accept(his, by=arun))
    assert Mentorship.objects.get().status == MentorshipStatus.ACTIVE
