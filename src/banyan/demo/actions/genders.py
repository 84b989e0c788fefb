"""What teachers of the pilot say of themselves for counts, before its first round."""

from __future__ import annotations

import random
from datetime import timedelta

from django.db import transaction

from banyan.demo.actions.world import World
from banyan.matching.actions.counting import say_gender
from banyan.matching.queries.counting import own_gender
from banyan.programmes.models import Cohort

SAID = {"woman": 9, "man": 7, "another": 1, "": 3}  # of twenty, so many say so


def say_for_counts(world: World, cohort: Cohort) -> None:
    """Most answer, by chance; Arun, who comes first, is a man, and Rina has not answered yet."""
    chance = random.Random(len(world.teachers))  # noqa: S311  # invented people need no secrets
    told = world.now - timedelta(days=world.days + 5)  # leaves the chance of the world as it is
    with transaction.atomic():
        for number, (person, _place, _school) in enumerate(world.teachers):
            said = chance.choices(list(SAID), list(SAID.values()))[0] if number else "man"
            by = world.seen(person, told)
            if said and person != world.cast["rina"]:
                say_gender(own_gender(by, cohort.pk), said, by=by, seen=0)
