"""The fairest answer among very many: no fit is poor for the gain of those who fit well.

As many teachers as possible have a mentor; then the lowest fit is as high as can be; then the fits
are even: what each lacks to a perfect fit counts by its square, so that a point counts the more,
the worse somebody fits. The first and the last are auctions, with a bound by their prices. For the
lowest fit, pairs below a threshold are left out, and the auction is held again: a threshold at
which as many are matched is reached. None can be higher than what the worst of so many teachers
could have if each had her best: that is its bound.

The lexicographic maximum of all fits (`leximin`) would ask for a proof at every single fit.
"""

from dataclasses import dataclass

import numpy as np

from matchmaker.auction import MILLE, NOBODY, Answer, Pairs, auction
from matchmaker.criteria import PERFECT
from matchmaker.market import LONGER, PREMIUMS, Market
from matchmaker.outcome import Measure
from matchmaker.pool import Integers

LOWEST, EVEN = "lowest", "even"
THRESHOLDS = 6  # that are tried
HELD = 2**26  # candidates that a longer list may bring with it


def even(scores: Integers) -> Integers:
    """What fits count for where they are to be even: up to `PERFECT`, less the square of what each
    lacks."""
    short = PERFECT - scores
    points: Integers = PERFECT - short * short // PERFECT
    return points


@dataclass(frozen=True, slots=True)
class _Tried:
    """An answer with no pair below a threshold, by column and score, and what none of these whose
    pairs are as many counts for more than."""

    columns: Integers
    scores: Integers
    matched: int
    bound: int

    @property
    def lowest(self) -> int:
        return int(self.scores[self.columns != NOBODY].min(initial=PERFECT))


def evenly(market: Market) -> tuple[Integers, Integers, tuple[Measure, ...]]:
    """A column or `NOBODY` for each row, the scores of the pairs, and what was reached."""
    for premium in PREMIUMS:
        found = _tried(market, premium, 0)
        most = market.most(found.columns)
        if found.matched == most:
            break
    best = np.full(len(found.columns), NOBODY, dtype=np.int64)
    np.maximum.at(best, market.known.rows(), market.known.scores)
    highest = int(np.sort(best)[-found.matched]) if found.matched else PERFECT
    low, high, threshold = found.lowest, highest, highest
    for _ in range(THRESHOLDS):
        if low >= high:
            break
        tried = _tried(market, premium, threshold)
        if tried.matched >= found.matched:
            found, low = tried, tried.lowest
        else:
            high = threshold - 1
        threshold = (low + high + 1) // 2
    points = int(even(found.scores[found.columns != NOBODY]).sum())
    return (
        found.columns,
        found.scores,
        (
            Measure("matched", found.matched, most),
            Measure(LOWEST, found.lowest, highest),
            Measure(EVEN, points, found.bound),
        ),
    )


def _tried(market: Market, premium: int, threshold: int) -> _Tried:
    """An auction of the pairs from a threshold on, with lists long enough for a small gap."""
    known, teachers = market.known, len(market.crowd.pool.teachers)
    width = market.width
    while True:
        some = known.scores >= threshold
        rows, columns = known.rows()[some], known.columns[some]
        scores = known.scores[some].astype(np.int64)
        starts = np.searchsorted(rows, np.arange(teachers + 1))
        pairs = Pairs(starts, columns, even(scores) + premium, market.seats.capacities)
        market.progress("assign", 0, 1)
        answer = auction(pairs, premium=premium)
        market.progress("assign", 1, 1)
        bound, unsure = _second_look(market, rows, pairs, answer, premium, threshold)
        matched = int((answer.chosen != NOBODY).sum())
        total, most = (each - premium * matched for each in (answer.total, bound))
        width *= LONGER
        if (most - total) * MILLE <= most or not len(unsure) or len(unsure) * width > HELD:
            break
        known.drop(unsure)
        market.choose(unsure, width)
    mine, at = np.full(teachers, NOBODY), np.zeros(teachers, dtype=np.int64)
    made = answer.chosen != NOBODY
    mine[made], at[made] = columns[answer.chosen[made]], scores[answer.chosen[made]]
    return _Tried(mine, at, matched, most)


def _second_look(
    market: Market, rows: Integers, pairs: Pairs, answer: Answer, premium: int, threshold: int
) -> tuple[int, Integers]:
    """What no answer counts for more than, and teachers who might gain more by somebody who is not
    in their list."""
    prices, spread, known = answer.prices, answer.spread, market.known
    profits = np.zeros(pairs.teachers, dtype=np.int64)
    np.maximum.at(profits, rows, pairs.points * spread - prices[pairs.mentors])
    hope = profits.copy()
    for block in market.blocks:
        if len(block.columns):
            cutoff = known.cutoff[block.rows]
            most = (even(cutoff) + premium) * spread - int(prices[block.columns].min())
            there = (cutoff != NOBODY) & (cutoff >= threshold) & (most > profits[block.rows])
            hope[block.rows[there]] = most[there]
    bound = (int(hope.sum()) + pairs.earned(prices, spread)) // spread
    return bound, np.flatnonzero(hope > profits)
