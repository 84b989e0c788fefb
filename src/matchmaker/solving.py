"""From a problem to its outcome."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeAlias

import numpy as np

from matchmaker.assignment import NOBODY
from matchmaker.objectives import Decision, Pins, decide, usual
from matchmaker.outcome import Load, Outcome, Pair, Unmatched, Worth
from matchmaker.pool import Booleans, Integers
from matchmaker.problem import USUAL, Pairing, Problem
from matchmaker.relaxing import Relaxing
from matchmaker.weighing import Weighing

TABLE = 2_000_000  # pairs up to which all of them are held at once


def nowhere(step: str, done: int, of: int) -> None:
    """Progress that nobody watches: `done` of `of` parts of a step are ready."""


Progress: TypeAlias = Callable[[str, int, int], None]


Held: TypeAlias = dict[str, tuple[str, int]]  # teacher → her mentor, and the score of the two


class Answer(Protocol):
    """A problem with its answer, however many people there are, that can be asked about."""

    @property
    def problem(self) -> Problem: ...
    @property
    def worth(self) -> Worth:
        """Teachers matched, and points of fit in all."""
        ...

    @property
    def open_share(self) -> float:
        """The share of the total fit by which this may be below the best; 0 where it is proven."""
        ...

    def held(self) -> Held:
        """The pairs, by teacher."""
        ...

    def of_teacher(self, teacher_id: str) -> Pair | Unmatched:
        """The mentor that a teacher has, or why she has none. KeyError for an unknown id."""
        ...

    def of_mentor(self, mentor_id: str) -> Load:
        """A mentor's seats, and why some stay free. KeyError for an unknown id."""
        ...

    def weighing_of(self, teacher_id: str) -> Weighing:
        """This teacher weighed with every mentor. KeyError for an unknown id."""
        ...

    def changed(self, problem: Problem) -> "Answer":
        """The answer to another problem, which may be much the same: it is the same as if that had
        been answered afresh. Raises `InvalidProblem`."""
        ...

    def outcome(self, progress: Progress = ...) -> Outcome:
        """The answer explained."""
        ...


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

    @property
    def open_share(self) -> float:
        """None of it: the best is found."""
        return 0.0

    def held(self) -> Held:
        """The pairs, by teacher."""
        pool, fits = self.pool, self.fits
        return {
            teacher.id: (pool.mentors[self.columns[row]].id, int(fits[row]))
            for row, teacher in enumerate(pool.teachers)
            if self.columns[row] != NOBODY
        }

    def of_teacher(self, teacher_id: str) -> Pair | Unmatched:
        """The mentor that a teacher has, or why she has none. KeyError for an unknown id."""
        row = self.pool.row[teacher_id]
        column = self.columns[row]
        if column != NOBODY:
            return self.weighing.pair(teacher_id, self.pool.mentors[column].id)
        relaxations = self._relaxing().of_teacher(row)
        return Unmatched(teacher_id, self.weighing.hindrance(teacher_id), relaxations)

    def of_mentor(self, mentor_id: str) -> Load:
        """A mentor's seats, and why some stay free. KeyError for an unknown id."""
        return self._load(self.pool.column[mentor_id], self.loads, self._relaxing())

    def _load(self, column: int, taken: Integers, relaxing: Relaxing) -> Load:
        mentor, prices = self.pool.mentors[column], self.decision.prices
        price = prices[column] if prices else None
        reasons = relaxing.of_mentor(column)
        return Load(mentor.id, mentor.capacity, int(taken[column]), price, reasons)

    def weighing_of(self, teacher_id: str) -> Weighing:
        """Everybody weighed. KeyError for an unknown id."""
        self.pool.row[teacher_id]
        return self.weighing

    def changed(self, problem: Problem) -> "Answered":
        """The answer to another problem, reached from this one, which mostly takes a few moves.
        Raises `InvalidProblem`."""
        pairs = [(teacher_id, mentor_id) for teacher_id, (mentor_id, _) in self.held().items()]
        return resumed(Weighing(problem, self.weighing), pairs)

    def _relaxing(self) -> Relaxing:
        worth = self.decision.prices if self.usual is None else None
        return Relaxing(self.weighing, self.columns, self.pinned, worth)

    def outcome(self, progress: Progress = nowhere) -> Outcome:
        """The answer explained."""
        pool, weighing, decision = self.pool, self.weighing, self.decision
        relaxing = self._relaxing()
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
        return Outcome(
            pairs=tuple(pairs),
            unmatched=tuple(unmatched),
            mentors=tuple(
                self._load(column, taken, relaxing) for column in range(len(pool.mentors))
            ),
            objective=self.problem.criteria.objective,
            measures=decision.measures,
            worth=self.worth,
            usual=self.usual,
            advice=relaxing.recruits(partial(progress, "recruit")) if unmatched else (),
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


def answer_any(problem: Problem, progress: Progress = nowhere) -> Answer:
    """The best answer there is; of more than `TABLE` pairs one as near to it as `many_objectives`
    says. Raises `InvalidProblem` (see `Weighing`)."""
    if len(problem.teachers) * len(problem.mentors) > TABLE:
        from matchmaker.many import AnsweredMany  # noqa: PLC0415  # it loads a compiler

        return AnsweredMany(problem, progress)
    return answer(problem, progress)


def solve(problem: Problem, progress: Progress = nowhere) -> Outcome:
    """The best outcome there is, explained, with what would change it (see `answer_any`)."""
    return answer_any(problem, progress).outcome(progress)


def resumed(weighing: Weighing, pairs: Iterable[Pairing]) -> Answered:
    """The answer to a problem of which these pairs may be the answer: sooner there if they are.
    Pairs that may not be made, or of people who are not in the problem, do no harm."""
    return Answered(weighing, _start(weighing, pairs))


def _start(weighing: Weighing, pairs: Iterable[Pairing]) -> Integers:
    """What is left of an answer in a changed problem: pairs that may still be made, seats that are
    still there."""
    pool = weighing.pool
    columns = np.full(len(pool.teachers), NOBODY, dtype=np.int64)
    left = pool.capacities.tolist()
    pinned = {teacher_id for teacher_id, _ in weighing.problem.pins}
    for _, mentor_id in weighing.problem.pins:
        left[pool.column[mentor_id]] -= 1
    for teacher_id, mentor_id in pairs:
        if teacher_id in pinned or teacher_id not in pool.row or mentor_id not in pool.column:
            continue
        here, there = pool.row[teacher_id], pool.column[mentor_id]
        if left[there] > 0 and weighing.barriers[here, there] < 0:
            left[there] -= 1
            columns[here] = there
    return columns


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
