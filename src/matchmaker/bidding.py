"""The inner loops of an auction of seats (`auction`): they run as they are, or compiled."""

from typing import Any

NOBODY = -1
NEAR = 4  # pairs of a teacher that she looks at again before she looks at all
LONG = 100  # pairs of a teacher for which that is worth it


def gained(starts: Any, mentors: Any, points: Any, prices: Any) -> int:
    """What all teachers would gain together if each had the pair worth most to her."""
    gains = 0
    for teacher in range(len(starts) - 1):
        start, end, best = starts[teacher], starts[teacher + 1], 0
        worth, whose = points[start:end], mentors[start:end]
        for at in range(len(worth)):
            best = max(best, worth[at] - prices[whose[at]])
        gains += best
    return gains


def bid(  # what numba compiles has arrays, and no objects to hold them
    starts: Any,
    mentors: Any,
    points: Any,
    firsts: Any,
    step: int,
    short: int,
    chosen: Any,
    prices: Any,
    bids: Any,
    holders: Any,
    taken: Any,
    waiting: Any,
    floors: Any,
    known: Any,
    near: Any,
    margins: Any,
) -> tuple[Any, Any]:
    """The auction itself; `chosen` and `prices` are returned, which rise from what they are.

    The seats of mentor `j` stand from `firsts[j]` to `firsts[j + 1]`: `bids` is a heap there with
    the lowest bid first, the lower teacher of equals, and `holders` says whose bids they are.
    `taken` counts the seats that are held; `waiting` is the ring of teachers who have none.
    `near` are the pairs of a teacher that were worth most when she looked at all of them, `known`
    how many these are; none of the others was worth more than `floors` then, and as prices only
    rise none ever will be. While two of those near are, they are all that she needs to look at.
    Of an auction before this one they say from where on a pair may be among the nearest.

    A row of fewer than `short` pairs is looked at twice instead, for what is best and then for what
    is next, and no pair is kept near: each of these loops, as machine code, weighs several pairs at
    a time.
    """
    n = len(chosen)
    for i in range(n):
        waiting[i] = i
    head, count = 0, n
    while count:
        teacher = waiting[head]
        head = head + 1 if head + 1 < n else 0
        count -= 1
        best, place, second = 0, NOBODY, 0
        start, end, nearest = starts[teacher], starts[teacher + 1], teacher * NEAR
        worth, whose = points[start:end], mentors[start:end]
        lowest = worth[0] if known[teacher] == NEAR else NOBODY
        for each in range(nearest, nearest + known[teacher]):
            at = near[each]
            margin = worth[at] - prices[whose[at]]
            lowest = min(lowest, margin)
            # Nothing gained is as good as staying alone: then the pair is made.
            if place == NOBODY:
                if margin >= 0:
                    best, place = margin, at
            elif margin > best or (margin == best and at < place):
                best, place, second = margin, at, best
            elif margin > second:
                second = margin
        floor = floors[teacher]
        if floor >= 0 and (place == NOBODY or best <= floor or second < floor):
            if len(worth) < short:
                best, place, second, equals = NOBODY, len(worth), 0, 0
                for at in range(len(worth)):
                    best = max(best, worth[at] - prices[whose[at]])
                for at in range(len(worth)):
                    margin = worth[at] - prices[whose[at]]
                    place = min(place, at if margin == best else len(worth))
                    second = max(second, margin if margin < best else 0)
                    equals += 1 if margin == best else 0
                if best < 0:
                    best, place = 0, NOBODY
                elif equals > 1:
                    second = best
            else:
                most = NEAR if len(worth) >= LONG else 2
                size, floor = 0, max(lowest - 1, NOBODY)
                for at in range(len(worth)):
                    margin = worth[at] - prices[whose[at]]
                    if margin <= floor:
                        continue
                    if size < most:
                        size += 1
                    spot = size - 1
                    while spot > 0 and margins[spot - 1] < margin:
                        margins[spot] = margins[spot - 1]
                        near[nearest + spot] = near[nearest + spot - 1]
                        spot -= 1
                    margins[spot] = margin
                    near[nearest + spot] = at
                    if size == most:
                        floor = margins[most - 1]
                if most == NEAR:
                    known[teacher], floors[teacher] = size, floor
                place = near[nearest] if size else NOBODY
                best = margins[0]
                second = margins[1] if size > 1 else 0
        if place == NOBODY:
            continue
        j = whose[place]
        first, size = firsts[j], firsts[j + 1] - firsts[j]
        offer = prices[j] + best - second + step
        held = taken[j]
        if held < size:
            at = held
            taken[j] = held + 1
            while at > 0:
                above = (at - 1) // 2
                high, whom = bids[first + above], holders[first + above]
                if high < offer or (high == offer and whom < teacher):
                    break
                bids[first + at], holders[first + at] = high, whom
                at = above
        else:
            loser = holders[first]
            if loser != NOBODY:  # else the seat was free, and had what it costs for a bid
                chosen[loser] = NOBODY
                tail = head + count
                waiting[tail if tail < n else tail - n] = loser
                count += 1
            at = 0
            while True:
                below = 2 * at + 1
                if below >= size:
                    break
                low, whom = bids[first + below], holders[first + below]
                if below + 1 < size:
                    other, theirs = bids[first + below + 1], holders[first + below + 1]
                    if other < low or (other == low and theirs < whom):
                        below, low, whom = below + 1, other, theirs
                if low > offer or (low == offer and whom > teacher):
                    break
                bids[first + at], holders[first + at] = low, whom
                at = below
        bids[first + at], holders[first + at] = offer, teacher
        chosen[teacher] = start + place
        if taken[j] == size:
            prices[j] = bids[first]
    return chosen, prices
