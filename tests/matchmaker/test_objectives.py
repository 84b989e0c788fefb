"""Every objective against trying all assignments, and its certificate."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.assignment import EXACT, NOBODY, assign
from matchmaker.objectives import AIMS, FAIR_STEP, SEAT_STEP, Decision, Pins, decide
from matchmaker.outcome import Measure, Outcome, Worth
from matchmaker.problem import OBJECTIVES, Criteria, Mentor, Objective, Problem, Teacher
from matchmaker.solving import solve
from matchmaker.stability import blocking_pairs
from matchmaker.weighing import Weighing
from matchmaker.words import OBJECTIVES as SENTENCES
from tests.matchmaker.instances import Instance, instances, open_pairs, problems
from tests.matchmaker.oracle import Value, assignments, best_by, blocking

# Near the steps of fairness.
INSTANCES = instances(5, st.sampled_from((0, 0, 1, 499, 500, 700, 1000, 1001, 5000, 9_999, 10_000)))


def no_pins(mentors: int) -> Pins:
    return Pins(np.zeros(0, dtype=np.int64), np.zeros(mentors, dtype=np.int64))


def decided(objective: Objective, instance: Instance) -> Decision:
    return decide(objective, *instance, no_pins(len(instance[2])))


def worst_first(fits: list[int], loads: list[int]) -> tuple[int, ...]:
    """Most matched; then the fits, the worst first."""
    return len(fits), *sorted(fits)


def spread(fits: list[int], loads: list[int]) -> tuple[int, ...]:
    """Most matched; then the total less nothing for a first teacher, a step for a second, ..."""
    return len(fits), sum(fits) - sum(SEAT_STEP * k for load in loads for k in range(load))


VALUES: dict[Objective, Value] = {
    "most_matched": lambda fits, loads: (len(fits), sum(fits)),
    "total_fit": lambda fits, loads: (sum(fits), len(fits)),
    "fairest": worst_first,
    "balanced": spread,
}


@settings(max_examples=500)
@given(INSTANCES, st.sampled_from(tuple(VALUES)))
def test_an_objective_finds_the_first_of_the_best_answers(
    instance: Instance, objective: Objective
) -> None:
    mentors = len(instance[2])
    worth, columns = best_by(VALUES[objective], *instance)
    found = decided(objective, instance)
    assert [column % (mentors + 1) for column in found.columns.tolist()] == list(columns)
    fits = [int(instance[0][row, c]) for row, c in enumerate(columns) if c < mentors]
    assert [measure.gap for measure in found.measures] == [0] * len(found.measures)
    if objective == "fairest":
        reached = [
            sum(fit >= least for fit in fits) for least in range(FAIR_STEP, 10_001, FAIR_STEP)
        ]
        lowest = min(fits, default=0)
        assert [m.value for m in found.measures] == [len(fits), lowest, *reached, sum(fits)]
    else:
        assert tuple(m.value for m in found.measures) == worth


@settings(max_examples=300)
@given(INSTANCES)
def test_a_stable_answer_has_no_blocking_pair_and_is_the_best_of_them_for_every_teacher(
    instance: Instance,
) -> None:
    scores, allowed, capacities = instance
    mentors = len(capacities)
    found = decided("stable", instance)
    columns = tuple(column % (mentors + 1) for column in found.columns.tolist())
    others = [each for each in assignments(allowed, capacities) if not blocking(*instance, each)]
    assert columns in others

    def rank(row: int, column: int) -> tuple[int, int]:
        return (int(scores[row, column]), -column) if column < mentors else (-1, 0)

    for row, mine in enumerate(columns):
        assert all(rank(row, mine) >= rank(row, other[row]) for other in others)
    highest = max(
        sum(int(scores[row, c]) for row, c in enumerate(each) if c < mentors)
        for each in assignments(allowed, capacities)
    )
    total = sum(int(scores[row, c]) for row, c in enumerate(columns) if c < mentors)
    assert found.measures == (Measure("blocking", 0, 0), Measure("total", total, highest))


@settings(max_examples=200)
@given(INSTANCES, st.data())
def test_blocking_pairs_are_counted_in_any_answer(instance: Instance, data: st.DataObject) -> None:
    columns = data.draw(st.sampled_from(list(assignments(*instance[1:]))))
    mentors = len(instance[2])
    rows = np.array([NOBODY if c == mentors else c for c in columns], dtype=np.int64)
    assert blocking_pairs(*instance, rows) == len(blocking(*instance, columns))


@settings(max_examples=100)
@given(INSTANCES, st.sampled_from(tuple(VALUES)), st.data())
def test_an_earlier_answer_to_begin_with_changes_nothing(
    instance: Instance, objective: Objective, data: st.DataObject
) -> None:
    columns = data.draw(st.sampled_from(list(assignments(*instance[1:]))))
    mentors = len(instance[2])
    start = np.array([NOBODY if c == mentors else c for c in columns], dtype=np.int64)
    fresh = decided(objective, instance)
    near = decide(objective, *instance, no_pins(mentors), start=start)
    assert near.columns.tolist() == fresh.columns.tolist()
    assert (near.measures, near.prices) == (fresh.measures, fresh.prices)


@settings(max_examples=60)
@given(problems(), st.sampled_from(OBJECTIVES))
def test_an_outcome_says_what_it_is_best_of_and_what_that_costs(
    problem: Problem, objective: Objective
) -> None:
    usual = solve(problem)
    outcome = solve(replace(problem, criteria=replace(problem.criteria, objective=objective)))
    assert outcome.objective == objective
    assert outcome.proven
    assert outcome.worth == Worth(len(outcome.pairs), sum(p.score for p in outcome.pairs))
    assert outcome.usual == (None if objective == "most_matched" else usual.worth)
    assert outcome.worth <= usual.worth
    assert Outcome.from_json(outcome.to_json()) == outcome
    assert set(SENTENCES) == set(OBJECTIVES) == {*AIMS, "fairest", "stable"}


@settings(max_examples=60)
@given(problems(), st.sampled_from(OBJECTIVES), st.data())
def test_pins_count_in_what_is_measured(
    problem: Problem, objective: Objective, data: st.DataObject
) -> None:
    weighing = Weighing(problem)
    open_ = open_pairs(weighing)
    if not open_:
        return
    pins = frozenset({data.draw(st.sampled_from(open_))})
    criteria = replace(problem.criteria, objective=objective)
    outcome = solve(replace(problem, criteria=criteria, pins=pins))
    fits = [pair.score for pair in outcome.pairs]
    loads = [load.taken for load in outcome.mentors]
    named = {measure.name: measure for measure in outcome.measures}
    counted = {
        "blocking": 0,
        "matched": len(fits),
        "lowest": min(fits, default=0),
        "total": sum(fits),
        "balance": spread(fits, loads)[1],
        **{f"fit_{least}": sum(fit >= least for fit in fits) for least in range(500, 10_001, 500)},
    }
    assert outcome.proven
    assert {name: measure.value for name, measure in named.items()} == {
        name: counted[name] for name in named
    }


def test_a_pinned_teacher_counts_as_load_where_teachers_are_spread() -> None:
    teachers = tuple(Teacher(each, domains=("art",)) for each in "abc")
    mentors = tuple(Mentor(each, capacity=3, domains=("art",)) for each in "mn")
    criteria = Criteria(shared_language=False, objective="balanced")
    pins = frozenset({("c", "m")})
    outcome = solve(Problem(teachers, mentors, criteria, pins))
    assert [(p.teacher_id, p.mentor_id) for p in outcome.pairs] == [
        ("a", "m"),
        ("b", "n"),
        ("c", "m"),
    ]
    assert outcome.measures == (Measure("matched", 3, 3), Measure("balance", 29_500, 29_500))
    assert [load.price for load in outcome.mentors] == [Worth(0, 500), Worth(0, 500)]


def test_a_mentor_whom_nobody_wants_though_she_has_pins_costs_the_proof_nothing() -> None:
    teachers = (*(Teacher(each, avoid=("m",)) for each in "ab"), Teacher("c"), Teacher("d"))
    mentors = tuple(Mentor(each, capacity=4) for each in "mn")
    criteria = Criteria(shared_language=False, objective="balanced")
    pins = frozenset({("c", "m"), ("d", "m")})
    outcome = solve(Problem(teachers, mentors, criteria, pins))
    assert outcome.measures == (Measure("matched", 4, 4), Measure("balance", -1000, -1000))


@pytest.mark.parametrize("seats", [[1, 2, 1, 2], [1, 1, 0, 2]])
def test_levels_too_many_for_whole_numbers_are_weighed_one_after_another(seats: list[int]) -> None:
    chance = np.random.default_rng(3)
    scores = chance.integers(0, 2, (6, 4, 20))
    levels = [np.ones((6, 4), dtype=np.int64), *(scores[:, :, at] for at in range(20))]
    allowed = chance.random((6, 4)) < 0.8
    capacities = np.array(seats)
    assert (2 * 6 + 1) ** len(levels) > EXACT
    found = assign(levels, allowed, capacities)
    assert found.prices is None
    best = max(
        tuple(sum(int(level[row, c]) for row, c in enumerate(columns) if c < 4) for level in levels)
        for columns in assignments(allowed, capacities)
    )
    assert found.value == found.bound == best
