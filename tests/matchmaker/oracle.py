"""The answer by trying every assignment there is: slow, and too simple to be wrong."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from typing import TypeAlias

import numpy as np

from matchmaker.pool import Booleans, Integers

# What an assignment is worth: from the scores of its pairs, by row, and the loads of its mentors.
Value: TypeAlias = Callable[[list[int], list[int]], tuple[int, ...]]


def assignments(allowed: Booleans, capacities: Integers) -> Iterator[tuple[int, ...]]:
    """Every assignment within the rules: a column for each row, the number of columns for nobody.

    The first in order of rows comes first; nobody is the last choice.
    """
    mentors = len(capacities)
    for columns in product(*([*np.flatnonzero(row).tolist(), mentors] for row in allowed)):
        taken = Counter(column for column in columns if column < mentors)
        if all(count <= capacities[column] for column, count in taken.items()):
            yield columns


def best_by(
    value: Value, scores: Integers, allowed: Booleans, capacities: Integers
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The highest value that an assignment has, and the first of those that have it."""
    mentors = len(capacities)
    winner: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    for columns in assignments(allowed, capacities):
        fits = [int(scores[row, c]) for row, c in enumerate(columns) if c < mentors]
        worth = value(fits, [columns.count(column) for column in range(mentors)])
        if winner is None or worth > winner[0]:
            winner = worth, columns
    assert winner is not None
    return winner


def blocking(
    scores: Integers, allowed: Booleans, capacities: Integers, columns: tuple[int, ...]
) -> list[tuple[int, int]]:
    """The pairs who would both rather have each other; of equal scores the first is preferred."""
    mentors = len(capacities)
    found = []
    for row, column in zip(*np.nonzero(allowed), strict=True):
        mine = columns[row]
        here = int(scores[row, column])
        if mine < mentors and (here, -column) <= (int(scores[row, mine]), -mine):
            continue
        held = [(int(scores[each, column]), -each) for each, c in enumerate(columns) if c == column]
        free = len(held) < capacities[column]
        if free or any((here, -row) > theirs for theirs in held):
            found.append((int(row), int(column)))
    return found


def best(
    scores: Integers, allowed: Booleans, capacities: Integers
) -> tuple[tuple[int, int], tuple[int, ...]]:
    """The best (matched, total), and the first of the assignments that have it.

    A column for each row, the number of columns for nobody, which is the last choice.
    """
    worth, columns = best_by(lambda fits, _: (len(fits), sum(fits)), scores, allowed, capacities)
    return (worth[0], worth[1]), columns
