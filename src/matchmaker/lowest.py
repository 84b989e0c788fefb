"""How high the lowest fit can be, to the point, among very many.

A threshold can be kept if as many teachers as before have a mentor without any pair below it. That
is decided by chains of moves (C. Berge, 1957), from pairs at hand to as many as there can be. A
teacher from whom no chain leads to a free seat leads to mentors who are all full, with teachers who
lead nowhere else: all of them have no more matches than these have seats (the cut of D. Kőnig's
theorem, 1931). Such a cut is a proof if it holds for all pairs: those of whoever is in it, with
mentors who are not, are weighed again, and pairs that keep the threshold are candidates from then
on.
"""

from typing import Any

import numpy as np
from numba import njit

from matchmaker.auction import NOBODY
from matchmaker.blocking import Block
from matchmaker.crowd import Auctioned
from matchmaker.market import FURTHER, Candidates, Counted, Market
from matchmaker.pool import Booleans, Integers


def kept(
    market: Market, threshold: int, columns: Integers, scores: Integers, enough: int
) -> tuple[Integers, Integers]:
    """So many pairs with no score below this one, reached from those there are; if there cannot be
    as many, which is proven, fewer. A column or `NOBODY` for each row and the scores."""
    scores = np.where((columns == NOBODY) | (scores < threshold), 0, scores)
    seats = _Seats(market, np.where(scores < threshold, NOBODY, columns))
    known, size = market.known, len(columns)
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *(b.rows for b in market.blocks)])
    while True:
        before = seats.columns.copy()
        lost, full = seats.fill(known, threshold, rows, len(rows) - enough)
        moved = seats.columns != before
        scores[moved] = _scores(known, seats.columns)[moved]
        if int((seats.columns != NOBODY).sum()) >= enough:
            return seats.columns, scores
        unsure = np.flatnonzero(lost & (known.cutoff != NOBODY) & (known.cutoff >= threshold))
        blocks = [Block(b.rows, b.columns[~full[b.columns]]) for b in market.among(unsure)]
        told = Counted("check", blocks, market.progress)
        least = np.full(size, threshold - 1), np.zeros(len(full), dtype=np.int64)
        left = Auctioned(least[1], least[0], 1, 0)
        found = [market.crowd.richer(block, FURTHER, left, told) for block in blocks]
        if not any(picked.counts.any() for picked in found):
            return seats.columns, scores
        known.add(found)


def _scores(known: Candidates, columns: Integers) -> Integers:
    """The scores of these pairs, 0 where there is none."""
    rows = known.rows()
    mine = known.columns == columns[rows]
    scores = np.zeros(len(columns), dtype=np.int64)
    scores[rows[mine]] = known.scores[mine]
    return scores


class _Seats:
    """Who has which seats: those of column `j` stand from `firsts[j]` to `firsts[j + 1]`, the first
    `taken[j]` of them with a teacher."""

    def __init__(self, market: Market, columns: Integers) -> None:
        self.columns = columns
        rows = np.flatnonzero(self.columns != NOBODY)
        capacities = np.minimum(market.seats.capacities, len(columns))
        self.firsts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(capacities)])
        self.taken = np.bincount(self.columns[rows], minlength=len(capacities)).astype(np.int64)
        self.holders = np.full(int(self.firsts[-1]), NOBODY, dtype=np.int64)
        order = rows[np.argsort(self.columns[rows], kind="stable")]
        before = np.repeat(np.cumsum(self.taken) - self.taken, self.taken)
        self.holders[self.firsts[self.columns[order]] + np.arange(len(order)) - before] = order

    def fill(
        self, known: Candidates, threshold: int, rows: Integers, spare: int
    ) -> tuple[Booleans, Booleans]:
        """Give seats to these rows, until more than `spare` cannot have one; which rows lead
        nowhere, and which columns these lead to."""
        lost: Booleans = np.zeros(len(self.columns), dtype=np.bool_)
        full: Booleans = np.zeros(len(self.taken), dtype=np.bool_)
        pairs = known.starts, known.columns, known.scores, threshold
        seats = self.firsts, self.taken, self.holders, self.columns
        _fill(*pairs, *seats, rows, spare, lost, full)
        return lost, full


@njit(cache=True, nogil=True)
def _fill(
    starts: Any,
    columns: Any,
    scores: Any,
    threshold: int,
    firsts: Any,
    taken: Any,
    holders: Any,
    chosen: Any,
    rows: Any,
    spare: int,
    lost: Any,
    seen: Any,
) -> None:
    """The chains themselves; `taken`, `holders`, `chosen`, `lost` and `seen` are changed."""
    via, marks = np.empty((2, len(taken)), dtype=np.int64)
    line = np.empty(len(chosen) + 1, dtype=np.int64)
    for root in rows:
        if chosen[root] != NOBODY:
            continue
        line[0], head, tail, count, end = root, 0, 1, 0, NOBODY
        while head < tail and end == NOBODY:
            row = line[head]
            head += 1
            for at in range(starts[row], starts[row + 1]):
                here = columns[at]
                if scores[at] < threshold or seen[here]:
                    continue
                seen[here], via[here], marks[count] = True, row, here
                count += 1
                if firsts[here] + taken[here] < firsts[here + 1]:
                    end = here
                    break
                for place in range(firsts[here], firsts[here] + taken[here]):
                    line[tail] = holders[place]
                    tail += 1
        if end == NOBODY:  # none of them ever leads anywhere again
            for at in range(tail):
                lost[line[at]] = True
            spare -= 1
            if spare < 0:
                break
            continue
        row = via[end]
        holders[firsts[end] + taken[end]] = row
        taken[end] += 1
        while row != root:
            before, chosen[row] = chosen[row], end
            place = firsts[before]
            while holders[place] != row:
                place += 1
            holders[place] = via[before]
            row, end = via[before], before
        chosen[root] = end
        for at in range(count):
            seen[marks[at]] = False
