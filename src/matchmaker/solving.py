"""From a problem to its outcome."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from matchmaker.assignment import NOBODY
from matchmaker.objectives import Decision, Pins, decide, usual
from matchmaker.outcome import Load, Outcome, Unmatched, Worth
from matchmaker.pool import Booleans, Integers
from matchmaker.problem import USUAL, Problem
from matchmaker.relaxing import Relaxing
from matchmaker.weighing import Weighing

TABLE = 2_000_000  # pairs up to which all of them are held at once


def nowhere(step: str, done: int, of: int) -> None:
    """Progress that nobody watches: `done` of `of` parts of a step are ready."""


Progress: TypeAlias = Callable[[str, int, int], None]


class Answered:
    """A problem with its answer: a column for every row, before any of it is told in words.

    `start` is an earlier answer, a column for every row, that may be near this one; the answer does
    not depend on it. Raises `InvalidProblem` (see `Weighing`).
    """

    def __init__(self, weighing: Weighing, start: Integers | None = None) -> None:
        self.weighing = weighing
        self.problem, self.pool = weighing.problem, weighing.pool
        pool, objective = self.pool, self.problem.criteria.objective
        self.columns = np.full(len(pool.teachers), NOBODY, dtype=np.int64)
        for teacher_id, mentor_id in self.problem.pins:
            self.columns[pool.row[teacher_id]] = pool.column[mentor_id]
        self.pinned: Booleans = self.columns != NOBODY
        free = np.flatnonzero(~self.pinned)
        loads = self.loads
        pins = Pins(weighing.scores[self.pinned, self.columns[self.pinned]], loads)
        given = weighing.scores[free], weighing.barriers[free] < 0, pool.capacities - loads, pins
        near = None if start is None else start[free]
        self.decision: Decision = decide(objective, *given, start=near)
        self.columns[free] = self.decision.columns
        self.usual: Worth | None = None if objective == USUAL else usual(*given)

    @property
    def loads(self) -> Integers:
        """How many teachers each mentor has."""
        return np.bincount(
            self.columns[self.columns != NOBODY], minlength=len(self.pool.mentors)
        ).astype(np.int64)

    @property
    def fits(self) -> Integers:
        """The score of each teacher with the mentor she has; -1 without one."""
        there = np.flatnonzero(self.columns != NOBODY)
        fits = np.full(len(self.columns), -1, dtype=np.int64)
        fits[there] = self.weighing.scores[there, self.columns[there]]
        return fits

    @property
    def worth(self) -> Worth:
        """Teachers matched, and points of fit in all."""
        fits = self.fits
        return Worth(int((fits >= 0).sum()), int(fits[fits >= 0].sum()))

    def outcome(self, progress: Progress = nowhere) -> Outcome:
        """The answer explained."""
        pool, weighing, decision = self.pool, self.weighing, self.decision
        worth = decision.prices if self.usual is None else None
        relaxing = Relaxing(weighing, self.columns, self.pinned, worth)
        pairs, unmatched = [], []
        for row, teacher in enumerate(pool.teachers):
            column = self.columns[row]
            if column == NOBODY:
                reasons = weighing.hindrance(teacher.id)
                unmatched.append(Unmatched(teacher.id, reasons, relaxing.of_teacher(row)))
            else:
                pairs.append(weighing.pair(teacher.id, pool.mentors[column].id))
            progress("explain", row + 1, len(pool.teachers))
        taken = self.loads
        prices = decision.prices or [None] * len(pool.mentors)
        return Outcome(
            pairs=tuple(pairs),
            unmatched=tuple(unmatched),
            mentors=tuple(
                Load(
                    mentor.id,
                    mentor.capacity,
                    int(taken[column]),
                    prices[column],
                    relaxing.of_mentor(column),
                )
                for column, mentor in enumerate(pool.mentors)
            ),
            objective=self.problem.criteria.objective,
            measures=decision.measures,
            worth=self.worth,
            usual=self.usual,
            advice=relaxing.recruits() if unmatched else (),
            engine=decision.engine,
        )


def answer(problem: Problem, progress: Progress = nowhere) -> Answered:
    """The best answer there is. Raises `InvalidProblem` (see `Weighing`)."""
    progress("weigh", 0, 1)
    weighing = Weighing(problem)
    progress("weigh", 1, 1)
    progress("assign", 0, 1)
    answered = Answered(weighing)
    progress("assign", 1, 1)
    return answered


def solve(problem: Problem, progress: Progress = nowhere) -> Outcome:
    """The best outcome there is, explained, with what would change it; of more than `TABLE` pairs
    one as near to it as `many_objectives` says. Raises `InvalidProblem` (see `Weighing`)."""
    if len(problem.teachers) * len(problem.mentors) > TABLE:
        from matchmaker.many import solve_many  # noqa: PLC0415  # it loads a compiler

        return solve_many(problem, progress)
    return answer(problem, progress).outcome(progress)


def retold(outcome: Outcome, weighing: Weighing) -> Outcome:
    """The same pairs as another weighing of the same people tells them: their scores and reasons,
    why seats stay free, and what would change the answer. Of the proof it has what counts teachers
    alone; `proven` of it says no more than that. No price is told, and no other answer."""
    pool = weighing.pool
    columns = np.full(len(pool.teachers), NOBODY, dtype=np.int64)
    for pair in outcome.pairs:
        columns[pool.row[pair.teacher_id]] = pool.column[pair.mentor_id]
    pinned: Booleans = np.zeros(len(columns), dtype=bool)
    for teacher_id, _ in weighing.problem.pins:
        pinned[pool.row[teacher_id]] = True
    relaxing = Relaxing(weighing, columns, pinned)
    pairs = tuple(weighing.pair(pair.teacher_id, pair.mentor_id) for pair in outcome.pairs)
    return replace(
        outcome,
        pairs=pairs,
        unmatched=tuple(
            replace(each, relaxations=relaxing.of_teacher(pool.row[each.teacher_id]))
            for each in outcome.unmatched
        ),
        mentors=tuple(
            replace(each, price=None, reasons=relaxing.of_mentor(pool.column[each.mentor_id]))
            for each in outcome.mentors
        ),
        measures=tuple(each for each in outcome.measures if each.name == "matched"),
        worth=Worth(len(pairs), sum(pair.score for pair in pairs)),
        usual=None,
        advice=relaxing.recruits() if outcome.unmatched else (),
    )
