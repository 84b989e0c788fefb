import json
import random
from dataclasses import replace
from string import Formatter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.outcome import Load, Measure, Outcome, Reason, Unmatched, Worth
from matchmaker.problem import Criteria, Mentor, Problem, Teacher, Weights
from matchmaker.rules import InvalidProblem
from matchmaker.solving import solve
from matchmaker.weighing import Weighing
from matchmaker.words import SENTENCES, sentence
from tests.matchmaker.instances import open_pairs, problems
from tests.matchmaker.oracle import best


@settings(max_examples=100)
@given(problems())
def test_no_assignment_is_better_by_brute_force(problem: Problem) -> None:
    weighing = Weighing(problem)
    capacities = np.array([m.capacity for m in weighing.pool.mentors], dtype=np.int64)
    worth, columns = best(weighing.scores, weighing.barriers < 0, capacities)
    outcome = solve(problem)
    ids = [mentor.id for mentor in weighing.pool.mentors]
    found = {pair.teacher_id: pair.mentor_id for pair in outcome.pairs}
    assert outcome.worth == Worth(*worth)
    assert outcome.value == outcome.bound == worth
    assert (outcome.gap, outcome.proven, outcome.usual) == ((0, 0), True, None)
    assert found == {
        teacher.id: ids[column]
        for teacher, column in zip(weighing.pool.teachers, columns, strict=True)
        if column < len(ids)
    }


@settings(max_examples=100)
@given(problems(teachers=7, mentors=7))
def test_hard_rules_and_capacities_are_kept(problem: Problem) -> None:
    weighing, outcome = Weighing(problem), solve(problem)
    assert [weighing.barrier(pair.teacher_id, pair.mentor_id) for pair in outcome.pairs] == [
        None
    ] * len(outcome.pairs)
    assert all(pair.teacher_id != pair.mentor_id for pair in outcome.pairs)
    assert all(load.taken <= load.capacity for load in outcome.mentors)
    assert sum(load.taken for load in outcome.mentors) == len(outcome.pairs)
    everyone = [pair.teacher_id for pair in outcome.pairs] + [
        each.teacher_id for each in outcome.unmatched
    ]
    assert sorted(everyone) == sorted(teacher.id for teacher in problem.teachers)
    assert outcome.worth == Worth(len(outcome.pairs), sum(p.score for p in outcome.pairs))
    assert all(0 <= pair.score <= 10_000 for pair in outcome.pairs)


@settings(max_examples=50)
@given(problems(teachers=7, mentors=7), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(problem: Problem, chance: random.Random) -> None:
    shuffled = replace(
        problem,
        teachers=tuple(chance.sample(problem.teachers, len(problem.teachers))),
        mentors=tuple(chance.sample(problem.mentors, len(problem.mentors))),
    )
    assert solve(shuffled).to_json() == solve(problem).to_json()


@settings(max_examples=50)
@given(problems(teachers=7, mentors=7))
def test_a_problem_replayed_from_json_has_the_same_outcome(problem: Problem) -> None:
    outcome = solve(problem)
    replayed = Problem.from_json(problem.to_json())
    assert replayed == problem
    assert solve(replayed) == outcome
    assert Outcome.from_json(outcome.to_json()) == outcome


@settings(max_examples=50)
@given(problems(teachers=7, mentors=7))
def test_everything_said_has_a_sentence_with_just_these_values(problem: Problem) -> None:
    outcome = solve(problem)
    said = [reason for pair in outcome.pairs for reason in (*pair.fits, *pair.misses)]
    said += [reason for each in outcome.unmatched for reason in each.reasons]
    for reason in said:
        wanted = {name for _, name, _, _ in Formatter().parse(SENTENCES[reason.code]) if name}
        assert set(reason.params) == wanted
        assert sentence(reason).endswith(".")


@settings(max_examples=60)
@given(problems(teachers=5, mentors=4), st.data())
def test_pins_come_first_and_the_rest_is_the_best_around_them(
    problem: Problem, data: st.DataObject
) -> None:
    weighing = Weighing(problem)
    open_ = open_pairs(weighing)
    if not open_:
        return
    pin = data.draw(st.sampled_from(open_))
    outcome = solve(replace(problem, pins=frozenset({pin})))
    pinned = [(p.teacher_id, p.mentor_id) for p in outcome.pairs if p.pinned]
    rest = replace(
        problem,
        teachers=tuple(t for t in problem.teachers if t.id != pin[0]),
        mentors=tuple(
            replace(m, capacity=m.capacity - 1) if m.id == pin[1] else m for m in problem.mentors
        ),
    )
    around = [p for p in outcome.pairs if not p.pinned]
    assert pinned == [pin]
    assert len(around) == solve(rest).worth.matched
    assert outcome.gap == (0, 0)
    assert all(load.taken <= load.capacity for load in outcome.mentors)


HINDI = ("Hindi",)


def hindrance(problem: Problem, teacher_id: str = "t") -> tuple[Reason, ...]:
    """What stood in the way of this teacher in the outcome."""
    (found,) = [each for each in solve(problem).unmatched if each.teacher_id == teacher_id]
    return found.reasons


def test_without_mentors_it_says_so() -> None:
    assert hindrance(Problem((Teacher("t"),), ())) == (Reason("no_mentors"),)


def test_a_teacher_without_a_language_is_told_so() -> None:
    problem = Problem((Teacher("t"),), (Mentor("m", languages=HINDI),))
    assert hindrance(problem) == (Reason("no_language_given"),)


def test_a_language_that_nobody_speaks_is_named() -> None:
    problem = Problem(
        (Teacher("t", languages=("Odia",)),),
        (Mentor("m", languages=HINDI), Mentor("n", languages=("Tamil",))),
    )
    assert hindrance(problem) == (Reason("nobody_speaks", {"languages": ("Odia",), "mentors": 2}),)


def test_every_mentor_of_the_language_ruled_out_is_counted_out_by_rule() -> None:
    problem = Problem(
        (Teacher("t", languages=HINDI, avoid=("b",)),),
        (*(Mentor(each, languages=HINDI) for each in "abc"), Mentor("d", languages=("Odia",))),
        prohibited={("t", "a"): "principal"},
        forbidden=frozenset({("t", "c")}),
    )
    assert hindrance(problem) == (
        Reason("all_ruled_out_of_language", {"mentors": 3}),
        Reason("count_prohibited", {"count": 1}),
        Reason("count_in_confidence", {"count": 1}),
        Reason("count_forbidden", {"count": 1}),
    )


def test_mentors_of_the_language_are_all_who_are_ruled_out_where_everybody_speaks_it() -> None:
    problem = Problem(
        (Teacher("t", languages=HINDI),),
        (Mentor("m", languages=HINDI, years=3),),
        Criteria(minimum_years=8),
    )
    assert hindrance(problem) == (
        Reason("all_ruled_out_of_language", {"mentors": 1}),
        Reason("count_too_few_years", {"count": 1}),
    )


@pytest.mark.parametrize(
    ("objective", "gaps", "proven"),
    [
        ("most_matched", (0, 0), True),
        ("most_matched", (0, 1), False),
        ("most_matched", (1, 0), False),
        ("stable", (0, 1), True),
        ("stable", (1, 0), False),
    ],
)
def test_an_answer_is_proven_by_all_its_measures_and_a_stable_one_by_who_blocks_it(
    objective: str, gaps: tuple[int, int], proven: bool
) -> None:
    measures = tuple(Measure(name, 5, 5 + gap) for name, gap in zip("ab", gaps, strict=True))
    nobody = solve(Problem((), ()))
    assert replace(nobody, objective=objective, measures=measures).proven == proven


def test_everybody_ruled_out_is_said_where_language_is_no_rule() -> None:
    problem = Problem(
        (Teacher("t"),), (Mentor("m", years=3),), Criteria(shared_language=False, minimum_years=8)
    )
    assert hindrance(problem) == (
        Reason("all_ruled_out", {"mentors": 1}),
        Reason("count_too_few_years", {"count": 1}),
    )


def test_full_mentors_are_counted_with_their_seats() -> None:
    problem = Problem(
        tuple(Teacher(each, languages=HINDI) for each in "rst"),
        (Mentor("m", capacity=2, languages=HINDI), Mentor("n", capacity=0, languages=HINDI)),
    )
    assert hindrance(problem) == (Reason("all_full", {"mentors": 2, "seats": 2}),)


def test_more_matches_come_before_more_fit() -> None:
    problem = Problem(
        (
            Teacher("arun", domains=("digital",), languages=("Hindi", "Tamil")),
            Teacher("bela", domains=("ethics",), languages=HINDI),
        ),
        (
            Mentor("meera", domains=("digital",), languages=HINDI),
            Mentor("nila", domains=("art",), languages=("Tamil",)),
        ),
    )
    outcome = solve(problem)
    assert [(p.teacher_id, p.mentor_id) for p in outcome.pairs] == [
        ("arun", "nila"),
        ("bela", "meera"),
    ]


def test_a_contested_seat_has_a_price_and_a_free_one_has_none() -> None:
    problem = Problem(
        tuple(Teacher(each, domains=("digital",), languages=HINDI) for each in "ab"),
        (
            Mentor("m", domains=("digital",), languages=HINDI),
            Mentor("n", capacity=2, languages=HINDI, domains=("art",)),
        ),
    )
    outcome = solve(problem)
    others_chosen = Reason("mentor_others_chosen", {"possible": 1, "better": 0})
    assert outcome.mentors == (
        Load("m", 1, 1, Worth(0, 8000)),
        Load("n", 2, 1, Worth(0, 0), (others_chosen,)),
    )
    assert outcome.bound == outcome.value == (2, 12_000)


def test_candidates_are_listed_best_first_and_leave_out_who_is_ruled_out() -> None:
    problem = Problem(
        (Teacher("t", domains=("digital",), languages=HINDI, avoid=("d",)),),
        (
            Mentor("d", domains=("digital",), languages=HINDI),
            Mentor("c", domains=("digital",), languages=HINDI),
            Mentor("b", domains=("digital",), languages=HINDI),
            Mentor("a", domains=("art",), languages=HINDI),
        ),
    )
    weighing = Weighing(problem)
    assert [(p.mentor_id, p.score) for p in weighing.candidates("t")] == [
        ("b", 10_000),
        ("c", 10_000),
        ("a", 2000),
    ]


def test_progress_names_its_steps() -> None:
    heard: list[tuple[str, int, int]] = []
    solve(
        Problem((Teacher("t"),), ()), progress=lambda step, done, of: heard.append((step, done, of))
    )
    assert heard == [
        ("weigh", 0, 1),
        ("weigh", 1, 1),
        ("assign", 0, 1),
        ("assign", 1, 1),
        ("explain", 1, 1),
    ]


def test_a_problem_saved_before_there_were_objectives_and_levels_is_read_as_it_was_meant() -> None:
    problem = Problem((Teacher("t"),), (Mentor("m"),), Criteria(shared_language=False))
    saved = json.loads(problem.to_json())
    for person in (*saved["teachers"], *saved["mentors"]):
        for name in ("skills", "fluency", "formats", "contexts", "minor"):
            del person[name]
    del saved["criteria"]["shared_domain"], saved["criteria"]["shared_stage"]
    assert Problem.from_json(json.dumps({**saved, "version": 4})) == problem
    del saved["criteria"]["same_state"]
    assert Problem.from_json(json.dumps({**saved, "version": 3})) == problem
    del saved["criteria"]["weights"]["complement"], saved["criteria"]["shared_format"]
    assert Problem.from_json(json.dumps({**saved, "version": 2})) == problem
    del saved["criteria"]["objective"]
    assert Problem.from_json(json.dumps({**saved, "version": 1})) == problem


def test_an_answer_of_an_earlier_version_is_refused_by_its_version() -> None:
    with pytest.raises(ValueError) as refused:
        Outcome.from_json('{"format": "matchmaker.outcome", "version": 1}')
    assert str(refused.value) == ("This matchmaker.outcome has version 1; version 2 can be read.")


@pytest.mark.parametrize(
    ("problem", "faults"),
    [
        (
            Problem((Teacher("t"), Teacher("t")), (Mentor("m"), Mentor("m"))),
            (Reason("teacher_twice", {"teacher": "t"}), Reason("mentor_twice", {"mentor": "m"})),
        ),
        (
            Problem((), (Mentor("m", capacity=-1),)),
            (Reason("capacity_negative", {"mentor": "m", "capacity": -1}),),
        ),
        (
            Problem((), (), Criteria(Weights(hours=-1))),
            (Reason("weight_negative", {"criterion": "hours", "weight": -1}),),
        ),
        (Problem((), (), Criteria(Weights(*[0] * 8))), (Reason("weights_all_zero"),)),
    ],
)
def test_an_impossible_problem_is_refused_with_all_its_faults(
    problem: Problem, faults: tuple[Reason, ...]
) -> None:
    with pytest.raises(InvalidProblem) as refused:
        solve(problem)
    assert refused.value.faults == faults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "This is not a matchmaker.problem."),
        ('{"format": "matchmaker.outcome"}', "This is not a matchmaker.problem."),
        (
            '{"format": "matchmaker.problem", "version": 9}',
            "This matchmaker.problem has version 9; version 5 can be read.",
        ),
        (
            '{"format": "matchmaker.problem", "version": 1}',
            'This is not a whole matchmaker.problem: "criteria" is missing.',
        ),
        (
            '{"format": "matchmaker.problem", "version": 4, "criteria": "none"}',
            "This is not a whole matchmaker.problem: something in it is of another kind.",
        ),
    ],
)
def test_other_json_is_not_taken_for_a_problem(text: str, said: str) -> None:
    with pytest.raises(ValueError) as refused:
        Problem.from_json(text)
    assert str(refused.value) == said


def test_other_json_is_not_taken_for_an_outcome() -> None:
    with pytest.raises(ValueError) as refused:
        Outcome.from_json('{"format": "matchmaker.outcome", "version": 2}')
    assert str(refused.value) == 'This is not a whole matchmaker.outcome: "pairs" is missing.'


def test_nobody_at_all_is_an_outcome_too() -> None:
    assert solve(Problem((), ())) == Outcome(
        pairs=(),
        unmatched=(),
        mentors=(),
        objective="most_matched",
        measures=(Measure("matched", 0, 0), Measure("total", 0, 0)),
        worth=Worth(0, 0),
        usual=None,
        engine="linear_sum_assignment",
    )
    assert solve(Problem((Teacher("t"),), ())).unmatched == (
        Unmatched("t", (Reason("no_mentors"),)),
    )
