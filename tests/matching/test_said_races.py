"""The first two saves of one person at the same moment, when there is no row yet to wait for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from banyan.matching.actions.apart import keep_apart
from banyan.matching.actions.counting import say_gender
from banyan.matching.models import Apart, GenderSaid
from banyan.matching.queries.apart import own_apart
from banyan.matching.queries.counting import own_gender
from banyan.organisations.queries import viewer_for
from banyan.trail import actions as trail
from tests.conftest import NOW
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


@pytest.fixture(autouse=True)
def meet_after_writing(monkeypatch: pytest.MonkeyPatch, shared: World) -> None:
    """Whoever has written waits, before it is kept, for the other to have written too."""
    barrier, record = threading.Barrier(2), trail.record

    def recorded(**what: Any) -> Any:
        try:
            barrier.wait(MEET)
        except threading.BrokenBarrierError:
            return record(**what)
        return record(**what)

    monkeypatch.setattr(trail, "record", recorded)


@pytest.mark.parametrize("second", ["Nima Rao", "Meera Iyer"])
def test_two_first_lists_of_names_are_not_merged(shared: World, second: str) -> None:
    by = viewer_for(shared.cast.arun, now=NOW)
    tabs = [own_apart(by, shared.programme.code) for _tab in range(2)]
    acts = [
        lambda tab=tab, name=name: keep_apart(tab, [name], by=by, seen=tab.version)  # type: ignore[misc]
        for tab, name in zip(tabs, ("Meera Iyer", second), strict=True)
    ]
    assert at_once(*acts) == ["Stale", "done"]
    assert Apart.objects.count() == 1


def test_of_two_first_answers_one_is_kept(shared: World) -> None:
    by = viewer_for(shared.cast.arun, now=NOW)
    tabs = [own_gender(by, shared.cohort.pk) for _tab in range(2)]
    acts = [
        lambda tab=tab, answer=answer: say_gender(tab, answer, by=by, seen=tab.version)  # type: ignore[misc]
        for tab, answer in zip(tabs, ("man", "woman"), strict=True)
    ]
    assert at_once(*acts) == ["Stale", "done"]
    assert GenderSaid.objects.count() == 1
