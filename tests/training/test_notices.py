"""Who is told of a workshop, and who is told no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from banyan.notifications import actions as notifications
from banyan.notifications.models import Notice
from banyan.training import actions, jobs
from banyan.training.models import Workshop
from tests.training.conftest import AFTER, FIRST, LENGTH, SECOND, World

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    rows = Notice.objects.filter(kind=f"workshop.{kind}")
    return set(rows.values_list("person__name", flat=True))


def test_a_seat_a_place_on_the_list_and_moving_up_are_told(
    world: World, worker: Callable[..., int]
) -> None:
    for who in (world.cast.arun, world.bina, world.chitra):
        world.take(who)
    worker()
    assert told("registered") == {"Arun Patel", "Bina Shah"}
    assert told("waiting") == {"Chitra Rao"}
    actions.give_seat_back(world.workshop, by=world.by(world.cast.arun))
    worker()
    assert told("promoted") == {"Chitra Rao"}


def test_whose_place_was_freed_is_told_and_nobody_reminds_her(
    world: World, worker: Callable[..., int]
) -> None:
    seats = [world.take(who) for who in (world.cast.arun, world.bina, world.chitra)]
    actions.free_seat(seats[0], "On leave.", by=world.by(world.cast.devi))
    worker()
    assert told("freed") == {"Arun Patel"}
    assert told("promoted") == {"Chitra Rao"}
    assert "On leave" not in str(list(Notice.objects.values_list("data", flat=True)))
    with time_machine.travel(FIRST - timedelta(hours=20), tick=False):
        jobs.remind()
    assert told("reminder") == {"Bina Shah", "Chitra Rao", "Meera Iyer", "Devi Nair"}


def test_another_time_is_told_to_those_of_that_site(
    world: World, worker: Callable[..., int]
) -> None:
    world.take(world.cast.arun)
    world.take(world.bina, world.there)
    later = SECOND + timedelta(hours=1)
    actions.change_day(world.day(1), 0, later, later + LENGTH, by=world.by(world.cast.devi))
    worker()
    assert told("changed") == {"Arun Patel", "Meera Iyer"}


def test_the_day_before_those_with_a_seat_and_whoever_leads_it_are_reminded_once(
    world: World,
) -> None:
    for who in (world.cast.arun, world.bina, world.chitra):
        world.take(who)
    with time_machine.travel(FIRST - timedelta(hours=25), tick=False):
        assert jobs.remind() == 0
    with time_machine.travel(FIRST - timedelta(hours=20), tick=False):
        assert jobs.remind() == 4
        assert jobs.remind() == 0
    assert told("reminder") == {"Arun Patel", "Bina Shah", "Meera Iyer", "Devi Nair"}


def test_nobody_is_reminded_of_what_is_cancelled(world: World, worker: Callable[..., int]) -> None:
    world.take(world.cast.arun)
    world.take(world.bina)
    at = FIRST - timedelta(hours=20)
    with time_machine.travel(at, tick=False):
        jobs.remind()
        reason = "The hall is flooded."
        actions.cancel(world.workshop, reason, by=world.by(world.cast.devi, at))
        worker(at)
        assert told("reminder") == set()
        assert told("cancelled") == {"Arun Patel", "Bina Shah", "Meera Iyer"}
        assert jobs.remind() == 0


def test_a_mail_of_a_seat_that_was_given_back_is_not_sent(
    world: World, worker: Callable[..., int]
) -> None:
    world.take(world.cast.arun)
    worker()
    actions.give_seat_back(world.workshop, by=world.by(world.cast.arun))
    with time_machine.travel(FIRST - timedelta(days=10), tick=False):
        notifications.mail_due(now=FIRST - timedelta(days=10))
    assert [one.to for one in mail.outbox if "Reading aloud" in one.body] == []


def test_a_day_after_its_last_meeting_it_has_taken_place(world: World) -> None:
    with time_machine.travel(AFTER, tick=False):
        assert jobs.hold_over() == 0
    with time_machine.travel(AFTER + timedelta(days=1), tick=False):
        assert jobs.hold_over() == 1
    assert Workshop.objects.get().status == "held"
