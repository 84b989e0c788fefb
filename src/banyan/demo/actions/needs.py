"""How Arun saw himself twice, how Meera saw him, and what he keeps for himself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from banyan.demo.actions.world import World
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import LIVE
from banyan.people.models import Person
from banyan.practice import actions as practice
from banyan.practice.states import Source
from banyan.programmes.queries.frameworks import frameworks

FIRST = {
    "1.1": 3, "1.2": 2, "2.1": 3, "2.2": 4, "3.1": 3, "3.2": 1, "3.3": 1, "4.1": 2, "5.2": 4,
    "3.2:said": "The same four hands go up, and I take them.",
    "strengths": "The children like to come, and I know each of them by name.",
    "needs": "More of them should speak, not only the front rows.",
}  # fmt: skip
NOW = {
    "1.1": 3, "1.2": 3, "2.1": 3, "2.2": 4, "3.2": 3, "3.3": 2, "4.1": 2, "5.2": 4,
    "3.2:said": "Since the sticks with names on them, the back rows answer too.",
    "strengths": "They wait for each other’s answers.",
    "needs": "Work in pairs is still noisy, and I give up too early.",
}  # fmt: skip
MEERA = {
    "1.1": 3, "2.2": 4, "3.1": 4, "3.2": 2, "3.3": 2, "4.2": 3,
    "3.1:said": "The folded paper for halves and quarters was clear to everybody.",
    "strengths": "Calm, kind and well prepared. The examples come from the village.",
    "needs": "A little more time after each question, before anybody is called.",
}  # fmt: skip
CLASS = {
    "subjects": ["mathematics", "science"], "stages": ["middle"],
    "pupils": 41, "girls": 19, "boys": 22, "other_language": 26, "first_in_family": 9,
    "school": "One science room for three classes, a dry yard, and a principal who backs us.",
    "motivation": "My own teacher lent me her books.",
    "aspiration": "That no child of mine is afraid of fractions.",
}  # fmt: skip
TALK = {
    "consent": "agreed",
    "joy": "When somebody finds another way to solve it than mine.",
    "good_lesson": "We measured the playground with ropes. Nobody wanted to go home.",
    "hard": "Forty-one in a room for thirty, and no time for those who are quick.",
    "help": "Come and watch, then talk with me on the way to the bus.",
}


def look(world: World) -> None:
    """The strengths and needs of Arun, in the pair that he has with Meera."""
    arun, meera = world.cast["arun"], world.cast["meera"]
    pair = (
        Mentorship.objects.filter(mentee=arun, mentor=meera, status__in=LIVE)
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .first()
    )
    if pair is None:
        return
    began = (world.now.date() - pair.starts_on).days if pair.starts_on else 2
    practice.begin_context(CLASS, by=world.seen(arun, world.at(began * 0.9)), pair=pair)
    practice.begin_intake(TALK, by=world.seen(meera, world.at(began * 0.8)), pair=pair)
    _view(world, pair, arun, Source.SELF, FIRST, began * 0.7)
    _view(world, pair, meera, Source.MENTOR, MEERA, began * 0.4)
    _view(world, pair, arun, Source.SELF, NOW, began * 0.1)
    practice.turn_on(by=world.seen(arun, world.at(began * 0.5)))
    said = {"rest": 3, "strength": 3, "load": 2, "joy": 5, "company": 5}
    practice.give_check(
        {**said, "words": "The week of exams was long. The way home with Meera helped."},
        by=world.seen(arun, world.at(began * 0.2)),
    )


def _view(
    world: World,
    pair: Mentorship,
    who: Person,
    source: Source,
    words: Mapping[str, Any],
    days_ago: float,
) -> None:
    by = world.seen(who, world.at(days_ago))
    (ours,) = [one for one in frameworks() if one.code == "banyan_practice"]
    made = practice.begin_assessment(source, ours, by=by, pair=pair)
    records.write(made, "", words, {}, by=by)
