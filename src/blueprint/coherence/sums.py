"""Numbers that fit each other: least and most, parts and wholes, shorter and longer."""

from collections.abc import Iterator
from itertools import pairwise

from blueprint.coherence.finding import Finding
from blueprint.language import Blueprint, Caseload, Minutes, MonthlyHours, Months, Seats
from blueprint.said import Said
from blueprint.tree import Steps


def sums(blueprint: Blueprint) -> Iterator[Finding]:
    """Every number that contradicts another one."""
    yield from _ranges(blueprint)
    yield from _clocks(blueprint)
    yield from _pay(blueprint)
    yield from _hours(blueprint)
    yield from _targets(blueprint)
    yield from _measures(blueprint)


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
                    Said(
                        "The %(low)s is %(less)s, and the %(high)s only %(more)s.",
                        low=low,
                        less=getattr(found, low),
                        high=high,
                        more=getattr(found, high),
                    ),
                    Said("Lower the %(low)s or raise the %(high)s.", low=low, high=high),
                )


def _clocks(blueprint: Blueprint) -> Iterator[Finding]:
    request, nudges, clocks = blueprint.request, blueprint.nudges, blueprint.clocks
    if request.warn_before_days >= request.expires_after_days:
        yield Finding(
            ("request", "warn_before_days"),
            Said(
                "The warning would come %(before)s days before the end, "
                "but a request lives only %(after)s.",
                before=request.warn_before_days,
                after=request.expires_after_days,
            ),
            "Let the warning come later, or the request live longer.",
        )
    writing = request.in_writing
    is_own = "unclaimed_days" in writing.model_fields_set  # or it is the house's own number
    if is_own and writing.unclaimed_days >= request.expires_after_days:
        yield Finding(
            ("request", "in_writing", "unclaimed_days"),
            Said(
                "Coordinators would be told after %(days)s days, "
                "but a question lives only %(after)s.",
                days=writing.unclaimed_days,
                after=request.expires_after_days,
            ),
            "Let them be told sooner, or questions live longer.",
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
                "These are not in order, shortest first, or one comes twice."
                if rising
                else "These are not in order, longest first, or one comes twice.",
                Said("Write %(wanted)s.", wanted=str(wanted)),
            )
    told = clocks.escalate if clocks else ()
    for number, (earlier, later) in enumerate(pairwise(told), start=1):
        if later.after_days < earlier.after_days or later == earlier:
            yield Finding(
                ("clocks", "escalate", number, "after_days"),
                Said(
                    "These are not in order, soonest first, or one comes twice: "
                    "%(later)s days come after %(earlier)s.",
                    later=later.after_days,
                    earlier=earlier.after_days,
                ),
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
            Said(
                "The least is %(least)s, and the most only %(most)s.",
                least=pay.least,
                most=pay.most,
            ),
            "Lower the least or raise the most.",
        )
    whole = sum(tranche.percent for tranche in pay.tranches)
    if whole != 100:
        yield Finding(
            ("pay", "tranches"),
            Said("The parts of the pay come to %(whole)s per cent.", whole=whole),
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
            Said(
                "The shares come to %(whole)s hours, and `hours` says %(hours)s.",
                whole=whole,
                hours=recognition.hours,
            ),
            Said("Write hours: %(whole)s, or change the shares.", whole=whole),
        )


def _targets(blueprint: Blueprint) -> Iterator[Finding]:
    highest = {"percent": 100, "mean_of_5": 5}
    for number, indicator in enumerate(blueprint.indicators):
        most = highest.get(indicator.unit)
        for place, target in enumerate(indicator.targets):
            if most is not None and target.value > most:
                yield Finding(
                    ("indicators", number, "targets", place, "value"),
                    Said(
                        "The target is %(value)s, and “%(unit)s” ends at %(most)s.",
                        value=target.value,
                        unit=indicator.unit,
                        most=most,
                    ),
                    Said("Write %(most)s or less, or another unit.", most=most),
                )


UNITS: dict[str, tuple[str, ...]] = {
    "teachers_in_pairs": ("percent", "people"),
    "pairs_meeting": ("percent", "pairs"),
    "minutes_held": ("minutes", "hours"),
    "steps_in_time": ("percent",),
    "modules_completed": ("percent",),
    "pairs_completed": ("percent", "pairs"),
    "teachers_satisfied": ("percent", "mean_of_5"),
    "mentors_satisfied": ("percent", "mean_of_5"),
    "mentors_trained": ("percent", "people"),
    "applications_decided": ("percent", "people"),
    "requests_answered": ("percent",),
}
"""In which units each thing that is counted can be told; what a coordinator states, in any."""
OF_A_TIME = ("pairs_meeting", "minutes_held")


def _measures(blueprint: Blueprint) -> Iterator[Finding]:
    for number, one in enumerate(blueprint.indicators):
        units = UNITS.get(one.measure)
        if units and one.unit not in units:
            yield Finding(
                ("indicators", number, "unit"),
                Said(
                    "“%(measure)s” is not told in “%(unit)s”.", measure=one.measure, unit=one.unit
                ),
                Said("Write one of: %(known)s.", known=", ".join(units)),
            )
        if one.within and one.measure not in OF_A_TIME:
            yield Finding(
                ("indicators", number, "within"),
                Said(
                    "“%(measure)s” is not counted of the last week or month.", measure=one.measure
                ),
                "Remove `within`.",
            )
        if one.for_each and one.measure != "minutes_held":
            yield Finding(
                ("indicators", number, "for_each"),
                Said("“%(measure)s” has no mean for each pair.", measure=one.measure),
                "Remove `for_each`.",
            )
