"""Problems for engines: who may have whom, and how well they fit, with a structure that is planted.

Teachers and mentors belong to one of some fields; half of the mentors a teacher may have are of
her own field, and fit better; some mentors fit everybody better than others do. *Hard* ones have
fewer seats than teachers.
"""

from pathlib import Path

import numpy as np

FIELDS = 16
SEED = 2026


def make(path: Path, teachers: int, mentors: int, choices: int, *, hard: bool) -> None:
    """Write one problem: rows of pairs, with points from 0 to 10,000, and seats."""
    chance = np.random.default_rng(SEED)
    ours, theirs = chance.integers(FIELDS, size=teachers), np.arange(mentors) % FIELDS
    liked = chance.random(mentors)
    near = theirs == np.arange(FIELDS)[:, None]
    starts, columns = [0], []
    for field in ours:
        if choices >= mentors:
            row = np.arange(mentors)
        else:
            own = chance.choice(
                np.flatnonzero(near[field]), min(choices // 2, near[field].sum()), False
            )
            other = chance.choice(mentors, choices - len(own), False)
            row = np.unique(np.concatenate([own, other]))
        columns.append(row)
        starts.append(starts[-1] + len(row))
    flat = np.concatenate(columns)
    same = np.repeat(ours, np.diff(starts)) == theirs[flat]
    points = 4000 * same + 3000 * liked[flat] + 3000 * chance.random(len(flat))
    seats = teachers * 8 // (mentors * 10) if hard else teachers * 12 // (mentors * 10) + 1
    np.savez(
        path,
        starts=np.array(starts, dtype=np.int64),
        mentors=flat.astype(np.int64),
        points=points.astype(np.int64),
        capacities=np.full(mentors, max(1, seats), dtype=np.int64),
    )
