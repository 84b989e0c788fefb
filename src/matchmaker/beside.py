"""The inner loops that weigh every mentor of a block, for many teachers side by side, compiled.

Where people differ in too many ways for much of a tree to be left out (`picking`), finding out what
may be left out takes longer than weighing everybody. What some teachers have in each table is laid
out entry by entry, so that the processor adds up one mentor's entries for all of them at once. The
answers are those of `picking`, to the point.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from matchmaker.picking import by_column, is_closed, sift

LANES = 64  # teachers side by side
TERMS = 5  # entries that are added up at once
NEVER = 2.0**62  # more than anybody can gain


class Entries(NamedTuple):
    """What the mentors of a tree have in the tables of the leaves.

    `there` are the columns that anybody has, those of each table up to its place in `ends`;
    `codes` has for each leaf the places of hers, and of the entry of nothing that stands after all,
    as many as a multiple of `TERMS`.
    """

    there: Any
    ends: Any
    codes: Any


@njit(cache=True, nogil=True)
def laid(values: Any, of: Any, more: Any, beside: Any) -> None:
    """The rows of a table that some teachers have, `beside` each other, with `more` for each; of
    the others nothing."""
    some = len(of)
    beside[:, some:] = 0
    for entry in range(len(beside)):
        for lane in range(some):
            beside[entry, lane] = values[of[lane], entry] + more[lane]


@njit(cache=True, nogil=True)
def laid_leaves(table: Any, bases: Any, there: Any, ends: Any, beside: Any) -> None:
    """The same of the tables of the leaves: the entries that are `there`, and one of nothing."""
    some, at = len(bases), 0
    beside[:, some:] = 0
    beside[len(there)] = 0
    for term in range(len(ends)):
        while at < ends[term]:
            for lane in range(some):
                beside[at, lane] = table[bases[lane, term] + there[at]]
            at += 1


@njit(cache=True, nogil=True)
def weighed(beside: Any, codes: Any, base: Any, points: Any, lanes: Any) -> int:
    """The points of one mentor with every teacher, beyond what is needed, into `points`; those who
    have any into `lanes`. Returns how many these are."""
    for lane in range(LANES):
        points[lane] = base[lane]
    highest = base[0] * 0
    for at in range(0, len(codes), TERMS):
        one, two, three = codes[at], codes[at + 1], codes[at + 2]
        four, five = codes[at + 3], codes[at + 4]
        highest = base[0] * 0
        for lane in range(LANES):
            points[lane] += (
                beside[one, lane]
                + beside[two, lane]
                + beside[three, lane]
                + beside[four, lane]
                + beside[five, lane]
            )
            highest = max(highest, points[lane])
    found = 0
    if highest > 0:
        for lane in range(LANES):
            lanes[found] = lane
            found += points[lane] > 0
    return found


@njit(cache=True, nogil=True)
def best(
    branches: Any,
    entries: Any,
    asking: Any,
    whole: int,
    names: Any,
    columns: Any,
    scores: Any,
    counts: Any,
    cutoff: Any,
) -> None:
    """As `picking.best`, with every mentor weighed."""
    nodes, seconds, leaves, leaf_columns = branches[:4]
    there, ends, codes = entries
    rows, width, kind = len(asking.places), columns.shape[1], asking.firsts.dtype
    ones = np.empty((asking.firsts.shape[1], LANES), kind)
    twos = np.empty((asking.seconds.shape[1], LANES), kind)
    rest = np.empty((len(there) + 1, LANES), kind)
    points, base, needed = np.empty(LANES, kind), np.empty(LANES, kind), np.empty(LANES, kind)
    keys, picks = np.empty((LANES, width), np.int64), np.empty((LANES, width), np.int64)
    sizes, lanes = np.empty(LANES, np.int64), np.empty(LANES, np.int64)
    for first in range(0, rows, LANES):
        end = min(rows, first + LANES)
        same = asking.same[first:end]
        laid(asking.firsts, asking.first_of[first:end], same, ones)
        laid(asking.seconds, asking.second_of[first:end], np.zeros_like(same), twos)
        laid_leaves(asking.table, asking.bases[first:end], there, ends, rest)
        sizes[:] = 0
        needed[:] = 0
        needed[: end - first] = -1
        for head in range(len(nodes) - 1):
            for node in range(nodes[head], nodes[head + 1]):
                second = seconds[node]
                for lane in range(LANES):
                    base[lane] = ones[head, lane] + twos[second, lane] - needed[lane]
                for leaf in range(leaves[node], leaves[node + 1]):
                    column = leaf_columns[leaf]
                    for at in range(weighed(rest, codes[leaf], base, points, lanes)):
                        lane = lanes[at]
                        if is_closed(asking, first + lane, column):
                            continue
                        here = points[lane] + needed[lane]
                        sizes[lane] = sift(keys[lane], picks[lane], sizes[lane], here, column)
                        if sizes[lane] == width:
                            # Of equals the lower column is kept, which may come later.
                            base[lane] += needed[lane] - (keys[lane, 0] - 1)
                            needed[lane] = keys[lane, 0] - 1
        for lane in range(end - first):
            place, most, size = asking.places[first + lane], asking.most[first + lane], sizes[lane]
            counts[place] = size
            if size == width:
                cutoff[place] = (2 * whole * keys[lane, 0] + most) // (2 * most)
            by_column(keys[lane], picks[lane], size)
            for at in range(size):
                columns[place, at] = names[picks[lane, at]]
                scores[place, at] = (2 * whole * keys[lane, at] + most) // (2 * most)


@njit(cache=True, nogil=True)
def richer(
    branches: Any,
    entries: Any,
    asking: Any,
    whole: int,
    names: Any,
    columns: Any,
    scores: Any,
    counts: Any,
    highest: Any,
    spread: int,
    premium: int,
    prices: Any,
    cheaper: Any,
    profits: Any,
) -> None:
    """As `picking.richer`, with every mentor weighed. A node's lowest price says what is needed."""
    nodes, seconds, leaves, leaf_columns = branches[:4]
    there, ends, codes = entries
    rows, width, kind = len(asking.places), columns.shape[1], asking.firsts.dtype
    ones = np.empty((asking.firsts.shape[1], LANES), kind)
    twos = np.empty((asking.seconds.shape[1], LANES), kind)
    rest = np.empty((len(there) + 1, LANES), kind)
    points, base, needed = np.empty(LANES, kind), np.empty(LANES, kind), np.empty(LANES, kind)
    keys, picks = np.empty((LANES, width), np.int64), np.empty((LANES, width), np.int64)
    sizes, lanes = np.empty(LANES, np.int64), np.empty(LANES, np.int64)
    each, bars, most = np.zeros(LANES), np.zeros(LANES), np.zeros(LANES)
    extra = (premium + 1) * spread  # a score is rounded up by less than one
    for first in range(0, rows, LANES):
        end = min(rows, first + LANES)
        same = asking.same[first:end]
        laid(asking.firsts, asking.first_of[first:end], same, ones)
        laid(asking.seconds, asking.second_of[first:end], np.zeros_like(same), twos)
        laid_leaves(asking.table, asking.bases[first:end], there, ends, rest)
        sizes[:] = 0
        most[:] = 0
        each[:] = 1
        bars[:] = NEVER
        for lane in range(end - first):
            most[lane] = asking.most[first + lane]
            each[lane] = most[lane] / (whole * spread)  # points in a part of a point of the score
            bars[lane] = profits[first + lane] - extra
        for head in range(len(nodes) - 1):
            for node in range(nodes[head], nodes[head + 1]):
                second, lowest = seconds[node], cheaper[node]
                for lane in range(LANES):
                    # Two less, whichever way it is rounded; nobody has more than all points.
                    beyond = min((bars[lane] + lowest) * each[lane] - 2, most[lane])
                    needed[lane] = int(max(beyond, -1.0))
                    base[lane] = ones[head, lane] + twos[second, lane] - needed[lane]
                for leaf in range(leaves[node], leaves[node + 1]):
                    column = leaf_columns[leaf]
                    for at in range(weighed(rest, codes[leaf], base, points, lanes)):
                        lane = lanes[at]
                        row = first + lane
                        here = np.int64(points[lane]) + needed[lane]
                        total = asking.most[row]
                        score = (2 * whole * here + total) // (2 * total)
                        gain = (score + premium) * spread - prices[column]
                        if (
                            gain > profits[row]
                            and (sizes[lane] < width or gain >= keys[lane, 0])
                            and not is_closed(asking, row, column)
                        ):
                            sizes[lane] = sift(keys[lane], picks[lane], sizes[lane], gain, column)
                            if sizes[lane] == width:
                                bars[lane] = max(profits[row], keys[lane, 0]) - extra
        for lane in range(end - first):
            place, size = asking.places[first + lane], sizes[lane]
            counts[place] = size
            by_column(keys[lane], picks[lane], size)
            for at in range(size):
                column = picks[lane, at]
                columns[place, at] = names[column]
                scores[place, at] = (keys[lane, at] + prices[column]) // spread - premium
                highest[place] = max(highest[place], keys[lane, at])
