"""From a problem with very many people to its outcome."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from matchmaker import criteria, rules
from matchmaker.advising import Advising
from matchmaker.auction import NOBODY
from matchmaker.blocking import Block, Blocking
from matchmaker.evenness import LOWEST
from matchmaker.kinds import Codes
from matchmaker.many_objectives import MEASURES, engine_of, joined
from matchmaker.outcome import Load, Measure, Outcome, Pair, Proof, Reason, Unmatched, Worth
from matchmaker.parts import Part, Solved, divided, solve_part
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.problem import USUAL, Objective, Problem
from matchmaker.solving import Progress, nowhere
from matchmaker.weighing import Weighing, explained

PRICED = ("most_matched", "total_fit", "balanced")  # objectives with a single price for a seat
NOTHING = Worth(0, 0)
AT_ONCE = 256  # teachers without a mentor whose hindrances are looked for together


def checked(problem: Problem) -> Pool:
    """The pool of a valid problem; else raises `InvalidProblem`."""
    rules.check(problem)
    pool = Pool(problem)
    rules.check_pins(pool)
    return pool


def solve_many(problem: Problem, progress: Progress = nowhere) -> Outcome:
    """An outcome as good as `many_objectives` says, explained. Raises `InvalidProblem` as
    `Weighing` does."""
    pool = checked(problem)
    judges = criteria.judged(pool)
    columns = np.full(len(pool.teachers), NOBODY, dtype=np.int64)
    scores = np.zeros(len(pool.teachers), dtype=np.int64)
    free = NOTHING if problem.criteria.objective in PRICED else None
    loads = [Load(mentor.id, mentor.capacity, 0, free) for mentor in pool.mentors]
    wanted, better = columns.copy(), np.zeros(len(pool.mentors), dtype=np.int64)
    sums = Sums(problem.criteria.objective)
    parts = divided(pool, judges)
    for block, part in parts:
        solved = solve_part(part, progress)
        put(columns, block, solved.columns)
        put(wanted, block, solved.wanted)
        scores[block.rows], better[block.columns] = solved.scores, solved.better
        for column, load in zip(block.columns.tolist(), _loads(part, solved), strict=True):
            loads[column] = load
        sums.add(solved.measures, solved.worth, solved.usual)
    pairs, unmatched = _explained(pool, judges, columns, scores, progress)
    advising = Advising(pool, columns, wanted, [block for block, _ in parts], progress)
    relaxed, reasons = advising.of_teachers(), advising.of_mentors(better)
    proof = sums.proof()
    return Outcome(
        pairs=tuple(pairs),
        unmatched=tuple(
            replace(each, relaxations=relaxed[pool.row[each.teacher_id]]) for each in unmatched
        ),
        mentors=tuple(
            replace(each, reasons=told) for each, told in zip(loads, reasons, strict=True)
        ),
        objective=proof.objective,
        measures=proof.measures,
        worth=proof.worth,
        usual=proof.usual,
        advice=advising.recruits(),
        engine=proof.engine,
    )


def put(columns: Integers, block: Block, found: Integers | Codes) -> None:
    """What was found in a part, a column of it or `NOBODY` for each of its rows, where it belongs
    among all."""
    there = found != NOBODY
    columns[block.rows[there]] = block.columns[found[there]]


@dataclass(slots=True)
class Sums:
    """What parts reach together, as they come."""

    objective: Objective
    measured: list[tuple[Measure, ...]] = field(default_factory=list)
    worth: Worth = NOTHING
    usual: Worth = NOTHING

    def add(self, measures: tuple[Measure, ...], worth: Worth, usual: Worth | None) -> None:
        """One part more."""
        self.measured.append(measures)
        self.worth = self.worth.plus(worth)
        self.usual = self.usual.plus(worth if usual is None else usual)

    def proof(self) -> Proof:
        """What all are worth, and how well that is proven."""
        measures = joined(self.measured)
        if not self.worth.matched:  # then nothing has a lowest fit, and nothing may be measured
            names = MEASURES[self.objective]
            bounds = {each.name: each.bound for each in measures if each.name != LOWEST}
            measures = tuple(Measure(name, 0, bounds.get(name, 0)) for name in names)
        return Proof(
            objective=self.objective,
            measures=measures,
            worth=self.worth,
            usual=None if self.objective == USUAL else self.usual,
            engine=engine_of(self.objective),
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
    if solved.prices is None:
        for mentor, here in zip(mentors, taken, strict=True):
            yield Load(mentor.id, mentor.capacity, here, None)
        return
    for mentor, here, price in zip(mentors, taken, solved.prices.tolist(), strict=True):
        matched = (2 * price + premium) // (2 * premium) if premium else 0
        yield Load(mentor.id, mentor.capacity, here, Worth(matched, price - matched * premium))
