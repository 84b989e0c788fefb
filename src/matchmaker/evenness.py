"""The fairest answer among very many: no fit is poor for the gain of those who fit well.

As many teachers as possible have a mentor; then the lowest fit is as high as can be, which is
proven to the point (`lowest`); then the fits are even: what each lacks to a perfect fit counts by
its square, so that a point counts the more, the worse somebody fits. The last is an auction of the
pairs from the lowest fit on, with a bound by its prices.

Nothing is proven of the second worst fit by itself: of all fits together the bound says how much
more even they could be. The lexicographic maximum of all (`leximin`) would ask for a proof at every
single fit.
"""

from dataclasses import dataclass

import numpy as np

from matchmaker.auction import MILLE, NOBODY, Answer, Pairs, auction
from matchmaker.criteria import PERFECT
from matchmaker.lowest import kept
from matchmaker.market import LONGER, PREMIUMS, Market
from matchmaker.outcome import Measure
from matchmaker.pool import Integers

LOWEST, EVEN = "lowest", "even"
HELD = 2**26  # candidates that a longer list may bring with it


def even(scores: Integers) -> Integers:
    """What fits count for where they are to be even: up to `PERFECT`, less the square of what each
    lacks."""
    short = PERFECT - scores
    points: Integers = PERFECT - short * short // PERFECT
    return points


@dataclass(frozen=True, slots=True)
class _Tried:
    """An answer with no pair below a threshold, by column and score, and what none of these counts
    for more than, with a premium for each pair."""

    columns: Integers
    scores: Integers
    bound: int

    @property
    def matched(self) -> int:
        return int((self.columns != NOBODY).sum())

    @property
    def lowest(self) -> int:
        return int(self.scores[self.columns != NOBODY].min(initial=PERFECT))

    def whole(self, market: Market, threshold: int, enough: int) -> "_Tried":
        """With so many pairs none of which is below the threshold, if there can be."""
        return _Tried(*kept(market, threshold, self.columns, self.scores, enough), self.bound)


def evenly(market: Market) -> tuple[Integers, Integers, tuple[Measure, ...]]:
    """A column or `NOBODY` for each row, the scores of the pairs, and what was reached."""
    for premium in PREMIUMS:
        found = _tried(market, premium, 0)
        most = market.most(found.columns)
        if found.matched == most:
            break
    if found.matched < most:
        found = found.whole(market, 0, most)
        most = market.most(found.columns)
    found, highest = _lowest(market, found)
    lowest = found.lowest
    found = _tried(market, premium, lowest).whole(market, lowest, found.matched)
    points = int(even(found.scores[found.columns != NOBODY]).sum())
    return (
        found.columns,
        found.scores,
        (
            Measure("matched", found.matched, most),
            Measure(LOWEST, found.lowest, highest),
            Measure(EVEN, points, found.bound - premium * found.matched),
        ),
    )


def _lowest(market: Market, found: _Tried) -> tuple[_Tried, int]:
    """As many pairs whose lowest fit is as high as it can be, and how high that is."""
    best = np.full(len(found.columns), NOBODY, dtype=np.int64)
    np.maximum.at(best, market.known.rows(), market.known.scores)
    high = int(np.sort(best)[-found.matched]) if found.matched else PERFECT
    while found.lowest < high:
        threshold = (found.lowest + high + 1) // 2
        tried = found.whole(market, threshold, found.matched)
        if tried.matched == found.matched:
            found = tried
        else:
            high = threshold - 1
    return found, high


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
        most = bound - premium * int((answer.chosen != NOBODY).sum())
        width *= LONGER
        enough = (bound - answer.total) * MILLE <= most
        if enough or not len(unsure) or len(unsure) * width > HELD:
            break
        known.drop(unsure)
        market.choose(unsure, width)
    mine, at = np.full(teachers, NOBODY), np.zeros(teachers, dtype=np.int64)
    made = answer.chosen != NOBODY
    mine[made], at[made] = columns[answer.chosen[made]], scores[answer.chosen[made]]
    return _Tried(mine, at, bound)


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
