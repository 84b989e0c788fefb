"""Groups of one mentor with the teachers of a cohort, where the blueprint knows them."""

from __future__ import annotations

from datetime import timedelta

from banyan.demo import voices
from banyan.demo.actions.world import World
from banyan.demo.programmes import Setting
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Session
from banyan.people.models import Person
from banyan.programmes.models import Cohort

MINUTES = 60
MET, MEETS = 28, -3  # days ago, counted on to the Saturday


def gather(
    world: World, setting: Setting, cohort: Cohort, host: Person, teachers: list[Person]
) -> None:
    """One Saturday morning some weeks ago, to which all came, and one that is to come, for which
    all but the last have a seat."""
    before, after = voices.GROUPS[setting.writes]
    held = _announced(world, setting, cohort, host, MET, before)
    _seated(world, held, teachers)
    said_at = held.ends_at + timedelta(hours=1)
    for seat in held.places.select_related("person"):
        for person in (host, seat.person):
            mentoring.say_attendance(held, seat.person, MINUTES, by=world.seen(person, said_at))
    coming = _announced(world, setting, cohort, host, MEETS, after)
    _seated(world, coming, teachers[:-1])


def _announced(
    world: World, setting: Setting, cohort: Cohort, host: Person, days_ago: float, topic: str
) -> Session:
    starts = world.saturday(days_ago, 10, setting.zone)
    told = min(starts - timedelta(days=9), world.now - timedelta(days=2))
    return mentoring.announce_group(
        cohort, topic, starts, MINUTES, 8, by=world.seen(host, told),
        mode="in_person", place=voices.PLACES[setting.writes],
    )  # fmt: skip


def _seated(world: World, session: Session, teachers: list[Person]) -> None:
    told = min(session.starts_at - timedelta(days=7), world.now - timedelta(days=1))
    for person in teachers:
        mentoring.take_seat(session, by=world.seen(person, told))
