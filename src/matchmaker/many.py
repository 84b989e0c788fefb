"""From a problem with very many people to its outcome."""

from collections.abc import Hashable, Iterator
from dataclasses import replace

import numpy as np

from matchmaker import criteria, rules
from matchmaker.auction import NOBODY
from matchmaker.blocking import Blocking
from matchmaker.market import ENGINE
from matchmaker.objectives import AIMS
from matchmaker.outcome import Load, Measure, Outcome, Pair, Reason, Unmatched, Worth
from matchmaker.parts import Part, Solved, divided, solve_part
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.problem import Objective, Problem
from matchmaker.rules import InvalidProblem
from matchmaker.solving import Progress, nowhere
from matchmaker.weighing import Weighing, explained

OBJECTIVES = ("most_matched", "total_fit")  # those that an auction serves
AT_ONCE = 256  # teachers without a mentor whose hindrances are looked for together


def checked(problem: Problem) -> Pool:
    """The pool of a problem that can be answered so; else raises `InvalidProblem`."""
    rules.check(problem)
    objective = problem.criteria.objective
    if objective not in OBJECTIVES:
        possible = len(problem.teachers) * len(problem.mentors)
        told = {"objective": objective, "pairs": possible, "objectives": OBJECTIVES}
        raise InvalidProblem((Reason("too_many_for_objective", told),))
    pool = Pool(problem)
    rules.check_pins(pool)
    return pool


def solve_many(problem: Problem, progress: Progress = nowhere) -> Outcome:
    """An outcome whose gap is at most a thousandth of the fit, explained. Raises `InvalidProblem`
    as `Weighing` does."""
    pool = checked(problem)
    judges = criteria.judged(pool)
    columns = np.full(len(pool.teachers), NOBODY, dtype=np.int64)
    scores = np.zeros(len(pool.teachers), dtype=np.int64)
    loads = [Load(mentor.id, mentor.capacity, 0, Worth(0, 0)) for mentor in pool.mentors]
    value = bound = Worth(0, 0)
    for block, part in divided(pool, judges):
        solved = solve_part(part, progress)
        made = solved.columns != NOBODY
        columns[block.rows[made]] = block.columns[solved.columns[made]]
        scores[block.rows] = solved.scores
        for column, load in zip(block.columns.tolist(), _loads(part, solved), strict=True):
            loads[column] = load
        value, bound = value.plus(solved.value), bound.plus(solved.bound)
    pairs, unmatched = _explained(pool, judges, columns, scores, progress)
    objective = problem.criteria.objective
    return Outcome(
        pairs=tuple(pairs),
        unmatched=tuple(unmatched),
        mentors=tuple(loads),
        objective=objective,
        measures=measures(objective, value, bound),
        worth=value,
        usual=None,
        engine=ENGINE,
    )


def measures(objective: Objective, value: Worth, bound: Worth) -> tuple[Measure, ...]:
    """What the objective counts, of an answer worth so much where none is worth more than that."""
    return tuple(
        Measure(name, getattr(value, name), getattr(bound, name))
        for name in AIMS[objective].measures
    )


def _explained(
    pool: Pool,
    judges: dict[str, Booleans],
    columns: Integers,
    scores: Integers,
    progress: Progress,
) -> tuple[list[Pair], list[Unmatched]]:
    pairs = []
    matched = np.flatnonzero(columns != NOBODY)
    for done, row in enumerate(matched.tolist()):
        progress("explain", done, len(columns))
        pairs.append(explained(pool, judges, row, int(columns[row]), int(scores[row])))
    hindered = hindrances(pool, np.flatnonzero(columns == NOBODY))
    unmatched = [Unmatched(pool.teachers[row].id, told) for row, told in hindered.items()]
    progress("explain", len(columns), len(columns))
    return pairs, unmatched


def hindrances(pool: Pool, rows: Integers) -> dict[int, tuple[Reason, ...]]:
    """What stands between each of these teachers and any mentor (`Weighing.hindrance`)."""
    if not len(rows):
        return {}
    blocking = Blocking(pool)
    kinds = {row: blocking.barred(row) for row in rows.tolist()}
    firsts = list({kind: row for row, kind in reversed(kinds.items())}.values())
    told: dict[Hashable, tuple[Reason, ...]] = {}
    for first in range(0, len(firsts), AT_ONCE):
        some = firsts[first : first + AT_ONCE]
        few = tuple(pool.teachers[row] for row in some)
        weighing = Weighing(replace(pool.problem, teachers=few, pins=frozenset()))
        told |= {kinds[row]: weighing.hindrance(pool.teachers[row].id) for row in some}
    return {row: told[kind] for row, kind in kinds.items()}


def _loads(part: Part, solved: Solved) -> Iterator[Load]:
    mentors = sorted(part.problem.mentors, key=lambda mentor: mentor.id)
    held = solved.columns[solved.columns != NOBODY]
    taken = np.bincount(held, minlength=len(mentors)).tolist()
    premium = solved.premium
    for mentor, here, price in zip(mentors, taken, solved.prices.tolist(), strict=True):
        matched = (2 * price + premium) // (2 * premium) if premium else 0
        yield Load(mentor.id, mentor.capacity, here, Worth(matched, price - matched * premium))
