"""The answer by trying every assignment there is: slow, and too simple to be wrong."""

from collections import Counter
from itertools import product

import numpy as np

from matchmaker.pool import Booleans, Integers


def best(
    scores: Integers, allowed: Booleans, capacities: Integers
) -> tuple[tuple[int, int], tuple[int, ...]]:
    """The best (matched, total), and the first of the assignments that have it.

    A column for each row, the number of columns for nobody, which is the last choice.
    """
    mentors = scores.shape[1]
    options = [[*np.flatnonzero(row).tolist(), mentors] for row in allowed]
    winner: tuple[tuple[int, int], tuple[int, ...]] | None = None
    for columns in product(*options):
        taken = Counter(column for column in columns if column < mentors)
        if any(count > capacities[column] for column, count in taken.items()):
            continue
        total = sum(int(scores[row, c]) for row, c in enumerate(columns) if c < mentors)
        worth = (sum(taken.values()), total)
        if winner is None or worth > winner[0]:  # products come in order: the first of equals stays
            winner = (worth, columns)
    assert winner is not None
    return winner
