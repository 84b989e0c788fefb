"""Small blueprints for tests, and a slow, plain reading of the rules to compare journeys with."""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any

import blueprint
from blueprint import Blueprint, Facts
from blueprint.language import Clocks, Completion, Dose, Module, Span, Stage, Step, Trait, When

NEVER = dt.date.min
"""Stands for "nothing to wait for" in the plain reading."""
DAY = dt.timedelta(days=1)


def programme(
    steps: Iterable[dict[str, Any]] = (),
    modules: Iterable[dict[str, Any]] = (),
    doses: Iterable[dict[str, Any]] = (),
    stages: Iterable[dict[str, Any]] = (),
    completion: dict[str, Any] | None = None,
    due_soon_days: int = 7,
) -> Blueprint:
    """A blueprint of the library with these parts; titles are the codes."""

    def said(part: dict[str, Any], **usual: Any) -> dict[str, Any]:
        return {"title": part["code"], **usual, **part}

    clocks = {"due_soon_days": due_soon_days, "remind_days": [3]}
    words = {"statement": "All is done."}
    return blueprint.get("in_nmm").model_copy(
        update={
            "traits": (Trait.model_validate({"code": "new", "title": "New to teaching"}),),
            "modules": tuple(Module.model_validate(said(part, weeks=8)) for part in modules),
            "steps": tuple(
                Step.model_validate(said(part, kind="conversation", by="both")) for part in steps
            ),
            "doses": tuple(Dose.model_validate(said(part)) for part in doses),
            "stages": tuple(
                Stage.model_validate(said(part, responsible="coordinator")) for part in stages
            ),
            "completion": completion and Completion.model_validate(words | completion),
            "clocks": Clocks.model_validate(clocks),
        }
    )


def later(day: dt.date, span: Span, times: int = 1) -> dt.date:
    """So many spans later, or earlier, counted on the fingers."""
    for _ in range(span.months and 1):
        months = day.year * 12 + day.month - 1 + span.months * times
        last = (dt.date(months // 12 + (months % 12 == 11), (months + 1) % 12 + 1, 1) - DAY).day
        day = dt.date(months // 12, months % 12 + 1, min(day.day, last))
    day += dt.timedelta(days=span.days * times, weeks=span.weeks * times)
    one, left = (DAY if times > 0 else -DAY), span.working_days * abs(times)
    while left:
        day += one
        left -= day.weekday() < 5
    return day


class PlainReading:
    """The rules read one by one, with dates, and nothing prepared. Slow on purpose."""

    def __init__(self, plan: Blueprint, facts: Facts, today: dt.date) -> None:
        self.plan, self.facts, self.today = plan, facts, today
        self.away = {
            hold.begins_on + DAY * n
            for hold in facts.holds
            for n in range(
                ((hold.ends_on or max(today + DAY, hold.begins_on)) - hold.begins_on).days
            )
        }
        self.modules = {module.code: module for module in plan.modules}
        self.ends = facts.ends_on or facts.programme_ends_on
        self.unit_start = cache(self._unit_start)
        self.unit_done = cache(self._unit_done)
        self.times = cache(self._times)
        self.ends_of = cache(self._ends_of)

    def moved(self, counted: tuple[dt.date, dt.date] | None) -> dt.date | None:
        """The clock of the pair stands still on every day of leave since the anchor."""
        if counted is None:
            return None
        raw, since = counted
        day, left = since, (raw - since).days
        if left < 0:
            return raw
        while left or day in self.away:
            left -= day not in self.away
            day += DAY
        return day

    # A group is a step in one module ("m1") or of the whole pair ("").

    def step(self, code: str) -> Step:
        return next(step for step in self.plan.steps if step.code == code)

    def groups(self, code: str) -> list[tuple[str, str]]:
        return [(code, module) for module in self.step(code).modules or ("",)]

    def needed(self, code: str, module: str) -> bool:
        step = self.step(code)
        traits = not step.traits or any(trait in self.facts.traits for trait in step.traits)
        form = not self.facts.form or not step.forms or self.facts.form in step.forms
        return traits and form and (not module or self.unit_needed(module))

    def unit_needed(self, module: str) -> bool:
        wanted = self.modules[module].traits
        return not wanted or any(trait in self.facts.traits for trait in wanted)

    def finished(self, key: str) -> dt.date | None:
        days = [of[key] for of in (self.facts.done, self.facts.waived) if key in of]
        return min((day for day in days if day <= self.today), default=None)

    def named(self, code: str, module: str) -> list[tuple[str, str]]:
        inside = (code, module) in self.groups(code)
        return [(code, module)] if inside else self.groups(code)

    def told(self, code: str, module: str) -> dt.date | None:
        """What other steps wait for: all times of a numbered step, the first of an endless one."""
        ends = self.ends_of(code, module)
        every = self.step(code).every
        if every is not None and every.times is None:
            ends = ends[:1]
        return latest(ends)

    def _ends_of(self, code: str, module: str) -> list[dt.date | None]:
        if not self.needed(code, module):
            if module and not self.unit_needed(module):
                return [NEVER]
            before = [g for name in self.step(code).after for g in self.named(name, module)]
            return [latest([self.told(*group) for group in before])]
        return [
            self.finished(self.key(code, module, number))
            for number in range(1, len(self.times(code, module)) + 1)
        ]

    def key(self, code: str, module: str, number: int) -> str:
        return (f"{module}/" if module else "") + code + (f"#{number}" if number > 1 else "")

    def counted(
        self, when: When, module: str, base: tuple[dt.date, dt.date] | None
    ) -> tuple[dt.date, dt.date] | None:
        facts, day = self.facts, None
        if when.counted_from == "module_start":
            anchored = base
        elif when.counted_from == "step":
            assert when.step is not None
            day = latest([self.told(*group) for group in self.named(when.step, module)])
            anchored = base if day == NEVER else both(day)
        else:
            if when.counted_from == "pair_start":
                day = facts.starts_on
            elif when.counted_from == "programme_start":
                day = facts.programme_starts_on
            elif when.counted_from == "pair_end":
                day = self.ends - DAY
                if facts.starts_on:
                    day = max(day, facts.starts_on)
            else:
                day = max(facts.programme_ends_on - DAY, facts.programme_starts_on)
            anchored = both(day)
        if anchored is None:
            return None
        return later(later(anchored[0], when.after), when.before, -1), anchored[1]

    def pair(self) -> tuple[dt.date, dt.date] | None:
        return both(self.facts.starts_on)

    def _unit_start(self, module: str) -> tuple[dt.date, dt.date] | None:
        unit = self.modules[module]
        if unit.starts:
            return self.counted(unit.starts, "", self.pair())
        before = latest([self.unit_done(code) for code in unit.after])
        return self.pair() if before == NEVER else both(before)

    def _unit_done(self, module: str) -> dt.date | None:
        unit = self.modules[module]
        if not self.unit_needed(module):
            return latest([self.unit_done(code) for code in unit.after])
        if self.unit_start(module) is None:
            return None
        asked = [
            self.ends_of(step.code, module)
            for step in self.plan.steps
            if module in step.modules and step.required and self.needed(step.code, module)
        ]
        if asked:
            return latest([day for ends in asked for day in ends])
        start = self.moved(self.unit_start(module))
        return start if start and start <= self.today else None

    def unit_due(self, module: str) -> dt.date | None:
        start = self.unit_start(module)
        weeks = dt.timedelta(weeks=self.modules[module].weeks)
        return self.moved(start and (start[0] + weeks, start[1]))

    def _times(self, code: str, module: str) -> list[tuple[dt.date | None, dt.date | None]]:
        """First and last day of each time."""
        step = self.step(code)
        base = self.unit_start(module) if module else self.pair()
        opens = self.counted(step.opens, module, base) if step.opens else base
        due = self.counted(step.due, module, base) if step.due else None
        if step.every is None:
            return [(self.moved(opens), self.moved(due))]
        span, found = step.every.span, []
        first = due if step.due else base and (later(base[0], span), base[1])
        until = (self.unit_due(module) or NEVER) if module else self.ends
        start = (due[0] if due else None) if step.due else (base and base[0])
        more = 0 if step.due else 1
        for number in range(step.every.times or 120):
            last = None
            if first and start:
                last = self.moved(
                    (later(start, span, number + more) if number + more else start, first[1])
                )
            if step.every.times is None:
                if number and (last is None or last > until):
                    break
                if last and not module:
                    last = min(last, until - DAY)
            begins = opens
            if number and opens:
                if step.opens or first is None or start is None:
                    begins = later(opens[0], span, number), opens[1]
                else:
                    earlier = number + more - 1
                    begins = (later(start, span, earlier) if earlier else start) + DAY, first[1]
            found.append((self.moved(begins), last))
        return found

    def status(self, code: str, module: str, number: int) -> str:
        key, step = self.key(code, module, number), self.step(code)
        if self.finished(key):
            done = self.facts.done.get(key)
            return "done" if done and done <= self.today else "waived"
        if not self.needed(code, module):
            return "not_needed"
        if self.today in self.away:
            return "on_hold"
        for name in step.after:
            for group in self.named(name, module):
                if step.every and self.step(name).every:
                    ends = self.ends_of(*group)
                    if ends[min(number, len(ends)) - 1] is None:
                        return "not_yet"
                elif self.told(*group) is None:
                    return "not_yet"
        opens, due = self.times(code, module)[number - 1]
        if module:
            start = self.moved(self.unit_start(module))
            if start is None or start > self.today:
                return "not_yet"
        if opens is None or opens > self.today:
            return "not_yet"
        if due is not None and self.today > due and not step.required:
            return "open"
        return self.by(due)

    def by(self, due: dt.date | None) -> str:
        if due is None:
            return "open"
        if self.today > due:
            return "overdue"
        clocks = self.plan.clocks
        soon = clocks.due_soon_days if clocks else 7
        return "due_soon" if (due - self.today).days <= soon else "open"

    def statuses(self) -> dict[str, str]:
        found = {}
        for step in self.plan.steps:
            for code, module in self.groups(step.code):
                if self.needed(code, module):
                    numbers = list(range(1, len(self.times(code, module)) + 1))
                else:
                    most = (step.every.times or 120) if step.every else 1
                    times = range(1, most + 1)
                    numbers = [
                        n for n in times if n == 1 or self.finished(self.key(code, module, n))
                    ]
                for number in numbers:
                    found[self.key(code, module, number)] = self.status(code, module, number)
        return found

    def unit_status(self, module: str) -> str:
        if not self.unit_needed(module):
            return "not_needed"
        if self.unit_done(module):
            return "done"
        if self.today in self.away:
            return "on_hold"
        start = self.moved(self.unit_start(module))
        if start is None or start > self.today:
            return "not_yet"
        return self.by(self.unit_due(module))


def both(day: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """A day that is its own anchor."""
    return None if day is None else (day, day)


def latest(days: Iterable[dt.date | None]) -> dt.date | None:
    """The last of them, `NEVER` if there are none, nothing if one is missing."""
    found = NEVER
    for day in days:
        if day is None:
            return None
        found = max(found, day)
    return found
