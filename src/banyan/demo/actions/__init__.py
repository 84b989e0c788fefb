"""Building the demonstration world, through the actions that pages use, at times long past."""

from __future__ import annotations

import random

from django.utils import timezone
from rich.console import Console

import blueprint
from banyan.demo.actions.asking import ask_in_writing
from banyan.demo.actions.choosing import let_choose
from banyan.demo.actions.counting import count
from banyan.demo.actions.filming import film
from banyan.demo.actions.fitting import fit_together
from banyan.demo.actions.genders import say_for_counts
from banyan.demo.actions.goals import set_goals
from banyan.demo.actions.hours import keep_hours
from banyan.demo.actions.letters import say_not_now, write_letters
from banyan.demo.actions.listing import let_rank
from banyan.demo.actions.meeting import meet_shortly
from banyan.demo.actions.moving_on import second_chapter
from banyan.demo.actions.needs import look
from banyan.demo.actions.observing import observe, observe_others
from banyan.demo.actions.others import six
from banyan.demo.actions.pilot import (
    enrolments,
    last_touches,
    pair_up,
    pool,
    programme_of,
)
from banyan.demo.actions.places import calendars, crowd, places
from banyan.demo.actions.practising import practise
from banyan.demo.actions.safeguarding import safeguard
from banyan.demo.actions.sessions import live
from banyan.demo.actions.thread import tie
from banyan.demo.actions.workshops import bring_together
from banyan.demo.actions.world import SIZES, World, ask_after_the_quiet, settle, steps, tidy
from banyan.demo.people import Names

SEED = 20220729  # the day on which the pilot began


def build(*, size: str, console: Console) -> None:
    """Build the whole world; raises whatever an action refuses, and nothing is then kept."""
    world = World(
        size=SIZES[size],
        now=timezone.now(),
        chance=random.Random(SEED),  # noqa: S311  # invented people need no secrets
        names=Names(SEED),
        plan=blueprint.get("in_nmm"),
    )
    with steps(console) as progress:
        places(world, progress)
        calendars(world)
        crowd(world, progress)
        programme, cohort = programme_of(world)
        pool(world, programme, progress)
        enrolments(world, cohort, progress)
        say_for_counts(world, cohort)
        settle(world, progress, "Telling people of the programme")
        pair_up(world, cohort, progress)
        live(world, cohort, progress)
        keep_hours(world, cohort)
        set_goals(world)
        observe(world)
        practise(world)
        last_touches(world, cohort)
        six(world, progress)
        observe_others(world)
        film(world)
        look(world)
        tie(world)
        second_chapter(world)
        let_choose(world, cohort)
        write_letters(world)
        ask_in_writing(world)
        safeguard(world)
        fit_together(world, cohort)
        let_rank(world, cohort)
        meet_shortly(world, cohort)
        count(world)
        bring_together(world, programme, cohort)
        settle(world, progress, "Telling people of the last weeks")
    ask_after_the_quiet(world)
    say_not_now(world)
    tidy(world)
