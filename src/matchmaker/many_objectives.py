"""What the best answer is among very many: every objective, and how near the best it is.

- `most_matched` and `total_fit`: an auction (`market`), at most a thousandth of the fit from the
  best.
- `balanced`: the same, with seats that cost more one after the other; the gap is at most a
  thousandth of the fit too.
- `fairest`: the lowest fit as high as can be, to the point, then even fits (`evenness`).
- `stable`: the stable answer that a table of all pairs would give (`proposing`); the highest total
  fit there can be, by an auction, bounds its own.

Beside each stands what the usual answer is worth, as far as an auction finds it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.criteria import PERFECT
from matchmaker.crowd import Crowd
from matchmaker.evenness import EVEN, LOWEST, even, evenly
from matchmaker.market import ENGINE as AUCTION
from matchmaker.market import PREMIUMS, Found, Market, Seats
from matchmaker.objectives import SEAT_STEP
from matchmaker.outcome import Measure, Worth
from matchmaker.pool import Integers
from matchmaker.problem import FAIREST, STABLE, TOTAL_FIT, USUAL, Objective
from matchmaker.proposing import proposed
from matchmaker.stability import ENGINE as DEFERRED_ACCEPTANCE

MEASURES: dict[Objective, tuple[str, ...]] = {  # what is measured, the most important first
    "most_matched": ("matched", "total"),
    "total_fit": ("total", "matched"),
    "fairest": ("matched", LOWEST, EVEN),
    "balanced": ("matched", "balance"),
    "stable": ("blocking", "total"),
}


def engine_of(objective: Objective) -> str:
    """The name of the engine that answers by this objective."""
    return DEFERRED_ACCEPTANCE if objective == STABLE else AUCTION


@dataclass(frozen=True, slots=True)
class Reached:
    """A column or `NOBODY` for each row, and the scores of the pairs (0 where there is none); what
    was measured; what the usual answer is worth, None if this is one.

    `prices` of the columns' seats, in points with the `premium` that each pair had; None where the
    objective has no single price for a seat.
    """

    columns: Integers
    scores: Integers
    measures: tuple[Measure, ...]
    usual: Worth | None = None
    prices: Integers | None = None
    premium: int = 0


def reach(
    crowd: Crowd,
    rows: Integers,
    capacities: Integers,
    held: Integers,
    objective: Objective,
    progress: Callable[[str, int, int], None],
) -> Reached:
    """Pairs for the teachers in `rows` within `capacities`, beside those whom mentors have already
    (`held`), by this objective."""
    market = Market.opened(crowd, rows, Seats(capacities), progress)
    if objective == USUAL:
        return _of_auction(market.settle(), objective)
    fittest = usual = market.settle((0,))
    if usual.value.matched < usual.bound.matched:
        usual = market.settle(PREMIUMS[1:])
    if objective == TOTAL_FIT:
        return _of_auction(fittest, objective, usual.value)
    if objective == STABLE:
        columns, scores, blocking = proposed(market)
        total = Measure("total", int(scores.sum()), fittest.bound.total)
        return Reached(columns, scores, (Measure("blocking", blocking, 0), total), usual.value)
    if objective == FAIREST:
        return Reached(*evenly(market), usual.value)
    most = np.minimum(capacities, len(rows)) + held
    dearest = SEAT_STEP * int(most.max(initial=0))
    premiums = [dearest + premium for premium in PREMIUMS]
    found = market.settle(premiums, Seats(capacities, SEAT_STEP, held))
    return _of_auction(found, objective, usual.value)


def _of_auction(found: Found, objective: Objective, usual: Worth | None = None) -> Reached:
    counted = dict.fromkeys(MEASURES[objective], (found.value.total, found.bound.total))
    counted["matched"] = found.value.matched, found.bound.matched
    measures = tuple(Measure(name, *counted[name]) for name in MEASURES[objective])
    return Reached(found.columns, found.scores, measures, usual, found.prices, found.premium)


def with_pins(
    measures: Iterable[Measure], scores: Integers, loads: Integers
) -> tuple[Measure, ...]:
    """The measures with pairs that are set beside them, of these scores, so many of each mentor."""
    counted = {
        "blocking": 0,
        "matched": len(scores),
        "total": int(scores.sum()),
        "balance": int(scores.sum()) - SEAT_STEP * int((loads * (loads - 1) // 2).sum()),
        LOWEST: int(scores.min(initial=PERFECT)),
        EVEN: int(even(scores).sum()),
    }
    pinned = [Measure(each.name, *2 * (counted[each.name],)) for each in measures]
    return joined([list(measures), pinned])


def joined(parts: Sequence[Sequence[Measure]]) -> tuple[Measure, ...]:
    """The measures of people in several parts together."""
    return tuple(
        Measure(
            same[0].name,
            *(
                min(values) if same[0].name == LOWEST else sum(values)
                for values in ([each.value for each in same], [each.bound for each in same])
            ),
        )
        for same in zip(*parts, strict=True)
    )
