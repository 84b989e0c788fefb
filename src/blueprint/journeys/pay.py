"""The parts in which a mentor is paid: which are due, and whether what they ask for was there."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint.journeys.calendar import Ordinal, add, leaves, shift
from blueprint.journeys.facts import Facts, Journey, Status
from blueprint.journeys.walk import journey
from blueprint.language import Blueprint, Tranche, When


@dataclass(frozen=True, slots=True)
class TrancheState:
    """One part of the pay of one pair, on one day."""

    tranche: Tranche
    due_on: dt.date | None
    """The day that decides; none while the day it is counted from is not known."""
    expectations_percent: int | None
    """Of the expectations due by that day, or by today before it; none if none is due yet."""
    earned: bool | None
    """Whether the conditions were met on that day; none before it."""


def tranches(blueprint: Blueprint, facts: Facts, today: dt.date) -> tuple[TrancheState, ...]:
    """The parts of the pay in their order; empty for a programme without pay.

    What counts is how things stood on the day of the part: what is done later does not earn it.
    Raises `ValueError` where `journey` does.
    """
    if blueprint.pay is None:
        return ()
    now = journey(blueprint, facts, today)
    found = []
    for tranche in blueprint.pay.tranches:
        due = _day(tranche.due, facts, now)
        decided = due is not None and due <= today
        then = journey(blueprint, facts, due) if decided and due is not None else now
        percent = then.expectations_percent
        earned = _earned(tranche, then) if decided else None
        found.append(TrancheState(tranche, due, percent, earned))
    return tuple(found)


def months_begun(role: Iterable[Facts], by: dt.date) -> int:
    """Months of a role that have begun by that day, that day among them.

    The role is what its pairs are together: its months are counted from the day on which the first
    of them began (a 31st is the last day of a shorter month). One counts when at least one pair ran
    on at least one of its days up to then; of a month wholly on hold nothing is counted.
    """
    runs = [stretch for facts in role for stretch in _runs(facts, by.toordinal() + 1)]
    begun = [facts.starts_on for facts in role if facts.starts_on is not None]
    if not begun:
        return 0
    start, found, number = min(begun).toordinal(), 0, 0
    while (begins := add(start, number, 0, 0)) <= by.toordinal():
        until = add(start, number + 1, 0, 0)
        found += any(first < until and begins < last for first, last in runs)
        number += 1
    return found


def _runs(facts: Facts, until: Ordinal) -> Iterator[tuple[Ordinal, Ordinal]]:
    """Half open stretches of days before `until` on which a pair runs and is not on hold."""
    if facts.starts_on is None:
        return
    first = facts.starts_on.toordinal()
    last = min((facts.ends_on or facts.programme_ends_on).toordinal(), until)
    for leave in leaves(facts.holds, until):
        if first < min(last, leave.begins):
            yield first, min(last, leave.begins)
        first = max(first, leave.ends)
    if first < last:
        yield first, last


def _earned(tranche: Tranche, then: Journey) -> bool:
    """No expectation due is none missed; a dose is reached when all its periods so far are."""
    percent, over = then.expectations_percent, tranche.expectations_over
    if over is not None and percent is not None and percent <= over:
        return False
    asked = [state for state in then.doses if state.dose.code == tranche.dose]
    fine = (Status.DONE, Status.NOT_NEEDED)
    if tranche.dose is not None and not asked:
        return False
    return sum(state.held for state in asked) >= sum(state.wanted for state in asked) or all(
        state.status in fine for state in asked
    )


def _day(when: When, facts: Facts, now: Journey) -> dt.date | None:
    one = dt.timedelta(days=1)
    anchors = {
        "programme_start": facts.programme_starts_on,
        "programme_end": facts.programme_ends_on - one,
        "pair_start": facts.starts_on,
        "pair_end": facts.ends_on - one if facts.ends_on else facts.programme_ends_on - one,
        "step": next((s.done_on for s in now.steps if s.step.code == when.step), None),
    }
    anchor = anchors.get(when.counted_from)
    if anchor is None:
        return None
    after, before = shift(when.after), shift(when.before)
    day = add(anchor.toordinal(), *after)
    return dt.date.fromordinal(add(day, -before.months, -before.days, -before.working_days))
