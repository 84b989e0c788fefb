"""What keeps people from being matched until it is mended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from banyan.programmes.models import Cohort
from banyan.programmes.queries.consents import holding, is_asked
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.queries.trainings import accepted_on, held_last, states_from
from banyan.programmes.states import Bar, Side
from blueprint import Training, TrainingStatus


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is on record of the people of a cohort, of all that can keep them from being matched;
    at least of whoever is asked about."""

    consenting: Collection[tuple[str, int]]  # side and person whose consent holds
    held: Mapping[tuple[int, str], date]  # by person and training: when it was held last
    accepted: Mapping[int, date]  # by mentor: since when she is in the pool


def bars(
    cohort: Cohort,
    side: str,
    people: Collection[int],
    *,
    on: date,
    recorded: Recorded | None = None,
) -> dict[int, Bar]:
    """By person: what keeps her from being matched in this cohort on this side, where something
    does. No query where the blueprint asks for nothing, nor where it is known what is on record."""
    found: dict[int, Bar] = {}
    if is_asked(cohort, side):
        if recorded is None:
            given = holding(cohort, side, people)
        else:
            given = {person for held, person in recorded.consenting if held == side}
        found |= {person: Bar.NO_CONSENT for person in people if person not in given}
    if side == Side.MENTOR:
        found = _untrained(cohort, people, on, recorded) | found
    return found


def trainings_asked(cohort: Cohort) -> list[Training]:
    """Those without which nobody mentors in this cohort."""
    return [one for one in blueprint_named(*cohort.design).training if one.required]


def _untrained(
    cohort: Cohort, people: Collection[int], on: date, recorded: Recorded | None
) -> dict[int, Bar]:
    """Mentors who lack a required training on that day, or whose training has run out."""
    asked = trainings_asked(cohort)
    if not asked:
        return {}
    found: dict[int, Bar] = {}
    programme = cohort.programme_id
    held = (
        recorded.held if recorded else held_last(programme, people, [one.code for one in asked], on)
    )
    accepted = recorded.accepted if recorded else accepted_on(programme, asked, people)
    states = states_from(asked, people, held, accepted, on)
    for person, mine in states.items():
        statuses = {state.status for state in mine.values()}
        if TrainingStatus.MISSING in statuses:
            found[person] = Bar.UNTRAINED
        elif TrainingStatus.RUN_OUT in statuses:
            found[person] = Bar.RUN_OUT
    return found
