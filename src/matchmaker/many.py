"""From a problem with very many people to its outcome."""

from collections.abc import Hashable, Iterator
from dataclasses import replace

import numpy as np

from matchmaker import rules
from matchmaker.auction import NOBODY
from matchmaker.crowd import Crowd
from matchmaker.market import ENGINE, PREMIUMS, Found, settle
from matchmaker.objectives import AIMS
from matchmaker.outcome import Load, Measure, Outcome, Pair, Reason, Unmatched, Worth
from matchmaker.pool import Integers, Pool
from matchmaker.problem import USUAL, Problem
from matchmaker.rules import InvalidProblem
from matchmaker.solving import Progress, nowhere
from matchmaker.weighing import Weighing, explained

OBJECTIVES = ("most_matched", "total_fit")  # those that an auction serves
AT_ONCE = 256  # teachers without a mentor whose hindrances are looked for together


def solve_many(problem: Problem, progress: Progress = nowhere) -> Outcome:
    """An outcome whose gap is at most a thousandth of the fit, explained. Raises `InvalidProblem`
    as `Weighing` does."""
    rules.check(problem)
    objective = problem.criteria.objective
    if objective not in OBJECTIVES:
        possible = len(problem.teachers) * len(problem.mentors)
        told = {"objective": objective, "pairs": possible, "objectives": OBJECTIVES}
        raise InvalidProblem((Reason("too_many_for_objective", told),))
    pool = Pool(problem)
    rules.check_pins(pool)
    columns = np.full(len(pool.teachers), NOBODY, dtype=np.int64)
    for teacher_id, mentor_id in problem.pins:
        columns[pool.row[teacher_id]] = pool.column[mentor_id]
    pinned = np.flatnonzero(columns != NOBODY)
    free = np.flatnonzero(columns == NOBODY)
    seats = pool.capacities - np.bincount(columns[pinned], minlength=len(pool.mentors))
    crowd = Crowd(pool)
    premiums = PREMIUMS if objective == USUAL else (0,)
    found = settle(crowd, free, seats, premiums=premiums, progress=progress)
    columns[free], scores = found.columns[free], found.scores
    scores[pinned] = [crowd.score(int(row), int(columns[row])) for row in pinned]
    given = len(pinned), int(scores[pinned].sum())
    value, bound = (
        {"matched": worth.matched + given[0], "total": worth.total + given[1]}
        for worth in (found.value, found.bound)
    )
    pairs, unmatched = _explained(crowd, columns, scores, progress)
    return Outcome(
        pairs=tuple(pairs),
        unmatched=tuple(unmatched),
        mentors=tuple(_loads(pool, columns, found)),
        objective=objective,
        measures=tuple(
            Measure(name, value[name], bound[name]) for name in AIMS[objective].measures
        ),
        worth=Worth(**value),
        usual=None,
        engine=ENGINE,
    )


def _explained(
    crowd: Crowd, columns: Integers, scores: Integers, progress: Progress
) -> tuple[list[Pair], list[Unmatched]]:
    pool, pairs = crowd.pool, []
    matched = np.flatnonzero(columns != NOBODY)
    for done, row in enumerate(matched.tolist()):
        progress("explain", done, len(columns))
        pairs.append(explained(pool, crowd.judges, row, int(columns[row]), int(scores[row])))
    alone = np.flatnonzero(columns == NOBODY).tolist()
    kinds = {row: crowd.barred(row) for row in alone}
    firsts = list({kind: row for row, kind in reversed(kinds.items())}.values())
    told: dict[Hashable, tuple[Reason, ...]] = {}
    for first in range(0, len(firsts), AT_ONCE):
        progress("explain", len(matched), len(columns))
        some = firsts[first : first + AT_ONCE]
        few = tuple(pool.teachers[row] for row in some)
        weighing = Weighing(replace(pool.problem, teachers=few, pins=frozenset()))
        told |= {kinds[row]: weighing.hindrance(pool.teachers[row].id) for row in some}
    unmatched = [Unmatched(pool.teachers[row].id, told[kinds[row]]) for row in alone]
    progress("explain", len(columns), len(columns))
    return pairs, unmatched


def _loads(pool: Pool, columns: Integers, found: Found) -> Iterator[Load]:
    taken = np.bincount(columns[columns != NOBODY], minlength=len(pool.mentors)).tolist()
    for mentor, held, price in zip(pool.mentors, taken, found.prices.tolist(), strict=True):
        matched = (2 * price + found.premium) // (2 * found.premium) if found.premium else 0
        worth = Worth(matched, price - matched * found.premium)
        yield Load(mentor.id, mentor.capacity, held, worth)
