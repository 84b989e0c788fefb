"""Stable pairs among very many: proposals down lists of candidates that are long enough.

The answer is that of `stability.deferred_acceptance` for all pairs. In what order teachers propose
does not matter (D. McVitie, L. Wilson, "The stable marriage problem", Communications of the ACM 14,
1971), so a list may be lengthened when its end is reached. What a full mentor asks for only rises:
a teacher at the end of her list whom nobody would take any more stays without a mentor, and of a
list it is enough that whoever is not in it fits worse than all who are.
"""

from functools import cache
from typing import Any

import numpy as np

from matchmaker.auction import COMPILE_FROM, NOBODY
from matchmaker.crowd import Auctioned
from matchmaker.market import LONGER, Counted, Market
from matchmaker.pool import Booleans, Integers

LOOKED_FOR = 64  # mentors who would take a teacher at the end of her list, if there are no more


def proposed(market: Market) -> tuple[Integers, Integers, int]:
    """A column or `NOBODY` for each row and the scores of the pairs (0 where there is none): the
    stable answer that is best for every teacher; and how many of the pairs that were looked at
    block it."""
    house = _House(market)
    teachers = len(market.crowd.pool.teachers)
    waiting = np.concatenate([np.zeros(0, dtype=np.int64), *(b.rows for b in market.blocks)])
    asked = np.zeros(teachers, dtype=np.int64)
    width = market.width
    while True:
        lists = _Lists(market)
        house.ask(lists, asked, waiting)
        columns = house.columns()
        waiting = np.flatnonzero((columns == NOBODY) & (market.known.cutoff != NOBODY))
        if not len(waiting):
            break
        width *= LONGER
        _lengthen(market, house, waiting, width)
        asked[waiting] = 0
    rows, at = lists.rows, lists.columns
    mine = at == columns[rows]
    scores = np.zeros(teachers, dtype=np.int64)
    scores[rows[mine]] = lists.scores[mine]
    here = columns[rows]
    rather = (lists.scores > scores[rows]) | ((lists.scores == scores[rows]) & (at < here))
    blocking = house.would_take(rows, at, lists.scores) & ((here == NOBODY) | rather) & ~mine
    return columns, scores, int(blocking.sum())


def _lengthen(market: Market, house: "_House", waiting: Integers, width: int) -> None:
    """Longer lists for these teachers: all who would take them, or so many of the best."""
    crowd, known = market.crowd, market.known
    nothing = np.full(len(crowd.pool.teachers), NOBODY)
    left = Auctioned(house.least(), nothing, 1, 0)
    known.drop(waiting)
    blocks = market.among(waiting)
    told = Counted("check", blocks, market.progress)
    found = [crowd.richer(block, LOOKED_FOR, left, told) for block in blocks]
    known.add(found)
    more = [picked.rows[picked.counts == LOOKED_FOR] for picked in found]
    some = np.concatenate(more)
    known.drop(some)
    market.choose(some, width)


class _Lists:
    """Whom each teacher would ask, one after the other: those whom none outside comes before."""

    def __init__(self, market: Market) -> None:
        known = market.known
        rows = known.rows()
        sure = known.scores > known.cutoff[rows]
        rows = rows[sure]
        columns, scores = (each[sure].astype(np.int64) for each in (known.columns, known.scores))
        order = np.lexsort((columns, -scores, rows))
        self.rows, self.columns, self.scores = rows[order], columns[order], scores[order]
        counts = np.bincount(rows, minlength=len(known.cutoff))
        self.starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])


class _House:
    """Who holds which seats: of each mentor a heap of offers, the least first.

    An offer is a number: the score, and of equal scores more for the first in order of id.
    """

    def __init__(self, market: Market) -> None:
        capacities = market.seats.capacities
        wanted = np.zeros(len(capacities), dtype=np.int64)
        for block in market.blocks:
            wanted[block.columns] += len(block.rows)
        self.teachers = len(market.crowd.pool.teachers)
        self.seats: Integers = np.minimum(capacities, wanted)
        self.firsts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.seats)])
        self.offers = np.zeros(int(self.firsts[-1]), dtype=np.int64)
        self.taken = np.zeros(len(capacities), dtype=np.int64)

    def ask(self, lists: _Lists, asked: Integers, waiting: Integers) -> None:
        """Proposals of those who wait, and of whoever gives way, until nobody has anybody to ask;
        `asked` counts whom each has asked, and goes on."""
        given = lists.starts, lists.columns, lists.scores, self.firsts, waiting
        kept = asked, self.offers, self.taken
        if len(lists.rows) < COMPILE_FROM:
            as_lists = [each.tolist() for each in kept]
            propose(*(each.tolist() for each in given), *as_lists)
            for array, values in zip(kept, as_lists, strict=True):
                array[:] = values
        else:
            compiled()(*given, *kept)

    @property
    def full(self) -> Booleans:
        return np.asarray(self.taken == self.seats, dtype=np.bool_)

    def columns(self) -> Integers:
        """The column of each row, or `NOBODY`."""
        whose = np.repeat(np.arange(len(self.seats)), self.seats)
        held = np.arange(len(whose)) - self.firsts[whose] < self.taken[whose]
        columns = np.full(self.teachers, NOBODY, dtype=np.int64)
        columns[self.teachers - 1 - self.offers[held] % self.teachers] = whose[held]
        return columns

    def _lowest(self) -> Integers:
        lowest = np.full(len(self.seats), NOBODY, dtype=np.int64)
        full = self.full & (self.seats > 0)
        lowest[full] = self.offers[self.firsts[:-1][full]]
        return lowest

    def least(self) -> Integers:
        """The lowest score that each mentor may still take; below nothing while a seat is free."""
        lowest = self._lowest()
        return np.where(lowest == NOBODY, NOBODY, lowest // max(1, self.teachers))

    def would_take(self, rows: Integers, columns: Integers, scores: Integers) -> Booleans:
        """Which of these pairs the mentor would rather have than what she has."""
        offer = scores * self.teachers + self.teachers - 1 - rows
        seated = self.seats[columns] > 0
        return np.asarray(seated & (offer > self._lowest()[columns]), dtype=np.bool_)


def propose(  # what numba compiles has arrays, and no objects to hold them
    starts: Any,
    columns: Any,
    scores: Any,
    firsts: Any,
    waiting: Any,
    asked: Any,
    offers: Any,
    taken: Any,
) -> None:
    """The proposals themselves; `asked`, `offers` and `taken` are changed."""
    n = len(asked)
    for each in range(len(waiting)):
        row = waiting[each]
        while row != NOBODY:
            at = starts[row] + asked[row]
            if at == starts[row + 1]:
                break
            asked[row] += 1
            j = columns[at]
            first, size = firsts[j], firsts[j + 1] - firsts[j]
            offer = scores[at] * n + n - 1 - row
            if taken[j] < size:
                spot = taken[j]
                taken[j] += 1
                while spot > 0:
                    above = (spot - 1) // 2
                    if offers[first + above] < offer:
                        break
                    offers[first + spot] = offers[first + above]
                    spot = above
                offers[first + spot] = offer
                row = NOBODY
            elif size > 0 and offers[first] < offer:
                row = n - 1 - offers[first] % n
                spot = 0
                while True:
                    below = 2 * spot + 1
                    if below >= size:
                        break
                    if below + 1 < size and offers[first + below + 1] < offers[first + below]:
                        below += 1
                    if offers[first + below] > offer:
                        break
                    offers[first + spot] = offers[first + below]
                    spot = below
                offers[first + spot] = offer


@cache
def compiled() -> Any:
    """The proposals as machine code, kept on disk for the next process."""
    from numba import njit  # noqa: PLC0415  # takes a second to load: small problems do without

    return njit(cache=True)(propose)
