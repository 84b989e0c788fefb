"""The fairest answer, to the point: nobody's fit is given up for the gain of one better off.

Of all answers that match the most, the one whose fits, the worst first, are the lexicographic
maximum (leximin). Fits are taken in their order from the lowest: of each, as few pairs as there can
be (successive bottlenecks: R. Burkard, F. Rendl, "Lexicographic bottleneck problems", Operations
Research Letters 10, 1991). An answer has the fewest if no ring of moves would leave fewer; prices
say so without trusting the moves, and what costs more at these prices (complementary slackness) is
in no such answer: it is left out before the next fit is looked at. What nobody in the answer has is
left out at once. Whoever has one choice left stays; the rest grows small soon.

Where the moves begin is of no account to the answer, only to how many there are.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from matchmaker.assignment import EXACT, NOBODY, assign, blocks
from matchmaker.criteria import PERFECT
from matchmaker.pool import Booleans, Integers
from matchmaker.prices import NEVER, NONE, Table, first_of_equals
from matchmaker.prices import rings as rings_of

ENGINE = "successive_bottlenecks"
HALVINGS = 16  # a point at a perfect fit is worth 2**-16 of one at none, where the moves begin
FAR = 2  # more than any move costs


@dataclass(frozen=True, slots=True)
class Fairest:
    """For each row a column or `NOBODY`; how many rows can be matched, and of each fit, given the
    fewest of every lower one, the fewest pairs there can be: both by prices."""

    columns: Integers
    matched: int
    fewest: Counter[int]


def fairest(
    scores: Integers, allowed: Booleans, capacities: Integers, start: Integers | None = None
) -> Fairest:
    """The fairest assignment of rows to columns within `capacities`, of equal ones the first in
    order of id. Scores are from 0 to `PERFECT`; `start` is an assignment within the rules that may
    be near: the answer is the same with it. ArithmeticError if an answer is not proven."""
    if start is None:
        start = assign([np.ones_like(scores), _urgent(scores)], allowed, capacities).columns
    columns = np.full(len(scores), NOBODY, dtype=np.int64)
    fewest: Counter[int] = Counter()
    matched = 0
    for rows, block in blocks(allowed):
        here = np.ix_(rows, block)
        last = len(block)
        begun = np.where(start[rows] == NOBODY, last, np.searchsorted(block, start[rows]))
        found = _Block(scores[here], allowed[here], capacities[block], begun)
        matched += found.run()
        mine = found.first()
        columns[rows[mine != last]] = block[mine[mine != last]]
        fewest += found.fewest
    return Fairest(columns, matched, fewest)


def _urgent(scores: Integers) -> Integers:
    """Points that fall off so fast that whoever fits poorly mostly comes first."""
    most = max(1, EXACT // (4 * len(scores) * (len(scores) + 1) + 1))
    share = 1 - np.exp2(-HALVINGS / PERFECT * scores)
    urgent: Integers = np.rint(most * share).astype(np.int64)
    return urgent


class _Block:
    """Rows that hang together, those of them that still have a choice, and the choices they have.

    Columns are mentors, and nobody last. Every free seat is held by something that may stay there
    or go to nobody, so that all who move do so in rings and each column keeps its number.
    """

    def __init__(
        self, scores: Integers, allowed: Booleans, capacities: Integers, columns: Integers
    ) -> None:
        rows = len(scores)
        nobody = np.full((rows, 1), NOBODY)
        self.scores: NDArray[np.int16] = np.hstack([scores, nobody]).astype(np.int16)
        self.tight: Booleans = np.hstack([allowed, np.ones((rows, 1), dtype=np.bool_)])
        self.columns = columns.copy()
        self.seats = np.minimum(capacities, rows)
        self.may_free: Booleans = np.ones(len(capacities), dtype=np.bool_)
        self.may_fill: Booleans = self.may_free.copy()
        self.rows = np.arange(rows)  # those that are not settled
        self.settled = np.full(rows, NONE)  # the columns of the others
        self.fixed: Counter[int] = Counter()  # their fits
        self.fewest: Counter[int] = Counter()

    def run(self) -> int:
        """Leave only the fairest answers; how many rows they match."""
        size = self.tight.shape[1]
        alone = self._least(np.broadcast_to(np.arange(size) == size - 1, self.tight.shape))
        matched = len(self.settled) - alone
        done = NOBODY
        while True:
            fits = self._mine(self.scores)
            later = fits[fits > done]
            value = int(later.min()) if len(later) else PERFECT + 1
            self.tight &= ~((self.scores > done) & (self.scores < value))
            self._settle()
            if value > PERFECT:
                break
            before = self.fixed[value]
            self.fewest[value] = before + self._least(self.scores == value)
            done = value
        for fit, count in self.fixed.items():
            self.fewest.setdefault(fit, count)
        del self.fewest[NOBODY]
        return matched

    def first(self) -> Integers:
        """Of the answers that are left the first; nobody is the last column."""
        tight = np.zeros((len(self.settled), self.tight.shape[1]), dtype=np.bool_)
        columns = self.settled.copy()
        columns[self.rows] = self.columns
        tight[np.arange(len(tight)), columns] = True
        tight[self.rows] = self.tight
        dear = np.append(~self.may_free, False).astype(np.int64)
        seats = np.append(self.seats, len(tight))
        table = Table(np.where(tight, dear, NEVER), seats, np.zeros_like(seats), 0)
        return first_of_equals(table, columns, dear)

    def _mine(self, of: NDArray[np.generic]) -> Integers:
        mine: Integers = of[np.arange(len(self.rows)), self.columns].astype(np.int64)
        return mine

    def _least(self, marked: Booleans) -> int:
        """Move until as few as possible have what is marked, and leave only answers that have no
        more: how many that is among those who are not settled, by prices."""
        cost = marked.astype(np.int8)
        size = cost.shape[1]
        arcs = np.full((size, size), FAR, dtype=np.int8)
        self._draw(arcs, cost, np.unique(self.columns).tolist())
        found, rings = _distances(arcs)
        while rings:
            for ring in rings:
                self._move(cost, arcs, ring)
            changed = sorted({*chain.from_iterable(rings), size - 1})
            self._draw(arcs, cost, changed)
            found, rings = _distances(arcs)
        nobody = int(found[-1])
        taken = np.bincount(self.settled[self.settled != NONE], minlength=len(found))
        stay = np.where(self.may_free, -found[:-1], FAR * len(found))
        go = np.where(self.may_fill, -nobody, FAR * len(found))
        free = np.minimum(stay, go) + found[:-1]
        least = int((cost - found).min(axis=1, where=self.tight, initial=FAR * len(found)).sum())
        least += int((self.seats * free).sum()) - int((taken * found).sum())
        least += len(self.settled) * nobody
        if least != int(self._mine(cost).sum()):
            raise ArithmeticError("The answer is not proven: its prices do not settle.")
        self._leave(cost, found)
        return least

    def _draw(self, arcs: NDArray[np.int8], cost: NDArray[np.int8], some: list[int]) -> None:
        """For each of some columns, and each other, the least that is lost by a move there."""
        mine = self._mine(cost).astype(np.int8)
        loads = self._loads()
        for here in some:
            rows = np.flatnonzero(self.columns == here)
            lost = cost[rows] - mine[rows, None]
            arcs[here] = lost.min(axis=0, where=self.tight[rows], initial=FAR)
        filling = np.flatnonzero(self.may_fill & (loads < self.seats))
        freeing = np.flatnonzero(self.may_free & (loads > 0))
        arcs[filling, -1] = np.minimum(arcs[filling, -1], 0)
        arcs[-1, freeing] = np.minimum(arcs[-1, freeing], 0)

    def _loads(self) -> Integers:
        settled = self.settled[self.settled != NONE]
        size = len(self.seats) + 1
        loads = np.bincount(settled, minlength=size) + np.bincount(self.columns, minlength=size)
        return loads[:-1]

    def _move(self, cost: NDArray[np.int8], arcs: NDArray[np.int8], ring: list[int]) -> None:
        """Along a ring of columns, from each somebody to the next; or nobody, where a seat that was
        free is taken or one that was taken becomes free."""
        mine = self._mine(cost)
        moves = []
        for here, there in pairwise([*ring, ring[0]]):
            could = (self.columns == here) & self.tight[:, there]
            could &= cost[:, there] - mine == arcs[here, there]
            if could.any():
                moves.append((int(could.argmax()), there))
        for row, there in moves:
            self.columns[row] = there

    def _leave(self, cost: NDArray[np.int8], found: Integers) -> None:
        """Leave only the choices that cost the least at these prices."""
        margin = cost - found.astype(np.int16)
        self.tight &= margin == self._mine(margin)[:, None]
        over = found[:-1] - found[-1]
        both = self.may_free & self.may_fill
        self.may_free &= ~both | (over >= 0)
        self.may_fill &= ~both | (over <= 0)
        self.tight[:, :-1] &= self.may_fill
        self._settle()

    def _settle(self) -> None:
        """Whoever has one choice left is settled."""
        stays = self.tight.sum(axis=1) == 1
        if stays.any():
            self.settled[self.rows[stays]] = self.columns[stays]
            self.fixed.update(self._mine(self.scores)[stays].tolist())
            self.rows, self.columns = self.rows[~stays], self.columns[~stays]
            self.scores, self.tight = self.scores[~stays], self.tight[~stays]


def _distances(arcs: NDArray[np.int8]) -> tuple[Integers, list[list[int]]]:
    """The least that chains to each column lose (R. Bellman, L. Ford), or rings that gain."""
    ways = np.where(arcs == FAR, np.int32(FAR * len(arcs)), arcs)
    found = np.zeros(len(arcs), dtype=np.int32)
    before = np.full(len(arcs), NONE)
    lower = np.arange(len(arcs))  # those that others may be reached from for less than before
    while True:
        reached = found[lower, None] + ways[lower]
        best = reached.min(axis=0)
        fell = np.flatnonzero(best < found)
        if not len(fell):
            return found.astype(np.int64), []
        before[fell] = lower[reached[:, fell].argmin(axis=0)]
        found[fell] = best[fell]
        lower = fell
        if found_rings := rings_of(before.tolist()):
            return found.astype(np.int64), found_rings
