"""Two coordinators at the same moment, on databases that threads share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from banyan.matching import actions
from banyan.matching.models import Proposal, Round, Wish
from banyan.matching.queries.rounds import matching_round
from banyan.matching.states import Skip
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import proposals
from banyan.mentoring.states import SEATED
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort
from tests.matching.conftest import World
from tests.races import at_once, threads_share

MEET = 1.0  # seconds for which the first waits for the other


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    """A world that threads share."""
    with threads_share(tmp_path):
        yield request.getfixturevalue("pairable")


def publishing(world: World, round_: Round) -> Callable[[], object]:
    mine = matching_round(world.devi, round_.pk)
    return lambda: actions.publish(mine, by=world.devi)


def two_rounds(world: World) -> list[Round]:
    """Two cohorts whose rounds have each found the one seat that Meera has."""
    later = programmes.add_cohort(
        world.programme, "Second intake", date(2025, 9, 1), date(2026, 6, 1), by=world.devi
    )
    world.teacher("Bela Roy", cohort=later)
    rounds = [world.computed(), world.computed(later)]
    assert [world.pairs(round_) for round_ in rounds] == [
        {"Arun Patel": "Meera Iyer"},
        {"Bela Roy": "Meera Iyer"},
    ]
    return rounds


def meet_after_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has counted a mentor's seats waits for the other to have counted them too."""
    barrier, count = threading.Barrier(2), proposals.seats_taken

    def counted(cohort: Cohort, mentor_ids: Iterable[int]) -> dict[int, int]:
        taken = count(cohort, mentor_ids)
        try:
            barrier.wait(MEET)
        except threading.BrokenBarrierError:
            return taken
        return taken

    monkeypatch.setattr(proposals, "seats_taken", counted)


def seats_of_meera(world: World) -> int:
    return Mentorship.objects.filter(mentor=world.cast.meera, status__in=SEATED).count()


def test_two_rounds_published_at_once_never_give_one_seat_twice(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = two_rounds(shared)
    meet_after_the_count(monkeypatch)
    assert at_once(*(publishing(shared, round_) for round_ in rounds)) == ["done", "done"]
    assert seats_of_meera(shared) == 1
    assert sorted(Proposal.objects.values_list("skipped", flat=True)) == ["", Skip.FULL]


def test_without_the_lock_the_same_seat_is_given_twice(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: it can see the fault that it guards against."""
    rounds = two_rounds(shared)
    look = proposals.places_in_pool
    monkeypatch.setattr(
        proposals, "places_in_pool", lambda cohort, mentors, lock=False: look(cohort, mentors)
    )
    meet_after_the_count(monkeypatch)
    at_once(*(publishing(shared, round_) for round_ in rounds))
    # Where one writer at a time is let in, the database itself is the lock.
    one_writer = not connection.features.has_select_for_update
    assert seats_of_meera(shared) == (1 if one_writer else 2)


def test_one_round_published_twice_at_once_is_published_once(shared: World) -> None:
    round_ = shared.computed()
    acts = [publishing(shared, round_) for _ in range(2)]
    assert at_once(*acts) == ["Stale", "done"]
    assert Mentorship.objects.count() == 1


def test_two_who_compute_at_once_leave_one_answer(shared: World) -> None:
    round_ = shared.computed()
    tabs = [matching_round(shared.devi, round_.pk) for _ in range(2)]
    said = at_once(*(lambda tab=tab: actions.compute(tab, by=shared.devi) for tab in tabs))
    assert said == ["Stale", "done"]
    assert Proposal.objects.count() == 1


def test_two_who_open_a_round_at_once_open_one(shared: World) -> None:
    cohort = Cohort.objects.select_related("programme__organisation").get()
    act = lambda: actions.open_round(cohort, by=shared.devi)  # noqa: E731
    assert at_once(act, act) == ["Refused", "done"]
    assert Round.objects.count() == 1


def test_two_coordinators_who_put_a_teacher_with_two_mentors_at_once_put_her_with_one(
    shared: World,
) -> None:
    chitra, arun = shared.mentor("Chitra Rao"), shared.cast.arun
    round_ = shared.computed()
    tabs = [matching_round(shared.devi, round_.pk) for _ in range(2)]
    said = at_once(
        *(
            lambda tab=tab, mentor=mentor: actions.pin(tab, arun, mentor, by=shared.devi)
            for tab, mentor in zip(tabs, (shared.cast.meera, chitra), strict=True)
        )
    )
    assert said == ["Refused", "done"]
    assert Wish.objects.filter(round=round_, teacher=arun, kind="pin").count() == 1
