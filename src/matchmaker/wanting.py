"""Whom teachers would rather have, among very many: by looks at all pairs, as `market` has them."""

import numpy as np

from matchmaker.auction import NOBODY
from matchmaker.crowd import Auctioned, Crowd
from matchmaker.pool import Integers

FIRST = 8  # mentors who would fit better that are looked for, if there are no more
LONGER = 8  # times as many, where there are


def wanted(crowd: Crowd, columns: Integers) -> Integers:
    """For each row without a column the mentor with the best fit of all who may be hers, full or
    not, the first of equals; `NOBODY` for the others, and where no mentor may."""
    pool = crowd.pool
    found = np.full(len(columns), NOBODY, dtype=np.int64)
    alone = np.flatnonzero(columns == NOBODY)
    for block in crowd.blocking.blocks(alone, np.arange(len(pool.mentors))):
        picked = crowd.best(block, 1, _unwatched)
        there = np.repeat(picked.rows, picked.counts)
        found[there] = picked.columns[picked.counts > 0].reshape(-1)
    return found


def better(crowd: Crowd, columns: Integers, scores: Integers) -> Integers:
    """How many teachers fit better with each mentor who has free seats, and may be hers, than they
    do where they are (`scores`), or are without a mentor."""
    pool = crowd.pool
    matched = columns != NOBODY
    taken = np.bincount(columns[matched], minlength=len(pool.mentors))
    free = np.flatnonzero(taken < pool.capacities)
    fits = np.where(matched, scores, NOBODY)
    left = Auctioned(np.zeros(len(pool.mentors), dtype=np.int64), fits, 1, 0)
    found = np.zeros(len(pool.mentors), dtype=np.int64)
    rows, width = np.arange(len(columns)), FIRST
    while len(rows):
        more = [rows[:0]]
        for block in crowd.blocking.blocks(rows, free):
            picked = crowd.richer(block, width, left, _unwatched)
            whole = (picked.counts < width) | (width >= len(block.columns))
            some = np.arange(picked.columns.shape[1]) < picked.counts[:, None]
            some &= whole[:, None]
            np.add.at(found, picked.columns[some], 1)
            more.append(picked.rows[~whole])
        rows, width = np.concatenate(more), width * LONGER
    return found


def _unwatched(done: int) -> None:
    """Progress that nobody watches."""
