"""Fifty teachers, one mentor, one time, one moment; and what happens where nobody looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from banyan.mentoring import actions
from banyan.mentoring.actions import planning
from banyan.mentoring.models import Availability, DayHours, Mentorship, Session, TakenTime
from banyan.people.actions import add_person
from banyan.programmes import actions as programmes
from tests.mentoring.test_sessions.conftest import World
from tests.mentoring.test_sessions.test_hours import FOUR, FRIDAY
from tests.races import at_once, threads_share

PEOPLE = 50


@pytest.fixture
def pairs(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[World, list[Mentorship]]]:
    """Meera with fifty teachers, in a world that threads share; she has an hour on Fridays."""
    with threads_share(tmp_path):
        world: World = request.getfixturevalue("world")
        actions.add_hours([FRIDAY], 16 * 60, 17 * 60, by=world.meera)
        actions.set_limits("online", "", 0, 24, None, by=world.meera)
        devi, made = world.by(world.cast.devi), []
        for number in range(PEOPLE):
            person = add_person(f"Teacher {number}", email=f"t{number}@example.org", by=devi)
            programmes.enrol(world.cohort, person, world.cast.school, by=devi, confirmed=True)
            made.append(world.pair_of(world.cast.meera, person))
        yield world, made


def test_of_fifty_who_book_one_time_at_once_one_has_it(
    pairs: tuple[World, list[Mentorship]],
) -> None:
    world, made = pairs
    said = at_once(
        *(lambda pair=pair: actions.book(pair, FOUR, 60, by=world.by(pair.mentee)) for pair in made)
    )
    assert said.count("done") == 1
    assert said.count("Unfit") == PEOPLE - 1
    assert Session.objects.count() == 1


def test_without_the_locks_the_database_alone_gives_a_time_once(
    pairs: tuple[World, list[Mentorship]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is locked, nobody looks who is busy, and every time counts as offered."""
    world, made = pairs
    kept = Availability.objects.get()
    monkeypatch.setattr(planning, "lock", lambda people: [])
    monkeypatch.setattr(planning, "nobody_busy", lambda *people, **more: None)
    monkeypatch.setattr("banyan.mentoring.actions.sessions.in_hours", lambda *asked: kept)
    said = at_once(
        *(lambda pair=pair: actions.book(pair, FOUR, 60, by=world.by(pair.mentee)) for pair in made)
    )
    assert said.count("done") == 1
    assert Session.objects.count() == 1
    assert TakenTime.objects.filter(person=world.cast.meera).count() == 12


def test_of_tabs_that_add_overlapping_stretches_of_a_day_at_once_one_does(
    pairs: tuple[World, list[Mentorship]],
) -> None:
    world, _made = pairs
    meera, on = world.meera, FOUR.date()
    said = at_once(
        *(
            lambda begins=begins: actions.set_day(on, (begins, begins + 60), by=meera)
            for begins in (600, 615, 630, 645, 840)
        )
    )
    assert said == ["Unfit", "Unfit", "Unfit", "done", "done"]
    (_one, end), (begins, _end) = DayHours.objects.order_by("begins").values_list("begins", "ends")
    assert end <= begins == 840


def test_the_race_is_real(
    pairs: tuple[World, list[Mentorship]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without taking the time: more than one has it."""
    world, made = pairs
    kept = Availability.objects.get()
    monkeypatch.setattr(planning, "lock", lambda people: [])
    monkeypatch.setattr(planning, "nobody_busy", lambda *people, **more: None)
    monkeypatch.setattr("banyan.mentoring.actions.sessions.in_hours", lambda *asked: kept)
    monkeypatch.setattr(planning, "take_time", lambda session, others=(): None)
    said = at_once(
        *(
            lambda pair=pair: actions.book(pair, FOUR, 60, by=world.by(pair.mentee))
            for pair in made[:8]
        )
    )
    assert said.count("done") > 1
