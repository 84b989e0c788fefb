"""From a problem with very many people to its outcome."""

from collections.abc import Hashable, Iterator, Sequence
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
from matchmaker.solving import TABLE, Answer, Held, Progress, answer, nowhere
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


class AnsweredMany:
    """A problem of very many people with its answer: a column for every row, before any of it is
    told in words. It is as good as `many_objectives` says.

    `earlier` is the answer to a problem that may be much the same: parts that are the same in both
    are not answered again. Raises `InvalidProblem` as `Weighing` does.
    """

    def __init__(
        self,
        problem: Problem,
        progress: Progress = nowhere,
        earlier: "AnsweredMany | None" = None,
    ) -> None:
        self.problem, self.pool, self.progress = problem, checked(problem), progress
        self.judges = criteria.judged(self.pool)
        self.parts = divided(self.pool, self.judges)
        self.solved = [
            (earlier.answer_to(part) if earlier else None) or solve_part(part, progress)
            for _, part in self.parts
        ]
        self.columns = np.full(len(self.pool.teachers), NOBODY, dtype=np.int64)
        self.scores = np.zeros(len(self.pool.teachers), dtype=np.int64)
        self.wanted = self.columns.copy()
        for (block, _), solved in zip(self.parts, self.solved, strict=True):
            put(self.columns, block, solved.columns)
            put(self.wanted, block, solved.wanted)
            self.scores[block.rows] = solved.scores

    def answer_to(self, part: Part) -> Solved | None:
        """The answer to a part, where this problem has the very same one."""
        first = part.problem.teachers[0].id
        for (_, own), solved in zip(self.parts, self.solved, strict=True):
            if own.problem.teachers[0].id == first:
                same = own.problem == part.problem and all(
                    np.array_equal(own.judged[name], whom) for name, whom in part.judged.items()
                )
                return solved if same else None
        return None

    @property
    def worth(self) -> Worth:
        """Teachers matched, and points of fit in all."""
        return Worth(int((self.columns != NOBODY).sum()), int(self.scores.sum()))

    @property
    def open_share(self) -> float:
        """The share of the total fit by which this may be below the best there can be."""
        sums = self._sums()
        return max(
            (each.share for each in sums.proof().measures if each.name == "total"), default=0
        )

    def _sums(self) -> "Sums":
        sums = Sums(self.problem.criteria.objective)
        for each in self.solved:
            sums.add(each.measures, each.worth, each.usual)
        return sums

    def held(self) -> Held:
        """The pairs, by teacher."""
        pool = self.pool
        return {
            pool.teachers[row].id: (pool.mentors[self.columns[row]].id, int(self.scores[row]))
            for row in np.flatnonzero(self.columns != NOBODY).tolist()
        }

    def of_teacher(self, teacher_id: str) -> Pair | Unmatched:
        """The mentor that a teacher has, or why she has none. KeyError for an unknown id."""
        row = self.pool.row[teacher_id]
        column, score = int(self.columns[row]), int(self.scores[row])
        if column != NOBODY:
            return explained(self.pool, self.judges, row, column, score)
        (reasons,) = hindrances(self.pool, np.array([row])).values()
        return Unmatched(teacher_id, reasons, self._advising().of_teachers()[row])

    def of_mentor(self, mentor_id: str) -> Load:
        """A mentor's seats, and why some stay free. KeyError for an unknown id."""
        column = self.pool.column[mentor_id]
        return self._seats(self._advising())[column]

    def weighing_of(self, teacher_id: str) -> Weighing:
        """This teacher weighed with every mentor. KeyError for an unknown id."""
        return _weighed(self.pool, [self.pool.row[teacher_id]])

    def changed(self, problem: Problem) -> Answer:
        """The answer to another problem: what is the same in both is not answered again. Raises
        `InvalidProblem`."""
        if len(problem.teachers) * len(problem.mentors) > TABLE:
            return AnsweredMany(problem, self.progress, self)
        return answer(problem, self.progress)

    def _advising(self) -> Advising:
        blocks = [block for block, _ in self.parts]
        return Advising(self.pool, self.columns, self.wanted, blocks, self.progress)

    def _seats(self, advising: Advising) -> list[Load]:
        """Every mentor's seats, and why some stay free."""
        pool, objective = self.pool, self.problem.criteria.objective
        free = NOTHING if objective in PRICED else None
        loads = [Load(mentor.id, mentor.capacity, 0, free) for mentor in pool.mentors]
        better = np.zeros(len(pool.mentors), dtype=np.int64)
        for (block, part), solved in zip(self.parts, self.solved, strict=True):
            better[block.columns] = solved.better
            for column, load in zip(block.columns.tolist(), _loads(part, solved), strict=True):
                loads[column] = load
        reasons = advising.of_mentors(better)
        return [replace(each, reasons=told) for each, told in zip(loads, reasons, strict=True)]

    def outcome(self, progress: Progress = nowhere) -> Outcome:
        """The answer explained."""
        pool = self.pool
        pairs, unmatched = _explained(pool, self.judges, self.columns, self.scores, progress)
        advising = self._advising()
        relaxed = advising.of_teachers()
        proof = self._sums().proof()
        return Outcome(
            pairs=tuple(pairs),
            unmatched=tuple(
                replace(each, relaxations=relaxed[pool.row[each.teacher_id]]) for each in unmatched
            ),
            mentors=tuple(self._seats(advising)),
            objective=proof.objective,
            measures=proof.measures,
            worth=proof.worth,
            usual=proof.usual,
            advice=advising.recruits(),
            engine=proof.engine,
        )


def solve_many(problem: Problem, progress: Progress = nowhere) -> Outcome:
    """An outcome as good as `many_objectives` says, explained. Raises `InvalidProblem` as
    `Weighing` does."""
    return AnsweredMany(problem, progress).outcome(progress)


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
        weighing = _weighed(pool, some)
        told |= {kinds[row]: weighing.hindrance(pool.teachers[row].id) for row in some}
    return {row: told[kind] for row, kind in kinds.items()}


def _weighed(pool: Pool, rows: Sequence[int]) -> Weighing:
    """Some teachers of a pool weighed with every mentor; who is set together counts for nothing."""
    few = tuple(pool.teachers[row] for row in rows)
    return Weighing(replace(pool.problem, teachers=few, pins=frozenset()))


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
