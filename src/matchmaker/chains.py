"""The inner loops of looking for chains of moves among very many people, compiled.

Mentors are kinds, and a kind is a bit: 64 of them are looked at together. `Doors` say which kinds
of mentors are open to which kinds of teachers (`doors`). What the compiler makes is kept on disk
for the next process.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

NOBODY = -1
BITS = 64
ONE = np.uint64(1)
NONE = np.uint64(0)


class Doors(NamedTuple):
    """Whom the kinds of teachers may have: to kind `k` those kinds of mentors are open whose bits
    stand in every row of `table` that `at[k]` names, but for the kinds `closed[closed_from[k]]` to
    `closed[closed_from[k + 1]]`."""

    table: Any
    at: Any
    closed_from: Any
    closed: Any


@njit(cache=True, nogil=True)
def opened(doors: Any, kind: int, word: int, among: Any) -> Any:
    """Those of the 64 kinds of mentors in this word, and `among` these, who are open."""
    for rule in range(doors.at.shape[1]):
        among &= doors.table[doors.at[kind, rule], word]
        if among == NONE:
            return among
    for place in range(doors.closed_from[kind], doors.closed_from[kind + 1]):
        if doors.closed[place] // BITS == word:
            among &= ~(ONE << np.uint64(doors.closed[place] % BITS))
    return among


@njit(cache=True, nogil=True)
def lowest(bits: Any) -> int:
    """The place of the lowest bit, of which there is one at least."""
    place = 0
    for step in (32, 16, 8, 4, 2, 1):
        if bits & ((ONE << np.uint64(step)) - ONE) == NONE:
            bits >>= np.uint64(step)
            place += step
    return place


@njit(cache=True, nogil=True)
def touching(doors: Any, some: Any, kinds: Any, found: Any) -> None:
    """Which of these kinds of teachers may have any of `some` kinds of mentors, a word of bits for
    each 64 of them."""
    words = np.flatnonzero(some)
    for place in range(len(kinds)):
        for at in range(len(words)):
            word = words[at]
            if opened(doors, kinds[place], word, some[word]) != NONE:
                found[place] = True
                break


@njit(cache=True, nogil=True)
def directed(doors: Any, kinds: Any, held: Any, first: int, direct: Any) -> None:
    """To each kind of mentors, to whom teachers of theirs could move: `kinds` of teachers whom
    kinds of mentors hold. The first bit of `direct` stands for the kind of mentors at 64 * `first`,
    as its first row does."""
    words = direct.shape[1]
    everyone = ~NONE
    for place in range(len(kinds)):
        row = held[place] - first * BITS
        for word in range(words):
            direct[row, word] |= opened(doors, kinds[place], first + word, everyone)


@njit(cache=True, nogil=True)
def closed_up(direct: Any) -> None:
    """From where one leads to others directly, to where it leads in any number of moves, and to
    itself: in the same place.

    Places are finished in the order of a search in depth (R. Tarjan, "Depth-first search and linear
    graph algorithms", SIAM Journal on Computing 1, 1972), so that most of what a place leads to is
    known when its turn comes.
    """
    size, words = direct.shape
    unseen = np.full(words, ~NONE)
    order, stack = np.empty((2, size), dtype=np.int64)
    end = 0
    for root in range(size):
        if unseen[root // BITS] >> np.uint64(root % BITS) & ONE == NONE:
            continue
        unseen[root // BITS] ^= ONE << np.uint64(root % BITS)
        stack[0], depth = root, 1
        while depth:
            here, there = stack[depth - 1], NOBODY
            for word in range(words):
                bits = direct[here, word] & unseen[word]
                if bits != NONE:
                    there = word * BITS + lowest(bits)
                    break
            if there == NOBODY:
                order[end] = here
                end += 1
                depth -= 1
            else:
                unseen[there // BITS] ^= ONE << np.uint64(there % BITS)
                stack[depth] = there
                depth += 1
    whole, mine, past = np.full(words, NONE), np.full(words, NONE), np.full(words, NONE)
    for at in range(size):
        here = order[at]
        mine[:], past[:] = direct[here], NONE
        mine[here // BITS] |= ONE << np.uint64(here % BITS)
        past[here // BITS] |= ONE << np.uint64(here % BITS)
        while True:
            there, known = NOBODY, False
            for word in range(words):
                bits = mine[word] & ~past[word]
                if bits & whole[word] != NONE:
                    there, known = word * BITS + lowest(bits & whole[word]), True
                    break
                if there == NOBODY and bits != NONE:
                    there = word * BITS + lowest(bits)
            if there == NOBODY:
                break
            past[there // BITS] |= ONE << np.uint64(there % BITS)
            for word in range(words):
                mine[word] |= direct[there, word]
                if known:
                    past[word] |= direct[there, word]
        direct[here] = mine
        whole[here // BITS] |= ONE << np.uint64(here % BITS)


@njit(cache=True, nogil=True)
def weighed(bits: Any, sizes: Any) -> int:
    """How many mentors the kinds have whose bits are set."""
    total = 0
    for word in range(len(bits)):
        left = bits[word]
        while left != NONE:
            total += sizes[word * BITS + lowest(left)]
            left &= left - ONE
    return total


@njit(cache=True, nogil=True)
def reaching(doors: Any, kinds: Any, first: int, closure: Any, sizes: Any, counts: Any) -> None:
    """How many mentors each of these kinds of teachers leads to, by `closed_up` ways."""
    words = closure.shape[1]
    everyone = ~NONE
    known = np.full(len(closure), NOBODY)
    mine, past = np.full(words, NONE), np.full(words, NONE)
    for place in range(len(kinds)):
        for word in range(words):
            mine[word] = opened(doors, kinds[place], first + word, everyone)
        past[:] = NONE
        begun, more = NOBODY, False
        for word in range(words):
            while mine[word] & ~past[word] != NONE:
                there = word * BITS + lowest(mine[word] & ~past[word])
                begun, more = (there, False) if begun == NOBODY else (begun, True)
                for each in range(words):
                    past[each] |= closure[there, each]
        if begun == NOBODY:
            continue
        if more:
            counts[place] = weighed(past, sizes)
        else:
            if known[begun] == NOBODY:
                known[begun] = weighed(past, sizes)
            counts[place] = known[begun]


@njit(cache=True, nogil=True)
def counted(doors: Any, numbers: Any, some: Any, totals: Any) -> None:
    """How many teachers may have each of `some` kinds of mentors; `numbers` of each kind."""
    words = np.flatnonzero(some)
    for kind in range(len(numbers)):
        for at in range(len(words)):
            word = words[at]
            left = opened(doors, kind, word, some[word])
            while left != NONE:
                totals[word * BITS + lowest(left)] += numbers[kind]
                left &= left - ONE


@njit(cache=True, nogil=True)
def seated(
    doors: Any,
    kinds: Any,
    homes: Any,
    free: Any,
    levels: Any,
    dist: Any,
    held: Any,
    starts: Any,
    alone: Any,
) -> int:
    """Give teachers a seat along chains of moves, each of whom goes one level down, as far as there
    are such chains; how many get one.

    `kinds` are those of the teachers, `homes` the kinds of mentors with whom they are (changed),
    `free` the seats of these (changed), `levels` who is how many moves from a free seat, as bits
    (changed), `dist` the same of the kinds of teachers (changed). Those whom kind `c` holds are
    `held[starts[c]]` to `held[starts[c + 1]]`; `alone` are those without a seat.
    """
    words = levels.shape[1]
    turn = starts[:-1].copy()
    moving, to = np.empty((2, len(levels) + 1), dtype=np.int64)
    count = 0
    for first in alone:
        moving[0], depth = first, 0
        while depth >= 0:
            kind = kinds[moving[depth]]
            level, here = dist[kind], NOBODY
            if level >= 0:
                for word in range(words):
                    bits = levels[level, word]
                    if bits != NONE:
                        bits = opened(doors, kind, word, bits)
                        if bits != NONE:
                            here = word * BITS + lowest(bits)
                            break
            if here == NOBODY:  # nor is there a way for anybody else of this kind
                dist[kind] = NOBODY
                depth -= 1
                continue
            to[depth] = here
            if level == 0:
                free[here] -= 1
                if free[here] == 0:
                    levels[0, here // BITS] ^= ONE << np.uint64(here % BITS)
                for step in range(depth + 1):
                    homes[moving[step]] = to[step]
                count += 1
                break
            while turn[here] < starts[here + 1] and dist[kinds[held[turn[here]]]] != level - 1:
                turn[here] += 1
            if turn[here] == starts[here + 1]:
                levels[level, here // BITS] ^= ONE << np.uint64(here % BITS)
                continue
            depth += 1
            moving[depth] = held[turn[here]]
            turn[here] += 1
    return count
