"""Stable pairs: no teacher and mentor would both rather have each other.

Both sides prefer the higher score, and of equals the first by id, so that every preference is
strict. Teachers propose, best first; a full mentor keeps those she prefers (D. Gale, L. Shapley,
"College admissions and the stability of marriage", American Mathematical Monthly 69, 1962).
"""

from heapq import heappush, heappushpop

import numpy as np

from matchmaker.assignment import NOBODY
from matchmaker.pool import Booleans, Integers

ENGINE = "deferred_acceptance"


def deferred_acceptance(scores: Integers, allowed: Booleans, capacities: Integers) -> Integers:
    """A column for each row, or `NOBODY`: the stable answer that is best for every row."""
    teachers, mentors = scores.shape
    columns = np.full(teachers, NOBODY, dtype=np.int64)
    order = np.argsort(-scores, axis=1, kind="stable")
    wishes = [row[ok[row]].tolist() for row, ok in zip(order, allowed, strict=True)]
    asked = [0] * teachers
    held: list[list[tuple[int, int]]] = [[] for _ in range(mentors)]  # the least preferred first
    waiting = list(range(teachers))
    while waiting:
        row = waiting.pop()
        if asked[row] == len(wishes[row]):
            continue
        column = wishes[row][asked[row]]
        asked[row] += 1
        offer = (int(scores[row, column]), -row)
        if len(held[column]) < capacities[column]:
            heappush(held[column], offer)
        elif capacities[column]:
            waiting.append(-heappushpop(held[column], offer)[1])
        else:
            waiting.append(row)
    for column, kept in enumerate(held):
        for _, row in kept:
            columns[-row] = column
    return columns


def blocking_pairs(
    scores: Integers, allowed: Booleans, capacities: Integers, columns: Integers
) -> int:
    """How many allowed pairs would both rather have each other than what they have."""
    teachers, mentors = scores.shape
    loads = np.bincount(columns[columns != NOBODY], minlength=mentors)
    worst = np.full((mentors, 2), -1, dtype=np.int64)  # score and row of the least preferred
    mine = np.full((teachers, 2), -1, dtype=np.int64)  # score and column of what each row has
    for row in np.flatnonzero(columns != NOBODY).tolist():
        column = int(columns[row])
        score = int(scores[row, column])
        mine[row] = score, column
        if worst[column, 1] < 0 or (score, -row) < (worst[column, 0], -worst[column, 1]):
            worst[column] = score, row
    rather = (scores > mine[:, :1]) | ((scores == mine[:, :1]) & (np.arange(mentors) < mine[:, 1:]))
    free = loads < capacities
    wanted = (scores > worst[:, 0]) | (
        (scores == worst[:, 0]) & (np.arange(teachers)[:, None] < worst[:, 1])
    )
    return int((allowed & rather & (free | (wanted & (capacities > 0)))).sum())
