"""What is never done: the hard rules that rule a pair out, whatever its fit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from operator import attrgetter

import numpy as np

from matchmaker.kinds import NOTHING, Look
from matchmaker.levels import SCALES, common_level, unreadable
from matchmaker.outcome import Param, Reason
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.problem import LANGUAGE_LEVELS, WEIGHTS, Criteria, Mentor, Pairing, Problem, Teacher

RELATIONS = ("principal", "evaluator", "line_manager")  # those with sentences of their own


def oneself(pool: Pool) -> Iterable[Pairing]:
    """Nobody mentors themselves."""
    return ((teacher.id, teacher.id) for teacher in pool.teachers)


def prohibited(pool: Pool) -> Iterable[Pairing]:
    """Nobody is mentored by those who manage or appraise them."""
    return pool.problem.prohibited


def avoided(pool: Pool) -> Iterable[Pairing]:
    """Nobody is paired with somebody whom either of the two asked to avoid."""
    yield from ((teacher.id, other) for teacher in pool.teachers for other in teacher.avoid)
    yield from ((other, mentor.id) for mentor in pool.mentors for other in mentor.avoid)


def forbidden(pool: Pool) -> Iterable[Pairing]:
    """No pair that the coordinator has forbidden."""
    return pool.problem.forbidden


def speechless(pool: Pool) -> Booleans:
    """No pair without a language that both speak."""
    if not pool.criteria.shared_language:
        return np.zeros(pool.shape, dtype=np.bool_)
    teachers, mentors = (np.sign(table) for table in pool.places("languages"))
    return np.asarray(teachers @ mentors.T == 0, dtype=np.bool_)


def inexperienced(pool: Pool) -> Booleans:
    """No mentor whose years of experience are fewer than the criteria ask, or not known."""
    short = np.zeros(pool.shape, dtype=np.bool_)
    if pool.criteria.minimum_years > 0:
        short[:] = pool.years()[1] < pool.criteria.minimum_years
    return short


def schoolfellows(pool: Pool) -> Booleans:
    """No pair from one school, if the criteria say so.

    Schools of one name in different districts or states are different schools.
    """
    if pool.criteria.same_school == "allowed":
        return np.zeros(pool.shape, dtype=np.bool_)
    together = pool.alike("school")[0]
    return together & ~pool.alike("district")[1] & ~pool.alike("state")[1]


def minors(pool: Pool) -> Booleans:
    """No teacher who is under age with a mentor who is not cleared for that."""
    young = np.array([teacher.minor for teacher in pool.teachers], dtype=np.bool_)
    cleared = np.array([mentor.minor for mentor in pool.mentors], dtype=np.bool_)
    return young[:, None] & ~cleared[None, :]


def below_level(pool: Pool) -> Booleans:
    """No pair that is not known to share a language at the level the criteria ask for."""
    least = LANGUAGE_LEVELS.index(pool.criteria.language_level)
    return np.asarray(common_level(pool) < least, dtype=np.bool_)


def too_busy(pool: Pool) -> Booleans:
    """No pair with fewer free hours in common than the criteria ask for, if both have given some."""
    ours, theirs = (np.sign(table) for table in pool.places("hours"))
    known = np.outer(ours.any(axis=1), theirs.any(axis=1))
    return np.asarray(known & (ours @ theirs.T < pool.criteria.shared_hours), dtype=np.bool_)


def apart(pool: Pool) -> Booleans:
    """No pair without a way of meeting in common, if the criteria say so and both have given some."""
    if not pool.criteria.shared_format:
        return np.zeros(pool.shape, dtype=np.bool_)
    ours, theirs = (np.sign(table) for table in pool.places("formats"))
    known = np.outer(ours.any(axis=1), theirs.any(axis=1))
    return np.asarray(known & (ours @ theirs.T == 0), dtype=np.bool_)


def elsewhere(pool: Pool) -> Booleans:
    """No pair from two states, if the criteria say so."""
    if not pool.criteria.same_state:
        return np.zeros(pool.shape, dtype=np.bool_)
    return pool.alike("state")[1]


def helpless(pool: Pool) -> Booleans:
    """No mentor who offers nothing that the teacher needs, if the criteria say so and she has named
    a need."""
    return _nothing_shared(pool, "domains", pool.criteria.shared_domain)


def stageless(pool: Pool) -> Booleans:
    """No mentor who knows no stage of the teacher's, if the criteria say so and she has named one."""
    return _nothing_shared(pool, "stages", pool.criteria.shared_stage)


def _nothing_shared(pool: Pool, name: str, asked: bool) -> Booleans:
    """Pairs whose teacher has given some values of this list, none of which the mentor has."""
    if not asked:
        return np.zeros(pool.shape, dtype=np.bool_)
    ours, theirs = (np.sign(table) for table in pool.places(name))
    some = np.asarray(ours.any(axis=1), dtype=np.bool_)
    return np.asarray(some[:, None] & (ours @ theirs.T == 0), dtype=np.bool_)


def _always(criteria: Criteria) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule: which pairs it rules out, and how one of them is told.

    It rules out pairs that are named (`pairings`: not all of these ids need be there), or all the
    pairs of certain people (`broken`): the same for all teachers of one kind and all mentors of
    one kind, as `compares` tells kinds apart. `on` is whether the criteria ask for it at all: where
    they do not, it rules out nobody.
    """

    code: str
    told: Callable[[Problem, Teacher, Mentor], Reason]
    pairings: Callable[[Pool], Iterable[Pairing]] | None = None
    broken: Callable[[Pool], Booleans] | None = None
    compares: Look = NOTHING
    on: Callable[[Criteria], bool] = _always

    def marks(self, pool: Pool) -> Booleans:
        """Which pairs it rules out."""
        marks = np.zeros(pool.shape, dtype=np.bool_)
        if self.broken is not None:
            marks |= self.broken(pool)
        for teacher_id, mentor_id in self.pairings(pool) if self.pairings is not None else ():
            if teacher_id in pool.row and mentor_id in pool.column:
                marks[pool.row[teacher_id], pool.column[mentor_id]] = True
        return marks


def _says(code: str) -> Callable[[Problem, Teacher, Mentor], Reason]:
    return lambda problem, teacher, mentor: Reason(code)


def _relation(problem: Problem, teacher: Teacher, mentor: Mentor) -> Reason:
    relation = problem.prohibited[teacher.id, mentor.id]
    if relation in RELATIONS:
        return Reason(relation)
    return Reason("other_relation", {"relation": relation})


def _languages(problem: Problem, teacher: Teacher, mentor: Mentor) -> Reason:
    return Reason("no_shared_language", {"languages": teacher.languages})


def _years(problem: Problem, teacher: Teacher, mentor: Mentor) -> Reason:
    return Reason("too_few_years", {"minimum": problem.criteria.minimum_years})


def _level(problem: Problem, teacher: Teacher, mentor: Mentor) -> Reason:
    return Reason("below_language_level", {"minimum": problem.criteria.language_level})


def _hours(problem: Problem, teacher: Teacher, mentor: Mentor) -> Reason:
    return Reason("too_few_hours", {"minimum": problem.criteria.shared_hours})


def _school(problem: Problem, teacher: Teacher, mentor: Mentor) -> Reason:
    return Reason("same_school", {"school": teacher.school})


# Where a pair breaks several rules it is told the first of these. Language comes first, so that
# what is said of a teacher without a mentor can be counted among the mentors she could talk with.
RULES: tuple[Rule, ...] = (
    Rule("oneself", _says("oneself"), pairings=oneself),
    Rule(
        "no_shared_language",
        _languages,
        broken=speechless,
        compares=Look("languages", ordered=False),
        on=lambda criteria: criteria.shared_language,
    ),
    Rule("prohibited", _relation, pairings=prohibited),
    Rule(
        "no_shared_domain",
        _says("no_shared_domain"),
        broken=helpless,
        compares=Look("domains", ordered=False),
        on=lambda criteria: criteria.shared_domain,
    ),
    Rule(
        "no_shared_stage",
        _says("no_shared_stage"),
        broken=stageless,
        compares=Look("stages", ordered=False),
        on=lambda criteria: criteria.shared_stage,
    ),
    Rule("in_confidence", _says("in_confidence"), pairings=avoided),
    Rule("forbidden", _says("forbidden"), pairings=forbidden),
    Rule(
        "too_few_years",
        _years,
        broken=inexperienced,
        compares=Look("years"),
        on=lambda criteria: criteria.minimum_years > 0,
    ),
    Rule(
        "same_school",
        _school,
        broken=schoolfellows,
        compares=Look("school", "district", "state"),
        on=lambda criteria: criteria.same_school != "allowed",
    ),
    Rule("minor", _says("minor"), broken=minors, compares=Look("minor")),
    Rule(
        "below_language_level",
        _level,
        broken=below_level,
        compares=Look("fluency"),
        on=lambda criteria: criteria.language_level != "",
    ),
    Rule(
        "too_few_hours",
        _hours,
        broken=too_busy,
        compares=Look("hours", ordered=False),
        on=lambda criteria: criteria.shared_hours > 0,
    ),
    Rule(
        "no_shared_format",
        _says("no_shared_format"),
        broken=apart,
        compares=Look("formats", ordered=False),
        on=lambda criteria: criteria.shared_format,
    ),
    Rule(
        "other_state",
        _says("other_state"),
        broken=elsewhere,
        compares=Look("state"),
        on=lambda criteria: criteria.same_state,
    ),
)


def barriers(pool: Pool) -> Integers:
    """For each pair the first rule it breaks, as a place in `RULES`; -1 where it may be made."""
    first = np.full(pool.shape, -1, dtype=np.int64)
    for place, rule in enumerate(RULES):
        first[(first < 0) & rule.marks(pool)] = place
    return first


class InvalidProblem(ValueError):
    """A problem that cannot be answered as it stands; `faults` says everything that is wrong."""

    def __init__(self, faults: tuple[Reason, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


def check(problem: Problem) -> None:
    """Raise `InvalidProblem` for ids given twice and for impossible numbers."""
    if faults := [*_numbers(problem), *_levels(problem), *_twice(problem)]:
        raise InvalidProblem(tuple(faults))


def _numbers(problem: Problem) -> list[Reason]:
    faults = [
        Reason("capacity_negative", {"mentor": mentor.id, "capacity": mentor.capacity})
        for mentor in sorted(problem.mentors, key=lambda each: each.id)
        if mentor.capacity < 0
    ]
    weights = {name: getattr(problem.criteria.weights, name) for name in WEIGHTS}
    faults += [
        Reason("weight_negative", {"criterion": name, "weight": weight})
        for name, weight in weights.items()
        if weight < 0
    ]
    if not any(weights.values()):
        faults.append(Reason("weights_all_zero"))
    return faults


def _levels(problem: Problem) -> list[Reason]:
    """Levels that cannot be read: what was meant would otherwise go unheard."""
    said = {(scale, each) for scale in SCALES for each in _values(problem, scale)}
    if not any(unreadable(scale, each) for scale, each in said):
        return []
    people: list[Teacher | Mentor] = [*problem.teachers, *problem.mentors]
    return [
        Reason("level_unreadable", {"person": person.id, "value": value})
        for person in sorted(people, key=lambda person: person.id)
        for scale in SCALES
        for value in unreadable(scale, getattr(person, scale))
    ]


def _values(problem: Problem, scale: str) -> Iterator[tuple[str, ...]]:
    return map(attrgetter(scale), chain(problem.teachers, problem.mentors))


def _twice(problem: Problem) -> list[Reason]:
    faults = []
    for side, people in (("teacher", problem.teachers), ("mentor", problem.mentors)):
        ids = sorted(person.id for person in people)
        again = sorted({one for one, other in pairwise(ids) if one == other})
        faults += [Reason(f"{side}_twice", {side: each}) for each in again]
    return faults


def check_pins(pool: Pool) -> None:
    """Raise `InvalidProblem` if a pin breaks a rule, each fault naming the rule."""
    faults: list[Reason] = []
    of_teacher: dict[str, list[str]] = {}
    of_mentor: dict[str, list[str]] = {}
    for teacher_id, mentor_id in sorted(pool.problem.pins):
        told: dict[str, Param] = {"teacher": teacher_id, "mentor": mentor_id}
        if teacher_id not in pool.row:
            faults.append(Reason("pin_unknown_teacher", told))
        elif mentor_id not in pool.column:
            faults.append(Reason("pin_unknown_mentor", told))
        else:
            of_teacher.setdefault(teacher_id, []).append(mentor_id)
            of_mentor.setdefault(mentor_id, []).append(teacher_id)
            why = barrier(pool, teacher_id, mentor_id)
            if why is not None:
                faults.append(Reason(f"pin_{why.code}", {**told, **why.params}))
    for teacher_id, mentor_ids in of_teacher.items():
        if len(mentor_ids) > 1:
            faults.append(
                Reason("pin_twice", {"teacher": teacher_id, "mentors": tuple(mentor_ids)})
            )
    for mentor_id, teacher_ids in sorted(of_mentor.items()):
        capacity = pool.mentors[pool.column[mentor_id]].capacity
        if len(teacher_ids) > capacity:
            counts: dict[str, Param] = {"pins": len(teacher_ids), "capacity": capacity}
            faults.append(Reason("pin_over_capacity", {"mentor": mentor_id, **counts}))
    if faults:
        raise InvalidProblem(tuple(faults))


def barrier(pool: Pool, teacher_id: str, mentor_id: str) -> Reason | None:
    """What rules this pair out, None if nothing; KeyError for an id that nobody has."""
    which = place(pool, teacher_id, mentor_id)
    if which < 0:
        return None
    people = pool.teachers[pool.row[teacher_id]], pool.mentors[pool.column[mentor_id]]
    return RULES[which].told(pool.problem, *people)


def place(pool: Pool, teacher_id: str, mentor_id: str) -> int:
    """The first rule that this pair breaks, as a place in `RULES`; -1 for none. KeyError for an id
    that nobody has."""
    pairing, problem = (teacher_id, mentor_id), pool.problem
    alone = replace(
        problem,
        teachers=(pool.teachers[pool.row[teacher_id]],),
        mentors=(pool.mentors[pool.column[mentor_id]],),
        forbidden=problem.forbidden & {pairing},
        prohibited={pairing: problem.prohibited[pairing]} if pairing in problem.prohibited else {},
    )
    return int(barriers(Pool(alone))[0, 0])
