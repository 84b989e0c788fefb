"""Short meetings when two do something at the same moment, on databases that threads share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from banyan.matching.actions import rotas as verbs
from banyan.matching.models import Impression, Rota, RotaPlace, ShortMeeting
from banyan.matching.queries import rotas as queries
from banyan.matching.states.rotas import Coming, Feeling
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.matching.conftest import World
from tests.matching.meeting import PLAN, STARTS, at, group, morning
from tests.races import at_once, threads_share


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    """A world that threads share."""
    with threads_share(tmp_path):
        yield request.getfixturevalue("world")


def fresh() -> Rota:
    return Rota.objects.select_related("cohort__programme__organisation").get()


def test_a_button_that_is_pressed_twice_plans_once(shared: World) -> None:
    group(shared, 2, 2)
    mentors = list(Person.objects.filter(name__startswith="Mentor").values_list("pk", flat=True))
    acts = [lambda: verbs.plan(shared.cohort, PLAN, mentors, by=shared.devi)] * 2
    assert at_once(*acts) == ["Unfit", "done"]
    assert (Rota.objects.count(), ShortMeeting.objects.count()) == (1, 4)
    assert Event.objects.filter(verb="rota.plan").count() == 1


def test_of_two_who_lay_the_rest_at_once_one_does(shared: World) -> None:
    group(shared, 4, 2)
    morning(shared)
    on = replace(shared.devi, now=STARTS + timedelta(minutes=1))
    gone = RotaPlace.objects.get(person__name="Mentor 1")
    verbs.mark(fresh(), gone, Coming.NOT_COMING, by=on)
    rows = [fresh(), fresh()]
    acts = [lambda row=row: verbs.lay_rest(row, by=on, seen=row.version) for row in rows]
    assert at_once(*acts) == ["Stale", "done"]
    assert not queries.table_of(fresh(), on.now).loose
    assert Event.objects.filter(verb="rota.lay").count() == 1


def test_two_tabs_that_say_it_at_once_leave_one_answer_each(shared: World) -> None:
    group(shared, 2, 2)
    morning(shared)
    teacher = Person.objects.get(name="Teacher 0")
    by = replace(at(teacher), now=queries.ends_at(fresh()))
    found = queries.own_answers(by, fresh().pk)
    one, other = (person.pk for person in found.met)
    acts = [
        lambda said=said: verbs.say(queries.own_answers(by, found.rota.pk), said, by=by)
        for said in ({one: Feeling.WOULD}, {one: Feeling.COULD, other: Feeling.WOULD})
    ]
    assert at_once(*acts) == ["done", "done"]
    said = dict(Impression.objects.values_list("other_id", "feeling"))
    assert set(said) == {one, other}
    assert said[other] == "would"
