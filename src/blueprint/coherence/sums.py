"""Numbers that fit each other: least and most, parts and wholes, shorter and longer."""

from collections.abc import Iterator
from itertools import pairwise

from blueprint.coherence.finding import Finding
from blueprint.language import Blueprint, Caseload, Minutes, MonthlyHours, Months, Seats
from blueprint.tree import Steps


def sums(blueprint: Blueprint) -> Iterator[Finding]:
    """Every number that contradicts another one."""
    yield from _ranges(blueprint)
    yield from _clocks(blueprint)
    yield from _pay(blueprint)
    yield from _hours(blueprint)
    yield from _targets(blueprint)


def _ranges(blueprint: Blueprint) -> Iterator[Finding]:
    ranges: dict[Steps, Caseload | MonthlyHours | Months | Minutes | Seats] = {
        ("mentor", "caseload"): blueprint.mentor.caseload,
        ("mentor", "hours_a_month"): blueprint.mentor.hours_a_month,
        ("relationship", "months"): blueprint.relationship.months,
        ("session", "minutes"): blueprint.session.minutes,
        ("session", "seats"): blueprint.session.seats,
    }
    for steps, found in ranges.items():
        names = [name for name in ("minimum", "default", "maximum") if hasattr(found, name)]
        for low, high in pairwise(names):
            if getattr(found, low) > getattr(found, high):
                yield Finding(
                    (*steps, low),
                    f"The {low} is {getattr(found, low)}, "
                    f"and the {high} only {getattr(found, high)}.",
                    f"Lower the {low} or raise the {high}.",
                )


def _clocks(blueprint: Blueprint) -> Iterator[Finding]:
    request, nudges, clocks = blueprint.request, blueprint.nudges, blueprint.clocks
    if request.warn_before_days >= request.expires_after_days:
        yield Finding(
            ("request", "warn_before_days"),
            f"The warning would come {request.warn_before_days} days before the end, but a request "
            f"lives only {request.expires_after_days}.",
            "Let the warning come later, or the request live longer.",
        )
    orders: list[tuple[Steps, tuple[int, ...], bool]] = [
        (("nudges", "quiet_mentor_days"), nudges.quiet_mentor_days, True),
        (("nudges", "reminder_hours"), nudges.reminder_hours, False),
    ]
    if clocks is not None:
        orders.append((("clocks", "remind_days"), clocks.remind_days, False))
    for steps, days, rising in orders:
        wanted = sorted(set(days), reverse=not rising)
        if list(days) != wanted:
            yield Finding(
                steps,
                f"These are not in order, {'shortest' if rising else 'longest'} first, "
                "or one comes twice.",
                f"Write {wanted}.",
            )
    told = clocks.escalate if clocks else ()
    for number, (earlier, later) in enumerate(pairwise(told), start=1):
        if later.after_days < earlier.after_days or later == earlier:
            yield Finding(
                ("clocks", "escalate", number, "after_days"),
                f"These are not in order, soonest first, or one comes twice: {later.after_days} "
                f"days come after {earlier.after_days}.",
                "Put the one with fewer days first.",
            )
    if nudges.quiet_hours.starts == nudges.quiet_hours.ends:
        yield Finding(
            ("nudges", "quiet_hours"),
            "The quiet hours begin and end at the same time.",
            'Write, for example, starts: "21:00" and ends: "07:00".',
        )


def _pay(blueprint: Blueprint) -> Iterator[Finding]:
    pay = blueprint.pay
    if pay is None:
        return
    if pay.least > pay.most:
        yield Finding(
            ("pay", "least"),
            f"The least is {pay.least}, and the most only {pay.most}.",
            "Lower the least or raise the most.",
        )
    whole = sum(tranche.percent for tranche in pay.tranches)
    if whole != 100:
        yield Finding(
            ("pay", "tranches"),
            f"The parts of the pay come to {whole} per cent.",
            "Change them so that they come to 100.",
        )
    due = [step for step in blueprint.steps if step.kind == "expectation"]
    for number, tranche in enumerate(pay.tranches):
        if tranche.expectations_over is not None and not due:
            yield Finding(
                ("pay", "tranches", number, "expectations_over"),
                "This part of the pay depends on expectations, and no step is one.",
                "Give the steps that are expected `kind: expectation`, or remove the condition.",
            )


def _hours(blueprint: Blueprint) -> Iterator[Finding]:
    recognition = blueprint.recognition
    if recognition is None or not recognition.shares:
        return
    whole = sum(share.hours for share in recognition.shares)
    if whole != recognition.hours:
        yield Finding(
            ("recognition", "shares"),
            f"The shares come to {whole} hours, and `hours` says {recognition.hours}.",
            f"Write hours: {whole}, or change the shares.",
        )


def _targets(blueprint: Blueprint) -> Iterator[Finding]:
    highest = {"percent": 100, "mean_of_5": 5}
    for number, indicator in enumerate(blueprint.indicators):
        most = highest.get(indicator.unit)
        for place, target in enumerate(indicator.targets):
            if most is not None and target.value > most:
                yield Finding(
                    ("indicators", number, "targets", place, "value"),
                    f"The target is {target.value}, and “{indicator.unit}” ends at {most}.",
                    f"Write {most} or less, or another unit.",
                )
