"""Giving feedback: who, when, what it may hold, and how often."""

from __future__ import annotations

from typing import Any

import pytest

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.programmes.states import Side
from banyan.surveys import actions
from banyan.surveys.models import Response
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.surveys.conftest import DAY, GOOD, HOUR, MENTORS, World


def give(world: World, session: Any, person: Any, at: Any = NOW, **more: Any) -> Response:
    values = {"answers": GOOD, **more}
    return actions.give_feedback(session, by=world.by(person, at), **values)


def test_the_teacher_answers_her_own_questions(world: World) -> None:
    session = world.held(world.cast.arun)
    given = give(
        world,
        session,
        world.cast.arun,
        themes=["workload", "time", "time"],
        in_confidence="  The head does not let me off class. ",
    )
    given.refresh_from_db()
    assert given.side == Side.TEACHER
    assert given.answers == GOOD
    assert given.themes == ["time", "workload"]  # in the blueprint's order, once each
    assert given.in_confidence == "The head does not let me off class."
    assert (given.given_at, given.version) == (NOW, 1)


def test_the_mentor_answers_hers(world: World) -> None:
    given = give(world, world.held(world.cast.arun), world.cast.meera, answers=MENTORS)
    assert (given.side, given.answers) == (Side.MENTOR, MENTORS)


def test_a_mentor_in_somebody_elses_group_answers_the_teachers_questions(world: World) -> None:
    bina = world.teacher("Bina Rathod")  # mentors others too, perhaps; here she takes part
    session = world.group([world.cast.arun, bina])
    assert give(world, session, bina).side == Side.TEACHER


@pytest.mark.parametrize("who", ["devi", "kavita", "nandan", "omar", "asha", "somu"])
def test_nobody_else_can_give_feedback(world: World, who: str) -> None:
    session = world.held(world.cast.arun)
    with pytest.raises(Refused, match="Only people of this session"):
        give(world, session, getattr(world.cast, who))
    assert Response.objects.count() == 0


def test_feedback_waits_until_the_session_was_held(world: World) -> None:
    session = world.confirmed(world.cast.arun, NOW + DAY)
    with pytest.raises(Refused, match="when both of you have said that you met"):
        give(world, session, world.cast.arun)


def test_whoever_was_not_there_has_nothing_to_say(world: World) -> None:
    bina = world.teacher("Bina Rathod")
    session = world.group([world.cast.arun, bina])
    session.places.filter(person=bina).update(host_minutes=0)
    with pytest.raises(Refused, match="Only those who were there"):
        give(world, session, bina)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"answers": {**GOOD, "useful": 6}}, "useful", "Choose one of the answers"),
        ({"answers": {**GOOD, "will_try": "perhaps"}}, "will_try", "Choose one of the answers"),
        ({"answers": {"useful": 5, "heard": 5}}, "will_try", "Choose an answer to this question."),
        ({"answers": {**GOOD, "worthwhile": 3}}, "worthwhile", "This question is not asked"),
        ({"themes": ["weather"]}, "themes", "Choose from the themes that are offered."),
        ({"in_confidence": "a" * 4001}, "in_confidence", "Write at most 4000 characters"),
    ],
)
def test_what_cannot_be_taken_names_its_question(
    world: World, values: dict[str, Any], field: str, sentence: str
) -> None:
    session = world.held(world.cast.arun)
    with pytest.raises(Unfit, match=sentence) as refusal:
        give(world, session, world.cast.arun, **values)
    assert refusal.value.field == field
    assert Response.objects.count() == 0


def test_a_second_time_within_a_week_the_new_answers_take_the_place(world: World) -> None:
    session = world.held(world.cast.arun)
    give(world, session, world.cast.arun, themes=["time"], in_confidence="A word.")
    again = give(world, session, world.cast.arun, NOW + 6 * DAY, answers={**GOOD, "useful": 2})
    assert Response.objects.count() == 1
    assert (again.answers["useful"], again.themes, again.in_confidence) == (2, [], "")
    assert (again.given_at, again.version) == (NOW, 2)


def test_after_a_week_it_counts_and_stays(world: World) -> None:
    session = world.held(world.cast.arun)
    give(world, session, world.cast.arun)
    with pytest.raises(Refused, match="cannot be changed any more"):
        give(world, session, world.cast.arun, NOW + 7 * DAY)


def test_two_open_pages_cannot_give_it_twice(world: World) -> None:
    session = world.held(world.cast.arun)
    give(world, session, world.cast.arun, version=0)
    with pytest.raises(Stale):
        give(world, session, world.cast.arun, version=0, answers={**GOOD, "useful": 1})
    assert Response.objects.get().answers == GOOD


def test_two_open_pages_cannot_undo_each_other(world: World) -> None:
    session = world.held(world.cast.arun)
    give(world, session, world.cast.arun)
    give(world, session, world.cast.arun, version=1, answers={**GOOD, "useful": 3})
    with pytest.raises(Stale):
        give(world, session, world.cast.arun, version=1, answers={**GOOD, "useful": 1})
    assert Response.objects.get().answers["useful"] == 3


def test_the_trail_knows_that_and_not_what(world: World) -> None:
    session = world.held(world.cast.arun)
    give(world, session, world.cast.arun, in_confidence="A word.")
    give(world, session, world.cast.arun, NOW + HOUR)
    events = Event.objects.filter(verb__startswith="feedback.").order_by("pk")
    assert [(e.verb, e.subject, e.actor, e.scope, e.data) for e in events] == [
        (verb, f"session:{session.pk}", world.cast.arun.pk, world.cast.school.path, {})
        for verb in ("feedback.give", "feedback.change")
    ]
