"""What the best answer is, by name: the objectives that a programme can choose between.

- `most_matched`: as many teachers as possible have a mentor; among such answers the total fit is
  the highest.
- `total_fit`: the total fit is the highest, even where that leaves more teachers without a mentor;
  among such answers the most teachers are matched.
- `fairest`: as many teachers as possible have a mentor; then the lowest fit is the highest there
  can be, with as few as possible who have it, then the next lowest, and so on to a perfect one: the
  lexicographic maximum (leximin) of the fits, the worst first, to the point. So nobody's fit is
  given up for the gain of those who are better off already. It is measured by how many reach each
  step (`FAIR_STEP`, five percent of a perfect fit).
- `balanced`: as many teachers as possible have a mentor; then the total fit is the highest, less
  what full hands cost: each further teacher of a mentor must bring `SEAT_STEP` points more than the
  one before (a convex cost of seats, as in minimum convex cost flow).
- `stable`: no two would both rather have each other. Teachers and mentors alike prefer the higher
  fit, and of equals the first by id; teachers propose (D. Gale, L. Shapley, "College admissions and
  the stability of marriage", 1962), so that no stable answer has a better mentor for any of them.
  What other answers could have more of total fit is the price of stability.

Of equal answers the first in order of ids is given; a stable answer is the only one of its kind.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matchmaker.assignment import ENGINE, NOBODY, Assignment, assign
from matchmaker.criteria import PERFECT
from matchmaker.leximin import ENGINE as SUCCESSIVE_BOTTLENECKS
from matchmaker.leximin import fairest
from matchmaker.outcome import Measure, Worth
from matchmaker.pool import Booleans, Integers
from matchmaker.problem import FAIREST, STABLE, Objective
from matchmaker.stability import ENGINE as DEFERRED_ACCEPTANCE
from matchmaker.stability import blocking_pairs, deferred_acceptance

FAIR_STEP = 500  # points from one fit that is counted to the next
SEAT_STEP = 500  # points that a mentor's next teacher must bring more than the one before
STEPS = range(FAIR_STEP, PERFECT + 1, FAIR_STEP)
FAIR = ("matched", "lowest", *(f"fit_{least}" for least in STEPS), "total")


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective by optimal assignment: what is measured, the most important first, and how."""

    measures: tuple[str, ...]
    levels: Callable[[Integers], list[Integers]]
    step: int = 0


def _ones(scores: Integers) -> Integers:
    return np.ones_like(scores)


AIMS: dict[str, Aim] = {
    "most_matched": Aim(("matched", "total"), lambda scores: [_ones(scores), scores]),
    "total_fit": Aim(("total", "matched"), lambda scores: [scores, _ones(scores)]),
    "balanced": Aim(("matched", "balance"), lambda scores: [_ones(scores), scores], step=SEAT_STEP),
}


@dataclass(frozen=True, slots=True)
class Pins:
    """The scores of the pairs that are set, and how many of them each mentor has."""

    scores: Integers
    loads: Integers


@dataclass(frozen=True, slots=True)
class Decision:
    """For each row a column or `NOBODY`, what was measured and proven, and by which engine.

    `prices` of the columns, where the objective has a single price for a seat.
    """

    columns: Integers
    measures: tuple[Measure, ...]
    prices: tuple[Worth, ...] | None
    engine: str


def decide(
    objective: Objective,
    scores: Integers,
    allowed: Booleans,
    capacities: Integers,
    pins: Pins,
    start: Integers | None = None,
) -> Decision:
    """The best answer by this objective for those whom no pin has placed, and what it is worth with
    the pins, and what none can better.

    `start` is an earlier answer that may be near, as for `assign`.
    """
    if objective == STABLE:
        return _stable(scores, allowed, capacities, pins)
    if objective == FAIREST:
        return _fairest(scores, allowed, capacities, pins, start)
    aim = AIMS[objective]
    found = assign(
        aim.levels(scores), allowed, capacities, step=aim.step, held=pins.loads, start=start
    )
    more = [int(level.sum()) for level in aim.levels(pins.scores)]
    more[-1] -= aim.step * int((pins.loads * (pins.loads - 1) // 2).sum())
    return Decision(
        columns=found.columns,
        measures=tuple(
            Measure(name, value + pinned, bound + pinned)
            for name, value, bound, pinned in zip(
                aim.measures, found.value, found.bound, more, strict=True
            )
        ),
        prices=_prices(found, aim),
        engine=ENGINE,
    )


def _prices(found: Assignment, aim: Aim) -> tuple[Worth, ...] | None:
    if found.prices is None:
        return None
    places = (1, 0) if aim.measures[0] == "total" else (0, 1)
    return tuple(Worth(*(price[place] for place in places)) for price in found.prices)


def _fairest(
    scores: Integers,
    allowed: Booleans,
    capacities: Integers,
    pins: Pins,
    start: Integers | None,
) -> Decision:
    """The fairest answer; pins count in what is measured, and change nothing else."""
    found = fairest(scores, allowed, capacities, start)
    rows = np.flatnonzero(found.columns != NOBODY)
    pinned = Counter(pins.scores.tolist())
    fits = Counter(scores[rows, found.columns[rows]].tolist()) + pinned
    least = found.matched + len(pins.scores), found.fewest + pinned
    return Decision(
        columns=found.columns,
        measures=tuple(
            Measure(name, value, bound)
            for name, value, bound in zip(
                FAIR, _reached(fits.total(), fits), _reached(*least), strict=True
            )
        ),
        prices=None,
        engine=SUCCESSIVE_BOTTLENECKS,
    )


def _reached(matched: int, fits: Counter[int]) -> tuple[int, ...]:
    """What `FAIR` names, where so many have each fit."""
    below = (sum(count for fit, count in fits.items() if fit < least) for least in STEPS)
    total = sum(fit * count for fit, count in fits.items())
    return matched, min(fits, default=0), *(matched - count for count in below), total


def _stable(scores: Integers, allowed: Booleans, capacities: Integers, pins: Pins) -> Decision:
    """The stable answer: its certificate is that no pair blocks it; the highest total fit that any
    answer has bounds its own."""
    columns = deferred_acceptance(scores, allowed, capacities)
    blocking = blocking_pairs(scores, allowed, capacities, columns)
    rows = np.flatnonzero(columns != NOBODY)
    pinned = int(pins.scores.sum())
    total = int(scores[rows, columns[rows]].sum()) + pinned
    most = assign(AIMS["total_fit"].levels(scores), allowed, capacities)
    return Decision(
        columns=columns,
        measures=(
            Measure("blocking", blocking, 0),
            Measure("total", total, most.bound[0] + pinned),
        ),
        prices=None,
        engine=DEFERRED_ACCEPTANCE,
    )


def usual(scores: Integers, allowed: Booleans, capacities: Integers, pins: Pins) -> Worth:
    """What the answer by the usual objective would be worth."""
    matched, total = assign(AIMS["most_matched"].levels(scores), allowed, capacities).value
    return Worth(matched + len(pins.scores), total + int(pins.scores.sum()))
