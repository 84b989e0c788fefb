"""Goals of the pilot: Arun's, which Meera endorsed, was revised once and is half way; one that he
met; one that he has just proposed; and one of Meera's own."""

from __future__ import annotations

from datetime import timedelta

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.mentoring.actions import goals as actions
from banyan.mentoring.models import Goal, Mentorship


def set_goals(world: World) -> None:
    """As far as the pair of Meera and Arun has come today."""
    pair = (
        Mentorship.objects.select_related("mentor", "mentee", "school", "cohort__programme")
        .filter(mentee=world.cast["arun"], mentor=world.cast["meera"], starts_on__isnull=False)
        .order_by("-pk")[0]
    )
    began = (world.now.date() - (pair.starts_on or world.now.date())).days
    _met(world, pair, began)
    _under_way(world, pair, began)
    _proposed(world, pair)
    meera = world.seen(world.cast["meera"], world.at(began * 0.7, 20))
    own = actions.begin_goal(words.MENTORS_GOAL["title"], words.MENTORS_GOAL["words"], by=meera)
    actions.set_out(own, by=meera)


def _endorsed(world: World, pair: Mentorship, goal: Goal, days_ago: float) -> None:
    actions.propose_goal(goal, by=world.seen(pair.mentee, world.at(days_ago, 18)))
    goal.record.refresh_from_db(fields=["version"])
    meera = world.seen(pair.mentor, world.at(days_ago, 20))
    actions.endorse_goal(goal, goal.record.version, by=meera)


def _met(world: World, pair: Mentorship, began: int) -> None:
    arun = world.seen(pair.mentee, world.at(began * 0.9, 17))
    due = world.at(began * 0.3).date().isoformat()
    said = {**words.FIRST_GOAL["words"], "due": due}
    goal = actions.begin_goal(words.FIRST_GOAL["title"], said, by=arun, pair=pair)
    _endorsed(world, pair, goal, began * 0.85)
    later = world.seen(pair.mentee, world.at(began * 0.35, 19))
    actions.look_again(goal, words.FIRST_GOAL["progress"], None, by=later)
    actions.meet_goal(goal, by=later)


def _proposed(world: World, pair: Mentorship) -> None:
    arun = world.seen(pair.mentee, world.at(1, 20))
    said = {**words.NEW_GOAL["words"], "due": world.at(-60).date().isoformat()}
    goal = actions.begin_goal(words.NEW_GOAL["title"], said, by=arun, pair=pair)
    actions.propose_goal(goal, by=arun)


def _under_way(world: World, pair: Mentorship, began: int) -> None:
    arun = world.seen(pair.mentee, world.at(began * 0.5, 17))
    today = world.now.date()
    said = {
        **words.GOAL["words"],
        "due": (today + timedelta(days=45)).isoformat(),
        "milestone_1_on": world.at(began * 0.2).date().isoformat(),
        "milestone_2_on": (today + timedelta(days=20)).isoformat(),
    }
    goal = actions.begin_goal(words.GOAL["title"], said, by=arun, pair=pair, step_key="goal")
    _endorsed(world, pair, goal, began * 0.45)
    changed = world.seen(pair.mentee, world.at(began * 0.3, 18))
    actions.revise_goal(goal, words.GOAL["because"], by=changed)
    _endorsed(world, pair, goal, began * 0.28)
    lately = world.seen(pair.mentee, world.at(min(4, began * 0.1), 19))
    actions.reach_milestone(goal, "milestone_1", by=lately)
    actions.look_again(goal, words.GOAL["progress"], today + timedelta(days=6), by=lately)
