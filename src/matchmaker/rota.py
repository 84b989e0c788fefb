"""A rota of short meetings: who meets whom, and in which turn.

Two questions, each answered exactly and one after the other.

Who meets whom (`chosen`): every teacher meets as many mentors as asked, or as many as may meet her;
mentors have as equal loads as that allows; of all such choices the fit in all is the highest. It is
a flow of least cost with convex costs on the mentors, found by shortest augmenting paths: B.
Korte and J. Vygen, Combinatorial Optimization (Springer 2018), chapter 9. Loads that are equal in
this sense also have the least maximum: A. Frank and K. Murota, Decreasing minimization on M-convex
sets (Mathematical Programming 195, 2022).

When they meet (`turns`): in a turn nobody is in two meetings, and there are as few turns as
there can be. No one can do with fewer turns than meetings, and so many are enough: D. Kőnig's
theorem of 1916 on the edges of a bipartite graph, by its proof with alternating paths.

All of it is integer arithmetic in a fixed order: the same people always have the same rota.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.pool import Booleans, Integers
from matchmaker.problem import Pairing, Problem
from matchmaker.weighing import Weighing

NO_LIMIT = 0


@dataclass(frozen=True, slots=True)
class Rota:
    """`turns` has for each turn who meets in it, (teacher id, mentor id), in order of id;
    `missing` how many meetings each teacher has fewer than was asked for, if any."""

    turns: tuple[tuple[Pairing, ...], ...]
    missing: Mapping[str, int]


def rota(
    problem: Problem, most: int, *, met: Iterable[Pairing] = (), longest: int = NO_LIMIT
) -> Rota:
    """A rota in which every teacher meets `most` mentors, as far as rules let her: nobody whom a
    rule of `rules` keeps from her. Seats of mentors do not count. Pins are not heeded.

    `met` are pairs who have met already: they do not meet again, and count as meetings of both. At
    most `longest` turns, any number for `NO_LIMIT`. ValueError for `most` below 1.
    """
    if most < 1:
        raise ValueError("everybody is to meet somebody")
    weighing = Weighing(problem)
    pool = weighing.pool
    before: Booleans = np.zeros(pool.shape, dtype=np.bool_)
    for teacher_id, mentor_id in met:
        if teacher_id in pool.row and mentor_id in pool.column:
            before[pool.row[teacher_id], pool.column[mentor_id]] = True
    allowed: Booleans = (weighing.barriers < 0) & ~before
    had = before.sum(axis=1), before.sum(axis=0)
    picked = chosen(weighing.scores, allowed, most, had, longest)
    pairs = [(int(row), int(column)) for row, column in np.argwhere(picked)]
    laid: list[list[Pairing]] = []
    for (row, column), turn in zip(pairs, turns(pairs), strict=True):
        laid.extend([] for _ in range(turn + 1 - len(laid)))
        laid[turn].append((pool.teachers[row].id, pool.mentors[column].id))
    lacks = most - had[0] - picked.sum(axis=1)
    return Rota(
        turns=tuple(tuple(sorted(turn)) for turn in sorted(laid, key=len, reverse=True)),
        missing={one.id: int(n) for one, n in zip(pool.teachers, lacks, strict=True) if n > 0},
    )


def chosen(
    scores: Integers,
    allowed: Booleans,
    most: int,
    had: tuple[Integers, Integers] | None = None,
    longest: int = NO_LIMIT,
) -> Booleans:
    """For every teacher (row) `most` of the mentors (columns) that she is allowed, or all of them
    where these are fewer; nobody has more than `longest`, if that is given.

    `had` are the meetings that teachers and mentors have had already, which count. Where not all
    can have as many, whoever has the fewest comes first. Then the loads of mentors are as equal as
    can be (the least sum of squares); then the sum of the scores is the highest.
    """
    rows, columns = allowed.shape
    picked: Booleans = np.zeros((rows, columns), dtype=np.bool_)
    if not rows or not columns:
        return picked
    of_rows, of_columns = had or (np.zeros(rows, np.int64), np.zeros(columns, np.int64))
    # One load more than another outweighs whatever all scores together could say.
    load_cost = 2 * (int(scores.max()) + 1) * (rows * columns + 1)
    for level in range(1, most + 1):
        for row in range(rows):
            here = int(picked[row].sum())
            if of_rows[row] + here < level and not (longest and here >= longest):
                _augment(scores, allowed, picked, row, of_columns, load_cost, longest)
    return picked


def _augment(
    scores: Integers,
    allowed: Booleans,
    picked: Booleans,
    start: int,
    had: Integers,
    load_cost: int,
    longest: int,
) -> None:
    """One meeting more for the teacher in this row, along the way that costs least: teachers on it
    change one mentor for another. Nothing where there is no way."""
    far = np.iinfo(np.int64).max // 4
    rows, columns = allowed.shape
    to_teacher = np.full(rows, far, dtype=np.int64)
    to_teacher[start] = 0
    to_mentor = np.full(columns, far, dtype=np.int64)
    from_mentor = np.full(rows, -1, dtype=np.int64)
    from_teacher = np.full(columns, -1, dtype=np.int64)
    free = allowed & ~picked
    for _step in range(rows + columns):  # Bellman and Ford: prices of steps may be negative
        steps = np.where(free, to_teacher[:, None] - scores, far)
        steps[to_teacher >= far, :] = far
        best = steps.argmin(axis=0)
        nearer = steps[best, np.arange(columns)] < to_mentor
        to_mentor[nearer] = steps[best, np.arange(columns)][nearer]
        from_teacher[nearer] = best[nearer]
        back = np.where(picked, to_mentor[None, :] + scores, far)
        back[:, to_mentor >= far] = far
        least = back.argmin(axis=1)
        closer = back[np.arange(rows), least] < to_teacher
        to_teacher[closer] = back[np.arange(rows), least][closer]
        from_mentor[closer] = least[closer]
        if not nearer.any() and not closer.any():
            break
    taken = picked.sum(axis=0)
    ends = np.where(to_mentor < far, to_mentor + load_cost * (2 * (had + taken) + 1), far)
    if longest:
        ends[taken >= longest] = far
    column = int(ends.argmin())
    if ends[column] >= far:
        return
    while True:
        row = int(from_teacher[column])
        picked[row, column] = True
        if row == start:
            return
        column = int(from_mentor[row])
        picked[row, column] = False


def turns(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The turn of each pair (row, column), from 0: in no turn is anybody twice, and there are as
    many turns as the busiest has meetings. ValueError for a pair that is given twice."""
    if len(set(pairs)) < len(pairs):
        raise ValueError("these two meet twice")
    of_row: dict[int, dict[int, int]] = {}  # row → turn → column
    of_column: dict[int, dict[int, int]] = {}
    for row, column in pairs:
        ours, theirs = of_row.setdefault(row, {}), of_column.setdefault(column, {})
        free, other = _first_free(ours), _first_free(theirs)
        if free != other and free in theirs:
            _swap(of_row, of_column, column, free, other)
        ours[free], theirs[free] = column, row
    return [
        next(turn for turn, other in of_row[row].items() if other == column)
        for row, column in pairs
    ]


def _first_free(used: Mapping[int, int]) -> int:
    return next(turn for turn in range(len(used) + 1) if turn not in used)


def _swap(
    of_row: dict[int, dict[int, int]],
    of_column: dict[int, dict[int, int]],
    column: int,
    free: int,
    other: int,
) -> None:
    """Change the two turns along the path that begins at this column with `free`. It never comes to
    the row for which `free` is to be free: it would have to come to it by that turn."""
    path: list[tuple[int, int, int]] = []
    sides, at, turn = (of_column, of_row), column, free
    while turn in sides[0].get(at, {}):
        there = sides[0][at][turn]
        row, col = (there, at) if sides[0] is of_column else (at, there)
        path.append((row, col, turn))
        sides, at, turn = (sides[1], sides[0]), there, other if turn == free else free
    for row, col, was in path:
        del of_row[row][was], of_column[col][was]
    for row, col, was in path:
        now = other if was == free else free
        of_row[row][now], of_column[col][now] = col, row
