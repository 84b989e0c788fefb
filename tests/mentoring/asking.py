"""Questions in writing for tests: asked by Arun, open to Meera and Manu, taken by Meera."""

from __future__ import annotations

from datetime import timedelta

import pytest

from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions import questions as actions
from banyan.mentoring.models import Question
from banyan.mentoring.queries import questions as queries
from banyan.mentoring.states import Helped
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.conftest import World

WORDS = "How do I begin fractions with forty children?"


def at(person: Person, days: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(days=days))


def ask(person: Person, *, form: str = "", nameless: bool = False, days: float = 0) -> Question:
    return actions.ask_mentors(
        "digital_education", "en", WORDS, nameless, by=at(person, days),
        form=form or str(Question.objects.count()),
    )  # fmt: skip


def seen(person: Person, question: Question, days: float = 0) -> Question:
    return queries.question(at(person, days), question.pk)


@pytest.fixture
def manu(world: World, cast: Cast) -> Person:
    """Another mentor of the pool, for the same fields."""
    found = world.person("Manu")
    organisations.give_role(found, cast.nation, Role.MENTOR, by=system(NOW), starts_on=LONG_AGO)
    world.take_into_pool(found, 2)
    return found


@pytest.fixture
def asked(world: World, cast: Cast, manu: Person) -> Question:
    return ask(cast.arun)


@pytest.fixture
def taken(asked: Question, cast: Cast) -> Question:
    actions.take(seen(cast.meera, asked), by=at(cast.meera))
    return asked


@pytest.fixture
def closed(taken: Question, cast: Cast) -> Question:
    actions.answer(seen(cast.meera, taken), "Fold paper.", by=at(cast.meera), form="a")
    actions.close(seen(cast.arun, taken), Helped.YES, by=at(cast.arun))
    return taken
