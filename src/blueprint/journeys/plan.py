"""What can be prepared of a blueprint once, before any facts are known."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from typing import Literal

from blueprint.journeys.calendar import Shift, shift
from blueprint.journeys.facts import Reason
from blueprint.language import Anchor, Blueprint, Module, Step, When

MOST_TIMES = 120
"""The most often that a step comes back; the same bound as `times` in the language."""
DUE_SOON_DAYS = 7
"""Days before the last day from which a step is due soon, where a blueprint does not say."""

NOTHING = Shift(0, 0, 0)
Node = tuple[Literal["start", "steps", "end"], int]


@dataclass(frozen=True, slots=True)
class Wait:
    """A group of step times that comes first, and the sentence while it is unfinished."""

    group: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Moment:
    """A `When`, prepared."""

    anchor: Anchor
    steps: tuple[Wait, ...]
    days: int
    """The whole of it, if it is counted in days alone."""
    after: Shift | None
    before: Shift | None


@dataclass(slots=True)
class Group:
    """A step in one module or in the whole pair, with all its times."""

    step: Step
    module: Module | None
    place: int
    """The index of the module, or -1."""
    keys: tuple[str, ...]
    times: int
    """How often; 0 for as long as the pair or the module lasts."""
    every: Shift | None
    once: tuple[Wait, ...] = ()
    """What comes before all its times."""
    each: tuple[Wait, ...] = ()
    """What comes back too: before each time, the same time of it."""
    opens: Moment | None = None
    due: Moment | None = None


@dataclass(slots=True)
class Unit:
    """A module, prepared."""

    module: Module
    after: tuple[int, ...]
    starts: Moment | None
    reason: Reason
    groups: tuple[int, ...] = ()


@dataclass(slots=True)
class Plan:
    """A blueprint, prepared."""

    groups: tuple[Group, ...]
    units: tuple[Unit, ...]
    order: tuple[Node, ...]
    """Everything after what it waits for."""
    due_soon_days: int
    expects: bool
    """Whether any step is an expectation."""
    needs: dict[tuple[str, frozenset[str]], tuple[tuple[bool, ...], tuple[bool, ...]]] = field(
        default_factory=dict
    )

    def needed(
        self, form: str, traits: frozenset[str]
    ) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
        """Which groups and which modules a pair of this form, with these traits, needs."""
        found = self.needs.get((form, traits))
        if found is None:
            units = tuple(_applies(unit.module.traits, traits) for unit in self.units)
            groups = tuple(
                _applies(group.step.traits, traits)
                and (not form or not group.step.forms or form in group.step.forms)
                and (group.place < 0 or units[group.place])
                for group in self.groups
            )
            if len(self.needs) >= 1000:  # a programme has a handful; this bounds the memory
                self.needs.clear()
            found = self.needs[form, traits] = groups, units
        return found


def _applies(wanted: tuple[str, ...], traits: frozenset[str]) -> bool:
    return not wanted or not traits.isdisjoint(wanted)


_plans: dict[int, tuple[weakref.ref[Blueprint], Plan]] = {}
"""By identity: to hash a blueprint by its content would take longer than a journey."""


def plan_of(blueprint: Blueprint) -> Plan:
    """The plan of a blueprint, made once for each blueprint object."""
    number = id(blueprint)
    kept = _plans.get(number)
    if kept is None or kept[0]() is not blueprint:
        plan = _prepare(blueprint)

        def forget(_: object) -> None:
            _plans.pop(number, None)

        kept = _plans[number] = weakref.ref(blueprint, forget), plan
    return kept[1]


def _listing(blueprint: Blueprint) -> Iterator[tuple[Step, int]]:
    """Steps with the index of their module or -1. Neighbours that belong to modules are told
    module by module, so that the whole of the first comes before the second."""
    for of_modules, steps in groupby(blueprint.steps, key=lambda step: bool(step.modules)):
        together = list(steps)
        if not of_modules:
            yield from ((step, -1) for step in together)
            continue
        for place, module in enumerate(blueprint.modules):
            yield from ((step, place) for step in together if module.code in step.modules)


def _group(blueprint: Blueprint, step: Step, place: int) -> Group:
    module = blueprint.modules[place] if place >= 0 else None
    key = f"{module.code}/{step.code}" if module else step.code
    times = 1 if step.every is None else (step.every.times or 0)
    keys = (key, *(f"{key}#{number}" for number in range(2, (times or MOST_TIMES) + 1)))
    every = None if step.every is None else shift(step.every.span)
    return Group(step, module, place, keys, times, every)


def _prepare(blueprint: Blueprint) -> Plan:
    """Raises `ValueError` if the blueprint names a step or module that it does not have, or if
    parts wait for each other; a checked blueprint does neither."""
    groups = tuple(_group(blueprint, step, place) for step, place in _listing(blueprint))
    places = {module.code: place for place, module in enumerate(blueprint.modules)}
    by_step: dict[str, dict[int, int]] = {}
    for index, group in enumerate(groups):
        by_step.setdefault(group.step.code, {})[group.place] = index

    def waits(code: str, place: int, who: str) -> tuple[Wait, ...]:
        found = by_step.get(code)
        if found is None:
            raise ValueError(f"“{who}” names the step “{code}”, and there is none such.")
        here = [found[place]] if place in found else found.values()
        return tuple(
            Wait(index, _after(groups[index], told=groups[index].place != place)) for index in here
        )

    def moment(when: When | None, place: int, who: str) -> Moment | None:
        if when is None:
            return None
        steps = waits(when.step, place, who) if when.counted_from == "step" and when.step else ()
        after, before = shift(when.after), shift(when.before)
        days = after.days - before.days
        only_days = Shift(0, after.days, 0) == after and Shift(0, before.days, 0) == before
        return Moment(
            when.counted_from,
            steps,
            days,
            None if only_days else after,
            None if only_days else Shift(*(-part for part in before)),
        )

    for group in groups:
        named = [
            wait for code in group.step.after for wait in waits(code, group.place, group.step.code)
        ]
        group.each = tuple(w for w in named if group.every and groups[w.group].every)
        group.once = tuple(w for w in named if w not in group.each)
        group.opens = moment(group.step.opens, group.place, group.step.code)
        group.due = moment(group.step.due, group.place, group.step.code)
    units = []
    for place, module in enumerate(blueprint.modules):
        for code in module.after:
            if code not in places:
                raise ValueError(f"“{module.code}” names the module “{code}”; there is none such.")
        units.append(
            Unit(
                module,
                tuple(places[code] for code in module.after),
                moment(module.starts, -1, module.code),
                Reason("after_module", {"module": module.title}),
                tuple(index for index, group in enumerate(groups) if group.place == place),
            )
        )
    clocks = blueprint.clocks
    return Plan(
        groups,
        tuple(units),
        _order(groups, units),
        clocks.due_soon_days if clocks else DUE_SOON_DAYS,
        any(step.kind == "expectation" for step in blueprint.steps),
    )


def _after(group: Group, told: bool) -> Reason:
    if group.module is not None and told:
        values = {"step": group.step.title, "module": group.module.title}
        return Reason("after_step_in_module", values)
    return Reason("after_step", {"step": group.step.title})


def _order(groups: tuple[Group, ...], units: Iterable[Unit]) -> tuple[Node, ...]:
    first: dict[Node, list[Node]] = {}
    for index, group in enumerate(groups):
        named = [*group.once, *group.each]
        for moment in (group.opens, group.due):
            named += moment.steps if moment else ()
        first["steps", index] = [("steps", wait.group) for wait in named]
        if group.place >= 0:
            first["steps", index].append(("start", group.place))
    for place, unit in enumerate(units):
        start: list[Node] = [("end", before) for before in unit.after]
        if unit.starts:
            start = [("steps", wait.group) for wait in unit.starts.steps]
        first["start", place] = start
        first["end", place] = [
            ("start", place),
            *[("end", before) for before in unit.after],
            *[("steps", index) for index in unit.groups if groups[index].step.required],
        ]
    try:
        return tuple(TopologicalSorter(first).static_order())
    except CycleError as error:
        raise ValueError("Steps or modules of this blueprint wait for each other.") from error
