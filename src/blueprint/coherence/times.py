"""Days and minutes that can be kept: nothing is due before it opens, or after its end."""

from collections.abc import Iterator

from blueprint.coherence.finding import Finding, number_of
from blueprint.coherence.references import whens
from blueprint.language import Blueprint, Span, Step, When
from blueprint.said import Said
from blueprint.tree import Steps

_PARTS = ("days", "working_days", "weeks", "months")


def times(blueprint: Blueprint) -> Iterator[Finding]:
    """Everything about days, rhythms and doses that could never come true."""
    yield from _anchors(blueprint)
    for number, step in enumerate(blueprint.steps):
        yield from _step(blueprint, ("steps", number), step)
    yield from _doses(blueprint)


def bounds(*added: Span, less: tuple[Span, ...] = ()) -> tuple[int, int]:
    """The fewest and the most days that spans can come to; months have 28 to 31 days.

    >>> bounds(Span(months=1), less=(Span(weeks=1),))
    (21, 24)
    """
    sums = {
        part: sum(getattr(span, part) for span in added) - sum(getattr(span, part) for span in less)
        for part in _PARTS
    }
    least = most = sums["days"] + 7 * sums["weeks"]
    for each_least, each_most, count in (
        (28, 31, sums["months"]),
        (1, 3, sums["working_days"]),  # a Friday's next working day is three days later
    ):
        least += count * (each_least if count >= 0 else each_most)
        most += count * (each_most if count >= 0 else each_least)
    return least, most


def _anchors(blueprint: Blueprint) -> Iterator[Finding]:
    for steps, when in whens(blueprint):
        _, latest = bounds(when.after, less=(when.before,))
        if steps[0] == "stages" and not when.counted_from.startswith("programme"):
            yield Finding(
                (*steps, "counted_from"),
                Said(
                    "A stage is of the whole programme, and this day is counted from "
                    "“%(counted_from)s”.",
                    counted_from=when.counted_from,
                ),
                "Count it from programme_start or programme_end.",
            )
        elif when.counted_from == "module_start" and not _in_modules(blueprint, steps):
            yield Finding(
                (*steps, "counted_from"),
                "This day is counted from the start of a module, and belongs to none.",
                "Name its `modules`, or count from pair_start."
                if steps[0] == "steps"
                else "Count it from pair_start, from programme_start or from a step.",
            )
        elif when.counted_from == "step" and latest < 0:
            yield Finding(
                (*steps, "before"),
                "This day comes before the end of a step, which nobody knows beforehand.",
                "Count it from something whose day is known, such as pair_start.",
            )
        elif when.counted_from == "module_start" and latest < 0:
            yield Finding(
                (*steps, "before"),
                "This day comes before its module begins.",
                "Write `after`, or count it from something earlier.",
            )


def _in_modules(blueprint: Blueprint, steps: Steps) -> bool:
    if steps[0] != "steps" or not isinstance(steps[1], int):
        return False
    return bool(blueprint.steps[steps[1]].modules)


def _step(blueprint: Blueprint, here: Steps, step: Step) -> Iterator[Finding]:
    if step.opens and step.due and _anchor(step.opens) == _anchor(step.due):
        _, apart = bounds(
            step.due.after, step.opens.before, less=(step.due.before, step.opens.after)
        )
        if apart < 0:
            yield Finding(
                (*here, "due"),
                "It is due before it opens.",
                "Let it open earlier, or be due later.",
            )
    yield from _too_late(blueprint, here, step)
    if step.every is None:
        return
    shortest, longest = bounds(step.every.span)
    if longest == 0:
        yield Finding(
            (*here, "every", "span"),
            "It comes back without any time between.",
            "Say how long it is from one to the next, as in `span: {weeks: 2}`.",
        )
    for module in blueprint.modules:
        times = step.every.times or 1
        if module.code in step.modules and (times - 1) * shortest > 7 * module.weeks:
            yield Finding(
                (*here, "every", "times"),
                Said(
                    "It comes back %(times)s times, and the module “%(module)s” ends "
                    "after %(weeks)s.",
                    times=times,
                    module=module.code,
                    weeks=number_of(module.weeks, "week", "weeks"),
                ),
                "Let it come back less often, or after a shorter time.",
            )


def _anchor(when: When) -> tuple[str, str | None]:
    return when.counted_from, when.step


def _too_late(blueprint: Blueprint, here: Steps, step: Step) -> Iterator[Finding]:
    """A pair that has ended owes nothing; a later day would never be met."""
    if step.due is None or step.due.counted_from != "pair_start":
        return
    relationship, completion = blueprint.relationship, blueprint.completion
    longer = [
        span
        for span in (relationship.extension, completion.extension if completion else None)
        if span is not None
    ]
    latest = Span(months=relationship.months.maximum)
    earliest, _ = bounds(step.due.after, less=(step.due.before, latest, *longer))
    if earliest > 0:
        yield Finding(
            (*here, "due"),
            Said(
                "It is due after the longest time that a pair lasts: %(months)s.",
                months=number_of(relationship.months.maximum, "month", "months"),
            ),
            "Let it be due earlier, or raise relationship.months.maximum.",
            error=False,
        )


def _doses(blueprint: Blueprint) -> Iterator[Finding]:
    for number, dose in enumerate(blueprint.doses):
        here: Steps = ("doses", number)
        if dose.per == "module" and not blueprint.modules:
            yield Finding(
                (*here, "per"),
                "These minutes are counted in each module, and there are no modules.",
                "Write per: month or per: programme, or add `modules`.",
            )
        if dose.per == "module" and dose.of == "mentor":
            yield Finding(
                (*here, "of"),
                "A module is of one pair, so its minutes cannot be of a mentor over all her pairs.",
                "Write of: pair, or count them per month.",
            )
        if dose.by_caseload and dose.of == "pair":
            yield Finding(
                (*here, "by_caseload"),
                "One pair has one teacher, so its minutes cannot be counted for each teacher.",
                "Write of: mentor, or remove `by_caseload`.",
            )
        if dose.groups and dose.of == "mentor":
            yield Finding(
                (*here, "groups"),
                "A group has several teachers at once, so its minutes cannot be added up over all "
                "the pairs of a mentor.",
                "Write of: pair, or remove `groups`.",
            )
        if dose.per == "week" and dose.minutes > 7 * 24 * 60:
            yield Finding(
                (*here, "minutes"),
                Said(
                    "A week has %(most)s minutes, and %(minutes)s are asked for.",
                    most=7 * 24 * 60,
                    minutes=dose.minutes,
                ),
                "Write fewer minutes.",
            )
