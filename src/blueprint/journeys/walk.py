"""The journey of one pair: a pure function of blueprint, facts and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from blueprint.journeys.calendar import FIRST, LAST, WEEK, Ordinal, add, leaves, moved
from blueprint.journeys.doses import doses, reached_on
from blueprint.journeys.facts import (
    DoseState,
    Facts,
    Journey,
    ModuleState,
    Reason,
    Status,
    StepState,
)
from blueprint.journeys.plan import MOST_TIMES, NOTHING, Group, Moment, Plan, Unit, Wait, plan_of
from blueprint.language import Blueprint

_day = dt.date.fromordinal


Anchored = tuple[Ordinal, Ordinal]
"""A day before leave moves it, and the day since which leave counts for it.

They are kept apart so that a day counted over two anchors (a step from its module, the module
from the pair) is still moved by exactly the length of a hold, whatever months lie between.
"""


@lru_cache(maxsize=16384)
def _on(code: str, day: Ordinal) -> Reason:
    return Reason(code, {"day": _day(day)})


_FORM = Reason("not_needed_form", {})
_TRAITS = Reason("not_needed_traits", {})
_ANY_DAY = Reason("open", {})
_OPTIONAL = Reason("optional", {})
_ENDLESS = Reason("on_hold_open", {})
_PAIR = Reason("after_pair_starts", {})

# To read a member of an enumeration from its class costs more than all that is decided with it.
_NOT_YET, _OPEN, _DUE_SOON = Status.NOT_YET, Status.OPEN, Status.DUE_SOON
_OVERDUE, _DONE, _WAIVED = Status.OVERDUE, Status.DONE, Status.WAIVED
_ON_HOLD, _NOT_NEEDED = Status.ON_HOLD, Status.NOT_NEEDED
_TO_DO = (_OVERDUE, _DUE_SOON, _OPEN)


def journey(blueprint: Blueprint, facts: Facts, today: dt.date) -> Journey:
    """Where every step, module and dose of one pair stands on a day, and why.

    The same arguments always give the same answer; there is no clock in it. Raises `ValueError`
    for a blueprint that `check` would refuse: parts that name nothing or wait for each other.
    """
    return _Walk(plan_of(blueprint), facts, today).journey(blueprint)


class _Walk:
    """One pass over the plan, everything after what it waits for."""

    def __init__(self, plan: Plan, facts: Facts, today: dt.date) -> None:
        self.plan = plan
        self.facts = facts
        self.done, self.waived = facts.done, facts.waived
        self.today = today.toordinal()
        self.holds = leaves(facts.holds, self.today)
        self.first_hold = self.holds[0].begins if self.holds else LAST + 1
        self.held: Reason | None = None
        for begins, ends, known in self.holds:
            if begins <= self.today < ends:
                self.held = _on("on_hold", ends) if known else _ENDLESS
        self.soon = plan.due_soon_days
        self.needs, self.needs_unit = plan.needed(facts.form, facts.traits)
        self.programme_start = facts.programme_starts_on.toordinal()
        programme_ends = facts.programme_ends_on.toordinal()
        self.start = None if facts.starts_on is None else facts.starts_on.toordinal()
        self.ends = programme_ends if facts.ends_on is None else facts.ends_on.toordinal()
        self.pair_last = max(self.ends - 1, self.start or 0, 1)
        self.programme_last = max(programme_ends - 1, self.programme_start)
        self.pair = None if self.start is None else (self.start, self.start)
        groups, units = len(plan.groups), len(plan.units)
        # Of a group: the last day on which a time was finished, 0 if nothing of it is needed,
        # None while it is unfinished. `each` has every time, `all` all of them, `told` what other
        # steps wait for.
        self.each: list[Sequence[Ordinal | None]] = [()] * groups
        self.all: list[Ordinal | None] = [None] * groups
        self.told: list[Ordinal | None] = [None] * groups
        # What a group that is not needed itself waits for, told in its place.
        self.behind: dict[int, Reason] = {}
        self.states: list[Sequence[StepState]] = [()] * groups
        self.starts: list[Anchored | None] = [None] * units
        self.why: list[Reason] = [_PAIR] * units
        self.complete: list[Ordinal | None] = [None] * units

    def journey(self, blueprint: Blueprint) -> Journey:
        groups, units, needs = self.plan.groups, self.plan.units, self.needs
        for kind, index in self.plan.order:
            if kind == "steps":
                group = groups[index]
                if not needs[index]:
                    self._not_needed(index, group)
                elif group.every is None:
                    self._step(index, group)
                else:
                    self._rhythm(index, group)
            elif kind == "start":
                self._start(index, units[index])
            else:
                self._end(index, units[index])
        steps = tuple(chain.from_iterable(self.states))
        modules = tuple(map(self._module, range(len(self.plan.units)), self.plan.units))
        amounts = doses(blueprint.doses, self.facts, modules, self.holds, self.today, self.soon)
        ready_on = self._ready_on(blueprint, amounts)
        complete, completed_on = ready_on is not None, ready_on
        if blueprint.completion and blueprint.completion.confirmed_by:
            confirmed = self.facts.confirmed_on
            complete = complete and confirmed is not None and confirmed.toordinal() <= self.today
            completed_on = confirmed.toordinal() if complete and confirmed else None
        return Journey(
            steps,
            modules,
            amounts,
            self._percent(steps),
            complete,
            None if completed_on is None else _day(completed_on),
            ready_on is not None,
            _next(steps),
        )

    # -- days

    def _anchor(self, moment: Moment, base: Anchored | None) -> Anchored | None:
        """The day of the programme, a step or an end from which a moment is counted; nothing if it
        is not known yet."""
        anchor = moment.anchor
        if anchor == "step":
            latest = 0
            for wait in moment.steps:
                finished = self.told[wait.group]
                if finished is None:
                    return None
                latest = max(latest, finished)
            return (latest, latest) if latest else base
        if anchor == "programme_start":
            day = self.programme_start
        else:
            day = self.pair_last if anchor == "pair_end" else self.programme_last
        return day, day

    def _moment(self, moment: Moment, base: Anchored | None) -> Anchored | None:
        """The day that a moment says, before leave moves it."""
        anchor = moment.anchor
        if anchor == "module_start":
            anchored = base
        elif anchor == "pair_start":
            anchored = self.pair
        else:
            anchored = self._anchor(moment, base)
        if anchored is None:
            return None
        day, since = anchored
        if moment.after is not None and moment.before is not None:
            return add(add(day, *moment.after), *moment.before), since
        day += moment.days
        return (day if FIRST <= day <= LAST else add(day, 0, 0, 0)), since

    def _moved(self, day: Anchored) -> Ordinal:
        return day[0] if day[0] < self.first_hold else moved(*day, self.holds)

    # -- modules

    def _start(self, index: int, unit: Unit) -> None:
        if unit.starts:
            self.starts[index] = self._moment(unit.starts, self.pair)
            self.why[index] = self._unknown(unit.starts, _PAIR)
            return
        latest = self._before(index, unit)
        if latest is not None:
            self.starts[index] = (latest, latest) if latest else self.pair

    def _before(self, index: int, unit: Unit) -> Ordinal | None:
        """The day on which the last module before it was complete, 0 if there is none."""
        latest = 0
        for before in unit.after:
            complete = self.complete[before]
            if complete is None:
                needed = self.needs_unit[before]
                self.why[index] = self.plan.units[before].reason if needed else self.why[before]
                return None
            latest = max(latest, complete)
        return latest

    def _end(self, index: int, unit: Unit) -> None:
        if not self.needs_unit[index]:
            # It stands in nobody's way, but what was before it is still before what is after it.
            self.complete[index] = self._before(index, unit)
            return
        start = self.starts[index]
        if start is None:
            return
        latest, asked = 0, False
        for group in unit.groups:
            if self.plan.groups[group].step.required and self.needs[group]:
                finished = self.all[group]
                if finished is None:
                    return
                asked = True
                latest = max(latest, finished)
        if not asked:
            latest = self._moved(start)
            if latest > self.today:
                return
        self.complete[index] = latest

    def _module(self, index: int, unit: Unit) -> ModuleState:
        steps = tuple(chain.from_iterable(map(self.states.__getitem__, unit.groups)))
        if not self.needs_unit[index]:
            return ModuleState(unit.module, Status.NOT_NEEDED, None, None, None, steps)
        start, complete = self.starts[index], self.complete[index]
        begins = due = None
        if start is not None:
            begins = self._moved(start)
            due = self._moved(self._module_due(start, unit))
        if complete is not None:
            status = Status.DONE
        elif self.held:
            status = Status.ON_HOLD
        elif begins is None or due is None or begins > self.today:
            status = Status.NOT_YET
        else:
            status = self._by(due)
        return ModuleState(
            unit.module,
            status,
            None if begins is None else _day(begins),
            None if due is None else _day(due),
            None if complete is None else _day(complete),
            steps,
        )

    @staticmethod
    def _module_due(start: Anchored, unit: Unit) -> Anchored:
        return min(start[0] + WEEK * unit.module.weeks, LAST), start[1]

    # -- steps

    def _by(self, due: Ordinal | None) -> Status:
        if due is None:
            return Status.OPEN
        if self.today > due:
            return Status.OVERDUE
        return Status.DUE_SOON if due - self.today <= self.soon else Status.OPEN

    def _finished(self, key: str) -> tuple[Ordinal | None, bool]:
        """The day on which a step was done or waived, the earlier of the two, and whether it is
        done."""
        done = self.done.get(key)
        if not self.waived:
            only = LAST + 1 if done is None else done.toordinal()
            return (only, True) if only <= self.today else (None, False)
        waived = self.waived.get(key)
        day = None if done is None else done.toordinal()
        if day is not None and day > self.today:
            day = None
        is_done = day is not None
        if waived is not None:
            other = waived.toordinal()
            if other <= self.today and (day is None or other < day):
                day = other
        return day, is_done

    def _told(self, key: str, finished: Ordinal) -> tuple[Ordinal, bool]:
        """The day to tell of a finished step: that on which it was done, else waived."""
        done = self.done.get(key)
        day = finished if done is None else done.toordinal()
        return (day, True) if done is not None and day <= self.today else (finished, False)

    def _blocks(self, wait: Wait) -> Reason:
        return self.behind.get(wait.group, wait.reason)

    def _first_open(self, waits: tuple[Wait, ...]) -> tuple[Ordinal, Reason | None]:
        latest = 0
        for wait in waits:
            finished = self.told[wait.group]
            if finished is None:
                return 0, self._blocks(wait)
            latest = max(latest, finished)
        return latest, None

    def _unknown(self, moment: Moment, otherwise: Reason) -> Reason:
        """Why the day of a moment is not known yet."""
        for wait in moment.steps:
            if self.told[wait.group] is None:
                return self._blocks(wait)
        return _PAIR if moment.anchor == "pair_start" else otherwise

    def _step(self, index: int, group: Group) -> None:
        """A step that is done once. Most steps are: what is called for each of them is kept few."""
        place, key, told = group.place, group.keys[0], self.told
        base = self.pair if place < 0 else self.starts[place]
        why = _PAIR if place < 0 or base is not None else self.why[place]
        first, waits = 0, place >= 0 and base is None
        for wait in group.once:
            ended = told[wait.group]
            if ended is None:
                if not waits:
                    waits, why = True, self._blocks(wait)
                break
            if ended > first:
                first = ended
        begins = base
        if group.opens is not None:
            begins = self._moment(group.opens, base)
            if begins is None and not waits:
                why = self._unknown(group.opens, why)
        opens = due = None
        hold = self.first_hold
        if begins is not None and not waits:
            opens = begins[0]
            if opens >= hold:
                opens = moved(opens, begins[1], self.holds)
            if first > opens:
                opens = first
            if place >= 0 and group.opens is not None and base is not None:
                opens = max(opens, self._moved(base))
        if group.due is not None:
            ends = self._moment(group.due, base)
            if ends is not None:
                due = ends[0] if ends[0] < hold else moved(*ends, self.holds)
        finished: Ordinal | None = None
        if key in self.done or key in self.waived:
            finished = self._finished(key)[0]
        self.states[index] = (self._state(group, 1, opens, due, why, finished),)
        self.each[index] = (finished,)
        self.all[index] = told[index] = finished

    def _rhythm(self, index: int, group: Group) -> None:
        """A step that comes back."""
        place = group.place
        base = self.pair if place < 0 else self.starts[place]
        why = _PAIR if place < 0 or base is not None else self.why[place]
        after, blocked = self._first_open(group.once)
        if place >= 0 and base is None:
            blocked = why  # the module is what everything in it waits for first
        opens = base
        if group.opens is not None:
            opens = self._moment(group.opens, base)
            if opens is None:
                why = self._unknown(group.opens, why)
        due = None if group.due is None else self._moment(group.due, base)
        floor = self._moved(base) if place >= 0 and base is not None else 0
        states: list[StepState] = []
        each: list[Ordinal | None] = []
        for number, (opened, last) in enumerate(self._times(group, base, opens, due), 1):
            first, reason = after, blocked
            for wait in group.each:
                others = self.each[wait.group]
                finished = others[min(number, len(others)) - 1]
                if finished is None:
                    reason = reason or self._blocks(wait)
                else:
                    first = max(first, finished)
            if opened is not None:
                opened = max(opened, first, floor)
            finished, _ = self._finished(group.keys[number - 1])
            if reason:
                opened = None
            states.append(self._state(group, number, opened, last, reason or why, finished))
            each.append(finished)
        self.states[index] = states
        self.each[index] = each
        self.all[index] = None if None in each else max(day for day in each if day is not None)
        self.told[index] = self.all[index] if group.times else each[0]

    def _times(
        self, group: Group, base: Anchored | None, opens: Anchored | None, due: Anchored | None
    ) -> list[tuple[Ordinal | None, Ordinal | None]]:
        """For each time, the day on which it opens and the last one, moved by leave."""
        months, days, working = group.every or NOTHING

        def later(day: Anchored, times: int) -> Anchored:
            return add(day[0], months * times, days * times, working * times), day[1]

        counted = due, 0
        if group.due is None:
            counted = base, 1
        first, more = counted
        until = self._until(group, base)
        found: list[tuple[Ordinal | None, Ordinal | None]] = []
        for number in range(group.times or MOST_TIMES):
            raw = None if first is None else later(first, number + more)
            last = None if raw is None else self._moved(raw)
            if not group.times:
                if number and (last is None or last > until):
                    break
                if last is not None and group.place < 0:
                    last = min(last, max(until - 1, 0)) or last
            opened = opens
            if opens is not None and number:
                if group.opens is not None or first is None:
                    opened = later(opens, number)
                else:
                    before = later(first, number + more - 1)
                    opened = before[0] + 1, before[1]
            found.append((None if opened is None else self._moved(opened), last))
        return found

    def _until(self, group: Group, base: Anchored | None) -> Ordinal:
        """The day up to which a rhythm without a number goes on."""
        if group.place < 0:
            return self.ends
        if base is None:
            return 0
        return self._moved(self._module_due(base, self.plan.units[group.place]))

    def _state(
        self,
        group: Group,
        number: int,
        opens: Ordinal | None,
        due: Ordinal | None,
        why: Reason,
        finished: Ordinal | None,
    ) -> StepState:
        key, today, reason = group.keys[number - 1], self.today, why
        if finished is not None:
            is_done = True
            if self.waived:
                finished, is_done = self._told(key, finished)
            status = _DONE if is_done else _WAIVED
            reason = _on("done" if is_done else "waived", finished)
        elif self.held is not None:
            status, reason = _ON_HOLD, self.held
        elif opens is None:
            status = _NOT_YET
        elif opens > today:
            status, reason = _NOT_YET, _on("opens", opens)
        elif due is None:
            status, reason = _OPEN, _ANY_DAY
        elif today > due:
            if group.step.required:
                status, reason = _OVERDUE, _on("overdue", due + 1)
            else:  # nobody waits for it
                status, reason = _OPEN, _OPTIONAL
        else:
            status = _DUE_SOON if due - today <= self.soon else _OPEN
            reason = _on("due", due)
        return StepState(
            key,
            group.step,
            group.module,
            number,
            status,
            None if opens is None else _day(opens),
            None if due is None else _day(due),
            None if finished is None else _day(finished),
            reason,
        )

    def _not_needed(self, index: int, group: Group) -> None:
        """What is not needed stands in nobody's way; what was done of it stays done."""
        form, forms = self.facts.form, group.step.forms
        reason = _FORM if form and forms and form not in forms else _TRAITS
        states = []
        for number, key in enumerate(group.keys, 1):
            day, _ = self._finished(key)
            if day is not None:
                states.append(self._state(group, number, None, None, reason, day))
            elif number == 1:
                states.append(
                    StepState(
                        key, group.step, group.module, 1, _NOT_NEEDED, None, None, None, reason
                    )
                )
        through: Ordinal | None = 0
        if group.place < 0 or self.needs_unit[group.place]:
            through, blocked = self._first_open((*group.once, *group.each))
            if blocked:
                through, self.behind[index] = None, blocked
        self.states[index] = states
        self.each[index] = [through]
        self.all[index] = self.told[index] = through

    # -- the whole

    def _ready_on(self, blueprint: Blueprint, amounts: tuple[DoseState, ...]) -> Ordinal | None:
        """The day on which all that completion asks for was there."""
        asks = blueprint.completion
        if asks is None or self.start is None or self.start > self.today:
            return None
        days: list[Ordinal | None] = []
        for place, unit in enumerate(self.plan.units):
            required = any(self.plan.groups[group].step.required for group in unit.groups)
            if self.needs_unit[place] and (
                asks.modules == "all" or (asks.steps == "all" and required)
            ):
                days.append(self.complete[place])
        if asks.steps == "all":
            for index, group in enumerate(self.plan.groups):
                if group.place < 0 and group.step.required and self.needs[index]:
                    days.append(self.all[index])
        for dose in blueprint.doses:
            if dose.code in asks.doses and dose.required:
                days.append(reached_on(dose, amounts, self.facts, self.today))
        if not days:
            days.append(self.pair_last if self.today > self.pair_last else None)
        latest = 0
        for day in days:
            if day is None:
                return None
            latest = max(latest, day)
        return latest

    def _percent(self, steps: tuple[StepState, ...]) -> int | None:
        if not self.plan.expects:
            return None
        today, met, asked = _day(self.today), 0, 0
        for state in steps:
            due = state.due_on
            if state.step.kind == "expectation" and due is not None and due <= today:
                asked += 1
                met += state.status is Status.DONE or state.status is Status.WAIVED
        return -(-100 * met // asked) if asked else None


def _next(steps: tuple[StepState, ...]) -> StepState | None:
    best: tuple[int, dt.date] | None = None
    found = None
    for state in steps:
        status = state.status
        if status is not _DONE and status is not _NOT_YET and status in _TO_DO:
            order = len(_TO_DO) if state.reason is _OPTIONAL else _TO_DO.index(status)
            place = order, state.due_on or dt.date.max
            if best is None or place < best:
                best, found = place, state
    return found
