"""How long what somebody has learnt counts."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from blueprint.journeys import counted
from blueprint.language import Span, Training

SOON_DAYS = 60  # before it runs out


class TrainingStatus(StrEnum):
    """How a training of one person stands on one day."""

    MISSING = "missing"
    LATER = "later"
    """Not held, and not yet needed."""
    VALID = "valid"
    SOON = "soon"
    """Valid, and runs out within sixty days."""
    RUN_OUT = "run_out"

    @property
    def counts(self) -> bool:
        """Whether somebody may be matched, or given work to read, with it."""
        return self not in (TrainingStatus.MISSING, TrainingStatus.RUN_OUT)


@dataclass(frozen=True, slots=True)
class TrainingState:
    """A training of one person on one day."""

    status: TrainingStatus
    held_on: dt.date | None
    runs_out_on: dt.date | None
    """The first day on which it does not count any more; none if it counts for ever or was not
    held."""


def lasting(valid_months: int | None, held_on: dt.date | None, today: dt.date) -> TrainingState:
    """How something learnt on `held_on` (none: never) stands, that counts for so many calendar
    months (none: for ever)."""
    if held_on is None or held_on > today:
        return TrainingState(TrainingStatus.MISSING, None, None)
    if valid_months is None:
        return TrainingState(TrainingStatus.VALID, held_on, None)
    ends = counted(held_on, Span(months=valid_months))
    if ends <= today:
        return TrainingState(TrainingStatus.RUN_OUT, held_on, ends)
    soon = (ends - today).days <= SOON_DAYS
    return TrainingState(TrainingStatus.SOON if soon else TrainingStatus.VALID, held_on, ends)


def training_state(
    training: Training, held_on: dt.date | None, accepted_on: dt.date | None, today: dt.date
) -> TrainingState:
    """How a training of a mentor stands, who was accepted on `accepted_on` and had it last on
    `held_on`. The first time may come later where the blueprint says so."""
    found = lasting(training.valid_months, held_on, today)
    first = training.first_within_months
    if found.status != TrainingStatus.MISSING or first is None:
        return found
    if accepted_on is None or today < counted(accepted_on, Span(months=first)):
        return TrainingState(TrainingStatus.LATER, None, None)
    return found
