"""The inner loops of choosing candidates among many, compiled.

The compiler takes a second to load: only what has many people imports this. What it makes is kept
on disk for the next process.

A row of the work is a teacher, a column a mentor of her block. The points of a pair are a sum: for
each criterion one entry of a table, which stands at the teacher's `bases` plus the mentor's
`codes`. Pairs that are ruled out have points below nothing.
"""

from typing import Any

from numba import njit


@njit(cache=True, nogil=True)
def weighed(table: Any, bases: Any, codes: Any, points: Any) -> None:
    """The points of one teacher with every mentor, into `points`."""
    columns = len(points)
    for column in range(columns):
        points[column] = 0
    for criterion in range(len(bases)):
        base = bases[criterion]
        for column in range(columns):
            points[column] += table[base + codes[criterion, column]]


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
def best(
    table: Any,
    bases: Any,
    codes: Any,
    closed: Any,
    closed_from: Any,
    points: Any,
    keys: Any,
    picks: Any,
    counts: Any,
) -> None:
    """For each row the pairs with the most points, as many as `keys` is wide, in no order.

    `closed` are columns ruled out for one row, those of row `i` from `closed_from[i]`. `counts`
    says how many a row has: fewer than the width only where there are no more.
    """
    for row in range(len(bases)):
        weighed(table, bases[row], codes, points)
        for at in range(closed_from[row], closed_from[row + 1]):
            points[closed[at]] = -1
        size, width = 0, keys.shape[1]
        for column in range(len(points)):
            here = points[column]
            if here >= 0 and (size < width or here > keys[row, 0]):
                size = sift(keys[row], picks[row], size, here, column)
        counts[row] = size


@njit(cache=True, nogil=True)
def richer(
    table: Any,
    bases: Any,
    codes: Any,
    closed: Any,
    closed_from: Any,
    points: Any,
    most: Any,
    whole: int,
    spread: int,
    premium: int,
    prices: Any,
    profits: Any,
    keys: Any,
    picks: Any,
    counts: Any,
) -> None:
    """For each row the pairs by which the teacher would gain most, if more than `profits`.

    As in `best`; a key is the gain: the score (points in parts of `most`, of `whole` in all,
    rounded half up) and the `premium`, times `spread`, less the price.
    """
    for row in range(len(bases)):
        weighed(table, bases[row], codes, points)
        for at in range(closed_from[row], closed_from[row + 1]):
            points[closed[at]] = -1
        size, width = 0, keys.shape[1]
        scale = whole * spread / most[row]
        extra = (premium + 1) * spread - profits[row]  # a score is rounded up by less than one
        for column in range(len(points)):
            here = points[column]
            if here < 0 or here * scale + extra <= prices[column]:
                continue
            score = (2 * whole * here + most[row]) // (2 * most[row])
            gain = (score + premium) * spread - prices[column]
            if gain > profits[row] and (size < width or gain > keys[row, 0]):
                size = sift(keys[row], picks[row], size, gain, column)
        counts[row] = size
