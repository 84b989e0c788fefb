"""What a seat of each mentor is worth: the proof of an answer, and the way to a better one.

A price is the most that all could gain together if one more seat of a mentor were there, passed on
from teacher to teacher: the longest chain of wishes that ends with her. In an answer that is best
these chains settle, and the lowest prices at which nobody would rather have another do not depend
on which best answer was found. Where they do not settle, the chain says who should move.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matchmaker.pool import Booleans, Integers

NEVER = -(2**62)  # the value of a pair that may not be made
NONE = -1
LOOKED_AFTER = 8  # turns of prices that rise, after which it is seen whether they would for ever


@dataclass(frozen=True, slots=True)
class Table:
    """Values of rows (teachers) in columns (mentors, last of all nobody), and the columns' seats.

    The first row of a column costs `first`, each further one `step` more than the one before;
    having nobody never costs anything.
    """

    values: Integers
    seats: Integers
    first: Integers
    step: int

    def loads(self, columns: Integers) -> Integers:
        """How many rows each column has."""
        return np.bincount(columns, minlength=len(self.seats))

    def next_cost(self, loads: Integers) -> Integers:
        """What one row more would cost in each column, beside its value."""
        cost = self.first + self.step * loads
        cost[-1] = 0
        return cost

    def last_cost(self, loads: Integers) -> Integers:
        """What one row fewer would save."""
        return np.where(loads > 0, self.next_cost(loads - 1), 0)

    def spent(self, loads: Integers) -> int:
        """What so many rows of each column but the last cost."""
        loads, first = loads[:-1], self.first[:-1]
        return int((first * loads + self.step * (loads * (loads - 1) // 2)).sum())

    def earned(self, found: Integers) -> int:
        """What seats earn at these prices: each its price, less what it costs."""
        seats, _ = self.bounds(found)
        dear = found > 0  # a capacity beyond all need is at a price of nothing, and is not counted
        return int((found[dear] * seats[dear]).sum()) - self.spent(np.where(dear, seats, 0))

    def bounds(self, found: Integers) -> tuple[Integers, Integers]:
        """The fewest and the most rows that a column has in a best assignment at these prices:
        every seat that costs less is taken, and none that costs more."""
        if self.step:
            over = found - self.first
            least = np.clip(-(-over // self.step), 0, self.seats)
            most = np.clip(over // self.step + 1, 0, self.seats)
        else:
            least, most = np.where(found > 0, self.seats, 0), self.seats.copy()
        least[-1], most[-1] = 0, self.seats[-1]
        return least, most


def gains(table: Table, columns: Integers) -> Integers:
    """For each two columns the most gained by moving a row of the first to the second; `NEVER`
    where no row can move so."""
    rows, size = table.values.shape
    most = np.full((size, size), NEVER, dtype=np.int64)
    if not rows:
        return most
    order = np.argsort(columns, kind="stable")
    mine = table.values[np.arange(rows), columns]
    gained = np.where(table.values > NEVER, table.values - mine[:, None], NEVER)[order]
    held, starts = np.unique(columns[order], return_index=True)
    most[held] = np.maximum.reduceat(gained, starts)
    return most


def prices(table: Table, columns: Integers) -> Integers:
    """The lowest prices at which nobody would rather have another, and that pay what each column's
    last row costs. ArithmeticError if the assignment is not a best one."""
    found, _, end = _settle(table, columns, gains(table, columns))
    if end is None:
        return found
    raise ArithmeticError("The assignment is not optimal: its prices do not settle.")


def improved(table: Table, columns: Integers, moves: int) -> tuple[Integers, Integers] | None:
    """A best assignment with its prices, reached from this one by at most so many chains of moves;
    else None.

    Each chain makes the answer better by as much as its moves gain, until prices settle (M. Klein,
    "A primal method for minimal cost flows", 1967). What moves gain is known from chain to chain,
    but for the columns that the chain touches.
    """
    columns, values = columns.copy(), table.values
    most = gains(table, columns)
    for _ in range(moves + 1):
        found, before, end = _settle(table, columns, most)
        if end is None:
            return columns, found
        movers = []
        chain = _chain(before, end)
        for here, there in pairwise(chain):
            rows = np.flatnonzero(columns == here)
            movers.append(rows[(values[rows, there] - values[rows, here]).argmax()])
        columns[movers] = chain[1:]
        for here in set(chain):
            rows = np.flatnonzero(columns == here)
            gained = values[rows] - values[rows, here][:, None]
            some = values[rows] > NEVER
            most[here] = gained.max(axis=0, where=some, initial=NEVER)
    return None


def _settle(
    table: Table, columns: Integers, most: Integers
) -> tuple[Integers, Integers, int | None]:
    """Prices, the column before each on its chain, and a column whose chain gains; None if none."""
    size = len(table.seats)
    loads = table.loads(columns)
    room, cost = loads < table.seats, table.next_cost(loads)
    found = table.last_cost(loads)
    before = np.full(size, NONE, dtype=np.int64)
    better = np.arange(size)  # those whose price has risen, and may raise others
    for turn in range(1, size + 2):
        gained = most[better]
        wished = np.where(gained > NEVER, found[better, None] + gained, NEVER)
        best = wished.max(axis=0, initial=NEVER)
        rising = np.flatnonzero(best > found)
        if not len(rising):
            return found, before, None
        before[rising] = better[wished[:, rising].argmax(axis=0)]
        found[rising] = best[rising]
        better = rising
        gaining = room & (found > cost)
        if gaining.any():
            return found, before, int(np.where(gaining, found - cost, 0).argmax())
        if turn % LOOKED_AFTER == 0 and (found_rings := rings(before.tolist())):
            return found, before, found_rings[0][0]
    return found, before, int(better[0])


def _chain(before: Integers, end: int) -> list[int]:
    """The columns of the chain that ends here, in their order; a ring begins and ends alike."""
    seen: dict[int, int] = {}
    here = end
    while here != NONE and here not in seen:
        seen[here] = len(seen)
        here = int(before[here])
    back = list(seen)
    if here != NONE:
        back = [*back[seen[here] :], here]
    return back[::-1]


def rings(before: list[int]) -> list[list[int]]:
    """The rings among places of which each names the one before it, in the order of moves."""
    seen = [NONE] * len(before)
    found = []
    for begin in range(len(before)):
        here = begin
        while here != NONE and seen[here] == NONE:
            seen[here] = begin
            here = before[here]
        if here != NONE and seen[here] == begin:
            ring = [here]
            while before[ring[-1]] != here:
                ring.append(before[ring[-1]])
            found.append(ring[::-1])
    return found


def first_of_equals(table: Table, columns: Integers, found: Integers) -> Integers:
    """Of all assignments of the same value the first: row by row, the lowest column there can be.

    An assignment is best exactly if every row has a column of its best margin at these prices, and
    every seat that costs less than its column's price is taken and none that costs more. So a row
    may take a lower column of its best margin if later rows can pass a seat along such columns,
    through free seats and from columns that need not be full.
    """
    values, size = table.values, len(table.seats)
    columns = columns.copy()
    rows = np.arange(len(values))
    margin = values - found
    tight = (values > NEVER) & (margin == margin[rows, columns][:, None])
    least, most = table.bounds(found)
    loads = table.loads(columns)
    movers = np.zeros((size, size), dtype=np.int64)  # rows yet to come that could move along
    np.add.at(movers, columns, tight.astype(np.int64))
    lowest = tight.argmax(axis=1)
    for row in rows:
        start = columns[row]
        movers[start] -= tight[row]
        if lowest[row] >= start:
            continue
        better = np.flatnonzero(tight[row, :start])
        step = _steps_to(start, movers, loads < most, loads > least)
        reachable = better[step[better] != NONE]
        if not len(reachable):
            continue
        columns[row] = here = reachable[0]
        loads[start] -= 1
        loads[here] += 1
        while here != start:
            there = step[here]
            if movers[here, there] > 0:
                later = (
                    row + 1 + int(((columns[row + 1 :] == here) & tight[row + 1 :, there]).argmax())
                )
                movers[here] -= tight[later]
                movers[there] += tight[later]
                columns[later] = there
                loads[here] -= 1
                loads[there] += 1
            here = there
    return columns


def _steps_to(goal: int, movers: Integers, takes: Booleans, gives: Booleans) -> Integers:
    """From each column the next one on a shortest way to `goal`; NONE where there is none."""
    last = len(takes) - 1
    ways = movers > 0
    ways[:, last] |= takes  # a free seat takes one more
    ways[last] |= gives
    step = np.full(len(takes), NONE, dtype=np.int64)
    step[goal] = goal
    edge = [int(goal)]
    while edge:
        following: list[int] = []
        for here in edge:
            new = np.flatnonzero(ways[:, here] & (step == NONE))
            step[new] = here
            following += new.tolist()
        edge = following
    return step
