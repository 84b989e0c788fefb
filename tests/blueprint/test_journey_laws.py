"""What is true of every journey, whatever the blueprint and the facts."""

import dataclasses
import datetime as dt
from functools import cache
from typing import Any, NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from blueprint import Blueprint, Facts, Hold, Journey, Status, journey, least_days
from blueprint.journeys.calendar import add, shift
from blueprint.language.course import Span
from tests.blueprint.journeys import PlainReading, programme

D0 = dt.date(2026, 1, 28)
days = st.integers(-5, 130).map(lambda n: D0 + dt.timedelta(days=n))
spans = st.fixed_dictionaries(
    {},
    optional={
        "days": st.integers(0, 20),
        "weeks": st.integers(0, 3),
        "months": st.integers(0, 2),
        "working_days": st.integers(0, 8),
    },
)
rhythms = st.fixed_dictionaries(
    {"span": st.sampled_from([{"weeks": 1}, {"months": 1}, {"days": 10}, {"working_days": 3}])},
    optional={"times": st.integers(1, 4)},
)
EVERYBODY: tuple[str, ...] = ()
traits = st.sampled_from([EVERYBODY, EVERYBODY, ("new",)])


@cache
def some(codes: tuple[str, ...], least: int = 0, most: int | None = None) -> Any:
    """Some of these codes, each once. Made once: the same few codes are in every programme."""
    return st.lists(st.sampled_from(codes), min_size=least, max_size=most, unique=True)


@cache
def one(codes: tuple[str, ...]) -> Any:
    return st.sampled_from(codes)


def moment(draw: st.DrawFn, codes: list[str], onward: bool = False) -> dict[str, Any]:
    anchors = ["programme_start", "pair_start", "module_start"]
    if not onward:
        anchors += ["programme_end", "pair_end"]
    anchor = draw(one((*anchors, *["step"] * 3 * bool(codes))))
    found: dict[str, Any] = {"counted_from": anchor, "after": draw(spans)}
    if anchor == "step":
        found["step"] = draw(one(tuple(codes)))
    if not onward and draw(st.booleans()):
        found["before"] = draw(spans)
    return found


@st.composite
def programmes(draw: st.DrawFn, onward: bool = False) -> Blueprint:
    """Any programme; `onward` if every day in it is counted forward from a start or a step."""
    modules: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 3))):
        before = [module["code"] for module in modules]
        module: dict[str, Any] = {"code": f"m{number}", "traits": draw(traits)}
        module["weeks"] = draw(st.integers(1, 5))
        if before:
            module["after"] = tuple(draw(some(tuple(before))))
        if draw(st.integers(0, 4)) == 0:
            module["starts"] = moment(draw, [], onward)
        modules.append(module)
    steps: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        codes = [step["code"] for step in steps]
        step: dict[str, Any] = {"code": f"s{number}", "traits": draw(traits)}
        step["required"] = draw(st.booleans())
        step["forms"] = draw(st.sampled_from([(), (), ("group",)]))
        of_modules = draw(st.booleans())
        if modules and of_modules:
            units = [module["code"] for module in modules]
            step["modules"] = tuple(draw(some(tuple(units), 1)))
        if codes:
            step["after"] = tuple(draw(some(tuple(codes), 0, 2)))
        if draw(st.integers(0, 3)) == 0:
            step["opens"] = moment(draw, codes, onward)
        if draw(st.booleans()):
            step["due"] = moment(draw, codes, onward)
        if draw(st.integers(0, 3)) == 0:
            usual = {"times": 2} if onward else {}
            step["every"] = usual | draw(rhythms)
        steps.append(step)
    return programme(steps, modules, due_soon_days=draw(st.integers(1, 10)))


PROGRAMMES = {onward: programmes(onward) for onward in (False, True)}
holds = st.builds(
    lambda day, length: Hold(day, None if length is None else day + dt.timedelta(days=length)),
    days,
    st.none() | st.integers(0, 30),
)


early = st.none() | days.filter(lambda day: day <= D0 + dt.timedelta(days=30))
forms = st.sampled_from(["", "group", "one_to_one"])
of_her = st.sampled_from([frozenset[str](), frozenset({"new"})])
paused = st.lists(holds, max_size=2)


@st.composite
def known(draw: st.DrawFn, plan: Blueprint) -> Facts:
    starts = draw(early)
    ends = None
    if starts and draw(st.booleans()):
        ends = starts + dt.timedelta(days=draw(st.integers(0, 90)))
    facts = Facts(
        D0,
        D0 + dt.timedelta(days=draw(st.integers(30, 120))),
        starts,
        ends,
        form=draw(forms),
        traits=draw(of_her),
        holds=tuple(draw(paused)),
    )
    keys = st.sampled_from(keys_of(plan, facts))
    return dataclasses.replace(
        facts,
        done=draw(st.dictionaries(keys, days, max_size=8)),
        waived=draw(st.dictionaries(keys, days, max_size=2)),
    )


def keys_of(plan: Blueprint, facts: Facts) -> list[str]:
    found = []
    for step in plan.steps:
        for key in [f"{unit}/{step.code}" for unit in step.modules] or [step.code]:
            times = (step.every.times or 5) if step.every else 1
            found += [key, *(f"{key}#{number}" for number in range(2, times + 1))]
    return [*found, "of_an_older_version"]


def walked(plan: Blueprint, facts: Facts, today: dt.date) -> Journey:
    """The journey; what `check` refuses (parts that wait for each other) is left out."""
    try:
        return journey(plan, facts, today)
    except ValueError:
        assume(False)
        raise


class Case(NamedTuple):
    """What a journey is made of, told in a few lines when a law is broken."""

    plan: Blueprint
    facts: Facts
    today: dt.date

    def __repr__(self) -> str:
        parts = (*self.plan.modules, *self.plan.steps)
        told = [part.model_dump(mode="json", exclude_defaults=True) for part in parts]
        return f"{told}\n{self.facts}\n{self.today}"


@st.composite
def cases(draw: st.DrawFn, onward: bool = False) -> Case:
    plan = draw(PROGRAMMES[onward])
    return Case(plan, draw(known(plan)), draw(days))


def statuses(found: Journey) -> dict[str, Status]:
    return {state.key: state.status for state in found.steps}


@settings(max_examples=150)
@given(cases())
def test_a_journey_says_what_a_plain_reading_of_the_rules_says(
    case: Case,
) -> None:
    found, plain = walked(*case), PlainReading(*case)
    assert statuses(found) == plain.statuses()
    for state in found.steps:
        if state.status in {"open", "due_soon", "overdue"}:
            module = state.module.code if state.module else ""
            opens, due = plain.times(state.step.code, module)[state.number - 1]
            assert state.due_on == due
            assert opens is not None and state.opens_on is not None and state.opens_on >= opens
    assert [
        (unit.status, unit.starts_on, unit.due_on, unit.completed_on)
        for unit in found.modules
        if unit.status != "not_needed"
    ] == [
        (
            plain.unit_status(code),
            plain.moved(plain.unit_start(code)),
            plain.unit_due(code),
            plain.unit_done(code),
        )
        for code in plain.modules
        if plain.unit_needed(code)
    ]


@given(cases())
def test_the_same_arguments_give_the_same_answer(case: Case) -> None:
    plan, facts, today = case
    found = walked(plan, facts, today)
    assert walked(plan, facts, today) == found
    assert walked(plan.model_copy(), dataclasses.replace(facts), today) == found


ORDER = ["not_yet", "open", "due_soon", "overdue", "waived", "done"]


@settings(max_examples=100)
@given(cases(), st.integers(0, 1000), days)
def test_one_more_thing_done_moves_no_step_backwards(case: Case, which: int, day: dt.date) -> None:
    plan, facts, today = case
    before = statuses(walked(plan, facts, today))
    keys = [key for key in keys_of(plan, facts) if key not in facts.done]
    assume(keys)
    key = keys[which % len(keys)]
    done = {**facts.done, key: day}
    after = statuses(walked(plan, dataclasses.replace(facts, done=done), today))
    for one, status in before.items():
        if status not in {Status.NOT_NEEDED, Status.ON_HOLD}:
            assert ORDER.index(after[one]) >= ORDER.index(status)
        else:
            assert after[one] == status or one == key


@given(cases())
def test_nothing_is_overdue_in_time_nor_announced_too_early(
    case: Case,
) -> None:
    plan, _, today = case
    soon = plan.clocks.due_soon_days if plan.clocks else 0
    for state in walked(*case).steps:
        if state.status == Status.OVERDUE:
            assert state.due_on is not None and state.due_on < today
        if state.status == Status.DUE_SOON:
            assert state.due_on is not None and 0 <= (state.due_on - today).days <= soon


@given(cases())
def test_what_is_done_or_waived_is_never_overdue(case: Case) -> None:
    _, facts, today = case
    for state in walked(*case).steps:
        days_on = [of[state.key] for of in (facts.done, facts.waived) if state.key in of]
        if any(day <= today for day in days_on):
            assert state.status in {Status.DONE, Status.WAIVED}
            assert state.done_on in days_on


@settings(max_examples=100)
@given(cases(onward=True), st.integers(0, 60), st.integers(0, 40))
def test_a_hold_moves_every_later_day_by_its_length_and_leaves_the_earlier_ones(
    case: Case, wait: int, length: int
) -> None:
    plan, facts, today = case
    starts = facts.starts_on or D0
    facts = dataclasses.replace(facts, holds=(), starts_on=starts)
    known_days = [D0, starts, *facts.done.values(), *facts.waived.values()]
    begins = max(known_days) + dt.timedelta(days=wait)
    longer = dt.timedelta(days=length)
    held = dataclasses.replace(facts, holds=(Hold(begins, begins + longer),))
    before, after = walked(plan, facts, today), walked(plan, held, today)
    # A module in which nothing is required is over as it begins: it may begin in the hold, or be
    # moved beyond today, so that what comes after it has no day yet.
    over = [
        (one.completed_on, other.completed_on)
        for one, other in zip(before.modules, after.modules, strict=True)
    ]
    assume(all(one == other and (one is None or one <= begins) for one, other in over))
    later = {state.key: state for state in after.steps}
    for state in before.steps:
        if state.due_on is None:
            assert later[state.key].due_on is None
        else:
            moves = longer if state.due_on >= begins else dt.timedelta()
            assert later[state.key].due_on == state.due_on + moves


@given(cases())
def test_what_is_not_needed_stands_in_nobodys_way(case: Case) -> None:
    plan, facts, today = case
    for state in walked(*case).steps:
        if state.reason.code == "after_step":
            waited = {
                other.key
                for other in walked(*case).steps
                if other.step.title == state.reason.values["step"]
                and other.status not in {Status.NOT_NEEDED, Status.DONE, Status.WAIVED}
            }
            assert waited
    for step in plan.steps:
        if "new" not in facts.traits and "new" in step.traits and not step.after:
            without = plan.model_copy(
                update={
                    "steps": tuple(
                        other.model_copy(
                            update={"after": tuple(c for c in other.after if c != step.code)}
                        )
                        for other in plan.steps
                    )
                }
            )
            assert statuses(walked(without, facts, today)) == statuses(walked(plan, facts, today))


@given(days, spans)
def test_nothing_lasts_less_than_its_least_days(begins: dt.date, parts: dict[str, int]) -> None:
    span = Span(**parts)
    ends = add(begins.toordinal(), *shift(span))
    assert ends - begins.toordinal() >= least_days(span)
