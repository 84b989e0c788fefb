"""Asking for feedback: when, whom, once, and never after it was given."""

from __future__ import annotations

from datetime import datetime

from time_machine import travel

from banyan.notifications.models import Notice
from banyan.surveys import actions, jobs
from banyan.surveys.notices import DUE
from tests.conftest import NOW
from tests.surveys.conftest import DAY, GOOD, HOUR, World


def asked(at: datetime) -> int:
    with travel(at, tick=False):
        return jobs.ask_feedback()


def told() -> list[tuple[str, str, str]]:
    notices = Notice.objects.filter(kind="feedback.due").order_by("person__name")
    return [(str(n.person), n.link, n.data["starts_at"]) for n in notices]


def test_both_sides_are_asked_once_two_hours_after_the_session(world: World) -> None:
    session = world.held(world.cast.arun, NOW)
    assert asked(session.ends_at + 2 * HOUR - HOUR / 60) == 0
    assert asked(session.ends_at + 2 * HOUR) == 2
    assert asked(session.ends_at + 5 * HOUR) == 0
    link, start = f"/sessions/{session.pk}/feedback/", session.starts_at.isoformat()
    assert told() == [("Arun Patel", link, start), ("Meera Iyer", link, start)]


def test_whoever_has_said_it_is_not_asked(world: World) -> None:
    session = world.held(world.cast.arun, NOW)
    at = NOW + HOUR
    actions.give_feedback(session, by=world.by(world.cast.arun, at), answers=GOOD)
    assert asked(NOW + DAY) == 1
    assert [name for name, *_rest in told()] == ["Meera Iyer"]


def test_mail_is_dropped_when_it_was_given_meanwhile(world: World) -> None:
    session = world.held(world.cast.arun, NOW)
    asked(NOW + DAY)
    notice = Notice.objects.get(person=world.cast.arun)
    assert DUE.still_wanted is not None
    assert DUE.still_wanted(notice.data) is True
    actions.give_feedback(session, by=world.by(world.cast.arun, NOW + DAY), answers=GOOD)
    assert DUE.still_wanted(notice.data) is False


def test_nobody_is_asked_about_what_did_not_take_place_or_is_long_over(world: World) -> None:
    world.confirmed(world.cast.arun, NOW)
    world.held(world.cast.arun, NOW - 30 * DAY)
    assert asked(NOW + DAY) == 0


def test_only_those_who_came_to_a_group_are_asked(world: World) -> None:
    bina = world.teacher("Bina Rathod")
    session = world.group([world.cast.arun, bina], NOW)
    session.places.filter(person=bina).update(own_minutes=0)
    assert asked(NOW + DAY) == 2
    assert [name for name, *_rest in told()] == ["Arun Patel", "Meera Iyer"]
