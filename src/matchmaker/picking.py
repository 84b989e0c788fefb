"""The inner loops of choosing candidates among many, compiled.

The compiler takes a second to load: only what has many people imports this. What it makes is kept
on disk for the next process.

The points of a pair are a sum of terms, and most pairs need not be summed up: mentors stand in a
tree (`tree`), and where the points of a branch, with the most that its other terms can add, do not
reach what a teacher has already, nobody in the branch is looked at. What is kept is the same as if
every pair had been weighed. Pairs that are ruled out have points below nothing.
"""

from typing import Any, NamedTuple

from numba import njit

BUCKETS = 256  # branches are looked at the best first, as finely as this tells them apart


class Branches(NamedTuple):
    """Mentors in a tree: `nodes[h]` to `nodes[h + 1]` are those of branch `h`, `leaves[n]` to
    `leaves[n + 1]` the mentors of node `n`, in order of their `columns`.

    `codes` is each node's column in the second table, `kinds` each leaf's in the tables of the
    leaves. `low` and `lows` are the first columns of branches and nodes.
    """

    nodes: Any
    codes: Any
    leaves: Any
    columns: Any
    kinds: Any
    low: Any
    lows: Any


class Asking(NamedTuple):
    """Teachers, those of one kind together: what branches (`firsts`) and nodes (`seconds`) give to
    their kinds, `same` what every mentor gives.

    `bases` are where each teacher's rows begin in the `table` of the leaves, and `rests` what
    those from each on can add at most; `tops` what any node can. `closed` are columns ruled out for
    one teacher, those of teacher `i` from `closed_from[i]`. `most` is what she could reach in all;
    `places` is where her answer goes.
    """

    firsts: Any
    first_of: Any
    seconds: Any
    second_of: Any
    tops: Any
    same: Any
    table: Any
    bases: Any
    rests: Any
    closed: Any
    closed_from: Any
    most: Any
    places: Any


@njit(cache=True, nogil=True)
def ordered(values: Any, order: Any, counts: Any) -> Any:
    """Places of the values that are not negative into `order`, the largest first as far as they
    differ without their last bits. Returns how many places, and how many bits."""
    highest = -1
    for at in range(len(values)):
        highest = max(highest, values[at])
    bits = 0
    while highest >> bits >= BUCKETS:
        bits += 1
    counts[:] = 0
    for at in range(len(values)):
        if values[at] >= 0:
            counts[values[at] >> bits] += 1
    end = 0
    for bucket in range(BUCKETS - 1, -1, -1):
        end += counts[bucket]
        counts[bucket] = end - counts[bucket]
    for at in range(len(values)):
        if values[at] >= 0:
            bucket = values[at] >> bits
            order[counts[bucket]] = at
            counts[bucket] += 1
    return end, bits


@njit(cache=True, nogil=True)
def sift(keys: Any, picks: Any, size: int, key: int, column: int) -> int:
    """Keep this one if it is among the best: a heap with the worst of those kept first.

    Of equals the lower column is better. Returns how many are kept.
    """
    most = len(keys)
    if size < most:
        at = size
        while at > 0:
            above = (at - 1) // 2
            if keys[above] < key or (keys[above] == key and picks[above] > column):
                break
            keys[at], picks[at] = keys[above], picks[above]
            at = above
        keys[at], picks[at] = key, column
        return size + 1
    if keys[0] > key or (keys[0] == key and picks[0] < column):
        return size
    at = 0
    while True:
        below = 2 * at + 1
        if below >= most:
            break
        if below + 1 < most and (
            keys[below + 1] < keys[below]
            or (keys[below + 1] == keys[below] and picks[below + 1] > picks[below])
        ):
            below += 1
        if keys[below] > key or (keys[below] == key and picks[below] < column):
            break
        keys[at], picks[at] = keys[below], picks[below]
        at = below
    keys[at], picks[at] = key, column
    return size


@njit(cache=True, nogil=True)
def by_column(keys: Any, picks: Any, size: int) -> None:
    """Put what is kept in order of columns."""
    for at in range(1, size):
        key, column = keys[at], picks[at]
        place = at
        while place > 0 and picks[place - 1] > column:
            keys[place], picks[place] = keys[place - 1], picks[place - 1]
            place -= 1
        keys[place], picks[place] = key, column


@njit(cache=True, nogil=True)
def is_closed(asking: Any, row: int, column: int) -> bool:
    """Whether this column is ruled out for this teacher alone."""
    for at in range(asking.closed_from[row], asking.closed_from[row + 1]):
        if asking.closed[at] == column:
            return True
    return False


@njit(cache=True, nogil=True)
def best(
    branches: Any,
    asking: Any,
    whole: int,
    names: Any,
    keys: Any,
    picks: Any,
    order: Any,
    buckets: Any,
    columns: Any,
    scores: Any,
    counts: Any,
    cutoff: Any,
) -> int:
    """For each teacher the pairs with the most points, as many as `keys` is wide, by column.

    `columns` has the mentors' `names`, `scores` the points in parts of `most`, of `whole` in all,
    rounded half up; `counts` how many there are, and `cutoff` the score of the worst, where there
    are as many as that. Returns how many leaves were looked at.
    """
    nodes, codes, leaves, leaf_columns, kinds, low, lows = branches
    table, bases, rests = asking.table, asking.bases, asking.rests
    width, terms, last, count, bits = len(keys), kinds.shape[1], -1, 0, 0
    looked = 0
    for row in range(len(asking.places)):
        values = asking.firsts[asking.first_of[row]]
        if asking.first_of[row] != last:
            last = asking.first_of[row]
            count, bits = ordered(values, order, buckets)
        second = asking.seconds[asking.second_of[row]]
        same, rest = asking.same[row], rests[row, 0]
        top = same + asking.tops[asking.second_of[row]] + rest
        size = 0
        for at in range(count):
            head = order[at]
            value = values[head]
            if size == width:
                if (((value >> bits) + 1) << bits) - 1 + top < keys[0]:
                    break
                limit = value + top
                if limit < keys[0] or (limit == keys[0] and low[head] > picks[0]):
                    continue
            for node in range(nodes[head], nodes[head + 1]):
                points = value + same + second[codes[node]]
                limit = points + rest
                if limit < 0:
                    continue
                if size == width and (
                    limit < keys[0] or (limit == keys[0] and lows[node] > picks[0])
                ):
                    continue
                looked += leaves[node + 1] - leaves[node]
                for leaf in range(leaves[node], leaves[node + 1]):
                    here = points
                    for term in range(terms):
                        here += table[bases[row, term] + kinds[leaf, term]]
                        if size == width and here + rests[row, term + 1] < keys[0]:
                            here = -1
                            break
                    column = leaf_columns[leaf]
                    if here < 0 or (
                        size == width
                        and (here < keys[0] or (here == keys[0] and column > picks[0]))
                    ):
                        continue
                    if not is_closed(asking, row, column):
                        size = sift(keys, picks, size, here, column)
        place, most = asking.places[row], asking.most[row]
        counts[place] = size
        if size == width:
            cutoff[place] = (2 * whole * keys[0] + most) // (2 * most)
        by_column(keys, picks, size)
        for at in range(size):
            columns[place, at] = names[picks[at]]
            scores[place, at] = (2 * whole * keys[at] + most) // (2 * most)
    return looked


@njit(cache=True, nogil=True)
def richer(
    branches: Any,
    asking: Any,
    whole: int,
    names: Any,
    keys: Any,
    picks: Any,
    order: Any,
    buckets: Any,
    columns: Any,
    scores: Any,
    counts: Any,
    highest: Any,
    spread: int,
    premium: int,
    prices: Any,
    cheap: Any,
    cheaper: Any,
    profits: Any,
) -> int:
    """For each teacher the pairs by which she would gain most, if more than her `profits`.

    As in `best`, by the gain: the score and the `premium`, times `spread`, less the price, which
    goes to `highest` where there is any. `cheap` and `cheaper` are the lowest prices of branches
    and nodes. Returns how many leaves were looked at.
    """
    nodes, codes, leaves, leaf_columns, kinds, _, _ = branches
    table, bases, rests = asking.table, asking.bases, asking.rests
    width, terms, last, count, bits = len(keys), kinds.shape[1], -1, 0, 0
    looked = 0
    lowest = cheap.min() if len(cheap) else 0
    for row in range(len(asking.places)):
        values = asking.firsts[asking.first_of[row]]
        if asking.first_of[row] != last:
            last = asking.first_of[row]
            count, bits = ordered(values, order, buckets)
        second = asking.seconds[asking.second_of[row]]
        same, rest, most = asking.same[row], rests[row, 0], asking.most[row]
        top = same + asking.tops[asking.second_of[row]] + rest
        scale = whole * spread / most
        extra = (premium + 1) * spread  # a score is rounded up by less than one
        size, bar = 0, profits[row]
        for at in range(count):
            head = order[at]
            value = values[head]
            if ((((value >> bits) + 1) << bits) - 1 + top) * scale + extra - lowest <= bar:
                break
            if (value + top) * scale + extra - cheap[head] <= bar:
                continue
            for node in range(nodes[head], nodes[head + 1]):
                points = value + same + second[codes[node]]
                limit = points + rest
                if limit < 0 or limit * scale + extra - cheaper[node] <= bar:
                    continue
                looked += leaves[node + 1] - leaves[node]
                for leaf in range(leaves[node], leaves[node + 1]):
                    column = leaf_columns[leaf]
                    price = prices[column]
                    here = points
                    if (here + rest) * scale + extra - price <= bar:
                        continue
                    for term in range(terms):
                        here += table[bases[row, term] + kinds[leaf, term]]
                    if here < 0:
                        continue
                    score = (2 * whole * here + most) // (2 * most)
                    gain = (score + premium) * spread - price
                    if gain <= profits[row] or (
                        size == width
                        and (gain < keys[0] or (gain == keys[0] and column > picks[0]))
                    ):
                        continue
                    if not is_closed(asking, row, column):
                        size = sift(keys, picks, size, gain, column)
                        if size == width:
                            bar = max(bar, keys[0])
        place = asking.places[row]
        counts[place] = size
        by_column(keys, picks, size)
        for at in range(size):
            column = picks[at]
            columns[place, at] = names[column]
            scores[place, at] = (keys[at] + prices[column]) // spread - premium
            highest[place] = max(highest[place], keys[at])
    return looked


@njit(cache=True, nogil=True)
def gained(
    starts: Any, columns: Any, scores: Any, prices: Any, spread: int, premium: int, profits: Any
) -> None:
    """The most that each teacher gains by one of her candidates, if that is anything."""
    for row in range(len(profits)):
        for at in range(starts[row], starts[row + 1]):
            profits[row] = max(profits[row], (scores[at] + premium) * spread - prices[columns[at]])


@njit(cache=True, nogil=True)
def merged(
    starts: Any,
    columns: Any,
    scores: Any,
    more_starts: Any,
    more_columns: Any,
    more_scores: Any,
    both_columns: Any,
    both_scores: Any,
) -> None:
    """The candidates of each teacher and further ones, in order of columns."""
    end = 0
    for row in range(len(starts) - 1):
        at, other = starts[row], more_starts[row]
        while at < starts[row + 1] or other < more_starts[row + 1]:
            if other == more_starts[row + 1] or (
                at < starts[row + 1] and columns[at] < more_columns[other]
            ):
                both_columns[end], both_scores[end] = columns[at], scores[at]
                at += 1
            else:
                both_columns[end], both_scores[end] = more_columns[other], more_scores[other]
                other += 1
            end += 1
