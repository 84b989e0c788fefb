"""What a change does is what a fresh answer says."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import changes
from matchmaker.changes import Change, Difference, Move, what_if
from matchmaker.outcome import Reason, Worth
from matchmaker.problem import OBJECTIVES, WEIGHTS, Criteria, Mentor, Problem, Teacher
from matchmaker.rules import InvalidProblem
from matchmaker.solving import answer, solve
from matchmaker.words import sentence
from tests.matchmaker.instances import PEOPLE, problems


def _of(problem: Problem) -> list[tuple[Callable[..., Change], *tuple[Sequence[Any], ...]]]:
    """Changes of every kind that this problem can have, with what each can be given."""
    teachers = [teacher.id for teacher in problem.teachers]
    mentors = [mentor.id for mentor in problem.mentors]
    kinds: list[tuple[Callable[..., Change], *tuple[Sequence[Any], ...]]] = [
        (changes.weight, WEIGHTS, range(1, 51)),
        (changes.rule, ("shared_language",), (False, True)),
        (changes.rule, ("minimum_years",), range(10)),
        (changes.objective, OBJECTIVES),
        (changes.with_mentor, [Mentor(each) for each in PEOPLE if each not in mentors]),
        (changes.without_teacher, teachers),
        (changes.without_mentor, mentors),
        (changes.seats, mentors, range(5)),
        (changes.pin, teachers, mentors),
        (changes.forbid, teachers, mentors),
        (changes.unpin, teachers, mentors),
        (changes.allow, teachers, mentors),
    ]
    return [(kind, *given_) for kind, *given_ in kinds if all(given_)]


@settings(max_examples=400)
@given(problems(teachers=6, mentors=5), st.data())
def test_what_if_is_the_difference_to_a_fresh_answer(problem: Problem, data: st.DataObject) -> None:
    before = answer(problem)
    kind, *given_ = data.draw(st.sampled_from(_of(problem)))
    done = kind(*(data.draw(st.sampled_from(each)) for each in given_))
    changed = done(problem)
    try:
        after = solve(changed)
    except InvalidProblem as invalid:
        with pytest.raises(InvalidProblem) as refused:
            what_if(before, done)
        assert refused.value.faults == invalid.faults
        return
    difference = what_if(before, done)
    assert difference.answered.outcome() == after
    old = {pair.teacher_id: pair for pair in before.outcome().pairs}
    new = {pair.teacher_id: pair for pair in after.pairs}
    assert [(move.teacher_id, move.before, move.after) for move in difference.moves] == [
        (
            each,
            old[each].mentor_id if each in old else None,
            new[each].mentor_id if each in new else None,
        )
        for each in sorted(old.keys() | new.keys())
        if (each in old and old[each].mentor_id) != (each in new and new[each].mentor_id)
    ]
    for move in difference.moves:
        assert move.score_before == (old[move.teacher_id].score if move.before else None)
        assert move.score_after == (new[move.teacher_id].score if move.after else None)
    assert difference.matched == len(new) - len(old)
    assert difference.total == after.worth.total - before.worth.total
    assert all(sentence(reason) for reason in difference.told())


def office() -> Problem:
    """Two teachers of one need, one mentor who offers it."""
    return Problem(
        tuple(Teacher(each, domains=("art",)) for each in "ab"),
        (Mentor("m", domains=("art",)), Mentor("n", domains=("ethics",))),
        Criteria(shared_language=False),
    )


def told(*done: Change) -> list[str]:
    return [sentence(reason) for reason in what_if(answer(office()), *done).told()]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changes.pin("a", "m"), ["Nothing changes."]),
        (
            changes.pin("b", "m"),
            [
                "Teachers with a mentor: 2, then 2. Total fit: 10000, then 10000.",
                "a goes from m to n. Fit: 10000, then 0.",
                "b goes from n to m. Fit: 0, then 10000.",
            ],
        ),
        (
            changes.seats("m", 2),
            [
                "Teachers with a mentor: 2, then 2. Total fit: 10000, then 20000.",
                "b goes from n to m. Fit: 0, then 10000.",
            ],
        ),
        (
            changes.without_mentor("m"),
            [
                "Teachers with a mentor: 2, then 1. Total fit: 10000, then 0.",
                "a goes from m to n. Fit: 10000, then 0.",
                "b no longer has n.",
            ],
        ),
        (
            changes.without_teacher("a"),
            [
                "Teachers with a mentor: 2, then 1. Total fit: 10000, then 10000.",
                "a no longer has m.",
                "b goes from n to m. Fit: 0, then 10000.",
            ],
        ),
        (
            lambda problem: replace(
                changes.seats("n", 2)(problem),
                teachers=(*problem.teachers, Teacher("0", domains=("ethics",))),
            ),
            [
                "Teachers with a mentor: 2, then 3. Total fit: 10000, then 20000.",
                "0 gets n. Fit: 10000.",
            ],
        ),
    ],
)
def test_a_difference_is_told_in_sentences(change: Change, said: list[str]) -> None:
    assert told(change) == said


def test_changes_come_one_after_the_other() -> None:
    done = (changes.pin("b", "m"), changes.unpin("b", "m"))
    difference = what_if(answer(office()), *done)
    assert difference.told() == (Reason("difference_none"),)
    assert (difference.matched, difference.total) == (0, 0)


def test_a_changed_score_is_a_difference_though_nobody_moves() -> None:
    problem = replace(office(), teachers=(Teacher("a", domains=("art", "ethics")),))
    first = Mentor("m", domains=("art",), years=1)
    problem = replace(problem, mentors=(first,), teachers=(replace(problem.teachers[0], years=1),))
    difference = what_if(answer(problem), changes.weight("experience", 40))
    assert difference.moves == ()
    assert difference.told()[0].code == "difference"
    assert difference.total < 0


def test_a_pin_takes_the_place_of_another_and_forbidding_takes_it_back() -> None:
    pinned = changes.pin("a", "n")(changes.pin("a", "m")(office()))
    assert pinned.pins == frozenset({("a", "n")})
    forbidden = changes.forbid("a", "n")(pinned)
    assert (forbidden.pins, forbidden.forbidden) == (frozenset(), frozenset({("a", "n")}))
    assert changes.allow("a", "n")(forbidden).forbidden == frozenset()
    without = changes.without_mentor("n")(pinned)
    assert ([m.id for m in without.mentors], without.pins) == (["m"], frozenset())
    assert changes.without_teacher("a")(pinned).pins == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        changes.pin("a", "x"),
        changes.pin("x", "m"),
        changes.unpin("x", "m"),
        changes.forbid("a", "x"),
        changes.allow("a", "x"),
        changes.seats("x", 2),
        changes.without_teacher("m"),
        changes.without_mentor("a"),
    ],
)
def test_somebody_unknown_is_named(change: Change) -> None:
    with pytest.raises(KeyError):
        what_if(answer(office()), change)


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: changes.weight("shoes", 3), "There is no criterion shoes. Known are: domains,"),
        (lambda: changes.rule("shoes", 3), "There is no rule shoes. Known are: shared_language,"),
        (
            lambda: changes.objective("best"),  # type: ignore[arg-type]  # the point of it
            "There is no objective best. Known are: most_matched,",
        ),
    ],
)
def test_a_name_that_there_is_not_is_told_with_those_there_are(
    build: Callable[[], Change], said: str
) -> None:
    with pytest.raises(ValueError) as refused:
        build()
    assert str(refused.value).startswith(said)


def test_a_difference_says_what_both_answers_are_worth() -> None:
    difference = what_if(answer(office()), changes.seats("m", 0))
    assert isinstance(difference, Difference)
    assert (difference.before, difference.after) == (Worth(2, 10_000), Worth(1, 0))
    assert (difference.matched, difference.total) == (-1, -10_000)
    assert difference.moves[0] == Move("a", "m", "n", 10_000, 0)
