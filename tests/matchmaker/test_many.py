"""Very many people get what a few would get: the same scores, rules and reasons, and a proof."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import market, rules
from matchmaker.auction import NOBODY
from matchmaker.crowd import Crowd
from matchmaker.many import solve_many
from matchmaker.many_objectives import MEASURES
from matchmaker.market import Market, Seats
from matchmaker.objectives import Pins, usual
from matchmaker.outcome import Outcome, Worth
from matchmaker.pool import Pool
from matchmaker.problem import OBJECTIVES, Criteria, Mentor, Problem, Teacher, Weights
from matchmaker.rules import InvalidProblem
from matchmaker.saying import proof
from matchmaker.solving import nowhere, solve
from matchmaker.weighing import Weighing
from matchmaker.words import sentence
from tests.matchmaker.instances import problems


def usual_best(weighing: Weighing) -> Worth:
    """What the best answer is worth, by the exact engine."""
    pins = Pins(np.zeros(0, dtype=np.int64), np.zeros(len(weighing.pool.mentors), dtype=np.int64))
    return usual(weighing.scores, weighing.barriers < 0, weighing.pool.capacities, pins)


def worth(outcome: Outcome) -> tuple[Worth, Worth]:
    """What an outcome is worth, and what none is worth more than."""
    return Worth(*outcome.value), Worth(*outcome.bound)


@given(problem=problems(6, 5), candidates=st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_few_candidates_lead_to_a_proven_best_answer_for_all_pairs(
    problem: Problem, candidates: int
) -> None:
    weighing = Weighing(problem)
    pool = weighing.pool
    allowed = weighing.barriers < 0
    best = usual_best(weighing)
    everyone = np.arange(len(pool.teachers))
    market = Market.opened(Crowd(pool), everyone, Seats(pool.capacities), nowhere, candidates)
    found = market.settle(mille=0)
    assert found.value == found.bound == best
    matched = np.flatnonzero(found.columns != NOBODY)
    assert allowed[matched, found.columns[matched]].all()
    assert (found.scores[matched] == weighing.scores[matched, found.columns[matched]]).all()
    taken = np.bincount(found.columns[matched], minlength=len(pool.mentors))
    assert (taken <= pool.capacities).all()


@given(problem=problems(6, 5))
@settings(max_examples=60, deadline=None)
def test_each_pair_and_each_teacher_without_one_is_told_as_among_a_few(problem: Problem) -> None:
    weighing = Weighing(problem)
    outcome = solve_many(problem)
    for pair in outcome.pairs:
        assert pair == weighing.pair(pair.teacher_id, pair.mentor_id)
    for each in outcome.unmatched:
        assert each.reasons == weighing.hindrance(each.teacher_id)
    assert sorted(
        [pair.teacher_id for pair in outcome.pairs]
        + [each.teacher_id for each in outcome.unmatched]
    ) == [teacher.id for teacher in weighing.pool.teachers]
    assert outcome.worth.matched == sum(load.taken for load in outcome.mentors)
    assert Outcome.from_json(outcome.to_json()) == outcome


DOMAINS = tuple(f"domain {number}" for number in range(7))
LANGUAGES = ("Hindi", "English", "Tamil", "Odia")


def crowded(teachers: int, mentors: int, capacity: int, **criteria: int) -> Problem:
    """People of many kinds, placed by arithmetic; `criteria` are weights."""

    def some(values: tuple[str, ...], place: int, count: int) -> tuple[str, ...]:
        return tuple(values[place * (step + 3) % len(values)] for step in range(count))

    return Problem(
        teachers=tuple(
            Teacher(
                id=f"T{place:05}",
                domains=some(DOMAINS, place, 3),
                languages=some(LANGUAGES, place // 7, 2),
                years=place % 11,
                school=f"school {place % 97}",
                district=f"district {place % 13}",
                prefers=(f"M{place * 17 % mentors:05}",) if place % 5 == 0 else (),
                avoid=(f"M{place * 31 % mentors:05}",) if place % 3 == 0 else (),
            )
            for place in range(teachers)
        ),
        mentors=tuple(
            Mentor(
                id=f"M{place:05}",
                capacity=place % capacity,
                domains=some(DOMAINS, place + 2, 4),
                languages=some(LANGUAGES, place, 2),
                years=8 + place % 23,
                school=f"school {place % 89}",
                district=f"district {place % 13}",
            )
            for place in range(mentors)
        ),
        criteria=Criteria(
            weights=Weights(**criteria) if criteria else Weights(),
            minimum_years=9,
            same_school="never",
        ),
    )


@pytest.mark.parametrize("candidates", [1, 4, 30])
def test_a_second_look_finds_what_candidates_lack(candidates: int) -> None:
    problem = crowded(400, 90, 6)
    weighing = Weighing(problem)
    best = usual_best(weighing)
    looks: list[int] = []

    def progress(step: str, done: int, of: int) -> None:
        if step == "check" and not done:
            looks.append(of)

    seats = Seats(weighing.pool.capacities)
    found = Market.opened(
        Crowd(weighing.pool), np.arange(400), seats, progress, candidates
    ).settle()
    assert found.value.matched == found.bound.matched == best.matched
    assert found.value.total <= best.total <= found.bound.total
    assert (found.bound.total - found.value.total) * 1000 <= found.bound.total
    assert (looks[0] > 0) == (candidates < 30)


@pytest.mark.parametrize("candidates", [1, 2, 3])
@pytest.mark.parametrize(("teachers", "mentors", "capacity"), [(60, 20, 4), (80, 30, 3)])
def test_a_second_look_misses_nobody_where_points_are_spread(
    teachers: int, mentors: int, capacity: int, candidates: int
) -> None:
    """A proven best spreads the points: a hope is measured as prices are."""
    weighing = Weighing(crowded(teachers, mentors, capacity))
    seats = Seats(weighing.pool.capacities)
    opened = Market.opened(Crowd(weighing.pool), np.arange(teachers), seats, nowhere, candidates)
    found = opened.settle(mille=0)
    assert found.value == found.bound == usual_best(weighing)


def test_weights_beyond_32_bits_are_counted() -> None:
    problem = crowded(60, 20, 4, domains=2**40, languages=2**39 + 1)
    weighing = Weighing(problem)
    outcome = solve_many(problem)
    best = usual_best(weighing)
    value, bound = worth(outcome)
    assert value <= best <= bound
    for pair in outcome.pairs:
        assert pair == weighing.pair(pair.teacher_id, pair.mentor_id)


def test_pins_are_kept_and_their_seats_are_taken() -> None:
    problem = crowded(120, 40, 3)
    weighing = Weighing(problem)
    pins = frozenset(
        (teacher.id, weighing.candidates(teacher.id)[-1].mentor_id)
        for teacher in problem.teachers[::40]
    )
    problem = replace(problem, pins=pins)
    outcome = solve_many(problem)
    assert {(p.teacher_id, p.mentor_id) for p in outcome.pairs if p.pinned} == set(pins)
    value, bound = worth(outcome)
    assert value <= solve(problem).worth <= bound
    for load in outcome.mentors:
        assert load.taken <= load.capacity


def test_a_pin_that_breaks_a_rule_is_refused() -> None:
    problem = crowded(30, 10, 3)
    broken = replace(problem, pins=frozenset({("T00000", "M00000"), ("nobody", "M00001")}))
    with pytest.raises(InvalidProblem) as many:
        solve_many(broken)
    with pytest.raises(InvalidProblem) as few:
        solve(broken)
    assert many.value.faults == few.value.faults


def test_more_pairs_than_a_table_holds_are_matched_the_same_way() -> None:
    problem = crowded(1600, 1300, 3)
    outcome = solve(problem)
    assert outcome.engine == market.ENGINE
    share = outcome.gap[1] / outcome.bound[1]
    assert list(proof(outcome))[1:] == [
        f"The total fit is at most {share:.3%} below the best there can be.",
        *map(sentence, outcome.advice),
    ]
    assert outcome.gap[0] == 0
    assert outcome.gap[1] * 1000 <= outcome.bound[1]
    assert all(load.taken <= load.capacity for load in outcome.mentors)
    assert outcome == solve(replace(problem, teachers=problem.teachers[::-1]))


def test_nobody_at_all_is_an_answer() -> None:
    nobody = Problem(teachers=(), mentors=())
    assert solve_many(nobody).worth == Worth(0, 0)
    alone = crowded(5, 1, 1)  # the only mentor has no seat
    for objective in OBJECTIVES:
        asked = replace(alone, criteria=replace(alone.criteria, objective=objective))
        assert [each.value for each in solve_many(asked).measures] == [0] * len(MEASURES[objective])
    assert [each.reasons for each in solve_many(alone).unmatched] == [
        Weighing(alone).hindrance(teacher.id) for teacher in alone.teachers
    ]


def test_what_a_rule_looks_at_decides_it() -> None:
    """Pairs of the same kinds are treated alike by every rule on kinds."""
    pool = Pool(crowded(60, 40, 3))
    for rule in rules.RULES:
        if rule.broken is not None:
            marks = rule.broken(pool)
            seen: dict[object, bool] = {}
            for row, teacher in enumerate(pool.teachers):
                for column, mentor in enumerate(pool.mentors):
                    kind = rule.compares.at(teacher), rule.compares.at(mentor)
                    assert seen.setdefault(kind, bool(marks[row, column])) == marks[row, column]


def test_total_fit_is_measured_before_the_number_of_matches() -> None:
    problem = crowded(120, 40, 3)
    problem = replace(problem, criteria=replace(problem.criteria, objective="total_fit"))
    outcome = solve_many(problem)
    best = solve(problem)
    assert [measure.name for measure in outcome.measures] == ["total", "matched"]
    assert outcome.value[0] <= best.value[0] <= outcome.bound[0]
