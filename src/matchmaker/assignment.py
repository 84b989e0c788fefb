"""Who gets whom: the best assignment to seats, its prices, and the first of equals.

The value of a pair is its score plus `big`, which is more than all scores together: so the most
teachers are matched, and among such answers the total is highest. scipy finds one best answer;
prices prove that it is best, without trusting the solver; and along pairs that cost nothing at
those prices the answer is moved to the first of all best ones in order of ids. The result so
depends on no solver's habits.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaker.criteria import PERFECT
from matchmaker.outcome import Worth
from matchmaker.pool import Booleans, Integers

ENGINE = "linear_sum_assignment"
NOBODY = -1
NEVER = -(2**62)  # the value of a pair that may not be made


@dataclass(frozen=True, slots=True)
class Assignment:
    """For each teacher a column or `NOBODY`; for each mentor a price; value and upper bound."""

    columns: Integers
    prices: tuple[Worth, ...]
    value: Worth
    bound: Worth


def assign(scores: Integers, allowed: Booleans, capacities: Integers) -> Assignment:
    """The best assignment of rows to columns within `capacities`, both in order of id."""
    teachers, mentors = scores.shape
    big = 2 * teachers * PERFECT + 1
    nobody = np.zeros((teachers, 1), dtype=np.int64)
    # The last column stands for having no mentor: worth nothing, room for everyone, last choice.
    values = np.hstack([np.where(allowed, big + scores, NEVER), nobody])
    seats = np.append(capacities, teachers)
    columns = np.full(teachers, mentors, dtype=np.int64)
    prices = np.zeros(mentors + 1, dtype=np.int64)
    for rows, block in _blocks(allowed):
        part, held = np.append(block, mentors), seats[np.append(block, mentors)]
        local = values[np.ix_(rows, part)]
        found, cost = _best(local, held)
        found = _first_of_equals(local, held, found, cost)
        columns[rows], prices[part] = part[found], cost
    value = int(values[np.arange(teachers), columns].sum())
    best = (values - prices).max(axis=1, initial=0)
    bound = int(best.sum()) + int((capacities * prices[:-1]).sum())
    return Assignment(
        columns=np.where(columns == mentors, NOBODY, columns),
        prices=tuple(_worth(int(price), big) for price in prices[:-1]),
        value=_worth(value, big),
        bound=_worth(bound, big),
    )


def _worth(value: int, big: int) -> Worth:
    """A value taken apart into teachers and points; points are fewer than half of `big`."""
    matched = (2 * value + big) // (2 * big)
    return Worth(matched, value - matched * big)


def _blocks(allowed: Booleans) -> list[tuple[Integers, Integers]]:
    """Rows and columns that hang together through allowed pairs, each block by itself."""
    links = (allowed.T.astype(np.int64) @ allowed.astype(np.int64)) > 0
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


def _best(values: Integers, seats: Integers) -> tuple[Integers, Integers]:
    """One best assignment and its prices.

    Only as many seats are laid out as may be needed: a mentor with more seats than those, whose
    seats are all taken and have a price, gets twice as many. A price of nothing proves that more
    seats of hers would change nothing, so a capacity beyond all need costs neither time nor memory.
    """
    teachers, mentors = len(values), len(seats) - 1
    laid = np.minimum(seats[:-1], 2 * (teachers // mentors + 1))
    while True:
        found = _solved(values[:, :-1], laid)
        prices = _prices(values, found)
        short = (prices[:-1] > 0) & (laid < seats[:-1])
        if not short.any():
            return found, prices
        laid = np.where(short, np.minimum(seats[:-1], 2 * laid), laid)


def _solved(values: Integers, seats: Integers) -> Integers:
    """One best assignment: a column for each row, the number of columns for nobody."""
    useful = np.minimum(seats, (values > NEVER).sum(axis=0))
    seat_of = np.repeat(np.arange(len(seats)), useful)
    # A forbidden seat is worth nothing, like none; whole numbers below 2**53 are exact as floats.
    worth = np.maximum(values, 0)[:, seat_of]
    rows, taken = linear_sum_assignment(worth.astype(np.float64), maximize=True)
    found = np.full(len(values), len(seats), dtype=np.int64)
    real = worth[rows, taken] > 0
    found[rows[real]] = seat_of[taken[real]]
    return found


def _prices(values: Integers, found: Integers) -> Integers:
    """The lowest prices at which nobody would rather have another: longest chains of wishes."""
    size = values.shape[1]
    mine = values[np.arange(len(values)), found]
    envy = np.full((size, size), NEVER, dtype=np.int64)  # most gained by a move from one to another
    np.maximum.at(envy, found, np.where(values > NEVER, values - mine[:, None], NEVER))
    prices = np.zeros(size, dtype=np.int64)
    for _ in range(size + 1):
        wished = np.where(envy > NEVER, prices[:, None] + envy, 0).max(axis=0, initial=0)
        if (wished <= prices).all():
            return prices
        prices = np.maximum(prices, wished)
    raise ArithmeticError("The assignment is not optimal: its prices do not settle.")


def _first_of_equals(
    values: Integers, seats: Integers, found: Integers, prices: Integers
) -> Integers:
    """Of all assignments of the same value the first: row by row, the lowest column there can be.

    An assignment is best exactly if every row has a column of its best margin at these prices and
    every column with a price is full. So a row may take a lower column of its best margin if later
    rows can pass a seat along such columns, through free seats and from columns without a price.
    """
    size = len(seats)
    columns = found.copy()
    rows = np.arange(len(values))
    margin = values - prices
    tight = (values > NEVER) & (margin == margin[rows, columns][:, None])
    room = seats - np.bincount(columns, minlength=size)
    movers = np.zeros((size, size), dtype=np.int64)  # rows yet to come that could move along
    np.add.at(movers, columns, tight.astype(np.int64))
    for row in rows:
        start = columns[row]
        movers[start] -= tight[row]
        better = np.flatnonzero(tight[row, :start])
        if not len(better):
            continue
        step = _steps_to(start, movers, room, prices)
        reachable = better[step[better] != NOBODY]
        if not len(reachable):
            continue
        columns[row] = here = reachable[0]
        room[start] += 1
        room[here] -= 1
        while here != start:
            there = step[here]
            if movers[here, there] > 0:
                later = (
                    row + 1 + int(((columns[row + 1 :] == here) & tight[row + 1 :, there]).argmax())
                )
                movers[here] -= tight[later]
                movers[there] += tight[later]
                columns[later] = there
                room[here] += 1
                room[there] -= 1
            here = there
    return columns


def _steps_to(goal: int, movers: Integers, room: Integers, prices: Integers) -> Integers:
    """From each column the next one on a shortest way to `goal`; NOBODY where there is none."""
    last = len(room) - 1
    ways = movers > 0
    ways[:, last] |= room > 0  # a free seat takes one more
    ways[last] |= prices == 0  # a column without a price need not be full
    step = np.full(len(room), NOBODY, dtype=np.int64)
    step[goal] = goal
    edge = [int(goal)]
    while edge:
        following: list[int] = []
        for here in edge:
            new = np.flatnonzero(ways[:, here] & (step == NOBODY))
            step[new] = here
            following += new.tolist()
        edge = following
    return step
