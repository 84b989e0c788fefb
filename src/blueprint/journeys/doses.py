"""Minutes that should come together in a week, a month, a module, a year or the whole."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from blueprint.journeys.calendar import WEEK, Leave, Ordinal, add, leaves
from blueprint.journeys.facts import DoseState, Facts, ModuleState, OtherPair, Status
from blueprint.language import Dose

Period = tuple[Ordinal, Ordinal]


def doses(
    asked: tuple[Dose, ...],
    facts: Facts,
    modules: tuple[ModuleState, ...],
    holds: tuple[Leave, ...],
    today: Ordinal,
    soon: int,
) -> tuple[DoseState, ...]:
    """The current and all past periods of every dose, in their order.

    Days of a week, month or year outside the pair's time are not owed: a pair that begins on the
    21st of June owes a third of that month. Minutes and sessions owed are rounded up. Leave makes
    a module longer, so it does not also make its dose smaller; nor do days on which the school is
    closed, as a module lasts until it is complete. What a mentor owes for each teacher she owes on
    each day for those with whom she then works.
    """
    if not asked or facts.starts_on is None:
        return ()
    starts = facts.starts_on.toordinal()
    ends = max(starts, (facts.ends_on or facts.programme_ends_on).toordinal())
    on_hold = any(leave.begins <= today < leave.ends for leave in holds)
    own = _Lived(starts, ends, holds, leaves(facts.closed, today))
    found = []
    for dose in asked:
        sessions = [(day.toordinal(), minutes) for day, minutes in _sessions(dose, facts)]
        pairs = [own, *_lived(facts.others, today)] if dose.of == "mentor" else [own]
        for begins, until in _periods(dose, starts, ends, modules, today):
            length = owed = once = until - begins
            if dose.per != "module":
                owed, once = _days(dose, pairs, begins, until)
            wanted = -(-dose.minutes * (owed if dose.by_caseload else once) // max(length, 1))
            wanted_contacts = -(-dose.contacts * once // max(length, 1))
            counted = [
                minutes for day, minutes in sessions if begins <= day < until and day <= today
            ]
            if not wanted and not wanted_contacts:
                status = Status.NOT_NEEDED
            elif sum(counted) >= wanted and len(counted) >= wanted_contacts:
                status = Status.DONE
            elif until <= today:
                status = Status.OVERDUE
            elif on_hold:
                status = Status.ON_HOLD
            else:
                status = Status.DUE_SOON if until - 1 - today <= soon else Status.OPEN
            found.append(
                DoseState(
                    dose,
                    (dt.date.fromordinal(begins), dt.date.fromordinal(until)),
                    wanted,
                    sum(counted),
                    len(counted),
                    status,
                    wanted_contacts,
                )
            )
    return tuple(found)


class _Lived(NamedTuple):
    """The days of one pair, half open; those on which it rested; and those on which the school of
    its teacher is closed."""

    starts: Ordinal
    ends: Ordinal
    holds: tuple[Leave, ...]
    closed: tuple[Leave, ...]

    def rests(self, dose: Dose) -> list[Leave]:
        """Days on which nothing is owed for this dose, by the first of each."""
        held = self.holds if dose.less_on_leave else ()
        return sorted((*held, *(self.closed if dose.less_on_holidays else ())))


def _lived(others: tuple[OtherPair, ...], today: Ordinal) -> Iterator[_Lived]:
    for other in others:
        begins, until = other.starts_on.toordinal(), other.ends_on.toordinal()
        yield _Lived(begins, until, leaves(other.holds, today), leaves(other.closed, today))


def _days(dose: Dose, pairs: list[_Lived], begins: Ordinal, until: Ordinal) -> tuple[int, int]:
    """Of a period, the days on which these pairs owe something: those of each together, and those
    on which at least one does. What the mentor owes is so the same, whichever of her pairs asks.
    """
    stretches: list[Period] = []
    for pair in pairs:
        first, last = max(begins, pair.starts), min(until, pair.ends)
        for leave in pair.rests(dose):
            stretches.append((first, min(last, leave.begins)))
            first = max(first, leave.ends)
        stretches.append((first, last))
    owed = once = 0
    covered = begins
    for first, last in sorted(stretches):
        owed += max(0, last - first)
        once += max(0, last - max(first, covered))
        covered = max(covered, last)
    return owed, once


def _sessions(dose: Dose, facts: Facts) -> Iterator[tuple[dt.date, int]]:
    """The sessions that count: of the two, of a group where it says so, and of all the pairs of
    the mentor where she owes them over all."""
    yield from facts.minutes
    if dose.groups:
        yield from facts.group_minutes
    if dose.of == "mentor":
        for other in facts.others:
            yield from other.minutes


def _periods(
    dose: Dose, starts: Ordinal, ends: Ordinal, modules: tuple[ModuleState, ...], today: Ordinal
) -> Iterator[Period]:
    """The periods that have begun, while the pair lasts."""
    if starts > today:
        return
    if dose.per == "programme":
        yield starts, ends
    elif dose.per == "module":
        yield from _of_modules(modules, today)
    else:
        first = dt.date.fromordinal(starts)
        if dose.per == "week":
            begins, months, days = starts - first.weekday(), 0, WEEK
        elif dose.per == "month":
            begins, months, days = first.replace(day=1).toordinal(), 1, 0
        else:
            begins, months, days = first.replace(month=1, day=1).toordinal(), 12, 0
        while begins <= today and begins < ends:
            until = add(begins, months, days, 0)
            yield begins, until
            begins = until


def _of_modules(modules: tuple[ModuleState, ...], today: Ordinal) -> Iterator[Period]:
    """A module lasts until it is complete, and else at least for its weeks."""
    for state in modules:
        if state.starts_on is None or state.due_on is None or state.starts_on.toordinal() > today:
            continue
        begins = state.starts_on.toordinal()
        if state.completed_on is None:
            yield begins, max(state.due_on.toordinal(), today) + 1
        else:
            yield begins, max(state.completed_on.toordinal(), begins) + 1


def reached_on(
    dose: Dose, states: tuple[DoseState, ...], facts: Facts, today: Ordinal
) -> Ordinal | None:
    """The day on which the minutes and sessions of all its periods together were enough.

    One thin month can be made up for by a fuller one; nothing until then.
    """
    mine = [state for state in states if state.dose is dose]
    if not mine:
        return None
    wanted = sum(state.wanted for state in mine)
    wanted_contacts = sum(state.wanted_contacts for state in mine)
    if not wanted and not wanted_contacts:
        return mine[-1].period[0].toordinal()
    total = contacts = 0
    for day, minutes in sorted(_sessions(dose, facts)):
        if day.toordinal() <= today and any(s.period[0] <= day < s.period[1] for s in mine):
            total += minutes
            contacts += 1
            if total >= wanted and contacts >= wanted_contacts:
                return day.toordinal()
    return None
