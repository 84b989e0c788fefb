"""A morning of short meetings, to begin with."""

from __future__ import annotations

from datetime import timedelta

from banyan.kernel.viewer import Viewer
from banyan.matching.actions import rotas as verbs
from banyan.matching.actions.rotas import Plan
from banyan.matching.models import Rota
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World

STARTS = NOW + timedelta(days=7)
PLAN = Plan(
    name="Getting to know you",
    starts_at=STARTS,
    time_zone="Asia/Kolkata",
    minutes=4,
    pause=1,
    most=5,
    invited="waiting",
    place="The hall",
)


def at(person: Person, days: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(days=days))


def group(world: World, teachers: int, mentors: int) -> None:
    """So many who wait, alike, and so many mentors with a seat each."""
    for number in range(teachers):
        world.teacher(f"Teacher {number}")
    for number in range(mentors):
        world.mentor(f"Mentor {number}")


def morning(world: World) -> Rota:
    """Announced, for all of them."""
    mentors = Person.objects.filter(name__startswith="Mentor").values_list("pk", flat=True)
    planned = verbs.plan(world.cohort, PLAN, list(mentors), by=world.devi)
    return verbs.announce(planned, by=world.devi)
