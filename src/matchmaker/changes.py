"""What if: a wish, a weight, a rule, a seat or a person changed, and what the answer would be then.

A change makes one problem of another:

    difference = what_if(answer(problem), seats("m12", 4))

The new answer is the same as if its problem had been answered afresh, to the byte; it is reached
from the old one, which mostly takes a few moves, and what the change leaves as it was is not
weighed again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from matchmaker.outcome import Param, Reason, Worth
from matchmaker.problem import (
    OBJECTIVES,
    WEIGHTS,
    Criteria,
    Mentor,
    Objective,
    Pairing,
    Problem,
)
from matchmaker.solving import Answer

Change: TypeAlias = Callable[[Problem], Problem]
RULES = tuple(each.name for each in fields(Criteria) if each.name not in ("weights", "objective"))


@dataclass(frozen=True, slots=True)
class Move:
    """A teacher whose mentor changes: ids and scores before and after, None where there is none."""

    teacher_id: str
    before: str | None
    after: str | None
    score_before: int | None
    score_after: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does: who moves, in order of ids, and what both answers are worth.

    Somebody who is only in one of the two problems moves from or to nobody, if she has a mentor in
    it.
    """

    moves: tuple[Move, ...]
    before: Worth
    after: Worth
    answered: Answer

    @property
    def matched(self) -> int:
        """How many more teachers have a mentor; fewer than none if the change takes some away."""
        return self.after.matched - self.before.matched

    @property
    def total(self) -> int:
        """How many points of fit the change gains in all, or loses."""
        return self.after.total - self.before.total

    def told(self) -> tuple[Reason, ...]:
        """The difference as reasons: the sums, then each move."""
        if not self.moves and self.before == self.after:
            return (Reason("difference_none"),)
        sums = {
            "matched_before": self.before.matched,
            "matched": self.after.matched,
            "total_before": self.before.total,
            "total": self.after.total,
        }
        return (Reason("difference", sums), *map(_told, self.moves))


def _told(move: Move) -> Reason:
    if move.after is None or move.score_after is None:
        return Reason("move_away", {"teacher": move.teacher_id, "mentor": move.before or ""})
    after: dict[str, Param] = {
        "teacher": move.teacher_id,
        "mentor": move.after,
        "score": move.score_after,
    }
    if move.before is None or move.score_before is None:
        return Reason("move_in", after)
    return Reason("move", {**after, "before": move.before, "score_before": move.score_before})


def what_if(answered: Answer, *changes: Change) -> Difference:
    """What these changes, one after the other, do to an answer.

    Raises `InvalidProblem` where the changed problem cannot be answered, KeyError for an id that
    nobody has and ValueError for a name that there is not.
    """
    problem = answered.problem
    for change in changes:
        problem = change(problem)
    after = answered.changed(problem)
    moves = []
    olds, news = answered.held(), after.held()
    for teacher_id in sorted(olds.keys() | news.keys()):
        old, score_before = olds.get(teacher_id, (None, None))
        new, score_after = news.get(teacher_id, (None, None))
        if old != new:
            moves.append(Move(teacher_id, old, new, score_before, score_after))
    return Difference(tuple(moves), answered.worth, after.worth, after)


def pin(teacher_id: str, mentor_id: str) -> Change:
    """These two together, in place of any other mentor set for her."""

    def placed(problem: Problem, pair: Pairing) -> Problem:
        others = {each for each in problem.pins if each[0] != teacher_id}
        return replace(problem, pins=frozenset({*others, pair}))

    return _of_pair(teacher_id, mentor_id, placed)


def unpin(teacher_id: str, mentor_id: str) -> Change:
    """These two not set together any more."""
    return _of_pair(
        teacher_id, mentor_id, lambda problem, pair: replace(problem, pins=problem.pins - {pair})
    )


def forbid(teacher_id: str, mentor_id: str) -> Change:
    """These two not together; if they are set together, not any more."""

    def kept_apart(problem: Problem, pair: Pairing) -> Problem:
        return replace(problem, pins=problem.pins - {pair}, forbidden=problem.forbidden | {pair})

    return _of_pair(teacher_id, mentor_id, kept_apart)


def allow(teacher_id: str, mentor_id: str) -> Change:
    """These two no longer ruled out by the coordinator."""

    def allowed(problem: Problem, pair: Pairing) -> Problem:
        return replace(problem, forbidden=problem.forbidden - {pair})

    return _of_pair(teacher_id, mentor_id, allowed)


def _of_pair(
    teacher_id: str, mentor_id: str, changed: Callable[[Problem, Pairing], Problem]
) -> Change:
    def change(problem: Problem) -> Problem:
        _known(problem, teacher_id, mentor_id)
        return changed(problem, (teacher_id, mentor_id))

    return change


def seats(mentor_id: str, capacity: int) -> Change:
    """So many seats for this mentor."""

    def change(problem: Problem) -> Problem:
        _known(problem, mentor_id=mentor_id)
        mentors = (
            replace(mentor, capacity=capacity) if mentor.id == mentor_id else mentor
            for mentor in problem.mentors
        )
        return replace(problem, mentors=tuple(mentors))

    return change


def weight(name: str, points: int) -> Change:
    """So many points for this criterion."""
    if name not in WEIGHTS:
        raise ValueError(f"There is no criterion {name}. Known are: {', '.join(WEIGHTS)}.")
    values: Mapping[str, Any] = {name: points}
    return lambda problem: _criteria(problem, weights=replace(problem.criteria.weights, **values))


def rule(name: str, value: object) -> Change:
    """This optional rule of the criteria with another value."""
    if name not in RULES:
        raise ValueError(f"There is no rule {name}. Known are: {', '.join(RULES)}.")
    return lambda problem: _criteria(problem, **{name: value})


def objective(name: Objective) -> Change:
    """Another objective."""
    if name not in OBJECTIVES:
        raise ValueError(f"There is no objective {name}. Known are: {', '.join(OBJECTIVES)}.")
    return lambda problem: _criteria(problem, objective=name)


def _criteria(problem: Problem, **values: Any) -> Problem:
    return replace(problem, criteria=replace(problem.criteria, **values))


def with_mentor(mentor: Mentor) -> Change:
    """One mentor more."""
    return lambda problem: replace(problem, mentors=(*problem.mentors, mentor))


def without_teacher(teacher_id: str) -> Change:
    """One teacher fewer, and what is set for her."""

    def change(problem: Problem) -> Problem:
        _known(problem, teacher_id=teacher_id)
        return replace(
            problem,
            teachers=tuple(each for each in problem.teachers if each.id != teacher_id),
            pins=frozenset(pair for pair in problem.pins if pair[0] != teacher_id),
        )

    return change


def without_mentor(mentor_id: str) -> Change:
    """One mentor fewer, and whoever is set with her."""

    def change(problem: Problem) -> Problem:
        _known(problem, mentor_id=mentor_id)
        return replace(
            problem,
            mentors=tuple(each for each in problem.mentors if each.id != mentor_id),
            pins=frozenset(pair for pair in problem.pins if pair[1] != mentor_id),
        )

    return change


def _known(problem: Problem, teacher_id: str | None = None, mentor_id: str | None = None) -> None:
    """KeyError for an id that nobody has."""
    for wanted, people in ((teacher_id, problem.teachers), (mentor_id, problem.mentors)):
        if wanted is not None and all(person.id != wanted for person in people):
            raise KeyError(wanted)
