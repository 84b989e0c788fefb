"""Who gets whom: the best assignment to seats, its prices, and the first of equals.

What counts comes as levels, the most important first: no gain on a lower level makes up for a loss
on a higher one. As many levels as whole numbers of 53 bits can hold are weighed together. scipy
finds one best answer; prices prove that it is best, without trusting the solver; what costs nothing
at those prices is all that the levels below may choose from; and along such pairs the answer is
moved to the first of all best ones in order of ids. The result so depends on no solver's habits.

An answer is best exactly if it keeps to pairs of the best margin and fills the seats that have a
price: complementary slackness (R. Burkard, M. Dell'Amico, S. Martello, "Assignment Problems",
2009, 4.1.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaker.pool import Booleans, Integers
from matchmaker.prices import NEVER, Table, first_of_equals, improved, prices

ENGINE = "linear_sum_assignment"
NOBODY = -1
EXACT = 2**52  # whole numbers up to here are exact as floats, with a bit to spare
MOVES = 150  # chains of moves from an earlier answer, beyond which a fresh one is there sooner


@dataclass(frozen=True, slots=True)
class Assignment:
    """For each teacher a column or `NOBODY`; what the answer has of each level, and what no answer
    can have more of.

    `prices` are those of the mentors' seats, in points of each level; None where the levels were
    too many to be weighed together, so that no single price speaks for all of them.
    """

    columns: Integers
    value: tuple[int, ...]
    bound: tuple[int, ...]
    prices: tuple[tuple[int, ...], ...] | None


def assign(
    levels: Sequence[Integers],
    allowed: Booleans,
    capacities: Integers,
    *,
    step: int = 0,
    held: Integers | None = None,
    start: Integers | None = None,
) -> Assignment:
    """The best assignment of rows to columns within `capacities`, both in order of id.

    `levels` say what each pair adds to each level, from 0; every allowed pair adds to the first, or
    to one that is weighed together with it. On the last level, each teacher of a mentor costs
    `step` more than the one before, after those whom she has already (`held`). `start` is an
    assignment within the rules that may be near the best: the answer is the same with it, and is
    there sooner if it is near.
    """
    teachers, mentors = allowed.shape
    seats = np.append(capacities, teachers)  # the last column: no mentor, room for everyone
    open_ = np.hstack([allowed, np.ones((teachers, 1), dtype=np.bool_)])
    placed = np.zeros(teachers, dtype=np.bool_)  # rows and columns that no level below may empty
    filled = np.zeros(mentors + 1, dtype=np.bool_)
    before = np.zeros(mentors + 1, dtype=np.int64)
    if held is not None:
        before[:-1] = held
    load = min(int(capacities.max(initial=0)), teachers) + int(before.max())
    value: list[int] = []
    bound: list[int] = []
    while True:
        rest = levels[len(value) :]
        pack = _Pack.of(rest, restricted=bool(value), load=load, step=step)
        values = pack.values(rest, open_, placed, filled)
        table = Table(values, seats, pack.step * before, pack.step)
        last = len(pack.bases) == len(rest)
        near = None if start is None or value else np.where(start == NOBODY, mentors, start)
        columns, found = _in_blocks(table, open_[:, :-1], near, last)
        worth = int(values[np.arange(teachers), columns].sum()) - table.spent(table.loads(columns))
        margins = values - found
        best = margins.max(axis=1, initial=0)
        most = int(best.sum()) + table.earned(found)
        kept = pack.keeps * (int(placed.sum()) + int(seats[filled].sum()))
        value += pack.apart(worth - kept)
        bound += pack.apart(most - kept)
        if last:
            break
        open_ &= margins == best[:, None]
        placed, filled = best > 0, found > 0
    single = len(pack.bases) == len(levels)
    return Assignment(
        columns=np.where(columns == mentors, NOBODY, columns),
        value=tuple(value),
        bound=tuple(bound),
        prices=tuple(tuple(pack.apart(int(price))) for price in found[:-1]) if single else None,
    )


@dataclass(frozen=True, slots=True)
class _Pack:
    """Levels that are weighed together: a unit of each is worth more than all that the levels after
    it can differ by, its base.

    `keeps` is worth more than all of them: what a row or column that must not be emptied adds.
    """

    bases: tuple[int, ...]
    keeps: int
    step: int

    @classmethod
    def of(cls, levels: Sequence[Integers], *, restricted: bool, load: int, step: int) -> "_Pack":
        """As many of these levels, from the first, as exact numbers can hold."""
        teachers = len(levels[0])
        best = cls((), 0, 0)
        bases: list[int] = []
        worth = 0
        for count, level in enumerate(levels, start=1):
            steps = step if count == len(levels) else 0
            most = int(level.max(initial=0))
            bases.append(2 * teachers * (most + steps * load) + 1)
            worth = worth * bases[-1] + most + steps * load
            keeps = 2 * teachers * worth + 1 if restricted else 0
            if best.bases and teachers * (2 * keeps + worth) > EXACT:
                break
            best = cls(tuple(bases), keeps, steps)
        return best

    def values(
        self, levels: Sequence[Integers], open_: Booleans, placed: Booleans, filled: Booleans
    ) -> Integers:
        """What each row has of each column, nobody last."""
        rows, columns = open_.shape
        worth = np.zeros((rows, columns - 1), dtype=np.int64)
        for base, level in zip(self.bases, levels, strict=False):
            worth = worth * base + level
        worth = worth + self.keeps * (placed[:, None].astype(np.int64) + filled[:-1])
        nobody = np.zeros((rows, 1), dtype=np.int64)
        return np.where(open_, np.hstack([worth, nobody]), NEVER)

    def apart(self, worth: int) -> list[int]:
        """A worth taken apart into its levels; what is left of a level is below half a base."""
        parts = []
        for base in reversed(self.bases[1:]):
            above = (2 * worth + base) // (2 * base)
            parts.append(worth - above * base)
            worth = above
        return [worth, *reversed(parts)]


def _in_blocks(
    table: Table, allowed: Booleans, near: Integers | None, last: bool
) -> tuple[Integers, Integers]:
    """A best assignment and its prices, block by block; the first of equals if this is the `last`
    word on it."""
    teachers, mentors = allowed.shape
    columns = np.full(teachers, mentors, dtype=np.int64)
    found = np.zeros(mentors + 1, dtype=np.int64)
    for rows, block in blocks(allowed):
        part = np.append(block, mentors)
        values = table.values[np.ix_(rows, part)]
        local = Table(values, table.seats[part], table.first[part], table.step)
        moved = None
        if near is not None:
            moved = improved(local, np.searchsorted(part, near[rows]), MOVES)
        mine, cost = _best(local) if moved is None else moved
        if last:
            mine = first_of_equals(local, mine, cost)
        columns[rows], found[part] = part[mine], cost
    return columns, found


def blocks(allowed: Booleans) -> list[tuple[Integers, Integers]]:
    """Rows and columns that hang together through allowed pairs, each block by itself."""
    rows = allowed.astype(np.float32)  # counts far below 2**24: exact, and fast
    links = (rows.T @ rows) > 0
    waiting = links.diagonal().copy()
    blocks = []
    while waiting.any():
        block = np.zeros(len(waiting), dtype=np.bool_)
        edge = block.copy()
        edge[int(waiting.argmax())] = True
        while edge.any():
            block |= edge
            edge = links[edge].any(axis=0) & ~block
        waiting &= ~block
        blocks.append((np.flatnonzero(allowed[:, block].any(axis=1)), np.flatnonzero(block)))
    return blocks


def _best(table: Table) -> tuple[Integers, Integers]:
    """One best assignment and its prices.

    Only as many seats are laid out as may be needed: a mentor with more seats than those, whose
    price is above what the next one costs, gets twice as many. A price of no more than that proves
    that more seats of hers would change nothing, so a capacity beyond all need costs neither time
    nor memory.
    """
    teachers, mentors = len(table.values), len(table.seats) - 1
    laid = np.minimum(table.seats, 2 * (teachers // mentors + 1))
    laid[-1] = table.seats[-1]
    while True:
        there = Table(table.values, laid, table.first, table.step)
        columns = _solved(there)
        found = prices(there, columns)
        short = (found > table.next_cost(laid)) & (laid < table.seats)
        if not short.any():
            return columns, found
        laid = np.where(short, np.minimum(table.seats, 2 * laid), laid)


def _solved(table: Table) -> Integers:
    """One best assignment: a column for each row, the number of columns for nobody."""
    values, seats = table.values[:, :-1], table.seats[:-1]
    useful = np.minimum(seats, (values > NEVER).sum(axis=0))
    seat_of = np.repeat(np.arange(len(seats)), useful)
    which = np.arange(len(seat_of)) - np.repeat(np.cumsum(useful) - useful, useful)
    # A forbidden seat is worth nothing, like none; whole numbers below 2**53 are exact as floats.
    cost = table.first[seat_of] + table.step * which
    worth = np.maximum(values[:, seat_of] - cost, 0)
    rows, taken = linear_sum_assignment(worth.astype(np.float64), maximize=True)
    columns = np.full(len(values), len(seats), dtype=np.int64)
    real = worth[rows, taken] > 0
    columns[rows[real]] = seat_of[taken[real]]
    return columns
