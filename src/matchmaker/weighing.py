"""A problem with every pair weighed."""

from collections import Counter
from dataclasses import replace
from functools import cached_property

import numpy as np

from matchmaker import criteria, rules
from matchmaker.outcome import Pair, Reason
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.problem import USUAL, Criteria, Pairing, Problem, Weights


class Weighing:
    """A problem with every pair weighed: what rules a pair out, what it scores and why.

    Raises `InvalidProblem` for ids given twice, impossible numbers and pins that break a rule.
    Asking about an id that nobody has raises KeyError. `near` is one of a problem that may be much
    the same: of its tables those are taken over that what is different does not change.
    """

    def __init__(self, problem: Problem, near: "Weighing | None" = None) -> None:
        rules.check(problem)
        self.problem = problem
        self.pool = Pool(problem)
        rules.check_pins(self.pool)
        alike = near if near is not None and _same_people(near.problem, problem) else None
        weights, ruled = problem.criteria.weights, _ruled(problem)
        self._weighed = alike if alike and alike.problem.criteria.weights == weights else None
        self._barred = alike if alike and _ruled(alike.problem) == ruled else None

    @cached_property
    def barriers(self) -> Integers:
        """For each pair the first rule it breaks, as a place in `rules.RULES`; -1 for none."""
        if self._barred is None:
            return rules.barriers(self.pool)
        pool, other = self.pool, self._barred.problem
        changed = [
            each
            for each in self.problem.forbidden ^ other.forbidden
            if each[0] in pool.row and each[1] in pool.column
        ]
        if not changed:
            return self._barred.barriers
        barriers = self._barred.barriers.copy()
        for teacher_id, mentor_id in changed:
            place = rules.place(pool, teacher_id, mentor_id)
            barriers[pool.row[teacher_id], pool.column[mentor_id]] = place
        return barriers

    @cached_property
    def _judges(self) -> dict[str, Booleans]:
        return criteria.judged(self.pool) if self._weighed is None else self._weighed._judges

    @cached_property
    def scores(self) -> Integers:
        """The score of every pair, ruled out or not; rows and columns in order of id."""
        if self._weighed is not None:
            return self._weighed.scores
        return criteria.scores(self.pool, self._judges)

    def barrier(self, teacher_id: str, mentor_id: str) -> Reason | None:
        """The hard rule that rules this pair out, None if it may be made (seats not counted)."""
        return rules.barrier(self.pool, teacher_id, mentor_id)

    def pair(self, teacher_id: str, mentor_id: str) -> Pair:
        """The pair with its score and its reasons, whether or not a rule rules it out."""
        row, column = self.pool.row[teacher_id], self.pool.column[mentor_id]
        return explained(self.pool, self._judges, row, column, int(self.scores[row, column]))

    def candidates(self, teacher_id: str) -> tuple[Pair, ...]:
        """Every mentor whom no rule takes from this teacher, best first, then in order of id."""
        row = self.pool.row[teacher_id]
        columns = np.flatnonzero(self.barriers[row] < 0)
        order = columns[np.argsort(-self.scores[row, columns], kind="stable")]
        return tuple(self.pair(teacher_id, self.pool.mentors[column].id) for column in order)

    def hindrance(self, teacher_id: str) -> tuple[Reason, ...]:
        """What stands between this teacher and any mentor: the binding constraint, then the counts.

        If some mentor could take her, the constraint is that all of those are full.
        """
        row = self.pool.row[teacher_id]
        everyone = len(self.pool.mentors)
        places = Counter(int(place) for place in self.barriers[row])
        counts = {
            rule.code: places[place] for place, rule in enumerate(rules.RULES) if places[place]
        }
        speechless = counts.pop("no_shared_language", 0)
        counted = tuple(Reason(f"count_{code}", {"count": n}) for code, n in counts.items())
        teacher = self.pool.teachers[row]
        if not everyone:
            return (Reason("no_mentors"),)
        if open_ := np.flatnonzero(self.barriers[row] < 0).tolist():
            seats = sum(self.pool.mentors[column].capacity for column in open_)
            return (Reason("all_full", {"mentors": len(open_), "seats": seats}), *counted)
        if not teacher.languages and speechless == everyone:
            return (Reason("no_language_given"),)
        if speechless + counts.get("oneself", 0) == everyone and speechless:
            return (
                Reason("nobody_speaks", {"languages": teacher.languages, "mentors": speechless}),
                *counted,
            )
        if self.problem.criteria.shared_language:
            return (
                Reason("all_ruled_out_of_language", {"mentors": everyone - speechless}),
                *counted,
            )
        return (Reason("all_ruled_out", {"mentors": everyone}), *counted)


def _same_people(one: Problem, other: Problem) -> bool:
    """Whether both have the same people, but for seats."""
    return (
        one.teachers == other.teachers
        and len(one.mentors) == len(other.mentors)
        and all(
            here is there or replace(here, capacity=there.capacity) == there
            for here, there in zip(one.mentors, other.mentors, strict=True)
        )
    )


def _ruled(problem: Problem) -> tuple[Criteria, dict[Pairing, str]]:
    """What rules pairs out, but for those that the coordinator has forbidden."""
    ruled = replace(problem.criteria, weights=Weights(), objective=USUAL)
    return ruled, dict(problem.prohibited)


def explained(pool: Pool, judges: dict[str, Booleans], row: int, column: int, score: int) -> Pair:
    """The pair of these two, who have this score, with its reasons."""
    teacher, mentor = pool.teachers[row].id, pool.mentors[column].id
    fits, misses = criteria.told(pool, judges, row, column)
    pinned = (teacher, mentor) in pool.problem.pins
    if pinned:
        fits.insert(0, Reason("pinned"))
    return Pair(teacher, mentor, score, pinned, tuple(fits), tuple(misses))
