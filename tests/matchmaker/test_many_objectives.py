"""Every objective among very many, against the exact engines and against trying every answer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import proposing
from matchmaker.auction import NOBODY, auction
from matchmaker.criteria import PERFECT
from matchmaker.crowd import Crowd
from matchmaker.evenness import EVEN, LOWEST, even, evenly
from matchmaker.lowest import kept
from matchmaker.many import solve_many
from matchmaker.many_objectives import MEASURES, with_pins
from matchmaker.market import Market, Seats
from matchmaker.objectives import SEAT_STEP
from matchmaker.outcome import Measure
from matchmaker.problem import OBJECTIVES, Objective, Problem
from matchmaker.proposing import proposed
from matchmaker.saying import proof
from matchmaker.solving import nowhere, solve
from matchmaker.stability import deferred_acceptance
from matchmaker.weighing import Weighing
from tests.matchmaker.instances import exactly, problems
from tests.matchmaker.oracle import best_by
from tests.matchmaker.test_auction import pairs_of, small
from tests.matchmaker.test_many import crowded

HELD = st.integers(0, 3)


def opened(problem: Problem, candidates: int) -> tuple[Weighing, Market]:
    weighing = Weighing(problem)
    pool = weighing.pool
    everyone = np.arange(len(pool.teachers))
    seats = Seats(pool.capacities)
    return weighing, Market.opened(Crowd(pool), everyone, seats, nowhere, candidates)


@settings(max_examples=120, deadline=None)
@given(problem=problems(7, 6), candidates=st.integers(1, 3))
def test_proposals_down_short_lists_lead_to_the_stable_answer(
    problem: Problem, candidates: int
) -> None:
    weighing, market = opened(problem, candidates)
    capacities = weighing.pool.capacities
    columns, scores, blocking = proposed(market)
    exact = deferred_acceptance(weighing.scores, weighing.barriers < 0, capacities)
    assert columns.tolist() == exact.tolist()
    made = np.flatnonzero(columns != NOBODY)
    assert (scores[made] == weighing.scores[made, columns[made]]).all()
    assert scores.sum() == scores[made].sum()
    assert blocking == 0


@pytest.mark.parametrize("compile_from", [0, 10**9])
@pytest.mark.parametrize(("candidates", "capacity"), [(1, 4), (3, 9), (30, 3)])
def test_more_people_have_the_stable_answer_with_machine_code_and_without(
    candidates: int, capacity: int, compile_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "COMPILE_FROM", compile_from)
    weighing, market = opened(crowded(300, 90, capacity), candidates)
    columns, _, blocking = proposed(market)
    allowed, capacities = weighing.barriers < 0, weighing.pool.capacities
    exact = deferred_acceptance(weighing.scores, allowed, capacities)
    assert columns.tolist() == exact.tolist()
    assert blocking == 0


@settings(max_examples=400, deadline=None)
@given(small(), st.integers(0, 9), st.data())
def test_seats_that_cost_more_one_after_the_other_have_a_proven_best(
    given: tuple[list[dict[int, int]], list[int]], rise: int, data: st.DataObject
) -> None:
    rows, capacities = given
    mentors = len(capacities)
    held = data.draw(exactly(mentors, HELD))
    rows = [{j: max(-9, min(v, 30)) for j, v in row.items()} for row in rows]
    pairs = replace(pairs_of(rows, capacities), rise=rise, held=np.array(held, dtype=np.int64))
    open_ = np.array([[j in row for j in range(mentors)] for row in rows], dtype=np.bool_)
    points = np.array([[row.get(j, 0) for j in range(mentors)] for row in rows], dtype=np.int64)

    def value(fits: list[int], loads: list[int]) -> tuple[int, ...]:
        both = zip(held, loads, strict=True)
        spent = sum(rise * (already + k) for already, load in both for k in range(load))
        return (sum(fits) - spent,)

    shape = len(rows), mentors
    seats = np.array(capacities, dtype=np.int64)
    ((best,), _) = best_by(value, points.reshape(shape), open_.reshape(shape), seats)
    for mille in (0, 1):
        answer = auction(pairs, mille=mille)
        taken = pairs.mentors[answer.chosen[answer.chosen != NOBODY]]
        loads = np.bincount(taken, minlength=mentors)
        fits = int(pairs.points[answer.chosen[answer.chosen != NOBODY]].sum())
        assert (loads <= seats).all()
        assert answer.total == value([fits], loads.tolist())[0]
        assert answer.total <= best <= answer.bound
        assert answer.gap == 0 or mille


def test_pairs_that_are_set_are_measured_with_the_others() -> None:
    found = [Measure(name, 1000, 1001) for name in ("matched", "total", "balance", "blocking")]
    scores, loads = np.array([5000, 6000, 7000, 8000]), np.array([3, 0, 1])
    assert with_pins(found, scores, loads) == (
        Measure("matched", 1004, 1005),
        Measure("total", 27_000, 27_001),
        Measure("balance", 27_000 - 3 * SEAT_STEP, 27_001 - 3 * SEAT_STEP),
        Measure("blocking", 1000, 1001),
    )


def spread(fits: list[int], loads: list[int]) -> int:
    return sum(fits) - sum(SEAT_STEP * k for load in loads for k in range(load))


@settings(max_examples=60, deadline=None)
@given(problem=problems(6, 5), objective=st.sampled_from(OBJECTIVES), data=st.data())
def test_what_is_said_of_an_answer_is_true(
    problem: Problem, objective: Objective, data: st.DataObject
) -> None:
    problem = replace(problem, criteria=replace(problem.criteria, objective=objective))
    weighing = Weighing(problem)
    open_ = [
        (t.id, m.id)
        for t in problem.teachers
        for m in problem.mentors
        if weighing.barrier(t.id, m.id) is None and m.capacity
    ]
    if open_ and data.draw(st.booleans()):
        problem = replace(problem, pins=frozenset({data.draw(st.sampled_from(open_))}))
    outcome, exact = solve_many(problem), solve(problem)
    fits = [pair.score for pair in outcome.pairs]
    counted = {
        "blocking": 0,
        "matched": len(fits),
        "total": sum(fits),
        "balance": spread(fits, [load.taken for load in outcome.mentors]),
        LOWEST: min(fits, default=0),
        EVEN: int(even(np.array(fits, dtype=np.int64)).sum()),
    }
    assert [each.name for each in outcome.measures] == list(MEASURES[objective])
    named = {each.name: each for each in outcome.measures}
    assert {name: each.value for name, each in named.items()} == {
        name: counted[name] for name in named
    }
    assert (outcome.worth.matched, outcome.worth.total) == (len(fits), sum(fits))
    known = {each.name: each.value for each in exact.measures}
    first = MEASURES[objective][0]
    assert named[first].bound >= known[first]
    if objective == "stable":
        assert [(p.teacher_id, p.mentor_id) for p in outcome.pairs] == [
            (p.teacher_id, p.mentor_id) for p in exact.pairs
        ]
    elif len(fits) == known["matched"] and objective != "total_fit":
        for name in known.keys() & named.keys():
            assert named[name].bound >= known[name], name
        if objective == "fairest" and fits:
            assert named[LOWEST].value == named[LOWEST].bound == known[LOWEST]
    lines = list(proof(outcome))
    assert all(line.endswith(".") for line in lines)
    assert ("the fits are even" in lines[0]) == (objective == "fairest")
    if objective == "most_matched":
        assert outcome.usual is None
    else:
        assert outcome.usual is not None
        assert exact.usual is not None
        assert outcome.usual <= exact.usual


@pytest.mark.parametrize("capacity", [4, 9])
def test_the_lowest_fit_is_as_high_as_the_exact_engine_has_it(capacity: int) -> None:
    problem = crowded(300, 90, capacity)
    problem = replace(problem, criteria=replace(problem.criteria, objective="fairest"))
    outcome, exact = solve_many(problem), solve(problem)
    lowest = {each.name: each for each in outcome.measures}[LOWEST]
    matched = {each.name: each for each in exact.measures}
    assert outcome.worth.matched == matched["matched"].value
    assert lowest.value == matched[LOWEST].value == lowest.bound
    even_ = outcome.measures[2]
    assert 0 <= even_.gap * 1000 <= even_.bound


@pytest.mark.parametrize("capacity", [4, 9])
def test_teachers_are_spread_within_a_thousandth_of_the_fit(capacity: int) -> None:
    problem = crowded(300, 90, capacity)
    problem = replace(problem, criteria=replace(problem.criteria, objective="balanced"))
    outcome, exact = solve_many(problem), solve(problem)
    assert outcome.measures[0] == exact.measures[0]
    here, there = outcome.measures[1], exact.measures[1]
    assert here.value <= there.value <= here.bound
    assert here.gap * 1000 <= outcome.worth.total + here.gap
    assert max(load.taken for load in outcome.mentors) <= 1 + max(
        load.taken for load in exact.mentors
    )


def test_short_lists_are_lengthened_until_fits_are_proven_even() -> None:
    _, market = opened(crowded(120, 60, 4), 1)
    columns, scores, measures = evenly(market)
    assert measures[0].gap == 0
    assert measures[2].gap * 1000 <= measures[2].bound
    assert measures[2].value == int(even(scores[columns != NOBODY]).sum())


@settings(max_examples=80, deadline=None)
@given(problem=problems(7, 5), candidates=st.integers(1, 3), data=st.data())
def test_a_threshold_is_kept_by_as_many_as_can_be_or_it_is_proven_that_too_few_can(
    problem: Problem, candidates: int, data: st.DataObject
) -> None:
    weighing, market = opened(problem, candidates)
    capacities = weighing.pool.capacities
    nobody = np.full(len(problem.teachers), NOBODY, dtype=np.int64)
    begun, fits, _ = evenly(market) if data.draw(st.booleans()) else (nobody, nobody * 0, None)
    threshold = data.draw(st.sampled_from([0, *np.unique(weighing.scores).tolist(), 10_001]))
    open_ = (weighing.barriers < 0) & (weighing.scores >= threshold)
    ((most,), _) = best_by(lambda fits, _: (len(fits),), weighing.scores, open_, capacities)
    for enough in range(len(nobody) + 1):
        columns, scores = kept(market, threshold, begun, fits, enough)
        made = np.flatnonzero(columns != NOBODY)
        assert open_[made, columns[made]].all()
        assert (scores[made] == weighing.scores[made, columns[made]]).all()
        assert (np.bincount(columns[made], minlength=len(capacities)) <= capacities).all()
        assert (len(made) >= enough) == (most >= enough)


def test_a_fit_counts_the_more_the_worse_it_is() -> None:
    points = even(np.arange(0, PERFECT + 1, 500))
    assert points[0] == 0 and points[-1] == PERFECT
    assert (np.diff(points, 2) < 0).all()


def test_nobody_matched_measures_nothing() -> None:
    for objective in OBJECTIVES:
        problem = crowded(5, 1, 1)
        problem = replace(problem, criteria=replace(problem.criteria, objective=objective))
        assert solve_many(problem).measures == tuple(
            Measure(name, 0, 0) for name in MEASURES[objective]
        )
