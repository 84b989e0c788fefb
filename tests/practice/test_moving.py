"""A cohort moves to another blueprint while work is being read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

import blueprint
from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from banyan.practice.models import Submission
from banyan.programmes.models import Cohort, Design
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.states import DesignStatus
from tests.conftest import NOW
from tests.practice.conftest import DAY, REVIEW, World


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
    blueprint_named.cache_clear()


def move(world: World) -> None:
    """To a blueprint that has neither the step in which it was handed in nor a review of it."""
    version = blueprint.get("ct_team").version
    text = blueprint.file_of("ct_team", version).replace("code: ct_team", "code: our_team")
    text = text.replace("kind: submission", "kind: document")
    text = re.sub(r"\bsubmission\b", "folder", text)
    blueprint.load(text)
    Design.objects.create(
        code="our_team",
        version=version,
        title="Ours",
        organisation=world.cast.nation,
        status=DesignStatus.PUBLISHED,
        based_on=f"ct_team@{version}",
        text=text,
        written_at=NOW,
    )
    Cohort.objects.update(blueprint="our_team", blueprint_version=version)
    world.pair = Mentorship.objects.get()


def test_work_that_is_being_read_is_judged_as_it_was_handed_in(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    move(world)
    for person, url in (
        (world.cast.devi, "/submissions/"),
        (world.cast.arun, f"/submissions/{Submission.objects.get().pk}/"),
        (world.ravi, "/readings/"),
    ):
        assert signed_in(person).get(url).status_code == 200, url
    world.read(world.ravi, True)
    world.read(world.sara, True)
    assert (world.status(), world.step(REVIEW)) == (["successful"], "done")


def test_what_comes_back_to_a_step_that_is_gone_is_settled_all_the_same(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    move(world)
    world.read(world.ravi, False)
    world.read(world.sara, False)
    assert world.status() == ["not_yet"]


def test_the_last_day_lasts_until_midnight_where_the_teacher_is(world: World) -> None:
    """Seven in the evening in Chicago is the next day in Greenwich."""
    Person.objects.filter(pk=world.cast.arun.pk).update(time_zone="America/Chicago")
    world.cast.arun.refresh_from_db()
    world.pair = Mentorship.objects.get()
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False)
    world.read(world.sara, False)
    last = world.handed().again_by
    assert last is not None
    assert last == (NOW + 42 * DAY).date()
    evening = (NOW + 42 * DAY).replace(hour=1) + DAY
    world.write("Again, with the voices.", evening)
    assert world.status() == ["not_yet", "in_review"]
