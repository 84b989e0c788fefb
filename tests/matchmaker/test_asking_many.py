"""What is asked of an answer to very many people is answered as it is for a few."""

from dataclasses import asdict, replace
from json import dumps
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker import changes, many, market
from matchmaker.asking import Asked, difference, explained
from matchmaker.changes import what_if
from matchmaker.command import run
from matchmaker.many import AnsweredMany
from matchmaker.outcome import Pair, Unmatched
from matchmaker.parts import SMALL
from matchmaker.problem import Mentor, Problem, Teacher
from matchmaker.rules import InvalidProblem
from matchmaker.solving import answer
from tests.matchmaker.instances import problems
from tests.matchmaker.test_asking import office
from tests.matchmaker.test_many import crowded

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(problem=problems(5, 4), data=st.data())
@FEW
def test_what_a_change_does_is_what_a_fresh_answer_says(
    problem: Problem, data: st.DataObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "TABLE", -1)
    if not problem.teachers or not problem.mentors:
        return
    teacher = data.draw(st.sampled_from([each.id for each in problem.teachers]))
    mentor = data.draw(st.sampled_from([each.id for each in problem.mentors]))
    change = data.draw(
        st.sampled_from(
            [
                changes.pin(teacher, mentor),
                changes.forbid(teacher, mentor),
                changes.seats(mentor, 2),
                changes.without_teacher(teacher),
                changes.weight("hours", 90),
            ]
        )
    )
    before = AnsweredMany(problem)
    try:
        fresh = AnsweredMany(change(problem))
    except InvalidProblem:
        with pytest.raises(InvalidProblem):
            what_if(before, change)
        return
    found = what_if(before, change)
    assert found.answered.held() == fresh.held()
    assert found.answered.outcome() == fresh.outcome()
    assert (found.before, found.after) == (before.worth, fresh.worth)
    moved = {move.teacher_id for move in found.moves}
    everybody = before.held().keys() | fresh.held().keys()
    assert moved == {
        each
        for each in everybody
        if before.held().get(each, ("",))[0] != fresh.held().get(each, ("",))[0]
    }


@given(problem=problems(6, 4))
@FEW
def test_each_teacher_is_told_what_the_whole_answer_tells_her(problem: Problem) -> None:
    answered = AnsweredMany(problem)
    outcome = answered.outcome()
    told: dict[str, Pair | Unmatched] = {each.teacher_id: each for each in outcome.pairs}
    told |= {each.teacher_id: each for each in outcome.unmatched}
    assert {each: answered.of_teacher(each) for each in told} == told
    assert answered.worth == outcome.worth
    assert answered.held() == {p.teacher_id: (p.mentor_id, p.score) for p in outcome.pairs}


def test_of_very_many_only_the_part_that_is_touched_is_answered_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "TABLE", -1)
    monkeypatch.setattr("matchmaker.parts.SMALL", 1)
    assert SMALL > 1
    teachers = [Teacher(f"{tongue}{n}", languages=(tongue,)) for tongue in "hr" for n in range(3)]
    mentors = [Mentor(f"M{tongue}", capacity=2, languages=(tongue,)) for tongue in "hr"]
    before = AnsweredMany(Problem(tuple(teachers), tuple(mentors)))
    after = before.changed(changes.seats("Mr", 3)(before.problem))
    assert isinstance(after, AnsweredMany)
    kept = {id(each) for each in before.solved}
    assert [id(each) in kept for each in after.solved] == [True, False]
    assert (before.worth.matched, after.worth.matched) == (4, 5)


def test_a_teacher_is_told_why_and_what_another_mentor_would_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "TABLE", -1)
    of_many = AnsweredMany(office())
    assert list(explained(of_many, "T1")) == list(explained(answer(office()), "T1"))
    alone, few = list(explained(of_many, "T3")), list(explained(answer(office()), "T3"))
    assert alone[:2] == few[:2]
    assert alone[-4:] == few[-4:]
    asked = [changes.seats("M1", 2)]
    assert list(difference(of_many, asked)) == list(difference(answer(office()), asked))
    for mentor in ("M1", "M2", "M3", "=M4"):
        assert list(explained(of_many, mentor)) == list(explained(answer(office()), mentor))
    with pytest.raises(ValueError, match='Nobody has the id "M9"'):
        list(explained(of_many, "M9"))


def test_a_change_that_leaves_few_is_answered_exactly() -> None:
    """Two million pairs less one teacher's: all of them can be held at once."""
    problem = crowded(1001, 2000, 1)
    answered = AnsweredMany(replace(problem, teachers=problem.teachers[:40]))
    fewer = answered.changed(changes.without_teacher(problem.teachers[0].id)(answered.problem))
    assert fewer.outcome().proven


def test_files_of_very_many_people_can_be_asked(tmp_path: Path) -> None:
    problem = crowded(1600, 1300, 3)
    mentors, teachers, out = (tmp_path / name for name in ("m.json", "t.json", "pairs.csv"))
    mentors.write_text(dumps([asdict(each) for each in problem.mentors]))
    teachers.write_text(dumps([asdict(each) for each in problem.teachers]))
    first = problem.teachers[0].id
    asked = Asked(explain=first, what_if=(f"without_teacher {first}",))
    done = run(mentors, teachers, None, out, asked=asked)
    assert done.outcome.engine == market.ENGINE
    assert len(out.read_text().splitlines()) == 1 + 1600
    pair = next((each for each in done.outcome.pairs if each.teacher_id == first), None)
    expected = (
        f"{first} has {pair.mentor_id}. Fit: {pair.score}." if pair else (f"{first} has no mentor.")
    )
    assert done.told[0] == expected
    matched = len(done.outcome.pairs)
    sums = [line for line in done.told if line.startswith(f"Teachers with a mentor: {matched}, ")]
    assert len(sums) == 1
    assert done.told[-1].startswith("Answers for so many people are near the best, ") == (
        not done.outcome.proven
    )


def test_of_very_many_moves_some_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.asking.MOVES", 1)
    few = list(difference(answer(office()), [changes.forbid("T1", "M1")]))
    assert few[-1] == "Further teachers whose mentor changes: 1."
    assert len(few) == 3
