"""Readers, and those who choose them, at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from banyan.mentoring.models import StepRecord
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.models import Reading
from banyan.practice.queries import submissions as queries
from banyan.trail.models import Event
from tests.practice.conftest import CRITERIA, REVIEW, World
from tests.races import at_once, threads_share


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    with threads_share(tmp_path):
        yield request.getfixturevalue("world")


def finishing(world: World, reader: Person) -> Callable[[], object]:
    by = world.by(reader)
    mine = queries.reading(by, Reading.objects.get(reader=reader).pk)
    return lambda: actions.finish_reading(mine, dict.fromkeys(CRITERIA, True), {}, by=by)


def test_two_readers_who_finish_at_once_settle_it_once(shared: World) -> None:
    shared.write()
    shared.give(shared.ravi, shared.sara)
    acts = [finishing(shared, reader) for reader in (shared.ravi, shared.sara)]
    assert at_once(*acts) == ["done", "done"]
    assert shared.status() == ["successful"]
    assert Event.objects.filter(verb="submission.succeed").count() == 1
    assert StepRecord.objects.get(mentorship=shared.pair, key=REVIEW).status == "done"


def test_two_coordinators_never_choose_one_reader_too_many(shared: World) -> None:
    shared.write()
    shared.give(shared.ravi)
    devi, one = shared.by(shared.cast.devi), shared.handed()
    acts = [
        lambda who=who: actions.assign_reader(one, who, by=devi)
        for who in (shared.sara, shared.tom)
    ]
    assert at_once(*acts) == ["Refused", "done"]
    assert Reading.objects.count() == 2


def test_a_reader_who_finishes_while_it_is_withdrawn_loses_nothing_unseen(shared: World) -> None:
    shared.write()
    shared.give(shared.ravi)
    arun, one = shared.by(shared.cast.arun), shared.handed()
    said = at_once(
        finishing(shared, shared.ravi), lambda: actions.withdraw_submission(one, by=arun)
    )
    assert said in (["Refused", "done"], ["Stale", "done"])
