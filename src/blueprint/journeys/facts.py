"""What goes into a journey and what comes out of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from blueprint.language import Artefact, Dose, Module, Stage, Step


class Status(StrEnum):
    """Where a step, a module, a stage or a dose stands on a day."""

    NOT_YET = "not_yet"
    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE = "done"
    WAIVED = "waived"
    ON_HOLD = "on_hold"
    NOT_NEEDED = "not_needed"


REASONS: dict[str, str] = {
    "not_needed_form": "Not needed for this form of mentoring.",
    "not_needed_traits": "Not needed for this teacher.",
    "done": "Done on %(day)s.",
    "waived": "Waived on %(day)s.",
    "on_hold": "Waits: the pair is on leave until %(day)s.",
    "on_hold_open": "Waits: the pair is on leave, and nobody has said until when.",
    "after_step": "Opens when %(step)s is done.",
    "after_step_in_module": "Opens when %(step)s of %(module)s is done.",
    "after_module": "Opens when %(module)s is complete.",
    "after_pair_starts": "Opens when the pair begins.",
    "opens": "Opens on %(day)s.",
    "open": "Can be done now; there is no last day.",
    "optional": "Can still be done; the pair is complete without it.",
    "due": "Due on %(day)s.",
    "overdue": "Overdue since %(day)s.",
    "after_stage": "Begins when %(stage)s is done.",
    "stage_missing": "Still missing: %(artefact)s.",
}
"""An English sentence for each code of a reason, with its places. `day` is a date, `step`,
`module`, `stage` and `artefact` are texts of the blueprint."""


class Reason(NamedTuple):
    """Why something stands where it stands: a code of `REASONS`, and what fills its places."""

    code: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Hold:
    """Days on leave or pause: from the first to the day before `ends_on`, or open-ended."""

    begins_on: dt.date
    ends_on: dt.date | None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.begins_on:
            raise ValueError(f"The leave ends on {self.ends_on}, before it begins.")


@dataclass(frozen=True)
class OtherPair:
    """Another pair of the same mentor, in the same cohort; its end is half open.

    Raises `ValueError` if it ends before it starts.
    """

    starts_on: dt.date
    ends_on: dt.date
    holds: tuple[Hold, ...] = ()
    minutes: tuple[tuple[dt.date, int], ...] = ()
    """Days and lengths of its confirmed sessions."""
    closed: tuple[Hold, ...] = ()
    """Days on which the school of its teacher is closed."""

    def __post_init__(self) -> None:
        _in_order("The other pair", self.starts_on, self.ends_on)


@dataclass(frozen=True)
class Facts:
    """What is known of one pair. Ends are half open: the day after the last one.

    What is dated after `today` has not happened yet, so a journey as of an earlier day is the one
    that was true then. A step key that the blueprint does not know is ignored: a newer version of
    the blueprint may have dropped the step, and what was done is still kept.

    Raises `ValueError` if something ends before it starts or a number is impossible.
    """

    programme_starts_on: dt.date
    programme_ends_on: dt.date
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    """End of the pair; without one, it ends with the programme."""
    form: str = ""
    """The code of its form of mentoring; without one, every step with forms is needed."""
    traits: frozenset[str] = frozenset()
    done: Mapping[str, dt.date] = field(default_factory=dict)
    """Days on which steps were done, by step key."""
    waived: Mapping[str, dt.date] = field(default_factory=dict)
    """Days on which steps were waived, by step key."""
    holds: tuple[Hold, ...] = ()
    minutes: tuple[tuple[dt.date, int], ...] = ()
    """Days and lengths of confirmed sessions of the two."""
    group_minutes: tuple[tuple[dt.date, int], ...] = ()
    """Days and lengths of confirmed group sessions that the mentor led and the teacher attended."""
    others: tuple[OtherPair, ...] = ()
    """The other pairs of the mentor, for minutes that she owes over all of them."""
    confirmed_on: dt.date | None = None
    """Day on which completion was confirmed, where the blueprint asks for that."""
    closed: tuple[Hold, ...] = ()
    """Days on which the teacher's school is closed: holidays and vacation."""

    def __post_init__(self) -> None:
        _in_order("The programme", self.programme_starts_on, self.programme_ends_on)
        if self.starts_on is not None and self.ends_on is not None:
            _in_order("The pair", self.starts_on, self.ends_on)
        for day, minutes in (*self.minutes, *self.group_minutes):
            if minutes < 0:
                raise ValueError(f"The session of {day} cannot have lasted {minutes} minutes.")


@dataclass(frozen=True)
class StageFacts:
    """What is known of the stages of one programme.

    `artefacts` are the days on which something came to exist, by `stage/artefact`; a stage that
    names no artefacts is done on the day under `stage`. What a blueprint does not know is ignored.
    Raises `ValueError` if the programme ends before it starts.
    """

    programme_starts_on: dt.date
    programme_ends_on: dt.date
    artefacts: Mapping[str, dt.date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _in_order("The programme", self.programme_starts_on, self.programme_ends_on)


@dataclass(frozen=True, slots=True)
class StepState:
    """One step, or one time of a step that comes back. `due_on` is the last day in time."""

    key: str
    step: Step
    module: Module | None
    number: int
    """Which time it is, counted from 1."""
    status: Status
    opens_on: dt.date | None
    due_on: dt.date | None
    done_on: dt.date | None
    """When it was done or waived."""
    reason: Reason


@dataclass(frozen=True, slots=True)
class ModuleState:
    """One module; `due_on` is its start and its weeks."""

    module: Module
    status: Status
    starts_on: dt.date | None
    due_on: dt.date | None
    completed_on: dt.date | None
    steps: tuple[StepState, ...]


@dataclass(frozen=True, slots=True)
class DoseState:
    """Minutes in one period, half open. `wanted` is 0 where nothing is owed."""

    dose: Dose
    period: tuple[dt.date, dt.date]
    wanted: int
    held: int
    contacts: int
    """Confirmed sessions in it."""
    status: Status
    wanted_contacts: int


@dataclass(frozen=True)
class Journey:
    """All that follows for one pair from its blueprint and the facts, on one day."""

    steps: tuple[StepState, ...]
    modules: tuple[ModuleState, ...]
    doses: tuple[DoseState, ...]
    expectations_percent: int | None
    """Done or waived of the expectations due by now, rounded up, so that "more than 75" can be
    asked of the whole number; nothing if none is due yet."""
    complete: bool
    completed_on: dt.date | None
    ready: bool
    """Whether everything that completion asks for is there, though somebody may have to confirm."""
    next: StepState | None
    """The first thing to do: overdue, then due soon, then open, each by its last day; what can
    still be done though nobody waits for it comes last."""


@dataclass(frozen=True, slots=True)
class StageState:
    """One stage of the programme, and the artefacts that do not exist yet."""

    stage: Stage
    status: Status
    due_on: dt.date | None
    done_on: dt.date | None
    missing: tuple[Artefact, ...]
    reason: Reason


def _in_order(what: str, starts: dt.date, ends: dt.date) -> None:
    if ends < starts:
        raise ValueError(f"{what} ends on {ends}, before it starts on {starts}.")
