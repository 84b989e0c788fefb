"""Short meetings in the secret calendar of who takes part: when, and no word of with whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.interop.calendar.actions import make_address
from banyan.matching.actions import rotas as verbs
from banyan.matching.models import Rota, RotaPlace, ShortMeeting
from banyan.matching.queries.rotas import ends_at
from banyan.people.models import Person
from tests.conftest import NOW
from tests.interop.test_second_reader import Told, agreed
from tests.matching.conftest import World, world
from tests.matching.meeting import PLAN, STARTS, at, group, morning

__all__ = ["world"]  # a fixture

Read = Callable[[Person], Told]


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rota(world: World) -> Rota:
    """Six teachers and three mentors, four minutes and one between, announced."""
    group(world, 6, 3)
    return morning(world)


def named(name: str) -> Person:
    return Person.objects.get(name=name)


@pytest.fixture
def read(client: Client) -> Read:
    """What both parsers read under somebody's secret address."""
    tokens: dict[int, str] = {}

    def told(person: Person) -> Told:
        token = tokens.get(person.pk) or make_address(by=at(person))
        tokens[person.pk] = token
        return agreed(client.get(f"/calendar/{token}.ics").content)

    return told


def test_a_stretch_from_her_first_meeting_to_her_last(rota: Rota, read: Read) -> None:
    (said,) = read(named("Mentor 0"))
    assert said["uid"] == f"rota-{rota.pk}@127.0.0.1"
    assert (said["dtstart"], said["dtend"]) == (STARTS, ends_at(rota))
    assert (said["status"], said["sequence"], said["summary"]) == (
        "CONFIRMED",
        str(rota.version),
        "Short meetings",
    )
    assert said["url"].endswith(f"/short-meetings/{rota.pk}/mine/")


def test_of_a_teacher_it_has_her_own_turns_alone(rota: Rota, read: Read) -> None:
    teacher = named("Teacher 0")
    ShortMeeting.objects.filter(teacher=teacher).exclude(mentor=named("Mentor 0")).delete()
    ShortMeeting.objects.filter(rota=rota, turn=3).delete()
    ShortMeeting.objects.filter(teacher=teacher).update(turn=3)
    (said,) = read(teacher)
    assert said["dtstart"] == STARTS + timedelta(minutes=2 * 5)
    assert said["dtend"] - said["dtstart"] == timedelta(minutes=4)
    ShortMeeting.objects.filter(teacher=teacher).delete()
    assert read(teacher) == []


def test_there_is_no_word_of_where_or_with_whom(rota: Rota, client: Client) -> None:
    token = make_address(by=at(named("Teacher 0")))
    body = client.get(f"/calendar/{token}.ics").content.decode()
    for word in (rota.name, rota.place, "Mentor", "Teacher"):
        assert word not in body.replace("Mentoring sessions", "")


def test_whoever_takes_no_part_and_a_plan_that_is_not_announced_have_nothing(
    world: World, read: Read
) -> None:
    group(world, 2, 2)
    mentors = list(Person.objects.filter(name__startswith="Mentor").values_list("pk", flat=True))
    planned = verbs.plan(world.cohort, PLAN, mentors, by=world.devi)
    assert read(named("Teacher 0")) == []
    verbs.announce(planned, by=world.devi)
    assert len(read(named("Teacher 0"))) == 1
    assert read(world.cast.devi) == []


def test_another_time_moves_the_entry_and_what_is_called_off_ends_it(
    world: World, rota: Rota, read: Read
) -> None:
    mentor = named("Mentor 0")
    (before,) = read(mentor)
    mentors = list(RotaPlace.objects.filter(side="mentor").values_list("person_id", flat=True))
    later = replace(PLAN, starts_at=STARTS + timedelta(days=1))
    moved = verbs.change_plan(rota, later, mentors, by=world.devi, seen=rota.version)
    (after,) = read(mentor)
    assert after["uid"] == before["uid"]
    assert after["dtstart"] - before["dtstart"] == timedelta(days=1)
    assert int(after["sequence"]) > int(before["sequence"])
    verbs.cancel(moved, "The hall is flooded.", by=world.devi)
    (ended,) = read(mentor)
    assert (ended["uid"], ended["status"]) == (before["uid"], "CANCELLED")
    assert int(ended["sequence"]) > int(after["sequence"])


def test_a_plan_that_was_called_off_before_anybody_was_told_is_nothing(
    world: World, read: Read
) -> None:
    group(world, 2, 2)
    mentors = list(Person.objects.filter(name__startswith="Mentor").values_list("pk", flat=True))
    planned = verbs.plan(world.cohort, PLAN, mentors, by=world.devi)
    verbs.cancel(planned, "Another day is better.", by=world.devi)
    assert read(named("Mentor 0")) == []


def test_what_was_held_stays_for_a_while(world: World, rota: Rota, client: Client) -> None:
    token = make_address(by=at(named("Mentor 0")))
    for days, expected in ((8, ["CONFIRMED"]), (100, [])):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            found = agreed(client.get(f"/calendar/{token}.ics").content)
        assert [said["status"] for said in found] == expected


def test_several_days_cost_no_query_more(world: World, rota: Rota, client: Client) -> None:
    teacher = named("Teacher 0")
    token = make_address(by=at(teacher))
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as asked:
            found = agreed(client.get(f"/calendar/{token}.ics").content)
        counts.append(len(asked))
        assert len(found) == number + 1
        mentors = [named(f"Mentor {each}").pk for each in range(3)]
        plan = replace(PLAN, starts_at=STARTS + timedelta(days=number + 1))
        verbs.announce(verbs.plan(world.cohort, plan, mentors, by=world.devi), by=world.devi)
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 10, counts
