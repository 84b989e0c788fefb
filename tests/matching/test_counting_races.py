"""Two rounds published at once, on databases that threads share: nobody is counted twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from banyan.matching.actions import counting
from banyan.matching.models import GenderCount, Round
from banyan.matching.queries.counting import Fits
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from tests.matching.conftest import World
from tests.matching.test_races import MEET, publishing
from tests.races import at_once, threads_share


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    """A world that threads share."""
    with threads_share(tmp_path):
        yield request.getfixturevalue("world")


def two_rounds(world: World) -> list[Round]:
    """Two cohorts of the same teachers, of whom half find a mentor; enough of them to be told."""
    later = programmes.add_cohort(
        world.programme, "Second intake", date(2025, 9, 1), date(2026, 6, 1), by=world.devi
    )
    world.mentor(world.cast.meera, capacity=12, languages=["hi"])
    for number in range(24):
        name = f"Teacher {number:02}"
        world.teacher(name, languages=["hi"] if number < 12 else ["or"])
        again = Person.objects.get(name=name)
        world.teacher(again, cohort=later, languages=["hi"] if number < 12 else ["or"])
    return [world.computed(), world.computed(later)]


def meet_after_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has looked whom to count waits for the other to have looked too."""
    barrier, look = threading.Barrier(2), counting.to_count

    def looked(round_: Round) -> Fits:
        found = look(round_)
        try:
            barrier.wait(MEET)
        except threading.BrokenBarrierError:
            return found
        return found

    monkeypatch.setattr(counting, "to_count", looked)


def test_two_rounds_published_at_once_count_nobody_twice(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = two_rounds(shared)
    meet_after_looking(monkeypatch)
    assert at_once(*(publishing(shared, round_) for round_ in rounds)) == ["done", "done"]
    assert GenderCount.objects.count() == 1
