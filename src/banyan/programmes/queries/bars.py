"""What keeps people from being matched until it is mended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from banyan.programmes.models import Cohort
from banyan.programmes.queries.consents import holding, is_asked
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.queries.trainings import states_of
from banyan.programmes.states import Bar, Side
from blueprint import TrainingStatus


def bars(cohort: Cohort, side: str, people: Collection[int], *, on: date) -> dict[int, Bar]:
    """By person: what keeps her from being matched in this cohort on this side, where something
    does. No query where the blueprint asks for nothing."""
    found: dict[int, Bar] = {}
    if is_asked(cohort, side):
        given = holding(cohort, side, people)
        found |= {person: Bar.NO_CONSENT for person in people if person not in given}
    if side == Side.MENTOR:
        found = untrained(cohort, people, on=on) | found
    return found


def untrained(cohort: Cohort, people: Collection[int], *, on: date) -> dict[int, Bar]:
    """Mentors who lack a required training on that day, or whose training has run out."""
    design = blueprint_named(*cohort.design)
    asked = [training for training in design.training if training.required]
    if not asked:
        return {}
    found: dict[int, Bar] = {}
    states = states_of(cohort.programme_id, asked, people, on)
    for person, mine in states.items():
        statuses = {state.status for state in mine.values()}
        if TrainingStatus.MISSING in statuses:
            found[person] = Bar.UNTRAINED
        elif TrainingStatus.RUN_OUT in statuses:
            found[person] = Bar.RUN_OUT
    return found
